"""What can be allowed, and which roles hold it. A view declares one; a view without one is never served."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """One thing somebody may do."""

    OPEN = "open"  # anybody, signed in or not
    OWN_LINK = "own-link"  # the patient whose link is open in this browser
    STAFF = "staff"  # anybody who works here: the own account, the start page
    SEE_PEOPLE = "see-people"  # names, appointments, links
    EDIT_PEOPLE = "edit-people"
    SEE_RECORD = "see-record"  # the clinical record
    RECORD = "record"  # examine, measure, judge, sign
    SEE_PLAN = "see-plan"  # plan and contraindications
    EDIT_PLAN = "edit-plan"
    WRITE_SESSION_NOTES = "write-session-notes"
    READ_KNOWLEDGE = "read-knowledge"
    MANAGE_CLINIC = "manage-clinic"  # users, profile, templates, own knowledge
    SEE_AUDIT = "see-audit"
    EXPORT = "export"  # everything of one person, and its erasure


_EVERYBODY = frozenset({"owner", "clinician", "therapist", "front_desk"})

HOLDERS: Mapping[Permission, frozenset[str]] = {
    Permission.STAFF: _EVERYBODY,
    Permission.SEE_PEOPLE: _EVERYBODY,
    Permission.EDIT_PEOPLE: frozenset({"clinician", "front_desk"}),
    Permission.SEE_RECORD: frozenset({"clinician"}),
    Permission.RECORD: frozenset({"clinician"}),
    Permission.SEE_PLAN: frozenset({"clinician", "therapist"}),
    Permission.EDIT_PLAN: frozenset({"clinician"}),
    Permission.WRITE_SESSION_NOTES: frozenset({"therapist"}),
    Permission.READ_KNOWLEDGE: frozenset({"owner", "clinician", "therapist"}),
    Permission.MANAGE_CLINIC: frozenset({"owner"}),
    Permission.SEE_AUDIT: frozenset({"owner"}),
    Permission.EXPORT: frozenset({"owner"}),
}


def allow(permission: Permission) -> Callable[[View], View]:
    """Declare who may call a view."""

    def declare(view: View) -> View:
        vars(view)["permission"] = permission  # the gate reads it
        return view

    return declare
