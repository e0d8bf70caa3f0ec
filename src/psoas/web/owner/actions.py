"""Everything an owner changes of users and the clinic; each one transaction with its audit event."""

from collections.abc import Collection, Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from psoas.foundation.errors import Problem, ProblemsError
from psoas.web.access.password_views import password_link
from psoas.web.access.refusals import ConflictError
from psoas.web.audit.record import SYSTEM, Actor, record
from psoas.web.models import Clinic, User

CHANGED = "Somebody else has changed it in the meantime. Load the page again to see how it is now."


class UserError(ProblemsError):
    """Something of a user that is refused."""


@transaction.atomic
def new_clinic(*, name: str, owner_email: str, owner_name: str) -> tuple[Clinic, str]:
    """Make a clinic and its first owner; return it with the path by which the owner sets a password.

    Raises
    ------
    UserError
        A name is empty, or the address is none or has an account.
    """
    if not name.strip() or not owner_name.strip():
        raise _refused("the name", "It is empty.", "Give the clinic and its owner a name.")
    try:
        validate_email(owner_email)
    except ValidationError:
        raise _refused("the address", "It is no email address.", "Such as name@example.org.") from None
    clinic = Clinic.objects.create(name=name)
    record("clinic.created", by=SYSTEM, clinic=clinic)
    _, link = add_user(clinic=clinic, name=owner_name, email=owner_email, roles={"owner"}, by=SYSTEM)
    return clinic, link


@transaction.atomic
def add_user(*, clinic: Clinic, name: str, email: str, roles: Collection[str], by: Actor) -> tuple[User, str]:
    """Add somebody who works here; return them with the path by which they set their password.

    Raises
    ------
    UserError
        The address has an account, or no role is given.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise _refused("the address", "It has an account already.", "Use another one.")
    if not roles:
        raise _refused("the roles", "None is given.", "Give at least one.")
    user = User.objects.create_user(
        email, None, name=name, clinic=clinic, **{f"is_{role}": role in roles for role in User.ROLES}
    )
    _note("user.added", user, by, {"roles": sorted(user.roles)})
    return user, password_link(user)


@transaction.atomic
def change_user(*, user: User, name: str, roles: Collection[str], version: int, by: Actor) -> User:
    """Change somebody's name and roles.

    Raises
    ------
    ConflictError
        Somebody else was faster.
    UserError
        Nobody would be left who is an owner, or no role is given.
    """
    locked = _locked(user, version)
    if not roles:
        raise _refused("the roles", "None is given.", "Give at least one, or deactivate the account.")
    if "owner" not in roles:
        _keep_an_owner(locked)
    before = sorted(locked.roles)
    locked.name = name
    for role in User.ROLES:
        setattr(locked, f"is_{role}", role in roles)
    _save(locked)
    _note("user.changed", locked, by, {"before": before, "roles": sorted(locked.roles)})
    return locked


@transaction.atomic
def set_active(*, user: User, is_active: bool, version: int, by: Actor) -> User:
    """Deactivate somebody, which ends their sessions at once, or open their account again."""
    locked = _locked(user, version)
    if locked.is_active == is_active:
        return locked
    if not is_active:
        _keep_an_owner(locked)
        end_sessions(locked)
    locked.is_active = is_active
    _save(locked)
    _note("user.reactivated" if is_active else "user.deactivated", locked, by, {})
    return locked


@transaction.atomic
def reset_second_factor(*, user: User, version: int, by: Actor) -> int:
    """Take away somebody's second factors, since the device is lost; return how many there were.

    Their sessions end: whoever has found the device may be in one.
    """
    locked = _locked(user, version)
    removed = int(Authenticator.objects.filter(user=locked).delete()[0])
    end_sessions(locked)
    _save(locked)
    _note("user.second-factor-reset", locked, by, {"removed": removed})
    return removed


@transaction.atomic
def new_password_link(*, user: User, version: int, by: Actor) -> str:
    """Make a link to set a password. The present password, older links and all sessions end."""
    locked = _locked(user, version)
    if not locked.is_active:
        raise _refused("the account", "It is deactivated.", "Reactivate it first.")
    locked.set_unusable_password()  # changes what links are signed with, so older ones end
    end_sessions(locked)
    _save(locked)
    _note("user.link-given", locked, by, {})
    return password_link(locked)


@transaction.atomic
def change_clinic(*, clinic: Clinic, fields: Mapping[str, Any], version: int, by: Actor) -> Clinic:
    """Change the clinic's profile.

    Raises
    ------
    ConflictError
        Somebody else was faster.
    """
    locked = Clinic.objects.select_for_update(no_key=True).get(pk=clinic.pk)
    if locked.version != version:
        raise ConflictError(CHANGED)
    changed = sorted(name for name, value in fields.items() if getattr(locked, name) != value)
    for name in changed:
        setattr(locked, name, fields[name])
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    record("clinic.changed", by=by, clinic=locked, detail={"fields": changed})
    return locked


def end_sessions(user: User) -> int:
    """Sign somebody out everywhere, in the transaction of a change; return how many sessions ended."""
    current = Session.objects.filter(expire_date__gt=timezone.now())
    theirs = [
        one.session_key for one in current.iterator() if one.get_decoded().get(SESSION_KEY) == str(user.pk)
    ]
    Session.objects.filter(session_key__in=theirs).delete()
    return len(theirs)


def _locked(user: User, version: int) -> User:
    # the clinic first: two owners who take the role from each other at once come one after the other
    Clinic.objects.select_for_update(no_key=True).get(staff=user)
    locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if locked.version != version:
        raise ConflictError(CHANGED)
    return locked


def _save(user: User) -> None:
    user.version += 1
    user.save()


def _keep_an_owner(user: User) -> None:
    others = User.objects.filter(clinic=user.clinic, is_owner=True, is_active=True).exclude(pk=user.pk)
    if user.is_owner and not others.exists():
        raise _refused(
            "the role owner", f"{user.name} is the only owner.", "Make somebody else an owner first."
        )


def _note(action: str, user: User, by: Actor, detail: Mapping[str, Any]) -> None:
    if user.clinic is not None:
        record(action, by=by, clinic=user.clinic, target=f"user:{user.pk}", detail=detail)


def _refused(where: str, what: str, remedy: str) -> UserError:
    return UserError("this user", [Problem(where, what, remedy)])
