"""The front desk's pages."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from psoas.web.access.permissions import Permission, allow
from psoas.web.people import actions
from psoas.web.people.forms import PersonForm
from psoas.web.requests import StaffRequest, clinic_of, staff
from psoas.web.visits.queries import visible_people


@allow(Permission.SEE_PEOPLE)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """List the people of the clinic; search by a part of the name."""
    wanted = request.GET.get("q", "").strip()
    found = visible_people(request.user).order_by("name")
    if wanted:
        found = found.filter(name__icontains=wanted)
    return render(request, "people/people.html", {"people": found[:200], "wanted": wanted})


@allow(Permission.EDIT_PEOPLE)
@require_http_methods(["GET", "POST"])
def add_person(request: StaffRequest) -> HttpResponse:
    """Add a person."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = actions.add_person(clinic=clinic_of(request), fields=form.cleaned_data, by=staff(request))
        return redirect("person", key=person.key)
    status = 422 if form.errors else 200
    return render(request, "people/add.html", {"form": form}, status=status)


@allow(Permission.SEE_PEOPLE)
@require_safe
def person(request: StaffRequest, key: str) -> HttpResponse:
    """Show a person, their visits and links."""
    return render(
        request, "people/person.html", {"person": get_object_or_404(visible_people(request.user), key=key)}
    )
