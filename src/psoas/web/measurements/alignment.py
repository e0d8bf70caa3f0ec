"""What the angles of a report say together."""

from dataclasses import dataclass

from psoas.alignment.sagittal import AlignmentReading
from psoas.illustration.norm_strip import Strip, norm_strip
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.sources import Source
from psoas.patient.facts import CaseFacts
from psoas.web.measurements.words import with_unit

MISMATCH = "pi-minus-ll"
_LIMITS = (-60.0, 90.0)  # of the scale on which the mismatch is drawn


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """One reading in words, and the drawing of what has no row of its own."""

    name: str
    value: str  # "48° ± 5°"
    word: str
    usual: str
    source: Source | None
    strip: str


def shown(
    readings: tuple[AlignmentReading, ...], facts: CaseFacts, knowledge: Knowledge
) -> tuple[ReadingShown, ...]:
    """Return the readings as the page shows them."""
    return tuple(_shown(one, facts, knowledge) for one in readings)


def identity(facts: CaseFacts) -> str:
    """Say how pelvic incidence, tilt and slope fit together, where two of them are known."""
    incidence, tilt, slope = (facts.value(one) for one in ("pelvic-incidence", "pelvic-tilt", "sacral-slope"))
    if incidence is not None and tilt is not None and slope is not None:
        return (
            f"Pelvic tilt and sacral slope come to {_deg(tilt + slope)}; pelvic incidence is "
            f"{_deg(incidence)}. They fit."
        )
    if tilt is not None and slope is not None:
        return f"Pelvic tilt and sacral slope come to a pelvic incidence of {_deg(tilt + slope)}."
    if incidence is not None and tilt is not None:
        return f"Pelvic incidence and tilt leave a sacral slope of {_deg(incidence - tilt)}."
    if incidence is not None and slope is not None:
        return f"Pelvic incidence and sacral slope leave a pelvic tilt of {_deg(incidence - slope)}."
    return ""


def _shown(reading: AlignmentReading, facts: CaseFacts, knowledge: Knowledge) -> ReadingShown:
    usual = ""
    if reading.usual is not None:
        low, high = reading.usual
        incidence, age = facts.value("pelvic-incidence"), facts.quantity("age_years")
        usual = (
            f"For a pelvic incidence of {_deg(incidence or 0)} at {age:g} years, nine of ten healthy adults "
            f"have {_deg(round(low))} to {_deg(round(high))}."
        )
    error = with_unit(round(reading.error, 1), reading.unit)
    return ReadingShown(
        name=reading.name,
        value=f"{with_unit(reading.value, reading.unit)} ± {error}",
        word=reading.word,
        usual=usual,
        source=knowledge.sources.get(reading.source) if reading.source else None,
        strip=_mismatch(reading, knowledge) if reading.id == MISMATCH else "",
    )


def _mismatch(reading: AlignmentReading, knowledge: Knowledge) -> str:
    moderate = knowledge.parameter("alignment-mismatch-moderate")
    marked = knowledge.parameter("alignment-mismatch-marked")
    strip = Strip(
        limits=_LIMITS,
        value=reading.value,
        error=reading.error,
        usual=(None, moderate),
        cut_offs=(moderate, marked),
        worse="high",
    )
    told = (
        f"Now {_deg(reading.value)}, give or take {_deg(round(reading.error, 1))} (90 % interval): "
        f"{reading.word}. Moderate from {_deg(moderate)}, marked above {_deg(marked)}. Higher is worse."
    )
    return norm_strip(strip, title=reading.name, description=told, prefix="strip-mismatch")


def _deg(value: float) -> str:
    return with_unit(value, "deg")
