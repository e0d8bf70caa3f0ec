"""From an assessment to a plan."""

from collections.abc import Collection

from psoas.application.assess import Assessment
from psoas.care.basis import Basis
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
    basis = basis_of(assessment, knowledge)
    return make_plan(basis.facts, knowledge, strengths=basis.strengths, offers=offers)


def basis_of(assessment: Assessment, knowledge: Knowledge) -> Basis:
    """Return what plans for this patient rest on, whether or not anything may be planned now."""
    strengths = assessment.diagnosis.strengths(knowledge)
    return Basis.of(CaseFacts.of(assessment.case, knowledge, strengths), strengths)
