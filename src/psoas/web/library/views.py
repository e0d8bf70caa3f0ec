"""Browsing and searching the knowledge: everything, one kind, one record."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from psoas.patient.reading import nearest
from psoas.web.access.permissions import Permission, allow
from psoas.web.library.cells import Kind
from psoas.web.library.changelog import changelog
from psoas.web.library.index import Index, index_of
from psoas.web.library.kinds import BY_NAME, GROUPS
from psoas.web.library.lists import Filters, filtered, table_of
from psoas.web.library.pages import HEADS, record_page
from psoas.web.requests import StaffRequest, clinic_of

MOST_FOUND = 60
A_PAGE = 60


@allow(Permission.READ_KNOWLEDGE)
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """Search over everything; without a search, what there is of each kind."""
    index = index_of(clinic_of(request))
    wanted = request.GET.get("q", "").strip()[:200]
    found = index.catalog.search(wanted)
    context = {
        "wanted": wanted,
        "found": [(BY_NAME[entry.kind], entry) for entry in found[:MOST_FOUND]],
        "how_many": len(found),
        "most": MOST_FOUND,
        "groups": [
            (title, [(BY_NAME[name], index.counts[name]) for name in names]) for title, names in GROUPS
        ],
        "knowledge": index.knowledge,
        "versions": changelog(),
    }
    part = "#results" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"library/overview.html{part}", context)


@allow(Permission.READ_KNOWLEDGE)
@require_safe
def kind(request: StaffRequest, kind: str) -> HttpResponse:
    """List the records of one kind."""
    known = BY_NAME.get(kind)
    if known is None:
        return _missing(
            request, f"There is no kind of record called “{kind}”.", nearest(kind, tuple(BY_NAME))
        )
    index = index_of(clinic_of(request))
    filters = Filters.of(request.GET)
    found = filtered(known, filters, index)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "kind": known,
        "filters": filters,
        "choices": _choices(known, index),
        "page": page,
        "how_many": len(found),
        "all": index.counts[kind],
        "rows": table_of(known, page.object_list, index),
        "query": query.urlencode(),
    }
    part = "#results" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, f"library/kind.html{part}", context)


@allow(Permission.READ_KNOWLEDGE)
@require_safe
def record(request: StaffRequest, kind: str, identifier: str) -> HttpResponse:
    """Show one record, what it rests on, and who uses it."""
    index = index_of(clinic_of(request))
    page = record_page(kind, identifier, index)
    if page is None:
        near = index.catalog.near(kind, identifier)
        return _missing(request, f"There is no record “{kind}/{identifier}”.", near=near)
    context = {
        "page": page,
        "record": page.record,
        "parts": page.group.parts,
        "head": f"library/kinds/{kind}.html" if kind in HEADS else "",
    }
    return render(request, "library/record.html", context)


def _choices(known: Kind, index: Index) -> dict[str, list[tuple[str, str]]]:
    """Return what a table can be narrowed to: the contributors and findings its rows are about."""
    rows = index.knowledge.rows().get(known.name, ())
    if not rows:
        return {}
    found: dict[str, list[tuple[str, str]]] = {}
    for field, records in (
        ("contributor", index.knowledge.contributors),
        ("finding", index.knowledge.findings),
    ):
        names = {getattr(row, field) for row in rows if hasattr(row, field)}
        if names:
            found[field] = sorted(((name, records[name].name) for name in names), key=lambda one: one[1])
    return found


def _missing(request: StaffRequest, what: str, remedy: str = "", near: Any = ()) -> HttpResponse:
    context = {"what": what, "remedy": remedy, "near": [(BY_NAME[one.kind], one) for one in near]}
    return render(request, "library/missing.html", context, status=404)
