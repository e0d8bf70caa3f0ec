"""Changing the case page's record: each view one action, answered with the panels that changed."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from psoas.foundation.errors import CaseError
from psoas.screening.unanswered import BASICS
from psoas.web.access.permissions import Permission, allow
from psoas.web.case_page import actions
from psoas.web.case_page.contributors import JUDGEMENTS
from psoas.web.case_page.examination import is_examined
from psoas.web.case_page.page import Page, in_words
from psoas.web.case_page.rows import Tap, taps_in, wrong_in
from psoas.web.case_page.safety import told_by
from psoas.web.requests import StaffRequest, staff
from psoas.web.visits import actions as of_visits

LONGEST_REASON = 2000
_KEPT = ("order", "add", "open")


@allow(Permission.RECORD)
@require_POST
def examine(request: StaffRequest, key: str) -> HttpResponse:
    """Record a tap, or a whole block."""
    page = Page.of(request, key)
    taps = taps_in(request.POST.dict(), page.knowledge.findings)
    wrong = wrong_in(taps, page.knowledge.findings)
    if wrong:
        return _refused(page, taps, wrong)
    try:
        page.assessment = actions.examine(visit=page.visit, taps=taps, by=staff(request))
    except CaseError as error:
        return _refused(page, taps, {one.finding: in_words(error) for one in taps})
    if not request.htmx:
        messages.success(request, "Saved.")
        return _back(page, request.POST.get("block", "examination"))
    if not taps:
        return HttpResponse(page.updates())
    rows = [page.make_row(name) for name in dict.fromkeys(one.finding for one in taps)]
    context = {
        "visit": page.visit,
        "rows": rows,
        "updates": page.updates(),
        "form": request.POST.get("block"),
    }
    return render(request, "case_page/tapped.html", context)


@allow(Permission.RECORD)
@require_POST
def rest_normal(request: StaffRequest, key: str) -> HttpResponse:
    """Record the rest of a block as normal; first what was tapped in it."""
    page = Page.of(request, key)
    findings = page.knowledge.findings
    names = [one for one in request.POST.getlist("finding") if one in findings and is_examined(findings[one])]
    taps = [] if request.htmx else taps_in(request.POST.dict(), findings)
    wrong = wrong_in(taps, findings)
    if wrong:
        return _refused(page, taps, wrong)
    try:
        if taps:
            actions.examine(visit=page.visit, taps=taps, by=staff(request))
        page.assessment, marked = actions.mark_rest_normal(
            visit=page.visit, findings=names, knowledge=page.knowledge, by=staff(request)
        )
    except CaseError as error:
        return _refused_form(page, request.POST.get("block", ""), in_words(error))
    if not request.htmx:
        messages.success(request, "Saved. The rest of the block is recorded as normal.")
        return _back(page, request.POST.get("block", "examination"))
    context = {
        "visit": page.visit,
        "rows": [page.make_row(name) for name in names],
        "marked": marked,
        "form": request.POST.get("block", ""),
        "updates": page.updates(),
    }
    return render(request, "case_page/marked.html", context)


@allow(Permission.RECORD)
@require_POST
def impression(request: StaffRequest, key: str) -> HttpResponse:
    """Keep the clinician's own impression, or that it was skipped, and open the contributors."""
    page = Page.of(request, key)
    chosen = [] if "skip" in request.POST else request.POST.getlist("contributor")
    if not chosen and "skip" not in request.POST:
        return _refused_form(page, "impression", ["Choose at least one, or skip this step."])
    try:
        actions.record_impression(
            visit=page.visit, contributors=chosen, knowledge=page.knowledge, by=staff(request)
        )
    except CaseError as error:
        return _refused_form(page, "impression", in_words(error))
    return _back(page, "contributors")


@allow(Permission.RECORD)
@require_POST
def opinion(request: StaffRequest, key: str, contributor: str) -> HttpResponse:
    """Record what the clinician thinks of a contributor, and why."""
    page = Page.of(request, key)
    judged, reason = request.POST.get("judged", ""), request.POST.get("reason", "").strip()
    wrong = []
    if contributor not in page.knowledge.contributors or judged not in {"", *dict(JUDGEMENTS)}:
        wrong.append("There is no such judgement. Choose one of the list.")
    if judged and not reason:
        wrong.append("Say why in a sentence. The reason is printed beside the computed value.")
    if len(reason) > LONGEST_REASON:
        wrong.append(f"The reason has {len(reason)} characters. Shorten it to {LONGEST_REASON}.")
    if wrong:
        return _refused_form(page, f"opinion-{contributor}", wrong)
    try:
        page.assessment = of_visits.judge(
            visit=page.visit, contributor=contributor, judged=judged, reason=reason, by=staff(request)
        )
    except CaseError as error:
        return _refused_form(page, f"opinion-{contributor}", in_words(error))
    return _answered(page, f"contributor-{contributor}")


