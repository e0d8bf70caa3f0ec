"""The page of measurements."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from psoas.foundation.errors import CaseError, Problem
from psoas.web.access.permissions import Permission, allow
from psoas.web.audit.record import record
from psoas.web.measurements.actions import record_measurements
from psoas.web.measurements.forms import read_sent, sides_of, unplaced
from psoas.web.measurements.groups import ALIGNMENT, Group
from psoas.web.measurements.page import Page
from psoas.web.requests import StaffRequest, staff


@allow(Permission.SEE_RECORD)
@require_safe
def measurements(request: StaffRequest, key: str) -> HttpResponse:
    """Show what is measured, against norms and against the visits before."""
    page = Page.of(request, key)
    person = page.visit.person
    record(
        "visit.seen", by=staff(request), clinic=person.clinic, person=person, target=f"visit:{page.visit.key}"
    )
    return render(request, "measurements/measurements.html", page.context())


@allow(Permission.RECORD)
@require_POST
def save(request: StaffRequest, key: str, group: str) -> HttpResponse:
    """Record what was entered in a group: the whole form, or with htmx the row that was touched."""
    page = Page.of(request, key)
    found = next((one for one in page.groups if one.id == group), None)
    if found is None:
        raise Http404
    findings = _touched(request, found)
    page.sent = read_sent(request.POST.dict(), findings, page.knowledge, page.record().now)
    if not page.sent.problems and page.sent.values:
        try:
            record_measurements(visit=page.visit, values=page.sent.values, by=staff(request))
        except CaseError as error:
            _place(error.problems, findings, page)
    refused = bool(page.problem or page.sent.problems)
    if request.htmx:
        context = {**page.context(findings), "saved_group": found}
        return render(request, "measurements/saved.html", context, status=422 if refused else 200)
    if not refused:
        return redirect(f"{reverse('measurements', args=[key])}#{found.id}")
    return render(request, "measurements/measurements.html", page.context(), status=422)


def _touched(request: StaffRequest, group: Group) -> tuple[str, ...]:
    """Return the findings that are read: angles hang together, anything else is recorded row by row."""
    row = request.POST.get("row", "")
    is_single = bool(request.htmx) and group.id != ALIGNMENT and row in group.findings
    return (row,) if is_single else tuple(group.findings)


def _place(problems: tuple[Problem, ...], findings: tuple[str, ...], page: Page) -> None:
    """Put each problem beside the field it is about."""
    for problem in problems:
        name = next((one for one in findings if one in problem.where.split(".")), None)
        if name is None:
            page.problem = unplaced(problem)
        else:
            side = sides_of(page.knowledge.findings[name])[0]
            page.sent.problems[(name, side)] = unplaced(problem)
