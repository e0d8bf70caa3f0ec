"""The letter to the family doctor: one page, with the doubt stated, and what is asked of the reader.

The only report with a patient's name in it. The name comes beside the assessment, which knows none.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from psoas.anatomy.regions import Side
from psoas.care.clinic import Clinic
from psoas.care.massage import MassageSession
from psoas.knowledge.findings import SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Observation
from psoas.patient.observing import read_finding
from psoas.patient.past import past_observations
from psoas.reports.clinician_case import limit_in_words
from psoas.reports.document import AssessmentDocument, ContributorPart
from psoas.reports.seen import EXAMINED, NOTHING, not_examined, seen, some
from psoas.reports.told import where
from psoas.reports.wording import (
    capital,
    day_in_words,
    duration_in_words,
    listed,
    sentence,
    sentences,
    small,
    with_range,
    within,
    within_days,
)
from psoas.screening.screening import Action

MOST_FOUND, MOST_NOT_FOUND, MOST_OPEN, MOST_HELD = 8, 4, 4, 5
NOT_EXCLUSIVE = "More than one can be true; these do not add up to 100. Ranges are 90% intervals."
NOTHING_ASKED = (
    "Nothing needs to be done on your side now. Please tell us of anything you know that speaks against this "
    "plan."
)
SEND_AT_ONCE = (
    "New trouble with bladder or bowel, altered feeling between the legs, or weakness that grows: please "
    "send to an emergency department at once."
)
DRAFT = "Draft – not signed"
_NONE = ("none",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """What surrounds the clinical part: who writes to whom, about whom."""

    patient: str
    birth_year: int
    recipient: str = ""  # lines of an address
    opening: str = ""  # the clinic's own words; empty: ours
    closing: str = ""
    request: str = ""  # what the clinician asks of the reader, beside what follows from the assessment
    signed_by: str = ""  # nobody: a draft
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """The whole letter."""

    title: str
    day: date  # of the visit
    clinic: Clinic
    draft: str  # the words of the watermark; empty when it is signed
    recipient: tuple[str, ...]
    subject: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    signature: tuple[str, ...]
    footer: str


def letter(
    document: AssessmentDocument, addressed: Addressed, *, knowledge: Knowledge, clinic: Clinic
) -> Letter:
    """Write the letter of an assessment.

    Parameters
    ----------
    document : AssessmentDocument
        As it was signed, its plan within.
    addressed : Addressed
        About whom, to whom, and who signed.
    knowledge : Knowledge
        Where the names of findings and questions stand; the assessment itself is not worked out again.
    clinic : Clinic
        The letterhead.
    """
    day = document.case.recorded_on
    sections = (
        Section("Reason for the visit", _reason(document)),
        Section("What we found", _found(document, knowledge)),
        Section("Red flags looked for", _red_flags(document, knowledge)),
        Section("What we think, and how sure we are", _held(document)),
        Section("Plan", _plan(document, knowledge)),
        Section("What we ask of you", _asked(document, addressed)),
    )
    signed = addressed.signed_by
    on = "" if addressed.signed_on is None or not signed else f"Signed on {day_in_words(addressed.signed_on)}"
    return Letter(
        title="Letter to the family doctor",
        day=day,
        clinic=clinic,
        draft="" if signed else DRAFT,
        recipient=_lines(addressed.recipient),
        subject=f"{addressed.patient}, born {addressed.birth_year}",
        opening=_lines(addressed.opening)
        or ("Dear colleague,", f"We saw this patient on {day_in_words(day)}. In short:"),
        sections=tuple(one for one in sections if one.lines),
        closing=_lines(addressed.closing) or ("With kind regards",),
        signature=tuple(line for line in (signed or DRAFT, clinic.name, clinic.phone, on) if line),
        footer=f"Worked out with Psoas {document.knowledge.psoas}, knowledge {document.knowledge.version} "
        f"({document.knowledge.fingerprint}); decided by the clinician.",
    )


def letter_page(content: Letter) -> dict[str, Any]:
    """Return everything a template needs."""
    clinic = content.clinic
    return {
        **asdict(content),
        "publisher": clinic.name,
        "clinic": clinic.model_dump(),
        "day": content.day.isoformat(),
        "language": "en",
        "date": [content.day.year, content.day.month, content.day.day],
        "day_in_words": day_in_words(content.day),
        "address": f"{', '.join(clinic.address)} · {clinic.phone}",
    }


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _reason(document: AssessmentDocument) -> tuple[str, ...]:
    told = document.input.case.get("complaint", {})
    place = where(() if document.drawing is None else document.drawing.marks).removeprefix("in ")
    weeks, pain = told.get("duration_weeks"), told.get("pain", {})
    since = f"for {duration_in_words(weeks)}" if weeks is not None else ""
    parts = [
        f"Pain in {place.replace('your ', 'the ')}" if place else "Low back pain",
        since,
        (told.get("course") or "").replace("-", " "),
    ]
    scores = [
        f"{pain[name]} {words}"
        for name, words in (("average", "on average"), ("worst", "at worst"))
        if name in pain
    ]
    strength = f"Pain of 10: {', '.join(scores)}." if scores else ""
    limits = "; ".join(limit_in_words(one.activity, one.value) for one in document.function)
    day = f"The day: {limits}." if limits else ""
    return tuple(
        line
        for line in (sentence(", ".join(part for part in parts if part)), f"{strength} {day}".strip())
        if line
    )


def _found(document: AssessmentDocument, knowledge: Knowledge) -> tuple[str, ...]:
    observed = [
        one
        for one in _observations(document, knowledge)
        if knowledge.findings[one.finding].section in EXAMINED
    ]
    leading = [one for one in document.contributors if one.id in document.leading]
    told = seen(observed, knowledge, weighs=_weights(leading))
    open_names = [one.finding for one in document.next_examinations]
    open_names += [name for one in leading for name in one.not_examined]
    missing = not_examined(open_names, {one.finding for one in observed}, knowledge)
    lines = [f"Found: {some(told.found, MOST_FOUND)}."] if told.found else []
    if told.not_found:
        lines.append(f"Looked for and not found: {some(told.not_found, MOST_NOT_FOUND)}.")
    lines += told.nerves
    if not observed:
        lines.append(NOTHING)
    if missing:
        lines.append(f"Not examined: {some(missing, MOST_OPEN)}.")
    return tuple(lines)


def _observations(document: AssessmentDocument, knowledge: Knowledge) -> Iterable[Observation]:
    """Yield what was observed, as far as today's vocabulary has a name for it."""
    for one in past_observations(document.input.case):
        record = knowledge.findings.get(one.finding)
        if record is None or record.sided != (one.side is not None):
            continue
        present = one.present
        if present is None:  # a number: the cut-off of its finding says
            value: Any = one.value if one.side is None else {one.side: one.value}
            found, _ = read_finding(record, value)
            present = found[0].present if found else None
        yield Observation(one.finding, None if one.side is None else Side(one.side), present, one.value)


