"""How a patient opens their link: birth year, then their own pages; and how they leave."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from psoas.web.access.patient import LANGUAGE_KEY, SESSION_KEY
from psoas.web.access.permissions import Permission, allow
from psoas.web.models import PatientLink
from psoas.web.people import actions
from psoas.web.people.forms import BirthYearForm

LANGUAGES = ("en", "es")


@allow(Permission.OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the birth year, and open the patient's pages. Whoever was signed in here is signed out."""
    link = _good(token)
    if link is None:
        return _closed(request)
    wanted = request.POST.get("language") or request.GET.get("language") or link.person.language
    language = wanted if wanted in LANGUAGES else "en"
    with translation.override(language):
        form = BirthYearForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            opened = actions.try_link(token=token, birth_year=form.cleaned_data["birth_year"])
            if opened is not None:
                request.session.flush()
                request.session[SESSION_KEY] = opened.pk
                request.session[LANGUAGE_KEY] = language
                return redirect("intake")
            if _good(token) is None:
                return _closed(request)
            form.refuse()
        context = {
            "form": form,
            "own_clinic": link.person.clinic,
            "language": language,
            "has_errors": bool(form.errors),
        }
        return render(request, "people/open_link.html", context, status=422 if form.errors else 200)


@allow(Permission.OPEN)
@require_safe
def link_closed(request: HttpRequest) -> HttpResponse:
    """Say that a link is no longer good."""
    return _closed(request)


@allow(Permission.OPEN)
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the patient in this browser."""
    request.session.flush()
    return render(request, "people/left.html")


def _good(token: str) -> PatientLink | None:
    links = PatientLink.objects.select_related("person__clinic")
    return links.filter(
        digest=actions.digest_of(token), revoked_at=None, expires_at__gt=timezone.now()
    ).first()


def _closed(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_closed.html", status=410)
