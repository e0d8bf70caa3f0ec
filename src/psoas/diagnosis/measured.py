"""Measured findings beside what is usual for age and sex."""

from dataclasses import dataclass

from psoas.knowledge.contributors import NormRow
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts
from psoas.patient.norms import deviation, norm_for
from psoas.patient.observing import UNITS


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement, the norm that fits best, and how it compares."""

    finding: str
    side: str | None
    value: float
    unit: str
    usual: str  # the norm in words
    word: str  # "usual", "worse than usual", "much worse than usual", "no norm"
    source: str | None


def measured(facts: CaseFacts, knowledge: Knowledge) -> tuple[Measured, ...]:
    """Return every measured number that has a norm.

    Knowledge: ``norms.csv``, ``parameters/norm-*``
    """
    readings = []
    for observed in facts.case.observations:
        record = knowledge.findings[observed.finding]
        norm = norm_for(knowledge, observed.finding, age=facts.case.age_years, sex=facts.case.person.sex)
        if observed.value is None or record.measure is None or norm is None:
            continue
        unit = UNITS[record.measure.unit]
        usual = usual_in_words(norm, unit)
        worse = deviation(observed.value, norm)
        much, some = knowledge.parameter("norm-much-worse"), knowledge.parameter("norm-worse")
        word = "much worse than usual" if worse >= much else "worse than usual" if worse >= some else "usual"
        side = None if observed.side is None else observed.side.value
        readings.append(Measured(observed.finding, side, observed.value, unit, usual, word, norm.source))
    return tuple(readings)


def usual_in_words(norm: NormRow, unit: str) -> str:
    """Say a norm: "mean 54 seconds, standard deviation 25", "at least 72 seconds"."""
    if norm.mean is not None:
        spread = f", standard deviation {norm.sd:g}" if norm.sd else ""
        return f"mean {norm.mean:g} {unit}{spread}"
    bound = "at least" if norm.direction == "low-is-worse" else "at most"
    return f"{bound} {norm.cut_off:g} {unit}"
