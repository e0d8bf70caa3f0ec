"""The whole page, put together once for every view that shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property

from psoas.application.assess import Assessment
from psoas.foundation.errors import ProblemsError
from psoas.knowledge.knowledge import Knowledge
from psoas.web.case_page import examination, story
from psoas.web.case_page.examination import Order, RowMaker
from psoas.web.case_page.panels import Shown, changed
from psoas.web.case_page.rows import recorded_in
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.models import Visit
from psoas.web.requests import StaffRequest
from psoas.web.visits.case import assessment_of
from psoas.web.visits.queries import visible_visits

MOST_ADDED = 30
ANSWERS = "answers"
ORDERS: Mapping[str, Order] = {"worth": "worth", "position": "position"}


@dataclass
class Page:
    """What a request is about: the visit, and what the browser shows of it."""

    request: StaffRequest
    visit: Visit
    knowledge: Knowledge
    errors: dict[str, list[str]] = field(default_factory=dict)  # by finding, or by the form they are shown in
    typed: Mapping[str, str] | None = None

    @classmethod
    def of(cls, request: StaffRequest, key: str) -> "Page":
        """Open a visit of the clinic."""
        visit = get_object_or_404(visible_visits(request.user), key=key)
        return cls(request, visit, knowledge_of(visit.person.clinic))

    @cached_property
    def assessment(self) -> Assessment:
        """Assess the record as it stands."""
        return assessment_of(self.visit)

    @property
    def fields(self) -> Mapping[str, str]:
        """What the browser says of itself: in the address, or beside what it sends."""
        return {**self.request.GET.dict(), **self.request.POST.dict()}

    @property
    def opened(self) -> frozenset[str]:
        """The ledgers and parts that are open."""
        return frozenset(self.fields.get("open", "").split(","))

    @property
    def order(self) -> Order:
        """The order of the rows that was asked for."""
        return ORDERS.get(self.fields.get("order", ""), "worth")

    @property
    def added(self) -> list[str]:
        """The findings that were added to the page by their names."""
        asked = self.fields.get("add", "").split(",")
        return [one for one in asked if self.is_enterable(one)][:MOST_ADDED]

    def is_enterable(self, finding: str) -> bool:
        """Tell whether a finding can be entered on this page."""
        record = self.knowledge.findings.get(finding)
        return record is not None and examination.may_be_entered(record)

    @cached_property
    def make_row(self) -> RowMaker:
        """Make rows from what is recorded."""
        recorded = recorded_in(self.visit.observations.select_related("recorded_by"))
        return RowMaker(self.knowledge, recorded, self.request.user.pk, self.typed, self.errors)

    def shown(self) -> Shown:
        """Return what the panels are made from."""
        return Shown(self.request, self.visit, self.assessment, self.knowledge, self.opened)

    def updates(self) -> str:
        """Return the panels that the browser does not show yet."""
        return changed(self.shown().panels(), self.fields.get("have", "").split(","))

    def render(self, *, status: int = 200, problems: Sequence[str] = ()) -> HttpResponse:
        """Return the whole page."""
        shown = self.shown()
        recorded = self.make_row.recorded
        found = examination.search(self.fields.get("q", ""), self.knowledge)
        context: dict[str, Any] = {
            "visit": self.visit,
            "person": self.visit.person,
            "head": story.head(self.assessment),
            "story": story.story(self.assessment, self.knowledge, with_nerve=shown.is_open),
            "panels": shown.panels(),
            "is_open": shown.is_open,
            "can_write": not shown.is_signed,
            "is_signed": shown.is_signed,
            "signed": self.visit.signed.select_related("signed_by").last() if shown.is_signed else None,
            "blocks": examination.blocks(
                self.assessment,
                self.knowledge,
                recorded,
                order=self.order,
                added=self.added,
                make_row=self.make_row,
            ),
            "order": self.order,
            "added": ",".join(self.added),
            "wanted": self.fields.get("q", ""),
            "found": found,
            "problems": problems,
            "has_errors": bool(problems),
            "errors": self.errors,
            "answers": self.answers() if ANSWERS in self.opened else None,
        }
        return render(self.request, "case_page/case.html", context, status=status)

    def answers(self) -> Mapping[str, Any]:
        """Return the answers to look at and change."""
        told, asked = story.sections(self.assessment, self.knowledge, self.make_row.recorded, self.make_row)
        return {"sections": told, "questions": asked}


def in_words(error: ProblemsError) -> list[str]:
    """Say what is wrong with an input, without where it stands in a file."""
    return [f"{problem.what} {problem.remedy}".strip() for problem in error.problems]
