"""Where somebody lands after signing in, and the health endpoint."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from psoas.foundation.version import __version__
from psoas.web.access.permissions import Permission, allow
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.requests import StaffRequest

FIRST_PAGES = (
    ("clinician", "worklist"),
    ("front_desk", "people"),
    ("therapist", "plans"),
    ("owner", "people"),
)


@allow(Permission.STAFF)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """Send each role to the page it works on."""
    return redirect(next((page for role, page in FIRST_PAGES if role in request.user.roles), "mfa_index"))


@allow(Permission.OPEN)
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database and the knowledge are there, 503 when the database is not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM web_clinic WHERE 1 = 0")
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "no database", "psoas": __version__}, status=503)
    return JsonResponse({"status": "ok", "psoas": __version__, "knowledge": shipped_knowledge().version})
