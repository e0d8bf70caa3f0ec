"""Who is on the worklist, why, and in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from django.utils import timezone
from pydantic import TypeAdapter

from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.change import Change, pain_change
from psoas.patient.case import Pain
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.models import Alert, Appointment, Clinic, User, Visit
from psoas.web.visits.queries import visible_visits

Level = Literal["emergency", "urgent", "refer", "incomplete", "proceed"]
LEVELS: tuple[Level, ...] = get_args(Level)

Reason = Literal["danger", "waiting", "answering", "review", "not-improving"]
REASONS: Mapping[Reason, str] = {
    "danger": "Needs an answer now",
    "waiting": "Waiting to be seen",
    "not-improving": "Not improving",
    "review": "Review due",
    "answering": "Answering the questions",
}

_PAIN: TypeAdapter[Pain] = TypeAdapter(Pain)


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the list: why, how urgent, and what to do next."""

    visit: Visit
    reason: Reason
    level: Level | None  # of open alerts, or what screening says; nothing where safety is not the matter
    alerts: tuple[str, ...]  # what is suspected, of the alerts nobody has dealt with
    since: datetime
    appointment: datetime | None
    pattern: str  # what leads, in short
    change: Change | None  # of pain, against the visit before
    next_step: str


def worklist_rows(user: User) -> list[Row]:
    """Return everybody who needs somebody, the most urgent first, then who has waited longest.

    Of each person only the latest visit counts.
    """
    clinic = user.clinic
    if clinic is None:
        return []
    knowledge = knowledge_of(clinic)
    today = timezone.localdate()
    arrivals = _appointments(clinic, today)
    rows = []
    for visits in _latest_two(user):
        row = _row(visits, knowledge, today, arrivals.get(visits[0].person_id))
        if row is not None:
            rows.append(row)
    return sorted(rows, key=_order)


def _latest_two(user: User) -> list[list[Visit]]:
    """Return the latest visit of each person of the clinic, and the one before it."""
    visits = visible_visits(user).select_related("person", "plan").prefetch_related("alerts")
    by_person: dict[int, list[Visit]] = {}
    for visit in visits.order_by("person_id", "-number"):
        kept = by_person.setdefault(visit.person_id, [])
        if len(kept) < 2:  # noqa: PLR2004 -- now and before
            kept.append(visit)
    return list(by_person.values())


def _appointments(clinic: Clinic, today: date) -> dict[int, datetime]:
    found = Appointment.objects.filter(
        person__clinic=clinic, starts_at__date=today, cancelled_at=None
    ).order_by("-starts_at")
    return {one.person_id: one.starts_at for one in found}


def _row(visits: list[Visit], knowledge: Knowledge, today: date, booked: datetime | None) -> Row | None:
    visit = visits[0]
    open_alerts = [one for one in visit.alerts.all() if one.handled_at is None and one.gone_at is None]
    change = _change(visits, knowledge)
    reason = _reason(visit, open_alerts, change, today)
    if reason is None:
        return None
    since = min((one.raised_at for one in open_alerts), default=visit.sent_at or visit.created_at)
    return Row(
        visit=visit,
        reason=reason,
        level=_level(visit, open_alerts, reason),
        alerts=tuple(dict.fromkeys(_condition(one, knowledge) for one in open_alerts)),
        since=since,
        appointment=booked,
        pattern=_pattern(visit.leading, knowledge),
        change=change,
        next_step=_next_step(visit, reason),
    )


def _reason(visit: Visit, open_alerts: list[Alert], change: Change | None, today: date) -> Reason | None:
    if any(one.urgency in ("emergency", "urgent") for one in open_alerts):
        return "danger"
    if visit.stage == Visit.Stage.ASKED:
        return "answering"
    if visit.stage != Visit.Stage.SIGNED:
        return "waiting"
    if change in ("worse", "no clear change"):
        return "not-improving"
    plan = getattr(visit, "plan", None)
    return "review" if plan and plan.review_on and plan.review_on <= today else None


def _level(visit: Visit, open_alerts: Iterable[Alert], reason: Reason) -> Level | None:
    urgencies = [level for level in LEVELS for one in open_alerts if one.urgency == level]
    if urgencies:
        return urgencies[0]
    if reason != "waiting":
        return None
    handled = visit.disposition in ("emergency", "urgent", "refer")  # every alert of it has been dealt with
    return next((level for level in LEVELS if level == visit.disposition and not handled), None)


def _change(visits: list[Visit], knowledge: Knowledge) -> Change | None:
    if len(visits) < 2:  # noqa: PLR2004 -- now and before
        return None
    now, before = (_PAIN.validate_python(visit.told.get("complaint", {}).get("pain", {})) for visit in visits)
    return pain_change(before, now, knowledge)


def _condition(alert: Alert, knowledge: Knowledge) -> str:
    rule = knowledge.red_flags.get(alert.rule)
    return rule.condition if rule else alert.rule


def _pattern(leading: list[str], knowledge: Knowledge) -> str:
    known = [knowledge.contributors[one].short for one in leading if one in knowledge.contributors]
    return ", ".join(known[:2])


def _next_step(visit: Visit, reason: Reason) -> str:
    if reason == "danger":
        return "Call now" if visit.stage == Visit.Stage.ASKED else "See now"
    if reason == "answering":
        return "Wait for the answers"
    if reason == "waiting":
        return "Examine" if visit.disposition != "incomplete" else "Ask what is open"
    return "Book a review"


def _order(row: Row) -> tuple[int, int, datetime]:
    place = LEVELS.index(row.level) if row.level in ("emergency", "urgent") else len(LEVELS)
    return place, list(REASONS).index(row.reason), row.since
