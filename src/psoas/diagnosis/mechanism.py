"""Which pain mechanism the pattern fits: a description with its published performance, never a ratio."""

from dataclasses import dataclass
from typing import Literal

from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.patterns import Mechanism, Sign
from psoas.patient.facts import CaseFacts

Fit = Literal["fits", "partly fits", "does not fit", "cannot tell yet"]


@dataclass(frozen=True, slots=True)
class MechanismReading:
    """One mechanism's criteria in this patient."""

    mechanism: Mechanism
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    not_known: tuple[str, ...]
    indicators: tuple[str, ...]  # consensus indicators that hold; shown, not counted
    fit: Fit

    @property
    def share(self) -> float:
        """The share of the criteria looked at that are met."""
        known = len(self.met) + len(self.not_met)
        return len(self.met) / known if known else 0.0


@dataclass(frozen=True, slots=True)
class PainMechanism:
    """All mechanisms, the best fitting first; several can fit, and then the pain is called mixed."""

    readings: tuple[MechanismReading, ...]

    @property
    def best(self) -> str | None:
        """The mechanism whose pattern fits best, if enough of it was looked at and half of that is met."""
        first = self.readings[0] if self.readings else None
        return first.mechanism.id if first is not None and first.fit in ("fits", "partly fits") else None

    @property
    def fitting(self) -> tuple[str, ...]:
        """The mechanisms whose pattern fits."""
        return tuple(one.mechanism.id for one in self.readings if one.fit == "fits")


def pain_mechanism(facts: CaseFacts, knowledge: Knowledge) -> PainMechanism:
    """Read the criteria of every mechanism.

    A pattern fits when nearly all criteria looked at are met, and enough of them were looked at.

    Knowledge: ``mechanisms/*``, ``parameters/mechanism-*``
    """
    readings = [_read(mechanism, facts, knowledge) for mechanism in knowledge.mechanisms.values()]
    readings.sort(key=lambda one: (one.fit == "cannot tell yet", -one.share, one.mechanism.order))
    return PainMechanism(tuple(readings))


def _read(mechanism: Mechanism, facts: CaseFacts, knowledge: Knowledge) -> MechanismReading:
    met, not_met, not_known = (
        _texts(mechanism.criteria, facts, truth=truth) for truth in (True, False, None)
    )
    reading = MechanismReading(
        mechanism, met, not_met, not_known, _texts(mechanism.indicators, facts, truth=True), "cannot tell yet"
    )
    return MechanismReading(mechanism, met, not_met, not_known, reading.indicators, _fit(reading, knowledge))


def _texts(signs: tuple[Sign, ...], facts: CaseFacts, *, truth: bool | None) -> tuple[str, ...]:
    return tuple(sign.text for sign in signs if sign.when.truth(facts) is truth)


def _fit(reading: MechanismReading, knowledge: Knowledge) -> Fit:
    known = len(reading.met) + len(reading.not_met)
    if known < knowledge.parameter("mechanism-least-known") * len(reading.mechanism.criteria):
        return "cannot tell yet"
    if reading.share >= knowledge.parameter("mechanism-fits"):
        return "fits"
    return "partly fits" if reading.share >= knowledge.parameter("mechanism-partly-fits") else "does not fit"
