"""What the patient does at home, and when to call, in plain words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from psoas.care.massage import MassageSession
from psoas.care.plan import Plan, ProgrammeItem
from psoas.diagnosis.judged import Judged
from psoas.knowledge.care import Item
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.wording import capital, listed, sentences, shortened, small

MOST_HELPS = 2
WORDS_OF_HELPS = 42
WORDS_OF_TIPS = 270
MOST_REASONS_TO_CALL = 3
MOST_PREVENTION = 1
WALK, EVERY_DAY = "Walk", "every day"

_EMERGENCY_ANSWERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "bladder",
        ("hard-to-start-or-cannot-pee", "cannot-tell-when-full", "cannot-feel-pee-coming-out", "leak-pee"),
    ),
    ("bowel", ("leak-poo",)),
    ("leg-strength", ("both-legs-weak", "getting-worse-fast")),
)
_TOPICS = {
    "education": "Good to know",
    "walking": "Walking",
    "sitting": "Sitting and your desk",
    "standing-desk": "Sitting and your desk",
    "work": "Sitting and your desk",
    "lifting": "Lifting",
    "posture": "Posture",
    "sleep": "Sleep",
    "driving": "Driving",
}
_LIGHTS = {"Green": "ok", "Amber": "caution", "Red": "urgent"}
_SADDLE = "I have a numb feeling, tingling or another change in feeling between my legs"


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


@dataclass(frozen=True, slots=True)
class Light:
    """One light of the traffic light."""

    level: str  # whose shape and colour it has: "ok", "caution", "urgent"
    lead: str
    words: str


@dataclass(frozen=True, slots=True)
class Tip:
    """One step of the flare plan."""

    lead: str
    words: str
    lights: tuple[Light, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Advice for one part of the day."""

    heading: str
    lines: tuple[str, ...]


def helps(judged: Sequence[Judged], plan: Plan) -> tuple[str, ...]:
    """Say what usually helps with what leads."""
    lines = list(dict.fromkeys(sentences(one.contributor.plain_helps)[0] for one in judged[:MOST_HELPS]))
    if isinstance(plan.massage, MassageSession) and "massage" not in " ".join(lines).lower():
        lines.append("Massage may ease the muscles for a while.")
    return tuple(sentences(shortened(" ".join(lines), words=WORDS_OF_HELPS)))


def offers(plan: Plan, knowledge: Knowledge) -> str:
    """Say what the clinic offers beside the programme."""
    names = [knowledge.interventions[one.id].plain_name for one in plan.complementary]
    return f"We also offer {listed(names)}. Ask us what suits you." if names else ""


def to_do(plan: Plan) -> tuple[ToDo, ...]:
    """List what is done every day, then what is done on days A and B in turn."""
    lines = [ToDo(one.name, short_dose(one.dose), _days(one)) for one in plan.programme.items]
    if plan.walking is not None:
        lines.append(ToDo(WALK, _walking(plan), EVERY_DAY))
    return tuple(sorted(lines, key=lambda one: (EVERY_DAY, "day A", "day B").index(one.days)))


def exercises(plan: Plan, knowledge: Knowledge) -> tuple[Exercise, ...]:
    """Tell each item of the programme, and the walking, step by step."""
    told = [
        _exercise(knowledge.items[one.id], one.name, short_dose(one.dose), _days(one), one.adjustments)
        for one in plan.programme.items
    ]
    if plan.walking is not None:
        item = knowledge.items[plan.walking.item]
        told.append(_exercise(item, WALK, _walking(plan), EVERY_DAY, plan.walking.adjustments))
    return tuple(told)


def in_your_day(plan: Plan, knowledge: Knowledge) -> tuple[Topic, ...]:
    """Sort the advice by the parts of the day: the first of each topic, then more while there is room."""
    ranked: list[tuple[int, str, str]] = []
    met: Counter[str] = Counter()
    for one in (*plan.education, *plan.workstation, *plan.lifting, *plan.posture):
        topic = knowledge.advice[one.id].topic
        if topic in _TOPICS and not one.id.startswith("education-course-"):
            ranked.append((met[topic], _TOPICS[topic], one.text))
            met[topic] += 1
    lines: dict[str, list[str]] = {heading: [] for _, heading, _ in ranked}
    room = WORDS_OF_TIPS
    for _, heading, text in sorted(ranked, key=lambda one: one[0]):
        words = len(text.split())
        if words <= room:
            room -= words
            lines[heading].append(text)
    return tuple(Topic(heading, tuple(texts)) for heading, texts in lines.items() if texts)


def flare_plan(plan: Plan) -> tuple[Tip, ...]:
    """Tell the steps of the flare plan; the traffic light in it becomes three lights."""
    tips = []
    for advice in plan.flare:
        first, *rest = sentences(advice.text)
        lights = tuple(_light(one) for one in rest if one.startswith(tuple(_LIGHTS)))
        words = " ".join(one for one in rest if not one.startswith(tuple(_LIGHTS)))
        is_step = first.startswith("Step")
        tips.append(Tip(first if is_step else "", words if is_step else advice.text, lights))
    return tuple(tips)


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
    answers = {
        question: [one.text for one in knowledge.safety_questions[question].options if one.id in wanted]
        for question, wanted in _EMERGENCY_ANSWERS
    }
    return (*answers["bladder"], *answers["bowel"], _SADDLE, *answers["leg-strength"])


def call_clinic(plan: Plan) -> tuple[str, ...]:
    """Take the rules that end in a call to us; the danger signs stand in the list for emergencies."""
    reasons = [rule.plain for rule in plan.review.rules if rule.kind in ("stop", "refer")]
    kept = [small(one.partition(":")[0]) for one in reasons if "danger signs" not in one]
    return tuple(kept[:MOST_REASONS_TO_CALL])


def _exercise(item: Item, name: str, dose: str, days: str, adjustments: tuple[str, ...]) -> Exercise:
    return Exercise(
        name=name,
        dose=dose,
        days=days,
        start=item.start,
        steps=item.steps,
        feel=item.feel,
        stop_if=item.stop_if,
        easier=item.easier,
        adjustments=adjustments,
    )


def _light(text: str) -> Light:
    """Read "Green, carry on: up to 2 points ..."."""
    lead, _, words = text.partition(": ")
    return Light(_LIGHTS[lead.partition(",")[0]], lead, capital(words))


def _days(item: ProgrammeItem) -> str:
    return EVERY_DAY if len(item.days) > 1 else f"day {item.days[0]}"


def _walking(plan: Plan) -> str:
    assert plan.walking is not None
    start, goal = plan.walking.start_minutes, plan.walking.goal_minutes
    if not plan.walking.item.startswith("walking"):
        return short_dose(plan.walking.text)
    if start >= goal:
        return f"{goal:g} minutes on most days"
    return f"{start:g} minutes, a little more each week up to {goal:g}"
