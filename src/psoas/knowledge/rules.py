"""Published decision rules, each with its items, its bands and how well it did."""

from typing import Literal

from pydantic import Field, model_validator

from psoas.foundation.three_valued import Truth
from psoas.knowledge.conditions import Condition
from psoas.knowledge.contributors import Ratio, Spectrum
from psoas.knowledge.record import Cited, Identifier, Model, Record, Text
from psoas.knowledge.red_flags import Family


class RuleItem(Model):
    """One item: its points when it holds, and when it is known not to."""

    text: Text
    when: Condition
    points: float
    otherwise: float | None = None  # by default 0 points, or the factor 1 in a product

    def worth(self, truth: Truth, *, neutral: float) -> tuple[float, float]:
        """Return the least and the most the item can add, given what is known."""
        otherwise = neutral if self.otherwise is None else self.otherwise
        if truth is None:
            return min(self.points, otherwise), max(self.points, otherwise)
        return (self.points, self.points) if truth else (otherwise, otherwise)


class Band(Cited):
    """A stretch of totals and what it means; both ends included."""

    name: Text  # "4 or 5 of 5", "high risk"
    at_least: float | None = None
    at_most: float | None = None
    reading: Literal["for", "against", "neither"]
    sensitivity: float | None = None
    specificity: float | None = None
    ratio: Ratio | None = None
    probability: float | None = None  # of the condition in this band, in the study
    note: str | None = None


class PublishedRule(Cited, Record):
    """A decision rule as published. It stands beside our own estimate and never enters it."""

    name: Text
    contributor: Identifier | None = None  # whose estimate it stands beside
    family: Family | None = None  # or which danger it is about; neither: it is about the course
    predicts: Text  # "symptomatic stenosis by expert opinion and imaging"
    applies: Condition | None = None  # whom it was made for; not used unless this is known to hold
    applies_to: Text
    method: Literal["points", "product"] = "points"
    items: tuple[RuleItem, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = Field(min_length=2)  # from the lowest total to the highest, without gaps
    participants: int | None
    population: Text
    reference: Text
    spectrum: Spectrum
    standing: Literal["derivation", "internal-validation", "external-validation", "consensus"]
    warning: Text

    @property
    def neutral(self) -> float:
        """What an item adds that does not hold."""
        return 1.0 if self.method == "product" else 0.0

    @model_validator(mode="after")
    def _ordered(self) -> "PublishedRule":
        if self.contributor is not None and self.family is not None:
            raise ValueError("a rule is about a contributor or about a danger, not both")
        if self.bands[0].at_least is not None or self.bands[-1].at_most is not None:
            raise ValueError("the first band has no at_least and the last no at_most")
        for lower, higher in zip(self.bands, self.bands[1:], strict=False):
            if lower.at_most is None or higher.at_least is None or not lower.at_most < higher.at_least:
                raise ValueError(f"the bands '{lower.name}' and '{higher.name}' do not follow each other")
        return self
