"""The plan of a visit, and the therapist's list of plans."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from psoas.web.access.permissions import Permission, allow
from psoas.web.audit.record import record
from psoas.web.models import Visit
from psoas.web.plans.answering import planning_for
from psoas.web.plans.forms import NoteForm
from psoas.web.plans.page import page_of
from psoas.web.plans.papers import paper
from psoas.web.plans.planning import Planning
from psoas.web.plans.queries import plans_for_therapist
from psoas.web.requests import StaffRequest, staff

# The story on paper carries its styles and letters within; it runs no script and loads nothing.
PAPER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; frame-ancestors 'none'"
)


@allow(Permission.SEE_PLAN)
@require_safe
def plans(request: StaffRequest) -> HttpResponse:
    """List the approved plans, massage that nobody has accepted yet first."""
    return render(request, "plans/plans.html", {"rows": plans_for_therapist(request.user)})


@allow(Permission.SEE_PLAN)
@require_safe
def plan(request: StaffRequest, key: str) -> HttpResponse:
    """Show a plan; a therapist sees it once it is approved."""
    planning = planning_for(request, key)
    _seen(request, planning.visit)
    return show(request, planning)


def show(
    request: StaffRequest, planning: Planning, *, note: NoteForm | None = None, status: int = 200
) -> HttpResponse:
    """Show the page of a plan, with a note that was not written yet."""
    note = note or NoteForm()
    has_errors = bool(note.errors)
    if not request.user.is_clinician and not planning.is_approved:
        context = {"visit": planning.visit, "person": planning.visit.person, "planning": planning}
        return render(request, "plans/not_approved.html", context, status=status)
    context = {**page_of(planning), "note_form": note, "form": note, "has_errors": has_errors}
    return render(request, "plans/plan.html", context, status=status)


@allow(Permission.SEE_PLAN)
@require_safe
def paper_pdf(request: StaffRequest, key: str) -> HttpResponse:
    """Return the patient's story with the plan as a PDF."""
    return _paper(request, key, "pdf", "application/pdf")


@allow(Permission.SEE_PLAN)
@require_safe
def paper_html(request: StaffRequest, key: str) -> HttpResponse:
    """Return the same as a page to print."""
    return _paper(request, key, "html", "text/html; charset=utf-8")


def _paper(request: StaffRequest, key: str, kind: str, content_type: str) -> HttpResponse:
    planning = planning_for(request, key)
    _seen(request, planning.visit)
    if not request.user.is_clinician and not planning.is_approved:
        context = {"visit": planning.visit, "person": planning.visit.person, "planning": planning}
        return render(request, "plans/not_approved.html", context)
    wanted = request.GET.get("language", planning.visit.person.language)
    return as_file(paper(planning, "es" if wanted == "es" else "en", kind=kind), kind, content_type)


def as_file(content: bytes, kind: str, content_type: str) -> HttpResponse:
    """Return a paper; its file name names nobody."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'inline; filename="plan.{kind}"'
    response["Cache-Control"] = "no-store"
    if kind == "html":
        response["Content-Security-Policy"] = PAPER_POLICY
    return response


def _seen(request: StaffRequest, visit: Visit) -> None:
    person = visit.person
    record("plan.seen", by=staff(request), clinic=person.clinic, person=person, target=f"visit:{visit.key}")
