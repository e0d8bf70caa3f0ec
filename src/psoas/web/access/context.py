"""What every template may ask: who is signed in, and what they may do."""

from typing import Any

from django.http import HttpRequest

from psoas.web.access.permissions import HOLDERS
from psoas.web.models import User


def access(request: HttpRequest) -> dict[str, Any]:
    """Return ``can``: the permissions held, by name with underscores, for the menus."""
    user = getattr(request, "user", None)
    held = (
        {permission.name.lower() for permission, roles in HOLDERS.items() if user.has_role(roles)}
        if isinstance(user, User)
        else set()
    )
    clinic = user.clinic if isinstance(user, User) else None
    return {"can": dict.fromkeys(held, True), "clinic": clinic}
