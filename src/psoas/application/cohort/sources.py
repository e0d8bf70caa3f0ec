"""The two kinds of file a cohort can come from: Parquet with flat columns, and lines of JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from psoas.anatomy.regions import Side
from psoas.application.cohort.block import Aside, Block
from psoas.application.cohort.cells import is_readable
from psoas.application.cohort.layout import ID, MARKS, REQUIRED, Column, layout
from psoas.application.cohort.reading import read_rows
from psoas.foundation.documents import parse_json
from psoas.foundation.errors import CaseError, CohortError, Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.column_facts import ColumnFacts
from psoas.patient.columns import columns_of
from psoas.patient.reading import nearest, read_case_json

_BUFFER = 1 << 16  # bytes of each column kept while a row group is read, whatever its size
_MOST_LINES = 4096  # cases held as objects at once


@dataclass(frozen=True, eq=False)
class Raw:
    """The rows after ``start``, up to and with ``end``, still to be read."""

    start: int
    end: int
    content: pa.RecordBatch | list[bytes]


class Source(Protocol):
    """A file of cases."""

    @property
    def rows(self) -> int:
        """How many there are."""

    def raw(self, *, after: int, size: int) -> Iterator[Raw]:
        """Yield the rows after the first ones, about ``size`` at a time."""

    def read(self, raw: Raw) -> Block:
        """Read what `raw` yielded; threads may call it side by side."""


def open_source(path: Path, knowledge: Knowledge) -> Source:
    """Open a file of cases, by the end of its name.

    Raises
    ------
    CohortError
        It cannot be read, or its columns are not those of a cohort.
    """
    try:
        path.open("rb").close()
    except OSError as error:
        problem = Problem("the file", f"It cannot be read: {error.strerror}.")
        raise CohortError(str(path), [problem]) from None
    match path.suffix.lower():
        case ".parquet":
            return _open_parquet(path, knowledge)
        case ".jsonl":
            return _open_lines(path, knowledge)
    problem = Problem("its name", "It ends in neither .parquet nor .jsonl.")
    raise CohortError(str(path), [problem])


@dataclass(frozen=True, eq=False)
class ParquetSource:
    """Cases as rows; what its columns are is said in `layout.py`."""

    path: Path
    rows: int
    columns: Mapping[str, Column]
    texts: Sequence[str]  # columns of texts that repeat
    knowledge: Knowledge

    def raw(self, *, after: int, size: int) -> Iterator[Raw]:
        """Yield record batches; row groups that were finished before are not read.

        Raises
        ------
        CohortError
            The file is damaged.
        """
        start = 0
        try:
            with pq.ParquetFile(
                self.path, read_dictionary=self.texts, buffer_size=_BUFFER, pre_buffer=False
            ) as file:
                groups = list(range(file.num_row_groups))
                while groups and start + (rows := file.metadata.row_group(groups[0]).num_rows) <= after:
                    start += rows
                    groups.pop(0)
                for batch in file.iter_batches(batch_size=size, row_groups=groups):
                    end = start + batch.num_rows
                    if end > after:
                        begin = max(start, after)
                        yield Raw(begin, end, batch.slice(begin - start))
                    start = end
        except (pa.ArrowException, OSError) as error:
            what = f"It cannot be read on: {str(error).splitlines()[0]}"
            raise CohortError(str(self.path), [Problem(f"after row {start}", what)]) from None

    def read(self, raw: Raw) -> Block:
        """Read a record batch."""
        assert isinstance(raw.content, pa.RecordBatch)
        return read_rows(raw.content, self.columns, self.knowledge, first=raw.start + 1)


def _open_parquet(path: Path, knowledge: Knowledge) -> ParquetSource:
    try:
        with pq.ParquetFile(path) as file:
            schema, rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError) as error:
        problem = Problem("the file", f"This is no Parquet file: {str(error).splitlines()[0]}")
        raise CohortError(str(path), [problem]) from None
    known = layout(knowledge)
    problems = list(_problems(schema, known))
    if problems:
        raise CohortError(str(path), problems)
    texts = [field.name for field in schema if field.type == pa.string() and field.name != ID]
    return ParquetSource(path, rows, {name: known[name] for name in schema.names}, texts, knowledge)


def _problems(schema: pa.Schema, known: Mapping[str, Column]) -> Iterator[Problem]:
    for name in dict.fromkeys(schema.names):
        where = f"column {name}"
        column = known.get(name)
        if schema.names.count(name) > 1:
            yield Problem(where, "It stands twice.", "Keep one.")
        elif column is None:
            yield Problem(where, "There is no such column.", _nearest(name, known))
        elif not is_readable(column, kind := schema.field(name).type):
            yield Problem(where, f"Its type is {kind}.", f"It holds {column.holds}.")
    for name in REQUIRED:
        if name not in schema.names:
            yield Problem(f"column {name}", "It is missing.", f"It holds {known[name].holds}.")
    if MARKS in schema.names and any(name in known and known[name].kind == "mark" for name in schema.names):
        yield Problem(f"column {MARKS}", "Marks are given as a list and one by one.", "Keep one of the two.")


def _nearest(name: str, known: Mapping[str, Column]) -> str:
    sides = [f"{name}.{side.value}" for side in Side]
    if all(one in known for one in sides):
        return f"It has sides: '{sides[0]}' and '{sides[1]}'."
    close = nearest(name, tuple(known))
    return close if close.startswith("Did") else "'psoas cohort --template columns.csv' lists the names."


@dataclass(frozen=True, eq=False)
class LinesSource:
    """Cases as JSON documents, one a line; empty lines are passed over."""

    path: Path
    rows: int
    knowledge: Knowledge

    def raw(self, *, after: int, size: int) -> Iterator[Raw]:
        """Yield lines."""
        start = after
        with self.path.open("rb") as file:
            lines = islice(file, after, None)
            while content := list(islice(lines, min(size, _MOST_LINES))):
                yield Raw(start, start + len(content), content)
                start += len(content)

    def read(self, raw: Raw) -> Block:
        """Read lines through the reader of case files."""
        assert isinstance(raw.content, list)
        cases, rows = [], []
        asides: list[Aside] = []
        for row, line in enumerate(raw.content, raw.start + 1):
            if not line.strip():
                continue
            try:
                cases.append(read_case_json(line.decode("utf-8-sig"), knowledge=self.knowledge))
                rows.append(row)
            except UnicodeDecodeError as error:
                asides.append(Aside(row, None, "the line", f"It is not text in UTF-8: {error.reason}."))
            except CaseError as error:
                asides += _asides(row, line.decode("utf-8-sig"), error)
        return Block(
            rows=np.array(rows, np.int64),
            ids=pa.array([case.id for case in cases], pa.string()),
            facts=ColumnFacts(columns_of(cases, self.knowledge), self.knowledge),
            is_kept=np.ones(len(cases), np.bool_),
            asides=tuple(asides),
        )


def _open_lines(path: Path, knowledge: Knowledge) -> LinesSource:
    rows, last = 0, b"\n"
    with path.open("rb") as file:
        for piece in iter(partial(file.read, 1 << 20), b""):
            rows += piece.count(b"\n")
            last = piece[-1:]
    return LinesSource(path, rows + (last != b"\n"), knowledge)


def _asides(row: int, text: str, error: CaseError) -> Iterator[Aside]:
    value = parse_json(text).value
    named = value.get("id") if isinstance(value, dict) else None
    for problem in error.problems:
        reason = f"{problem.what} {problem.remedy}".strip()
        place = "the line" if problem.where.startswith("line ") else problem.where
        yield Aside(row, None if named is None else str(named), place, reason)
