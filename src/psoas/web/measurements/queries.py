"""What was measured in a person, at which visit, by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from psoas.knowledge.knowledge import Knowledge
from psoas.web.models import Observation, User, Visit
from psoas.web.visits.queries import visible_visits

Key = tuple[str, str]  # a finding and a side; the side is empty where there is none


@dataclass(frozen=True, slots=True)
class Taken:
    """One number, at one visit."""

    number: int  # of the visit
    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Record:
    """What is recorded at a visit, and every number up to it, the oldest first."""

    now: Mapping[Key, Observation]
    series: Mapping[Key, tuple[Taken, ...]]
    visit_number: int

    def before(self, key: Key) -> Taken | None:
        """Return the last number of an earlier visit."""
        earlier = [one for one in self.series.get(key, ()) if one.number < self.visit_number]
        return earlier[-1] if earlier else None


def dangers(visit: Visit, knowledge: Knowledge) -> tuple[str, ...]:
    """Return what is suspected as an emergency and that nobody has dealt with."""
    rules = visit.alerts.filter(urgency="emergency", handled_at=None, gone_at=None).values_list(
        "rule", flat=True
    )
    known = knowledge.red_flags
    return tuple(dict.fromkeys(known[one].condition if one in known else one for one in rules))


def record_of(user: User, visit: Visit, knowledge: Knowledge) -> Record:
    """Return what was measured in the person of a visit, at this visit and the ones before."""
    numbers = [name for name, one in knowledge.findings.items() if one.measure is not None]
    visits = visible_visits(user).filter(person_id=visit.person_id, number__lte=visit.number)
    rows: Iterable[Observation] = (
        Observation.objects.filter(visit__in=visits, finding__in=numbers)
        .select_related("visit", "recorded_by")
        .order_by("visit__number")
    )
    now: dict[Key, Observation] = {}
    series: dict[Key, list[Taken]] = {}
    for row in rows:
        key = (row.finding, row.side)
        if row.visit_id == visit.pk:
            now[key] = row
        if row.value is not None:
            series.setdefault(key, []).append(Taken(row.visit.number, row.visit.day, row.value))
    return Record(now, {key: tuple(taken) for key, taken in series.items()}, visit.number)
