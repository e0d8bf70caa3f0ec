"""Everything that changes a plan. Each says which version it was decided on; a stale one changes nothing.

Every change is checked as a whole against what is known of the patient now: what a contraindication rules
out cannot come in, whatever was posted.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from psoas.care.agreed import Agreed
from psoas.care.concerns import blocking
from psoas.care.differences import differences
from psoas.foundation.errors import Problem
from psoas.web.access.refusals import ConflictError
from psoas.web.audit.record import Actor, note_visit
from psoas.web.models import CarePlan, SessionNote, Visit
from psoas.web.plans.content import Change, Content, PlanError, refuse
from psoas.web.plans.edits import Edit
from psoas.web.plans.planning import Planning, planning_of
from psoas.web.visits.actions import assess_again, observe_all
from psoas.web.visits.locking import lock


class StalePlanError(ConflictError):
    """Somebody else changed the plan, or what it rests on, since the page was opened."""

    def __init__(self, planning: Planning, seen: str) -> None:
        super().__init__("The plan was changed while you were working on it.")
        self.planning = planning
        number = seen.partition("-")[0]
        content = planning.content
        self.changes = content.since(int(number)) if content and number.isdigit() else ()


@transaction.atomic
def change_plan(*, visit: Visit, version: str, edit: Edit, by: Actor) -> Planning:
    """Change the plan of a visit; approval and sending are withdrawn with it.

    Raises
    ------
    PlanError
        It would be no plan, or something in it is ruled out for this patient; nothing was written.
    StalePlanError
        Somebody was faster; nothing was written.
    """
    planning = _locked(visit, version)
    content = _plannable(planning)
    before, knowledge = content.agreed, planning.knowledge
    after = edit(before, knowledge)
    if after == before:
        return planning
    standing = {one.text for one in blocking(before, planning.basis)}
    new = [one for one in blocking(after, planning.basis) if one.text not in standing]
    if new:
        raise PlanError("this plan", [Problem(one.about, one.text) for one in new])
    told = differences(before, after, knowledge)
    row = _stored(planning, by)
    content = Content.read(row.content).with_change(_change(row, by, told), agreed=after)
    if before.massage != after.massage:
        row.massage_accepted_by = row.massage_accepted_at = None
    row.approved_by = row.approved_at = row.sent_at = None
    _save(row, content, planning, by)
    note_visit("plan.edited", visit, by, {"version": row.version, **_identifiers(before, after)})
    return planning_of(visit)


@transaction.atomic
def look_at_proposal(*, visit: Visit, version: str, take: bool, by: Actor) -> Planning:
    """Settle that the proposal changed: take it over, or keep the plan as it was decided."""
    planning = _locked(visit, version)
    content = _plannable(planning)
    proposed = planning.proposed
    if planning.row is None or proposed is None:
        return planning
    if take:
        change_plan(visit=visit, version=version, edit=lambda _agreed, _knowledge: proposed, by=by)
        row = CarePlan.objects.get(pk=planning.row.pk)
        content = Content.read(row.content)
    else:
        row = planning.row
        row.version += 1
    row.content = content.model_copy(update={"proposed": proposed}).stored()
    row.knowledge_fingerprint = planning.fingerprint
    row.save(update_fields=["content", "knowledge_fingerprint", "version"])
    note_visit("plan.proposal-seen", visit, by, {"version": row.version, "taken": take})
    return planning_of(visit)


@transaction.atomic
def approve(*, visit: Visit, version: str, by: Actor) -> Planning:
    """Stand behind the plan as it is."""
    planning = _locked(visit, version)
    content = _plannable(planning)
    _nothing_blocks(planning)
    row = _stored(planning, by)
    content = Content.read(row.content).with_change(_change(row, by, ("The plan was approved.",)))
    row.approved_by, row.approved_at = by.user, timezone.now()
    _save(row, content, planning, by)
    note_visit("plan.approved", visit, by, {"version": row.version, "fingerprint": planning.fingerprint})
    return planning_of(visit)


@transaction.atomic
def send(*, visit: Visit, version: str, by: Actor) -> Planning:
    """Open the approved plan under the patient's link; checked once more before."""
    planning = _locked(visit, version)
    _plannable(planning)
    row = planning.row
    if row is None or not planning.is_approved:
        raise refuse("The plan", "It is not approved.", "Approve it first.")
    _nothing_blocks(planning)
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    note_visit("plan.sent", visit, by, {"version": row.version})
    return planning_of(visit)


