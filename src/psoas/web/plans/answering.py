"""What the views of a plan have in common: finding it, storing a change, and saying who was faster."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from psoas.knowledge.knowledge import Knowledge
from psoas.web.models import Visit
from psoas.web.plans import actions
from psoas.web.plans.actions import StalePlanError
from psoas.web.plans.content import PlanError
from psoas.web.plans.edits import Edit
from psoas.web.plans.planning import Planning, planning_of
from psoas.web.requests import StaffRequest, staff
from psoas.web.visits.queries import visible_visits

_NOT_SHOWN = ("csrfmiddlewaretoken", "version")
_IN_WORDS = {
    "hold_s": "Hold, in seconds",
    "new": "Instead",
    "item": "Exercise",
    "give": "Walking is part of the plan",
    "start": "Begin with, in minutes",
    "goal": "Build up to, in minutes",
    "declined": "Why there is no massage",
    "where": "Move",
    "review_on": "Review on",
}
_DEEDS = {
    "plan-item": "Change dose, days or note: {}",
    "plan-remove": "Take out: {}",
    "plan-swap": "Swap: {}",
    "plan-move": "Move: {}",
    "plan-add": "Add an exercise",
    "plan-frame": "Change time, goals or review",
    "plan-walking": "Change walking",
    "plan-advice": "Change advice and offers",
    "plan-massage": "Change the massage session",
    "plan-no-massage": "Leave massage out",
    "plan-proposal": "Settle the new proposal",
    "plan-approve": "Approve the plan",
    "plan-send": "Send the plan to the patient's link",
    "plan-accept-massage": "Accept the massage session",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page with one form on it: its template, and what it shows beside the form."""

    template: str
    context: dict[str, Any]
    at: str = ""  # where on the plan's page to go on after a change


def visit_of(request: StaffRequest, key: str) -> Visit:
    """Return a visit that the user may see; any other is not found."""
    return get_object_or_404(visible_visits(request.user), key=key)


def find_stale(request: StaffRequest, planning: Planning) -> HttpResponse | None:
    """Answer a form that was filled in against another version; nothing when it was not."""
    seen = request.POST.get("version", "")
    return None if seen == planning.version else conflict(request, StalePlanError(planning, seen))


def store(request: StaffRequest, planning: Planning, edit: Edit, *, at: str = "") -> HttpResponse:
    """Store a change and go back to the plan.

    Raises
    ------
    PlanError
        It cannot be.
    """
    return settle(
        request,
        planning,
        lambda: actions.change_plan(
            visit=planning.visit, version=request.POST.get("version", ""), edit=edit, by=staff(request)
        ),
        at=at,
    )


def settle(
    request: StaffRequest, planning: Planning, act: Callable[[], Planning], *, done: str = "", at: str = ""
) -> HttpResponse:
    """Act, and go back to the plan; say so when approval was withdrawn by it."""
    try:
        after = act()
    except StalePlanError as error:
        return conflict(request, error)
    if planning.is_approved and not after.is_approved:
        closed = (
            " The patient's link does not show the plan until it is sent again." if planning.is_sent else ""
        )
        messages.warning(request, f"Changed. The plan is no longer approved.{closed}", extra_tags="caution")
    elif done:
        messages.success(request, done, extra_tags="ok")
    place = f"#{slugify(at)}" if at else ""
    return redirect(reverse("plan", args=[planning.visit.key]) + place)


def answer(
    request: StaffRequest, planning: Planning, form: forms.Form, edit: Callable[[], Edit], page: Page
) -> HttpResponse:
    """Show a form, or store what it says; what is wrong stands beside its field, and all input is kept."""
    status = 200
    if request.method == "POST":
        if stale := find_stale(request, planning):
            return stale
        status = 422
        if form.is_valid():
            try:
                return store(request, planning, edit(), at=page.at)
            except PlanError as error:
                for problem in error.problems:
                    form.add_error(None, f"{problem.what} {problem.remedy}".strip())
    context = {
        "form": form,
        "has_errors": bool(form.errors),
        "version": planning.version,
        "planning": planning,
        "visit": planning.visit,
        "person": planning.visit.person,
        **page.context,
    }
    return render(request, page.template, context, status=status)


def conflict(request: StaffRequest, error: StalePlanError) -> HttpResponse:
    """Say what somebody else changed, and offer to apply what was entered to the plan as it is now."""
    planning = planning_of(error.planning.visit)
    sent = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    own = [(name, value) for name, value in sent if name not in _NOT_SHOWN]
    context = {
        "planning": planning,
        "visit": planning.visit,
        "person": planning.visit.person,
        "changes": error.changes,
        "version": planning.version,
        "deed": _deed(request, planning.knowledge),
        "own": own,
        "told": [
            (_label(name, planning.knowledge), _value(value, planning.knowledge))
            for name, value in own
            if value
        ],
    }
    return render(request, "plans/conflict.html", context, status=409)


def _deed(request: StaffRequest, knowledge: Knowledge) -> str:
    match = request.resolver_match
    if match is None:
        return ""
    item = knowledge.items.get(match.kwargs.get("item", ""))
    return _DEEDS.get(match.url_name or "", "").format(item.name if item else "")


def _label(name: str, knowledge: Knowledge) -> str:
    part, _, muscle = name.partition("-")
    if muscle in knowledge.muscles:
        return f"{knowledge.muscles[muscle].name}, {part}"
    return _IN_WORDS.get(name, name.replace("_", " ").replace("-", " ").capitalize())


def _value(value: str, knowledge: Knowledge) -> str:
    if value in knowledge.items:
        return knowledge.items[value].name
    if value in knowledge.techniques:
        return knowledge.techniques[value].name
    if value in knowledge.advice:
        return knowledge.advice[value].text
    return "yes" if value == "on" else value


def planning_for(request: StaffRequest, key: str) -> Planning:
    """Return the plan of a visit that the user may see."""
    return planning_of(visit_of(request, key))
