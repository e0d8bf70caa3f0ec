"""Everything in a case outside its findings under one flat name each, as the columns of a cohort need it.

The names, words and limits are read from the case itself, so that they cannot differ from a case file.
Texts and lists (the patient's words, goals, equipment) have no flat name: nothing here is computed from them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from psoas.foundation.documents import Path
from psoas.patient.case import Complaint, Function, Pain, Person, Wishes, Work

_PARTS: tuple[tuple[type, Path], ...] = (
    (Person, ("person",)),
    (Complaint, ("complaint",)),
    (Pain, ("complaint", "pain")),
    (Function, ("function",)),
    (Work, ("work",)),
    (Wishes, ("wishes",)),
)
_RENAMED: Mapping[Path, str] = {
    ("complaint", "pain", "now"): "pain_now",
    ("complaint", "pain", "average"): "pain_average",
    ("complaint", "pain", "worst"): "pain_worst",
    ("function", "work"): "work_status",
    ("work", "kind"): "work_kind",
}


@dataclass(frozen=True, slots=True)
class FlatField:
    """A number within its limits, or a choice between words."""

    name: str
    path: Path  # where it stands in a case file
    words: tuple[str, ...]  # none: it is a number
    lowest: float
    highest: float
    is_whole: bool


@cache
def flat_fields() -> Mapping[str, FlatField]:
    """Return every field by its flat name."""
    return {field.name: field for kind, path in _PARTS for field in _fields(kind, path)}


def _fields(kind: type, path: Path) -> Iterator[FlatField]:
    properties: dict[str, Any] = TypeAdapter(kind).json_schema()["properties"]
    for name, schema in properties.items():
        given = schema.get("anyOf", [schema])[0]
        place = (*path, name)
        if "enum" in given:
            yield FlatField(_RENAMED.get(place, name), place, tuple(given["enum"]), 0, 0, is_whole=False)
        elif given.get("type") in ("integer", "number"):
            yield FlatField(
                name=_RENAMED.get(place, name),
                path=place,
                words=(),
                lowest=given["minimum"],
                highest=given["maximum"],
                is_whole=given["type"] == "integer",
            )
