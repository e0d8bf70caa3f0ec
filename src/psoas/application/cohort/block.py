"""Consecutive rows of a cohort: as read, and as assessed."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from psoas.foundation.three_valued_columns import Flags
from psoas.patient.column_facts import ColumnFacts


@dataclass(frozen=True, slots=True)
class Aside:
    """One reason why a row is set aside."""

    row: int  # the first row, or line, is 1
    id: str | None
    column: str
    reason: str


@dataclass(frozen=True, eq=False)
class Block:
    """Rows as read. What is not kept is set aside, with the reasons."""

    rows: NDArray[np.int64]  # the number of each
    ids: pa.Array
    facts: ColumnFacts
    is_kept: Flags
    asides: tuple[Aside, ...]


@dataclass(frozen=True, eq=False)
class Part:
    """The results of the rows after ``start``, up to and with ``end``."""

    start: int
    end: int
    table: pa.Table
    asides: tuple[Aside, ...]
