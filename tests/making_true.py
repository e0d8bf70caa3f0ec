"""Make a patient for whom a condition of the knowledge holds."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from psoas import Case, Knowledge
from psoas.anatomy.regions import REGIONS, Side
from psoas.knowledge.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    ChoiceIs,
    Condition,
    ContributorIs,
    FindingIs,
    Not,
    QuantityIs,
    RegionDrawn,
)
from psoas.patient.case import (
    Complaint,
    DrawnRegion,
    Function,
    Observation,
    Pain,
    Person,
    SafetyAnswer,
    Sex,
    Wishes,
    Work,
)
from psoas.patient.facts import CaseFacts

_PLACES = {
    "duration_weeks": "complaint", "onset": "complaint", "course": "complaint",
    "walking_minutes": "function", "sitting_minutes": "function", "standing_minutes": "function",
    "fatigue": "function", "quality_of_life": "function", "sleep": "function",
    "sitting_hours_a_day": "work", "lifting_kg": "work", "lifts_a_day": "work", "chair": "work",
}  # fmt: skip
_RENAMED = {"work_status": ("function", "work"), "work_kind": ("work", "kind")}


@dataclass
class Draft:
    """A patient in the making."""

    knowledge: Knowledge
    sex: Sex = "female"
    age: float = 50
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    pain: dict[str, int] = field(default_factory=dict)
    drawn: set[DrawnRegion] = field(default_factory=set)
    answers: dict[str, set[str]] = field(default_factory=dict)
    observations: dict[tuple[str, Side | None], Observation] = field(default_factory=dict)
    probabilities: dict[str, float] = field(default_factory=dict)

    def make(self, condition: Condition) -> None:  # noqa: C901 -- one case a kind of condition
        """Choose the first way that can be made to hold."""
        match condition:
            case AnyOf():
                self.make(condition.any[0])
            case AllOf():
                for part in condition.all:
                    self.make(part)
            case AtLeast():
                for part in condition.of[: condition.count]:
                    self.make(part)
            case Not():
                self._unmake(condition.not_)
            case FindingIs():
                self._finding(condition)
            case QuantityIs():
                low = 0.0 if condition.at_least is None else condition.at_least
                self._number(condition.quantity, low if condition.at_least is not None else condition.at_most)
            case ChoiceIs():
                self._word(condition.choice, condition.one_of[0])
            case RegionDrawn():
                view = next(r.view for r in REGIONS if r.name == condition.drawn[0])
                sides = (
                    Side
                    if condition.side == "both"
                    else [Side.LEFT if condition.side == "left" else Side.RIGHT]
                )
                self.drawn |= {DrawnRegion(view, side, condition.drawn[0]) for side in sides}
            case ContributorIs():
                self.probabilities[condition.contributor] = condition.at_least

    def _unmake(self, condition: Condition) -> None:
        match condition:
            case FindingIs():
                self._finding(condition, present=False)
            case ChoiceIs(choice=name, one_of=words):
                others = {"sex": ["female", "male"], "course": ["steady", "worsening", "improving"]}.get(
                    name, []
                )
                self._word(name, next(word for word in others if word not in words))
            case AnyOf():
                for part in condition.any:
                    self._unmake(part)
            case AllOf():
                self._unmake(condition.all[0])
            case QuantityIs():
                beyond = (
                    condition.at_least - 1 if condition.at_least is not None else (condition.at_most or 0) + 1
                )
                self._number(condition.quantity, beyond)
            case ContributorIs():
                self.probabilities[condition.contributor] = 0.0
            case _:
                raise AssertionError(f"teach the tests to deny {condition!r}")

    def _finding(self, leaf: FindingIs, *, present: bool = True) -> None:
        record = self.knowledge.findings[leaf.finding]
        if record.derived is not None:
            (self.make if present else self._unmake)(record.derived)
            return
        if record.section == "safety":
            question = self.knowledge.safety_questions[self.knowledge.question_asking[leaf.finding]]
            options = [o for o in question.options if leaf.finding in (o.present if present else o.absent)]
            self.answers.setdefault(question.id, set()).add(options[0].id)
            return
        value = leaf.at_most if leaf.at_most is not None else leaf.at_least
        if value is None and record.kind == "number" and record.measure is not None:
            measure = record.measure
            value = (
                (measure.present_at_least if present else measure.minimum)
                if measure.present_at_least is not None
                else (measure.present_at_most if present else measure.maximum)
            )
        sides: list[Side | None] = [None]
        if record.sided:
            sides = list(Side) if leaf.side == "both" or not present else [Side.RIGHT]
        for side in sides:
            self.observations[leaf.finding, side] = Observation(leaf.finding, side, present, value)

    def _number(self, name: str, value: float | None) -> None:
        assert value is not None
        if name == "age_years":
            self.age = value
        elif name.startswith("pain_"):
            self.pain[name.removeprefix("pain_")] = int(value)
        elif name == "pi_minus_ll":
            self.observations["pelvic-incidence", None] = Observation("pelvic-incidence", None, None, 50.0)
            self.observations["lumbar-lordosis-angle", None] = Observation(
                "lumbar-lordosis-angle", None, None, 50.0 - value
            )
        else:
            self.parts.setdefault(_PLACES[name], {})[name] = value

    def _word(self, name: str, word: str) -> None:
        if name == "sex":
            self.sex = "male" if word == "male" else "female"
        elif name == "extent":
            region = {"below-knee": "calf", "above-knee": "buttock", "back-only": "low-back"}[word]
            self.make(RegionDrawn(drawn=(region,)))
        elif name in _RENAMED:
            part, renamed = _RENAMED[name]
            self.parts.setdefault(part, {})[renamed] = word
        elif name != "complaint_side":
            self.parts.setdefault(_PLACES[name], {})[name] = word

    def case(self) -> Case:
        """Return the finished case; every essential safety question not used is answered with none."""
        answers = {
            question.id: self.answers.get(question.id, {"none"})
            for question in self.knowledge.safety_questions.values()
        }
        return Case(
            id="made",
            recorded_on=date(2026, 11, 22),
            person=Person(birth_year=2026 - int(self.age), sex=self.sex),
            complaint=Complaint(
                side="right",
                pain=Pain(**self.pain),
                drawn=tuple(sorted(self.drawn)) if self.drawn else None,
                **self.parts.get("complaint", {}),
            ),
            function=Function(**self.parts.get("function", {})),
            work=Work(**self.parts.get("work", {})),
            wishes=Wishes(),
            safety=tuple(SafetyAnswer(name, tuple(sorted(ticked))) for name, ticked in answers.items()),
            observations=tuple(self.observations.values()),
        )


def facts_in_which(condition: Condition, knowledge: Knowledge) -> CaseFacts:
    """Return the facts of a patient for whom the condition holds."""
    draft = Draft(knowledge)
    draft.make(condition)
    facts = CaseFacts.of(draft.case(), knowledge, draft.probabilities)
    assert condition.truth(facts) is True, f"the tests could not make {condition!r} hold"
    return facts
