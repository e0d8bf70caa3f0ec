"""What follows from many cases at once: the facts of `facts.py`, one array a question.

The state of every finding and the truth of every condition is a column of true, false and not known. A
test holds both ways equal, patient by patient.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, reduce

import numpy as np

from psoas.anatomy.body_chart import REPEATED, region_percent
from psoas.anatomy.regions import REGIONS, Extent, Side, View
from psoas.foundation.three_valued_columns import (
    FALSE,
    TRUE,
    UNKNOWN,
    Floats,
    Truths,
    all_of,
    any_of,
    at_least,
    negation,
    truths_of,
    where_known,
    within,
)
from psoas.knowledge.checks import CHOICES
from psoas.knowledge.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    ChoiceIs,
    Condition,
    FindingIs,
    Not,
    QuantityIs,
    RegionDrawn,
    WhichSide,
)
from psoas.knowledge.findings import SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import DrawnRegion
from psoas.patient.columns import NO_WORD, CaseColumns, Codes, ticked
from psoas.patient.facts import SAID_ABOVE_KNEE, SAID_BELOW_KNEE, SAID_OF_LEG, stated_by
from psoas.patient.flat import flat_fields

_EXTENTS = tuple(extent.value for extent in Extent)
_FLAT = {"complaint_side": "side"}  # choices whose flat name is another


@dataclass(frozen=True, eq=False)
class ColumnFacts:
    """The facts of many cases, for conditions to be evaluated against; none of them knows a diagnosis."""

    cases: CaseColumns
    knowledge: Knowledge
    _known: dict[tuple[str, WhichSide], Truths] = field(default_factory=dict)

    def truth(self, condition: Condition) -> Truths:
        """Evaluate a condition for every patient."""
        match condition:
            case AnyOf():
                return any_of([self.truth(part) for part in condition.any])
            case AllOf():
                return all_of([self.truth(part) for part in condition.all])
            case AtLeast():
                return at_least(condition.count, [self.truth(part) for part in condition.of])
            case Not():
                return negation(self.truth(condition.not_))
            case FindingIs():
                return self._finding(condition)
            case QuantityIs():
                return within(self.quantity(condition.quantity), condition.at_least, condition.at_most)
            case ChoiceIs():
                return self._choice(condition.choice, condition.one_of)
            case RegionDrawn():
                return any_of([self.drawn(region, condition.side) for region in condition.drawn])
        return self._nothing  # a contributor: before the diagnosis none is known

    def holds_unless(self, when: Condition, unless: Condition | None) -> Truths:
        """Tell where ``when`` holds and ``unless`` is not known to."""
        truths = self.truth(when)
        return truths if unless is None else np.where(self.truth(unless) == TRUE, np.int8(FALSE), truths)

    def holds(self, finding: str, side: WhichSide = "complaint") -> Truths:
        """Tell where a finding is present on a side."""
        known = self._known.get((finding, side))
        if known is None:
            known = self._known[finding, side] = self._holds(finding, side)
        return known

    def value(self, finding: str) -> Floats:
        """Return the measured value of a finding without sides; NaN where nobody measured."""
        assert not self.knowledge.findings[finding].sided
        return self._value(finding, None)

    def quantity(self, name: str) -> Floats:
        """Return a number of the person, the complaint, the day or the work; NaN where it is not known."""
        numbers = self.cases.numbers
        match name:
            case "age_years":
                return self._year - numbers.get("birth_year", self._no_number)
            case "body_mass_index":
                height, mass = (numbers.get(one, self._no_number) for one in ("height_cm", "mass_kg"))
                return mass / (height / 100) ** 2
            case "pi_minus_ll":
                return self.value("pelvic-incidence") - self.value("lumbar-lordosis-angle")
            case "drawn_percent":
                return self._drawn_percent
        assert name in flat_fields()
        return numbers.get(name, self._no_number)

    def drawn(self, region: str, side: WhichSide = "complaint") -> Truths:
        """Tell where pain was drawn in a region; an empty chart says no, a missing one says nothing."""
        views = [one.view for one in REGIONS if one.name == region]
        right, left = (any_of([self._mark(view, one, region) for view in views]) for one in Side)
        return self._on(side, right, left)

    @cached_property
    def extent(self) -> Codes:
        """How far down the pain reaches, as a place among the extents; -1 where it is not known."""
        below = self._stated(SAID_BELOW_KNEE)
        above = any_of([self._stated(finding) for finding in SAID_ABOVE_KNEE])
        of_leg = any_of([self._stated(finding) for finding in SAID_OF_LEG]) == TRUE
        codes = np.full(self.cases.count, NO_WORD, np.int8)
        codes[(below == FALSE) & (above == FALSE)] = _EXTENTS.index(Extent.BACK_ONLY)
        codes[(above == TRUE) | of_leg] = _EXTENTS.index(Extent.ABOVE_KNEE)
        codes[below == TRUE] = _EXTENTS.index(Extent.BELOW_KNEE)
        for code, extent in enumerate(Extent):  # what is drawn goes before what was said; the furthest counts
            marks = [
                column
                for mark, column in self.cases.drawn.items()
                if _reach()[mark.view, mark.region] is extent
            ]
            if marks:
                codes[reduce(np.logical_or, marks)] = code
        codes[of_leg & (codes == _EXTENTS.index(Extent.BACK_ONLY))] = _EXTENTS.index(Extent.ABOVE_KNEE)
        return codes

    @cached_property
    def _drawn_percent(self) -> Floats:
        """How much of the body is marked. Regions of a view do not overlap, so that their parts add up."""
        percent = np.where(self.cases.has_chart, 0.0, np.nan)
        for mark, column in self.cases.drawn.items():
            counts = column
            if mark.view in REPEATED:  # a foot that is marked on the body is not counted again below it
                view, region = REPEATED[mark.view]
                on_the_body = self.cases.drawn.get(DrawnRegion(view, mark.side, region))
                counts = column if on_the_body is None else column & ~on_the_body
            percent += region_percent(mark.view, mark.side, mark.region) * counts
        by_strokes = self.cases.percent_by_strokes
        return percent if by_strokes is None else np.where(np.isnan(by_strokes), percent, by_strokes)

    def _holds(self, finding: str, side: WhichSide) -> Truths:
        record = self.knowledge.findings[finding]
        if record.sided:
            right, left = (self.cases.states.get((finding, one), self._nothing) for one in Side)
            return self._on(side, right, left)
        stated = self._stated(finding)
        if record.derived is None:
            return stated
        follows = self.truth(record.derived)
        return follows if stated is self._nothing else where_known(stated, follows)

    def _stated(self, finding: str) -> Truths:
        """Return what was entered of a finding without sides, directly or as a safety answer."""
        observed = self.cases.states.get((finding, None))
        question = self.knowledge.question_asking.get(finding)
        answers = None if question is None else self.cases.answers.get(question)
        if question is None or answers is None:
            return self._nothing if observed is None else observed
        answered = _meaning(self.knowledge.safety_questions[question])[finding][answers]
        return answered if observed is None else where_known(observed, answered)

    def _finding(self, leaf: FindingIs) -> Truths:
        if leaf.at_least is None and leaf.at_most is None:
            return self.holds(leaf.finding, leaf.side)
        sides = Side if self.knowledge.findings[leaf.finding].sided else (None,)
        truths = [within(self._value(leaf.finding, one), leaf.at_least, leaf.at_most) for one in sides]
        return self._on(leaf.side, *truths) if len(truths) > 1 else truths[0]

    def _value(self, finding: str, side: Side | None) -> Floats:
        return self.cases.values.get((finding, side), self._no_number)

    def _choice(self, name: str, one_of: tuple[str, ...]) -> Truths:
        if name == "extent":
            words, codes = _EXTENTS, self.extent
        else:
            assert name in CHOICES
            flat = flat_fields()[_FLAT.get(name, name)]
            words, codes = flat.words, self.cases.words.get(flat.name, self._no_word)
        meaning = [TRUE if word in one_of else FALSE for word in words]
        return np.array([*meaning, UNKNOWN], np.int8)[codes]  # NO_WORD is -1, the last place

    def _mark(self, view: View, side: Side, region: str) -> Truths:
        """Return 1 where it is drawn, -1 where it is not, 0 where there is no chart."""
        column = self.cases.drawn.get(DrawnRegion(view, side, region))
        return self._empty_chart if column is None else truths_of(column) * self._chart

    def _on(self, side: WhichSide, right: Truths, left: Truths) -> Truths:
        match side:
            case "right":
                return right
            case "left":
                return left
            case "either":
                return np.maximum(right, left)
            case "both":
                return np.minimum(right, left)
        # a side that is not asked for counts as false, which changes nothing in an "or"
        on_right, on_left = self._painful if side == "complaint" else self._other
        return np.maximum(np.minimum(right, on_right), np.minimum(left, on_left))

    @cached_property
    def _painful(self) -> tuple[Truths, Truths]:
        """Right and left, 1 where the complaint is (also) there; without a side it can be on both."""
        codes = self.cases.words.get("side", self._no_word)
        words = flat_fields()["side"].words
        return truths_of(codes != words.index("left")), truths_of(codes != words.index("right"))

    @cached_property
    def _other(self) -> tuple[Truths, Truths]:
        """Right and left, 1 where the complaint is not there; where it is on both, both."""
        right, left = self._painful
        return np.maximum(negation(right), left), np.maximum(negation(left), right)

    @cached_property
    def _year(self) -> Floats:
        return self.cases.recorded_on.astype("datetime64[Y]").astype(np.float64) + 1970

    @cached_property
    def _nothing(self) -> Truths:
        return np.zeros(self.cases.count, np.int8)

    @cached_property
    def _no_number(self) -> Floats:
        return np.full(self.cases.count, np.nan)

    @cached_property
    def _no_word(self) -> Codes:
        return np.full(self.cases.count, NO_WORD, np.int8)

    @cached_property
    def _chart(self) -> Truths:
        return self.cases.has_chart.view(np.int8)

    @cached_property
    def _empty_chart(self) -> Truths:
        return -self._chart


@cache
def _reach() -> Mapping[tuple[View, str], Extent]:
    return {(region.view, region.name): region.extent for region in REGIONS}


@cache
def _meaning(question: SafetyQuestion) -> dict[str, Truths]:
    """Return, for each finding a question asks for, what each combination of options states of it."""
    options = [option.id for option in question.options]
    findings = {finding for option in question.options for finding in (*option.present, *option.absent)}
    table = {finding: np.zeros(2 ** len(options), np.int8) for finding in findings}
    for mask in range(1, 2 ** len(options)):
        for finding, present in stated_by(question, ticked(mask, options)).items():
            table[finding][mask] = TRUE if present else FALSE
    return table
