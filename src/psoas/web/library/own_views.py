"""The clinic's own knowledge: what there is, its two files as text, and their export."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from psoas.foundation.errors import KnowledgeError
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.local_items import with_own
from psoas.web.access.permissions import Permission, allow
from psoas.web.clinic_knowledge import knowledge_of, shipped_knowledge, worked_with
from psoas.web.library.own_actions import Which, save_own
from psoas.web.library.own_forms import TextForm
from psoas.web.library.own_preview import changes
from psoas.web.requests import StaffRequest, clinic_of, staff

_BEGIN = {
    "priors": "format: psoas-priors-1\nclinic: {clinic}\npriors:\n",
    "items": "format: psoas-items-1\nclinic: {clinic}\nitems:\n",
}


@allow(Permission.MANAGE_CLINIC)
@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """Show what the clinic has put on top of the shipped knowledge."""
    clinic = clinic_of(request)
    knowledge = knowledge_of(clinic)
    context = {
        "changes": changes(knowledge),
        "exercises": _own_exercises(knowledge),
        "left_out": worked_with(clinic.own_priors, clinic.own_items).left_out,
        "knowledge": knowledge,
        "has_priors": bool(clinic.own_priors),
        "has_items": bool(clinic.own_items),
    }
    return render(request, "library/own.html", context)


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def priors(request: StaffRequest) -> HttpResponse:
    """Write the clinic's own starting values as a file."""
    return _file(request, "priors")


@allow(Permission.MANAGE_CLINIC)
@require_http_methods(["GET", "HEAD", "POST"])
def exercises(request: StaffRequest) -> HttpResponse:
    """Write the clinic's own exercises as a file."""
    return _file(request, "items")


@allow(Permission.MANAGE_CLINIC)
@require_safe
def export(request: StaffRequest, which: str) -> HttpResponse:
    """Hand one of the two files out."""
    texts = {"priors": clinic_of(request).own_priors, "items": clinic_of(request).own_items}
    if not texts.get(which):
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="own-{which}.yaml"'}
    return HttpResponse(texts[which], content_type="application/yaml; charset=utf-8", headers=headers)


def _file(request: StaffRequest, which: Which) -> HttpResponse:
    clinic = clinic_of(request)
    stored = clinic.own_priors if which == "priors" else clinic.own_items
    initial = {"text": stored or _BEGIN[which].format(clinic=_quoted(clinic.name)), "version": clinic.version}
    form = TextForm(request.POST or None, initial=initial)
    form.fields["text"].label = "Starting values" if which == "priors" else "Exercises"
    checked: Knowledge | None = None
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            checked = with_own(shipped_knowledge(), **{which: text}) if text.strip() else shipped_knowledge()
            if "save" in request.POST:
                version = form.cleaned_data["version"]
                save_own(clinic=clinic, which=which, text=text, version=version, by=staff(request))
                messages.success(request, "Saved. Assessments use it from now on.")
                return redirect("knowledge-own")
        except KnowledgeError as error:
            checked = None
            for problem in error.problems:
                form.add_error("text", str(problem))
    context: dict[str, Any] = {
        "form": form,
        "which": which,
        "has_errors": bool(form.errors),
        "is_checked": checked is not None,
        "changes": changes(checked) if checked else (),
        "exercises": _own_exercises(checked) if checked else (),
    }
    return render(request, "library/own_file.html", context, status=422 if form.errors else 200)


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _own_exercises(knowledge: Knowledge) -> list[Any]:
    return [item for item in knowledge.items.values() if item.id not in shipped_knowledge().items]
