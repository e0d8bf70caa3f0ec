"""The patient's story: one page in plain words, as content for page, paper and plain text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psoas.anatomy.regions import Side
from psoas.application.assess import Assessment
from psoas.care.clinic import Clinic
from psoas.care.massage import MassageSession
from psoas.care.plan import Plan, ProgrammeItem
from psoas.diagnosis.diagnosis import NERVE_ROOT, Judged
from psoas.illustration.body_chart import NervePath
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.day import Limit
from psoas.patient.case import DrawnRegion
from psoas.reports.act_now import ActNow, act_now
from psoas.reports.told import told, where
from psoas.reports.wording import (
    capital,
    day_in_words,
    listed,
    sentence,
    shortened,
    small,
    with_range,
)

MOST_CONTRIBUTORS = 4  # a page holds no more, and more would bury the point
MOST_NAMED_FIRST = 3  # in the one line
MOST_HELPS = 2
MOST_LINKS = 2
MOST_REASONS_TO_CALL = 3
WORDS_OF_FIRST, WORDS_OF_SECOND = 46, 24
STANDS_OUT = 0.5  # a root level that is more probable than all others together

TITLE = "Your back, hip and leg"
NOT_EXCLUSIVE = "More than one can be true, so these do not add up to 100."
TAKE_TURNS = "Day A and day B take turns. A day off now and then is fine."

_FOUND = {
    "mild": "we found slight signs of this",
    "moderate": "we found signs of this",
    "marked": "we found clear signs of this",
}
_EMERGENCY_ANSWERS = (
    (
        "bladder",
        ("hard-to-start-or-cannot-pee", "cannot-tell-when-full", "cannot-feel-pee-coming-out", "leak-pee"),
    ),
    ("bowel", ("leak-poo", "cannot-feel-poo-coming-out")),
    ("leg-strength", ("both-legs-weak", "getting-worse-fast")),
)
_SADDLE = "A numb feeling, tingling, or any other change in feeling between my legs"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What we think adds to the pain."""

    name: str
    how_sure: str
    text: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to do at home, step by step."""

    name: str
    days: str  # "every day", "day A"
    dose: str
    start: str
    steps: tuple[str, ...]
    feel: str
    stop_if: str
    easier: str
    adjustments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToDo:
    """A line to tick."""

    name: str
    dose: str


@dataclass(frozen=True, slots=True)
class Day:
    """What to do on one kind of day."""

    heading: str  # "Every day", "Day A"
    lines: tuple[ToDo, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole story; which parts are filled depends on whether it is safe to plan."""

    title: str
    day: date
    in_one_line: str
    expect: str
    act: ActNow | None  # instead of a plan: what to do now
    told: tuple[str, ...]
    think: tuple[Contribution, ...]
    together: tuple[str, ...]
    open: tuple[str, ...]
    affected: tuple[str, ...]
    helps: tuple[str, ...]
    goals: tuple[str, ...]
    days: tuple[Day, ...]
    prevent: tuple[str, ...]
    call_now: tuple[str, ...]
    call_clinic: tuple[str, ...]
    review: str
    exercises: tuple[Exercise, ...]
    ask_first: tuple[str, ...]
    flare: tuple[str, ...]
    where: str  # in words, for those who do not see the chart
    drawn: tuple[DrawnRegion, ...]
    nerve: tuple[NervePath, ...]
    clinic: Clinic


def tell_story(assessment: Assessment, plan: Plan | None, *, knowledge: Knowledge, clinic: Clinic) -> Story:
    """Tell the patient what was found and what to do, in plain words.

    Without a plan the story says what to do now, and no more.
    """
    case = assessment.case
    leading = [] if plan is None else _leading(assessment)
    act = act_now(assessment, knowledge, clinic) if plan is None else None
    return Story(
        title=TITLE if act is None else act.heading,
        day=case.recorded_on,
        in_one_line=act.steps[0] if act is not None else _one_line(leading, knowledge),
        expect="" if plan is None else _expect(plan),
        act=act,
        told=told(case, assessment, knowledge),
        think=tuple(_contribution(judged, place) for place, judged in enumerate(leading)),
        together=_together(assessment, leading),
        open=() if plan is None else _open(assessment, plan, knowledge),
        affected=() if plan is None else _affected(assessment.day),
        helps=() if plan is None else _helps(leading, plan, knowledge),
        goals=case.wishes.goals if plan is not None else (),
        days=() if plan is None else _days(plan),
        prevent=() if plan is None else _prevent(plan, knowledge),
        call_now=() if act is not None and act.level == "emergency" else _call_now(knowledge),
        call_clinic=() if plan is None else _call_clinic(plan),
        review="" if plan is None else f"Please come again by {day_in_words(plan.review.date)}.",
        exercises=() if plan is None else tuple(_exercise(one, knowledge) for one in plan.programme.items),
        ask_first=() if plan is None else plan.ask_first,
        flare=() if plan is None else tuple(one.text for one in plan.flare),
        where=where(case),
        drawn=case.complaint.drawn or (),
        nerve=() if plan is None else nerve_path(assessment, knowledge),
        clinic=clinic,
    )