def _weights(parts: Iterable[ContributorPart]) -> dict[str, float]:
    weighs: dict[str, float] = {}
    for part in parts:
        for line in part.ledger:
            shift = abs(line.weight * math.log(line.lr))
            weighs[line.finding] = max(weighs.get(line.finding, 0.0), shift)
    return weighs


def _red_flags(document: AssessmentDocument, knowledge: Knowledge) -> tuple[str, ...]:
    """Say what was asked, what was named, and what nobody asked: silence is no "no"."""
    answers = {
        question: (ticked,) if isinstance(ticked, str) else tuple(ticked)
        for question, ticked in document.input.case.get("safety", {}).items()
    }
    known = sorted(knowledge.safety_questions.values(), key=lambda one: one.order)
    nothing = [small(one.short) for one in known if answers.get(one.id) == _NONE]
    unasked = [small(one.short) for one in known if one.id not in answers]
    named = [
        f"{one.short} ({listed(_ticked(one, answers[one.id]))})"
        for one in known
        if one.id in answers and answers[one.id] != _NONE
    ]
    lines = [_fired(one) for one in document.screening.actions]
    if named:
        lines.append(f"Answered with a sign or with doubt: {'; '.join(named)}.")
    if nothing:
        lines.append(f"Asked, nothing named: {', '.join(nothing)}.")
    if unasked:
        lines.append(f"Not asked: {', '.join(unasked)}.")
    return tuple(lines)


