"""Everything that changes a visit: each one transaction, with its audit event and a fresh assessment.

A change that would make the record contradict itself is refused as a whole: nothing is written.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from psoas.application.assess import Assessment
from psoas.foundation.errors import CaseError, Problem
from psoas.patient.observing import read_finding
from psoas.screening.screening import Screening
from psoas.web.audit.record import Actor, note_visit, record
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.models import Alert, Observation, Opinion, Person, SafetyAnswer, Visit
from psoas.web.visits.case import assessment_of, screening_of
from psoas.web.visits.locking import lock

SIGNED = "It is signed. Start a follow-up visit, or sign a correction."


@transaction.atomic
def start_visit(*, person: Person, by: Actor, stage: str = Visit.Stage.ASKED) -> Visit:
    """Begin a visit; its number counts up for each person."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two desks at once make two numbers
    last = Visit.objects.filter(person=person).order_by("-number").first()
    visit = Visit.objects.create(
        person=person,
        number=1 if last is None else last.number + 1,
        day=timezone.localdate(),
        stage=stage,
        language=person.language,
        clinician=by.user if by.user and by.user.is_clinician else None,
    )
    record("visit.started", by=by, clinic=person.clinic, person=person, target=f"visit:{visit.key}")
    return visit


@transaction.atomic
def observe(*, visit: Visit, finding: str, side: str, value: Any, by: Actor) -> Assessment:
    """Record one finding on a side, or take it back with ``not-examined``.

    Parameters
    ----------
    visit : Visit
        Of the patient.
    finding : str
        A finding of the vocabulary.
    side : str
        ``right``, ``left``, or empty for a finding without sides.
    value : Any
        As in a case file: ``present``, ``absent``, ``not-examined``, a number, or
        ``{"state": ..., "value": ...}``.

    Returns
    -------
    Assessment
        Of the visit with the change.

    Raises
    ------
    CaseError
        The value does not fit the finding, or contradicts something else in the record.
    """
    observe_all(visit=visit, values=[(finding, side, value)], by=by)
    return assess_again(visit=visit)


def observe_all(*, visit: Visit, values: Sequence[tuple[str, str, Any]], by: Actor) -> None:
    """Record several findings; call `assess_again` or `screen_again` last in the same transaction."""
    _open(visit)
    knowledge = knowledge_of(visit.person.clinic)
    changed: dict[str, Any] = {}
    for finding, side, value in values:
        entry = knowledge.findings.get(finding)
        if entry is None or (entry.derived is not None and entry.section == "safety"):
            raise CaseError("this finding", [Problem(finding, "There is no such finding.")])
        found, wrong = read_finding(entry, {side: value} if side else value)
        if wrong:
            raise CaseError(entry.short, [Problem(entry.short, what, remedy) for _, what, remedy in wrong])
        changed[f"{finding}:{side}" if side else finding] = value
        rows = Observation.objects.filter(visit=visit, finding=finding, side=side)
        if not found:
            rows.delete()
            continue
        Observation.objects.update_or_create(
            visit=visit,
            finding=finding,
            side=side,
            defaults={
                "present": found[0].present,
                "value": found[0].value,
                "told_by_patient": by.kind == "patient",
                "recorded_by": by.user,
            },
        )
    if changed:
        note_visit("observation.recorded", visit, by, changed)


@transaction.atomic
def tell(*, visit: Visit, part: str, values: Mapping[str, Any], by: Actor) -> Assessment:
    """Put what was told into a part of the case, and assess; see `put`."""
    put(visit=visit, part=part, values=values, by=by)
    return assess_again(visit=visit)


def put(*, visit: Visit, part: str, values: Mapping[str, Any], by: Actor) -> None:
    """Put what was told into a part of the case: complaint, function, work, wishes or person.

    Values of ``None`` are taken out: what is not told is not known. Other fields of the part stay. Call
    `assess_again` or `screen_again` after the last change in the same transaction.
    """
    _open(visit)
    fields = {**visit.told.get(part, {}), **values}
    visit.told = {**visit.told, part: {name: value for name, value in fields.items() if value is not None}}
    visit.save(update_fields=["told", "updated_at"])
    note_visit(f"{part}.told", visit, by, {"fields": sorted(values)})


