"""The worklist: fresh without reloading, and silent when nothing has changed."""

import hashlib

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from psoas.web.access.permissions import Permission, allow
from psoas.web.requests import StaffRequest
from psoas.web.worklist.queries import REASONS, Row, worklist_rows


@allow(Permission.SEE_RECORD)
@require_safe
def worklist(request: StaffRequest) -> HttpResponse:
    """Show who needs somebody, the most urgent first.

    The page asks again every few seconds with the digest of what it shows; the same list is no answer.
    """
    rows = worklist_rows(request.user)
    digest = _digest(rows)
    if request.htmx and request.GET.get("shown") == digest:
        return HttpResponse(status=204)
    groups = [(title, [row for row in rows if row.reason == reason]) for reason, title in REASONS.items()]
    context = {"groups": [(title, found) for title, found in groups if found], "digest": digest}
    return render(
        request, "worklist/worklist.html#list" if request.htmx else "worklist/worklist.html", context
    )


def _digest(rows: list[Row]) -> str:
    told = [
        (
            row.visit.pk,
            row.reason,
            row.level,
            row.alerts,
            row.next_step,
            row.pattern,
            row.change,
            row.appointment,
        )
        for row in rows
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
