"""Who is on the worklist, and in which order."""

from dataclasses import dataclass

from psoas.web.models import Alert, User, Visit
from psoas.web.visits.queries import visible_visits

LEVELS = ("emergency", "urgent", "refer", "incomplete", "proceed")


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the list."""

    visit: Visit
    level: str  # of the worst alert nobody has dealt with, or what screening says
    open_alerts: int


def waiting(user: User) -> list[Row]:
    """Return the open visits of the clinic: urgency first, then who has waited longest."""
    visits = visible_visits(user).exclude(stage=Visit.Stage.SIGNED).prefetch_related("alerts")
    rows = [_row(visit) for visit in visits]
    return sorted(
        rows, key=lambda row: (LEVELS.index(row.level), row.visit.sent_at is None, row.visit.updated_at)
    )


def _row(visit: Visit) -> Row:
    alerts: list[Alert] = [
        one for one in visit.alerts.all() if one.handled_at is None and one.gone_at is None
    ]
    levels = [one.urgency for one in alerts] or [visit.disposition]
    return Row(visit, min(levels, key=LEVELS.index), len(alerts))
