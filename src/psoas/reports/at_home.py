"""What the patient does at home, and when to call, in plain words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from psoas.care.massage import MassageSession
from psoas.care.plan import Plan
from psoas.diagnosis.judged import Judged
from psoas.foundation.sayable import sayable
from psoas.illustration.figure.wanted import Side as WorkingSide
from psoas.illustration.figure.wanted import Wanted, wanted
from psoas.knowledge.care import Item
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.language import retold, said
from psoas.reports.wording import Told, by_sentence, capital, listed, small, that_fit

MOST_HELPS = 2
WORDS_OF_HELPS = 42
WORDS_OF_TIPS = 270
MOST_REASONS_TO_CALL = 3
MOST_PREVENTION = 1
EVERY_DAY = ("A", "B")

_EMERGENCY_ANSWERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "bladder",
        ("hard-to-start-or-cannot-pee", "cannot-tell-when-full", "cannot-feel-pee-coming-out", "leak-pee"),
    ),
    ("bowel", ("leak-poo",)),
    ("leg-strength", ("both-legs-weak", "getting-worse-fast")),
)
_TOPICS = {
    "education": sayable("Good to know"),
    "walking": sayable("Walking"),
    "sitting": sayable("Sitting and your desk"),
    "standing-desk": sayable("Sitting and your desk"),
    "work": sayable("Sitting and your desk"),
    "lifting": sayable("Lifting"),
    "posture": sayable("Posture"),
    "sleep": sayable("Sleep"),
    "driving": sayable("Driving"),
}
_LIGHTS = {"Green": "ok", "Amber": "caution", "Red": "urgent"}
_SADDLE = sayable("I have a numb feeling, tingling or another change in feeling between my legs")
_NOT_PART_OF_A_DOSE = re.compile(r"once a day|\d days a week")


@dataclass(frozen=True, slots=True)
class ToDo:
    """A line to tick."""

    name: str
    dose: str
    on: tuple[str, ...]  # "A", "B": the days it is done on
    days: str  # in words


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
    picture: Wanted | None  # a clinic's own exercise has none


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
    lines = [by_sentence(one.contributor.plain_helps)[0] for one in judged[:MOST_HELPS]]
    lines = list({one.english: one for one in lines}.values())
    if (
        isinstance(plan.massage, MassageSession)
        and "massage" not in " ".join(one.english for one in lines).lower()
    ):
        massage = sayable("Massage may ease the muscles for a while.")
        lines.append(Told(massage, said(massage)))
    return tuple(one.told for one in that_fit(lines, words=WORDS_OF_HELPS))


def offers(plan: Plan, knowledge: Knowledge) -> str:
    """Say what the clinic offers beside the programme."""
    names = [retold(knowledge.interventions[one.id].plain_name) for one in plan.complementary]
    if not names:
        return ""
    return said("We also offer {names}. Ask us what suits you.").format(names=listed(names))


def to_do(plan: Plan) -> tuple[ToDo, ...]:
    """List what is done every day, then what is done on days A and B in turn."""
    lines = [
        ToDo(retold(one.name), short_dose(one.dose), one.days, _days(one.days))
        for one in plan.programme.items
    ]
    if plan.walking is not None:
        lines.append(ToDo(said("Walk"), _walking(plan), EVERY_DAY, _days(EVERY_DAY)))
    return tuple(sorted(lines, key=lambda one: (one.on != EVERY_DAY, one.on)))


def exercises(plan: Plan, knowledge: Knowledge, *, side: WorkingSide | None = None) -> tuple[Exercise, ...]:
    """Tell each item of the programme, and the walking, step by step.

    Their pictures show the painful ``side`` working, if it is one side.
    """
    told = [
        _exercise(
            knowledge.items[one.id],
            retold(one.name),
            short_dose(one.dose),
            _days(one.days),
            one.adjustments,
            side,
        )
        for one in plan.programme.items
    ]
    if plan.walking is not None:
        item = knowledge.items[plan.walking.item]
        told.append(
            _exercise(item, said("Walk"), _walking(plan), _days(EVERY_DAY), plan.walking.adjustments, side)
        )
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
            lines[heading].append(retold(text))
    return tuple(Topic(said(heading), tuple(texts)) for heading, texts in lines.items() if texts)


def flare_plan(plan: Plan) -> tuple[Tip, ...]:
    """Tell the steps of the flare plan; the traffic light in it becomes three lights."""
    tips = []
    for advice in plan.flare:
        first, *rest = by_sentence(advice.text)
        lights = tuple(_light(one) for one in rest if one.english.startswith(tuple(_LIGHTS)))
        words = " ".join(one.told for one in rest if not one.english.startswith(tuple(_LIGHTS)))
        is_step = first.english.startswith("Step")
        tips.append(Tip(first.told if is_step else "", words if is_step else retold(advice.text), lights))
    return tuple(tips)


def short_dose(text: str) -> str:
    """Shorten a dose to what is done at a time; the days stand beside it."""
    first = by_sentence(text)[0]
    english, told = (one.rstrip(".").split(", ") for one in first)
    if len(english) != len(told):  # nothing can be said about the single part
        return capital(", ".join(told))
    kept = [part for key, part in zip(english, told, strict=True) if not _NOT_PART_OF_A_DOSE.fullmatch(key)]
    return capital(", ".join(kept[:2]))


def prevention(plan: Plan, knowledge: Knowledge) -> str:
    """Say how to keep it away."""
    texts = [retold(one.text) for one in plan.education if knowledge.advice[one.id].topic == "prevention"]
    return " ".join(texts[:MOST_PREVENTION])


def call_now(knowledge: Knowledge) -> tuple[str, ...]:
    """List the danger signs in the words of the safety questions, so that there is one vocabulary."""
    answers = {
        question: [
            retold(one.text) for one in knowledge.safety_questions[question].options if one.id in wanted
        ]
        for question, wanted in _EMERGENCY_ANSWERS
    }
    return (*answers["bladder"], *answers["bowel"], said(_SADDLE), *answers["leg-strength"])


def call_clinic(plan: Plan) -> tuple[str, ...]:
    """Take the rules that end in a call to us; the danger signs stand in the list for emergencies."""
    reasons = [rule.plain for rule in plan.review.rules if rule.kind in ("stop", "refer")]
    kept = [small(retold(one).partition(":")[0]) for one in reasons if "danger signs" not in one]
    return tuple(kept[:MOST_REASONS_TO_CALL])


def _exercise(
    item: Item, name: str, dose: str, days: str, adjustments: tuple[str, ...], side: WorkingSide | None
) -> Exercise:
    return Exercise(
        name=name,
        dose=dose,
        days=days,
        start=retold(item.start),
        steps=tuple(map(retold, item.steps)),
        feel=retold(item.feel),
        stop_if=retold(item.stop_if),
        easier=retold(item.easier),
        adjustments=tuple(map(retold, adjustments)),
        picture=wanted(item.id, item, side=side),
    )


def _light(one: Told) -> Light:
    """Read "Green, carry on: up to 2 points ..."."""
    lead, _, words = one.told.partition(": ")
    return Light(_LIGHTS[one.english.partition(",")[0]], lead, capital(words))


def _days(on: Sequence[str]) -> str:
    return said("every day") if len(on) > 1 else said("day {day}").format(day=on[0])


def _walking(plan: Plan) -> str:
    assert plan.walking is not None
    start, goal = plan.walking.start_minutes, plan.walking.goal_minutes
    if not plan.walking.item.startswith("walking"):
        return short_dose(plan.walking.text)
    if start >= goal:
        return said("{goal} minutes on most days").format(goal=f"{goal:g}")
    return said("{start} minutes, a little more each week up to {goal}").format(
        start=f"{start:g}", goal=f"{goal:g}"
    )