def _ticked(question: SafetyQuestion, answer: Collection[str]) -> list[str]:
    return [f"“{option.text}”" for option in question.options if option.id in answer]


def _fired(one: Action) -> str:
    because = "; ".join(small(reason) for reason in one.because)
    return f"{one.condition} – {one.urgency}, {within(one.within_hours)}. Because of: {because}."


def _held(document: AssessmentDocument) -> tuple[str, ...]:
    parts = {one.id: one for one in document.contributors}
    leading = [parts[one] for one in document.leading]
    weighed = [one for one in leading if one.probability is not None][:MOST_HELD]
    lines = [f"{one.name}: {_number(one)}." for one in weighed]
    grades: dict[str, list[str]] = {}
    for one in leading:
        if one.grade is not None:
            grades.setdefault(one.grade, []).append(small(one.name))
    if grades:
        told = "; ".join(f"{grade.replace('-', ' ')}: {listed(names)}" for grade, names in grades.items())
        lines.append(f"Graded, without a probability – {told}.")
    lines = lines or ["Nothing stands out so far."]
    if len(weighed) > 1:
        lines.append(NOT_EXCLUSIVE)
    lines += [_opinion(one) for one in document.contributors if one.opinion is not None]
    if document.look_alikes:
        others = listed([small(one.name) for one in document.look_alikes], "or")
        lines.append(f"Not excluded: {others}.")
    return tuple(lines)


def _number(part: ContributorPart) -> str:
    assert part.probability is not None
    assert part.interval is not None
    return f"{with_range(part.probability, part.interval)} in 100 patients like this one, {part.word}"


def _opinion(part: ContributorPart) -> str:
    assert part.opinion is not None
    said = part.opinion.judged.replace("-", " ")
    held = part.word.replace("-", " ") if part.probability is None else _number(part)
    reason = sentence(part.opinion.reason)
    return f"Our own judgment of {small(part.name)}: {said} (computed: {held}). {reason}"


def _plan(document: AssessmentDocument, knowledge: Knowledge) -> tuple[str, ...]:
    plan = document.plan
    if plan is None:
        why = {
            "emergency": "until the emergency is dealt with",
            "urgent": "until this has been checked",
            "incomplete": "until the open safety questions are answered",
        }.get(document.screening.disposition, "for now: a contraindication stops it")
        return (f"No exercise and no massage {why}.",)
    lines = [f"Goals: {' '.join(sentence(one) for one in plan.goals)}"]
    if plan.programme.items:
        items = "; ".join(small(one.name) for one in plan.programme.items)
        lines.append(f"Home program, {plan.programme.minutes:g} minutes a day: {items}.")
    if isinstance(plan.massage, MassageSession):
        known = knowledge.muscles
        muscles = dict.fromkeys(
            small(known[one.muscle].name) for one in plan.massage.work if one.muscle in known
        )
        lines.append(f"Massage, {plan.massage.minutes:g} minutes: {listed(list(muscles))}.")
    if plan.walking is not None:
        lines.append(
            f"Walking: from {plan.walking.start_minutes:g} minutes up to {plan.walking.goal_minutes:g}."
        )
    return (*lines, f"We look again by {day_in_words(plan.review.date)}.")


def _asked(document: AssessmentDocument, addressed: Addressed) -> tuple[str, ...]:
    lines = [sentence(line) for line in _lines(addressed.request)]
    lines += [
        f"{capital(small(one.condition))}, {within(one.within_hours)}: {' '.join(sentences(one.advice)[:2])}"
        for one in document.screening.actions
    ]
    lines += [
        f"{one.name}, {within_days(one.within_days)}: {sentence(one.settled_by)}"
        for one in document.look_alikes[:2]
    ]
    return (*(lines or [NOTHING_ASKED]), SEND_AT_ONCE)
