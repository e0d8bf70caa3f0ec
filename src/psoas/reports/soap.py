"""The note of a visit, written from what was told and tapped: subjective, objective, assessment, plan.

Short on purpose: what was found, the negatives that matter, and what was not examined, named as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.care.massage import MassageSession
from psoas.care.plan import Plan
from psoas.diagnosis.judged import Judged
from psoas.knowledge.findings import Section
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Observation
from psoas.reports.clinician_case import complaint
from psoas.reports.seen import (
    EXAMINED,
    MOST_NOT_EXAMINED,
    MOST_NOT_FOUND,
    NOTHING,
    not_examined,
    seen,
    some,
)
from psoas.reports.wording import day_in_words, sentence, small, with_range, within
from psoas.screening.unanswered import question_text

MOST_DENIED = 4  # of what the patient said no to

_RENAMED = {"History": "Onset and course"}  # beside the past history
_NOT_SURE, _NONE = "not-sure", "none"
_SCREENED = {
    "emergency": "Emergency: act now. No exercise or massage is planned.",
    "urgent": "Urgent: to be seen soon. No exercise or massage is planned until then.",
    "refer": "A colleague should look; care can go on meanwhile.",
    "incomplete": "Incomplete: safety questions are open. Nothing is planned until they are answered.",
    "proceed": "No safety rule fired, and no open safety question could make one fire.",
}


@dataclass(frozen=True, slots=True)
class SoapNote:
    """A note by section, each a few lines."""

    subjective: tuple[str, ...]
    objective: tuple[str, ...]
    assessment: tuple[str, ...]
    plan: tuple[str, ...]


def soap_note(assessment: Assessment, plan: Plan | None, knowledge: Knowledge) -> SoapNote:
    """Write the note.

    Parameters
    ----------
    assessment : Assessment
        Of the visit as it stands.
    plan : Plan | None
        What was agreed or proposed; none where it is not safe to plan.
    knowledge : Knowledge
        The knowledge both were made with.
    """
    weighs = weights(assessment)
    return SoapNote(
        subjective=_subjective(assessment, knowledge),
        objective=_objective(assessment, knowledge, weighs),
        assessment=_assessment(assessment, knowledge),
        plan=_no_plan(assessment, knowledge) if plan is None else _plan(plan, assessment, knowledge),
    )


def note_text(note: SoapNote) -> str:
    """Write a note as plain text, to be edited."""
    parts = (
        ("Subjective", note.subjective),
        ("Objective", note.objective),
        ("Assessment", note.assessment),
        ("Plan", note.plan),
    )
    return "\n\n".join("\n".join([name.upper(), *lines]) for name, lines in parts)


def weights(assessment: Assessment) -> dict[str, float]:
    """Return how far each finding moves what leads, as a size."""
    weighs: dict[str, float] = {}
    for one in _leading(assessment):
        for row in one.ledger.rows if one.ledger is not None else ():
            weighs[row.finding] = max(weighs.get(row.finding, 0.0), abs(row.shift))
    return weighs


def safety_lines(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Say what the safety questions brought: named, not sure, nothing named, not asked."""
    ticked = {one.question: one.ticked for one in assessment.case.safety}
    named, unsure, nothing, unasked = [], [], [], []
    for question in sorted(knowledge.safety_questions.values(), key=lambda one: one.order):
        answer = ticked.get(question.id)
        if answer is None:
            unasked.append(question.short)
        elif answer == (_NONE,):
            nothing.append(question.short)
        elif answer == (_NOT_SURE,):
            unsure.append(question.short)
        else:
            told = [option.text for option in question.options if option.id in answer]
            named.append(f"{question.short} (“{'”, “'.join(told)}”)")
    lines = (
        ("Safety questions, named", named),
        ("Safety questions, not sure", unsure),
        ("Safety questions, nothing named", nothing),
        ("Safety questions, not asked", unasked),
    )
    return tuple(f"{head}: {'; '.join(names)}." for head, names in lines if names)


def opinion_in_words(judged: Judged) -> str:
    """Say what the clinician thinks of a contributor, beside what is computed, and why."""
    assert judged.opinion is not None
    said = judged.opinion.judged.replace("-", " ")
    return (
        f"Clinician on {small(judged.contributor.short)}: {said} (computed: {computed(judged)}). "
        f"Reason: {sentence(judged.opinion.reason)}"
    )


def computed(judged: Judged) -> str:
    """Say how probable a contributor is, or how marked."""
    if judged.ledger is None:
        return judged.word.replace("-", " ")
    belief = judged.ledger.posterior
    return f"{with_range(belief.probability, belief.interval)} in 100, {judged.word}"


