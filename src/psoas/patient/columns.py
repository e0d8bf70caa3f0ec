"""Many cases as arrays: one array a question, one place a patient. What is missing is not known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psoas.anatomy.regions import Side
from psoas.foundation.documents import Path
from psoas.foundation.three_valued_columns import FALSE, TRUE, UNKNOWN, Flags, Floats, Truths
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import (
    Case,
    Complaint,
    DrawnRegion,
    Function,
    Observation,
    Pain,
    Person,
    SafetyAnswer,
    Wishes,
    Work,
)
from psoas.patient.facts import CaseFacts
from psoas.patient.flat import FlatField, flat_fields

Place = tuple[str, Side | None]  # a finding, and its side if it has sides
Codes = NDArray[np.int8]
Masks = NDArray[np.uint16]
Days = NDArray[np.datetime64]

NO_WORD = -1  # the code of a choice that is not known


@dataclass(frozen=True, eq=False)
class CaseColumns:
    """What was entered for many patients; an array that is missing holds nothing for anybody.

    ``numbers`` and ``words`` go by flat name: NaN and ``NO_WORD`` are not known; a word is the place it has
    among the words of its field. ``states`` and ``values`` are the observations. ``answers`` holds a bit for
    each ticked option of a safety question; 0 is no answer. ``drawn`` holds the marks of the patients who
    ``has_chart``; where strokes were drawn, it holds the regions they mark, and ``percent_by_strokes`` how
    much of the body is marked, NaN elsewhere.
    """

    recorded_on: Days
    has_chart: Flags
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    words: Mapping[str, Codes] = field(default_factory=dict)
    states: Mapping[Place, Truths] = field(default_factory=dict)
    values: Mapping[Place, Floats] = field(default_factory=dict)
    answers: Mapping[str, Masks] = field(default_factory=dict)
    drawn: Mapping[DrawnRegion, Flags] = field(default_factory=dict)
    percent_by_strokes: Floats | None = None

    @property
    def count(self) -> int:
        """How many patients there are."""
        return len(self.recorded_on)

    def at(self, places: Sequence[int]) -> "CaseColumns":
        """Return some of the patients."""
        return CaseColumns(
            recorded_on=self.recorded_on[places],
            has_chart=self.has_chart[places],
            numbers={name: column[places] for name, column in self.numbers.items()},
            words={name: column[places] for name, column in self.words.items()},
            states={place: column[places] for place, column in self.states.items()},
            values={place: column[places] for place, column in self.values.items()},
            answers={question: column[places] for question, column in self.answers.items()},
            drawn={mark: column[places] for mark, column in self.drawn.items()},
            percent_by_strokes=None if self.percent_by_strokes is None else self.percent_by_strokes[places],
        )

    def cases(self, identifiers: Sequence[str], knowledge: Knowledge) -> Iterator[Case]:
        """Yield the patients as cases; what was drawn as strokes comes back as the regions they mark."""
        observations, answers, marks = self._observations(), self._answers(knowledge), self._marks()
        for index, identifier in enumerate(identifiers):
            parts = self._parts(index)
            yield Case(
                id=identifier,
                recorded_on=self.recorded_on[index].item(),
                person=Person(**parts.get(("person",), {})),
                complaint=Complaint(
                    pain=Pain(**parts.get(("complaint", "pain"), {})),
                    drawn=tuple(marks[index]) if self.has_chart[index] else None,
                    **parts.get(("complaint",), {}),
                ),
                function=Function(**parts.get(("function",), {})),
                work=Work(**parts.get(("work",), {})),
                wishes=Wishes(**parts.get(("wishes",), {})),
                safety=tuple(answers[index]),
                observations=tuple(observations[index]),
            )

    def _marks(self) -> list[list[DrawnRegion]]:
        marks: list[list[DrawnRegion]] = [[] for _ in range(self.count)]
        for mark in sorted(self.drawn):
            for index in np.flatnonzero(self.drawn[mark]).tolist():
                marks[index].append(mark)
        return marks

    def _parts(self, index: int) -> dict[Path, dict[str, Any]]:
        """Return what is known outside the findings, by the part of the case in which it stands."""
        parts: dict[Path, dict[str, Any]] = {}
        for flat in flat_fields().values():
            value: str | float | None = None
            if flat.words and flat.name in self.words:
                code = self.words[flat.name][index]
                value = None if code == NO_WORD else flat.words[code]
            elif flat.name in self.numbers:
                number = self.numbers[flat.name][index]
                value = None if np.isnan(number) else int(number) if flat.is_whole else float(number)
            if value is not None:
                parts.setdefault(flat.path[:-1], {})[str(flat.path[-1])] = value
        return parts

    def _answers(self, knowledge: Knowledge) -> list[list[SafetyAnswer]]:
        answers: list[list[SafetyAnswer]] = [[] for _ in range(self.count)]
        for question in sorted(knowledge.safety_questions.values(), key=lambda one: one.order):
            options = [option.id for option in question.options]
            masks = self.answers.get(question.id, np.zeros(self.count, np.uint16))
            for index, mask in enumerate(masks.tolist()):
                if mask:
                    answers[index].append(SafetyAnswer(question.id, ticked(mask, options)))
        return answers

    def _observations(self) -> list[list[Observation]]:
        observations: list[list[Observation]] = [[] for _ in range(self.count)]
        nothing, no_number = np.zeros(self.count, np.int8), np.full(self.count, np.nan)
        words = {TRUE: True, FALSE: False, UNKNOWN: None}
        for place in sorted({**self.states, **self.values}, key=lambda place: (place[0], place[1] or "")):
            states, values = self.states.get(place, nothing), self.values.get(place, no_number)
            measured = np.flatnonzero(~np.isnan(values))
            for index in measured.tolist():
                seen = words[int(states[index])]
                observations[index].append(Observation(*place, seen, float(values[index])))
            for state in (TRUE, FALSE):
                one = Observation(*place, words[state])  # nothing changes it, so that many can share it
                for index in np.setdiff1d(np.flatnonzero(states == state), measured).tolist():
                    observations[index].append(one)
        return observations


def ticked(mask: int, options: Sequence[str]) -> tuple[str, ...]:
    """Return the options whose bit is set."""
    return tuple(option for place, option in enumerate(options) if mask >> place & 1)


def columns_of(cases: Sequence[Case], knowledge: Knowledge) -> CaseColumns:
    """Put cases side by side."""
    states, values = _observed(cases)
    facts = [CaseFacts.of(case, knowledge) for case in cases]
    flats = flat_fields().values()
    return CaseColumns(
        recorded_on=np.array([case.recorded_on for case in cases], "datetime64[D]"),
        has_chart=np.array([one.marks is not None for one in facts], np.bool_),
        numbers={flat.name: _numbers(cases, flat) for flat in flats if not flat.words},
        words={flat.name: _codes(cases, flat) for flat in flats if flat.words},
        states=states,
        values=values,
        answers=_answered(cases, knowledge),
        drawn=_marked(facts),
        percent_by_strokes=_percent_by_strokes(facts),
    )


def _numbers(cases: Sequence[Case], flat: FlatField) -> Floats:
    entered = (_at(case, flat) for case in cases)
    return np.array([np.nan if one is None else one for one in entered], np.float64)


def _codes(cases: Sequence[Case], flat: FlatField) -> Codes:
    codes = {word: code for code, word in enumerate(flat.words)}
    return np.array([codes.get(_at(case, flat), NO_WORD) for case in cases], np.int8)


def _at(case: Case, flat: FlatField) -> Any:  # noqa: ANN401 -- a number, a word or nothing
    value: Any = case
    for name in flat.path:
        value = getattr(value, str(name))
    return value


def _observed(cases: Sequence[Case]) -> tuple[dict[Place, Truths], dict[Place, Floats]]:
    states: dict[Place, Truths] = {}
    values: dict[Place, Floats] = {}
    for index, case in enumerate(cases):
        for observed in case.observations:
            place = (observed.finding, observed.side)
            if observed.present is not None:
                column = states.setdefault(place, np.zeros(len(cases), np.int8))
                column[index] = TRUE if observed.present else FALSE
            if observed.value is not None:
                values.setdefault(place, np.full(len(cases), np.nan))[index] = observed.value
    return states, values


def _answered(cases: Sequence[Case], knowledge: Knowledge) -> dict[str, Masks]:
    bits = {
        question.id: {option.id: 1 << bit for bit, option in enumerate(question.options)}
        for question in knowledge.safety_questions.values()
    }
    answers = {question: np.zeros(len(cases), np.uint16) for question in bits}
    for index, case in enumerate(cases):
        for answer in case.safety:
            answers[answer.question][index] = sum(bits[answer.question][one] for one in set(answer.ticked))
    return answers


def _marked(facts: Sequence[CaseFacts]) -> dict[DrawnRegion, Flags]:
    drawn: dict[DrawnRegion, Flags] = {}
    for index, one in enumerate(facts):
        for mark in one.marks or ():
            drawn.setdefault(mark, np.zeros(len(facts), np.bool_))[index] = True
    return drawn


def _percent_by_strokes(facts: Sequence[CaseFacts]) -> Floats | None:
    if not any(one.case.complaint.strokes for one in facts):
        return None
    marked = (one.marked if one.case.complaint.strokes else None for one in facts)
    return np.array([np.nan if one is None else one.percent for one in marked], np.float64)
