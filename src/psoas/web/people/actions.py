"""Everything the front desk changes: people, their appointments and links."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from psoas.web.access.refusals import ConflictError
from psoas.web.audit.record import Actor, record
from psoas.web.models import Appointment, Clinic, PatientLink, Person, User
from psoas.web.visits.actions import start_visit

MOST_TRIES = 5


@transaction.atomic
def add_person(*, clinic: Clinic, fields: Mapping[str, Any], by: Actor) -> Person:
    """Add a person, with a first visit for them to answer the questions of."""
    person = Person.objects.create(clinic=clinic, created_by=by.user, **fields)
    record("person.added", by=by, clinic=clinic, person=person)
    start_visit(person=person, by=by)
    return person


@transaction.atomic
def change_person(*, person: Person, fields: Mapping[str, Any], version: int, by: Actor) -> None:
    """Change who a person is.

    Raises
    ------
    ConflictError
        Somebody else changed it since ``version`` was read.
    """
    changed = sorted(name for name, value in fields.items() if getattr(person, name) != value)
    found = Person.objects.filter(pk=person.pk, version=version).update(version=F("version") + 1, **fields)
    if not found:
        raise ConflictError("The details of this person were changed by somebody else.")
    record("person.changed", by=by, clinic=person.clinic, person=person, detail={"fields": changed})


@transaction.atomic
def give_link(*, person: Person, by: Actor) -> tuple[PatientLink, str]:
    """Make a link for a patient and return it with its token, which is not stored. Older links end."""
    revoke_links(person=person, by=by)
    token = secrets.token_urlsafe(16)
    link = PatientLink.objects.create(
        person=person,
        digest=digest_of(token),
        created_by=by.user,
        expires_at=timezone.now() + timedelta(days=person.clinic.link_days),
    )
    record("link.given", by=by, clinic=person.clinic, person=person, target=f"link:{link.pk}")
    return link, token


@transaction.atomic
def revoke_links(*, person: Person, by: Actor) -> int:
    """End every link of a person that is still good; return how many."""
    good = person.links.filter(revoked_at=None, expires_at__gt=timezone.now())
    ended = good.update(revoked_at=timezone.now())
    if ended:
        record("link.revoked", by=by, clinic=person.clinic, person=person, detail={"links": ended})
    return ended


@transaction.atomic
def try_link(*, token: str, birth_year: int) -> PatientLink | None:
    """Open a link with the birth year; five wrong tries end it.

    Returns
    -------
    PatientLink | None
        Nothing when the year is wrong, or the link is not good.
    """
    links = PatientLink.objects.select_for_update(of=("self",), no_key=True).select_related("person__clinic")
    link = links.filter(digest=digest_of(token), revoked_at=None, expires_at__gt=timezone.now()).first()
    if link is None:
        return None
    by = Actor.patient(link)
    clinic, target = link.person.clinic, f"link:{link.pk}"
    if link.person.birth_year != birth_year:
        link.wrong_tries += 1
        if link.wrong_tries >= MOST_TRIES:
            link.revoked_at = timezone.now()
        link.save(update_fields=["wrong_tries", "revoked_at"])
        record("link.wrong-year", by=by, clinic=clinic, person=link.person, target=target)
        return None
    link.opened_at = link.opened_at or timezone.now()
    link.save(update_fields=["opened_at"])
    record("link.opened", by=by, clinic=clinic, person=link.person, target=target)
    return link


@transaction.atomic
def book(*, person: Person, starts_at: datetime, clinician: User | None, by: Actor) -> Appointment:
    """Book an appointment."""
    made = Appointment.objects.create(person=person, starts_at=starts_at, clinician=clinician)
    record("appointment.booked", by=by, clinic=person.clinic, person=person, target=f"appointment:{made.pk}")
    return made


@transaction.atomic
def mark(*, appointment: Appointment, what: str, by: Actor) -> None:
    """Mark an appointment as ``arrived`` or ``cancelled``; the first mark stands."""
    field = f"{what}_at"
    found = Appointment.objects.filter(pk=appointment.pk, **{field: None}).update(**{field: timezone.now()})
    if found:
        person = appointment.person
        record(
            f"appointment.{what}",
            by=by,
            clinic=person.clinic,
            person=person,
            target=f"appointment:{appointment.pk}",
        )


def digest_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
