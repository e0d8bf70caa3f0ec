"""From an assessment to a plan."""

from collections.abc import Collection

from psoas.application.assess import Assessment
from psoas.care.plan import Plan, make_plan
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts


def plan_care(assessment: Assessment, knowledge: Knowledge, *, offers: Collection[str] = ()) -> Plan | None:
    """Make the plan, or nothing when it is not safe or safety questions are open.

    Parameters
    ----------
    assessment : Assessment
        Of the case; its screening decides whether anything is planned.
    knowledge : Knowledge
        The knowledge it was assessed with.
    offers : Collection[str]
        Complementary interventions that the clinic offers, such as ``{"heat", "yoga"}``.
    """
    if not assessment.screening.is_safe_to_plan:
        return None
    strengths = assessment.diagnosis.strengths(knowledge)
    facts = CaseFacts.of(assessment.case, knowledge, strengths)
    return make_plan(facts, knowledge, strengths=strengths, offers=offers)
