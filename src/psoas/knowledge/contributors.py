"""Contributors to the pain, what is believed of them beforehand, and the evidence that moves them."""

from typing import Literal

from pydantic import Field, model_validator

from psoas.knowledge.conditions import Condition, Facts
from psoas.knowledge.record import Certainty, Cited, Identifier, Model, Record, Text
from psoas.knowledge.red_flags import Family

Group = Literal["nerve", "alignment", "muscle", "joint", "hip", "disc", "other"]
Kind = Literal["probability", "graded"]
Spectrum = Literal["primary", "specialist", "injection", "surgical", "mixed", "case-control"]


class Prior(Cited):
    """How probable a contributor is before any finding, for patients like these."""

    when: Condition | None = None  # the first prior whose condition holds is used; none: always
    who: Text  # "40 to 59 years, pain below the knee"
    probability: float = Field(gt=0, lt=1)
    low: float = Field(gt=0, lt=1)  # plausible range, read as a 90 % interval
    high: float = Field(gt=0, lt=1)

    @model_validator(mode="after")
    def _ordered(self) -> "Prior":
        if not self.low < self.probability < self.high:
            raise ValueError("low, probability and high must rise")
        return self


class GradeStep(Model):
    """One sign that a graded contributor is there, and how strongly."""

    when: Condition
    grade: Literal["mild", "moderate", "marked"]
    because: Text


class Contributor(Record):
    """A condition or factor that materially adds to this pain; several can be true at once.

    ``probability`` contributors have priors and a ledger. ``graded`` ones (muscle, alignment, load) have
    no accuracy studies: they are graded from what was measured or found, and get no probability.
    """

    name: Text
    plain_name: Text  # "an irritated nerve root in your lower back"
    group: Group
    kind: Kind
    summary: Text  # for the clinician, two or three sentences
    plain: Text  # for the patient: what it is and that it can be helped, two or three short sentences
    plain_helps: Text  # for the patient: what usually helps, one sentence
    priors: tuple[Prior, ...] = ()
    local_priors: tuple[Prior, ...] = ()  # a clinic's own, in front of the shipped ones
    grading: tuple[GradeStep, ...] = ()
    looked_at: tuple[Identifier, ...] = ()  # graded: findings that, absent, allow to say "none"
    evidence: Certainty
    caution: Text | None = None  # what must be said with it ("associated, not a proven cause")

    @property
    def short(self) -> str:
        """The name without what stands in brackets or after a comma, for tables and charts."""
        return self.name.split(" (", maxsplit=1)[0].split(",", maxsplit=1)[0]

    @model_validator(mode="after")
    def _fits_kind(self) -> "Contributor":
        if self.kind == "probability" and (not self.priors or self.grading):
            raise ValueError("a probability contributor has priors and no grading")
        if self.kind == "graded" and (self.priors or not self.grading):
            raise ValueError("a graded contributor has grading and no priors")
        return self


class Ratio(Model):
    """A likelihood ratio with its published 95 % interval, where there is one."""

    value: float = Field(ge=0)
    low: float | None = Field(default=None, ge=0)
    high: float | None = Field(default=None, ge=0)


