"""All answers in words, for the patient to check before they are sent."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from psoas.knowledge.findings import SafetyQuestion
from psoas.web.intake.inputs import as_said_back, initial_of
from psoas.web.intake.opening import CHECK, address
from psoas.web.intake.pages import Page, Step, Task
from psoas.web.intake.pictures import where_words
from psoas.web.intake.progress import Progress
from psoas.web.models import Observation, Visit


@dataclass(frozen=True, slots=True)
class Row:
    """A question, its answers, and where to change them."""

    question: str
    answers: tuple[str, ...]
    change: str
    is_drawing: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The answers of one task."""

    task: Task
    rows: tuple[Row, ...]


def summary(visit: Visit, progress: Progress) -> list[Part]:
    """Return every question with its answer, task by task."""
    observed = dict(Observation.objects.filter(visit=visit, side="").values_list("finding", "present"))
    parts: dict[str, list[Row]] = {}
    tasks: dict[str, Task] = {}
    for step in progress.steps:
        tasks[step.task.id] = step.task
        parts.setdefault(step.task.id, []).extend(_rows(step, visit, progress, observed))
    return [Part(tasks[name], tuple(rows)) for name, rows in parts.items()]


def _rows(step: Step, visit: Visit, progress: Progress, observed: dict[str, bool | None]) -> list[Row]:
    change = f"{address(step)}?from={CHECK}"
    if isinstance(step.asks, SafetyQuestion):
        answer = progress.safety.get(step.id)
        ticked = answer.ticked if answer else []
        said = tuple(_(option.text) for option in step.asks.options if option.id in ticked)
        return [Row(_(step.asks.text), said, change)]
    page: Page = step.asks
    if page.is_drawing:
        words = where_words(visit)
        return [Row(_(page.heading), (words,) if words else (), change, is_drawing=True)]
    initial = initial_of(page, visit.told, observed) if step.id in progress.answered else {}
    return [Row(question, tuple(answers), change) for question, answers in as_said_back(page, initial)]
