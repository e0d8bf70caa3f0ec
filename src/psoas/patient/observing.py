"""One finding as it stands in a case file: a word, a number, or both, for one side or two."""

from typing import Any

from psoas.anatomy.regions import Side
from psoas.foundation.documents import Path
from psoas.knowledge.findings import Finding
from psoas.patient.case import Observation

Complaint = tuple[Path, str, str]  # where inside the finding, what is wrong, what would be right

_WORDS = {"present": True, "absent": False}
_NOT_EXAMINED = "not-examined"
_STATE_REMEDY = "Write present, absent or not-examined."


def read_finding(record: Finding, value: Any) -> tuple[list[Observation], list[Complaint]]:
    """Read the value of one finding.

    Returns
    -------
    tuple[list[Observation], list[Complaint]]
        What was observed (nothing for ``not-examined``), and what is wrong.
    """
    if value is None or value == _NOT_EXAMINED:
        return [], []
    if not record.sided:
        if isinstance(value, dict) and set(value) & set(Side):
            return [], [((), "This finding has no side.", "Write its value without right and left.")]
        return _one(record, value, None, ())
    if not isinstance(value, dict) or not value or not set(value) <= set(Side):
        other = _example(record) if record.kind == "number" else "absent"
        example = f"{{right: {_example(record)}, left: {other}}}"
        return [], [((), "The side is missing.", f"Write {record.id}: {example}, or one of the two.")]
    observations: list[Observation] = []
    problems: list[Complaint] = []
    for side in Side:
        inner = value.get(side.value)
        if inner is None or inner == _NOT_EXAMINED:
            continue
        found, wrong = _one(record, inner, side, (side.value,))
        observations += found
        problems += wrong
    return observations, problems


def _one(
    record: Finding, value: Any, side: Side | None, place: Path
) -> tuple[list[Observation], list[Complaint]]:
    if record.kind == "number":
        return _number(record, value, side, place)
    if isinstance(value, bool):
        return [], [(place, f"'{_shown(value)}' is not used here.", _STATE_REMEDY)]
    if isinstance(value, str):
        if value not in _WORDS:
            return [], [(place, f"'{value}' is no state of a finding.", _STATE_REMEDY)]
        return [Observation(record.id, side, _WORDS[value])], []
    if record.kind == "test" and isinstance(value, dict):
        return _test(record, value, side, place)
    remedy = _STATE_REMEDY
    if record.kind == "test":
        remedy = f"Say what was found too: {{state: present, value: {value}}}."
    return [], [(place, f"'{value}' is no state of a finding.", remedy)]


def _number(
    record: Finding, value: Any, side: Side | None, place: Path
) -> tuple[list[Observation], list[Complaint]]:
    problem = range_problem(record, value)
    if problem:
        return [], [(place, *problem)]
    assert record.measure is not None
    present: bool | None = None
    if record.measure.present_at_least is not None:
        present = value >= record.measure.present_at_least
    elif record.measure.present_at_most is not None:
        present = value <= record.measure.present_at_most
    return [Observation(record.id, side, present, float(value))], []


def _test(
    record: Finding, value: dict[str, Any], side: Side | None, place: Path
) -> tuple[list[Observation], list[Complaint]]:
    unknown = set(value) - {"state", "value"}
    if unknown:
        return [], [((*place, min(map(str, unknown))), "It holds 'state' and 'value'.", "")]
    state, number = value.get("state"), value.get("value")
    if state == _NOT_EXAMINED and number is None:
        return [], []
    problems: list[Complaint] = []
    if state == _NOT_EXAMINED:
        problems.append(((*place, "state"), "It has a value but was not examined.", "Keep one of the two."))
    elif not isinstance(state, str) or state not in _WORDS:
        problems.append(((*place, "state"), "The state is missing or unknown.", "Write present or absent."))
    if number is not None:
        problem = range_problem(record, number)
        if problem:
            problems.append(((*place, "value"), *problem))
    if problems:
        return [], problems
    return [Observation(record.id, side, _WORDS[str(state)], None if number is None else float(number))], []


def range_problem(record: Finding, value: Any) -> tuple[str, str] | None:
    """Say what is wrong with a measured number, and what would be right; nothing if it fits."""
    assert record.measure is not None
    measure = record.measure
    span = f"{measure.minimum:g} to {measure.maximum:g} {UNITS[measure.unit]}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"'{_shown(value)}' is no number.", f"{measure.meaning}: write a number, {span}."
    if not measure.minimum <= value <= measure.maximum:
        return f"{value:g} is out of range.", f"{measure.meaning}: {span}."
    return None


def _shown(value: Any) -> str:
    """Show a value as it was written: YAML reads yes and no as truth values."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _example(record: Finding) -> str:
    if record.kind == "number" and record.measure is not None:
        return f"{(record.measure.minimum + record.measure.maximum) / 2:g}"
    return "present"


UNITS = {
    "deg": "degrees",
    "s": "seconds",
    "cm": "cm",
    "mm": "mm",
    "count": "times",
    "mrc": "(strength grade; 5 is normal)",
    "reflex": "(0 none, 2 normal)",
    "points": "points",
    "percent": "percent",
    "ratio": "(ratio)",
    "ml": "ml",
}