class AccuracyRow(Model):
    """How well one finding tells one contributor apart, from one source (a line of ``accuracy/*.csv``)."""

    id: Identifier
    contributor: Identifier
    finding: Identifier
    role: Literal["score", "range"]  # one row a finding scores; the others show the spread
    type: Literal["finding", "cluster"]  # a cluster replaces the members of its dependence group
    group: Identifier
    against: Identifier | None = None  # a row that tells two contributors or look-alikes apart: never scores
    sensitivity: float | None
    sensitivity_low: float | None = None  # 95 % interval, or the lowest and highest of several studies
    sensitivity_high: float | None = None
    specificity: float | None
    specificity_low: float | None = None
    specificity_high: float | None = None
    positive: Ratio | None
    negative: Ratio | None
    odds: Ratio | None = None  # an odds ratio is never used as a likelihood ratio
    odds_kind: Literal["adjusted", "crude", "diagnostic"] | None = None
    basis: Literal["published", "derived", "judgement"]  # derived from sensitivity and specificity
    participants: int | None
    population: Text
    comparator: Text  # against whom
    reference: Text  # by what reference standard
    spectrum: Spectrum
    applies: Identifier | None  # a finding that must be present for the row to apply
    superseded_by: Identifier | None = (
        None  # once this is known, its reference has spoken: the row adds nothing
    )
    source: Identifier | None
    locator: str | None
    status: Literal["read", "secondary", "judgement", "unchecked"]
    note: str

    def is_for(self, facts: Facts) -> bool:
        """Tell whether the row applies to a patient and still has something to say."""
        is_such = self.applies is None or facts.holds(self.applies, "complaint") is True
        is_open = self.superseded_by is None or facts.holds(self.superseded_by, "complaint") is None
        return is_such and is_open


class RedFlagRow(Model):
    """How well a finding tells a dangerous cause, from one source (a line of ``red_flag_accuracy.csv``).

    Shown beside the rules and never part of a score: rules decide, since no ratio makes a rare danger safe
    to dismiss.
    """

    id: Identifier
    family: Family
    finding: Identifier
    sensitivity: float | None
    sensitivity_low: float | None = None
    sensitivity_high: float | None = None
    specificity: float | None
    specificity_low: float | None = None
    specificity_high: float | None = None
    positive: Ratio | None
    negative: Ratio | None
    odds: Ratio | None = None
    odds_kind: Literal["adjusted", "crude", "diagnostic"] | None = None
    post_test: float | None = None  # share with the danger among people with the finding, as published
    basis: Literal["published", "derived", "judgement"]
    participants: int | None
    population: Text
    comparator: Text
    reference: Text
    spectrum: Spectrum
    source: Identifier | None
    locator: str | None
    status: Literal["read", "secondary", "judgement", "unchecked"]
    note: str


class LevelRow(Model):
    """How a finding shifts the nerve-root level (a line of ``root_levels.csv``).

    ``ratio`` is the likelihood of the finding, when the root is one of ``levels``, against when it is not.
    """

    id: Identifier
    finding: Identifier
    levels: tuple[Literal["L2", "L3", "L4", "L5", "S1"], ...]
    positive: Ratio | None
    negative: Ratio | None
    group: Identifier
    participants: int | None
    population: Text
    reference: Text
    source: Identifier | None
    locator: str | None
    status: Literal["read", "secondary", "judgement", "unchecked"]
    note: str


class DependenceGroup(Record):
    """Findings that share a mechanism, so that counting each in full would count one thing twice."""

    name: Text
    reason: Text


class Interplay(Cited, Record):
    """How one contributor feeds another, shown only where both are found in the patient."""

    from_: Identifier = Field(alias="from")
    to: Identifier
    explanation: Text  # for the clinician
    plain: Text  # for the patient
    grade: Certainty


class NormRow(Model):
    """What is usual for a measured finding in people of an age and sex (a line of ``norms.csv``)."""

    id: Identifier
    finding: Identifier
    sex: Literal["female", "male", "any"]
    age_from: int
    age_to: int
    mean: float | None
    sd: float | None
    cut_off: float | None
    direction: Literal["low-is-worse", "high-is-worse"]
    population: Text
    source: Identifier | None
    locator: str | None
    status: Literal["read", "secondary", "judgement", "unchecked"]
    note: str


class Parameter(Cited, Record):
    """A number the engine uses, with its reason."""

    summary: Text
    value: float
    unit: Text
    minimum: float
    maximum: float

    @model_validator(mode="after")
    def _plausible(self) -> "Parameter":
        if not self.minimum <= self.value <= self.maximum:
            raise ValueError(f"value {self.value} lies outside {self.minimum} to {self.maximum}")
        return self
