"""What somebody changes of their own account."""

from django.db import transaction

from psoas.web.audit.record import Actor, record
from psoas.web.models import User


@transaction.atomic
def set_password(*, user: User, password: str, by: Actor) -> None:
    """Set a password that was checked before; whoever is signed in with the former one is signed out."""
    user.set_password(password)
    user.save(update_fields=["password"])
    if user.clinic is not None:
        record("account.password-set", by=by, clinic=user.clinic, target=f"user:{user.pk}")
