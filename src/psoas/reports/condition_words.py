"""A condition of the knowledge in words, before it is asked of any patient."""

from dataclasses import dataclass

from psoas.knowledge.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    ChoiceIs,
    Condition,
    ContributorIs,
    FindingIs,
    Not,
    QuantityIs,
    RegionDrawn,
    WhichSide,
)
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.observing import UNITS
from psoas.reports.wording import in_hundred, listed

_QUANTITIES = {
    "age_years": ("Age", "years"),
    "duration_weeks": ("Pain for", "weeks"),
    "pain_now": ("Pain now", "of 10"),
    "pain_average": ("Average pain", "of 10"),
    "pain_worst": ("Worst pain", "of 10"),
    "walking_minutes": ("Walks", "minutes"),
    "sitting_minutes": ("Sits", "minutes at a stretch"),
    "standing_minutes": ("Stands", "minutes"),
    "fatigue": ("Fatigue", "of 10"),
    "quality_of_life": ("Quality of life", "of 10"),
    "sitting_hours_a_day": ("Sits", "hours a day"),
    "lifting_kg": ("Lifts", "kg"),
    "lifts_a_day": ("Lifts", "times a day"),
    "minutes_a_day": ("Has", "minutes a day for exercise"),
    "body_mass_index": ("Body mass index", ""),
    "pi_minus_ll": ("Pelvic incidence minus lordosis", "degrees"),
    "drawn_percent": ("Pain drawn over", "percent of the body"),
}
_CHOICES = {
    "sex": "Sex",
    "onset": "Onset",
    "course": "Course",
    "extent": "Pain",
    "complaint_side": "Painful side",
    "sleep": "Sleep",
    "work_status": "Work",
    "chair": "Chair",
    "work_kind": "Kind of work",
}
_SIDES: dict[WhichSide, str] = {
    "complaint": "",
    "other": "on the side that does not hurt",
    "either": "on either side",
    "both": "on both sides",
    "right": "on the right",
    "left": "on the left",
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of a condition. What a link could lead to stands apart from the words around it."""

    text: str
    after: str = ""  # what follows the text that is linked
    kind: str = ""  # of the record that the text names
    identifier: str = ""
    parts: tuple["Clause", ...] = ()

    def __str__(self) -> str:
        """Write it in one line: "any of (a; b)"."""
        own = f"{self.text} {self.after}".strip()
        return f"{own} ({'; '.join(map(str, self.parts))})" if self.parts else own


def in_words(condition: Condition, knowledge: Knowledge) -> Clause:
    """Say a condition: each leaf by the name of what it asks for, groups by how many of them must hold."""
    match condition:
        case AnyOf(any=parts):
            return Clause("Any of", parts=_all(parts, knowledge))
        case AllOf(all=parts):
            return Clause("All of", parts=_all(parts, knowledge))
        case AtLeast(count=count, of=parts):
            return Clause(f"At least {count} of", parts=_all(parts, knowledge))
        case Not(not_=part):
            return Clause("Not", parts=(in_words(part, knowledge),))
        case FindingIs(finding=identifier, side=side):
            return Clause(*_finding(condition, knowledge, _SIDES[side]), "findings", identifier)
        case QuantityIs(quantity=name, at_least=low, at_most=high):
            label, unit = _QUANTITIES[name]
            return Clause(f"{label} {_span(low, high, unit)}")
        case ChoiceIs(choice=name, one_of=words):
            return Clause(f"{_CHOICES[name]}: {listed([_spaced(word) for word in words], 'or')}")
        case RegionDrawn(drawn=regions, side=side):
            places = listed([_spaced(region) for region in regions], "or")
            return Clause(f"Pain drawn: {places} {_SIDES[side]}".strip())
        case ContributorIs(contributor=identifier, at_least=least):
            name = knowledge.contributors[identifier].name
            return Clause(name, f"with at least {in_hundred(least)} in 100", "contributors", identifier)


def _all(parts: tuple[Condition, ...], knowledge: Knowledge) -> tuple[Clause, ...]:
    return tuple(in_words(part, knowledge) for part in parts)


def _finding(leaf: FindingIs, knowledge: Knowledge, side: str) -> tuple[str, str]:
    record = knowledge.findings[leaf.finding]
    if leaf.at_least is None and leaf.at_most is None:
        return record.name, side
    unit = "" if record.measure is None else UNITS[record.measure.unit]
    return record.short, f"{_span(leaf.at_least, leaf.at_most, unit)} {side}".strip()


def _span(low: float | None, high: float | None, unit: str) -> str:
    scale = f" {unit}" if unit.startswith("(") and unit != "(ratio)" else ""  # "(0 none, 2 normal)"
    unit = f" {unit}" if unit and not unit.startswith("(") else ""
    if low is None:
        return f"{high:g}{unit} or less{scale}"
    if high is None:
        return f"{low:g}{unit} or more{scale}"
    return f"{low:g}{unit}{scale}" if low == high else f"{low:g} to {high:g}{unit}{scale}"


def _spaced(word: str) -> str:
    return word.replace("-", " ")
