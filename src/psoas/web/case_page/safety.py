"""Is it safe: what fired, what is still to ask, and what the patient's words make worth asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psoas.application.assess import Assessment
from psoas.knowledge.findings import SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.sources import Source
from psoas.patient.case import Case
from psoas.reports.clinician import BADGES, Badge
from psoas.reports.suggested import suggested
from psoas.reports.wording import listed, small, within
from psoas.screening.screening import Action
from psoas.screening.unanswered import BASICS
from psoas.web.models import Alert, Visit
from psoas.web.visits.actions import alert_digest

HOW_IT_WAS_DEALT_WITH = (
    "Sent to the emergency department.",
    "Referred to a colleague, appointment made.",
    "Examined and asked again: not confirmed.",
    "Known before and already being looked after.",
)
_PATIENT_SAYS = {
    "help": "The patient says that help is on the way.",
    "calls": "The patient says that they are calling.",
    "mistake": "The patient says that they ticked it by mistake.",
}
URGENT = ("emergency", "urgent")
LEVELS = {"emergency": "Emergency", "urgent": "Urgent", "refer": "Refer"}


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that fired, with its alert."""

    action: Action
    level: str
    within: str
    because: str
    sources: tuple[Source, ...]
    alert: Alert | None

    @property
    def is_open(self) -> bool:
        """Nobody has dealt with it."""
        return self.alert is not None and self.alert.handled_at is None

    @property
    def said(self) -> str:
        """What the patient answered when told of it."""
        return "" if self.alert is None else _PATIENT_SAYS.get(self.alert.patient_says, "")


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to tap."""

    value: str
    text: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A safety question, or one about the person or the pain, to answer right there."""

    id: str
    short: str
    text: str
    hint: str
    several: bool  # may be ticked
    options: tuple[Option, ...]
    number: tuple[str, str] | None = None  # smallest and largest
    because: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Safety:
    """The whole panel."""

    badge: Badge
    flags: tuple[Flag, ...]
    gone: tuple[tuple[str, str], ...]  # raised before and no longer there, with how it was dealt with
    questions: tuple[Question, ...]
    suggestions: tuple[Question, ...]

    @property
    def emergency(self) -> Flag | None:
        """The one thing that interrupts: an emergency nobody has dealt with."""
        return next((one for one in self.flags if one.is_open and one.action.urgency == "emergency"), None)

    @property
    def still_open(self) -> int:
        """How many red flags nobody has dealt with."""
        return sum(one.is_open for one in self.flags)


_CHOICES = {
    "sex": (("female", "Female"), ("male", "Male")),
    "onset": (
        ("sudden", "Suddenly"),
        ("gradual", "Slowly"),
        ("after-lifting", "After lifting"),
        ("after-injury", "After an injury"),
    ),
    "course": (
        ("improving", "Getting better"),
        ("steady", "The same"),
        ("comes-and-goes", "Comes and goes"),
        ("worsening", "Getting worse"),
    ),
    "pain-now": tuple((str(score), str(score)) for score in range(11)),
}
_NUMBERS = {"duration": ("0", "5200"), "birth-year": ("1900", "2100")}
_PLACES = {
    "sex": ("person", "sex"),
    "birth-year": ("person", "birth_year"),
    "duration": ("complaint", "duration_weeks"),
    "onset": ("complaint", "onset"),
    "course": ("complaint", "course"),
}


def safety(assessment: Assessment, alerts: Sequence[Alert], knowledge: Knowledge) -> Safety:
    """Lay out the panel."""
    screening = assessment.screening
    standing = {alert.digest: alert for alert in alerts}
    lines = suggested(assessment, knowledge)
    return Safety(
        badge=Badge(*BADGES[screening.disposition]),
        flags=tuple(
            Flag(
                one,
                LEVELS[one.urgency],
                within(one.within_hours),
                "; ".join(one.because),
                tuple(knowledge.sources[name] for name in one.sources),
                standing.get(alert_digest(one.id, one.because)),
            )
            for one in screening.actions
        ),
        gone=_gone(assessment, alerts, knowledge),
        questions=tuple(question(name, assessment.case, knowledge) for name in screening.unanswered),
        suggestions=tuple(
            question(one.question, assessment.case, knowledge, because=line)
            for one, line in zip(assessment.suggestions, lines, strict=True)
        ),
    )


def _gone(
    assessment: Assessment, alerts: Sequence[Alert], knowledge: Knowledge
) -> tuple[tuple[str, str], ...]:
    """Name the rules that fired once and do not any more; each once, by what is suspected."""
    standing = {one.id for one in assessment.screening.actions}
    gone = {
        alert.rule: alert.handled_how
        for alert in alerts
        if alert.gone_at is not None and alert.rule not in standing and alert.urgency in URGENT
    }
    return tuple(
        (knowledge.red_flags[rule].condition if rule in knowledge.red_flags else rule, how)
        for rule, how in gone.items()
    )


def question(identifier: str, case: Case, knowledge: Knowledge, *, because: str = "") -> Question:
    """Return a question of the list with its options, the answer given among them ticked."""
    record = knowledge.safety_questions.get(identifier)
    if record is not None:
        return _safety_question(record, case, because)
    basic = next(one for one in BASICS.values() if one.id == identifier)
    options = tuple(Option(value, text, is_ticked=False) for value, text in _CHOICES.get(identifier, ()))
    return Question(
        identifier, "", basic.text, "", several=False, options=options, number=_NUMBERS.get(identifier)
    )


def _safety_question(record: SafetyQuestion, case: Case, because: str) -> Question:
    ticked = next((one.ticked for one in case.safety if one.question == record.id), ())
    answers = [small(one.text) for one in record.options if one.id in ticked]
    return Question(
        id=record.id,
        short=record.short,
        text=record.text,
        hint=record.counts_as_yes,
        several=record.select == "many",
        options=tuple(Option(one.id, one.text, one.id in ticked) for one in record.options),
        because=because,
        answer=listed(answers),
    )


def answered(case: Case, knowledge: Knowledge) -> tuple[Question, ...]:
    """Return every safety question that has an answer, in the order in which they are asked."""
    given = {one.question for one in case.safety}
    records = sorted(knowledge.safety_questions.values(), key=lambda one: one.order)
    return tuple(_safety_question(one, case, "") for one in records if one.id in given)


def told_by(identifier: str, answer: str, visit: Visit) -> tuple[str, dict[str, Any]]:
    """Return the part of the record into which the answer to a basic question goes, with its value.

    Raises
    ------
    ValueError
        The answer is none of the choices, or no number.
    """
    if identifier in _CHOICES and answer not in dict(_CHOICES[identifier]):
        raise ValueError(answer)
    if identifier == "pain-now":
        return "complaint", {"pain": {**visit.told.get("complaint", {}).get("pain", {}), "now": int(answer)}}
    part, field = _PLACES[identifier]
    if identifier == "birth-year":
        return part, {field: int(answer)}
    return part, {field: float(answer) if identifier in _NUMBERS else answer}
