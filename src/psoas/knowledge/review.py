"""Rules for the time after the visit: when to step up, step down, hold, stop or refer."""

from typing import Literal

from psoas.knowledge.conditions import Condition
from psoas.knowledge.record import Cited, Record, Text


class ReviewRule(Cited, Record):
    """One rule of the follow-up."""

    order: int
    kind: Literal["stop", "refer", "step-down", "hold", "step-up", "finish"]
    when: Condition | None = None  # patients it is given to; none: everybody
    text: Text  # for the clinician: if ..., then ...
    plain: Text  # for the patient
