"""Adding, changing and removing an own exercise without writing a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from psoas.foundation.errors import KnowledgeError
from psoas.knowledge.care import Item
from psoas.web.access.permissions import Permission, allow
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.library.own_actions import own_items, remove_exercise, save_exercise
from psoas.web.library.own_exercise_form import ExerciseForm, filled_from
from psoas.web.models import Clinic
from psoas.web.requests import StaffRequest, clinic_of, staff


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Add an exercise; ``like`` begins with what a shipped one says."""
    clinic, knowledge = clinic_of(request), shipped_knowledge()
    like = knowledge.items.get(request.GET.get("like", ""))
    initial: dict[str, Any] = {
        "version": clinic.version, "evidence": "expert", "sets": 1, "times_a_day": 1, "days_a_week": 7,
    }  # fmt: skip
    if like is not None:
        as_shipped = {"name": "", "rationale": "", "indicated_as": like.id if like.indicated else ""}
        initial |= filled_from(like) | as_shipped | {"version": clinic.version, "evidence": "expert"}
    form = ExerciseForm(request.POST or None, initial=initial, knowledge=knowledge)
    return _edited(request, form, clinic, stored=None)


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, identifier: str) -> HttpResponse:
    """Change an exercise."""
    clinic, stored = clinic_of(request), _stored(clinic_of(request), identifier)
    initial = filled_from(stored) | {"version": clinic.version}
    form = ExerciseForm(request.POST or None, initial=initial, knowledge=shipped_knowledge(), stored=stored)
    return _edited(request, form, clinic, stored=stored)


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, identifier: str) -> HttpResponse:
    """Ask once, then take an exercise away."""
    clinic, stored = clinic_of(request), _stored(clinic_of(request), identifier)
    problems: tuple[Any, ...] = ()
    if request.method == "POST":
        try:
            version = int(request.POST.get("version") or 0)
            remove_exercise(clinic=clinic, identifier=identifier, version=version, by=staff(request))
        except KnowledgeError as error:
            problems = error.problems
        else:
            messages.success(request, f"“{stored.name}” is removed. Assessments signed with it keep it.")
            return redirect("knowledge-own")
    context = {"item": stored, "version": clinic.version, "problems": problems}
    return render(request, "library/own_remove.html", context, status=422 if problems else 200)


def _edited(
    request: StaffRequest, form: ExerciseForm, clinic: Clinic, *, stored: Item | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save_exercise(
                clinic=clinic,
                item=form.item,
                replacing=stored.id if stored else "",
                version=form.cleaned_data["version"],
                by=staff(request),
            )
        except KnowledgeError as error:
            for problem in error.problems:
                form.add_error("name" if problem.where == "name" else None, str(problem.what))
        else:
            messages.success(request, f"“{form.item.name}” is saved. Plans can choose it from now on.")
            return redirect("knowledge-own")
    rows = form.precaution_rows()
    context = {
        "form": form,
        "stored": stored,
        "has_errors": bool(form.errors),
        "shipped": sorted(shipped_knowledge().items.values(), key=lambda item: item.name),
        "chosen": [row for row in rows if row.is_chosen],
        "others": [row for row in rows if not row.is_chosen],
    }
    return render(request, "library/own_exercise.html", context, status=422 if form.errors else 200)


def _stored(clinic: Clinic, identifier: str) -> Item:
    found = next((item for item in own_items(clinic) if item.id == identifier), None)
    if found is None:
        raise Http404
    return found
