"""What can be done: programme items, massage, advice, what the clinic offers, and what speaks against it."""

from typing import Literal

from pydantic import Field, model_validator

from psoas.foundation.three_valued import Truth
from psoas.knowledge.conditions import Condition, Facts, holds_unless
from psoas.knowledge.record import Certainty, Cited, Identifier, Model, Record, Text

ItemKind = Literal[
    "stretch", "mobility", "core", "hip-strength", "function", "nerve-glide", "direction",
    "relief", "self-massage", "aerobic", "posture", "relaxation",
]  # fmt: skip
Direction = Literal["flexion", "extension", "neutral", "lateral", "rotation", "flexion-extension"]


class Precaution(Record):
    """A circumstance that speaks against something; items and techniques name it by its code (the id)."""

    name: Text
    when: Condition
    unless: Condition | None = None  # it does not apply when this is known to hold
    rule: Text  # for the clinician
    plain: Text  # for the patient
    ask: Text | None = None  # what to ask when it is not known
    stops_everything: bool = False  # no programme and no massage at all
    stops_massage: bool = False  # no massage at all
    source_note: Text
    status: Literal["read", "secondary", "judgement"]

    def holds(self, facts: Facts) -> Truth:
        """Tell whether the precaution applies."""
        return holds_unless(self.when, self.unless, facts)


class ItemPrecaution(Model):
    """What a precaution does to this item: leave it out, or do it differently."""

    code: Identifier
    action: Literal["exclude", "modify"]
    instead: Text | None = None  # with modify: how; with exclude: what to do instead

    @model_validator(mode="after")
    def _says_how(self) -> "ItemPrecaution":
        if self.action == "modify" and not self.instead:
            raise ValueError("modify says how (instead)")
        return self


class Dose(Model):
    """How much, how often; the start of the programme."""

    sets: int = Field(ge=1, le=10)
    repetitions: int = Field(ge=1, le=40)
    hold_s: float | None = Field(default=None, gt=0, le=900)
    each_side: bool = False
    times_a_day: int = Field(ge=1, le=8)
    days_a_week: int = Field(ge=1, le=7)
    minutes: float = Field(gt=0, le=45)  # of one session, set-up and rests included
    text: Text  # "3 holds of 30 seconds on each side, once a day"


class Serves(Model):
    """A contributor an item helps with, and how much it is expected to."""

    contributor: Identifier
    benefit: Literal[1, 2, 3]  # 1 a little, 2 some, 3 the main thing this item is for
    why: Text  # plain: "gives a short hip flexor room, so that the low back can rest"


class Item(Cited, Record):
    """Something the patient does at home: an exercise, stretch, nerve glide or self-massage."""

    name: Text
    kind: ItemKind
    family: Literal[
        "hamstring-stretch", "low-back-stretch", "hip-flexor-stretch", "other-stretch", "alignment",
        "core", "hip", "function", "nerve", "direction", "relief", "self-massage", "aerobic", "posture",
        "relaxation",
    ]  # fmt: skip
    targets: tuple[Text, ...] = Field(min_length=1)  # tissues
    serves: tuple[Serves, ...] = Field(min_length=1)
    direction: Direction
    equipment: tuple[Identifier, ...] = ()
    start: Text
    steps: tuple[Text, ...] = Field(min_length=2, max_length=5)
    feel: Text
    stop_if: Text
    dose: Dose
    easier: Text
    harder: Text
    progression: Text
    precautions: tuple[ItemPrecaution, ...] = ()
    indicated: Condition | None = None  # offered only when this holds (nerve glides, directions)
    evidence: Certainty
    interventions: tuple[Identifier, ...] = Field(min_length=1)  # evidence records it rests on


class Technique(Cited, Record):
    """A massage or soft-tissue technique in the therapist's hands."""

    name: Text
    what: Text
    pressure_low: int = Field(ge=0, le=10)
    pressure_high: int = Field(ge=0, le=10)
    minutes: float = Field(gt=0, le=20)
    for_: Text = Field(alias="for")
    precautions: tuple[ItemPrecaution, ...] = ()
    evidence: Certainty


class SessionTemplate(Cited, Record):
    """The frame of a course of massage."""

    name: Text
    when: Condition | None = None  # first template (by order) whose condition holds is used
    order: int
    minutes: float = Field(gt=0, le=90)
    visits: Text
    stop_rule: Text
    pressure_cap: int = Field(ge=1, le=10)
    note: Text | None = None


class Advice(Cited, Record):
    """One piece of advice."""

    topic: Literal[
        "posture", "lifting", "sitting", "standing-desk", "walking", "sleep", "driving",
        "education", "flare", "prevention", "work",
    ]  # fmt: skip
    order: int
    text: Text  # plain words, to the patient
    why: Text
    when: Condition | None = None
    serves: tuple[Identifier, ...] = ()
    evidence: Certainty


class Effect(Cited):
    """One pooled or trial result."""

    population: Text
    comparator: Text
    outcome: Text
    measure: Literal["MD", "SMD", "RR", "OR", "HR", "difference", "narrative"]
    value: float | None = None
    low: float | None = None
    high: float | None = None
    participants: int | None = None
    plain: Text  # what it means, without promising


class GuidelineView(Model):
    """What a guideline says of an intervention."""

    source: Identifier
    says: Literal["recommended", "consider", "against", "silent"]
    note: str | None = None


class Intervention(Record):
    """A kind of treatment and the evidence for it."""

    name: Text
    plain_name: Text
    offered_as: Literal["exercise", "manual", "complementary", "self-care", "advice", "other"]
    summary: Text
    plain: Text
    grade: Certainty
    effects: tuple[Effect, ...] = ()
    guidelines: tuple[GuidelineView, ...] = ()
    suits: tuple[Identifier, ...] = ()  # contributors
    precautions: tuple[ItemPrecaution, ...] = ()
