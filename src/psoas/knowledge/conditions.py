"""The small language in which knowledge files state when something applies.

A condition is a tree of ``any``, ``all``, ``not`` and ``at_least`` over leaves that look at one fact of
the patient: a finding, a quantity, a drawn region, or (in the plan) how likely a contributor is. It is
evaluated in three-valued logic: a leaf nobody has looked at leaves the condition open.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Protocol

from pydantic import Discriminator, Field, Tag, model_validator

from psoas.foundation.three_valued import Truth, all_of, any_of, at_least, negation
from psoas.knowledge.record import Model

WhichSide = Literal["complaint", "other", "either", "both", "right", "left"]


class Facts(Protocol):
    """What a condition may ask about a patient; ``None`` always means: not known."""

    def holds(self, finding: str, side: WhichSide) -> Truth:
        """Tell whether a finding is present on a side."""

    def values(self, finding: str, side: WhichSide) -> tuple[float | None, ...]:
        """Return the measured value of a finding on each side asked for, in the unit of its record."""

    def quantity(self, name: str) -> float | None:
        """Return a number of the person or the complaint, such as ``age_years``."""

    def choice(self, field: str) -> str | None:
        """Return a chosen word of the person or the complaint, such as ``sex``."""

    def drawn(self, region: str, side: WhichSide) -> Truth:
        """Tell whether pain was drawn in a region of the body chart."""

    def probability(self, contributor: str) -> float | None:
        """Return the probability of a contributor, once the diagnosis has been worked out."""


class FindingIs(Model):
    """A finding is present; with ``at_most`` or ``at_least``, its value lies there."""

    finding: str
    side: WhichSide = "complaint"
    at_least: float | None = None
    at_most: float | None = None

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        if self.at_least is None and self.at_most is None:
            return facts.holds(self.finding, self.side)
        truths = [
            _within(value, self.at_least, self.at_most) for value in facts.values(self.finding, self.side)
        ]
        return all_of(truths) if self.side == "both" else any_of(truths)


class QuantityIs(Model):
    """A number of the person or the complaint lies in a range, both ends included."""

    quantity: str
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _bounded(self) -> "QuantityIs":
        if self.at_least is None and self.at_most is None:
            raise ValueError("a quantity needs at_least or at_most")
        return self

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        return _within(facts.quantity(self.quantity), self.at_least, self.at_most)


class ChoiceIs(Model):
    """A chosen word of the person or the complaint is one of these."""

    choice: str
    one_of: tuple[str, ...] = Field(min_length=1)

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        chosen = facts.choice(self.choice)
        return None if chosen is None else chosen in self.one_of


class RegionDrawn(Model):
    """Pain was drawn in at least one of these regions."""

    drawn: tuple[str, ...] = Field(min_length=1)
    side: WhichSide = "complaint"

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        return any_of(facts.drawn(region, self.side) for region in self.drawn)


class ContributorIs(Model):
    """A contributor is at least this probable (or this strongly graded); plan and precautions only."""

    contributor: str
    at_least: float = Field(gt=0, le=1)

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        return _within(facts.probability(self.contributor), self.at_least, None)


class AnyOf(Model):
    """At least one holds."""

    any: tuple["Condition", ...] = Field(min_length=1)

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        return any_of(part.truth(facts) for part in self.any)


class AllOf(Model):
    """Every one holds."""

    all: tuple["Condition", ...] = Field(min_length=1)

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        return all_of(part.truth(facts) for part in self.all)


class Not(Model):
    """The condition is known to fail."""

    not_: "Condition" = Field(alias="not")

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        return negation(self.not_.truth(facts))


class AtLeast(Model):
    """At least ``count`` of the listed conditions hold."""

    count: int = Field(ge=1)
    of: tuple["Condition", ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _reachable(self) -> "AtLeast":
        if self.count > len(self.of):
            raise ValueError(f"count {self.count} can not be reached with {len(self.of)} conditions")
        return self

    def truth(self, facts: Facts) -> Truth:
        """Evaluate against the facts of one patient."""
        return at_least(self.count, (part.truth(facts) for part in self.of))


_TAGS = ("any", "all", "not", "of", "finding", "quantity", "choice", "drawn", "contributor")


def _tag(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((tag for tag in _TAGS if tag in value), None)
    return next((tag for tag in _TAGS if hasattr(value, tag if tag != "not" else "not_")), None)


Condition = Annotated[
    Annotated[AnyOf, Tag("any")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[Not, Tag("not")]
    | Annotated[AtLeast, Tag("of")]
    | Annotated[FindingIs, Tag("finding")]
    | Annotated[QuantityIs, Tag("quantity")]
    | Annotated[ChoiceIs, Tag("choice")]
    | Annotated[RegionDrawn, Tag("drawn")]
    | Annotated[ContributorIs, Tag("contributor")],
    Discriminator(
        _tag,
        custom_error_type="condition",
        custom_error_message="a condition needs one of: " + ", ".join(_TAGS),
    ),
]

Leaf = FindingIs | QuantityIs | ChoiceIs | RegionDrawn | ContributorIs

for _model in (AnyOf, AllOf, Not, AtLeast):
    _model.model_rebuild()


def parts(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions a condition is made of; none for a leaf."""
    match condition:
        case AnyOf():
            return condition.any
        case AllOf():
            return condition.all
        case AtLeast():
            return condition.of
        case Not():
            return (condition.not_,)
    return ()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Yield every leaf of a condition, in reading order."""
    if isinstance(condition, Leaf):
        yield condition
    for part in parts(condition):
        yield from leaves(part)


def is_of_drawing(condition: Condition) -> bool:
    """Tell whether a condition looks at nothing but the pain drawing."""
    return all(
        isinstance(leaf, RegionDrawn)
        or (isinstance(leaf, QuantityIs) and leaf.quantity == "drawn_percent")
        or (isinstance(leaf, ChoiceIs) and leaf.choice == "extent")
        for leaf in leaves(condition)
    )


def fits(when: Condition | None, facts: Facts) -> bool:
    """Tell whether something meant for certain patients is known to be meant for this one."""
    return when is None or when.truth(facts) is True


def holds_unless(when: Condition, unless: Condition | None, facts: Facts) -> Truth:
    """Tell whether ``when`` holds and ``unless`` is not known to.

    An ``unless`` that nobody has looked at silences nothing: a rule must not wait for its exception.
    """
    if unless is not None and unless.truth(facts) is True:
        return False
    return when.truth(facts)


def _within(value: float | None, lowest: float | None, highest: float | None) -> Truth:
    if value is None:
        return None
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)
