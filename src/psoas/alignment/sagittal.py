"""Sagittal alignment entered from a report: angles with their error, against what is usual.

Alignment is a measured, modifiable context. It has no likelihood ratio and gets no probability.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from psoas.foundation.logit_normal import Z_90
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts

ANGLES = ("sacral-slope", "pelvic-tilt", "pelvic-incidence", "lumbar-lordosis-angle")
SLIP = "slip-percent"


@dataclass(frozen=True, slots=True)
class AlignmentReading:
    """One angle or difference, with its measuring error and its class."""

    id: str
    name: str
    value: float
    error: float  # half-width of the 90 % interval of the measurement
    unit: str
    usual: tuple[float, float] | None
    word: str
    source: str | None


def alignment_readings(facts: CaseFacts, knowledge: Knowledge) -> tuple[AlignmentReading, ...]:
    """Read the entered angles.

    Knowledge: ``parameters/alignment-*``
    """
    return (
        *_lordosis(facts, knowledge),
        *_mismatch(facts, knowledge),
        *_tilt(facts, knowledge),
        *_slip(facts, knowledge),
    )


def _lordosis(facts: CaseFacts, knowledge: Knowledge) -> Iterator[AlignmentReading]:
    """Lumbar lordosis against what pelvic incidence and age lead to expect: a + b PI - c age."""
    lordosis = facts.value("lumbar-lordosis-angle")
    incidence, age = facts.value("pelvic-incidence"), facts.quantity("age_years")
    if lordosis is None:
        return
    usual = None
    word = "no pelvic incidence to compare with"
    if incidence is not None and age is not None:
        expected = (
            knowledge.parameter("alignment-lordosis-intercept")
            + knowledge.parameter("alignment-lordosis-per-incidence") * incidence
            + knowledge.parameter("alignment-lordosis-per-year") * age
        )
        spread = Z_90 * knowledge.parameter("alignment-lordosis-spread")
        usual = (expected - spread, expected + spread)
        word = _against(lordosis, usual)
    yield _reading("lumbar-lordosis-angle", lordosis, usual, word, "alignment-lordosis-intercept", knowledge)


def _mismatch(facts: CaseFacts, knowledge: Knowledge) -> Iterator[AlignmentReading]:
    mismatch = facts.quantity("pi_minus_ll")
    if mismatch is None:
        return
    limit = knowledge.parameter("alignment-mismatch-moderate")
    marked = knowledge.parameter("alignment-mismatch-marked")
    word = (
        "well matched"
        if mismatch < limit
        else "moderate mismatch"
        if mismatch <= marked
        else "marked mismatch"
    )
    error = _error(knowledge) * 2**0.5  # two angles, each with its own error
    source = _source("alignment-mismatch-moderate", knowledge)
    yield AlignmentReading(
        "pi-minus-ll", "Pelvic incidence minus lordosis", mismatch, error, "deg", None, word, source
    )


def _tilt(facts: CaseFacts, knowledge: Knowledge) -> Iterator[AlignmentReading]:
    tilt = facts.value("pelvic-tilt")
    if tilt is None:
        return
    limit = knowledge.parameter("alignment-tilt-moderate")
    marked = knowledge.parameter("alignment-tilt-marked")
    word = "usual" if tilt < limit else "raised" if tilt <= marked else "markedly raised"
    yield _reading("pelvic-tilt", tilt, None, word, "alignment-tilt-moderate", knowledge)


def _slip(facts: CaseFacts, knowledge: Knowledge) -> Iterator[AlignmentReading]:
    slip = facts.value("slip-percent")
    if slip is None:
        return
    least = knowledge.parameter("alignment-slip-least")
    if slip < least:
        word = "no slip beyond measuring error"
    else:
        step = knowledge.parameter("alignment-slip-grade-step")
        grade = min(int((slip - 1e-9) // step) + 1, 5)
        word = f"Meyerding grade {['I', 'II', 'III', 'IV', 'V'][grade - 1]}"
    record = knowledge.findings["slip-percent"]
    error = Z_90 * knowledge.parameter("alignment-slip-error")
    source = _source("alignment-slip-grade-step", knowledge)
    yield AlignmentReading("slip-percent", record.short, slip, error, "percent", None, word, source)


def _reading(
    finding: str,
    value: float,
    usual: tuple[float, float] | None,
    word: str,
    parameter: str,
    knowledge: Knowledge,
) -> AlignmentReading:
    record = knowledge.findings[finding]
    return AlignmentReading(
        finding,
        record.short,
        value,
        _error(knowledge),
        "deg",
        usual,
        word,
        _source(parameter, knowledge),
    )


def standard_error(finding: str, knowledge: Knowledge) -> float | None:
    """Return the standard error of an angle or slip read from a film; nothing for any other finding.

    Knowledge: ``parameters/alignment-angle-error``, ``parameters/alignment-slip-error``
    """
    if finding == SLIP:
        return knowledge.parameter("alignment-slip-error")
    return knowledge.parameter("alignment-angle-error") if finding in ANGLES else None


def _against(value: float, usual: tuple[float, float]) -> str:
    low, high = usual
    return "less than usual" if value < low else "more than usual" if value > high else "usual"


def _error(knowledge: Knowledge) -> float:
    return Z_90 * knowledge.parameter("alignment-angle-error")


def _source(parameter: str, knowledge: Knowledge) -> str | None:
    cite = knowledge.parameters[parameter].cite
    return cite[0].source if cite else None