@allow(Permission.RECORD)
@require_POST
def safety_answer(request: StaffRequest, key: str, question: str) -> HttpResponse:
    """Answer a safety question for the patient, or one about the person or the pain."""
    page = Page.of(request, key)
    ticked = request.POST.getlist("ticked")
    record = page.knowledge.safety_questions.get(question)
    place = f"question-{question}"
    if not ticked or ticked == [""]:
        return _refused_form(page, place, ["Choose an answer."])
    try:
        if record is not None:
            known = {one.id for one in record.options}
            if not known.issuperset(ticked):
                return _refused_form(page, place, ["There is no such answer."])
            page.assessment = of_visits.answer_safety(
                visit=page.visit, question=question, ticked=ticked, by=staff(request)
            )
        elif question in {one.id for one in BASICS.values()}:
            told, values = told_by(question, ticked[0], page.visit)
            page.assessment = of_visits.tell(visit=page.visit, part=told, values=values, by=staff(request))
        else:
            return _refused_form(page, place, ["There is no such question."])
    except ValueError:
        return _refused_form(page, place, ["Enter a number."])
    except CaseError as error:
        return _refused_form(page, place, in_words(error))
    return _answered(page, "safety")


@allow(Permission.RECORD)
@require_POST
def alert(request: StaffRequest, key: str, identifier: str) -> HttpResponse:
    """Say how a red flag was dealt with."""
    page = Page.of(request, key)
    raised = get_object_or_404(page.visit.alerts.select_related("visit__person__clinic"), pk=identifier)
    how = " ".join([*request.POST.getlist("said"), request.POST.get("how", "")]).strip()
    wrong = []
    if not how:
        wrong.append("Say how it was dealt with: choose a sentence or write one.")
    if len(how) > LONGEST_REASON:
        wrong.append(f"The text has {len(how)} characters. Shorten it to {LONGEST_REASON}.")
    if page.shown().is_signed:
        wrong.append(of_visits.SIGNED)
    if wrong:
        return _refused_form(page, f"alert-{identifier}", wrong)
    of_visits.handle_alert(alert=raised, how=how, by=staff(request))
    return _answered(page, "safety")


def _answered(page: Page, place: str) -> HttpResponse:
    """Send the changed panels, or back to the page."""
    if page.request.htmx:
        return HttpResponse(page.updates())
    return _back(page, place)


def _refused(page: Page, taps: Sequence[Tap], wrong: dict[str, list[str]]) -> HttpResponse:
    """Show the row, or the page, with what is wrong, and everything that was entered."""
    page.errors, page.typed = wrong, page.request.POST.dict()
    if not page.request.htmx:
        findings = page.knowledge.findings
        return page.render(
            status=422,
            problems=[f"{findings[name].short}: {text}" for name, told in wrong.items() for text in told],
        )
    finding = taps[0].finding
    context = {"visit": page.visit, "row": page.make_row(finding), "form": page.request.POST.get("block", "")}
    response = render(page.request, "case_page/row.html", context, status=422)
    response["HX-Retarget"] = f"#row-{finding}"
    response["HX-Reswap"] = "outerHTML"
    return response


def _refused_form(page: Page, place: str, wrong: list[str]) -> HttpResponse:
    """Say what is wrong beside the form, with everything kept."""
    if page.request.htmx:
        response = render(
            page.request, "case_page/refused.html", {"problems": wrong, "place": place}, status=422
        )
        response["HX-Retarget"] = f"#error-{place}"
        response["HX-Reswap"] = "outerHTML"
        return response
    page.errors, page.typed = {place: wrong}, page.request.POST.dict()
    return page.render(status=422, problems=wrong)


def _back(page: Page, place: str) -> HttpResponse:
    kept = {name: page.fields[name] for name in _KEPT if page.fields.get(name)}
    query = f"?{urlencode(kept)}" if kept else ""
    return redirect(f"{reverse('case', args=[page.visit.key])}{query}#{place}")
