"""What leaves the clinic or is printed: the letter, the patient's story, the clinician's report."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from psoas.reports.clinician import clinician_report
from psoas.reports.letter import Addressed, Letter, letter_page
from psoas.reports.letter import letter as write_letter
from psoas.reports.rendering import render_letter, render_report, render_story
from psoas.reports.story import tell_story
from psoas.web.access.permissions import Permission, allow
from psoas.web.access.refusals import ConflictError
from psoas.web.clinic_knowledge import clinic_in_words, knowledge_of
from psoas.web.models import SignedAssessment, Visit
from psoas.web.requests import StaffRequest
from psoas.web.signing.draft import draft_of
from psoas.web.signing.forms import LetterForm
from psoas.web.signing.frozen import Frozen, WorkedOut, frozen, latest
from psoas.web.signing.views import seen, signed_or_404
from psoas.web.visits.queries import visible_visits

NOT_REPRODUCED = (
    "Working this assessment out again does not give what was signed, so no paper is made of it. What was "
    "signed stands on its page."
)


@allow(Permission.SEE_RECORD)
@require_http_methods(["GET", "POST"])
def letter(request: StaffRequest, key: str) -> HttpResponse:
    """Show the letter to the family doctor, and typeset it. To whom it goes is not stored."""
    visit = get_object_or_404(visible_visits(request.user), key=key)
    form = LetterForm(request.POST if request.method == "POST" else None)
    asked = form.cleaned_data if form.is_valid() else {}
    last = latest(visit) if visit.stage == Visit.Stage.SIGNED else None
    content = _letter(visit, last, asked)
    number = None if last is None else last.number
    if asked and request.POST.get("as") == "pdf":
        seen(request, visit, "letter.made", number)
        return _pdf(render_letter(content), "letter")
    seen(request, visit, "letter.seen", number)
    context = {
        "visit": visit,
        "form": form,
        "has_errors": bool(form.errors),
        "signed": last,
        "letter": letter_page(content),
    }
    return render(request, "signing/letter.html", context, status=422 if form.errors else 200)


@allow(Permission.SEE_RECORD)
@require_safe
def report(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Typeset the clinician's report of what was signed."""
    signed = signed_or_404(request, key, number)
    found, worked_out = _reproduced(signed)
    clinic = clinic_in_words(signed.visit.person.clinic)
    content = clinician_report(
        worked_out.assessment, found.document.plan, knowledge=worked_out.knowledge, clinic=clinic
    )
    seen(request, signed.visit, "report.made", number)
    return _pdf(render_report(content, kind="pdf"), "report")


@allow(Permission.SEE_RECORD)
@require_safe
def story(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Typeset the patient's story of what was signed, in the patient's language."""
    signed = signed_or_404(request, key, number)
    found, worked_out = _reproduced(signed)
    clinic = clinic_in_words(signed.visit.person.clinic)
    content = tell_story(
        worked_out.assessment,
        found.document.plan,
        knowledge=worked_out.knowledge,
        clinic=clinic,
        language="es" if signed.visit.person.language == "es" else "en",
    )
    seen(request, signed.visit, "story.made", number)
    return _pdf(render_story(content, kind="pdf"), "story")


def _reproduced(signed: SignedAssessment) -> tuple[Frozen, WorkedOut]:
    found = frozen(signed)
    if found.reproduced is None:
        raise ConflictError(NOT_REPRODUCED)
    return found, found.reproduced


def _letter(visit: Visit, signed: SignedAssessment | None, asked: dict[str, Any]) -> Letter:
    """Write the letter from what was signed or, as a draft, from the record as it stands."""
    clinic = visit.person.clinic
    document = draft_of(visit).document if signed is None else frozen(signed).document
    signer = None if signed is None else signed.signed_by
    addressed = Addressed(
        patient=visit.person.name,
        birth_year=visit.person.birth_year,
        recipient=asked.get("recipient", ""),
        opening=clinic.letter_opening,
        closing=clinic.letter_closing,
        request=asked.get("request", ""),
        signed_by="" if signed is None else (clinic.clinician if signer is None else signer.name),
        signed_on=None if signed is None else signed.signed_at.date(),
    )
    return write_letter(document, addressed, knowledge=knowledge_of(clinic), clinic=clinic_in_words(clinic))


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'  # no name of a person
    response["Cache-Control"] = "no-store"
    return response
