"""Rows of a Parquet file as cases: what fits, and what does not with its row, its column and the reason.

The limits and most of the words are those of a case file, and so are the contradictions: a row is set aside
exactly where the same case in a file would be refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from psoas.anatomy.regions import REGIONS, Side
from psoas.application.cohort import cells
from psoas.application.cohort.block import Aside, Block
from psoas.application.cohort.layout import DAY, ID, Column, mark_word
from psoas.foundation.documents import Path
from psoas.foundation.three_valued_columns import UNKNOWN, Flags, Floats, Truths, within
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import DrawnRegion
from psoas.patient.column_contradictions import contradictory
from psoas.patient.column_facts import ColumnFacts
from psoas.patient.columns import CaseColumns, Codes, Days, Masks, Place
from psoas.patient.contradictions import contradictions
from psoas.patient.flat import flat_fields
from psoas.patient.observing import range_problem
from psoas.patient.reading import IDENTIFIER, day_of, nearest, tick_problem

_NO_DAY = np.datetime64("2000-01-01")  # stands in a row that is set aside

What = tuple[str, str]  # what is wrong, and what would be right


def read_rows(
    batch: pa.RecordBatch, columns: Mapping[str, Column], knowledge: Knowledge, *, first: int
) -> Block:
    """Read rows, of which ``first`` is the number of the first.

    ``columns`` are those of the whole file, whose names and types have been checked.
    """
    reader = _Reader(batch, knowledge, first)
    for name, array in zip(batch.schema.names, batch.columns, strict=True):
        reader.read(columns[name], array)
    return reader.block()


@dataclass
class _Reader:
    batch: pa.RecordBatch
    knowledge: Knowledge
    first: int
    recorded_on: Days = field(init=False)
    has_chart: Flags = field(init=False)
    is_bad: Flags = field(init=False)
    numbers: dict[str, Floats] = field(default_factory=dict)
    words: dict[str, Codes] = field(default_factory=dict)
    states: dict[Place, Truths] = field(default_factory=dict)
    values: dict[Place, Floats] = field(default_factory=dict)
    answers: dict[str, Masks] = field(default_factory=dict)
    drawn: dict[DrawnRegion, Flags] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.recorded_on = np.full(self.batch.num_rows, _NO_DAY)
        self.has_chart = np.zeros(self.batch.num_rows, np.bool_)
        self.is_bad = np.zeros(self.batch.num_rows, np.bool_)

    def read(self, column: Column, array: pa.Array) -> None:
        match column.kind:
            case "id":
                self._id(array)
            case "day":
                self._day(array)
            case "number":
                self._number(column, array)
            case "word":
                self._word(column, array)
            case "state":
                self.states[column.place] = self._truths(column, array)
            case "measured" | "test-value":
                self._measured(column, array)
            case "answer":
                self._answer(column, array)
            case "mark":
                self._mark(column, array)
            case "marks":
                self._marks(column, array)

    def block(self) -> Block:
        self._values_without_state()
        cases = CaseColumns(
            recorded_on=self.recorded_on,
            has_chart=self.has_chart,
            numbers=self.numbers,
            words=self.words,
            states=self.states,
            values=self.values,
            answers=self.answers,
            drawn=self.drawn,
        )
        facts = ColumnFacts(cases, self.knowledge)
        for index in _places(contradictory(facts) & ~self.is_bad):
            case = cases.case(index, identifier=self._name(index) or "", knowledge=self.knowledge)
            for problem in contradictions(case, self.knowledge, _column_of):
                self._aside(index, problem.where, (problem.what, problem.remedy))
        self.asides.sort(key=lambda aside: aside.row)
        return Block(
            rows=np.arange(self.first, self.first + self.batch.num_rows),
            ids=self.batch.column(ID).cast(pa.string()),
            facts=facts,
            is_kept=~self.is_bad,
            asides=tuple(self.asides),
        )

    def _name(self, index: int) -> str | None:
        name = self.batch.column(ID)[index].as_py()
        return None if name is None else str(name)

    def _aside(self, index: int, column: str, what: What) -> None:
        self.is_bad[index] = True
        reason = " ".join(part for part in what if part)
        self.asides.append(Aside(self.first + index, self._name(index), column, reason))

    def _check(self, where: Flags, column: str, what: Callable[[int], What]) -> None:
        for index in _places(where):
            self._aside(index, column, what(index))

    def _id(self, array: pa.Array) -> None:
        fits = pc.match_substring_regex(array.cast(pa.string()), f"^(?:{IDENTIFIER.pattern})$")
        remedy = "Give it a short name that is no person's name: letters, digits, '-', '_' and '.'."
        self._check(
            ~np.asarray(fits.fill_null(False)),
            ID,
            lambda index: (
                "The case has no id."
                if array[index].as_py() is None
                else f"{_shown(array, index)} is no id.",
                remedy,
            ),
        )

    def _day(self, array: pa.Array) -> None:
        if pa.types.is_timestamp(array.type):
            array = array.cast(pa.date32(), safe=False)
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        written = [None if day is None else str(day) for day in array.dictionary.to_pylist()]
        days = [*(day_of(one) for one in written), None]
        places = array.indices.fill_null(len(written)).to_numpy(zero_copy_only=False)
        is_missing = np.array([day is None for day in days])[places]
        self.recorded_on = np.array([day or _NO_DAY for day in days], "datetime64[D]")[places]
        self._check(
            is_missing,
            DAY,
            lambda index: (
                "The day is missing."
                if array[index].as_py() is None
                else f"{_shown(array, index)} is no day.",
                "Write it as 2026-11-22.",
            ),
        )

    def _number(self, column: Column, array: pa.Array) -> None:
        assert column.field is not None
        given, limits = cells.numbers(array), column.field
        is_outside = (given < limits.lowest) | (given > limits.highest)
        is_broken = (given != np.floor(given)) & ~np.isnan(given) if limits.is_whole else is_outside
        self._check(
            is_outside | is_broken,
            column.name,
            lambda index: (f"'{given[index]:g}' does not fit here.", f"It holds {column.holds}."),
        )
        self.numbers[column.name] = np.where(is_outside | is_broken, np.nan, given)

    def _word(self, column: Column, array: pa.Array) -> None:
        assert column.field is not None
        known = column.field.words
        codes = cells.words(array, known)
        self._check(
            codes == cells.UNFIT,
            column.name,
            lambda index: (
                f"{_shown(array, index)} does not fit here.",
                nearest(str(array[index].as_py()), known),
            ),
        )
        self.words[column.name] = codes.clip(-1)

    def _truths(self, column: Column, array: pa.Array) -> Truths:
        truths, unfit = cells.truth_values(array)
        remedy = "Write true or false."
        self._check(unfit, column.name, lambda index: (f"{_shown(array, index)} does not fit here.", remedy))
        return truths

    def _measured(self, column: Column, array: pa.Array) -> None:
        assert column.finding is not None
        measure = column.finding.measure
        assert measure is not None
        given = cells.numbers(array)
        is_outside = (given < measure.minimum) | (given > measure.maximum)
        record = column.finding
        self._check(
            is_outside, column.name, lambda index: range_problem(record, float(given[index])) or ("", "")
        )
        self.values[column.place] = given = np.where(is_outside, np.nan, given)
        if column.kind == "measured" and _has_cut_off(record):
            self.states[column.place] = within(given, measure.present_at_least, measure.present_at_most)

    def _values_without_state(self) -> None:
        nothing = np.zeros(self.batch.num_rows, np.int8)
        for finding, side in self.values:
            if self.knowledge.findings[finding].kind == "test":
                name = finding if side is None else f"{finding}.{side.value}"
                is_alone = ~np.isnan(self.values[finding, side]) & (
                    self.states.get((finding, side), nothing) == UNKNOWN
                )
                for index in _places(is_alone):
                    remedy = f"Fill in {name} too."
                    self._aside(index, f"{name}.value", ("It has a value but was not examined.", remedy))

    def _answer(self, column: Column, array: pa.Array) -> None:
        assert column.question is not None
        known = tuple(option.id for option in column.question.options)
        select_many = column.question.select == "many"
        flags, counts, unfit = cells.listed(array, known)
        is_doubled = counts > 1
        if select_many:
            is_doubled &= flags[known.index("none")] if "none" in known else False
        is_wrong = unfit | (counts == 0) | is_doubled

        def wrong(index: int) -> What:
            given = array[index].as_py()
            ticked = (given,) if isinstance(given, str) else tuple(given)
            return tick_problem(ticked, known, select_many=select_many) or ("It does not fit.", "")

        self._check(is_wrong, column.name, wrong)
        self.answers[column.question.id] = np.where(is_wrong, np.uint16(0), cells.masks(flags))

    def _mark(self, column: Column, array: pa.Array) -> None:
        assert column.mark is not None
        truths = self._truths(column, array)
        self.drawn[column.mark] = truths == 1
        self.has_chart |= truths != UNKNOWN

    def _marks(self, column: Column, array: pa.Array) -> None:
        known = tuple(_marks())
        flags, counts, unfit = cells.listed(array, known)
        self._check(
            unfit,
            column.name,
            lambda index: (
                f"A mark is unknown among {array[index].as_py()}.",
                "A mark is view, side and region, such as back.right.buttock.",
            ),
        )
        self.has_chart = counts >= 0
        self.drawn = dict(zip(_marks().values(), flags, strict=True))


def _places(flags: Flags) -> list[int]:
    places: list[int] = np.flatnonzero(flags).tolist()
    return places


def _has_cut_off(record: Finding) -> bool:
    measure = record.measure
    return measure is not None and not (measure.present_at_least is None and measure.present_at_most is None)


def _shown(array: pa.Array, index: int) -> str:
    return f"'{array[index].as_py()}'"


def _column_of(path: Path) -> str:
    """Return the column in which something of a case file stands in a cohort."""
    names = {field.path: field.name for field in flat_fields().values()}
    if path in names:
        return names[path]
    return ".".join(str(part) for part in path) if path[0] == "safety" else str(path[-1])


@cache
def _marks() -> Mapping[str, DrawnRegion]:
    marks = (DrawnRegion(region.view, side, region.name) for region in REGIONS for side in Side)
    return {mark_word(mark): mark for mark in marks}
