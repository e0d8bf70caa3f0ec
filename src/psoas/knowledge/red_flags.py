"""Red flags: rules with an action and a time frame, never scores."""

from typing import Literal

from pydantic import Field

from psoas.foundation.three_valued import Truth
from psoas.knowledge.conditions import Condition, Facts, holds_unless
from psoas.knowledge.record import Citation, Record, Status, Text

Urgency = Literal["emergency", "urgent", "refer"]
Family = Literal[
    "cauda-equina", "fracture", "malignancy", "infection", "inflammatory", "aortic-aneurysm",
    "vascular", "motor-deficit", "hip", "visceral", "cord-compression", "thrombosis", "shingles",
    "metabolic",
]  # fmt: skip


class RedFlag(Record):
    """One rule. It fires only when its condition is known to hold."""

    condition: Text  # what is suspected: "Cauda equina syndrome"
    family: Family
    urgency: Urgency
    within_hours: float = Field(gt=0)
    when: Condition
    unless: Condition | None = None  # the rule is silent when this is known to hold
    because: Text  # for the clinician: the pattern in one sentence
    advice: Text  # what the clinician does now
    plain: Text  # what to say to the patient, in plain words
    cite: tuple[Citation, ...] = ()
    status: Status
    rationale: str | None = None

    def holds(self, facts: Facts) -> Truth:
        """Tell whether the rule fires."""
        return holds_unless(self.when, self.unless, facts)
