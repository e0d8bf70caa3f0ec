"""The audit log: looking into it, checking that it is whole, taking it along."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from psoas.web.access.permissions import Permission, allow
from psoas.web.audit.record import first_broken, record
from psoas.web.models import AuditEvent
from psoas.web.owner.forms import LogForm
from psoas.web.owner.queries import Event, Filter, actions_in, events, in_words, keys_of, named, visible_staff
from psoas.web.requests import StaffRequest, clinic_of, staff
from psoas.web.visits.queries import visible_people

PER_PAGE = 50
_AT_ONCE = 2000  # events written to the table file at once: their people are looked up together


@allow(Permission.SEE_AUDIT)
@require_safe
def audit(request: StaffRequest) -> HttpResponse:
    """Show the log, the newest first, and on demand whether its chain is whole."""
    form, wanted = _wanted(request)
    page = Paginator(events(request.user, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "has_errors": bool(form.errors),
        "page": page,
        "events": named(request.user, page.object_list),
        "query": urlencode(
            {name: value for name, value in form.data.items() if value and name in form.fields}
        ),
        "is_filtered": wanted != Filter(),
    }
    if "check" in request.GET:
        clinic = clinic_of(request)
        context["checked"] = {
            "broken": first_broken(clinic),
            "count": AuditEvent.objects.filter(clinic=clinic).count(),
        }
    _note_whom(request, wanted)
    return render(request, "owner/audit.html", context, status=422 if form.errors else 200)


@allow(Permission.SEE_AUDIT)
@require_safe
def audit_csv(request: StaffRequest) -> HttpResponse:
    """Give what is shown as a table file."""
    _, wanted = _wanted(request)
    record("audit.exported", by=staff(request), clinic=clinic_of(request))
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["number", "time (UTC)", "who", "what", "person", "person key", "target", "detail"])
    for page in Paginator(events(request.user, wanted), _AT_ONCE):
        for one in named(request.user, page.object_list):
            table.writerow([_harmless(cell) for cell in _cells(one)])
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate()}.csv"'
    return response


def _wanted(request: StaffRequest) -> tuple[LogForm, Filter]:
    form = LogForm(request.GET)
    form.fields["staff"].choices = [  # type: ignore[attr-defined]
        ("", "Everybody"),
        *((one.pk, one.name) for one in visible_staff(request.user)),
    ]
    form.fields["action"].choices = [  # type: ignore[attr-defined]
        ("", "Everything"),
        *((one, in_words(one)) for one in actions_in(clinic_of(request))),
    ]
    if not form.is_valid():
        return form, Filter()
    values = form.cleaned_data
    return form, Filter(
        person=values["person"].strip(), staff=values["staff"], action=values["action"], day=values["day"]
    )


def _note_whom(request: StaffRequest, wanted: Filter) -> None:
    """Note that what happened with one person was looked up; findings stand in the events."""
    keys = keys_of(request.user, wanted.person) if wanted.person else []
    if len(keys) == 1:
        person = visible_people(request.user).filter(key=keys[0]).first()
        record("audit.seen", by=staff(request), clinic=clinic_of(request), person=person)


def _cells(one: Event) -> Iterator[str]:
    event = one.event
    yield str(event.number)
    yield event.at.astimezone(UTC).isoformat(timespec="seconds")
    yield event.actor_name or event.actor_kind
    yield event.action
    yield one.whom
    yield str(event.person_key or "")
    yield event.target
    yield json.dumps(event.detail, ensure_ascii=False) if event.detail else ""


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a name for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
