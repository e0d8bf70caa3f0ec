"""Red flags: rules with an action and a time frame, never scores."""

from typing import Literal

from pydantic import Field

from psoas.knowledge.conditions import Condition
from psoas.knowledge.record import Citation, Record, Status, Text

Urgency = Literal["emergency", "urgent", "refer"]


class RedFlag(Record):
    """One rule. It fires only when its condition is known to hold."""

    condition: Text  # what is suspected: "Cauda equina syndrome"
    family: Literal[
        "cauda-equina", "fracture", "malignancy", "infection", "inflammatory", "aortic-aneurysm",
        "vascular", "motor-deficit", "hip", "visceral", "cord-compression", "thrombosis",
    ]  # fmt: skip
    urgency: Urgency
    within_hours: float = Field(gt=0)
    when: Condition
    because: Text  # for the clinician: the pattern in one sentence
    advice: Text  # what the clinician does now
    plain: Text  # what to say to the patient, in plain words
    cite: tuple[Citation, ...] = ()
    status: Status
    rationale: str | None = None
