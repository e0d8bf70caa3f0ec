"""A run over a cohort: read, assess and write in pieces, in order, whatever the size of the file."""

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from psoas.application.cohort.block import Part
from psoas.application.cohort.parts import Parts, aside_lines
from psoas.application.cohort.results import Assessor
from psoas.application.cohort.sources import Raw, Source, open_source
from psoas.foundation.errors import CohortError, Problem
from psoas.foundation.version import __version__
from psoas.knowledge.knowledge import Knowledge

CHUNK = 1 << 15  # rows assessed at once: their arrays fit the processor's cache
_ROW_GROUP = 1 << 16  # rows in a row group of the results

Told = Callable[[int, int], None]  # rows done, rows in all


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows."""

    rows: int
    assessed: int
    set_aside: int
    resumed: int  # rows that an earlier run had done
    results: Path
    rejected: Path | None  # where the rows set aside are listed


def run_cohort(
    source: Path,
    output: Path,
    knowledge: Knowledge,
    *,
    chunk: int = CHUNK,
    told: Told = lambda done, rows: None,  # noqa: ARG005 -- nobody listens
) -> Tally:
    """Assess every case of a file.

    Parameters
    ----------
    source : Path
        Cases as ``.parquet`` or ``.jsonl``.
    output : Path
        The Parquet file to write. What is finished is kept beside it until it is whole, in a folder with
        ``.part`` at the end of its name; a run with the same source and knowledge goes on from there.
    knowledge : Knowledge
        What is believed of everything.
    chunk : int
        Rows assessed at once; it changes nothing in the results.
    told : Told
        Is told how far the run has come.

    Raises
    ------
    CohortError
        The file is not one of cases, or what is written would take its place.
    """
    cases = open_source(source, knowledge)
    rejected = output.with_suffix(".rejected.jsonl")
    for written in (output, rejected):
        if written.exists() and written.samefile(source):
            problem = Problem("its name", "It would take the place of the cases.", "Choose another name.")
            raise CohortError(str(written), [problem])
    assessor = Assessor.of(knowledge)
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    parts = Parts.open(
        output.with_name(output.name + ".part"),
        {
            "format": "psoas-cohort-1",
            "psoas": __version__,
            "knowledge": knowledge.local_fingerprint or knowledge.fingerprint,
            "source": digest,
            "kind": source.suffix.lower(),
            "rows": cases.rows,
        },
    )
    with _Writer.open(parts.folder, assessor.schema) as writer:
        for part in parts.finished():
            writer.add(part)
            told(writer.done, cases.rows)
        resumed = writer.done
        for part in _assessed(cases, assessor, after=resumed, chunk=chunk):
            parts.keep(part)
            writer.add(part)
            told(writer.done, cases.rows)
    rejected.unlink(missing_ok=True)  # of an earlier run
    if writer.set_aside:
        writer.rejected.replace(rejected)
    writer.results.replace(output)
    parts.remove()
    return Tally(
        rows=cases.rows,
        assessed=writer.assessed,
        set_aside=writer.set_aside,
        resumed=resumed,
        results=output,
        rejected=rejected if writer.set_aside else None,
    )


def _assessed(source: Source, assessor: Assessor, *, after: int, chunk: int) -> Iterator[Part]:
    """Assess rows in threads, NumPy and Arrow leave them free, and yield the parts in order."""

    def assess(raw: Raw) -> Part:
        block = source.read(raw)
        return Part(raw.start, raw.end, assessor.results(block), block.asides)

    workers = os.cpu_count() or 1
    waiting: deque[Future[Part]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for raw in source.raw(after=after, size=chunk):
                waiting.append(pool.submit(assess, raw))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


@dataclass
class _Writer:
    """Writes results in row groups, and the reasons of what was set aside."""

    results: Path
    rejected: Path
    table: pq.ParquetWriter
    done: int = 0
    assessed: int = 0
    set_aside: int = 0
    _waiting: list[pa.Table] = field(default_factory=list)

    @classmethod
    def open(cls, folder: Path, schema: pa.Schema) -> "_Writer":
        """Begin both files anew."""
        results, rejected = folder / "results.parquet", folder / "rejected.jsonl"
        rejected.write_bytes(b"")
        texts = [one.name for one in schema if not pa.types.is_floating(one.type)]
        return cls(results, rejected, pq.ParquetWriter(results, schema, use_dictionary=texts))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if error == (None, None, None):
            self._write()
        self.table.close()

    def add(self, part: Part) -> None:
        """Add a part; parts come in order."""
        self._waiting.append(part.table)
        self.done = part.end
        self.assessed += part.table.num_rows
        self.set_aside += len({aside.row for aside in part.asides})
        if part.asides:
            with self.rejected.open("ab") as file:
                file.write(aside_lines(part.asides))
        if sum(table.num_rows for table in self._waiting) >= _ROW_GROUP:
            self._write()

    def _write(self) -> None:
        if self._waiting:
            self.table.write_table(pa.concat_tables(self._waiting))
            self._waiting.clear()
