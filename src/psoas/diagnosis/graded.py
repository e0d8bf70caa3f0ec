"""Muscle, alignment and load: graded from what was found or measured, without a probability."""

from dataclasses import dataclass
from typing import Literal

from psoas.knowledge.contributors import Contributor
from psoas.patient.facts import CaseFacts
from psoas.patient.reasons import reasons

Grade = Literal["not-examined", "none", "mild", "moderate", "marked"]
GRADES: tuple[Grade, ...] = ("not-examined", "none", "mild", "moderate", "marked")


@dataclass(frozen=True, slots=True)
class Grading:
    """How strongly a graded contributor shows, and what shows it."""

    grade: Grade
    because: tuple[str, ...]
    not_examined: tuple[str, ...]

    @property
    def is_found(self) -> bool:
        """Something of it was found."""
        return self.grade in ("mild", "moderate", "marked")


def grade(contributor: Contributor, facts: CaseFacts) -> Grading:
    """Grade a contributor: the strongest step that is known to hold.

    "None" is said only when everything that would show it was looked at.
    """
    open_findings = tuple(name for name in contributor.looked_at if facts.holds(name, "either") is None
                          and facts.value(name, "either") is None)  # fmt: skip
    holding = [step for step in contributor.grading if step.when.truth(facts) is True]
    if holding:
        strongest = max(holding, key=lambda step: GRADES.index(step.grade))
        return Grading(strongest.grade, reasons(strongest.when, facts), open_findings)
    settled = all(step.when.truth(facts) is False for step in contributor.grading)
    return Grading("none" if settled or not open_findings else "not-examined", (), open_findings)
