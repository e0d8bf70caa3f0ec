"""Sign, read what was signed, compare, reopen, follow up."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from psoas.application.compare import compare as compare_documents
from psoas.web.access.permissions import Permission, allow
from psoas.web.audit.record import record
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.models import CarePlan, SignedAssessment, Visit
from psoas.web.requests import StaffRequest, clinic_of, staff
from psoas.web.signing import actions, follow_up, shown
from psoas.web.signing.draft import draft_of
from psoas.web.signing.forms import ReopenForm, SignForm
from psoas.web.signing.frozen import earlier, frozen, latest, note_changes
from psoas.web.visits.queries import visible_visits


@allow(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def sign(request: StaffRequest, key: str) -> HttpResponse:
    """Show what would be frozen, and freeze it."""
    visit = _visit(request, key)
    if request.method == "GET" and visit.stage == Visit.Stage.SIGNED and (last := latest(visit)) is not None:
        return redirect("signed", key=visit.key, number=last.number)
    draft = draft_of(visit)
    data = request.POST.dict() if request.method == "POST" else None
    is_stale = data is not None and visit.stage != Visit.Stage.SIGNED and data.get("state") != draft.state
    if data is not None and is_stale:
        data["state"] = draft.state  # shown once more with what was written; the next click signs it
    form = SignForm(draft, data)
    if data is not None and not is_stale and form.is_valid():
        done = actions.sign(
            visit=visit,
            state=form.cleaned_data["state"],
            note=form.cleaned_data["note"],
            reasons=form.reasons,
            by=staff(request),
        )
        messages.success(request, f"Signed as number {done.number}.")
        return redirect("signed", key=visit.key, number=done.number)
    seen(request, visit, "visit.seen")
    context = {
        "visit": visit,
        "form": form,
        "has_errors": bool(form.errors),
        "document": draft.document,
        "badge": shown.DISPOSITIONS[draft.document.screening.disposition],
        "rows": shown.leading_rows(draft.document),
        "massage": shown.massage_in_words(draft.document, draft.knowledge),
        "care_plan": CarePlan.objects.filter(visit=visit).select_related("approved_by").first(),
        "last": latest(visit),
        "reopening": visit.reopenings.order_by("-after").first(),
        "case_url": _case_url(visit),
        "is_stale": is_stale,
    }
    status = 409 if is_stale else 422 if form.errors else 200
    return render(request, "signing/sign.html", context, status=status)


@allow(Permission.SEE_RECORD)
@require_safe
def signed(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Show what was signed, and whether working it out again gives the same."""
    one = signed_or_404(request, key, number)
    found = frozen(one)
    knowledge = knowledge_of(clinic_of(request))
    seen(request, one.visit, "signed.seen", number)
    context = {
        "visit": one.visit,
        "signed": one,
        "is_last": one.visit.signed.count() == one.number,
        "others": one.visit.signed.exclude(pk=one.pk).order_by("number"),
        "document": found.document,
        "badge": shown.DISPOSITIONS[found.document.screening.disposition],
        "rows": shown.leading_rows(found.document),
        "ledgers": shown.ledgers(found.document, knowledge),
        "massage": shown.massage_in_words(found.document, knowledge),
        "found": found,
        "differing": shown.recomputed_rows(found.recomputed, knowledge) if found.recomputed else [],
        "note_changes": list(note_changes(one.note_written, one.note)),
        "is_edited": one.note.strip() != one.note_written.strip(),
        "earlier": earlier(one)[:1],
        "case_url": _case_url(one.visit),
    }
    return render(request, "signing/signed.html", context)


@allow(Permission.SEE_RECORD)
@require_safe
def compare(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Show two signed assessments of the same person side by side."""
    now = signed_or_404(request, key, number)
    choices = earlier(now)
    wanted = request.GET.get("with", "")
    then = next((one for one in choices if _place(one) == wanted), choices[0] if choices else None)
    seen(request, now.visit, "signed.compared", number, "" if then is None else _place(then))
    context: dict[str, Any] = {
        "visit": now.visit,
        "now": now,
        "then": then,
        "choices": [(_place(one), one) for one in choices],
        "chosen": "" if then is None else _place(then),
    }
    if then is not None:
        knowledge = knowledge_of(clinic_of(request))
        found = compare_documents(then.document, now.document, knowledge)
        badges = [(*shown.DISPOSITIONS[one], shown.level(one)) for one in found.dispositions]
        context |= {
            "found": found,
            "badges": badges,
            "changes": shown.changes(found),
            "numbers": shown.numbers(found, knowledge),
            "states": shown.states(found, knowledge),
            "words": shown.words(found),
            "once": shown.known_once(found, knowledge),
        }
    return render(request, "signing/compare.html", context)


@allow(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def reopen(request: StaffRequest, key: str) -> HttpResponse:
    """Open a signed visit again, with a reason."""
    visit = _visit(request, key)
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.reopen(visit=visit, reason=form.cleaned_data["reason"], by=staff(request))
        messages.info(request, "Open again. Correct it, then sign once more.")
        return redirect(_case_url(visit) or reverse("sign", args=[visit.key]))
    context = {"visit": visit, "form": form, "has_errors": bool(form.errors), "last": latest(visit)}
    return render(request, "signing/reopen.html", context, status=422 if form.errors else 200)


@allow(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def start_follow_up(request: StaffRequest, key: str) -> HttpResponse:
    """Say what a follow-up visit carries over, and begin it."""
    visit = _visit(request, key)
    if request.method == "POST":
        later = follow_up.start_follow_up(after=visit, by=staff(request))
        messages.info(request, "Safety, pain and examination are empty: ask and examine anew.")
        return redirect(_case_url(later) or reverse("person", args=[visit.person.key]))
    knowledge = knowledge_of(clinic_of(request))
    context = {
        "visit": visit,
        "told": follow_up.told_again(visit),
        "findings": shown.names_of(
            [one.finding for one in follow_up.observed_again(visit) if one.present], knowledge
        ),
        "absent": sum(not one.present for one in follow_up.observed_again(visit)),
    }
    seen(request, visit, "visit.seen")
    return render(request, "signing/follow_up.html", context)


def signed_or_404(request: StaffRequest, key: str, number: int) -> SignedAssessment:
    """Return a signed assessment of the user's clinic."""
    found = SignedAssessment.objects.select_related("visit__person__clinic", "signed_by")
    return get_object_or_404(found, visit__in=visible_visits(request.user), visit__key=key, number=number)


def seen(
    request: StaffRequest, visit: Visit, action: str, number: int | None = None, other: str = ""
) -> None:
    """Write down who read it."""
    detail = {name: value for name, value in (("number", number), ("with", other)) if value}
    record(
        action,
        by=staff(request),
        clinic=clinic_of(request),
        person=visit.person,
        target=f"visit:{visit.key}",
        detail=detail,
    )


def _visit(request: StaffRequest, key: str) -> Visit:
    return get_object_or_404(visible_visits(request.user), key=key)


def _place(signed: SignedAssessment) -> str:
    return f"{signed.visit.number}-{signed.number}"


def _case_url(visit: Visit) -> str:
    try:
        return reverse("case", args=[visit.key])
    except NoReverseMatch:
        return ""
