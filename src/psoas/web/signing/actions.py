"""Everything signing changes: sign, reopen for a correction, begin a follow-up visit."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction

from psoas.foundation.errors import CaseError, Problem
from psoas.foundation.version import __version__
from psoas.reports.document import document_data
from psoas.web.access.refusals import ConflictError
from psoas.web.audit.record import Actor, note_visit
from psoas.web.models import Reopening, SignedAssessment, Visit
from psoas.web.signing.draft import Draft, draft_of
from psoas.web.visits.actions import handle_alert

REASON_NEEDED = "Say why you sign nevertheless."


@transaction.atomic
def sign(*, visit: Visit, state: str, note: str, reasons: Mapping[str, str], by: Actor) -> SignedAssessment:
    """Freeze the assessment of a visit as it stands.

    Parameters
    ----------
    visit : Visit
        Of the patient.
    state : str
        The digest of the draft that was read (``Draft.state``).
    note : str
        The note, as edited.
    reasons : Mapping
        By the id of each matter, why it is signed nevertheless.

    Raises
    ------
    ConflictError
        Somebody signed it first, or the record is no longer what was read.
    CaseError
        A matter has no reason.
    """
    locked = (
        Visit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person__clinic")
        .get(pk=visit.pk)
    )
    if locked.stage == Visit.Stage.SIGNED:
        last = locked.signed.select_related("signed_by").order_by("-number").first()
        who = last.signed_by.name if last is not None and last.signed_by is not None else "somebody"
        raise ConflictError(f"This visit was already signed, by {who}. It is signed once.")
    draft = draft_of(locked)
    if draft.state != state:
        raise ConflictError("The record has changed since you opened this page. Read it again, then sign.")
    missing = [one for one in draft.matters if not reasons.get(one.id, "").strip()]
    if missing:
        raise CaseError("this assessment", [Problem(one.words, REASON_NEEDED) for one in missing])
    overrides = _overrides(locked, draft, reasons)
    signed = SignedAssessment.objects.create(
        visit=locked,
        number=locked.signed.count() + 1,
        document=document_data(draft.document),
        knowledge_version=draft.document.knowledge.version,
        knowledge_fingerprint=draft.document.knowledge.fingerprint,
        psoas_version=__version__,
        note=note,
        note_written=draft.note,
        overrides=overrides,
        signed_by=by.user,
    )
    for alert in locked.alerts.filter(handled_at=None, gone_at=None, urgency="emergency"):
        if alert.rule in reasons:  # what was asked is what was done about it
            handle_alert(alert=alert, how=reasons[alert.rule].strip(), by=by)
    locked.stage = Visit.Stage.SIGNED
    locked.save(update_fields=["stage", "updated_at"])
    visit.stage = locked.stage
    note_visit(
        "assessment.signed",
        locked,
        by,
        {
            "number": signed.number,
            "knowledge": signed.knowledge_fingerprint,
            "disposition": draft.document.screening.disposition,
            "overrides": [f"{one['kind']}:{one['id']}" for one in overrides],
            "note_edited": note.strip() != draft.note.strip(),
        },
    )
    return signed


@transaction.atomic
def reopen(*, visit: Visit, reason: str, by: Actor) -> None:
    """Open a signed visit again, to correct it. What was signed stays; the correction is a further one."""
    locked = (
        Visit.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person__clinic")
        .get(pk=visit.pk)
    )
    if locked.stage != Visit.Stage.SIGNED:
        raise ConflictError("This visit is open already.")
    after = locked.signed.count()
    Reopening.objects.create(visit=locked, after=after, reason=reason, reopened_by=by.user)
    locked.stage = Visit.Stage.SEEN
    locked.save(update_fields=["stage", "updated_at"])
    visit.stage = locked.stage
    note_visit("assessment.reopened", locked, by, {"after": after})


def _overrides(visit: Visit, draft: Draft, reasons: Mapping[str, str]) -> list[dict[str, Any]]:
    """List where the clinician decided otherwise: matters, opinions, and why it was reopened."""
    found: list[dict[str, Any]] = [
        {**asdict(one), "detail": list(one.detail), "reason": reasons[one.id].strip()}
        for one in draft.matters
    ]
    found += [
        {
            "id": one.id,
            "kind": "opinion",
            "words": f"{one.name}: {one.opinion.judged.replace('-', ' ')}",
            "reason": one.opinion.reason,
        }
        for one in draft.document.contributors
        if one.opinion is not None
    ]
    last = Reopening.objects.filter(visit=visit).order_by("-after").first()
    if last is not None:
        words = f"Correction of what was signed as number {last.after}"
        found.append({"id": str(last.after), "kind": "correction", "words": words, "reason": last.reason})
    return found
