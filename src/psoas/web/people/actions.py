"""Everything the front desk changes: people and links."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from psoas.web.audit.record import Actor, record
from psoas.web.models import Clinic, PatientLink, Person
from psoas.web.visits.actions import start_visit


@transaction.atomic
def add_person(*, clinic: Clinic, fields: Mapping[str, Any], by: Actor) -> Person:
    """Add a person, with a first visit for them to answer the questions of."""
    person = Person.objects.create(clinic=clinic, created_by=by.user, **fields)
    record("person.added", by=by, clinic=clinic, person=person)
    start_visit(person=person, by=by)
    return person


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
    ended = person.links.filter(revoked_at=None, expires_at__gt=timezone.now()).update(
        revoked_at=timezone.now()
    )
    if ended:
        record("link.revoked", by=by, clinic=person.clinic, person=person, detail={"links": ended})
    return ended


def digest_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
