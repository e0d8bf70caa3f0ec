"""Columns of a Parquet file as arrays: numbers, truth values, words, lists; with what does not fit marked."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from psoas.application.cohort.layout import Column
from psoas.foundation.three_valued_columns import Flags, Floats, Truths
from psoas.patient.columns import NO_WORD, Codes, Masks

UNFIT = -2  # the code of a text that is none of the words


def is_readable(column: Column, kind: pa.DataType) -> bool:
    """Tell whether the cells of a column can be read from this type."""
    if pa.types.is_null(kind):
        return True
    is_number: bool = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    match column.kind:
        case "id":
            return _is_text(kind) or (is_number and not pa.types.is_floating(kind))
        case "day":
            return _is_text(kind) or bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))
        case "number" | "measured" | "test-value":
            return is_number
        case "state" | "mark":
            return is_number or kind == pa.bool_()
        case "word":
            return _is_text(kind)
        case "answer":
            return _is_text(kind) or _is_list(kind)
        case "marks":
            return _is_list(kind)


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return kind in (pa.string(), pa.large_string())


def _is_list(kind: pa.DataType) -> bool:
    return (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and (
        _is_text(kind.value_type) or pa.types.is_null(kind.value_type)
    )


def numbers(array: pa.Array) -> Floats:
    """Return numbers, NaN where there is none."""
    found: Floats = array.cast(pa.float64(), safe=False).fill_null(np.nan).to_numpy(zero_copy_only=False)
    return found


def truth_values(array: pa.Array) -> tuple[Truths, Flags]:
    """Return true, false and not known from a column of truth values or of 1 and 0; and what is neither."""
    if pa.types.is_boolean(array.type):
        truths = (_bits(array, 1) << 1) - np.int8(1)
        if array.null_count:
            truths *= _bits(array, 0)
        return truths, np.zeros(len(array), np.bool_)
    given = numbers(array)
    truths = (given == 1).view(np.int8) - (given == 0).view(np.int8)
    return truths, ~np.isnan(given) & (truths == 0)


def _bits(array: pa.Array, buffer: int) -> NDArray[np.int8]:
    """Return one of the bitmaps of a column, a number for each bit."""
    end = array.offset + len(array)
    packed = np.frombuffer(array.buffers()[buffer], np.uint8)
    return np.unpackbits(packed, count=end, bitorder="little")[array.offset :].view(np.int8)


def words(array: pa.Array, known: Sequence[str]) -> Codes:
    """Return the place of each text among the words; ``NO_WORD`` where there is none, or ``UNFIT``."""
    if pa.types.is_null(array.type):
        return np.full(len(array), NO_WORD, np.int8)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    codes: dict[str | None, int] = {word: code for code, word in enumerate(known)}
    codes[None] = NO_WORD
    meaning = [codes.get(word, UNFIT) for word in array.dictionary.to_pylist()]
    places = array.indices.fill_null(len(meaning)).to_numpy(zero_copy_only=False)
    found: Codes = np.array([*meaning, NO_WORD], np.int8)[places]
    return found


def listed(array: pa.Array, known: Sequence[str]) -> tuple[list[Flags], NDArray[np.int64], Flags]:
    """Return a flag for each word that stands in a cell, how many stand there, and where one does not fit.

    The cell is a text or a list of them. The count is -1 where there is none, to tell it from an empty list.
    """
    if _is_list(array.type):
        offsets = array.offsets.to_numpy()
        counts = np.diff(offsets)
        codes = words(array.values.slice(offsets[0], offsets[-1] - offsets[0]), known)
        rows = np.repeat(np.arange(len(array)), counts)
        is_given = np.asarray(array.is_valid())
    else:
        codes, rows = words(array, known), np.arange(len(array))
        is_given = codes != NO_WORD
        counts = np.ones(len(array), np.int64)
    flags = [_standing(rows[codes == code], is_given) for code in range(len(known))]
    unfit = _standing(rows[codes < 0], is_given)
    return flags, np.where(is_given, counts, -1), unfit


def _standing(rows: NDArray[np.intp], is_given: Flags) -> Flags:
    flags = np.zeros(len(is_given), np.bool_)
    flags[rows] = True
    return flags & is_given


def masks(flags: Sequence[Flags]) -> Masks:
    """Return a bit for each flag."""
    bits = np.zeros(len(flags[0]), np.uint16)
    for place, flag in enumerate(flags):
        bits |= flag.astype(np.uint16) << place
    return bits
