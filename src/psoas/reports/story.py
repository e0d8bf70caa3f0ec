"""The patient's story: one page in plain words, as content for page, paper and plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psoas.anatomy.regions import REGIONS, Side
from psoas.application.assess import Assessment
from psoas.care.clinic import Clinic
from psoas.care.massage import MassageSession
from psoas.care.plan import Plan
from psoas.diagnosis.diagnosis import Judged
from psoas.illustration.body_chart import NervePath
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case, DrawnRegion
from psoas.reports.wording import day_in_words, duration_in_words, listed, sentence

MOST_FINDINGS = 4  # a page holds no more, and more would bury the point
MOST_CONTRIBUTORS = 4
MOST_HELPS = 3


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to do at home, for the page and the sheet behind it."""

    name: str
    days: str
    dose: str
    why: str
    start: str
    steps: tuple[str, ...]
    feel: str
    stop_if: str
    easier: str
    harder: str
    adjustments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What we think adds to the pain."""

    name: str
    how_sure: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with sentences under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole story; which parts are filled depends on whether it is safe to plan."""

    title: str
    day: date
    in_one_line: str
    is_urgent: bool
    urgency: str  # "emergency", "urgent", "incomplete" or ""
    now: tuple[str, ...]  # what to do now; only when urgent or incomplete
    told: tuple[str, ...]
    think: tuple[Contribution, ...]
    together: tuple[str, ...]
    open: tuple[str, ...]
    affected: tuple[str, ...]
    helps: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    walking: str
    prevent: tuple[str, ...]
    flare: tuple[str, ...]
    call_now: tuple[str, ...]
    call_clinic: tuple[str, ...]
    goals: tuple[str, ...]
    review: str
    drawn: tuple[DrawnRegion, ...]
    nerve: tuple[NervePath, ...]
    clinic: Clinic


def tell_story(assessment: Assessment, plan: Plan | None, *, knowledge: Knowledge, clinic: Clinic) -> Story:
    """Tell the patient what was found and what to do, in plain words.

    Without a plan the story says what to do now, and no more.
    """
    case, screening = assessment.case, assessment.screening
    urgent = screening.disposition in ("emergency", "urgent")
    leading = [
        judged
        for identifier in assessment.diagnosis.leading
        for judged in assessment.diagnosis.contributors
        if judged.contributor.id == identifier
    ][:MOST_CONTRIBUTORS]
    told = _told(case, assessment, knowledge)
    incomplete = plan is None and not urgent
    return Story(
        title="Your back, hip and leg: what we think, and what helps",
        day=case.recorded_on,
        in_one_line=_one_line(assessment, plan, leading, knowledge),
        is_urgent=urgent,
        urgency=screening.disposition if urgent or incomplete else "",
        now=_now(assessment, knowledge, clinic) if plan is None else (),
        told=told,
        think=() if plan is None else tuple(_contribution(judged) for judged in leading),
        together=() if plan is None else _together(assessment, leading),
        open=() if plan is None else _open(assessment, plan, knowledge),
        affected=tuple(limit.text for limit in assessment.day if limit.is_limited),
        helps=() if plan is None else _helps(leading, plan, clinic),
        exercises=() if plan is None else _exercises(plan, knowledge),
        walking="" if plan is None or plan.walking is None else _walking(plan),
        prevent=()
        if plan is None
        else tuple(one.text for one in plan.education if _prevents(one.id, knowledge)),
        flare=() if plan is None else tuple(one.text for one in plan.flare),
        call_now=_call_now(knowledge),
        call_clinic=_call_clinic(plan),
        goals=() if plan is None else plan.goals,
        review="" if plan is None else f"We look at this again by {day_in_words(plan.review.date)}.",
        drawn=case.complaint.drawn or (),
        nerve=() if plan is None else _nerve(assessment, knowledge),
        clinic=clinic,
    )


def story_text(story: Story) -> str:
    """Write the story as plain text."""
    sections = [
        Section("What to do now", story.now),
        Section("What you told us", story.told),
        Section(
            "What we think adds to it",
            tuple(f"{one.name} ({one.how_sure}). {one.text}" for one in story.think),
        ),
        Section("How these work together", story.together),
        Section("What we do not know yet", story.open),
        Section("How it affects your day", story.affected),
        Section("What helps", story.helps),
        Section(
            "What you do each day",
            (
                *(f"{one.name} ({one.days}): {one.dose}" for one in story.exercises),
                *((story.walking,) if story.walking else ()),
            ),
        ),
        Section("How to keep it away", story.prevent),
        Section("If it flares up", story.flare),
        Section(
            f"Call {story.clinic.emergency_number} or go to {story.clinic.emergency_place} if",
            story.call_now,
        ),
        Section(f"Call us on {story.clinic.phone} if", story.call_clinic),
        Section("Next visit", (story.review,) if story.review else ()),
    ]
    parts = [story.title, story.in_one_line]
    parts += [
        "\n".join([section.heading, *(f"- {line}" for line in section.lines)])
        for section in sections
        if section.lines
    ]
    address = ", ".join((story.clinic.name, *story.clinic.address, story.clinic.phone, story.clinic.hours))
    return "\n\n".join([*parts, address])


