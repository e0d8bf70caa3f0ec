"""Reading what was typed: a number, with a word beside it for a test that is present or absent.

A field is named ``finding:side``, or ``finding`` where there are no sides; ``…:state`` is the word of a test,
``…:was`` what the page showed. Only what differs from that is recorded, so that two people can fill in the
same page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from psoas.foundation.errors import Problem
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.observing import UNITS, read_finding
from psoas.web.measurements.queries import Key
from psoas.web.models import Observation

NOT_EXAMINED = "not-examined"
STATES = ("present", "absent")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of one finding on a side."""

    value: str = ""
    state: str = ""

    @property
    def shown(self) -> str:
        """In one word, to compare with what the page showed before."""
        return f"{self.value}/{self.state}"


@dataclass(slots=True)
class Sent:
    """What was sent: what to record, what is wrong, and everything as it was typed."""

    values: list[tuple[str, str, Any]] = field(default_factory=list)
    problems: dict[Key, str] = field(default_factory=dict)
    typed: dict[Key, Typed] = field(default_factory=dict)


def sides_of(finding: Finding) -> tuple[str, ...]:
    """Return the sides that are asked for; one without a name where there are none."""
    return ("right", "left") if finding.sided else ("",)


def field_name(finding: str, side: str) -> str:
    """Return the name of the field of a finding on a side."""
    return f"{finding}:{side}" if side else finding


def recorded(found: Observation | None, finding: Finding) -> Typed:
    """Return what the fields show of what is recorded."""
    if found is None:
        return Typed()
    value = "" if found.value is None else f"{found.value:.10g}"
    state = "" if finding.kind != "test" or found.present is None else STATES[not found.present]
    return Typed(value, state)


def read_sent(
    sent: Mapping[str, str],
    findings: tuple[str, ...],
    knowledge: Knowledge,
    now: Mapping[Key, Observation],
) -> Sent:
    """Read the fields of some findings; all that is wrong at once. What is recorded already is left out."""
    read = Sent()
    for name in findings:
        finding = knowledge.findings[name]
        for side in sides_of(finding):
            key, prefix = (name, side), field_name(name, side)
            if prefix not in sent:
                continue
            state = sent.get(f"{prefix}:state", "")
            typed = Typed(sent[prefix].strip(), state if state in STATES else "")
            read.typed[key] = typed
            if typed.shown not in (sent.get(f"{prefix}:was", "/"), recorded(now.get(key), finding).shown):
                _take(read, key, typed, finding)
    return read


def _take(read: Sent, key: Key, typed: Typed, finding: Finding) -> None:
    assert finding.measure is not None
    side = key[1]
    number = None if typed.value == "" else _number(typed.value)
    if typed.value and number is None:
        read.problems[key] = f"“{typed.value}” is no number. {_range(finding)}"
        return
    if finding.kind == "test" and number is not None and not typed.state:
        read.problems[key] = "Say too whether the pain came on: present or absent."
        return
    value = _value(finding, number, typed.state)
    found, wrong = read_finding(finding, {side: value} if side else value)
    del found
    if wrong:
        read.problems[key] = f"{typed.value} is out of range. {_range(finding)}"
    else:
        read.values.append((*key, value))


def _value(finding: Finding, number: float | None, state: str) -> Any:
    if finding.kind != "test":
        return NOT_EXAMINED if number is None else number
    if number is None:
        return state or NOT_EXAMINED
    return {"state": state, "value": number}


def _range(finding: Finding) -> str:
    measure = finding.measure
    assert measure is not None
    return f"Enter a number from {measure.minimum:g} to {measure.maximum:g} {UNITS[measure.unit]}."


def _number(text: str) -> float | None:
    """Read a number with a point or a comma, and with either sign for minus."""
    try:
        number = float(text.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return None
    return number if abs(number) != float("inf") and number == number else None  # noqa: PLR0124 -- not a number


def unplaced(problem: Problem) -> str:
    """Return a problem without its place in a case file."""
    return f"{problem.what} {problem.remedy}".strip()
