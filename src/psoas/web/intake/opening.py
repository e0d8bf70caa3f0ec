"""What every page of the intake starts from: the visit that is answered for, and what is shown around it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from psoas.web.intake.alarm import Alarm, alarm_of
from psoas.web.intake.pages import SAFETY, Page, Step
from psoas.web.intake.progress import Progress
from psoas.web.models import Visit
from psoas.web.requests import PatientRequest
from psoas.web.visits.queries import own_visit

OPEN_STAGES = (Visit.Stage.ASKED, Visit.Stage.WAITING)
CHECK = "check"  # where somebody came from who changes one answer

P = ParamSpec("P")


@dataclass(slots=True)
class Intake:
    """The visit of the request, how far it is answered, and its alarm."""

    visit: Visit
    progress: Progress
    alarm: Alarm | None


View = Callable[Concatenate[PatientRequest, P], HttpResponse]


def answering(view: Callable[Concatenate[PatientRequest, Intake, P], HttpResponse]) -> View[P]:
    """Give a view the visit; a patient without an open one, or who has not agreed yet, sees that first."""

    @wraps(view)
    def wrapped(request: PatientRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        visit = own_visit(request.patient_link)
        if visit is None or visit.stage not in OPEN_STAGES or visit.consented_at is None:
            return redirect("intake")
        return view(request, Intake(visit, Progress.of(visit), alarm_of(visit)), *args, **kwargs)

    return wrapped


def show(
    request: PatientRequest,
    template: str,
    context: dict[str, Any],
    *,
    intake: Intake | None,
    status: int = 200,
) -> HttpResponse:
    """Render a page with what stands around it."""
    around = {
        "own_clinic": request.patient_link.person.clinic,
        "intake": intake,
        "alarm": intake.alarm if intake else None,
        "saved": intake.visit.updated_at if intake and intake.progress.answered else None,
        "has_errors": status == 422,  # noqa: PLR2004 -- unprocessable
        "notes": messages.get_messages(request),
    }
    return render(request, template, around | context, status=status)


def address(step: Step) -> str:
    """Return where a screen is."""
    if step.task.id == SAFETY:
        return reverse("intake-safety", args=[step.id])
    if isinstance(step.asks, Page) and step.asks.is_drawing:
        return reverse("intake-drawing")
    return reverse("intake-page", args=[step.id])


def came_from(request: PatientRequest) -> str:
    """Return where an answer is changed from: the check of all answers, or nowhere."""
    given = request.POST.get("from") or request.GET.get("from")
    return CHECK if given == CHECK else ""


def back_of(request: PatientRequest, intake: Intake, step: Step) -> str:
    """Return where the back link leads."""
    if came_from(request):
        return reverse("intake-check")
    before = intake.progress.before(step)
    return address(before) if before else reverse("intake")


def onward(request: PatientRequest, visit: Visit, step: Step) -> HttpResponse:
    """Go to what comes after a screen that was just saved; an alarm comes first."""
    alarm = alarm_of(visit)
    if alarm is not None and alarm.interrupts:
        return redirect(f"{reverse('intake-now')}?of={step.id}")
    progress = Progress.of(visit)
    following = progress.after(step)
    if following is None or (came_from(request) and progress.is_complete):
        return redirect("intake-check")
    return redirect(address(following))
