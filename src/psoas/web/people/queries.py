"""Reading people, their appointments and links."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from psoas.web.models import Appointment, PatientLink, Person, User
from psoas.web.people.actions import MOST_TRIES


@dataclass(frozen=True, slots=True)
class LinkState:
    """How a link stands, in words for the desk."""

    link: PatientLink
    word: str  # good, revoked, expired
    is_good: bool


def appointments_on(user: User, day: date) -> QuerySet[Appointment]:
    """Return the clinic's appointments of a day, cancelled ones last."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    found = Appointment.objects.filter(
        person__clinic=user.clinic, starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1)
    )
    return found.select_related("person", "clinician").order_by("cancelled_at", "starts_at")


def clinicians(user: User) -> QuerySet[User]:
    """Return who can be booked."""
    return User.objects.filter(clinic=user.clinic, is_clinician=True, is_active=True).order_by("name")


def link_states(person: Person) -> list[LinkState]:
    """Return a person's links, the newest first."""
    return [_state(link) for link in person.links.all()[:10]]


def _state(link: PatientLink) -> LinkState:
    if link.revoked_at is not None:
        guessed = link.wrong_tries >= MOST_TRIES
        return LinkState(link, "ended after wrong birth years" if guessed else "ended", is_good=False)
    if link.expires_at <= timezone.now():
        return LinkState(link, "expired", is_good=False)
    return LinkState(link, "open to use", is_good=True)
