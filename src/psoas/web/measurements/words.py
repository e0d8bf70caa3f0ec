"""Numbers, errors and norms in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from psoas.alignment.sagittal import SLIP, standard_error
from psoas.diagnosis.measured import usual_in_words
from psoas.foundation.logit_normal import Z_90
from psoas.knowledge.contributors import NormRow
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.sources import Source
from psoas.outcomes.change import MeasuredChange, detectable_change
from psoas.patient.observing import UNITS

SHORT_UNITS: Mapping[str, str] = {
    "deg": "°", "s": "s", "cm": "cm", "mm": "mm", "count": "times", "mrc": "of 5", "reflex": "of 4",
    "points": "points", "percent": "%", "ratio": "", "ml": "ml",
}  # fmt: skip
_SEXES = {"female": "women", "male": "men", "any": "adults"}
_READ: Mapping[str, str] = {
    "read": "",
    "secondary": "as quoted elsewhere",
    "judgement": "carried over by judgement",
}


@dataclass(frozen=True, slots=True)
class NormShown:
    """What is usual, for whom, and who says so."""

    words: str  # "mean 54 seconds, standard deviation 25"
    whom: str  # "adults of 18 to 55 years"
    population: str
    how_read: str
    note: str
    source: Source | None


def error_of(finding: Finding, knowledge: Knowledge) -> float | None:
    """Return the standard error of one measurement; nothing where it is not known.

    Knowledge: ``findings/*`` (measure.error), ``parameters/alignment-angle-error``
    """
    assert finding.measure is not None
    if finding.measure.error is not None:
        return finding.measure.error
    return standard_error(finding.id, knowledge)


def with_unit(value: float, unit: str) -> str:
    """Write a number with its unit: "25 cm", "−4°"."""
    short = SHORT_UNITS[unit]
    digits = 2 if unit == "ratio" else 1
    gap = "" if short in ("°", "%") else " "
    return f"{round(value, digits):g}{gap}{short}".replace("-", "\N{MINUS SIGN}").strip()


def where_error_comes_from(finding: Finding, knowledge: Knowledge) -> tuple[tuple[str, Source | None], ...]:
    """Return what was read where; of angles and slips, the reason for the judgement."""
    if finding.measure is not None and finding.measure.error is not None:
        return tuple((one.locator or "", knowledge.sources[one.source]) for one in finding.cite)
    if standard_error(finding.id, knowledge) is None:
        return ()
    parameter = "alignment-slip-error" if finding.id == SLIP else "alignment-angle-error"
    return ((f"by judgement: {knowledge.parameters[parameter].rationale}", None),)


def error_in_words(error: float | None, unit: str) -> str:
    """Say how far a measurement can be off, and from which difference on two of them differ."""
    if error is None:
        return "Error not known: no change from visit to visit can be told from chance."
    around, least = with_unit(Z_90 * error, unit), with_unit(detectable_change(error), unit)
    return f"Error: give or take {around} (90 % interval). From visit to visit, {least} or more is change."


def range_in_words(finding: Finding) -> str:
    """Say what can be entered: "0 to 80 cm", and of a grade "0 to 5"."""
    measure = finding.measure
    assert measure is not None
    is_grade = SHORT_UNITS[measure.unit].startswith("of ")
    most = f"{measure.maximum:g}" if is_grade else with_unit(measure.maximum, measure.unit)
    return f"{measure.minimum:g} to {most}.".replace("-", "\N{MINUS SIGN}")


def error_in_brief(error: float | None, unit: str) -> str:
    """Say the error beside the range."""
    return "Error not known." if error is None else f"Error ± {with_unit(Z_90 * error, unit)}."


def norm_shown(norm: NormRow, unit: str, knowledge: Knowledge) -> NormShown:
    """Say what is usual, and for whom."""
    return NormShown(
        words=usual_in_words(norm, UNITS[unit]),
        whom=f"{_SEXES[norm.sex]} of {norm.age_from} to {norm.age_to} years",
        population=norm.population,
        how_read=_READ[norm.status],
        note=norm.note,
        source=knowledge.sources.get(norm.source) if norm.source else None,
    )


def cut_off_in_words(finding: Finding) -> str:
    """Say from which value on a finding counts as present; nothing where there is no such value."""
    measure = finding.measure
    assert measure is not None
    if measure.present_at_least is not None:
        return f"{with_unit(measure.present_at_least, measure.unit)} or more counts as present."
    if measure.present_at_most is not None:
        return f"{with_unit(measure.present_at_most, measure.unit)} or less counts as present."
    return ""


def change_in_words(change: MeasuredChange, unit: str) -> str:
    """Say what has changed since, and whether that counts."""
    if change.difference == 0:
        return "No difference."
    amount = ("+" if change.difference > 0 else "") + with_unit(change.difference, unit)
    if change.verdict == "cannot tell":
        return f"Difference {amount}: cannot tell, the error is not known."
    return f"Difference {amount}: {change.verdict}."
