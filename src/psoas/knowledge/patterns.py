"""What is recognised by its pattern, without a probability: look-alikes, and the mechanism of the pain."""

from typing import Literal

from pydantic import Field

from psoas.knowledge.conditions import Condition
from psoas.knowledge.record import Cited, Identifier, Model, Record, Text

LookAlikeGroup = Literal[
    "nerve-entrapment", "tendon-and-muscle", "bone-and-joint", "spine-variant", "vascular", "visceral",
    "infection", "metabolic", "tumour",
]  # fmt: skip


class Sign(Model):
    """Something that speaks for or against a pattern."""

    text: Text  # for the clinician
    when: Condition


class LookAlike(Cited, Record):
    """Another condition that can look like radiating low back pain, recognised by its pattern.

    There are no accuracy studies to compute with: the pattern is judgement and is labelled so. What is
    dangerous has a red-flag rule as well; a look-alike never replaces one.
    """

    name: Text
    plain_name: Text
    group: LookAlikeGroup
    pattern: Condition  # it is named when this is known to hold
    unless: Condition | None = None  # and this is not
    supports: tuple[Sign, ...] = ()
    speaks_against: tuple[Sign, ...] = ()
    summary: Text  # for the clinician
    plain: Text  # for the patient
    settled_by: Text  # which examination or test settles it
    send_to: Text  # where it belongs
    within_days: int = Field(ge=0, le=90)  # time in which it should be looked at
    mimics: tuple[Identifier, ...] = ()  # contributors it is taken for


class Performance(Cited):
    """How well a pattern did in its study, and against what."""

    sensitivity: float = Field(gt=0, lt=1)
    sensitivity_low: float
    sensitivity_high: float
    specificity: float = Field(gt=0, lt=1)
    specificity_low: float
    specificity_high: float
    participants: int
    population: Text
    reference: Text


class Mechanism(Cited, Record):
    """A pain mechanism as a published cluster of criteria, in our own words.

    The cluster says which pattern fits. Its reference standard was the same clinicians' judgement, so its
    performance is shown with that warning and never used as a likelihood ratio.
    """

    order: int
    name: Text
    plain_name: Text
    summary: Text
    plain: Text
    criteria: tuple[Sign, ...] = Field(min_length=2)  # the cluster: each is met, not met or not known
    indicators: tuple[Sign, ...] = ()  # consensus indicators beyond the cluster: shown, not counted
    performance: Performance
    warning: Text