def nerve_path(assessment: Assessment, knowledge: Knowledge) -> tuple[NervePath, ...]:
    """Return the course of the nerve root that stands out, once root pain leads and has a side."""
    root = assessment.diagnosis.root
    if NERVE_ROOT not in assessment.diagnosis.leading or root.side not in ("right", "left"):
        return ()
    level = max(root.levels, key=lambda one: root.levels[one])
    if root.levels[level] < STANDS_OUT:
        return ()
    record = next(one for one in knowledge.roots.values() if one.level == level)
    return (NervePath(side=Side(root.side), level=level, regions=record.path),)


def short_dose(text: str) -> str:
    """Shorten a dose for the tick list; which days it is for stands beside it."""
    first = re.split(r"(?<=\.)\s", text)[0].rstrip(".")
    parts = [part for part in first.split(", ") if not re.fullmatch(r"once a day|\d days a week", part)]
    return capital(", ".join(parts[:2]))


def _leading(assessment: Assessment) -> list[Judged]:
    judged = {one.contributor.id: one for one in assessment.diagnosis.contributors}
    return [judged[identifier] for identifier in assessment.diagnosis.leading][:MOST_CONTRIBUTORS]


def _one_line(leading: Sequence[Judged], knowledge: Knowledge) -> str:
    if not leading:
        return (
            "So far no single thing stands out as the reason for your pain. That is common, and it does not "
            "keep you from getting better."
        )
    names = [judged.contributor.plain_name for judged in leading[:MOST_NAMED_FIRST]]
    first = leading[0].probability
    if first is not None and first >= knowledge.parameter("word-even-below"):
        rest = f" {capital(listed(names[1:]))} can add to it." if names[1:] else ""
        return f"The most likely reason for your pain is {names[0]}.{rest}"
    if len(names) > 1:
        return f"Several things seem to add to your pain: {listed(names)}."
    return f"What stands out most is {names[0]}."


def _expect(plan: Plan) -> str:
    """Return what usually happens, from the education that fits this patient."""
    courses = [one.text for one in plan.education if one.id.startswith("education-course-")]
    return shortened(courses[-1], words=1) if courses else ""


def _contribution(judged: Judged, place: int) -> Contribution:
    contributor = judged.contributor
    if judged.probability is not None:
        how_sure = f"{judged.word}, {chances(judged)}"
    elif contributor.id.endswith("-load"):
        how_sure = "from what you told us about your day"
    else:
        how_sure = _FOUND[judged.word]
    words = (WORDS_OF_FIRST, WORDS_OF_SECOND)
    text = shortened(contributor.plain, words=words[place]) if place < len(words) else ""
    return Contribution(capital(contributor.plain_name), how_sure, text)


def chances(judged: Judged) -> str:
    """Say a probability as "about 45 (25 to 65) in 100 people like you"."""
    assert judged.ledger is not None
    belief = judged.ledger.posterior
    return f"{with_range(belief.probability, belief.interval)} in 100 people like you"


def _together(assessment: Assessment, leading: Sequence[Judged]) -> tuple[str, ...]:
    names = [judged.contributor.id for judged in leading]
    edges = [e for e in assessment.diagnosis.interplay if e.from_ in names and e.to in names]
    edges.sort(key=lambda edge: names.index(edge.from_) + names.index(edge.to))
    return tuple(edge.plain for edge in edges[:MOST_LINKS])


def _open(assessment: Assessment, plan: Plan, knowledge: Knowledge) -> tuple[str, ...]:
    """Say honestly what is not settled."""
    diagnosis = assessment.diagnosis
    least = knowledge.parameter("word-unlikely-below")
    plain = {one.contributor.id: one.contributor.plain_name for one in diagnosis.contributors}
    asked = [
        plain[change.contributor]
        for examination in diagnosis.next_examinations
        for change in examination.changes[:1]
        if change.now >= least
    ]
    lines = []
    if asked:
        lines.append(
            f"A few more tests at your next visit can tell us more about {listed(list(dict.fromkeys(asked)))}."
        )
    elif diagnosis.next_examinations:
        lines.append("A few more tests at your next visit can make this clearer.")
    if plan.ask_first:
        lines.append("Before you start, please read the questions on the other side.")
    return tuple(lines)


def _affected(day: Sequence[Limit]) -> tuple[str, ...]:
    """Say what the pain does to the day; the limits in minutes make one sentence."""
    verbs = {"walking": "walk", "sitting": "sit", "standing": "stand"}
    limits = [limit for limit in day if limit.is_limited]
    minutes = [limit for limit in limits if limit.activity in verbs and limit.value]
    can = [f"{verbs[limit.activity]} for about {limit.value:g} minutes" for limit in minutes]
    lines = [limit.text for limit in limits if limit not in minutes]
    if can:
        place = 1 if limits[0].activity == "bending" else 0
        lines.insert(place, f"You can {listed(can)} before the pain stops you.")
    return tuple(lines)


