"""The worklist."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from psoas.web.access.permissions import Permission, allow
from psoas.web.requests import StaffRequest
from psoas.web.worklist.queries import waiting


@allow(Permission.SEE_PLAN)
@require_safe
def worklist(request: StaffRequest) -> HttpResponse:
    """Show who needs somebody, the most urgent first."""
    return render(request, "worklist/worklist.html", {"rows": waiting(request.user)})
