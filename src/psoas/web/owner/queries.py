"""What an owner reads: who works here, and the audit log."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils import timezone

from psoas.web.models import AuditEvent, Clinic, Person, User
from psoas.web.visits.queries import visible_people

_SECOND_STEPS = {Authenticator.Type.TOTP: "app", Authenticator.Type.WEBAUTHN: "passkey"}


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works here."""

    user: User
    second_steps: tuple[str, ...]  # app, passkey


@dataclass(frozen=True, slots=True)
class Filter:
    """Which events of the log are wanted; what is empty does not count."""

    person: str = ""  # a part of the name, or the key
    staff: int | None = None
    action: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event with the name of whom it concerns, as long as they exist."""

    event: AuditEvent
    person: Person | None

    @property
    def whom(self) -> str:
        """The person's name, what is left of an erased one, or nothing."""
        if self.event.person_key is None:
            return ""
        return self.person.name if self.person else "erased person"

    @property
    def what(self) -> str:
        """What happened, in words."""
        return in_words(self.event.action)

    @property
    def details(self) -> list[tuple[str, str]]:
        """What changed, by name."""
        return [
            (name, ", ".join(map(str, value)) if isinstance(value, list) else str(value))
            for name, value in self.event.detail.items()
        ]


def visible_staff(user: User) -> QuerySet[User]:
    """Return who works in the user's clinic, or did."""
    return User.objects.filter(clinic=user.clinic).order_by("-is_active", "name")


def workers(user: User) -> list[Worker]:
    """Return who works here, with the second steps they have set up."""
    steps: dict[int, set[str]] = {}
    for owner, kind in Authenticator.objects.filter(user__clinic=user.clinic).values_list("user_id", "type"):
        if kind in _SECOND_STEPS:
            steps.setdefault(owner, set()).add(_SECOND_STEPS[Authenticator.Type(kind)])
    return [Worker(one, tuple(sorted(steps.get(one.pk, ())))) for one in visible_staff(user)]


def events(user: User, wanted: Filter) -> QuerySet[AuditEvent]:
    """Return the events of the user's clinic that are wanted, the newest first."""
    found = AuditEvent.objects.filter(clinic=user.clinic).order_by("-number")
    if wanted.person:
        found = found.filter(person_key__in=keys_of(user, wanted.person))
    if wanted.staff is not None:
        found = found.filter(actor_kind="staff", actor_id=wanted.staff)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.day is not None:
        begin = timezone.make_aware(datetime.combine(wanted.day, time.min))
        found = found.filter(at__gte=begin, at__lt=begin + timedelta(days=1))
    return found


def keys_of(user: User, text: str) -> list[uuid.UUID]:
    """Return the keys of the people whose name holds a text, or the key itself; it outlives the name."""
    try:
        return [uuid.UUID(text)]
    except ValueError:
        return list(visible_people(user).filter(name__icontains=text).values_list("key", flat=True))


def named(user: User, found: Iterable[AuditEvent]) -> list[Event]:
    """Put names to events."""
    listed = list(found)
    keys = {one.person_key for one in listed if one.person_key}
    people: Mapping[uuid.UUID, Person] = {one.key: one for one in visible_people(user).filter(key__in=keys)}
    return [Event(one, people.get(one.person_key) if one.person_key else None) for one in listed]


def actions_in(clinic: Clinic) -> list[str]:
    """Return every kind of thing that has happened."""
    found = AuditEvent.objects.filter(clinic=clinic).order_by("action")
    return list(found.values_list("action", flat=True).distinct())


def in_words(action: str) -> str:
    """Return an action as words: ``user.link-given`` is "user link given"."""
    return action.replace(".", " ").replace("-", " ")


def found_people(user: User, text: str) -> QuerySet[Person]:
    """Return the people whose name or phone holds a text."""
    people = visible_people(user).order_by("name")
    return people.filter(Q(name__icontains=text) | Q(phone__icontains=text)) if text else people
