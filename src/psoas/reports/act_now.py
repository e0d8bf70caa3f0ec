"""The page for patients who must do something first: get help, call us, or answer safety questions."""

import math
from dataclasses import dataclass
from typing import Literal

from psoas.application.assess import Assessment
from psoas.care.clinic import Clinic
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts
from psoas.patient.reasons import reasons
from psoas.reports.language import retold, said
from psoas.reports.told import safety_answers
from psoas.reports.wording import by_sentence, call_or_go, listed, small
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
    call = call_or_go(said("Call {number} or go to {place}."), clinic)
    told = [one for action in actions for one in by_sentence(action.plain)]
    driving = next((one.told for one in told if one.english.startswith(_DO_NOT_DRIVE)), "")
    conditions = listed([_condition(action) for action in actions])
    return ActNow(
        level="emergency",
        word=said("Now"),
        heading=said("Get medical help now: call {number}").format(number=clinic.emergency_number),
        steps=(call, said("Show them this page."), driving or said("Do not drive yourself.")),
        why=_why(actions),
        say=said("I have back pain, and I was told to be checked for {conditions}.").format(
            conditions=conditions
        ),
        answers=safety_answers(assessment.case, knowledge),
        for_staff=_for_staff(actions, assessment, knowledge),
        questions=(),
    )


def _urgent(assessment: Assessment, knowledge: Knowledge, clinic: Clinic) -> ActNow:
    actions = _of(assessment, "urgent")
    hours = min(action.within_hours for action in actions)
    days = math.ceil(hours / DAY)
    if hours <= DAY:
        heading = said("Your back needs a check today")
        otherwise = said("If you cannot reach us, see a doctor today and show them this page.")
    elif hours <= FEW_DAYS:
        heading = said("Your back needs a check in the next {days} days")
        otherwise = said(
            "If you cannot reach us, see a doctor in the next {days} days and show them this page."
        )
    else:
        heading = said("Your back needs a check this week")
        otherwise = said("If you cannot reach us, see a doctor this week and show them this page.")
    call = said("Call us today on {phone} ({hours}). If you are with us now, ask before you leave.")
    return ActNow(
        level="urgent",
        word=said("Today") if hours <= DAY else said("Soon"),
        heading=heading.format(days=days),
        steps=(call.format(phone=clinic.phone, hours=clinic.hours), otherwise.format(days=days)),
        why=_why(actions),
        say="",
        answers=safety_answers(assessment.case, knowledge),
        for_staff=_for_staff(actions, assessment, knowledge),
        questions=(),
    )


def _incomplete(assessment: Assessment, knowledge: Knowledge, clinic: Clinic) -> ActNow:
    return ActNow(
        level="incomplete",
        word=said("Check"),
        heading=said("A few safety questions first"),
        steps=(
            said("Call us on {phone} or come by ({hours}). We go through the questions with you.").format(
                phone=clinic.phone, hours=clinic.hours
            ),
            said("Or tick your answers on the printed page and bring it along. It takes about five minutes."),
            said("If an answer is Yes or Not sure, call us the same day."),
        ),
        why=said(
            "We ask everyone. Some questions are personal. Your answers tell us whether you need care today, "
            "and which exercises are safe for you."
        ),
        say="",
        answers=(),
        for_staff=(),
        questions=tuple(_question(name, knowledge) for name in assessment.screening.unanswered),
    )


def _of(assessment: Assessment, urgency: str) -> list[Action]:
    return [action for action in assessment.screening.actions if action.urgency == urgency]


def _why(actions: list[Action]) -> str:
    """Keep what the page does not say already, the first rule first."""
    told = [
        one
        for action in actions
        for one in by_sentence(action.plain)
        if not one.english.startswith(_SAID_BY_THE_PAGE)
    ]
    return " ".join(one.told for one in list(dict.fromkeys(told))[:MOST_REASONS])


def _condition(action: Action) -> str:
    return small(retold(action.condition).split(":", maxsplit=1)[0])


def _for_staff(actions: list[Action], assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Say what each rule found, in the words of clinicians."""
    facts = CaseFacts.of(assessment.case, knowledge)
    lines = []
    for action in actions:
        because = reasons(knowledge.red_flags[action.id].when, facts, say=retold)
        found = said("{condition}. Found: {reasons}.")
        lines.append(found.format(condition=retold(action.condition), reasons="; ".join(map(small, because))))
    return tuple(lines)


def _question(identifier: str, knowledge: Knowledge) -> Question:
    record = knowledge.safety_questions.get(identifier)
    if record is None:
        return Question(retold(question_text(identifier, knowledge)), "", is_yes_or_no=False)
    hint = record.hint or ""
    shown = choices(identifier, knowledge, say=retold) or ("" if "select" in hint.lower() else retold(hint))
    return Question(retold(record.text), shown, is_yes_or_no=True)
