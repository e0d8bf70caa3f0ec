"""Looking at the case page."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from psoas.patient.facts import CaseFacts
from psoas.web.access.permissions import Permission, allow
from psoas.web.audit.record import record
from psoas.web.case_page import examination
from psoas.web.case_page.beside import beside_shown
from psoas.web.case_page.contributors import JUDGEMENTS, ledger_of
from psoas.web.case_page.page import ANSWERS, Page
from psoas.web.case_page.panels import BESIDE
from psoas.web.requests import StaffRequest, staff


@allow(Permission.SEE_RECORD)
@require_safe
def case(request: StaffRequest, key: str) -> HttpResponse:
    """Show the case."""
    page = Page.of(request, key)
    record(
        "visit.seen",
        by=staff(request),
        clinic=page.visit.person.clinic,
        person=page.visit.person,
        target=f"visit:{page.visit.key}",
    )
    return page.render()


@allow(Permission.SEE_RECORD)
@require_safe
def part(request: StaffRequest, key: str, name: str) -> HttpResponse:
    """Show one part that is closed at first: a ledger, what stands beside, the answers."""
    page = Page.of(request, key)
    if not request.htmx:
        return redirect(f"{reverse('case', args=[key])}?open={name}#{name}")
    shown = page.shown()
    context = {"visit": page.visit, "is_signed": shown.is_signed, "can_write": not shown.is_signed}
    if name == ANSWERS:
        return render(request, "case_page/answers.html", {**context, "answers": page.answers()})
    if not shown.is_open:
        raise Http404  # not before the clinician's own impression
    if name == BESIDE:
        told = beside_shown(page.assessment, page.knowledge)
        return render(request, "case_page/beside.html", {**context, "beside": told})
    if name not in page.knowledge.contributors:
        raise Http404
    ledger = ledger_of(name, page.assessment, page.knowledge)
    opinion = next((one for one in page.assessment.case.opinions if one.contributor == name), None)
    row = {
        "id": name,
        "judged": opinion.judged if opinion else "",
        "reason": opinion.reason if opinion else "",
        "name": page.knowledge.contributors[name].short,
    }
    return render(
        request, "case_page/ledger.html", {**context, "ledger": ledger, "row": row, "judgements": JUDGEMENTS}
    )


@allow(Permission.SEE_RECORD)
@require_safe
def one_row(request: StaffRequest, key: str, finding: str) -> HttpResponse:
    """Show the row of one finding, to be added to the page."""
    page = Page.of(request, key)
    if not page.is_enterable(finding):
        raise Http404
    facts = CaseFacts.of(page.assessment.case, page.knowledge)
    shown = page.shown()
    context = {"visit": page.visit, "row": page.make_row(finding, facts), "is_signed": shown.is_signed}
    return render(request, "case_page/row.html", {**context, "form": "block-added"})


@allow(Permission.SEE_RECORD)
@require_safe
def search(request: StaffRequest, key: str) -> HttpResponse:
    """Find findings by their names."""
    page = Page.of(request, key)
    wanted = request.GET.get("q", "")
    context = {"visit": page.visit, "found": examination.search(wanted, page.knowledge), "wanted": wanted}
    return render(request, "case_page/found.html", context)
