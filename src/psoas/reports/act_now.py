"""The page for patients who must do something first: get help, call us, or answer safety questions."""

import math
from dataclasses import dataclass
from typing import Literal

from psoas.application.assess import Assessment
from psoas.care.clinic import Clinic
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.told import safety_answers
from psoas.reports.wording import listed, sentences, small
from psoas.screening.screening import Action
from psoas.screening.unanswered import choices, question_text

Level = Literal["emergency", "urgent", "incomplete"]

MOST_REASONS = 4  # sentences; the page must be read at a glance
DAY, FEW_DAYS = 24, 72  # hours

_DO_NOT_DRIVE = "Do not drive"
_SAID_BY_THE_PAGE = (
    _DO_NOT_DRIVE,
    "Please get medical help",
    "Please call the emergency number",
    "Go to the nearest emergency department",
    "Say:",
)


@dataclass(frozen=True, slots=True)
class Question:
    """A safety question to answer by a tick."""

    text: str
    hint: str
    is_yes_or_no: bool


@dataclass(frozen=True, slots=True)
class ActNow:
    """What to do now, and nothing else."""

    level: Level
    word: str  # beside the icon of the level: "Now", "Today", "Check"
    heading: str
    steps: tuple[str, ...]
    why: str
    say: str  # to the people at the emergency department
    answers: tuple[str, ...]  # the danger signs the patient named
    for_staff: tuple[str, ...]
    questions: tuple[Question, ...]


def act_now(assessment: Assessment, knowledge: Knowledge, clinic: Clinic) -> ActNow:
    """Say what to do now."""
    match assessment.screening.disposition:
        case "emergency":
            return _emergency(assessment, knowledge, clinic)
        case "urgent":
            return _urgent(assessment, knowledge, clinic)
        case _:
            return _incomplete(assessment, knowledge, clinic)


def _emergency(assessment: Assessment, knowledge: Knowledge, clinic: Clinic) -> ActNow:
    actions = _of(assessment, "emergency")
    steps = [f"Call {clinic.emergency_number} or go to {clinic.emergency_place}.", "Show them this page."]
    said = [one for action in actions for one in sentences(action.plain)]
    steps.append(next((one for one in said if one.startswith(_DO_NOT_DRIVE)), f"{_DO_NOT_DRIVE} yourself."))
    conditions = listed([_condition(action) for action in actions], "and")
    return ActNow(
        level="emergency",
        word="Now",
        heading=f"Get medical help now: call {clinic.emergency_number}",
        steps=tuple(steps),
        why=_why(actions),
        say=f"I have back pain, and I was told to be checked for {conditions}.",
        answers=safety_answers(assessment.case, knowledge),
        for_staff=tuple(_for_staff(action) for action in actions),
        questions=(),
    )


def _urgent(assessment: Assessment, knowledge: Knowledge, clinic: Clinic) -> ActNow:
    actions = _of(assessment, "urgent")
    hours = min(action.within_hours for action in actions)
    few = f"in the next {math.ceil(hours / DAY)} days" if hours <= FEW_DAYS else "this week"
    when = "today" if hours <= DAY else few
    steps = (
        f"Call us today on {clinic.phone} ({clinic.hours}). If you are with us now, ask before you leave.",
        f"If you cannot reach us, see a doctor {when} and show them this page.",
    )
    return ActNow(
        level="urgent",
        word="Today" if hours <= DAY else "Soon",
        heading=f"Your back needs a check {when}",
        steps=steps,
        why=_why(actions),
        say="",
        answers=safety_answers(assessment.case, knowledge),
        for_staff=tuple(_for_staff(action) for action in actions),
        questions=(),
    )


def _incomplete(assessment: Assessment, knowledge: Knowledge, clinic: Clinic) -> ActNow:
    return ActNow(
        level="incomplete",
        word="Check",
        heading="A few safety questions first",
        steps=(
            f"Call us on {clinic.phone} or come by ({clinic.hours}). We go through the questions with you.",
            "Or tick your answers on the printed page and bring it along. It takes about five minutes.",
            "If an answer is Yes or Not sure, call us the same day.",
        ),
        why="We ask everyone. Some questions are personal. Your answers tell us whether you need care today, "
        "and which exercises are safe for you.",
        say="",
        answers=(),
        for_staff=(),
        questions=tuple(_question(name, knowledge) for name in assessment.screening.unanswered),
    )


def _of(assessment: Assessment, urgency: str) -> list[Action]:
    return [action for action in assessment.screening.actions if action.urgency == urgency]


def _why(actions: list[Action]) -> str:
    """Keep what the page does not say already, the first rule first."""
    said = [
        one for action in actions for one in sentences(action.plain) if not one.startswith(_SAID_BY_THE_PAGE)
    ]
    return " ".join(list(dict.fromkeys(said))[:MOST_REASONS])


def _condition(action: Action) -> str:
    return small(action.condition.split(":", maxsplit=1)[0])


def _for_staff(action: Action) -> str:
    return f"{action.condition}. Found: {'; '.join(small(reason) for reason in action.because)}."


def _question(identifier: str, knowledge: Knowledge) -> Question:
    record = knowledge.safety_questions.get(identifier)
    if record is None:
        return Question(question_text(identifier, knowledge), "", is_yes_or_no=False)
    hint = record.hint or ""
    shown = choices(identifier, knowledge) or ("" if "select" in hint.lower() else hint)
    return Question(record.text, shown, is_yes_or_no=True)
