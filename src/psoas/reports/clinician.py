"""The clinician's report: everything that was found, with its reasons and sources, as content."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from psoas.alignment.sagittal import AlignmentReading
from psoas.application.assess import Assessment
from psoas.care.clinic import Clinic
from psoas.care.plan import Plan
from psoas.diagnosis.measured import Measured
from psoas.diagnosis.next_examination import NextExamination
from psoas.illustration.body_chart import NervePath
from psoas.illustration.interplay_chart import Arrow, Node
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Mark
from psoas.reports.citations import Citations, SourceLine
from psoas.reports.clinician_beside import Beside, beside
from psoas.reports.clinician_case import Fact, complaint, drawing_facts, drawing_note, header
from psoas.reports.clinician_evidence import Evidence, evidence
from psoas.reports.clinician_plan import PlanPart, plan_part
from psoas.reports.explained import nerve_path
from psoas.reports.suggested import suggested
from psoas.reports.told import where
from psoas.reports.wording import capital, day_in_words, in_hundred, small, with_range, within
from psoas.screening.screening import Action
from psoas.screening.unanswered import question_text

TITLE = "Assessment and plan"
INTENDED_USE = (
    "This report supports a clinician, who can see the basis of every statement and decides. It makes no "
    "diagnosis by itself. Not examined is never counted as absent. Intervals are 90% intervals."
)

MOST_CHANGES = 2  # contributors named beside an examination
FEW_ARROWS = 3  # fewer are told in words, without a chart

Level = Literal["emergency", "urgent", "caution", "ok"]

BADGES: dict[str, tuple[Level, str, str]] = {
    "emergency": ("emergency", "Now", "Emergency: act now. No exercise or massage is planned."),
    "urgent": ("urgent", "Urgent", "To be seen soon. No exercise or massage is planned until then."),
    "refer": ("caution", "Refer", "A colleague should look; care can go on meanwhile."),
    "incomplete": (
        "caution",
        "Incomplete",
        "Safety questions are open. Nothing is planned until they are answered.",
    ),
    "proceed": ("ok", "Clear", "No rule fired, and no open safety question could make one fire."),
}
_TO_DO = {"emergency": "Do now", "urgent": "Do soon", "refer": "Refer"}
_LEVELS: dict[str, Level] = {"emergency": "emergency", "urgent": "urgent", "refer": "caution"}


@dataclass(frozen=True, slots=True)
class Badge:
    """A level of severity with its word and what it means."""

    level: Level
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A safety rule that fired."""

    level: Level
    condition: str
    urgency: str
    within: str
    pattern: str
    found: str
    advice: str
    status: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One contributor feeds another."""

    from_: str
    to: str
    grade: str
    is_strong: bool  # both lead
    words: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """A measurement beside its norm."""

    name: str
    value: str
    usual: str
    word: str
    is_worse: bool
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What an examination would do to one contributor, in 100."""

    name: str
    now: str
    present: str
    absent: str