def _subjective(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    case = assessment.case
    words = " ".join((case.complaint.in_the_patients_words or "").split())
    lines = [f"“{words}”"] if words else []
    lines += [
        sentence(f"{_RENAMED.get(one.name, one.name)}: {one.value}")
        for one in complaint(assessment)
        if one.name != "Body"
    ]
    weighs = weights(assessment)
    for head, sections in (("The pain", ("behaviour",)), ("Past history", ("history", "medical"))):
        told = seen(_of(assessment, *sections, knowledge=knowledge), knowledge, weighs=weighs)
        if told.found:
            lines.append(f"{head}: {'; '.join(told.found)}.")
        if told.not_found:
            lines.append(f"{head}, said no to: {some(told.not_found, MOST_DENIED)}.")
    return (*lines, *safety_lines(assessment, knowledge)) or ("Nothing was told.",)


def _objective(assessment: Assessment, knowledge: Knowledge, weighs: dict[str, float]) -> tuple[str, ...]:
    examined = _of(assessment, *EXAMINED, knowledge=knowledge)
    told = seen(examined, knowledge, weighs=weighs)
    lines = [f"Found: {'; '.join(told.found)}."] if told.found else []
    if told.not_found:
        lines.append(f"Looked for and not found: {some(told.not_found, MOST_NOT_FOUND)}.")
    lines += (*told.nerves, *told.measured)
    if not examined:
        lines.append(NOTHING)
    missing = not_examined(_open(assessment), {one.finding for one in examined}, knowledge)
    if missing:
        lines.append(f"Not examined: {some(missing, MOST_NOT_EXAMINED)}.")
    return tuple(lines)


def _open(assessment: Assessment) -> list[str]:
    """Return what was not examined and could tell, the most telling first."""
    names = [one.finding for one in assessment.diagnosis.next_examinations]
    for one in _leading(assessment):
        held = one.ledger or one.grading
        names += held.not_examined if held is not None else ()
    return names


def _assessment(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    diagnosis, screening = assessment.diagnosis, assessment.screening
    lines = [f"Safety: {_SCREENED[screening.disposition]}"]
    lines += [
        f"{one.condition} – {one.urgency}, {within(one.within_hours)}. Found: {'; '.join(one.because)}."
        for one in screening.actions
    ]
    if screening.unanswered:
        lines.append(f"Still to ask: {'; '.join(_shorts(screening.unanswered, knowledge))}.")
    lines += [f"{one.contributor.short}: {computed(one)}." for one in _leading(assessment)]
    if not diagnosis.leading:
        lines.append("No contributor stands out so far.")
    lines += [opinion_in_words(one) for one in diagnosis.contributors if one.opinion is not None]
    if diagnosis.look_alikes:
        names = "; ".join(one.look_alike.name for one in diagnosis.look_alikes)
        lines.append(f"Could also be: {names}.")
    return tuple(lines)


def _plan(plan: Plan, assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    programme = plan.programme
    lines = [f"Goals: {' '.join(sentence(one) for one in plan.goals)}"]
    lines += [sentence(f"{one.condition}: {one.advice}") for one in assessment.screening.actions]
    if programme.items:
        items = "; ".join(one.name for one in programme.items)
        lines.append(f"At home, {programme.minutes:g} minutes a day: {items}.")
    if plan.walking is not None:
        walking = plan.walking
        lines.append(
            f"Walking: from {walking.start_minutes:g} minutes, build up to {walking.goal_minutes:g}."
        )
    lines.append(_massage(plan, knowledge))
    topics = [
        name
        for name, given in (
            ("posture and sleep", plan.posture),
            ("lifting", plan.lifting),
            ("workstation", plan.workstation),
            ("education", plan.education),
            ("what to do in a flare", plan.flare),
        )
        if given
    ]
    if topics:
        lines.append(f"Advice on: {', '.join(topics)}.")
    if plan.complementary:
        lines.append(f"Offered beside it: {', '.join(one.name for one in plan.complementary)}.")
    if plan.ask_first:
        lines.append(f"To ask before it starts: {' '.join(plan.ask_first)}")
    return (*lines, f"Review by {day_in_words(plan.review.date)}.")


def _massage(plan: Plan, knowledge: Knowledge) -> str:
    session = plan.massage
    if not isinstance(session, MassageSession):
        return f"No massage. {' '.join(session.reasons)}".strip()
    muscles = dict.fromkeys(small(knowledge.muscles[one.muscle].name) for one in session.work)
    return f"Massage, {session.minutes:g} minutes: {', '.join(muscles)}."


def _no_plan(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Without a plan, say what is to be done instead."""
    screening = assessment.screening
    lines = [
        sentence(f"{one.condition}, {within(one.within_hours)}: {one.advice}") for one in screening.actions
    ]
    if screening.unanswered:
        lines.append(
            f"Ask before anything is planned: {'; '.join(_shorts(screening.unanswered, knowledge))}."
        )
    return (*lines, "No exercise and no massage is planned.")


def _shorts(questions: Sequence[str], knowledge: Knowledge) -> list[str]:
    known = knowledge.safety_questions
    return [known[one].short if one in known else question_text(one, knowledge) for one in questions]


def _leading(assessment: Assessment) -> list[Judged]:
    judged = {one.contributor.id: one for one in assessment.diagnosis.contributors}
    return [judged[identifier] for identifier in assessment.diagnosis.leading]


def _of(assessment: Assessment, *sections: Section, knowledge: Knowledge) -> list[Observation]:
    return [
        one for one in assessment.case.observations if knowledge.findings[one.finding].section in sections
    ]
