"""The front desk's pages: people, appointments, links."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from psoas.web.access.permissions import Permission, allow
from psoas.web.models import Appointment, Person
from psoas.web.people import actions
from psoas.web.people.forms import BookingForm, PersonForm
from psoas.web.people.qr import qr_svg
from psoas.web.people.queries import appointments_on, clinicians, link_states
from psoas.web.requests import StaffRequest, clinic_of, staff
from psoas.web.visits.actions import start_visit
from psoas.web.visits.queries import visible_people

FRESH = "fresh_link"  # a link just made, shown once
_MOST_SHOWN = 100


@allow(Permission.SEE_PEOPLE)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List the people of the clinic; search by a part of the name."""
    wanted = request.GET.get("q", "").strip()
    found = visible_people(request.user).order_by("name", "pk")
    if wanted:
        found = found.filter(name__icontains=wanted)
    shown = list(found[: _MOST_SHOWN + 1])
    context = {"people": shown[:_MOST_SHOWN], "wanted": wanted, "is_cut": len(shown) > _MOST_SHOWN}
    template = "people/people.html#list" if request.htmx else "people/people.html"
    return render(request, template, context)


@allow(Permission.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: StaffRequest) -> HttpResponse:
    """Add a person, and make their link at once."""
    form = PersonForm(request.POST or None, initial={"language": "en"})
    if request.method == "POST" and form.is_valid():
        made = actions.add_person(clinic=clinic_of(request), fields=form.cleaned_data, by=staff(request))
        return _with_fresh_link(request, made)
    return render(
        request,
        "people/form.html",
        {"form": form, "has_errors": form.errors},
        status=422 if form.errors else 200,
    )


@allow(Permission.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: StaffRequest, key: str) -> HttpResponse:
    """Correct a name, a year, a number."""
    found = _person(request, key)
    version = found.version  # the form puts what was sent onto the instance
    form = PersonForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        sent = int(request.POST.get("version", "0") or 0)
        stored = _person(request, key)
        actions.change_person(person=stored, fields=form.cleaned_data, version=sent, by=staff(request))
        return redirect("person", key=key)
    context = {"form": form, "person": _person(request, key), "version": version, "has_errors": form.errors}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@allow(Permission.SEE_PEOPLE)
@require_safe
def person(request: StaffRequest, key: str) -> HttpResponse:
    """Show a person: appointments, links, and to whom it is open, the visits."""
    found = _person(request, key)
    booking = BookingForm(initial={"day": timezone.localdate(), "time": "09:00"})
    booking.fields["clinician"].queryset = clinicians(request.user)  # type: ignore[attr-defined]
    context = {
        "person": found,
        "links": link_states(found),
        "appointments": found.appointments.select_related("clinician").order_by("-starts_at")[:20],
        "visits": found.visits.all(),
        "booking": booking,
    }
    return render(request, "people/person.html", context)


@allow(Permission.EDIT_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: StaffRequest, key: str) -> HttpResponse:
    """Make a link, and show it once: as text, as QR code, ready to print."""
    found = _person(request, key)
    if request.method == "POST":
        return _with_fresh_link(request, found)
    fresh = request.session.pop(FRESH, None)
    token = fresh[1] if fresh and fresh[0] == key_text(found) else None
    address = request.build_absolute_uri(reverse("open-link", args=[token])) if token else ""
    context = {
        "person": found,
        "address": address,
        "qr": qr_svg(address) if address else "",
        "latest": next(iter(link_states(found)), None),
    }
    response = render(request, "people/link.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@allow(Permission.EDIT_PEOPLE)
@require_POST
def revoke(request: StaffRequest, key: str) -> HttpResponse:
    """End a person's links."""
    actions.revoke_links(person=_person(request, key), by=staff(request))
    return redirect("person", key=key)


@allow(Permission.EDIT_PEOPLE)
@require_POST
def new_visit(request: StaffRequest, key: str) -> HttpResponse:
    """Start a further visit, and make a link to its questions."""
    found = _person(request, key)
    start_visit(person=found, by=staff(request))
    return _with_fresh_link(request, found)


@allow(Permission.SEE_PEOPLE)
@require_safe
def appointments(request: StaffRequest) -> HttpResponse:
    """Show a day's appointments."""
    day = parse_date(request.GET.get("day", "")) or timezone.localdate()
    context = {"day": day, "appointments": appointments_on(request.user, day)}
    return render(request, "people/appointments.html", context)


@allow(Permission.EDIT_PEOPLE)
@require_POST
def book(request: StaffRequest, key: str) -> HttpResponse:
    """Book an appointment for a person."""
    found = _person(request, key)
    form = BookingForm(request.POST)
    form.fields["clinician"].queryset = clinicians(request.user)  # type: ignore[attr-defined]
    if not form.is_valid():
        context = {
            "person": found,
            "booking": form,
            "form": form,
            "links": link_states(found),
            "has_errors": True,
        }
        return render(request, "people/person.html", context, status=422)
    starts_at = timezone.make_aware(datetime.combine(form.cleaned_data["day"], form.cleaned_data["time"]))
    actions.book(
        person=found, starts_at=starts_at, clinician=form.cleaned_data["clinician"], by=staff(request)
    )
    return redirect("person", key=key)


@allow(Permission.EDIT_PEOPLE)
@require_POST
def mark(request: StaffRequest, identifier: int, what: str) -> HttpResponse:
    """Mark an appointment as arrived or cancelled."""
    found = get_object_or_404(Appointment, pk=identifier, person__clinic=request.user.clinic)
    actions.mark(appointment=found, what=what, by=staff(request))
    return redirect(f"{reverse('appointments')}?day={timezone.localtime(found.starts_at).date().isoformat()}")


def _person(request: StaffRequest, key: str) -> Person:
    return get_object_or_404(visible_people(request.user), key=key)


def _with_fresh_link(request: StaffRequest, found: Person) -> HttpResponse:
    _link, token = actions.give_link(person=found, by=staff(request))
    request.session[FRESH] = [key_text(found), token]
    return redirect("link", key=found.key)


def key_text(found: Person) -> str:
    """Return a person's key as text."""
    return str(found.key)
