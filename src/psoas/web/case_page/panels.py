"""The panels of the page as HTML, each with a digest: what the browser already shows is not sent again."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from psoas.application.assess import Assessment
from psoas.knowledge.knowledge import Knowledge
from psoas.web.access.permissions import HOLDERS, Permission
from psoas.web.case_page.beside import beside_shown
from psoas.web.case_page.contributors import JUDGEMENTS, choices, contributors
from psoas.web.case_page.examination import Worth, worth_next
from psoas.web.case_page.safety import HOW_IT_WAS_DEALT_WITH, safety
from psoas.web.models import Alert, Visit
from psoas.web.requests import StaffRequest

BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel that changes with every tap."""

    id: str
    html: SafeString
    digest: str


@dataclass(frozen=True)
class Shown:
    """What the panels of one answer are made from."""

    request: StaffRequest
    visit: Visit
    assessment: Assessment
    knowledge: Knowledge
    opened: Collection[str]  # ledgers, by contributor, and what stands beside

    @property
    def is_open(self) -> bool:
        """The contributors may be shown: the clinician has said what they think, or skipped it."""
        return self.visit.impression is not None or self.is_signed

    @property
    def is_signed(self) -> bool:
        """Nothing can be changed any more."""
        return self.visit.stage == Visit.Stage.SIGNED

    def panels(self) -> dict[str, Panel]:
        """Return every panel by its id."""
        token = get_token(self.request)  # one for all, so that the digests compare contents only
        shared = {
            "visit": self.visit,
            "csrf_token": token,
            "is_signed": self.is_signed,
            "is_open": self.is_open,
            "can_write": not self.is_signed and self.request.user.has_role(HOLDERS[Permission.RECORD]),
        }
        contents = {"safety": self._safety(), "contributors": self._contributors(), "next": self._next()}
        return {
            name: _panel(name, render_to_string(f"case_page/{name}.html", {**shared, **context}), token)
            for name, context in contents.items()
        }

    def _safety(self) -> Mapping[str, Any]:
        alerts: list[Alert] = list(self.visit.alerts.select_related("handled_by"))
        return {
            "safety": safety(self.assessment, alerts, self.knowledge),
            "how_dealt_with": HOW_IT_WAS_DEALT_WITH,
        }

    def _contributors(self) -> Mapping[str, Any]:
        if not self.is_open:
            return {"choices": choices(self.knowledge)}
        return {
            "panel": contributors(self.assessment, self.visit, self.knowledge, opened=self.opened),
            "judgements": JUDGEMENTS,
            "beside": beside_shown(self.assessment, self.knowledge) if BESIDE in self.opened else None,
        }

    def _next(self) -> Mapping[str, Any]:
        worth: tuple[Worth, ...] = worth_next(self.assessment, self.knowledge, with_changes=self.is_open)
        return {"worth": worth}


def changed(panels: Mapping[str, Panel], have: Collection[str]) -> SafeString:
    """Return the panels that the browser does not show yet, to be put in their places."""
    return mark_safe(  # noqa: S308 -- rendered by our own templates
        "".join(
            render_to_string("case_page/panel.html", {"panel": one, "is_swapped": True})
            for one in panels.values()
            if one.digest not in have
        )
    )


def _panel(name: str, html: str, token: str) -> Panel:
    digest = hashlib.blake2b(html.replace(token, "").encode(), digest_size=8).hexdigest()
    return Panel(name, mark_safe(html), digest)  # noqa: S308 -- rendered by our own templates