@transaction.atomic
def answer_safety(*, visit: Visit, question: str, ticked: Sequence[str], by: Actor) -> Assessment:
    """Add an answer to a safety question, and assess; earlier answers stay in the record."""
    add_answer(visit=visit, question=question, ticked=ticked, by=by)
    return assess_again(visit=visit)


def add_answer(*, visit: Visit, question: str, ticked: Sequence[str], by: Actor) -> None:
    """Add an answer to a safety question.

    Call `assess_again` or `screen_again` last in the same transaction.
    """
    _open(visit)
    SafetyAnswer.objects.create(visit=visit, question=question, ticked=list(ticked), answered_by=by.user)
    note_visit("safety.answered", visit, by, {"question": question, "ticked": list(ticked)})


@transaction.atomic
def judge(*, visit: Visit, contributor: str, judged: str, reason: str, by: Actor) -> Assessment:
    """Record what the clinician thinks of a contributor; with an empty judgement, take it back."""
    _open(visit)
    if judged:
        Opinion.objects.update_or_create(
            visit=visit,
            contributor=contributor,
            defaults={"judged": judged, "reason": reason, "recorded_by": by.user},
        )
    else:
        Opinion.objects.filter(visit=visit, contributor=contributor).delete()
    note_visit("opinion.recorded", visit, by, {"contributor": contributor, "judged": judged})
    return assess_again(visit=visit)


@transaction.atomic
def handle_alert(*, alert: Alert, how: str, by: Actor) -> None:
    """Say how a red flag was dealt with."""
    lock(alert.visit)
    alert.handled_at, alert.handled_by, alert.handled_how = timezone.now(), by.user, how
    alert.save(update_fields=["handled_at", "handled_by", "handled_how"])
    note_visit("alert.handled", alert.visit, by, {"rule": alert.rule})


def assess_again(*, visit: Visit) -> Assessment:
    """Assess a visit anew, keep what lists show of it, and raise or withdraw its alerts.

    Called last in the transaction of a change.
    """
    assessment = assessment_of(visit)
    visit.leading = list(assessment.diagnosis.leading)
    _keep(visit, assessment.screening)
    return assessment


def screen_again(*, visit: Visit) -> Screening:
    """Look only whether it is safe, while a patient is still answering; contributors wait for the rest.

    Called last in the transaction of a change.
    """
    screening = screening_of(visit)
    _keep(visit, screening)
    return screening


def _keep(visit: Visit, screening: Screening) -> None:
    visit.disposition = screening.disposition
    visit.save(update_fields=["disposition", "leading", "updated_at"])
    _alerts(visit, screening)


def _alerts(visit: Visit, screening: Screening) -> None:
    now = timezone.now()
    fired = {alert_digest(one.id, one.because): one for one in screening.actions}
    standing = {alert.digest: alert for alert in Alert.objects.filter(visit=visit)}
    for digest, action in fired.items():
        if digest not in standing:
            Alert.objects.create(visit=visit, rule=action.id, urgency=action.urgency, digest=digest)
        elif standing[digest].gone_at is not None:
            Alert.objects.filter(pk=standing[digest].pk).update(gone_at=None)
    gone = [alert.pk for digest, alert in standing.items() if digest not in fired and alert.gone_at is None]
    if gone:
        Alert.objects.filter(pk__in=gone).update(gone_at=now)


def alert_digest(rule: str, because: Sequence[str]) -> str:
    """Return what tells a rule on certain findings from the same rule on others."""
    return hashlib.sha256("\0".join([rule, *sorted(because)]).encode()).hexdigest()


def _open(visit: Visit) -> None:
    """Lock a visit, unless it is signed."""
    lock(visit)
    if visit.stage == Visit.Stage.SIGNED:
        raise CaseError("this visit", [Problem("the record", SIGNED)])
