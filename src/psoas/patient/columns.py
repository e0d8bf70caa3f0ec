"""Many cases as arrays: one array a question, one place a patient. What is missing is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from psoas.anatomy.regions import Side
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
    ``has_chart``.
    """

    recorded_on: Days
    has_chart: Flags
    numbers: Mapping[str, Floats] = field(default_factory=dict)
    words: Mapping[str, Codes] = field(default_factory=dict)
    states: Mapping[Place, Truths] = field(default_factory=dict)
    values: Mapping[Place, Floats] = field(default_factory=dict)
    answers: Mapping[str, Masks] = field(default_factory=dict)
    drawn: Mapping[DrawnRegion, Flags] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many patients there are."""
        return len(self.recorded_on)

    def case(self, index: int, *, identifier: str, knowledge: Knowledge) -> Case:
        """Return one patient as a case."""
        parts: dict[tuple[str | int, ...], dict[str, Any]] = {}
        for flat in flat_fields().values():
            value = self._entered(flat, index)
            if value is not None:
                parts.setdefault(flat.path[:-1], {})[str(flat.path[-1])] = value
        marks = tuple(sorted(mark for mark, column in self.drawn.items() if column[index]))
        return Case(
            id=identifier,
            recorded_on=self.recorded_on[index].item(),
            person=Person(**parts.get(("person",), {})),
            complaint=Complaint(
                pain=Pain(**parts.get(("complaint", "pain"), {})),
                drawn=marks if self.has_chart[index] else None,
                **parts.get(("complaint",), {}),
            ),
            function=Function(**parts.get(("function",), {})),
            work=Work(**parts.get(("work",), {})),
            wishes=Wishes(**parts.get(("wishes",), {})),
            safety=self._answers(index, knowledge),
            observations=self._observations(index),
        )

    def _entered(self, flat: FlatField, index: int) -> str | float | None:
        if flat.words:
            codes = self.words.get(flat.name)
            return None if codes is None or codes[index] == NO_WORD else flat.words[codes[index]]
        numbers = self.numbers.get(flat.name)
        if numbers is None or np.isnan(numbers[index]):
            return None
        return int(numbers[index]) if flat.is_whole else float(numbers[index])

    def _answers(self, index: int, knowledge: Knowledge) -> tuple[SafetyAnswer, ...]:
        questions = sorted(knowledge.safety_questions.values(), key=lambda one: one.order)
        return tuple(
            SafetyAnswer(
                question.id, ticked(int(mask[index]), tuple(option.id for option in question.options))
            )
            for question in questions
            if (mask := self.answers.get(question.id)) is not None and mask[index]
        )

    def _observations(self, index: int) -> tuple[Observation, ...]:
        observations = []
        for (finding, side), state, value in self._observed:
            present = None if state is None or state[index] == UNKNOWN else bool(state[index] == TRUE)
            number = None if value is None or np.isnan(value[index]) else float(value[index])
            if present is not None or number is not None:
                observations.append(Observation(finding, side, present, number))
        return tuple(observations)

    @cached_property
    def _observed(self) -> list[tuple[Place, Truths | None, Floats | None]]:
        places = sorted({**self.states, **self.values}, key=lambda place: (place[0], place[1] or ""))
        return [(place, self.states.get(place), self.values.get(place)) for place in places]


def ticked(mask: int, options: Sequence[str]) -> tuple[str, ...]:
    """Return the options whose bit is set."""
    return tuple(option for place, option in enumerate(options) if mask >> place & 1)


def columns_of(cases: Sequence[Case], knowledge: Knowledge) -> CaseColumns:
    """Put cases side by side."""
    states, values = _observed(cases)
    flats = flat_fields().values()
    return CaseColumns(
        recorded_on=np.array([case.recorded_on for case in cases], "datetime64[D]"),
        has_chart=np.array([case.complaint.drawn is not None for case in cases], np.bool_),
        numbers={flat.name: _numbers(cases, flat) for flat in flats if not flat.words},
        words={flat.name: _codes(cases, flat) for flat in flats if flat.words},
        states=states,
        values=values,
        answers=_answered(cases, knowledge),
        drawn=_marked(cases),
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


def _marked(cases: Sequence[Case]) -> dict[DrawnRegion, Flags]:
    drawn: dict[DrawnRegion, Flags] = {}
    for index, case in enumerate(cases):
        for mark in case.complaint.drawn or ():
            drawn.setdefault(mark, np.zeros(len(cases), np.bool_))[index] = True
    return drawn
