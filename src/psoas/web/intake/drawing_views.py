"""The pain drawing: a list of places for everybody, and a picture to draw on where the browser can."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from psoas.foundation.errors import CaseError
from psoas.web.access.permissions import Permission, allow
from psoas.web.intake import actions
from psoas.web.intake.drawing import DrawingError, read_regions
from psoas.web.intake.opening import Intake, answering, back_of, came_from, onward, show
from psoas.web.intake.pages import Page, Step
from psoas.web.intake.pictures import chart_picture, clips, place_groups, stroke_paths, where_words
from psoas.web.requests import PatientRequest, patient


@allow(Permission.OWN_LINK)
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def drawing(request: PatientRequest, intake: Intake) -> HttpResponse:
    """Show the body chart, and save the places that were chosen from the list."""
    step = _step(intake)
    problem, marked = "", None
    if request.method == "POST":
        marked = request.POST.getlist("place")
        has_lines = bool(intake.visit.told.get("complaint", {}).get("strokes"))
        is_left_out = "skip" in request.POST
        if not marked and not has_lines and not is_left_out:
            problem = _("Mark where you feel the pain, or select “I cannot show it”")
        else:
            problem = _saved(request, intake, step, [] if is_left_out else marked)
            if not problem:
                return onward(request, intake.visit, step)
    complaint = intake.visit.told.get("complaint", {})
    context = {
        "step": step,
        "page": step.asks,
        "back": back_of(request, intake, step),
        "from": came_from(request),
        "chart": chart_picture(),
        "strokes": stroke_paths(complaint),
        "clips": clips(),
        "groups": place_groups(complaint, marked),
        "where": where_words(intake.visit),
        "problem": problem,
    }
    return show(request, "intake/drawing.html", context, intake=intake, status=422 if problem else 200)


@allow(Permission.OWN_LINK)
@require_POST
@answering
def lines(request: PatientRequest, intake: Intake) -> HttpResponse:
    """Add a line that a finger has drawn, or take lines back; the answer is what is drawn now."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        return _refused("unknown")
    if not isinstance(sent, dict):
        return _refused("unknown")
    by, visit = patient(request), intake.visit
    try:
        match sent.get("do"):
            case "add":
                actions.add_line(visit=visit, line=sent.get("line"), by=by)
            case "undo":
                actions.undo_line(visit=visit, by=by)
            case "clear":
                actions.clear_lines(visit=visit, by=by)
            case _:
                return _refused("unknown")
    except DrawingError as error:
        return _refused(error.code)
    except CaseError:
        return _refused("side")
    now = time_format(timezone.localtime(), "H:i")
    return JsonResponse(
        {
            "paths": stroke_paths(visit.told.get("complaint", {})),
            "where": where_words(visit),
            "saved": _("Saved %(time)s") % {"time": now},
        }
    )


def _saved(request: PatientRequest, intake: Intake, step: Step, marked: list[str]) -> str:
    """Save the places; return what is wrong with them."""
    has_lines = bool(intake.visit.told.get("complaint", {}).get("strokes"))
    try:
        regions: Any = read_regions(marked) if marked or has_lines else None
        actions.save_regions(visit=intake.visit, page=step.id, regions=regions, by=patient(request))
    except DrawingError as error:
        return _words(error.code)
    except CaseError:
        return _words("side")
    return ""


def _refused(code: str) -> JsonResponse:
    return JsonResponse({"error": _words(code)}, status=422)


def _words(code: str) -> str:
    match code:
        case "beside":
            return _("That line is beside the body. Draw on the body.")
        case "too-long":
            return _("That line is too long. Draw it in two parts.")
        case "too-many":
            return _("There are too many lines. Take some back, or choose places from the list.")
        case "side":
            return _(
                "You said that the other side is worse. Change that answer first, or draw on that side too."
            )
    return _("This could not be read. Nothing was changed.")


def _step(intake: Intake) -> Step:
    return next(one for one in intake.progress.steps if isinstance(one.asks, Page) and one.asks.is_drawing)
