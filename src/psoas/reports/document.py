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
from psoas.diagnosis.diagnosis import NERVE_ROOT
from psoas.diagnosis.interplay import Edge
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.measured import Measured
from psoas.diagnosis.next_examination import NextExamination
from psoas.diagnosis.root_level import LevelEvidence
from psoas.diagnosis.sensitivity import Sensitivity, sensitivity
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.day import Limit
from psoas.patient.case import Opinion
from psoas.patient.drawing import Drawing
from psoas.patient.facts import CaseFacts
from psoas.patient.writing import case_document
from psoas.reports.document_parts import (
    LookAlikePart,
    MechanismPart,
    OutlookPart,
    RulePart,
    look_alike_part,
    mechanism_part,
    outlook_part,
    rule_part,
)
from psoas.screening.screening import Screening
from psoas.screening.suggestions import Suggestion

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
class InputPart:
    """What went in, whole: enough to work the assessment out again."""

    case: Mapping[str, Any]  # a case file
    local_priors: str | None  # the text of the clinic's own priors, where there are some
    local_items: str | None = None  # the text of its own exercises


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
    shipped_prior: float | None  # where a clinic's own prior stands in front of it
    probability: float | None
    interval: Interval | None
    grade: str | None
    word: str
    opinion: Opinion | None  # the clinician's, beside what is computed
    because: tuple[str, ...]
    ledger: tuple[LedgerLine, ...]
    not_examined: tuple[str, ...]
    sensitivity: Sensitivity | None  # what the conclusion leans on; for those that lead
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
    suggestions: tuple[Suggestion, ...]
    contributors: tuple[ContributorPart, ...]
    leading: tuple[str, ...]
    ranking: tuple[str, ...]
    root: RootPart
    best_mechanism: str | None  # the one whose pattern fits best
    mechanism: tuple[MechanismPart, ...]  # the best fitting first
    rules: tuple[RulePart, ...]
    look_alikes: tuple[LookAlikePart, ...]
    interplay: tuple[Edge, ...]
    alignment: tuple[AlignmentReading, ...]
    measured: tuple[Measured, ...]
    function: tuple[Limit, ...]
    outlook: OutlookPart
    next_examinations: tuple[NextExamination, ...]
    plan: Plan | None
    story: str
    input: InputPart


def assessment_document(
    assessment: Assessment, plan: Plan | None, story: str, knowledge: Knowledge
) -> AssessmentDocument:
    """Lay out an assessment, its plan and its story as one document."""
    facts = CaseFacts.of(assessment.case, knowledge)
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
        suggestions=assessment.suggestions,
        contributors=tuple(
            _contributor(judged, _doubt(judged, diagnosis.leading, facts))
            for judged in diagnosis.contributors
        ),
        leading=diagnosis.leading,
        ranking=diagnosis.ranking,
        root=RootPart(
            probability=nerve.ledger.posterior.probability,
            interval=nerve.ledger.posterior.interval,
            levels=diagnosis.root.levels,
            level_intervals=diagnosis.root.intervals,
            side=diagnosis.root.side,
            evidence=diagnosis.root.evidence,
        ),
        best_mechanism=diagnosis.mechanism.best,
        mechanism=tuple(mechanism_part(one) for one in diagnosis.mechanism.readings),
        rules=tuple(rule_part(one) for one in diagnosis.rules),
        look_alikes=tuple(look_alike_part(one) for one in diagnosis.look_alikes),
        interplay=diagnosis.interplay,
        alignment=assessment.alignment,
        measured=diagnosis.measured,
        function=assessment.day,
        outlook=outlook_part(assessment.outlook),
        next_examinations=diagnosis.next_examinations,
        plan=plan,
        story=story,
        input=InputPart(
            case_document(case, knowledge=knowledge), assessment.local_priors, assessment.local_items
        ),
    )


def _doubt(judged: Judged, leading: tuple[str, ...], facts: CaseFacts) -> Sensitivity | None:
    if judged.ledger is None or judged.contributor.id not in leading:
        return None
    return sensitivity(judged.contributor, facts, facts.knowledge)


def document_json(document: AssessmentDocument) -> str:
    """Write the document as JSON text."""
    return json.dumps(document_data(document), indent=2, ensure_ascii=False)


def document_data(document: AssessmentDocument) -> dict[str, Any]:
    """Return the document as plain data: dates as text, ``from_`` as ``from``."""
    data: dict[str, Any] = _adapter().dump_python(document, mode="json")
    for edge in data["interplay"]:
        edge["from"] = edge.pop("from_")
    return data


def read_document(data: Mapping[str, Any]) -> AssessmentDocument:
    """Read back what `document_data` returned."""
    edges = [{**edge, "from_": edge["from"]} for edge in data["interplay"]]
    return _adapter().validate_python({**data, "interplay": edges})


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


def _contributor(judged: Judged, doubt: Sensitivity | None) -> ContributorPart:
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
            shipped_prior=None if found.shipped is None else found.shipped.probability,
            probability=belief.probability,
            interval=belief.interval,
            grade=None,
            word=judged.word,
            opinion=judged.opinion,
            because=(),
            ledger=lines,
            not_examined=found.not_examined,
            sensitivity=doubt,
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
        shipped_prior=None,
        probability=None,
        interval=None,
        grade=grading.grade,
        word=judged.word,
        opinion=judged.opinion,
        because=grading.because,
        ledger=(),
        not_examined=grading.not_examined,
        sensitivity=None,
        evidence=contributor.evidence,
        caution=contributor.caution,
    )


def schema_text() -> str:
    """Return the JSON Schema as text, as shipped in ``assessment.schema.json``."""
    return json.dumps(document_schema(), indent=2, ensure_ascii=False) + "\n"
