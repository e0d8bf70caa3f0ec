"""What is known of the human body's measures: segments, breadths, and how far joints move."""

from typing import Literal

from pydantic import Field

from psoas.knowledge.record import Identifier, Model, Text

Sex = Literal["female", "male", "any"]
RowStatus = Literal["read", "secondary", "judgement", "unchecked"]


class SegmentRow(Model):
    """Length, mass and centre of mass of a body segment (a line of ``body_segments.csv``)."""

    id: Identifier
    segment: Identifier
    sex: Sex
    length: float | None  # share of stature
    mass: float | None  # share of body mass
    com: float | None  # share of the length, from the end nearer the trunk; head and trunk from above
    population: Text
    source: Identifier | None
    locator: str | None
    status: RowStatus
    note: str


class BreadthRow(Model):
    """A mean measure of the body (a line of ``body_breadths.csv``)."""

    id: Identifier
    measure: Identifier
    sex: Sex
    fraction: float = Field(gt=0, lt=1)  # share of stature
    population: Text
    source: Identifier | None
    locator: str | None
    status: RowStatus
    note: str


class JointRangeRow(Model):
    """How far a joint moves in healthy adults (a line of ``joint_ranges.csv``)."""

    id: Identifier
    joint: Identifier
    motion: Identifier
    sex: Sex
    age_from: int
    age_to: int
    mean: float  # degrees
    sd: float | None
    highest: float | None = None  # seen in any participant, where that is told
    population: Text
    source: Identifier | None
    locator: str | None
    status: RowStatus
    note: str
