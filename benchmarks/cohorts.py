"""Invented cohorts of any size: plausible enough to measure with, and nobody's.

Every question is answered for about half of the patients, and the safety questions for all of those who were
asked thoroughly. Each finding is present as often as a share drawn for it, danger signs rarely, and what
cannot be true together is avoided. The same seed gives the same file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from psoas import Knowledge
from psoas.application.cohort.layout import Column, layout
from psoas.knowledge.conditions import FindingIs, leaves
from psoas.patient.contradictions import EXCLUSIVE, ONLY_FEMALE, PELVIS

_ROW_GROUP = 1 << 17
NEVER = ("pregnancy", *(one for one, _ in EXCLUSIVE))  # goes with some ages, or not with another finding

Flags = NDArray[np.bool_]


def write_cohort(
    path: Path,
    knowledge: Knowledge,
    *,
    count: int,
    seed: int = 1,
    missing: float = 0.5,
    row_group: int = _ROW_GROUP,
) -> None:
    """Write a cohort of ``count`` patients as Parquet, with every column that can be entered."""
    random = np.random.default_rng(seed)
    columns = list(_entered(knowledge))
    shares = {name: random.beta(1.2, 4) for name in (column.name for column in columns)}
    shares |= dict.fromkeys(_danger_signs(knowledge, columns), 0.004)
    writer: pq.ParquetWriter | None = None
    for start in range(0, count, row_group):
        rows = _Rows(knowledge, random, min(row_group, count - start), missing, shares)
        batch = pa.table(dict(rows.columns(columns, start)))
        writer = writer or pq.ParquetWriter(path, batch.schema)
        writer.write_table(batch)
    if writer is not None:
        writer.close()


def _entered(knowledge: Knowledge) -> Iterator[Column]:
    """Yield the columns that are filled in: nothing that follows from others or is asked twice."""
    for column in layout(knowledge).values():
        finding = column.finding
        if column.kind == "marks" or (finding is not None and finding.derived is not None):
            continue
        if finding is None or finding.id not in knowledge.question_asking:
            yield column


def _danger_signs(knowledge: Knowledge, columns: list[Column]) -> Iterator[str]:
    """Yield the columns of findings that a red-flag rule asks for and no ledger."""
    asked = {
        finding
        for rule in knowledge.red_flags.values()
        for leaf in leaves(rule.when)
        if isinstance(leaf, FindingIs)
        for finding in knowledge.parts_of(leaf.finding)
    }
    for column in columns:
        if column.finding is not None and column.finding.id in asked - set(knowledge.contributors_moved_by):
            yield column.name


@dataclass
class _Rows:
    knowledge: Knowledge
    random: np.random.Generator
    count: int
    missing: float
    shares: dict[str, float]
    is_male: Flags = field(init=False)
    has_chart: Flags = field(init=False)
    is_thorough: Flags = field(init=False)
    side: NDArray[np.int64] = field(init=False)
    worst: NDArray[np.int64] = field(init=False)

    def columns(self, columns: list[Column], start: int) -> Iterator[tuple[str, pa.Array]]:
        self.is_male = self.random.random(self.count) < 0.5
        self.side = self.random.integers(0, 4, self.count)  # right, left, both, central
        self.has_chart = self.random.random(self.count) >= self.missing
        self.is_thorough = self.random.random(self.count) < 0.4
        self.worst = self.random.integers(2, 11, self.count)
        for column in columns:
            is_missing = self.random.random(self.count) < self.missing
            if column.finding is None:
                is_missing &= ~self.is_thorough
            yield column.name, self._column(column, start, is_missing)

    def _column(self, column: Column, start: int, is_missing: Flags) -> pa.Array:
        match column.kind:
            case "id":
                return pa.array([f"p{start + index}" for index in range(self.count)])
            case "day":
                return pa.array(np.full(self.count, np.datetime64("2026-11-22")), pa.date32())
            case "word":
                return self._word(column, is_missing)
            case "number":
                return self._number(column, is_missing)
            case "state":
                return self._state(column, is_missing)
            case "measured":
                return self._measured(column, is_missing)
            case "answer":
                return self._answer(column, is_missing)
            case "mark":
                return self._mark(column)
        return pa.nulls(self.count, pa.float64())  # the number of a test: its state says enough

    def _word(self, column: Column, is_missing: Flags) -> pa.Array:
        words = pa.array(column.field.words if column.field else ())
        codes = self.random.integers(0, len(words), self.count)
        codes = {"sex": self.is_male.astype(np.int64), "side": self.side}.get(column.name, codes)
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=is_missing), words)

    def _mark(self, column: Column) -> pa.Array:
        assert column.mark is not None
        other = {"right": 1, "left": 0}[column.mark.side.value]  # the code of the other side
        flags = (self.random.random(self.count) < 0.06) & (self.side != other)
        return pa.array(flags & (column.mark.region != "saddle"), mask=~self.has_chart)

    def _number(self, column: Column, is_missing: Flags) -> pa.Array:
        limits = column.field
        assert limits is not None
        if limits.name == "birth_year":
            values = self.random.integers(1936, 2009, self.count).astype(np.float64)
        elif limits.name.startswith("pain_"):
            share = 1 if limits.name == "pain_worst" else self.random.random(self.count)
            values = np.floor(self.worst * share)
        elif limits.name == "duration_weeks":
            values = np.round(self.random.exponential(30, self.count).clip(0, 800), 1)
        else:
            values = self.random.uniform(limits.lowest, limits.highest, self.count)
            values = np.floor(values) if limits.is_whole else np.round(values, 1)
        kind = pa.int32() if limits.is_whole else pa.float64()
        return pa.array(values, mask=is_missing).cast(kind)

    def _state(self, column: Column, is_missing: Flags) -> pa.Array:
        flags: Flags = self.random.random(self.count) < self.shares[column.name]
        if column.name in ONLY_FEMALE:
            flags &= ~self.is_male
        if column.name in NEVER:
            flags[:] = False
        return pa.array(flags, mask=is_missing)

    def _measured(self, column: Column, is_missing: Flags) -> pa.Array:
        measure = column.finding.measure if column.finding else None
        assert measure is not None
        span = measure.maximum - measure.minimum
        if measure.present_at_most is not None:  # most people measure well on the safe side
            values = measure.maximum - span * self.random.beta(1, 30, self.count)
        elif measure.present_at_least is not None:
            values = measure.minimum + span * self.random.beta(1, 30, self.count)
        else:
            values = self.random.uniform(measure.minimum, measure.maximum, self.count)
        values = np.round(values, 1)
        if column.name == PELVIS[0]:  # it would have to be the sum of the others
            is_missing = np.ones_like(is_missing)
        return pa.array(values, mask=is_missing)

    def _answer(self, column: Column, is_missing: Flags) -> pa.Array:
        assert column.question is not None
        options = [option.id for option in column.question.options]
        shares = np.array([99.0 if option == "none" else 0.2 for option in options])
        codes = self.random.choice(len(options), self.count, p=shares / shares.sum())
        words = pa.array(options)
        if column.question.select == "one":
            return pa.DictionaryArray.from_arrays(pa.array(codes, mask=is_missing), words)
        offsets = pa.array(np.arange(self.count + 1), pa.int32())
        return pa.ListArray.from_arrays(offsets, words.take(pa.array(codes)), mask=pa.array(is_missing))
