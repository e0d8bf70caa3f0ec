"""Reading plans: every read starts from what somebody may see."""

from dataclasses import dataclass

from django.db.models import QuerySet

from psoas.web.models import CarePlan, PatientLink, SessionNote, User, Visit
from psoas.web.plans.content import Content
from psoas.web.visits.queries import visible_visits


@dataclass(frozen=True, slots=True)
class Row:
    """An approved plan in the therapist's list."""

    plan: CarePlan
    massage: str  # "to accept", "accepted", "none"
    muscles: int
    sessions: int


def visible_plans(user: User) -> QuerySet[CarePlan]:
    """Return the plans of the user's clinic."""
    plans = CarePlan.objects.filter(visit__in=visible_visits(user))
    return plans.select_related("visit__person__clinic", "approved_by", "massage_accepted_by")


def plans_for_therapist(user: User) -> list[Row]:
    """Return the approved plans: massage that nobody has accepted first, then the newest."""
    approved = visible_plans(user).filter(approved_at__isnull=False).order_by("-approved_at")
    rows = [_row(plan) for plan in approved.prefetch_related("visit__session_notes")[:200]]
    return sorted(rows, key=lambda row: row.massage != "to accept")


def _row(plan: CarePlan) -> Row:
    massage = Content.read(plan.content).agreed.massage
    state = "accepted" if plan.massage_accepted_at else "to accept"
    return Row(
        plan,
        state if massage else "none",
        len(massage.work) if massage else 0,
        len(plan.visit.session_notes.all()),
    )


def notes_of(visit: Visit) -> QuerySet[SessionNote]:
    """Return the notes of a visit's sessions, the newest first."""
    return SessionNote.objects.filter(visit=visit).select_related("written_by")


def sent_visit(link: PatientLink) -> Visit | None:
    """Return the patient's latest visit whose plan is approved and sent to them."""
    visits = Visit.objects.filter(
        person=link.person, plan__approved_at__isnull=False, plan__sent_at__isnull=False
    )
    return visits.select_related("person__clinic").order_by("-number").first()


def plan_is_being_changed(link: PatientLink) -> bool:
    """Tell whether the patient has a plan that waits for approval or sending."""
    return CarePlan.objects.filter(visit__person=link.person).exists()
