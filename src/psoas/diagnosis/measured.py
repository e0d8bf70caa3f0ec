"""Measured findings beside what is usual for age and sex."""

from dataclasses import dataclass

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
        if norm.mean is not None:
            spread = f", standard deviation {norm.sd:g}" if norm.sd else ""
            usual = f"mean {norm.mean:g} {unit}{spread}"
        else:
            bound = "at least" if norm.direction == "low-is-worse" else "at most"
            usual = f"{bound} {norm.cut_off:g} {unit}"
        worse = deviation(observed.value, norm)
        much, some = knowledge.parameter("norm-much-worse"), knowledge.parameter("norm-worse")
        word = "much worse than usual" if worse >= much else "worse than usual" if worse >= some else "usual"
        side = None if observed.side is None else observed.side.value
        readings.append(Measured(observed.finding, side, observed.value, unit, usual, word, norm.source))
    return tuple(readings)
