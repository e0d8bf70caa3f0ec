"""Who agrees: the clinician approves and sends a plan, the therapist takes the massage and writes notes."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from psoas.web.access.permissions import Permission, allow
from psoas.web.models import Person
from psoas.web.plans import actions
from psoas.web.plans.answering import planning_for, settle
from psoas.web.plans.content import refuse
from psoas.web.plans.forms import NoteForm
from psoas.web.plans.views import show
from psoas.web.requests import StaffRequest, staff


@allow(Permission.EDIT_PLAN)
@require_POST
def approve(request: StaffRequest, key: str) -> HttpResponse:
    """Approve the plan as it was seen."""
    planning = planning_for(request, key)
    act = partial(
        actions.approve, visit=planning.visit, version=request.POST.get("version", ""), by=staff(request)
    )
    return settle(request, planning, act, done="The plan is approved.")


@allow(Permission.EDIT_PLAN)
@require_POST
def send(request: StaffRequest, key: str) -> HttpResponse:
    """Open the approved plan under the patient's link."""
    planning = planning_for(request, key)
    act = partial(
        actions.send, visit=planning.visit, version=request.POST.get("version", ""), by=staff(request)
    )
    has_link = has_open_link(planning.visit.person)
    done = "The patient's link shows the plan now."
    if not has_link:
        done = "The plan is sent. The patient has no open link: make one on the person's page."
    return settle(request, planning, act, done=done)


@allow(Permission.EDIT_PLAN)
@require_POST
def proposal(request: StaffRequest, key: str) -> HttpResponse:
    """Take the new proposal over, or keep the plan as it was decided."""
    planning = planning_for(request, key)
    take = request.POST.get("take") == "yes"
    act = partial(
        actions.look_at_proposal,
        visit=planning.visit,
        version=request.POST.get("version", ""),
        take=take,
        by=staff(request),
    )
    done = "The plan is now as proposed." if take else "The plan stays as you decided."
    return settle(request, planning, act, done=done)


@allow(Permission.EDIT_PLAN)
@require_POST
def answer_question(request: StaffRequest, key: str) -> HttpResponse:
    """Record what a patient says to a question that could rule something out."""
    planning = planning_for(request, key)
    open_ones = {finding for one in planning.questions for finding in one.findings}
    value = request.POST.get("value", "")
    findings = request.POST.getlist("finding")
    if not findings or not open_ones.issuperset(findings) or value not in ("present", "absent"):
        raise refuse("The answer", "This question is not open, or the answer is neither yes nor no.")
    actions.answer_question(visit=planning.visit, findings=findings, value=value, by=staff(request))
    messages.success(request, "Recorded. The plan was checked again.", extra_tags="ok")
    return redirect("plan", key=key)


@allow(Permission.WRITE_SESSION_NOTES)
@require_POST
def accept_massage(request: StaffRequest, key: str) -> HttpResponse:
    """Take over the massage session as it was seen."""
    planning = planning_for(request, key)
    act = partial(
        actions.accept_massage,
        visit=planning.visit,
        version=request.POST.get("version", ""),
        by=staff(request),
    )
    return settle(request, planning, act, done="You accepted the massage session.")


@allow(Permission.WRITE_SESSION_NOTES)
@require_POST
def write_note(request: StaffRequest, key: str) -> HttpResponse:
    """Write a note of a session."""
    planning = planning_for(request, key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show(request, planning, note=form, status=422)
    actions.write_note(visit=planning.visit, text=form.cleaned_data["text"], by=staff(request))
    messages.success(request, "The note is in the record.", extra_tags="ok")
    return redirect("plan", key=key)


def has_open_link(person: Person) -> bool:
    """Tell whether a patient has a link that opens."""
    return person.links.filter(revoked_at=None, expires_at__gt=timezone.now()).exists()
