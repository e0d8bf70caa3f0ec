"""Kleene's three-valued logic on whole columns, one place a patient.

True is 1, false is -1 and what is not known is 0, so that "and" is the smaller of two numbers, "or" the
greater, and "not" the sign. `three_valued.py` is the same logic for one patient.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Truths = NDArray[np.int8]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TRUE, UNKNOWN, FALSE = 1, 0, -1


def negation(truths: Truths) -> Truths:
    """Swap true and false; what is not known stays not known."""
    return -truths


def any_of(columns: Sequence[Truths]) -> Truths:
    """Return true as soon as one holds, false only where every one is known to fail."""
    return reduce(np.maximum, columns)


def all_of(columns: Sequence[Truths]) -> Truths:
    """Return false as soon as one fails, true only where every one is known to hold."""
    return reduce(np.minimum, columns)


def at_least(count: int, columns: Sequence[Truths]) -> Truths:
    """Tell where at least ``count`` of the columns hold, as far as that is settled."""
    if count == 1:
        return any_of(columns)
    if count == len(columns):
        return all_of(columns)
    is_enough = reached([column == TRUE for column in columns], count)
    is_possible = reached([column != FALSE for column in columns], count)
    return is_enough.view(np.int8) + is_possible.view(np.int8) - np.int8(1)


def reached(columns: Sequence[Flags], count: int) -> Flags:
    """Tell where at least ``count`` of the columns are set."""
    assert len(columns) <= np.iinfo(np.int8).max
    set_there: NDArray[np.int8] = reduce(np.add, [column.view(np.int8) for column in columns])
    is_reached: Flags = set_there >= count
    return is_reached


def truths_of(flags: Flags) -> Truths:
    """Return true where a flag is set and false where it is not: nothing is unknown."""
    return (flags.view(np.int8) << 1) - np.int8(1)


def where_known(first: Truths, second: Truths) -> Truths:
    """Return the first column where it is known, and the second elsewhere."""
    return np.where(first == UNKNOWN, second, first)


def within(values: Floats, lowest: float | None, highest: float | None) -> Truths:
    """Tell where a number lies in a range, both ends included; NaN is not known."""
    is_known = ~np.isnan(values)
    is_inside = is_known
    if lowest is not None:
        is_inside = is_inside & (values >= lowest)
    if highest is not None:
        is_inside = is_inside & (values <= highest)
    return (is_inside.view(np.int8) << 1) - is_known.view(np.int8)
