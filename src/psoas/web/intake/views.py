"""The patient's pages: welcome, task list, questions, what to do now, check and send."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from psoas.foundation.errors import CaseError
from psoas.knowledge.findings import SafetyQuestion
from psoas.web.access.patient import LANGUAGE_KEY
from psoas.web.access.permissions import Permission, allow
from psoas.web.intake import actions
from psoas.web.intake.alarm import alarm_of, spoken, what_to_do
from psoas.web.intake.drawing import SADDLE
from psoas.web.intake.forms import SAFETY_FIELD, PageForm, SafetyForm, refused
from psoas.web.intake.inputs import initial_of
from psoas.web.intake.opening import (
    OPEN_STAGES,
    Intake,
    address,
    answering,
    back_of,
    came_from,
    onward,
    show,
)
from psoas.web.intake.pages import SAFETY, Page, Step
from psoas.web.intake.pictures import chart_picture, clips, saddle_picture, stroke_paths
from psoas.web.intake.progress import Progress, is_stale
from psoas.web.intake.summary import summary
from psoas.web.models import Observation, Visit
from psoas.web.requests import PatientRequest, patient
from psoas.web.visits.queries import own_visit


@allow(Permission.OWN_LINK)
@require_safe
def intake(request: PatientRequest) -> HttpResponse:
    """Welcome somebody, show the tasks, or say that the answers are in."""
    visit = own_visit(request.patient_link)
    if visit is None or visit.stage not in OPEN_STAGES:
        return show(request, "intake/closed.html", {"is_done": visit is not None}, intake=None)
    if visit.consented_at is None:
        return show(request, "intake/welcome.html", {}, intake=None)
    current = Intake(visit, Progress.of(visit), alarm_of(visit))
    if current.alarm and current.alarm.interrupts:
        return redirect("intake-now")
    following = current.progress.first_open
    context = {
        "tasks": [(state, address(state.first)) for state in current.progress.tasks()],
        "next": address(following) if following else reverse("intake-check"),
        "is_begun": bool(current.progress.answered),
        "visit": visit,
    }
    return show(request, "intake/tasks.html", context, intake=current)


@allow(Permission.OWN_LINK)
@require_POST
def agree(request: PatientRequest) -> HttpResponse:
    """Take down that the patient agrees, and begin."""
    visit = own_visit(request.patient_link)
    if visit is None or visit.stage not in OPEN_STAGES:
        return redirect("intake")
    actions.consent(visit=visit, by=patient(request))
    actions.speak(visit=visit, language=spoken(), by=patient(request))
    following = Progress.of(visit).first_open
    return redirect(address(following) if following else "intake")


@allow(Permission.OWN_LINK)
@require_POST
def language(request: PatientRequest) -> HttpResponse:
    """Change the language of the patient's pages, and stay where they are."""
    chosen, back = request.POST.get("language", ""), request.POST.get("back", "")
    if chosen in actions.LANGUAGES:
        request.session[LANGUAGE_KEY] = chosen
        visit = own_visit(request.patient_link)
        if visit is not None and visit.stage in OPEN_STAGES:
            actions.speak(visit=visit, language=chosen, by=patient(request))
    return redirect(back if _is_ours(back) else "intake")


@allow(Permission.OWN_LINK)
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def safety(request: PatientRequest, intake: Intake, question: str) -> HttpResponse:
    """Ask a safety question; a dangerous answer shows at once what to do."""
    step = _step(intake, question)
    if not isinstance(step.asks, SafetyQuestion):
        raise Http404
    answer = intake.progress.safety.get(question)
    ticked = [] if answer is None or is_stale(answer) else answer.ticked
    form = SafetyForm(step.asks, data=request.POST or None, ticked=ticked)
    if request.method == "POST" and not request.POST:
        form = SafetyForm(step.asks, data={})
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data[SAFETY_FIELD]
        try:
            is_taken_off = actions.answer(
                visit=intake.visit, question=question, ticked=chosen, by=patient(request)
            )
        except CaseError:
            refused(form)
        else:
            if is_taken_off:
                messages.info(request, _taken_off())
            return onward(request, intake.visit, step)
    context = {
        "step": step,
        "question": step.asks,
        "form": form,
        "back": back_of(request, intake, step),
        "from": came_from(request),
        "is_asked_again": answer is not None and not answer.ticked,
        "picture": saddle_picture() if question == SADDLE else "",
    }
    return show(request, "intake/safety.html", context, intake=intake, status=422 if form.errors else 200)


