"""The assessment as plain data: the JSON that Psoas prints, with its schema."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from psoas.alignment.sagittal import AlignmentReading
from psoas.application.assess import Assessment
from psoas.care.plan import Plan
from psoas.diagnosis.diagnosis import NERVE_ROOT, Judged
from psoas.diagnosis.interplay import Edge
from psoas.diagnosis.measured import Measured
from psoas.diagnosis.next_examination import NextExamination
from psoas.diagnosis.root_level import LevelEvidence
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.day import Limit
from psoas.patient.drawing import Drawing
from psoas.screening.screening import Screening

Interval = tuple[float, float]  # 90 %


@dataclass(frozen=True, slots=True)
class CaseRef:
    """Which case."""

    id: str
    recorded_on: date
    age_years: int | None
    sex: str | None


@dataclass(frozen=True, slots=True)
class KnowledgeRef:
    """Which knowledge, and which program."""

    version: str
    fingerprint: str
    psoas: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One row of a ledger; the log-odds move by ``weight * ln(lr)``."""

    finding: str
    state: str
    lr: float
    lr_interval: Interval
    weight: float
    group: str
    source: str | None
    row: str
    published: float
    status: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContributorPart:
    """One contributor: a probability with its interval and ledger, or a grade with its reasons."""

    id: str
    name: str
    group: str
    kind: str
    prior: float | None
    prior_interval: Interval | None
    prior_for: str | None
    probability: float | None
    interval: Interval | None
    grade: str | None
    word: str
    because: tuple[str, ...]
    ledger: tuple[LedgerLine, ...]
    not_examined: tuple[str, ...]
    evidence: str
    caution: str | None


@dataclass(frozen=True, slots=True)
class RootPart:
    """Nerve-root pain: how probable, which level if so, which side."""

    probability: float
    interval: Interval
    levels: Mapping[str, float]
    level_intervals: Mapping[str, Interval]
    side: str | None
    evidence: tuple[LevelEvidence, ...]


@dataclass(frozen=True, slots=True)
class AssessmentDocument:
    """Everything, in the order in which it is asked."""

    case: CaseRef
    knowledge: KnowledgeRef
    drawing: Drawing | None
    screening: Screening
    contributors: tuple[ContributorPart, ...]
    leading: tuple[str, ...]
    root: RootPart
    interplay: tuple[Edge, ...]
    alignment: tuple[AlignmentReading, ...]
    measured: tuple[Measured, ...]
    function: tuple[Limit, ...]
    next_examinations: tuple[NextExamination, ...]
    plan: Plan | None
    story: str


def assessment_document(assessment: Assessment, plan: Plan | None, story: str) -> AssessmentDocument:
    """Lay out an assessment, its plan and its story as one document."""
    case, diagnosis = assessment.case, assessment.diagnosis
    nerve = next(one for one in diagnosis.contributors if one.contributor.id == NERVE_ROOT)
    assert nerve.ledger is not None
    return AssessmentDocument(
        case=CaseRef(case.id, case.recorded_on, case.age_years, case.person.sex),
        knowledge=KnowledgeRef(
            assessment.knowledge_version, assessment.knowledge_fingerprint, assessment.psoas_version
        ),
        drawing=assessment.drawing,
        screening=assessment.screening,
        contributors=tuple(_contributor(judged) for judged in diagnosis.contributors),
        leading=diagnosis.leading,
        root=RootPart(
            probability=nerve.ledger.posterior.probability,
            interval=nerve.ledger.posterior.interval,
            levels=diagnosis.root.levels,
            level_intervals=diagnosis.root.intervals,
            side=diagnosis.root.side,
            evidence=diagnosis.root.evidence,
        ),
        interplay=diagnosis.interplay,
        alignment=assessment.alignment,
        measured=diagnosis.measured,
        function=assessment.day,
        next_examinations=diagnosis.next_examinations,
        plan=plan,
        story=story,
    )


def document_json(document: AssessmentDocument) -> str:
    """Write the document as JSON text."""
    return json.dumps(document_data(document), indent=2, ensure_ascii=False)


def document_data(document: AssessmentDocument) -> dict[str, Any]:
    """Return the document as plain data: dates as text, ``from_`` as ``from``."""
    data: dict[str, Any] = _adapter().dump_python(document, mode="json")
    for edge in data["interplay"]:
        edge["from"] = edge.pop("from_")
    return data


def document_schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    schema = _adapter().json_schema(mode="serialization")
    edge = schema["$defs"]["Edge"]
    edge["properties"] = {name.rstrip("_"): rule for name, rule in edge["properties"].items()}
    edge["required"] = [name.rstrip("_") for name in edge["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Psoas assessment",
        **schema,
    }


@cache
def _adapter() -> TypeAdapter[AssessmentDocument]:
    return TypeAdapter(AssessmentDocument)


def _contributor(judged: Judged) -> ContributorPart:
    contributor, found, grading = judged.contributor, judged.ledger, judged.grading
    if found is not None:
        belief = found.posterior
        lines = tuple(
            LedgerLine(
                row.finding, row.state, row.lr, row.lr_interval, row.weight, row.group, row.source,
                row.row, row.published, row.status, row.remarks,
            )
            for row in found.rows
        )  # fmt: skip
        return ContributorPart(
            id=contributor.id,
            name=contributor.name,
            group=contributor.group,
            kind=contributor.kind,
            prior=found.prior.probability,
            prior_interval=(found.prior.low, found.prior.high),
            prior_for=found.prior.who,
            probability=belief.probability,
            interval=belief.interval,
            grade=None,
            word=judged.word,
            because=(),
            ledger=lines,
            not_examined=found.not_examined,
            evidence=contributor.evidence,
            caution=contributor.caution,
        )
    assert grading is not None
    return ContributorPart(
        id=contributor.id,
        name=contributor.name,
        group=contributor.group,
        kind=contributor.kind,
        prior=None,
        prior_interval=None,
        prior_for=None,
        probability=None,
        interval=None,
        grade=grading.grade,
        word=judged.word,
        because=grading.because,
        ledger=(),
        not_examined=grading.not_examined,
        evidence=contributor.evidence,
        caution=contributor.caution,
    )


def schema_text() -> str:
    """Return the JSON Schema as text, as shipped in ``assessment.schema.json``."""
    return json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n"


def findings_json(knowledge: Knowledge) -> str:
    """Return the vocabulary as JSON: findings, safety questions, and what a condition may ask for."""
    findings = [
        {
            "id": finding.id,
            "name": finding.name,
            "question": finding.question,
            "section": finding.section,
            "kind": finding.kind,
            "sides": ["right", "left"] if finding.sided else [],
            "unit": None if finding.measure is None else finding.measure.unit,
            "range": None if finding.measure is None else [finding.measure.minimum, finding.measure.maximum],
            "derived": finding.derived is not None,
            "minutes": finding.minutes,
        }
        for finding in knowledge.findings.values()
    ]
    questions = [
        {
            "id": question.id,
            "question": question.text,
            "hint": question.hint,
            "counts_as_yes": question.counts_as_yes,
            "select": question.select,
            "essential": question.essential,
            "options": {option.id: option.text for option in question.options},
        }
        for question in sorted(knowledge.safety_questions.values(), key=lambda one: one.order)
    ]
    return json.dumps({"findings": findings, "safety_questions": questions}, indent=2, ensure_ascii=False)
