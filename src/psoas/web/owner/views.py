"""The owner's pages of users, the clinic's profile and backups."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from psoas.web.access.permissions import Permission, allow
from psoas.web.models import Clinic, User
from psoas.web.owner import actions
from psoas.web.owner.forms import ClinicForm, NewUserForm, UserForm, VersionForm
from psoas.web.owner.queries import visible_staff, workers
from psoas.web.requests import StaffRequest, clinic_of, staff

_LINK = "link_to_show"  # in the session, until it was shown once


@allow(Permission.MANAGE_CLINIC)
@require_safe
def users(request: StaffRequest) -> HttpResponse:
    """List who works here."""
    return render(request, "owner/users.html", {"workers": workers(request.user)})


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "POST"])
def add_user(request: StaffRequest) -> HttpResponse:
    """Add somebody, and show the link by which they set their password."""
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        added, link = actions.add_user(clinic=clinic_of(request), by=staff(request), **form.cleaned_data)
        return _show_link(request, added, link)
    context = {"form": form, "has_errors": bool(form.errors)}
    return render(request, "owner/add_user.html", context, status=422 if form.errors else 200)


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "POST"])
def user(request: StaffRequest, number: int) -> HttpResponse:
    """Show somebody who works here, and change their name and roles."""
    shown = _of_clinic(request, number)
    initial = {"name": shown.name, "roles": sorted(shown.roles)}
    form = UserForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_user(user=shown, version=_version(request), by=staff(request), **form.cleaned_data)
        except actions.UserError as error:
            form.add_error("roles", f"{error.problems[0].what} {error.problems[0].remedy}")
        else:
            messages.success(request, "Saved.")
            return redirect("user", number=number)
    return render(
        request,
        "owner/user.html",
        {
            "form": form,
            "shown": shown,
            "has_errors": bool(form.errors),
            "second_steps": next(one.second_steps for one in workers(request.user) if one.user == shown),
            "version": request.POST.get("version", shown.version),
        },
        status=422 if form.errors else 200,
    )


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "POST"])
def give_link(request: StaffRequest, number: int) -> HttpResponse:
    """Make a link to set a password; it is shown once."""
    shown = _of_clinic(request, number)
    if request.method == "POST":
        _not_oneself(request, shown)
        link = actions.new_password_link(user=shown, version=_version(request), by=staff(request))
        return _show_link(request, shown, link)
    held: dict[str, Any] = request.session.pop(_LINK, {})
    link = held.get("link", "") if held.get("user") == shown.pk else ""
    response = render(request, "owner/link.html", {"shown": shown, "link": link})
    response.headers["Cache-Control"] = "no-store"
    return response


@allow(Permission.MANAGE_CLINIC)
@require_POST
def reset_second_step(request: StaffRequest, number: int) -> HttpResponse:
    """Take away somebody's second steps, since the device is lost."""
    shown = _of_clinic(request, number)
    _not_oneself(request, shown)
    actions.reset_second_factor(user=shown, version=_version(request), by=staff(request))
    messages.success(
        request, f"{shown.name} signs in with the password alone now, until a new one is set up."
    )
    return redirect("user", number=number)


@allow(Permission.MANAGE_CLINIC)
@require_POST
def set_active(request: StaffRequest, number: int) -> HttpResponse:
    """Deactivate somebody, or open their account again."""
    shown = _of_clinic(request, number)
    _not_oneself(request, shown)
    is_active = request.POST.get("active") == "yes"
    actions.set_active(user=shown, is_active=is_active, version=_version(request), by=staff(request))
    told = "can sign in again." if is_active else "is signed out everywhere and cannot sign in."
    messages.success(request, f"{shown.name} {told}")
    return redirect("user", number=number)


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "POST"])
def profile(request: StaffRequest) -> HttpResponse:
    """Show and change what patients read of the clinic."""
    clinic = clinic_of(request)
    form = ClinicForm(request.POST or None, instance=Clinic.objects.get(pk=clinic.pk))
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        actions.change_clinic(
            clinic=clinic, fields=form.cleaned_data, version=_version(request), by=staff(request)
        )
        messages.success(request, "Saved. Patients see it from now on.")
        return redirect("clinic-profile")
    shown = request.POST if request.method == "POST" else form.initial
    context = {
        "form": form,
        "has_errors": bool(form.errors),
        "version": request.POST.get("version", clinic.version),
        "opening": shown.get("letter_opening", ""),
        "closing": shown.get("letter_closing", ""),
    }
    return render(request, "owner/profile.html", context, status=422 if form.errors else 200)


@allow(Permission.MANAGE_CLINIC)
@require_safe
def backup(request: StaffRequest) -> HttpResponse:
    """Say how backups are made, and show the last."""
    return render(request, "owner/backup.html", {"last": _last_backup(settings.DATA / "backups")})


def _last_backup(folder: Path) -> dict[str, Any] | None:
    files = [one for one in folder.glob("*") if one.is_file()] if folder.is_dir() else []
    if not files:
        return None
    state = max((one.stat() for one in files), key=lambda one: one.st_mtime)
    return {"at": datetime.fromtimestamp(state.st_mtime, UTC), "size": state.st_size}


def _of_clinic(request: StaffRequest, number: int) -> User:
    return get_object_or_404(visible_staff(request.user), pk=number)


def _not_oneself(request: StaffRequest, shown: User) -> None:
    if shown.pk == request.user.pk:
        raise BadRequest("of oneself; the page offers it for others only")


def _version(request: StaffRequest) -> int:
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise BadRequest("no version was sent")
    return int(form.cleaned_data["version"])


def _show_link(request: StaffRequest, shown: User, link: str) -> HttpResponse:
    request.session[_LINK] = {"user": shown.pk, "link": request.build_absolute_uri(link)}
    return redirect("user-link", number=shown.pk)
