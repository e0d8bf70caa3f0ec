"""What can be observed: findings, and the lay safety questions that ask for some of them."""

from typing import Literal

from pydantic import Field, model_validator

from psoas.knowledge.conditions import Condition
from psoas.knowledge.record import Citation, Identifier, Model, Record, Text

Section = Literal["behaviour", "history", "medical", "safety", "examination", "measurements"]
"""The part of a case file in which a finding stands; ``safety`` findings come from safety questions."""


class Measure(Model):
    """The number that belongs to a finding."""

    unit: Literal["deg", "s", "cm", "count", "mrc", "reflex", "mm", "points", "percent", "ratio", "ml"]
    minimum: float
    maximum: float
    meaning: Text  # "angle at which the leg pain starts"
    present_at_least: float | None = None  # a value from here up means: present
    present_at_most: float | None = None  # a value from here down means: present
    error: float | None = None  # standard error of the measurement, same unit, where known

    @model_validator(mode="after")
    def _ordered(self) -> "Measure":
        if not self.minimum < self.maximum:
            raise ValueError("minimum must lie below maximum")
        if self.present_at_least is not None and self.present_at_most is not None:
            raise ValueError("give present_at_least or present_at_most, not both")
        return self


class Finding(Record):
    """One thing that can be present, absent or not examined.

    ``state``: a yes or no. ``test``: a yes or no that may carry a number. ``number``: a measured number;
    whether it counts as present follows from the cut-off of its measure, if it has one.
    """

    name: Text  # for the clinician: "Straight leg raise reproduces the leg pain"
    short: Text  # for tables: "Straight leg raise"
    plain: Text  # for the patient's story: "lifting the straight leg brings on your leg pain"
    question: Text  # as asked or done: the test's wording, with what counts as present
    section: Section
    kind: Literal["state", "test", "number"]
    sided: bool = False
    measure: Measure | None = None
    minutes: float | None = Field(default=None, gt=0, le=15)  # time it takes to examine
    position: Literal["standing", "sitting", "supine", "side-lying", "prone", "walking"] | None = None
    first_when: Condition | None = None  # to be examined before anything else when this holds
    not_when: Condition | None = None  # not to be asked for when this holds: it could hurt
    derived: Condition | None = None  # present when this holds, if nobody entered it directly
    follows: str | None = None  # what it is derived from, in words; for what follows from the drawing
    cite: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> "Finding":
        if self.kind == "number" and self.measure is None:
            raise ValueError("kind number needs a measure")
        if self.kind == "state" and self.measure is not None:
            raise ValueError("kind state has no measure; use test or number")
        if self.follows is not None and self.derived is None:
            raise ValueError("what follows from something is derived")
        if self.section == "examination" and self.derived is None and self.minutes is None:
            raise ValueError("an examination finding says how many minutes it takes")
        return self


class SafetyOption(Model):
    """One answer a patient can tick."""

    id: Identifier
    text: Text
    present: tuple[Identifier, ...] = ()  # findings this answer states
    absent: tuple[Identifier, ...] = ()


class SafetyQuestion(Record):
    """A safety question in lay words.

    With ``select: many``, options left unticked count as absent, unless the patient ticked an option that
    says "not sure". The option ``none`` excludes every other one.
    """

    order: int = Field(ge=1)
    short: Text  # for the clinician: "Bladder"
    text: Text
    hint: Text | None = None
    why: Text  # why we ask
    counts_as_yes: Text  # what counts as yes, in lay words
    select: Literal["one", "many"]
    options: tuple[SafetyOption, ...] = Field(min_length=2)
    essential: bool  # an open rule waits for the answer; the patient is not cleared without it
    may_skip: bool = False
    cite: tuple[Citation, ...] = ()
