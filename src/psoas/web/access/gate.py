"""The gate: every request passes it, and nothing that declares no permission is served."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch

from psoas.web.access.permissions import HOLDERS, Permission
from psoas.web.models import User

# The pages of django-allauth that are served; any other is not found.
ACCOUNT_PAGES = {
    "account_login": Permission.OPEN,
    "account_logout": Permission.OPEN,
    "account_reauthenticate": Permission.STAFF,
    "account_change_password": Permission.STAFF,
    "mfa_authenticate": Permission.OPEN,
    "mfa_login_webauthn": Permission.OPEN,
    "mfa_reauthenticate": Permission.STAFF,
    "mfa_reauthenticate_webauthn": Permission.STAFF,
    "mfa_index": Permission.STAFF,
    "mfa_activate_totp": Permission.STAFF,
    "mfa_deactivate_totp": Permission.STAFF,
    "mfa_generate_recovery_codes": Permission.STAFF,
    "mfa_view_recovery_codes": Permission.STAFF,
    "mfa_download_recovery_codes": Permission.STAFF,
    "mfa_list_webauthn": Permission.STAFF,
    "mfa_add_webauthn": Permission.STAFF,
    "mfa_edit_webauthn": Permission.STAFF,
    "mfa_remove_webauthn": Permission.STAFF,
}
_PROLONGED_EVERY = 60  # seconds


class UndeclaredViewError(RuntimeError):
    """A view that says nothing about who may call it."""


def permission_of(match: ResolverMatch) -> Permission | None:
    """Return what a view declares, or what we declare for a page of a library."""
    declared: Permission | None = getattr(match.func, "permission", None)
    if declared is not None:
        return declared
    return ACCOUNT_PAGES.get(match.url_name or "") if match.func.__module__.startswith("allauth.") else None


class GateMiddleware:
    """Lets a request through when its visitor holds the permission of its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision falls once the view is known. What staff see no browser keeps."""
        response = self.get_response(request)
        if vars(request).get("is_private"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Decide."""
        match = request.resolver_match
        permission = None if match is None else permission_of(match)
        if permission is None:
            if view.__module__.startswith("allauth."):
                raise Http404
            raise UndeclaredViewError(f"{view.__module__}.{view.__name__} declares no permission")
        if permission is Permission.OPEN:
            return None
        if permission is Permission.OWN_LINK:
            # the patient middleware has set it, if the link is still good
            return None if getattr(request, "patient_link", None) else redirect("link-closed")
        user = request.user
        if not isinstance(user, User):
            return redirect_to_login(request.get_full_path())
        if not user.has_role(HOLDERS[permission]):
            raise PermissionDenied
        vars(request)["is_private"] = True
        _prolong(request)
        return _second_factor_first(user, match)


def _second_factor_first(user: User, match: ResolverMatch | None) -> HttpResponse | None:
    """Send staff without a second factor to set one up, where their clinic requires it."""
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 -- needs loaded apps

    is_account_page = match is not None and (match.url_name or "") in ACCOUNT_PAGES
    if is_account_page or user.clinic is None or not user.clinic.requires_two_factor:
        return None
    return None if is_mfa_enabled(user) else redirect("mfa_index")


def _prolong(request: HttpRequest) -> None:
    """Move the end of the session, at most once a minute: it is a write."""
    now = int(time.time())
    if now - request.session.get("seen", 0) >= _PROLONGED_EVERY:
        request.session["seen"] = now