def _helps(leading: Sequence[Judged], plan: Plan, knowledge: Knowledge) -> tuple[str, ...]:
    lines = list(dict.fromkeys(judged.contributor.plain_helps for judged in leading[:MOST_HELPS]))
    if isinstance(plan.massage, MassageSession) and "massage" not in " ".join(lines).lower():
        lines.append("Massage may ease the muscles for a while, together with moving.")
    if plan.complementary:
        names = listed([knowledge.interventions[one.id].plain_name for one in plan.complementary])
        lines.append(f"We also offer {names}. Ask us what suits you.")
    return tuple(lines)


def _days(plan: Plan) -> tuple[Day, ...]:
    """Sort the programme by the days it is done on; walking and habits belong to every day."""
    every: list[ToDo] = []
    alternating: dict[str, list[ToDo]] = {"A": [], "B": []}
    for item in plan.programme.items:
        line = ToDo(item.name, short_dose(item.dose))
        (every if len(item.days) > 1 else alternating[item.days[0]]).append(line)
    if plan.walking is not None:
        every.append(ToDo("Walk", _walking(plan)))
    days = [Day("Every day", tuple(every))]
    days += [Day(f"Day {name}", tuple(lines)) for name, lines in alternating.items()]
    return tuple(day for day in days if day.lines)


def _walking(plan: Plan) -> str:
    assert plan.walking is not None
    walking = plan.walking
    if not walking.item.startswith("walking"):
        return short_dose(walking.text)
    if walking.start_minutes >= walking.goal_minutes:
        return f"{walking.goal_minutes:g} minutes on most days"
    return (
        f"{walking.start_minutes:g} minutes on most days; add a little each week, up to "
        f"{walking.goal_minutes:g} minutes"
    )


def _exercise(one: ProgrammeItem, knowledge: Knowledge) -> Exercise:
    item = knowledge.items[one.id]
    return Exercise(
        name=one.name,
        days="every day" if len(one.days) > 1 else f"day {one.days[0]}",
        dose=short_dose(one.dose),
        start=item.start,
        steps=item.steps,
        feel=item.feel,
        stop_if=item.stop_if,
        easier=item.easier,
        adjustments=one.adjustments,
    )


def _prevent(plan: Plan, knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(one.text for one in plan.education if knowledge.advice[one.id].topic == "prevention")[:2]


def _call_now(knowledge: Knowledge) -> tuple[str, ...]:
    """Use the words of the safety questions, so that the patient learns one vocabulary."""
    lines = [
        option.text
        for question, wanted in _EMERGENCY_ANSWERS
        for option in knowledge.safety_questions[question].options
        if option.id in wanted
    ]
    return (*lines, _SADDLE)


def _call_clinic(plan: Plan) -> tuple[str, ...]:
    """Take the rules that end in a call to us; the danger signs stand in the list for emergencies."""
    reasons = [rule.plain for rule in plan.review.rules if rule.kind in ("stop", "refer")]
    kept = [small(one.partition(":")[0]) for one in reasons if "danger signs" not in one]
    return tuple(kept[:MOST_REASONS_TO_CALL])


def story_text(story: Story) -> str:
    """Write the story as plain text."""
    clinic = story.clinic
    act = story.act
    sections: list[tuple[str, Sequence[str]]] = []
    if act is not None:
        say = [f"Say: “{act.say}”"] if act.say else []
        questions = [one.text for one in act.questions]
        sections += [
            ("What to do now", [*act.steps, *say]),
            ("Why", [act.why]),
            ("The questions", questions),
            ("You answered", act.answers),
            ("For the staff who see you", act.for_staff),
        ]
    sections += [
        ("What you told us", story.told),
        (
            "What we think adds to it",
            [f"{one.name}: {one.how_sure}. {one.text}".strip() for one in story.think],
        ),
        ("How these work together", story.together),
        ("What we do not know yet", story.open),
        ("How it affects your day", story.affected),
        ("What helps", story.helps),
        *(
            (f"What you do: {small(day.heading)}", [f"{one.name}: {one.dose}" for one in day.lines])
            for day in story.days
        ),
        ("How to keep it away", story.prevent),
        (f"Call {clinic.emergency_number} or go to {clinic.emergency_place} if", story.call_now),
        (f"Call us on {clinic.phone} if", story.call_clinic),
        ("Next visit", [story.review] if story.review else []),
        ("Tell us before you start if your answer is yes", story.ask_first),
        ("If it flares up", story.flare),
    ]
    opening = (
        [story.title] if act is not None else [story.title, f"{story.in_one_line} {story.expect}".strip()]
    )
    blocks = [
        "\n".join([heading, *(f"- {sentence(line)}" for line in lines)])
        for heading, lines in sections
        if lines
    ]
    address = ", ".join((clinic.name, *clinic.address, clinic.phone, clinic.hours))
    return "\n\n".join([*opening, *blocks, address])