def _one_line(
    assessment: Assessment, plan: Plan | None, leading: Sequence[Judged], knowledge: Knowledge
) -> str:
    if assessment.screening.disposition in ("emergency", "urgent"):
        return assessment.screening.actions[0].plain
    if plan is None:
        return "We have a few safety questions left. Please answer them first, so that we know you are safe."
    if not leading:
        return (
            "So far nothing stands out as the one reason for your pain. That is common, and it does not stop "
            "you from getting better."
        )
    names = [judged.contributor.plain_name for judged in leading[:3]]
    first = leading[0]
    likely = knowledge.parameter("word-even-below")
    if first.probability is not None and first.probability >= likely:
        rest = f" {sentence(listed(names[1:]))} can add to it." if names[1:] else ""
        return f"The most likely reason for your pain is {names[0]}.{rest}"
    if len(names) > 1:
        return f"Several things seem to add to your pain: {listed(names)}."
    return f"What stands out most is {names[0]}."


def _now(assessment: Assessment, knowledge: Knowledge, clinic: Clinic) -> tuple[str, ...]:
    actions = assessment.screening.actions
    if assessment.screening.disposition == "emergency":
        symptoms = listed([reason[0].lower() + reason[1:] for reason in actions[0].because[:3]])
        return (
            f"Call {clinic.emergency_number} or go to {clinic.emergency_place} now.",
            *dict.fromkeys(action.plain for action in actions if action.urgency == "emergency"),
            f"Say: \u201cI have back pain and I was told to be checked for {actions[0].condition.lower()}. "
            f"The signs are: {symptoms}.\u201d",
            "Show them this page. Do not drive yourself.",
        )
    if assessment.screening.disposition == "urgent":
        return (
            f"Call us today on {clinic.phone} ({clinic.hours}). If you cannot reach us, see a doctor today.",
            *dict.fromkeys(action.plain for action in actions if action.urgency == "urgent"),
            f"If it gets worse, call {clinic.emergency_number} or go to {clinic.emergency_place}.",
        )
    return tuple(
        knowledge.safety_questions[identifier].text
        if identifier in knowledge.safety_questions
        else "In what year were you born?"
        for identifier in assessment.screening.unanswered
    )


