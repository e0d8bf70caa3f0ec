"""What would be frozen if the visit were signed now, and what must not pass without a reason."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from psoas.application.assess import Assessment
from psoas.care.plan import Plan
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.document import AssessmentDocument, assessment_document, document_data
from psoas.reports.soap import note_text, soap_note
from psoas.reports.story import story_text, tell_story
from psoas.reports.wording import within
from psoas.screening.unanswered import question_text
from psoas.web.clinic_knowledge import clinic_in_words, knowledge_of
from psoas.web.models import Alert, CarePlan, Visit
from psoas.web.plans.planning import Planning
from psoas.web.visits.case import assessment_of

Kind = Literal["emergency", "alert", "unanswered"]


@dataclass(frozen=True, slots=True)
class Matter:
    """Something the clinician signs in spite of: only with a reason."""

    id: str  # of the rule; "questions" for what is not answered
    kind: Kind
    level: str
    words: str
    detail: tuple[str, ...]
    said: str  # how the alert was handled, if it was


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that signing would freeze."""

    assessment: Assessment
    knowledge: Knowledge
    plan: Plan | None
    document: AssessmentDocument
    note: str  # as written from what was tapped
    matters: tuple[Matter, ...]
    state: str  # a digest: what was read is what is signed


def draft_of(visit: Visit) -> Draft:
    """Put together what would be frozen now."""
    knowledge, clinic = knowledge_of(visit.person.clinic), clinic_in_words(visit.person.clinic)
    assessment = assessment_of(visit)
    plan = plan_of(visit, assessment, knowledge)
    story = story_text(tell_story(assessment, plan, knowledge=knowledge, clinic=clinic))
    document = assessment_document(assessment, plan, story, knowledge)
    matters = tuple(_matters(visit, assessment, knowledge))
    return Draft(
        assessment=assessment,
        knowledge=knowledge,
        plan=plan,
        document=document,
        note=note_text(soap_note(assessment, plan, knowledge)),
        matters=matters,
        state=_digest(document_data(document), [(one.kind, one.id) for one in matters]),
    )


def plan_of(visit: Visit, assessment: Assessment, knowledge: Knowledge) -> Plan | None:
    """Return the plan that goes with an assessment of a visit: as decided, or as proposed."""
    row = CarePlan.objects.filter(visit=visit).first()
    return Planning(visit, row, assessment, knowledge).plan


def _matters(visit: Visit, assessment: Assessment, knowledge: Knowledge) -> Iterator[Matter]:
    """Yield emergencies always, other alerts while nobody has dealt with them, and open questions."""
    alerts = {alert.rule: alert for alert in Alert.objects.filter(visit=visit, gone_at=None)}
    screening = assessment.screening
    for action in screening.actions:
        alert = alerts.get(action.id)
        is_open = alert is not None and alert.handled_at is None
        if action.urgency != "emergency" and not is_open:
            continue
        yield Matter(
            id=action.id,
            kind="emergency" if action.urgency == "emergency" else "alert",
            level=action.urgency,
            words=f"{action.condition}, {within(action.within_hours)}",
            detail=action.because,
            said="" if alert is None else alert.handled_how,
        )
    if screening.unanswered:
        questions = tuple(question_text(one, knowledge) for one in screening.unanswered)
        count = f"{len(questions)} safety question{'s are' if len(questions) > 1 else ' is'} open"
        yield Matter("questions", "unanswered", "incomplete", count, questions, "")


def _digest(*told: Any) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