@allow(Permission.OWN_LINK)
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def page(request: PatientRequest, intake: Intake, page: str) -> HttpResponse:
    """Ask what stands on a page."""
    step = _step(intake, page)
    if not isinstance(step.asks, Page) or step.asks.is_drawing:
        raise Http404
    initial, is_from_last = _initial(intake, step.asks)
    form = PageForm(step.asks, data=request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.save_page(
                visit=intake.visit,
                page=page,
                told=form.told(),
                observed=form.observed(),
                by=patient(request),
            )
        except CaseError:
            refused(form)
        else:
            return onward(request, intake.visit, step)
    context = {
        "step": step,
        "page": step.asks,
        "form": form,
        "back": back_of(request, intake, step),
        "from": came_from(request),
        "is_from_last": is_from_last,
    }
    return show(request, "intake/page.html", context, intake=intake, status=422 if form.errors else 200)


@allow(Permission.OWN_LINK)
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def now(request: PatientRequest, intake: Intake) -> HttpResponse:
    """Say what to do now, and hear what the patient does."""
    to_do = what_to_do(intake.visit)
    if to_do is None:
        return redirect("intake")
    came = intake.progress.step(request.POST.get("of") or request.GET.get("of") or "")
    step = came or _last_alarming(intake)
    if request.method == "POST":
        says = request.POST.get("says", "")
        if says not in (actions.HELP, actions.MISTAKE, actions.CALLS):
            return redirect("intake-now")
        actions.reply(visit=intake.visit, says=says, by=patient(request))
        if says == actions.MISTAKE:
            return redirect(address(step) if step else "intake")
        return onward(request, intake.visit, step) if step else redirect("intake")
    # Who sees the patient may not read the patient's language.
    in_english = None if spoken() == "en" else what_to_do(intake.visit, "en")
    context = {"to_do": to_do, "in_english": in_english, "of": step.id if step else ""}
    return show(request, "intake/now.html", context, intake=intake)


@allow(Permission.OWN_LINK)
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def check(request: PatientRequest, intake: Intake) -> HttpResponse:
    """Show all answers, and send them."""
    if request.method == "POST":
        if intake.alarm and intake.alarm.interrupts:
            return redirect("intake-now")
        if actions.send(visit=intake.visit, by=patient(request)):
            return show(request, "intake/sent.html", {}, intake=intake)
        return redirect("intake-check")
    following = intake.progress.first_open
    is_stale_one = any(is_stale(one) for one in intake.progress.safety.values())
    context = {
        "parts": summary(intake.visit, intake.progress),
        "open": address(following) if following else "",
        "asks_again": bool(following and following.task.id == SAFETY and is_stale_one),
        "chart": chart_picture(),
        "strokes": stroke_paths(intake.visit.told.get("complaint", {})),
        "clips": clips(),
    }
    return show(request, "intake/check.html", context, intake=intake)


def _is_ours(path: str) -> bool:
    """Tell whether a path leads to a page of the intake."""
    try:
        name = resolve(urlsplit(path).path).url_name or ""
    except (Resolver404, ValueError):
        return False
    return name.startswith("intake") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)


def _step(intake: Intake, identifier: str) -> Step:
    step = intake.progress.step(identifier)
    if step is None:
        raise Http404
    return step


def _initial(intake: Intake, page: Page) -> tuple[Mapping[str, Any], bool]:
    """Return what a page shows to begin with, and whether that comes from the last visit."""
    visit: Visit | None = intake.visit
    is_from_last = False
    if page.keeps and page.id not in intake.progress.answered:
        earlier = Visit.objects.filter(person=intake.visit.person, number__lt=intake.visit.number)
        visit, is_from_last = earlier.order_by("-number").first(), True
    if visit is None:
        return {}, False
    rows = Observation.objects.filter(visit=visit, side="")
    initial = initial_of(page, visit.told, dict(rows.values_list("finding", "present")))
    return initial, is_from_last and bool(initial)


def _last_alarming(intake: Intake) -> Step | None:
    """Return the safety question that was answered last with anything but no."""
    told = [one for one in intake.progress.safety.values() if one.ticked and one.ticked != ["none"]]
    last = max(told, key=lambda one: one.answered_at, default=None)
    return intake.progress.step(last.question) if last else None


def _taken_off() -> str:
    return _(
        "You feel as usual there, so we took the mark between your legs off your picture. "
        "If it hurts there, tell your clinician."
    )
