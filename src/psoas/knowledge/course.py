"""How such pain usually goes on: expected courses, and what makes a slower or a quicker one likely.

Prognosis stands apart from cause: nothing here ever moves a diagnosis.
"""

from typing import Literal

from pydantic import Field, model_validator

from psoas.knowledge.conditions import Condition
from psoas.knowledge.contributors import Ratio
from psoas.knowledge.record import Certainty, Cited, Model, Record, Text


class CoursePoint(Model):
    """Mean pain, or a share of people, some weeks after the start, with its 95 % interval."""

    weeks: float = Field(ge=0)
    mean: float
    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> "CoursePoint":
        if not self.low <= self.mean <= self.high:
            raise ValueError("low, mean and high must rise")
        return self


class Course(Cited, Record):
    """The mean course of people like these; the first (by order) whose condition holds is shown."""

    order: int
    name: Text
    who: Text
    when: Condition | None = None
    unit: Literal["pain of 100", "percent of people"]
    measure: Text  # "mean pain", "improved by 30 % or more in disability"
    points: tuple[CoursePoint, ...] = Field(min_length=1)
    participants: int | None
    summary: Text  # for the clinician
    plain: Text  # for the patient, without promising


class PrognosticFactor(Cited, Record):
    """Something that goes with a slower or a quicker course."""

    name: Text
    when: Condition
    direction: Literal["slower", "quicker"]
    outcome: Text
    effect: Ratio | None = None
    effect_kind: Literal["odds-ratio", "risk-ratio", "hazard-ratio"] | None = None
    adjusted: bool
    population: Text
    evidence: Certainty
    can_be_changed: bool
    plain: Text


class ModelTerm(Model):
    """One term of a regression: a condition (0 or 1), or a quantity or a measured finding as it is."""

    text: Text
    when: Condition | None = None
    quantity: str | None = None
    finding: str | None = None  # its measured number
    coefficient: float

    @model_validator(mode="after")
    def _one(self) -> "ModelTerm":
        if sum(part is not None for part in (self.when, self.quantity, self.finding)) != 1:
            raise ValueError("a term has one of when, quantity, finding")
        return self


class PredictionModel(Cited, Record):
    """A published logistic model of the course: intercept and coefficients as printed."""

    name: Text
    outcome: Text
    applies: Condition | None = None
    applies_to: Text
    intercept: float
    terms: tuple[ModelTerm, ...] = Field(min_length=1)
    area_under_curve: float
    area_low: float
    area_high: float
    baseline: float  # share with the outcome where it was validated
    participants: int
    population: Text
    warning: Text
