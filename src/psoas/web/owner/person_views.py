"""Everything of one person: to take along, and to erase."""

import io
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from psoas.web.access.permissions import Permission, allow
from psoas.web.audit.record import record
from psoas.web.models import Person
from psoas.web.owner.erasure import erase_person, held_of, word_for
from psoas.web.owner.export import export_person
from psoas.web.owner.queries import found_people
from psoas.web.requests import StaffRequest, clinic_of, staff
from psoas.web.visits.queries import visible_people

_MOST = 100


@allow(Permission.EXPORT)
@require_safe
def records(request: StaffRequest) -> HttpResponse:
    """Find a person to export or erase."""
    wanted = request.GET.get("q", "").strip()
    found = list(found_people(request.user, wanted)[: _MOST + 1])
    context = {"people": found[:_MOST], "wanted": wanted, "has_more": len(found) > _MOST}
    return render(request, "owner/records.html", context)


@allow(Permission.EXPORT)
@require_safe
def person_record(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show what is held of a person, and what can be done with it."""
    person = _person(request, key)
    return render(request, "owner/record.html", {"person": person, "held": held_of(person)})


@allow(Permission.EXPORT)
@require_POST
def export(request: StaffRequest, key: UUID) -> Any:
    """Give everything of a person as a zip."""
    content = export_person(person=_person(request, key), by=staff(request))
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"record-{str(key)[:8]}.zip")


@allow(Permission.EXPORT)
@require_http_methods(["GET", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def erase(request: StaffRequest, key: UUID) -> HttpResponse:
    """Say what goes and what stays, and erase a person once the word is typed."""
    person = _person(request, key)
    word, error = word_for(person), ""
    if request.method == "POST":
        if request.POST.get("word", "").strip().lower() == word:
            erase_person(person=person, by=staff(request))
            messages.success(request, "The record was erased. Only the log still knows that there was one.")
            return redirect("records")
        error = f"Type the word exactly as it is shown: {word}"
    else:
        record("person.seen", by=staff(request), clinic=clinic_of(request), person=person)
    context = {"person": person, "held": held_of(person), "word": word, "error": error}
    context["has_errors"] = bool(error)
    return render(request, "owner/erase.html", context, status=422 if error else 200)


def _person(request: StaffRequest, key: UUID) -> Person:
    return get_object_or_404(visible_people(request.user), key=key)
