"""What follows from a case: the state of every finding, numbers and words that rules may ask for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from psoas.anatomy.regions import REGIONS, Extent, Side
from psoas.foundation.three_valued import Truth, all_of, any_of
from psoas.knowledge.conditions import WhichSide
from psoas.knowledge.findings import SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case, DrawnRegion, Observation
from psoas.patient.marks import MarkedArea, marked_area, regions_drawn

SAID_BELOW_KNEE = "pain-below-knee"
# Told of the leg without saying how far down; a drawing of the back alone does not take it back.
SAID_OF_LEG = ("leg-pain-worse-than-back", "leg-pain-walking", "neurogenic-claudication")
SAID_ABOVE_KNEE = (
    "buttock-pain",
    "groin-pain",
    "lateral-hip-pain",
    "posterior-thigh-pain",
    "anterior-thigh-pain",
)  # what tells, without a chart, how far down the pain reaches

_SAID_OF_REACH = frozenset({SAID_BELOW_KNEE, *SAID_OF_LEG, *SAID_ABOVE_KNEE})
_IN_QUANTITIES = ("pelvic-incidence", "lumbar-lordosis-angle")
_NOT_SURE = "not-sure"


@dataclass(frozen=True)
class CaseFacts:
    """The facts of one case, for conditions to be evaluated against.

    ``probabilities`` is empty until the diagnosis has been worked out; the plan's conditions see it filled.
    """

    case: Case
    knowledge: Knowledge
    probabilities: Mapping[str, float]

    @classmethod
    def of(
        cls, case: Case, knowledge: Knowledge, probabilities: Mapping[str, float] | None = None
    ) -> "CaseFacts":
        """Derive the facts of a case."""
        return cls(case, knowledge, probabilities or {})

    def holds(self, finding: str, side: WhichSide = "complaint") -> Truth:
        """Tell whether a finding is present on a side; ``None``: not examined."""
        record = self.knowledge.findings[finding]
        if not record.sided:
            stated = self._states.get((finding, None))
            if stated is not None or record.derived is None:
                return stated
            if finding not in self._followed:
                self._followed[finding] = record.derived.truth(self)
            return self._followed[finding]
        sides = self._sides(side)
        truths = [self._states.get((finding, one)) for one in sides]
        return all_of(truths) if side == "both" else any_of(truths)

    def values(self, finding: str, side: WhichSide = "complaint") -> tuple[float | None, ...]:
        """Return the measured value on each side asked for; ``None`` where nobody measured."""
        sides = self._sides(side) if self.knowledge.findings[finding].sided else (None,)
        return tuple(o.value if (o := self._observed.get((finding, one))) else None for one in sides)

    def value(self, finding: str, side: WhichSide = "complaint") -> float | None:
        """Return the measured value; of several sides, the one that speaks most for "present"."""
        record = self.knowledge.findings[finding]
        sides = self._sides(side) if record.sided else (None,)
        seen = [o for one in sides if (o := self._observed.get((finding, one))) and o.value is not None]
        seen = [o for o in seen if o.present] or seen
        values = [observed.value for observed in seen if observed.value is not None]
        if not values:
            return None
        # A test is worse the sooner it hurts; a measurement by its cut-off.
        low_is_worse = record.kind == "test" or (
            record.measure is not None and record.measure.present_at_most is not None
        )
        return min(values) if low_is_worse else max(values)

    def quantity(self, name: str) -> float | None:
        """Return a number of the person, the complaint, the day or the work."""
        return self._quantities[name]

    def choice(self, field: str) -> str | None:
        """Return a chosen word of the person, the complaint, the day or the work."""
        return self._choices[field]

    def drawn(self, region: str, side: WhichSide = "complaint") -> Truth:
        """Tell whether pain was drawn in a region; an empty chart says no, a missing one says nothing."""
        marks = self.marks
        if marks is None:
            return None
        found = [any(m.region == region and m.side is one for m in marks) for one in self._sides(side)]
        return all(found) if side == "both" else any(found)

    def probability(self, contributor: str) -> float | None:
        """Return what the diagnosis found for a contributor (graded ones as 0 to 1), if it is known."""
        return self.probabilities.get(contributor)

    def supposing(self, finding: str, *, present: bool) -> "CaseFacts":
        """Return the facts as they would be if a finding were seen on the complaint's side.

        What does not hang on the finding is taken over: dozens of these are asked for at every change.
        """
        record = self.knowledge.findings[finding]
        sides = self._sides("complaint") if record.sided else (None,)
        kept = tuple(o for o in self.case.observations if o.finding != finding or o.side not in sides)
        supposed = tuple(Observation(finding, side, present) for side in sides)
        case = replace(self.case, observations=kept + supposed)
        facts = CaseFacts(case, self.knowledge, self.probabilities)
        known = vars(facts)
        known["marks"] = self.marks
        known["_answered"] = self._answered
        known["_states"] = self._states | {(finding, side): present for side in sides}
        if finding not in _SAID_OF_REACH:
            known["extent"], known["_choices"] = self.extent, self._choices
        if finding not in _IN_QUANTITIES:
            known["_quantities"] = self._quantities
        return facts

    @cached_property
    def marks(self) -> tuple[DrawnRegion, ...] | None:
        """The regions that count as drawn, marked as a whole or by strokes; ``None``: no chart.

        Knowledge: ``parameters/drawing-*``
        """
        told = self.case.complaint
        if told.drawn is None and told.strokes is None:
            return None
        return regions_drawn(
            told.drawn or (),
            told.strokes or (),
            region_share=self.knowledge.parameter("drawing-region-share", before=1),
            stroke_share=self.knowledge.parameter("drawing-stroke-share", before=1),
        )

    @property
    def marked(self) -> MarkedArea | None:
        """How much of the body is marked, and where; ``None``: no chart."""
        told = self.case.complaint
        if told.drawn is None and told.strokes is None:
            return None
        return marked_area(told.drawn or (), told.strokes or ())

    @cached_property
    def extent(self) -> Extent | None:
        """How far down the pain reaches, from the chart or, without one, from what was said.

        Leg pain that was told but not drawn counts as reaching above the knee at least.
        """
        marks = self.marks
        of_leg = any(self._states.get((finding, None)) for finding in SAID_OF_LEG)
        if marks:
            reach = {(r.view, r.name): r.extent for r in REGIONS}
            drawn = [reach[mark.view, mark.region] for mark in marks]
            return max([*drawn, *([Extent.ABOVE_KNEE] if of_leg else [])], key=list(Extent).index)
        below = self._states.get((SAID_BELOW_KNEE, None))
        if below:
            return Extent.BELOW_KNEE
        stated = [self._states.get((finding, None)) for finding in SAID_ABOVE_KNEE]
        if of_leg or any(stated):
            return Extent.ABOVE_KNEE
        if below is False and all(value is False for value in stated):
            return Extent.BACK_ONLY
        return None

    @property
    def painful_sides(self) -> tuple[Side, ...]:
        """The side of the complaint; both where it is on both, in the middle, or not known."""
        return {"right": (Side.RIGHT,), "left": (Side.LEFT,)}.get(
            self.case.complaint.side or "", (Side.RIGHT, Side.LEFT)
        )

    def _sides(self, side: WhichSide) -> tuple[Side, ...]:
        match side:
            case "right":
                return (Side.RIGHT,)
            case "left":
                return (Side.LEFT,)
            case "either" | "both":
                return (Side.RIGHT, Side.LEFT)
        painful = self.painful_sides
        if side == "complaint":
            return painful
        return tuple(one for one in Side if one not in painful) or painful

    @cached_property
    def _followed(self) -> dict[str, Truth]:
        """What derived findings came to, as far as they have been asked for."""
        return {}

    @cached_property
    def _observed(self) -> dict[tuple[str, Side | None], Observation]:
        return {(o.finding, o.side): o for o in self.case.observations}

    @cached_property
    def _states(self) -> dict[tuple[str, Side | None], bool]:
        states: dict[tuple[str, Side | None], bool] = {
            (finding, None): present for finding, present in self._answered.items()
        }
        states.update({key: o.present for key, o in self._observed.items() if o.present is not None})
        return states

    @cached_property
    def _answered(self) -> dict[str, bool]:
        """What the answers to the safety questions state."""
        stated: dict[str, bool] = {}
        for answer in self.case.safety:
            stated.update(stated_by(self.knowledge.safety_questions[answer.question], answer.ticked))
        return stated

    @cached_property
    def _quantities(self) -> dict[str, float | None]:
        case, pain = self.case, self.case.complaint.pain
        height, mass = case.person.height_cm, case.person.mass_kg
        incidence, lordosis = (self.value(finding) for finding in _IN_QUANTITIES)
        return {
            "age_years": case.age_years,
            "duration_weeks": case.complaint.duration_weeks,
            "pain_now": pain.now,
            "pain_average": pain.average,
            "pain_worst": pain.worst,
            "walking_minutes": case.function.walking_minutes,
            "sitting_minutes": case.function.sitting_minutes,
            "standing_minutes": case.function.standing_minutes,
            "fatigue": case.function.fatigue,
            "quality_of_life": case.function.quality_of_life,
            "sitting_hours_a_day": case.work.sitting_hours_a_day,
            "lifting_kg": case.work.lifting_kg,
            "lifts_a_day": case.work.lifts_a_day,
            "minutes_a_day": case.wishes.minutes_a_day,
            "body_mass_index": None if height is None or mass is None else mass / (height / 100) ** 2,
            "pi_minus_ll": None if incidence is None or lordosis is None else incidence - lordosis,
            "drawn_percent": None if self.marked is None else self.marked.percent,
        }

    @cached_property
    def _choices(self) -> dict[str, str | None]:
        case = self.case
        return {
            "sex": case.person.sex,
            "onset": case.complaint.onset,
            "course": case.complaint.course,
            "extent": None if self.extent is None else self.extent.value,
            "complaint_side": case.complaint.side,
            "sleep": case.function.sleep,
            "work_status": case.function.work,
            "chair": case.work.chair,
            "work_kind": case.work.kind,
        }


def stated_by(question: SafetyQuestion, ticked: Collection[str]) -> dict[str, bool]:
    """Return what the options ticked on a safety question state; no finding is asked by two questions."""
    stated: dict[str, bool] = {}
    unsure = _NOT_SURE in ticked
    for option in question.options:
        if option.id in ticked:
            stated.update(dict.fromkeys(option.absent, False))
    for option in question.options:
        if option.id in ticked:
            stated.update(dict.fromkeys(option.present, True))
        elif question.select == "many" and not unsure:
            # "Select all that apply": what is left unticked was read and not chosen.
            for finding in option.present:
                stated.setdefault(finding, False)
    return stated
