"""A patient's session: the link that was opened in this browser, as long as it is good."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from psoas.web.models import PatientLink

SESSION_KEY = "patient_link"
LANGUAGE_KEY = "patient_language"


class PatientMiddleware:
    """Puts the open link on the request and speaks the patient's language; staff pages stay English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the link anew at each request: it may have been revoked."""
        link = open_link(request.session.get(SESSION_KEY))
        vars(request)["patient_link"] = link  # the gate and the patient's views read it
        chosen = request.session.get(LANGUAGE_KEY)
        is_patients = request.path.startswith(("/my/", "/p/"))
        language = (chosen or (link.person.language if link else "en")) if is_patients else "en"
        with translation.override(language):
            response = self.get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response = response.render()
        response.headers.setdefault("Content-Language", language)
        if is_patients:
            response.headers["Cache-Control"] = "no-store"
        return response


def open_link(identifier: int | None) -> PatientLink | None:
    """Return a link that is neither revoked nor past its end."""
    if identifier is None:
        return None
    links = PatientLink.objects.select_related("person__clinic")
    return links.filter(pk=identifier, revoked_at=None, expires_at__gt=timezone.now()).first()
