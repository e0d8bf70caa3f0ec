"""Adding to the audit log, inside the transaction of what is recorded."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from psoas.web.models import AuditEvent, AuditHead, Clinic, PatientLink, Person, User, Visit


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: staff, a patient through a link, or the program itself."""

    kind: Literal["staff", "patient", "system"]
    user: User | None = None
    link: PatientLink | None = None

    @classmethod
    def staff(cls, user: User) -> "Actor":
        """Return somebody signed in."""
        return cls("staff", user=user)

    @classmethod
    def patient(cls, link: PatientLink) -> "Actor":
        """Return a patient whose link is open."""
        return cls("patient", link=link)

    @property
    def identifier(self) -> int | None:
        """The number of the user or of the link."""
        return self.user.pk if self.user else self.link.pk if self.link else None


SYSTEM = Actor("system")


@transaction.atomic
def record(
    action: str,
    *,
    by: Actor,
    clinic: Clinic,
    person: Person | None = None,
    target: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add an event to a clinic's log.

    Parameters
    ----------
    action : str
        What happened: ``observation.recorded``, ``person.seen``.
    by : Actor
        Who did it.
    clinic : Clinic
        Whose log.
    person : Person | None
        Whom it concerns; only the key is kept.
    target : str
        What was touched: ``visit:<key>``.
    detail : Mapping
        What changed: identifiers, values and counts. No names and no free text: an event outlives erasure.
    """
    AuditHead.objects.get_or_create(clinic=clinic)
    head = AuditHead.objects.select_for_update().get(clinic=clinic)
    event = AuditEvent(
        clinic=clinic,
        number=head.number + 1,
        at=timezone.now(),
        actor_kind=by.kind,
        actor_id=by.identifier,
        actor_name=by.user.name if by.user else "",
        action=action,
        person_key=person.key if person else None,
        target=target,
        detail=dict(detail or {}),
        previous=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    head.number, head.digest = event.number, event.digest
    head.save(update_fields=["number", "digest"])
    return event


def note_visit(action: str, visit: Visit, by: Actor, detail: Mapping[str, Any] | None = None) -> None:
    """Add an event about a visit, inside the transaction of what it tells of."""
    person = visit.person
    record(action, by=by, clinic=person.clinic, person=person, target=f"visit:{visit.key}", detail=detail)


def digest_of(event: AuditEvent) -> str:
    """Return the digest over everything in an event and the one before it."""
    told = [
        event.number,
        event.at.isoformat(timespec="microseconds"),
        event.actor_kind,
        event.actor_id,
        event.actor_name,
        event.action,
        str(event.person_key or ""),
        event.target,
        event.detail,
        event.previous,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def first_broken(clinic: Clinic) -> int | None:
    """Return the number of the first event that does not fit the chain; nothing if all do."""
    previous, expected = "", 1
    for event in AuditEvent.objects.filter(clinic=clinic).order_by("number").iterator():
        if event.number != expected or event.previous != previous or digest_of(event) != event.digest:
            return expected
        previous, expected = event.digest, expected + 1
    head = AuditHead.objects.filter(clinic=clinic).first()
    return None if head is None or (head.number, head.digest) == (expected - 1, previous) else expected
