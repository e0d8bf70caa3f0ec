"""Everything known of one visit's plan at one moment: the patient, the proposal, and what was decided."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from psoas.application.assess import Assessment, assess
from psoas.application.plan_care import basis_of, plan_care
from psoas.care.agreed import Agreed, agreed_plan, as_agreed
from psoas.care.basis import Basis
from psoas.care.concerns import Concern, Question, concerns, questions
from psoas.care.differences import differences
from psoas.care.plan import Plan
from psoas.knowledge.knowledge import Knowledge
from psoas.screening.unanswered import question_text
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.models import CarePlan, Visit
from psoas.web.plans.content import Content, refuse
from psoas.web.visits.case import case_of


@dataclass(frozen=True)
class Planning:
    """A visit's plan as it stands; made anew for each request, so that everything is checked anew."""

    visit: Visit
    row: CarePlan | None  # nothing until somebody changed or approved the proposal
    assessment: Assessment
    knowledge: Knowledge

    @cached_property
    def basis(self) -> Basis:
        """What plans for this patient rest on."""
        return basis_of(self.assessment, self.knowledge)

    @cached_property
    def proposal(self) -> Plan | None:
        """What the engine proposes now; nothing when it is not safe to plan."""
        return plan_care(self.assessment, self.knowledge, offers=tuple(self.visit.person.clinic.offers))

    @cached_property
    def proposed(self) -> Agreed | None:
        """The proposal as data."""
        return None if self.proposal is None else as_agreed(self.proposal, self.basis)

    @cached_property
    def content(self) -> Content | None:
        """What is stored, or the untouched proposal."""
        if self.row is not None:
            return Content.read(self.row.content)
        return None if self.proposed is None else Content(agreed=self.proposed, proposed=self.proposed)

    @property
    def agreed(self) -> Agreed:
        """What was decided.

        Raises
        ------
        PlanError
            There is no plan, and none can be made now.
        """
        if self.content is None:
            raise refuse("The plan", "No plan can be made now.", "The plan page says why.")
        return self.content.agreed

    @cached_property
    def plan(self) -> Plan | None:
        """The whole plan that follows, as story, paper and document take it; nothing while it is not safe."""
        if self.proposal is None or self.content is None:
            return None
        return agreed_plan(self.content.agreed, self.proposal, self.basis)

    @cached_property
    def concerns(self) -> Sequence[Concern]:
        """What speaks against the plan now."""
        if self.content is None:
            return ()
        stopped = [Concern("blocks", "safety", text) for text in self.not_safe]
        return (*stopped, *concerns(self.content.agreed, self.basis))

    @property
    def blocking(self) -> tuple[Concern, ...]:
        """What must be gone before the plan may be approved, sent, or followed."""
        return tuple(one for one in self.concerns if one.kind == "blocks")

    @cached_property
    def not_safe(self) -> tuple[str, ...]:
        """Why nothing may be planned now."""
        if self.proposal is not None:
            return ()
        screening = self.assessment.screening
        if screening.is_safe_to_plan:
            return self.basis.stopping
        told = [f"{one.condition}: {one.advice}" for one in screening.actions if one.urgency != "refer"]
        return tuple(told) or ("Safety questions are still open.",)

    @cached_property
    def unanswered(self) -> tuple[str, ...]:
        """The safety questions that are still open, where they hold the plan up."""
        if self.assessment.screening.disposition != "incomplete":
            return ()
        return tuple(question_text(one, self.knowledge) for one in self.assessment.screening.unanswered)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What to ask before the patient starts."""
        return () if self.content is None else questions(self.content.agreed, self.basis)

    @cached_property
    def new_in_proposal(self) -> tuple[str, ...]:
        """What the engine would propose otherwise than when the clinician last looked at its proposal."""
        if self.row is None or self.content is None or self.proposed is None:
            return ()
        return differences(self.content.proposed, self.proposed, self.knowledge)

    @cached_property
    def decided_otherwise(self) -> tuple[str, ...]:
        """Where the clinician decided otherwise than proposed."""
        if self.content is None:
            return ()
        return differences(self.content.proposed, self.content.agreed, self.knowledge)

    @property
    def knowledge_is_newer(self) -> bool:
        """The knowledge changed since the plan was last saved."""
        return self.row is not None and self.row.knowledge_fingerprint != self.fingerprint

    @property
    def fingerprint(self) -> str:
        """Of the knowledge in use."""
        return self.assessment.knowledge_fingerprint

    @cached_property
    def version(self) -> str:
        """What a form carries: the version it was filled in against. Of a proposal, its digest as well."""
        if self.row is not None:
            return str(self.row.version)
        told = "" if self.proposed is None else self.proposed.model_dump_json()
        return f"0-{hashlib.sha256(told.encode()).hexdigest()[:12]}"

    @property
    def is_approved(self) -> bool:
        """A clinician stands behind it."""
        return self.row is not None and self.row.approved_at is not None

    @property
    def is_sent(self) -> bool:
        """The patient's link opens it."""
        return self.is_approved and self.row is not None and self.row.sent_at is not None


def planning_of(visit: Visit) -> Planning:
    """Read a visit and work out its plan.

    Raises
    ------
    CaseError
        The record contradicts itself.
    """
    knowledge = knowledge_of(visit.person.clinic)
    row = CarePlan.objects.select_related("approved_by", "massage_accepted_by", "edited_by")
    return Planning(
        visit=visit,
        row=row.filter(visit=visit).first(),
        assessment=assess(case_of(visit), knowledge),
        knowledge=knowledge,
    )
