"""The pages on which a clinician changes a plan; each is one form, and works without script."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from psoas.care.massage import template_for
from psoas.care.selection import DAYS
from psoas.knowledge.care import Item
from psoas.web.access.permissions import Permission, allow
from psoas.web.plans import edits
from psoas.web.plans.answering import Page, answer, find_stale, planning_for, store
from psoas.web.plans.forms import AdviceForm, FrameForm, ItemForm, ReasonForm, SwapForm, WalkingForm
from psoas.web.plans.massage_form import MassageForm, NoMassageForm
from psoas.web.plans.page import choices, verdict_of
from psoas.web.plans.planning import Planning
from psoas.web.requests import StaffRequest


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def change_item(request: StaffRequest, key: str, item: str) -> HttpResponse:
    """Change dose, days and note of an exercise."""
    planning = planning_for(request, key)
    if request.method == "POST" and (stale := find_stale(request, planning)):
        return stale
    one, record = edits.find(item, planning.agreed, planning.knowledge), _record(item, planning)
    form = ItemForm(request.POST or None, one=one, item=record)
    context = {"item": record, "one": one, "choice": verdict_of(planning, record), "reason": ReasonForm()}
    return answer(request, planning, form, form.edit, Page("plans/item.html", context, at=item))


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_item(request: StaffRequest, key: str, item: str) -> HttpResponse:
    """Take an exercise out, with the reason."""
    planning = planning_for(request, key)
    if request.method == "POST" and (stale := find_stale(request, planning)):
        return stale
    edits.find(item, planning.agreed, planning.knowledge)
    form = ReasonForm(request.POST or None)
    page = Page("plans/remove.html", {"item": _record(item, planning)})
    return answer(request, planning, form, lambda: edits.remove(item, form.cleaned_data["reason"]), page)


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def swap_item(request: StaffRequest, key: str, item: str) -> HttpResponse:
    """Put something else in the place of an exercise; everything of the library says why it fits or not."""
    planning = planning_for(request, key)
    if request.method == "POST" and (stale := find_stale(request, planning)):
        return stale
    edits.find(item, planning.agreed, planning.knowledge)
    old = _record(item, planning)
    listed = choices(planning, like=old)
    form = SwapForm(request.POST or None, choices=tuple(one.verdict for one in listed))
    context = {
        "item": old,
        "same": [one for one in listed if one.verdict.item.family == old.family],
        "others": [one for one in listed if one.verdict.item.family != old.family],
        "chosen": request.POST.get("new", ""),
    }
    return answer(
        request,
        planning,
        form,
        lambda: edits.swap(item, form.cleaned_data["new"], form.cleaned_data["reason"]),
        Page("plans/swap.html", context, at=request.POST.get("new", "")),
    )


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def add_item(request: StaffRequest, key: str) -> HttpResponse:
    """Search the library and add an exercise."""
    planning = planning_for(request, key)
    wanted = request.GET.get("q", "").strip()[:60]
    listed = choices(planning, wanted=wanted)
    form = SwapForm(request.POST or None, choices=tuple(one.verdict for one in choices(planning)))
    context = {"listed": listed, "wanted": wanted}
    days = [day for day in request.POST.getlist("days") if day in DAYS] or list(DAYS)
    return answer(
        request,
        planning,
        form,
        lambda: edits.add(form.cleaned_data["new"], days),
        Page("plans/add.html", context, at=request.POST.get("new", "")),
    )


@allow(Permission.EDIT_PLAN)
@require_POST
def move_item(request: StaffRequest, key: str, item: str) -> HttpResponse:
    """Move an exercise up or down."""
    planning = planning_for(request, key)
    if stale := find_stale(request, planning):
        return stale
    return store(request, planning, edits.move(item, request.POST.get("where", "")), at=item)


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def change_frame(request: StaffRequest, key: str) -> HttpResponse:
    """Change time, goals and review."""
    planning = planning_for(request, key)
    form = FrameForm(request.POST or None, planning=planning)
    return answer(request, planning, form, form.edit, Page("plans/frame.html", {}))


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def change_walking(request: StaffRequest, key: str) -> HttpResponse:
    """Change the walking, or leave it out."""
    planning = planning_for(request, key)
    data = request.POST if request.method == "POST" else None
    form = WalkingForm(data, planning=planning)
    return answer(request, planning, form, form.edit, Page("plans/walking.html", {}))


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def change_advice(request: StaffRequest, key: str) -> HttpResponse:
    """Choose which advice to give and which treatments to offer."""
    planning = planning_for(request, key)
    data = request.POST if request.method == "POST" else None
    form = AdviceForm(data, planning=planning)
    return answer(request, planning, form, form.edit, Page("plans/advice.html", {}))


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def change_massage(request: StaffRequest, key: str) -> HttpResponse:
    """Change the massage session."""
    planning = planning_for(request, key)
    usual = template_for(planning.basis.facts, planning.knowledge)
    form = MassageForm(request.POST or None, planning=planning, usual_cap=usual.pressure_cap)
    rows = list(form.rows())
    context = {
        "usual": usual,
        "chosen": [row for row in rows if row.is_in_plan],
        "others": [row for row in rows if not row.is_in_plan],
    }
    return answer(request, planning, form, form.edit, Page("plans/massage.html", context))


@allow(Permission.EDIT_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_massage_out(request: StaffRequest, key: str) -> HttpResponse:
    """Leave the massage out, with the reason."""
    planning = planning_for(request, key)
    form = NoMassageForm(request.POST or None)
    return answer(request, planning, form, form.edit, Page("plans/no_massage.html", {}))


def _record(identifier: str, planning: Planning) -> Item:
    """Return an item of the library; one that left it can only be taken out."""
    return planning.knowledge.items[identifier]
