"""The pages of the intake, as data: read once, and checked against the knowledge at the start."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field as Limit
from pydantic import ValidationError, model_validator

from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import CaseError, KnowledgeError, Problem
from psoas.knowledge.findings import SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.record import Identifier, Model, Text
from psoas.patient.reading import FORMAT, read_case_value
from psoas.web.clinic_knowledge import shipped_knowledge

FILE = Path(__file__).with_name("pages.yaml")
SAFETY = "safety"  # the task of the safety questions

_ASKED = ("behaviour", "history", "medical")  # sections a patient can answer


class Option(Model):
    """One answer to choose."""

    value: str | int | float
    text: Text

    @property
    def key(self) -> str:
        """The value as a form sends it."""
        return str(self.value)


class Asked(Model):
    """A finding as a box under the heading of its list."""

    finding: Identifier
    text: Text


class Exact(Model):
    """A number that can be given instead of a choice."""

    label: Text
    minimum: float
    maximum: float


class Field(Model):
    """One question on a page."""

    id: Identifier
    kind: Literal["choice", "scale", "text", "lines", "many", "findings", "yes-or-no"]
    label: Text
    hint: Text | None = None
    path: Text | None = None  # where the answer stands in a case file
    finding: Identifier | None = None  # of yes-or-no
    turned_around: bool = False  # yes means: the finding is absent
    needed: Text | None = None  # what is said when the answer is missing; without it, it may be
    options: tuple[Option, ...] = ()
    exact: Exact | None = None
    in_a_row: bool = False
    low: Text | None = None
    high: Text | None = None
    findings: tuple[Asked, ...] = ()
    none: Text | None = None  # the box that says: nothing of the list
    not_sure: bool = False
    most: int | None = Limit(default=None, ge=1, le=4000)

    @model_validator(mode="after")
    def _whole(self) -> "Field":
        needs = {
            "choice": self.options and self.path,
            "scale": self.low and self.high and self.path,
            "text": self.most and self.path,
            "lines": self.most and self.path,
            "many": self.options and self.path and self.none and self.needed,
            "findings": self.findings and self.none and self.needed,
            "yes-or-no": self.finding,
        }
        if not needs[self.kind]:
            raise ValueError(f"a field of kind {self.kind} lacks something")
        return self

    @property
    def part(self) -> str:
        """The part of a case file in which the answer stands."""
        return (self.path or "").split(".")[0]

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The findings it asks for."""
        return (self.finding,) if self.finding else tuple(one.finding for one in self.findings)


class Page(Model):
    """What stands on one screen."""

    id: Identifier
    task: Identifier
    title: Text | None = None  # a page with one question has none: the question is its title
    hint: Text | None = None
    is_drawing: bool = False
    keeps: bool = False  # shows the answers of the last visit to begin with
    only_when: Literal["could-be-pregnant", "nothing-drawn", "sex-not-known"] | None = None
    fields: tuple[Field, ...] = ()

    @property
    def heading(self) -> str:
        """What the page is called."""
        return self.title or self.fields[0].label


class Task(Model):
    """A part of the intake, as the list on the first page shows it."""

    id: Identifier
    title: Text


class Intake(Model):
    """All of it."""

    tasks: tuple[Task, ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One screen on the way: a safety question or a page."""

    id: str
    task: Task
    asks: SafetyQuestion | Page


@cache
def intake() -> Intake:
    """Return the pages.

    Raises
    ------
    KnowledgeError
        The file has mistakes; all are listed.
    """
    return read_intake(FILE.read_text(encoding="utf-8"), shipped_knowledge())


def read_intake(text: str, knowledge: Knowledge) -> Intake:
    """Read and check the pages of the intake."""
    document = parse_yaml(text, trusted=True)
    problems = list(document.problems)
    if not problems:
        try:
            read = Intake.model_validate(document.value)
        except ValidationError as error:
            problems = [Problem(document.where(one["loc"]), one["msg"]) for one in error.errors()]
        else:
            problems = list(_problems(read, knowledge))
            if not problems:
                return read
    raise KnowledgeError("the pages of the intake", problems)


def steps(knowledge: Knowledge) -> tuple[Step, ...]:
    """Return every screen in the order in which it is shown; safety comes first."""
    tasks = {task.id: task for task in intake().tasks}
    questions = sorted(knowledge.safety_questions.values(), key=lambda one: one.order)
    return (
        *(Step(one.id, tasks[SAFETY], one) for one in questions),
        *(Step(page.id, tasks[page.task], page) for page in intake().pages),
    )


def placed(path: str, value: Any) -> dict[str, Any]:
    """Return a value where a path says it stands."""
    for name in reversed(path.split(".")):
        value = {name: value}
    return dict(value)


def _problems(read: Intake, knowledge: Knowledge) -> Iterator[Problem]:
    tasks = [task.id for task in read.tasks]
    if tasks[:1] != [SAFETY]:
        yield Problem("tasks", "Safety is not the first.")
    names = [*knowledge.safety_questions, *(page.id for page in read.pages)]
    for name in {name for name in names if names.count(name) > 1}:
        yield Problem(f"pages/{name}", "The name is used twice.")
    asked = [finding for page in read.pages for field in page.fields for finding in field.asks_for]
    for finding in {one for one in asked if asked.count(one) > 1}:
        yield Problem(f"findings/{finding}", "It is asked for twice.")
    for page in read.pages:
        place = f"pages/{page.id}"
        if page.task not in tasks or page.task == SAFETY:
            yield Problem(place, f"There is no task '{page.task}'.")
        if page.is_drawing == bool(page.fields) or not (page.title or len(page.fields) == 1):
            yield Problem(place, "A page has questions, and a title if it has several; a drawing has none.")
        for field in page.fields:
            yield from _in_field(f"{place}/{field.id}", field, knowledge)


def _in_field(place: str, field: Field, knowledge: Knowledge) -> Iterator[Problem]:
    for finding in field.asks_for:
        record = knowledge.findings.get(finding)
        is_fit = record is not None and record.kind == "state" and not record.sided
        if record is None or not is_fit or record.section not in _ASKED or record.derived is not None:
            yield Problem(place, f"'{finding}' is nothing a patient can tick.")
    if field.path is None:
        return
    samples: tuple[Any, ...] = tuple(option.value for option in field.options) or (0, 10)
    if field.kind == "text":
        samples = ("a text",)
    if field.kind in ("many", "lines"):
        samples = (tuple(map(str, samples)),)
    for sample in samples:
        case = {"format": FORMAT, "id": "sample", "recorded_on": "2026-01-31", **placed(field.path, sample)}
        try:
            read_case_value(case, knowledge=knowledge, name=place)
        except CaseError as error:
            yield from (Problem(place, one.what, one.remedy) for one in error.problems)
