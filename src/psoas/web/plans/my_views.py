"""The patient's own plan, under their link: only what a clinician approved and sent."""

from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from psoas.care.plan import Plan
from psoas.illustration.figure.exercise import figures_of_advice
from psoas.illustration.figure.wanted import name_of
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.at_home import Exercise
from psoas.reports.language import Language
from psoas.reports.story import AtHome, Story
from psoas.web.access.patient import LANGUAGE_KEY
from psoas.web.access.permissions import Permission, allow
from psoas.web.audit.record import record
from psoas.web.plans.papers import paper, story_of
from psoas.web.plans.planning import Planning, planning_of
from psoas.web.plans.queries import plan_is_being_changed, sent_visit
from psoas.web.plans.views import as_file
from psoas.web.plans.words import dose_in_words, goal_in_words
from psoas.web.requests import PatientRequest, patient
from psoas.web.visits.queries import own_visit

LANGUAGES = ("en", "es")
_HEADINGS = {
    "education": gettext_noop("Good to know"),
    "walking": gettext_noop("Walking"),
    "sitting": gettext_noop("Sitting and your desk"),
    "standing-desk": gettext_noop("Sitting and your desk"),
    "work": gettext_noop("Sitting and your desk"),
    "lifting": gettext_noop("Lifting"),
    "posture": gettext_noop("Posture"),
    "sleep": gettext_noop("Sleep"),
    "driving": gettext_noop("Driving"),
    "prevention": gettext_noop("How to keep it away"),
}


@dataclass(frozen=True, slots=True)
class MyExercise:
    """One exercise as the patient reads it."""

    number: int
    told: Exercise
    dose: str  # whole, the days a week within
    harder: str


@dataclass(frozen=True, slots=True)
class MyTopic:
    """Advice for one part of the day."""

    heading: str
    lines: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]  # that show it, with their names


@allow(Permission.OWN_LINK)
@require_safe
def my_plan(request: PatientRequest) -> HttpResponse:
    """Show the plan, or why there is none to see."""
    link = request.patient_link
    planning = _in_danger(request) or _sent(request)
    context: dict[str, Any] = {"own_clinic": link.person.clinic, "language": _language()}
    if planning is None:
        context["is_being_changed"] = plan_is_being_changed(link)
        return render(request, "plans/my_plan_none.html", context)
    _seen(request, planning)
    story = story_of(planning, _language())
    if planning.blocking or story.at_home is None:
        context |= {"story": story, "act": story.act}
        return render(request, "plans/my_plan_hold.html", context)
    return render(request, "plans/my_plan.html", {**context, **_page(planning, story, story.at_home)})


@allow(Permission.OWN_LINK)
@require_safe
def my_paper(request: PatientRequest) -> HttpResponse:
    """Return the plan as a PDF."""
    planning = _sent(request)
    if planning is None or planning.blocking or _in_danger(request):
        return redirect("my-plan")
    _seen(request, planning)
    return as_file(paper(planning, _language(), kind="pdf"), "pdf", "application/pdf")


@allow(Permission.OWN_LINK)
@require_POST
def my_plan_language(request: PatientRequest) -> HttpResponse:
    """Go on in another language."""
    wanted = request.POST.get("language", "")
    if wanted in LANGUAGES:
        request.session[LANGUAGE_KEY] = wanted
    return redirect("my-plan")


def _page(planning: Planning, story: Story, home: AtHome) -> dict[str, Any]:
    plan, items = planning.plan, planning.knowledge.items
    assert plan is not None
    told = home.exercises if plan.walking is None else home.exercises[:-1]
    exercises = [
        MyExercise(number, exercise, _dose(planning, one.id), gettext(items[one.id].harder))
        for number, (one, exercise) in enumerate(zip(plan.programme.items, told, strict=True), 1)
    ]
    return {
        "story": story,
        "home": home,
        "exercises": exercises,
        "walking": None if plan.walking is None else home.exercises[-1],
        "topics": _topics(plan, planning.knowledge),
        "goals": [goal_in_words(goal) for goal in plan.goals],
        "review_on": plan.review.date,
        "approved_on": planning.row and planning.row.approved_at,
        "both_days": len({one.days for one in plan.programme.items}) > 1,
    }


def _dose(planning: Planning, identifier: str) -> str:
    """Return the whole dose, the days a week within."""
    library = planning.knowledge.items[identifier].dose.text
    agreed = next(one for one in planning.agreed.items if one.id == identifier)
    return gettext(library) if agreed.dose.text == library else dose_in_words(agreed.dose)


def _topics(plan: Plan, knowledge: Knowledge) -> list[MyTopic]:
    """Sort the advice by the parts of the day, in the order of the page."""
    lines: dict[str, list[str]] = {heading: [] for heading in dict.fromkeys(_HEADINGS.values())}
    shown: dict[str, dict[str, str]] = {heading: {} for heading in lines}
    for one in (*plan.education, *plan.workstation, *plan.lifting, *plan.posture):
        heading = _HEADINGS[knowledge.advice[one.id].topic]
        lines[heading].append(gettext(one.text))
        for figure in figures_of_advice(one.id):
            shown[heading][figure.id] = gettext(name_of(figure, knowledge))
    return [
        MyTopic(gettext(heading), tuple(texts), tuple(shown[heading].items()))
        for heading, texts in lines.items()
        if texts
    ]


def _sent(request: PatientRequest) -> Planning | None:
    visit = sent_visit(request.patient_link)
    return None if visit is None else planning_of(visit)


def _in_danger(request: PatientRequest) -> Planning | None:
    """Return the patient's latest visit where its answers call for help now: that comes before any plan."""
    visit = own_visit(request.patient_link)
    return planning_of(visit) if visit is not None and visit.disposition in ("emergency", "urgent") else None


def _language() -> Language:
    return cast("Language", get_language() if get_language() in LANGUAGES else "en")


def _seen(request: PatientRequest, planning: Planning) -> None:
    person = planning.visit.person
    record(
        "plan.seen",
        by=patient(request),
        clinic=person.clinic,
        person=person,
        target=f"visit:{planning.visit.key}",
    )
