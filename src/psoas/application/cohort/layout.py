"""The columns of a cohort: the flat names under which a Parquet file holds cases, one a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from psoas.anatomy.regions import REGIONS, Side
from psoas.knowledge.findings import Finding, SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import DrawnRegion
from psoas.patient.columns import Place
from psoas.patient.flat import FlatField, flat_fields
from psoas.patient.observing import UNITS

Kind = Literal["id", "day", "number", "word", "state", "measured", "test-value", "answer", "mark", "marks"]

ID, DAY, MARKS = "id", "recorded_on", "drawn"
REQUIRED = (ID, DAY)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, and the question it answers."""

    name: str
    kind: Kind
    holds: str  # in words: "a number, 0 to 10"
    meaning: str
    field: FlatField | None = None  # number, word
    finding: Finding | None = None  # state, measured, test-value
    side: Side | None = None
    question: SafetyQuestion | None = None  # answer
    mark: DrawnRegion | None = None

    @property
    def place(self) -> Place:
        """The finding with its side."""
        assert self.finding is not None
        return self.finding.id, self.side


def layout(knowledge: Knowledge) -> Mapping[str, Column]:
    """Return every column a file may have, by name."""
    return {column.name: column for column in _columns(knowledge)}


def _columns(knowledge: Knowledge) -> Iterator[Column]:
    yield Column(ID, "id", "a text of letters, digits, '-', '_' and '.'", "A short name; no person's name.")
    yield Column(DAY, "day", "a day", "The day of the visit.")
    for field in flat_fields().values():
        meaning = "As in a case file: " + ".".join(str(part) for part in field.path) + "."
        if field.words:
            yield Column(field.name, "word", "one of " + ", ".join(field.words), meaning, field=field)
        else:
            what = "a whole number" if field.is_whole else "a number"
            holds = f"{what}, {field.lowest:g} to {field.highest:g}"
            yield Column(field.name, "number", holds, meaning, field=field)
    yield from _chart()
    for question in sorted(knowledge.safety_questions.values(), key=lambda one: one.order):
        options = ", ".join(option.id for option in question.options)
        many = " or a list of them" if question.select == "many" else ""
        meaning = " ".join(question.text.split())
        yield Column(f"safety.{question.id}", "answer", f"one of {options}{many}", meaning, question=question)
    for finding in knowledge.findings.values():
        if finding.section != "safety":
            yield from _finding(finding)


def _chart() -> Iterator[Column]:
    yield Column(
        MARKS,
        "marks",
        "a list such as [back.right.buttock]",
        "Where pain was drawn; an empty list is a chart without a mark. Instead of the columns below.",
    )
    for region in REGIONS:
        for side in Side:
            mark = DrawnRegion(region.view, side, region.name)
            meaning = f"Pain was drawn: {region.plain}, {side.value}."
            yield Column(f"{MARKS}.{mark_word(mark)}", "mark", "true or false", meaning, mark=mark)


def _finding(finding: Finding) -> Iterator[Column]:
    meaning = " ".join(finding.question.split())
    measure = finding.measure
    span = (
        ""
        if measure is None
        else f"a number, {measure.minimum:g} to {measure.maximum:g} {UNITS[measure.unit]}"
    )
    for side in Side if finding.sided else (None,):
        name = finding.id if side is None else f"{finding.id}.{side.value}"
        if finding.kind == "number":
            yield Column(name, "measured", span, meaning, finding=finding, side=side)
            continue
        yield Column(name, "state", "true or false", meaning, finding=finding, side=side)
        if finding.kind == "test" and measure is not None:
            beside = f"{measure.meaning}; only beside {name}"
            yield Column(f"{name}.value", "test-value", span, beside, finding=finding, side=side)


def mark_word(mark: DrawnRegion) -> str:
    """Return the word of a mark in the list of marks: view, side and region."""
    return f"{mark.view.value}.{mark.side.value}.{mark.region}"
