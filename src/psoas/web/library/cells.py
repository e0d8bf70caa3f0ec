"""A kind of record as readers meet it, and the cells of its list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from psoas.knowledge.knowledge import Knowledge
from psoas.patient.observing import UNITS
from psoas.web.library.words import STATUSES, number, ratio, spaced

Cell = Callable[[Any, Knowledge], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record."""

    name: str
    one: str  # "finding"
    title: str  # "Findings"
    what: str
    columns: tuple[tuple[str, Cell], ...] = ()  # beside the name, which links to the record
    shows_line: bool = False  # the sentence of the catalog, where no column says as much


def status(record: Any, _knowledge: Knowledge) -> str:
    """Return how well a record is grounded."""
    return STATUSES[record.status]


def certainty(record: Any, _knowledge: Knowledge) -> str:
    """Return the certainty of its evidence."""
    return spaced(getattr(record, "evidence", None) or record.grade)


def about(record: Any, knowledge: Knowledge) -> str:
    """Return what a rule or model is about."""
    if record.contributor:
        return knowledge.contributors[record.contributor].short
    return spaced(record.family or "the course")


def stops(record: Any, _knowledge: Knowledge) -> str:
    """Return what a precaution stops."""
    return "everything" if record.stops_everything else "massage" if record.stops_massage else ""


def unit(record: Any, _knowledge: Knowledge) -> str:
    """Return the unit of a measured finding."""
    return "" if record.measure is None else UNITS[record.measure.unit].strip("()")


def people(record: Any, _knowledge: Knowledge) -> str:
    """Return how many took part."""
    return "" if record.participants is None else number(record.participants)


def given(field: str) -> Cell:
    """Return a cell with a number that may be missing."""
    return lambda record, _: "" if getattr(record, field) is None else number(getattr(record, field))


def word(field: str) -> Cell:
    """Return a cell with an identifier's words apart."""
    return lambda record, _: spaced(getattr(record, field))


def yes(field: str) -> Cell:
    """Return a cell that says whether something is so."""
    return lambda record, _: "yes" if getattr(record, field) else "no"


def answer(record: Any, _knowledge: Knowledge) -> str:
    """Return how a finding is answered."""
    return "follows from others" if record.derived else record.kind


def authors(record: Any, _knowledge: Knowledge) -> str:
    """Return the authors, shortened where they are many."""
    names = record.authors.split(",")
    return record.authors if len(names) <= _MOST_AUTHORS else f"{names[0]} and others"


_MOST_AUTHORS = 3

RATIOS: tuple[tuple[str, Cell], ...] = (
    ("Ratio if present", lambda r, _: ratio(r.positive)),
    ("Ratio if absent", lambda r, _: ratio(r.negative)),
)
