"""Where something in a case contradicts something else in it: `contradictions.py` for many cases at once.

It says where; the reasons of the few places found are worked out there, case by case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np

from psoas.anatomy.regions import Side
from psoas.foundation.three_valued_columns import TRUE, UNKNOWN, Flags, Floats
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.column_facts import ColumnFacts
from psoas.patient.columns import CaseColumns
from psoas.patient.contradictions import CHILDBEARING, EXCLUSIVE, OLDEST, ONLY_FEMALE, PELVIS
from psoas.patient.flat import flat_fields


def contradictory(facts: ColumnFacts) -> Flags:
    """Tell in which cases something contradicts something else."""
    cases, knowledge = facts.cases, facts.knowledge
    found = [
        *_pain(cases),
        *_age(facts),
        *_sex(facts),
        *_answers(cases, knowledge),
        *(_present(cases, one) & _present(cases, other) for one, other in EXCLUSIVE),
        *_sides(cases),
        *_derived(facts),
        *_pelvis(facts),
    ]
    return _either(found, cases.count)


def _either(columns: Sequence[Flags], count: int) -> Flags:
    return reduce(np.logical_or, columns, np.zeros(count, np.bool_))


def _pain(cases: CaseColumns) -> Iterator[Flags]:
    worst = cases.numbers.get("pain_worst")
    for name in ("pain_now", "pain_average"):
        pain = cases.numbers.get(name)
        if worst is not None and pain is not None:
            yield pain > worst


def _age(facts: ColumnFacts) -> Iterator[Flags]:
    age: Floats = facts.quantity("age_years")
    yield (age < 0) | (age > OLDEST) | (facts.quantity("duration_weeks") / 52 > age + 1)


def _sex(facts: ColumnFacts) -> Iterator[Flags]:
    cases, age = facts.cases, facts.quantity("age_years")
    codes = cases.words.get("sex")
    if codes is not None:
        is_male = codes == flat_fields()["sex"].words.index("male")
        yield from (is_male & _present(cases, finding) for finding in ONLY_FEMALE)
    is_too_young_or_old = (age < CHILDBEARING.start) | (age >= CHILDBEARING.stop)
    yield is_too_young_or_old & _present(cases, "pregnancy")


def _answers(cases: CaseColumns, knowledge: Knowledge) -> Iterator[Flags]:
    for question in knowledge.safety_questions.values():
        mask = cases.answers.get(question.id)
        if mask is None:
            continue
        for bit, option in enumerate(question.options):
            for finding in option.absent:
                yield (mask & (1 << bit) != 0) & _present(cases, finding)
            if question.id == "saddle" and option.id == "none":
                marks = [column for mark, column in cases.drawn.items() if mark.region == "saddle"]
                yield (mask == 1 << bit) & _either(marks, cases.count)


def _sides(cases: CaseColumns) -> Iterator[Flags]:
    codes, words = cases.words.get("side"), flat_fields()["side"].words
    if codes is None:
        return
    drawn = {
        side: _either([column for mark, column in cases.drawn.items() if mark.side is side], cases.count)
        for side in Side
    }
    for own, other in ((Side.RIGHT, Side.LEFT), (Side.LEFT, Side.RIGHT)):
        yield (codes == words.index(own)) & drawn[other] & ~drawn[own]


def _derived(facts: ColumnFacts) -> Iterator[Flags]:
    cases = facts.cases
    for (finding, side), stated in cases.states.items():
        derived = facts.knowledge.findings[finding].derived
        if derived is None or not stated.any():
            continue
        rest = {place: column for place, column in cases.states.items() if place != (finding, side)}
        values = {place: column for place, column in cases.values.items() if place != (finding, side)}
        without = ColumnFacts(replace(cases, states=rest, values=values), facts.knowledge)
        follows = without.truth(derived)
        yield (stated != UNKNOWN) & (follows != UNKNOWN) & (stated != follows)


def _pelvis(facts: ColumnFacts) -> Iterator[Flags]:
    if all(name in facts.knowledge.findings for name in PELVIS):
        incidence, tilt, slope = (facts.value(name) for name in PELVIS)
        yield np.abs(incidence - (tilt + slope)) > facts.knowledge.parameter("pelvic-identity-tolerance")


def _present(cases: CaseColumns, finding: str) -> Flags:
    """Tell where a finding was entered as present, on any side."""
    columns = [column == TRUE for (name, _), column in cases.states.items() if name == finding]
    return _either(columns, cases.count)
