"""What a plan's row holds: what was decided, the proposal it was decided against, and who changed what."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field, ValidationError

from psoas.care.agreed import Agreed
from psoas.foundation.errors import Problem, ProblemsError
from psoas.knowledge.record import Model

MOST_CHANGES = 100  # of one plan that are kept in words; the audit log keeps all


class PlanError(ProblemsError):
    """A change that no plan can have; nothing was written."""


class Change(Model):
    """One change, in words."""

    version: int  # of the plan it led to
    by: str
    at: str  # ISO 8601
    told: tuple[str, ...]

    @property
    def when(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)


class Content(Model):
    """Everything in a plan's row that is not a column."""

    agreed: Agreed
    proposed: Agreed  # what the engine proposed when the clinician last looked at it
    changes: tuple[Change, ...] = Field(default=(), max_length=MOST_CHANGES)

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Content":
        """Read what is stored."""
        return cls.model_validate_json(json.dumps(stored))

    def stored(self) -> dict[str, Any]:
        """Return plain data to store."""
        return self.model_dump(mode="json")

    def with_change(self, change: Change, **fields: Agreed) -> "Content":
        """Return the content after a change."""
        changes = (*self.changes, change)[-MOST_CHANGES:]
        return self.model_copy(update={**fields, "changes": changes})

    def since(self, version: int) -> tuple[Change, ...]:
        """Return what changed after a version."""
        return tuple(change for change in self.changes if change.version > version)


def checked(agreed: Agreed, **fields: Any) -> Agreed:
    """Return what was decided with some fields changed, checked as a whole.

    Raises
    ------
    PlanError
        It would not be a plan; every problem is listed.
    """
    try:
        return Agreed.model_validate({**dict(agreed), **fields})
    except ValidationError as error:
        problems = [
            Problem(".".join(str(part) for part in one["loc"]) or "the plan", f"{one['msg']}.")
            for one in error.errors()
        ]
        raise PlanError("this plan", problems) from None


def refuse(where: str, what: str, remedy: str = "") -> PlanError:
    """Return the error of one thing that cannot be done."""
    return PlanError("this plan", [Problem(where, what, remedy)])
