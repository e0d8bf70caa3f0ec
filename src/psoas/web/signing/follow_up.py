"""A follow-up visit: what stays true is carried over and marked, everything else is asked and examined anew.

An "absent" of that day is not carried over where it could hurt: pregnancy, blood thinners and the like are
asked again. Only what was present stays, since it errs on the side of caution.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from psoas.web.access.refusals import ConflictError
from psoas.web.audit.record import Actor, record
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.models import Observation, Person, Visit
from psoas.web.visits.actions import assess_again, start_visit

CARRIED = "carried_over"  # the part of what was told that says where the rest of it comes from
KEPT: Mapping[str, tuple[str, ...] | None] = {  # nothing: the whole part
    "person": None,
    "complaint": ("onset", "side"),
    "work": None,
    "wishes": None,
}
_DAYS_A_WEEK = 7


@transaction.atomic
def start_follow_up(*, after: Visit, by: Actor) -> Visit:
    """Begin a follow-up visit; if a later one is open already, return that.

    Raises
    ------
    ConflictError
        The visit it should follow is not signed, or one of its alerts is open.
    """
    Person.objects.select_for_update(no_key=True).get(pk=after.person_id)
    if after.stage != Visit.Stage.SIGNED:
        raise ConflictError("This visit is not signed. A follow-up begins after signing.")
    later = Visit.objects.filter(person=after.person, number__gt=after.number)
    standing = later.exclude(stage=Visit.Stage.SIGNED).select_related("person__clinic").first()
    if standing is not None:
        return standing
    if later.exists():
        raise ConflictError("A later visit is signed already. Begin the follow-up from that one.")
    if after.alerts.filter(handled_at=None, gone_at=None).exists():
        # lists look at the latest visit, so an open alert of an earlier one would be forgotten
        raise ConflictError("An alert of this visit is open. Say first how it was dealt with.")
    visit = start_visit(person=after.person, by=by)
    visit.told = told_again(after, visit)
    visit.save(update_fields=["told", "updated_at"])
    rows = [
        Observation(
            visit=visit,
            finding=one.finding,
            side=one.side,
            present=one.present,
            value=one.value,
            told_by_patient=one.told_by_patient,
        )
        for one in observed_again(after)
    ]
    Observation.objects.bulk_create(rows)
    detail = {"from": str(after.key), "findings": [row.finding for row in rows]}
    clinic, person = after.person.clinic, after.person
    target = f"visit:{visit.key}"
    record("visit.carried-over", by=by, clinic=clinic, person=person, target=target, detail=detail)
    assess_again(visit=visit)
    return visit


def observed_again(visit: Visit) -> list[Observation]:
    """Return the findings that are carried over: the history, and of the medical ones those present."""
    findings = knowledge_of(visit.person.clinic).findings
    return [
        one
        for one in visit.observations.order_by("finding", "side")
        if (record := findings.get(one.finding)) is not None
        and (record.section == "history" or (record.section == "medical" and one.present))
    ]


def told_again(visit: Visit, later: Visit | None = None) -> dict[str, Any]:
    """Return what was told and is carried over, the duration counted on to the day of the later visit."""
    told: dict[str, Any] = {}
    for part, names in KEPT.items():
        fields = visit.told.get(part, {})
        kept = {name: value for name, value in fields.items() if names is None or name in names}
        if kept:
            told[part] = kept
    weeks = visit.told.get("complaint", {}).get("duration_weeks")
    day = timezone.localdate() if later is None else later.day
    if weeks is not None:
        since = max(0, (day - visit.day).days) / _DAYS_A_WEEK
        told.setdefault("complaint", {})["duration_weeks"] = round(weeks + since, 1)
    told[CARRIED] = {
        "visit": visit.number,
        "day": visit.day.isoformat(),
        "parts": sorted(told),
        "findings": [one.finding for one in observed_again(visit)],
    }
    return told