def _told(case: Case, assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    lines = []
    where = _where(case)
    since = duration_in_words(case.complaint.duration_weeks)
    if where:
        lines.append(sentence(f"you feel it in {where}" + (f", for {since}" if since else "")))
    elif since:
        lines.append(sentence(f"you have had it for {since}"))
    pain = case.complaint.pain
    if pain.average is not None or pain.worst is not None:
        parts = []
        if pain.average is not None:
            parts.append(f"{pain.average} out of 10 on most days")
        if pain.worst is not None:
            parts.append(f"{pain.worst} out of 10 at worst")
        lines.append(sentence(f"the pain is {listed(parts)}"))
    lines += _behaviour(case, knowledge)
    return tuple(lines)


def _behaviour(case: Case, knowledge: Knowledge) -> list[str]:
    present = [o.finding for o in case.observations if o.present]
    worse = [knowledge.findings[f].short.lower() for f in present if f.startswith("worse-")]
    told = [
        knowledge.findings[finding]
        for finding in present
        if knowledge.findings[finding].section in ("behaviour", "history")
        and not finding.startswith("worse-")
    ]
    lines = []
    if worse:
        things = [word.removeprefix("worse ").removeprefix("on ").removeprefix("when ") for word in worse]
        lines.append(sentence(f"{listed(things[:MOST_FINDINGS])} can make it worse"))
    informative = [record for record in told if record.derived is None][: MOST_FINDINGS - 1]
    if informative:
        lines.append(sentence(listed([record.plain for record in informative])))
    return lines


def _where(case: Case) -> str:
    marks = case.complaint.drawn or ()
    plain = {(region.view, region.name): region.plain for region in REGIONS}
    sides: dict[str, set[str]] = {}
    for mark in marks:
        sides.setdefault(plain[mark.view, mark.region], set()).add(mark.side.value)
    order = list(dict.fromkeys(region.plain for region in REGIONS))
    central = {"lower back", "mid back", "chest", "tummy", "between the legs"}
    names = []
    for name in sorted(sides, key=lambda one: (one not in ("lower back", "mid back"), order.index(one))):
        both = len(sides[name]) > 1
        if name in central:
            names.append(f"your {name}" if not both or name != "between the legs" else name)
        elif both:
            names.append(f"{name} on both sides")
        else:
            names.append(f"the {next(iter(sides[name]))} {name}")
    return listed(names)


def _contribution(judged: Judged) -> Contribution:
    contributor = judged.contributor
    if judged.probability is not None:
        how_sure = f"{judged.word}: {chances(judged)}"
    else:
        how_sure = f"{judged.word} in the examination" if contributor.group != "alignment" else judged.word
    return Contribution(sentence(contributor.plain_name).rstrip("."), how_sure, contributor.plain)


def chances(judged: Judged) -> str:
    """Say a probability as "about 45 (25 to 65) in 100 people like you"."""
    assert judged.ledger is not None
    low, high = judged.ledger.posterior.interval
    middle = judged.ledger.posterior.probability
    return f"about {in_hundred(middle)} ({in_hundred(low)} to {in_hundred(high)}) in 100 people like you"


def in_hundred(probability: float) -> int:
    """Round to the nearest 5 in 100, below 5 to the nearest 1: more would pretend to a precision."""
    percent = probability * 100
    fine = 5
    return round(percent) if percent < fine or percent > 100 - fine else fine * round(percent / fine)


def _together(assessment: Assessment, leading: Sequence[Judged]) -> tuple[str, ...]:
    names = {judged.contributor.id for judged in leading}
    edges = [e for e in assessment.diagnosis.interplay if e.from_ in names and e.to in names]
    return tuple(edge.plain for edge in edges[:2])


def _open(assessment: Assessment, plan: Plan, knowledge: Knowledge) -> tuple[str, ...]:
    """Say honestly what is not settled."""
    exams = [knowledge.findings[one.finding].short.lower() for one in assessment.diagnosis.next_examinations]
    lines = []
    if exams:
        lines.append(f"A few more tests could make this clearer: {listed(exams)}.")
    if plan.ask_first:
        lines.append("Before you start, we still want to ask: " + " ".join(plan.ask_first[:2]))
    return tuple(lines)


def _helps(leading: Sequence[Judged], plan: Plan, clinic: Clinic) -> tuple[str, ...]:
    lines = list(dict.fromkeys(judged.contributor.plain_helps for judged in leading[:MOST_HELPS]))
    if isinstance(plan.massage, MassageSession):
        lines.append("Massage may ease the muscles for a while. It works best together with moving.")
    if plan.complementary:
        names = listed([one.name.lower() for one in plan.complementary])
        lines.append(f"At {clinic.name} you can also get {names}. Ask us what fits you.")
    return tuple(lines)


def _exercises(plan: Plan, knowledge: Knowledge) -> tuple[Exercise, ...]:
    return tuple(
        Exercise(
            name=one.name,
            days="every day" if len(one.days) > 1 else f"day {one.days[0]}",
            dose=one.dose,
            why=one.why,
            start=knowledge.items[one.id].start,
            steps=knowledge.items[one.id].steps,
            feel=knowledge.items[one.id].feel,
            stop_if=knowledge.items[one.id].stop_if,
            easier=knowledge.items[one.id].easier,
            harder=knowledge.items[one.id].harder,
            adjustments=one.adjustments,
        )
        for one in plan.programme.items
    )


def _walking(plan: Plan) -> str:
    assert plan.walking is not None
    start, goal = plan.walking.start_minutes, plan.walking.goal_minutes
    if start >= goal:
        return f"Walk {goal:g} minutes on most days."
    return f"Walk {start:g} minutes on most days. Add a little each week until you reach {goal:g} minutes."


def _prevents(identifier: str, knowledge: Knowledge) -> bool:
    return knowledge.advice[identifier].topic == "prevention"


def _call_now(knowledge: Knowledge) -> tuple[str, ...]:
    """Use the words of the safety questions, so that the patient learns one vocabulary."""
    lines = []
    for question, options in (
        ("bladder", ("hard-to-start-or-cannot-pee", "cannot-feel-pee-coming-out", "leak-pee")),
        ("bowel", ("leak-poo",)),
    ):
        record = knowledge.safety_questions[question]
        lines += [option.text for option in record.options if option.id in options]
    return (
        *lines,
        "I feel numb or different between my legs, around my genitals or my bottom",
        "Both legs become weak, or a weakness gets worse fast",
    )


def _call_clinic(plan: Plan | None) -> tuple[str, ...]:
    if plan is None:
        return ()
    return tuple(rule.plain for rule in plan.review.rules if rule.kind in ("stop", "refer"))[:3]


def _nerve(assessment: Assessment, knowledge: Knowledge) -> tuple[NervePath, ...]:
    """The path of the most probable root, once a root leads and its level stands out."""
    root = assessment.diagnosis.root
    if "nerve-root" not in assessment.diagnosis.leading or root.side not in ("right", "left"):
        return ()
    level = max(root.levels, key=lambda one: root.levels[one])
    record = next(one for one in knowledge.roots.values() if one.level == level)
    return (NervePath(side=Side(root.side), level=level, regions=record.path),)
