"""What every template may ask: who is signed in, and what they may do."""

from typing import Any

from django.http import HttpRequest

from psoas.foundation.errors import KnowledgeError
from psoas.web.access.permissions import HOLDERS
from psoas.web.clinic_knowledge import worked_with
from psoas.web.models import Clinic, User


def access(request: HttpRequest) -> dict[str, Any]:
    """Return ``can``: the permissions held, by name with underscores, for the menus."""
    user = getattr(request, "user", None)
    held = (
        {permission.name.lower() for permission, roles in HOLDERS.items() if user.has_role(roles)}
        if isinstance(user, User)
        else set()
    )
    clinic = user.clinic if isinstance(user, User) else None
    return {"can": dict.fromkeys(held, True), "clinic": clinic, "own_left_out": _left_out(user, clinic)}


def _left_out(user: object, clinic: Clinic | None) -> tuple[KnowledgeError, ...]:
    """Return what of the clinic's own knowledge is not used, to those who mend it or work with it."""
    if clinic is None or not isinstance(user, User) or not user.has_role(("owner", "clinician")):
        return ()
    return worked_with(clinic.own_priors, clinic.own_items).left_out