@dataclass(frozen=True, slots=True)
class NextLine:
    """An examination worth doing next."""

    name: str
    how: str
    effort: str  # minutes it takes
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything, in the order in which it is asked."""

    title: str
    day: date
    clinic: Clinic
    badge: Badge
    header: tuple[Fact, ...]
    in_short: tuple[Fact, ...]
    actions: tuple[ActionLine, ...]
    unanswered: tuple[str, ...]
    suggested: tuple[str, ...]
    complaint: tuple[Fact, ...]
    words: str
    where: str
    drawn: tuple[Mark, ...]
    drawing: tuple[Fact, ...]
    drawing_note: str
    nerve: tuple[NervePath, ...]
    evidence: Evidence
    beside: Beside
    links: tuple[LinkLine, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    measured: tuple[MeasuredLine, ...]
    next: tuple[NextLine, ...]
    plan: PlanPart | None
    sources: tuple[SourceLine, ...]
    intended_use: str
    footer: str


def clinician_report(
    assessment: Assessment, plan: Plan | None, *, knowledge: Knowledge, clinic: Clinic
) -> Report:
    """Lay out an assessment and its plan for the clinician.

    Parameters
    ----------
    assessment : Assessment
        Of the case.
    plan : Plan | None
        The plan, if it is safe to make one.
    knowledge : Knowledge
        The knowledge both were made with.
    clinic : Clinic
        Where the report comes from.
    """
    case, diagnosis, screening = assessment.case, assessment.diagnosis, assessment.screening
    cited = Citations(knowledge.sources)
    actions = tuple(_action(one, cited) for one in screening.actions)
    stands_beside = beside(assessment, knowledge, cited)
    laid_out = None if plan is None else plan_part(plan, knowledge, cited)
    found = evidence(assessment, knowledge, cited)
    drawn = drawing_facts(assessment.drawing, cited)
    links = _links(assessment, knowledge, cited)
    measured = (
        *(_measured(one, knowledge, cited) for one in diagnosis.measured),
        *(_reading(one, cited) for one in assessment.alignment),
    )
    return Report(
        title=TITLE,
        day=case.recorded_on,
        clinic=clinic,
        badge=Badge(*BADGES[screening.disposition]),
        header=header(assessment),
        in_short=_in_short(assessment, plan, knowledge),
        actions=actions,
        unanswered=tuple(_question(name, knowledge) for name in screening.unanswered),
        suggested=suggested(assessment, knowledge),
        complaint=complaint(assessment),
        words=case.complaint.in_the_patients_words or "",
        where=where(assessment.drawn),
        drawn=case.complaint.marks,
        drawing=drawn,
        drawing_note=drawing_note(assessment.drawing),
        nerve=nerve_path(assessment, knowledge),
        evidence=found,
        beside=stands_beside,
        links=links,
        nodes=_nodes(assessment),
        arrows=_arrows(assessment, knowledge),
        measured=measured,
        next=tuple(_next(one, knowledge) for one in diagnosis.next_examinations),
        plan=laid_out,
        sources=cited.listed(),
        intended_use=INTENDED_USE,
        footer=f"{case.id} · {day_in_words(case.recorded_on)} · Psoas {assessment.psoas_version}, "
        f"knowledge {assessment.knowledge_version} ({assessment.knowledge_fingerprint})",
    )


def _in_short(assessment: Assessment, plan: Plan | None, knowledge: Knowledge) -> tuple[Fact, ...]:
    """Say the whole in a few lines, for a reader with a minute."""
    diagnosis, screening = assessment.diagnosis, assessment.screening
    to_do: dict[str, list[str]] = {}
    for one in screening.actions:
        to_do.setdefault(_TO_DO[one.urgency], []).append(f"{one.condition}, {within(one.within_hours)}")
    facts = [Fact(name, "; ".join(lines)) for name, lines in to_do.items()]
    if screening.unanswered:
        count = len(screening.unanswered)
        facts.append(Fact("Still to ask", f"{count} question{'s' if count > 1 else ''}, see below"))
    facts += _leads(assessment)
    if diagnosis.look_alikes:
        facts.append(Fact("Could also be", "; ".join(one.look_alike.name for one in diagnosis.look_alikes)))
    if diagnosis.next_examinations:
        names = [knowledge.findings[one.finding].short for one in diagnosis.next_examinations]
        facts.append(Fact("Examine next", ", ".join(names)))
    if plan is not None:
        programme = plan.programme
        facts.append(
            Fact(
                "Plan",
                f"{len(programme.items)} items at home, {programme.minutes:g} minutes a day; "
                f"review by {day_in_words(plan.review.date)}",
            )
        )
    return tuple(facts)


def _leads(assessment: Assessment) -> list[Fact]:
    """Name what leads: by probability, then by grade, each grade once."""
    judged = {one.contributor.id: one for one in assessment.diagnosis.contributors}
    leading = [judged[identifier] for identifier in assessment.diagnosis.leading]
    probable: list[str] = []
    graded: dict[str, list[str]] = {}
    for one in leading:
        if one.ledger is None:
            graded.setdefault(one.word, []).append(small(one.contributor.short))
        else:
            belief = one.ledger.posterior
            number = with_range(belief.probability, belief.interval)
            said = (
                "" if one.opinion is None else f", the clinician says {one.opinion.judged.replace('-', ' ')}"
            )
            probable.append(f"{one.contributor.short}, {number} in 100, {one.word}{said}")
    told = "; ".join(f"{grade}: {', '.join(names)}" for grade, names in graded.items())
    facts = [Fact("Leads", "; ".join(probable))] if probable else []
    if graded:
        facts.append(Fact("Found" if probable else "Leads", capital(told)))
    return facts or [Fact("Leads", "Nothing stands out so far")]


def _action(one: Action, cited: Citations) -> ActionLine:
    return ActionLine(
        level=_LEVELS[one.urgency],
        condition=one.condition,
        urgency=capital(one.urgency),
        within=within(one.within_hours),
        pattern=one.pattern,
        found="; ".join(one.because),
        advice=one.advice,
        status=one.status,
        cites=cited.of(*one.sources),
    )


def _question(identifier: str, knowledge: Knowledge) -> str:
    record = knowledge.safety_questions.get(identifier)
    text = question_text(identifier, knowledge)
    return text if record is None else f"{record.short}: {text}"


def _links(assessment: Assessment, knowledge: Knowledge, cited: Citations) -> tuple[LinkLine, ...]:
    """Return the links, those between leading contributors first; a chart speaks for the others."""
    names = {name: record.short for name, record in knowledge.contributors.items()}
    leading, found = assessment.diagnosis.leading, assessment.diagnosis.interplay
    edges = [edge for edge in found if edge.from_ in leading and edge.to in leading]
    if len(found) < FEW_ARROWS:
        edges += [edge for edge in found if edge not in edges]
    return tuple(
        LinkLine(
            from_=names[one.from_],
            to=names[one.to],
            grade=one.grade.replace("-", " "),
            is_strong=one.from_ in leading and one.to in leading,
            words=one.because[-1],
            cites=cited.of(*one.sources),
        )
        for one in edges
    )


def _nodes(assessment: Assessment) -> tuple[Node, ...]:
    linked = {name for edge in assessment.diagnosis.interplay for name in (edge.from_, edge.to)}
    return tuple(
        Node(one.contributor.short, one.contributor.group)
        for one in assessment.diagnosis.contributors
        if one.contributor.id in linked
    )


def _arrows(assessment: Assessment, knowledge: Knowledge) -> tuple[Arrow, ...]:
    leading, names = assessment.diagnosis.leading, knowledge.contributors
    return tuple(
        Arrow(
            names[one.from_].short, names[one.to].short, one.grade, one.from_ in leading and one.to in leading
        )
        for one in assessment.diagnosis.interplay
    )


def _measured(one: Measured, knowledge: Knowledge, cited: Citations) -> MeasuredLine:
    side = f", {one.side}" if one.side else ""
    return MeasuredLine(
        name=f"{knowledge.findings[one.finding].short}{side}",
        value=f"{one.value:g} {one.unit}",
        usual=one.usual,
        word=one.word,
        is_worse="worse" in one.word,
        cites=cited.of(one.source),
    )


def _reading(one: AlignmentReading, cited: Citations) -> MeasuredLine:
    unit = {"deg": "degrees"}.get(one.unit, one.unit)
    usual = "" if one.usual is None else f"{one.usual[0]:.0f} to {one.usual[1]:.0f} {unit}"
    return MeasuredLine(
        name=one.name,
        value=f"{one.value:g} ± {one.error:.0f} {unit}",
        usual=usual,
        word=one.word,
        is_worse=not one.word.startswith(("usual", "well matched", "no ")),
        cites=cited.of(one.source),
    )


def _next(one: NextExamination, knowledge: Knowledge) -> NextLine:
    record = knowledge.findings[one.finding]
    changes = [
        ChangeLine(
            knowledge.contributors[change.contributor].short,
            *(str(in_hundred(one)) for one in (change.now, change.if_present, change.if_absent)),
        )
        for change in one.changes[:MOST_CHANGES]
    ]
    effort = f"{one.minutes:g} min" if one.minutes >= 1 else "under 1 min"
    return NextLine(record.name, record.question, effort, tuple(changes))
