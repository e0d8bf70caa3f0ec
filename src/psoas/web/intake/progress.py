"""How far a patient has come: which screens are answered, and which comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from psoas.knowledge.findings import SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.contradictions import CHILDBEARING
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.intake.drawing import is_drawn
from psoas.web.intake.pages import SAFETY, Page, Step, Task, steps
from psoas.web.models import SafetyAnswer, Visit

FRESH = timedelta(hours=24)  # an older safety answer is asked for again before it is sent
PART = "intake"  # of what a visit was told; no part of a case
ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task with its screens, and whether all of them are answered."""

    task: Task
    first: Step  # where to go on
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """What a patient is asked, and what of it is answered."""

    steps: tuple[Step, ...]
    answered: frozenset[str]
    safety: Mapping[str, SafetyAnswer]  # the answer that counts, by question

    @classmethod
    def of(cls, visit: Visit) -> "Progress":
        """Read it from the record."""
        knowledge = knowledge_of(visit.person.clinic)
        safety = {one.question: one for one in SafetyAnswer.objects.filter(visit=visit)}
        since = timezone.now() - FRESH
        fresh = {name for name, one in safety.items() if one.ticked and one.answered_at > since}
        answered = fresh | set(visit.told.get(PART, {}).get(ANSWERED, []))
        return cls(_asked(visit, knowledge), frozenset(answered), safety)

    @property
    def is_complete(self) -> bool:
        """Everything is answered."""
        return all(step.id in self.answered for step in self.steps)

    @property
    def first_open(self) -> Step | None:
        """The first screen that is not answered."""
        return next((step for step in self.steps if step.id not in self.answered), None)

    def step(self, identifier: str) -> Step | None:
        """Find a screen."""
        return next((step for step in self.steps if step.id == identifier), None)

    def before(self, step: Step) -> Step | None:
        """Return the screen before one."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None

    def after(self, step: Step) -> Step | None:
        """Return the next open screen: what is open of safety first, then what comes after, then the rest."""
        place = self.steps.index(step)
        is_open = [one for one in self.steps if one.id not in self.answered]
        safety = [one for one in is_open if one.task.id == SAFETY]
        later = [one for one in is_open if self.steps.index(one) > place]
        return next(iter([*safety, *later, *is_open]), None)

    def tasks(self) -> list[TaskState]:
        """Return the tasks with their state."""
        found: dict[str, list[Step]] = {}
        for step in self.steps:
            found.setdefault(step.task.id, []).append(step)
        return [
            TaskState(
                task=own[0].task,
                first=next((step for step in own if step.id not in self.answered), own[0]),
                is_complete=all(step.id in self.answered for step in own),
            )
            for own in found.values()
        ]


def is_stale(answer: SafetyAnswer) -> bool:
    """Tell whether an answer is too old to be sent as it stands."""
    return answer.answered_at <= timezone.now() - FRESH


def _asked(visit: Visit, knowledge: Knowledge) -> tuple[Step, ...]:
    return tuple(
        step
        for step in steps(knowledge)
        if isinstance(step.asks, SafetyQuestion) or _applies(step.asks, visit)
    )


def _applies(page: Page, visit: Visit) -> bool:
    person = visit.person
    sex = person.sex or visit.told.get("person", {}).get("sex")
    match page.only_when:
        case "could-be-pregnant":
            return sex == "female" and visit.day.year - person.birth_year in CHILDBEARING
        case "nothing-drawn":
            return not is_drawn(visit.told.get("complaint", {}))
        case "sex-not-known":
            return not person.sex
    return True
