"""What the patient does at home, and when to call, in plain words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psoas.care.massage import MassageSession
from psoas.care.plan import Plan, ProgrammeItem
from psoas.diagnosis.diagnosis import Judged
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.wording import capital, listed, sentences, small

MOST_HELPS = 2
MOST_REASONS_TO_CALL = 3
MOST_PREVENTION = 1

_EMERGENCY_ANSWERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "bladder",
        ("hard-to-start-or-cannot-pee", "cannot-tell-when-full", "cannot-feel-pee-coming-out", "leak-pee"),
    ),
    ("bowel", ("leak-poo",)),
    ("leg-strength", ("both-legs-weak", "getting-worse-fast")),
)
_SADDLE = "I am numb, tingle, or feel different between my legs"


@dataclass(frozen=True, slots=True)
class ToDo:
    """A line to tick."""

    name: str
    dose: str
    days: str  # "every day", "day A", "day B"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to do at home, step by step."""

    name: str
    dose: str
    days: str
    start: str
    steps: tuple[str, ...]
    feel: str
    stop_if: str
    easier: str
    adjustments: tuple[str, ...]


def helps(judged: Sequence[Judged], plan: Plan, knowledge: Knowledge) -> tuple[str, ...]:
    """Say what usually helps those that lead, and what the clinic offers beside it."""
    lines = list(dict.fromkeys(sentences(one.contributor.plain_helps)[0] for one in judged[:MOST_HELPS]))
    if isinstance(plan.massage, MassageSession) and "massage" not in " ".join(lines).lower():
        lines.append("Massage may ease the muscles for a while, together with moving.")
    if plan.complementary:
        names = [knowledge.interventions[one.id].plain_name for one in plan.complementary]
        lines.append(f"We also offer {listed(names)}.")
    return tuple(lines)


def to_do(plan: Plan) -> tuple[ToDo, ...]:
    """List what is done every day, then what is done on days A and B in turn."""
    lines = [ToDo(one.name, short_dose(one.dose), _days(one)) for one in plan.programme.items]
    if plan.walking is not None:
        lines.append(ToDo("Walk", _walking(plan), "every day"))
    return tuple(sorted(lines, key=lambda one: ("every day", "day A", "day B").index(one.days)))


def exercises(plan: Plan, knowledge: Knowledge) -> tuple[Exercise, ...]:
    """Tell each item of the programme step by step."""
    return tuple(
        Exercise(
            name=one.name,
            dose=short_dose(one.dose),
            days=_days(one),
            start=item.start,
            steps=item.steps,
            feel=item.feel,
            stop_if=item.stop_if,
            easier=item.easier,
            adjustments=one.adjustments,
        )
        for one in plan.programme.items
        for item in (knowledge.items[one.id],)
    )


def short_dose(text: str) -> str:
    """Shorten a dose to what is done at a time; the days stand beside it."""
    parts = sentences(text)[0].rstrip(".").split(", ")
    kept = [part for part in parts if not re.fullmatch(r"once a day|\d days a week", part)]
    return capital(", ".join(kept[:2]))


def prevention(plan: Plan, knowledge: Knowledge) -> str:
    """Say how to keep it away."""
    texts = [one.text for one in plan.education if knowledge.advice[one.id].topic == "prevention"]
    return " ".join(texts[:MOST_PREVENTION])


def call_now(knowledge: Knowledge) -> tuple[str, ...]:
    """List the danger signs in the words of the safety questions, so that there is one vocabulary."""
    answers = [
        option.text
        for question, wanted in _EMERGENCY_ANSWERS
        for option in knowledge.safety_questions[question].options
        if option.id in wanted
    ]
    return (*answers, _SADDLE)


def call_clinic(plan: Plan) -> tuple[str, ...]:
    """Take the rules that end in a call to us; the danger signs stand in the list for emergencies."""
    reasons = [rule.plain for rule in plan.review.rules if rule.kind in ("stop", "refer")]
    kept = [small(one.partition(":")[0]) for one in reasons if "danger signs" not in one]
    return tuple(kept[:MOST_REASONS_TO_CALL])


def _days(item: ProgrammeItem) -> str:
    return "every day" if len(item.days) > 1 else f"day {item.days[0]}"


def _walking(plan: Plan) -> str:
    assert plan.walking is not None
    start, goal = plan.walking.start_minutes, plan.walking.goal_minutes
    if not plan.walking.item.startswith("walking"):
        return short_dose(plan.walking.text)
    if start >= goal:
        return f"{goal:g} minutes on most days"
    return f"{start:g} minutes, a little more each week up to {goal:g}"
