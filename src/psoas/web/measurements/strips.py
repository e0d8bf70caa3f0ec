"""A measurement on its scale, and the same in words."""

from dataclasses import dataclass

from psoas.alignment.sagittal import AlignmentReading
from psoas.foundation.logit_normal import Z_90
from psoas.illustration.norm_strip import Strip, norm_strip
from psoas.knowledge.contributors import NormRow
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.change import Worse
from psoas.web.measurements.queries import Taken
from psoas.web.measurements.words import with_unit

_ALIGNMENT_CUT_OFFS = {
    "pelvic-tilt": ("alignment-tilt-moderate", "alignment-tilt-marked"),
    "slip-percent": ("alignment-slip-least", "alignment-slip-grade-step"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """What a finding is held against."""

    finding: Finding
    worse: Worse | None
    norm: NormRow | None
    error: float | None  # standard error of one measurement
    reading: AlignmentReading | None


def drawn(
    scale: Scale, *, side: str, value: float | None, before: Taken | None, knowledge: Knowledge, prefix: str
) -> str:
    """Draw a value on its scale; nothing where there is no value, now or before."""
    if value is None and before is None:
        return ""
    strip = _strip(scale, value, before, knowledge)
    return norm_strip(
        strip,
        title=f"{scale.finding.short}{f', {side}' if side else ''}",
        description=_told(strip, scale.finding, before),
        prefix=prefix,
    )


def _strip(scale: Scale, value: float | None, before: Taken | None, knowledge: Knowledge) -> Strip:
    measure, norm = scale.finding.measure, scale.norm
    assert measure is not None
    usual: tuple[float | None, float | None] | None = None
    cut_offs = [one for one in (measure.present_at_least, measure.present_at_most) if one is not None]
    if norm is not None:
        usual = _usual(norm, knowledge)
        cut_offs += [norm.cut_off] if norm.cut_off is not None else []
    if scale.reading is not None:
        usual = scale.reading.usual
    cut_offs += [knowledge.parameter(one) for one in _ALIGNMENT_CUT_OFFS.get(scale.finding.id, ())]
    return Strip(
        limits=(measure.minimum, measure.maximum),
        value=value,
        error=None if scale.error is None else Z_90 * scale.error,
        before=None if before is None else before.value,
        usual=usual,
        mean=None if norm is None else norm.mean,
        cut_offs=tuple(dict.fromkeys(cut_offs)),
        worse=scale.worse,
    )


def _usual(norm: NormRow, knowledge: Knowledge) -> tuple[float | None, float | None] | None:
    """Return the usual range: around the mean, or on the better side of a cut-off."""
    if norm.mean is not None and norm.sd:
        around = knowledge.parameter("norm-worse") * norm.sd
        return norm.mean - around, norm.mean + around
    if norm.cut_off is None:
        return None
    return (norm.cut_off, None) if norm.direction == "low-is-worse" else (None, norm.cut_off)


def _told(strip: Strip, finding: Finding, before: Taken | None) -> str:
    """Say in words what a strip shows."""
    assert finding.measure is not None
    unit = finding.measure.unit
    parts = []
    if strip.value is not None:
        parts.append(f"Now {with_unit(strip.value, unit)}")
        if strip.error is not None:
            parts[0] += f", give or take {with_unit(strip.error, unit)} (90 % interval)"
    if before is not None:
        parts.append(f"Before {with_unit(before.value, unit)}, visit {before.number}")
    if strip.usual is not None:
        low, high = strip.usual
        if low is not None and high is not None:
            parts.append(f"Usual {with_unit(low, unit)} to {with_unit(high, unit)}")
        elif low is not None:
            parts.append(f"Usual {with_unit(low, unit)} or more")
        elif high is not None:
            parts.append(f"Usual {with_unit(high, unit)} or less")
    if strip.cut_offs:
        parts.append("Cut-off " + ", ".join(with_unit(one, unit) for one in strip.cut_offs))
    if strip.worse is not None:
        parts.append("Higher is worse" if strip.worse == "high" else "Lower is worse")
    return ". ".join(parts) + "."
