"""The Case: what is known of a patient at one moment, as one immutable value.

Everything is optional but the identifier and the day. What is missing is not known, never "normal".
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from psoas.anatomy.regions import Side, View

Score = Annotated[int, Field(ge=0, le=10)]
Minutes = Annotated[float, Field(ge=0, le=1440)]

Sex = Literal["female", "male"]
Onset = Literal["sudden", "gradual", "after-lifting", "after-injury"]
Course = Literal["improving", "steady", "worsening", "comes-and-goes"]
ComplaintSide = Literal["right", "left", "both", "central"]
Limitation = Literal["none", "some", "a-lot", "unable"]
Sleep = Literal["good", "disturbed", "bad"]
WorkStatus = Literal["full", "reduced", "off", "not-working"]
WorkKind = Literal["desk", "standing", "driving", "light-manual", "heavy-manual", "home", "none"]
Chair = Literal["good", "poor", "none"]
Judgement = Literal["ruled-out", "unlikely", "possible", "likely", "established"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the patient is, as far as it matters here. No name: a case is not an identity."""

    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    sex: Sex | None = None
    height_cm: Annotated[float, Field(ge=50, le=250)] | None = None
    mass_kg: Annotated[float, Field(ge=15, le=400)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """Pain from 0, no pain, to 10, the worst the patient can imagine; over the last week."""

    now: Score | None = None
    average: Score | None = None
    worst: Score | None = None


@dataclass(frozen=True, slots=True, order=True)
class DrawnRegion:
    """A region of the body chart in which the patient drew pain."""

    view: View
    side: Side
    region: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """An area that the patient drew freehand on one view of the body chart.

    The points are those of its edge, in the coordinates of the chart (see ``anatomy/body_chart.py``); the
    last joins the first. Kept as drawn: where it leaves the body or crosses itself, the geometry copes.
    """

    view: View
    points: tuple[tuple[float, float], ...]


Mark = DrawnRegion | Stroke


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What the patient comes with.

    ``drawn`` are regions marked as a whole, ``strokes`` what was drawn freehand; they add up. Both are
    ``None`` when no chart was filled in, and empty when nothing was drawn on it.
    """

    onset: Onset | None = None
    duration_weeks: Annotated[float, Field(ge=0, le=5200)] | None = None
    course: Course | None = None
    side: ComplaintSide | None = None
    pain: Pain = Pain()
    drawn: tuple[DrawnRegion, ...] | None = None
    strokes: tuple[Stroke, ...] | None = None
    in_the_patients_words: Annotated[str, Field(max_length=4000)] | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Everything drawn, as it was drawn."""
        return (*(self.drawn or ()), *(self.strokes or ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """What the pain does to the day. Minutes until the pain makes the patient stop."""

    bending: Limitation | None = None
    walking_minutes: Minutes | None = None
    sitting_minutes: Minutes | None = None
    standing_minutes: Minutes | None = None
    sleep: Sleep | None = None
    work: WorkStatus | None = None
    fatigue: Score | None = None  # 10: worn out
    quality_of_life: Score | None = None  # 10: as good as it can be


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the working day asks of the back."""

    kind: WorkKind | None = None
    sitting_hours_a_day: Annotated[float, Field(ge=0, le=24)] | None = None
    chair: Chair | None = None
    lifting_kg: Annotated[float, Field(ge=0, le=300)] | None = None
    lifts_a_day: Annotated[int, Field(ge=0, le=5000)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the patient can give, has, and wants."""

    minutes_a_day: Annotated[float, Field(ge=1, le=120)] | None = None
    equipment: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """A finding that somebody looked at: present or absent, on a side, with its number if it has one.

    A finding that is not observed has no Observation.
    """

    finding: str
    side: Side | None
    present: bool | None  # None only for numbers without a cut-off
    value: float | None = None


@dataclass(frozen=True, slots=True)
class SafetyAnswer:
    """The options a patient ticked on one safety question."""

    question: str
    ticked: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Opinion:
    """What the clinician thinks of a contributor, against or beside what is computed, and why."""

    contributor: str
    judged: Judgement
    reason: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """A patient at one moment."""

    id: str
    recorded_on: date
    person: Person = field(default_factory=Person)
    complaint: Complaint = field(default_factory=Complaint)
    function: Function = field(default_factory=Function)
    work: Work = field(default_factory=Work)
    wishes: Wishes = field(default_factory=Wishes)
    safety: tuple[SafetyAnswer, ...] = ()
    observations: tuple[Observation, ...] = ()
    opinions: tuple[Opinion, ...] = ()

    @property
    def age_years(self) -> int | None:
        """Age by year of birth; up to one year too high before the birthday."""
        year = self.person.birth_year
        return None if year is None else self.recorded_on.year - year

    @cached_property
    def present(self) -> frozenset[str]:
        """The findings that were entered as present, on any side."""
        return frozenset(observed.finding for observed in self.observations if observed.present)
