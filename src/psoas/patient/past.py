"""What was observed in a case that was written down on another day, by the vocabulary of that day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from psoas.anatomy.regions import Side
from psoas.patient.reading import SECTION_PATHS

_PRESENT = "present"


@dataclass(frozen=True, slots=True)
class PastObservation:
    """A finding as it was written down; the vocabulary of today may not know it any more."""

    finding: str
    section: str
    side: str | None
    present: bool | None  # nothing for a number: what counts as present is said by a vocabulary
    value: float | None


def past_observations(document: Mapping[str, Any]) -> Iterator[PastObservation]:
    """Yield what a case file holds, in its own order; what was not examined is not in it."""
    for section, path in SECTION_PATHS.items():
        inside: Any = document
        for part in path:
            inside = inside.get(part, {})
        for finding, value in inside.items():
            if isinstance(value, Mapping) and set(value) <= set(Side):
                for side, one in value.items():
                    yield _past(finding, section, str(side), one)
            else:
                yield _past(finding, section, None, value)


def _past(finding: str, section: str, side: str | None, value: Any) -> PastObservation:  # noqa: ANN401 -- as written
    if isinstance(value, Mapping):
        number = value.get("value")
        present = value.get("state") == _PRESENT
        return PastObservation(finding, section, side, present, None if number is None else float(number))
    if isinstance(value, str):
        return PastObservation(finding, section, side, value == _PRESENT, None)
    return PastObservation(finding, section, side, None, float(value))