@transaction.atomic
def accept_massage(*, visit: Visit, version: str, by: Actor) -> Planning:
    """Take over the massage session of an approved plan, as a therapist."""
    planning = _locked(visit, version)
    row = planning.row
    if row is None or not planning.is_approved:
        raise refuse("The massage session", "The plan is not approved yet.")
    if planning.plan is None or planning.agreed.massage is None:
        raise refuse("The massage session", "There is none in this plan.")
    against = [one for one in planning.blocking if one.about in ("massage", "safety")]
    if against:
        raise PlanError("the massage session", [Problem("Massage", one.text) for one in against])
    row.massage_accepted_by, row.massage_accepted_at = by.user, timezone.now()
    row.save(update_fields=["massage_accepted_by", "massage_accepted_at"])
    note_visit("massage.accepted", visit, by, {"version": row.version})
    return planning_of(visit)


@transaction.atomic
def write_note(*, visit: Visit, text: str, by: Actor) -> SessionNote:
    """Add a note of a session; notes are never changed."""
    if not CarePlan.objects.filter(visit=visit, approved_at__isnull=False).exists():
        raise refuse("The note", "No plan is approved for this visit.", "Ask the clinician.")
    note = SessionNote.objects.create(visit=visit, text=text, written_by=by.user)
    note_visit("session-note.written", visit, by, {"note": note.pk})
    return note


@transaction.atomic
def answer_question(*, visit: Visit, findings: Sequence[str], value: str, by: Actor) -> None:
    """Record what a patient says to a question that could rule something out."""
    observe_all(visit=visit, values=[(finding, "", value) for finding in findings], by=by)
    assess_again(visit=visit)


def _locked(visit: Visit, version: str) -> Planning:
    """Work out the plan with its visit locked, and compare what was seen with what is."""
    lock(visit)
    planning = planning_of(visit)
    if version != planning.version:
        raise StalePlanError(planning, version)
    return planning


def _plannable(planning: Planning) -> Content:
    if planning.not_safe:
        raise PlanError("this plan", [Problem("Safety", text) for text in planning.not_safe])
    if planning.content is None:
        raise refuse("The plan", "No plan can be made now.")
    return planning.content


def _nothing_blocks(planning: Planning) -> None:
    if planning.blocking:
        raise PlanError("this plan", [Problem(one.about, one.text) for one in planning.blocking])


def _stored(planning: Planning, by: Actor) -> CarePlan:
    """Return the plan's row with its version counted up; the first time, with the proposal in it."""
    if planning.row is not None:
        planning.row.version += 1
        return planning.row
    content = _plannable(planning)
    row = CarePlan.objects.create(
        visit=planning.visit,
        content=content.stored(),
        knowledge_fingerprint=planning.fingerprint,
        edited_by=by.user,
        review_on=content.agreed.review_on,
    )
    detail = {"items": [one.id for one in content.agreed.items], "fingerprint": planning.fingerprint}
    note_visit("plan.proposed", planning.visit, by, detail)
    return row


def _change(row: CarePlan, by: Actor, told: tuple[str, ...]) -> Change:
    name = by.user.name if by.user else ""
    return Change(version=row.version, by=name, at=timezone.now().isoformat(), told=told)


def _save(row: CarePlan, content: Content, planning: Planning, by: Actor) -> None:
    row.content = content.stored()
    row.review_on = content.agreed.review_on
    row.knowledge_fingerprint = planning.fingerprint
    row.edited_by = by.user
    row.save()


def _identifiers(before: Agreed, after: Agreed) -> dict[str, Any]:
    """Say what changed by identifiers only: the audit log holds no words about a patient."""
    old, new = {one.id: one for one in before.items}, {one.id: one for one in after.items}
    changed = [one for one in new if one in old and old[one] != new[one]]
    fields = [
        name
        for name in ("minutes", "walking", "massage", "no_massage", "advice", "offers", "goals", "review_on")
        if getattr(before, name) != getattr(after, name)
    ]
    if [one for one in old if one in new] != [one for one in new if one in old]:
        fields.append("order")
    return {
        "added": [one for one in new if one not in old],
        "removed": [one for one in old if one not in new],
        "changed": changed,
        "fields": fields,
    }
