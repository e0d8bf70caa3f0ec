"""A finding as taps: what a row offers, what is recorded in it, and what a tap means.

Field names are ``<finding>:<side>:state``, ``...:value`` and ``...:was``; the last holds what the page
showed, so that saving a whole block changes only what was changed on it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from psoas.anatomy.regions import Side
from psoas.knowledge.findings import Finding
from psoas.patient.observing import UNITS, read_finding
from psoas.web.models import Observation

Kind = Literal["state", "test", "chips", "number"]

NOT_EXAMINED = "not-examined"
NOTHING = "/"  # recorded: neither a state nor a value
_FEW = 10  # grades that fit a row of taps
_NORMAL = {"mrc": 5.0, "reflex": 2.0}
_SIDES = tuple(side.value for side in Side)
_SHORT_UNITS = {"deg": "°", "s": "s", "count": "times", "mrc": "/5", "reflex": ""}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a row asks: the part that comes from the knowledge."""

    finding: str
    short: str
    name: str
    how: str
    section: str
    position: str
    kind: Kind
    sides: tuple[str, ...]  # one empty side where it has none
    grades: tuple[str, ...] = ()
    unit: str = ""
    unit_in_words: str = ""
    minimum: str = ""
    maximum: str = ""
    meaning: str = ""

    @property
    def is_told(self) -> bool:
        """It is asked, not examined."""
        return self.section in ("behaviour", "history", "medical")

    @property
    def normal(self) -> str | None:
        """What is recorded when the rest of a block is normal; nothing for what must be measured."""
        return "absent" if self.kind in ("state", "test") else _normal_grade(self.unit)


@dataclass(frozen=True, slots=True)
class SideRow:
    """One side of a row, with what is recorded."""

    side: str
    label: str
    state: str  # "present", "absent", or empty: not examined
    value: str
    was: str  # what is recorded, in one word; differs from the above where what was entered is refused
    by: str  # who recorded it, where that is not the reader, and when
    is_told: bool  # by the patient

    @property
    def is_open(self) -> bool:
        """Nothing is recorded."""
        return self.was == NOTHING


@dataclass(frozen=True, slots=True)
class Row:
    """One finding to tap."""

    asked: Asked
    sides: tuple[SideRow, ...]
    errors: tuple[str, ...] = ()
    caution: str = ""  # why not to examine it in this patient

    @property
    def is_open(self) -> bool:
        """A side is not examined."""
        return any(side.is_open for side in self.sides)


@dataclass(frozen=True, slots=True)
class Tap:
    """What was entered for one side of a finding."""

    finding: str
    side: str
    value: Any  # as a case file holds it


def asked(finding: Finding) -> Asked:
    """Return what the row of a finding asks."""
    measure, kind = finding.measure, _kind(finding)
    words = Asked(
        finding=finding.id,
        short=finding.short,
        name=finding.name,
        how=" ".join(finding.question.split()),
        section=finding.section,
        position=finding.position or "",
        kind=kind,
        sides=_SIDES if finding.sided else ("",),
    )
    if measure is None:
        return words
    grades = range(int(measure.minimum), int(measure.maximum) + 1) if kind == "chips" else ()
    return Asked(
        **{name: getattr(words, name) for name in _WORDS},
        grades=tuple(str(grade) for grade in grades),
        unit=measure.unit if kind == "chips" else _SHORT_UNITS.get(measure.unit, UNITS[measure.unit]),
        unit_in_words=UNITS[measure.unit],
        minimum=f"{measure.minimum:g}",
        maximum=f"{measure.maximum:g}",
        meaning=measure.meaning,
    )


_WORDS = ("finding", "short", "name", "how", "section", "position", "kind", "sides")


def row(
    finding: Finding,
    recorded: Mapping[tuple[str, str], Observation],
    *,
    reader: int | None,
    typed: Mapping[str, str] | None = None,
    errors: Sequence[str] = (),
    caution: str = "",
) -> Row:
    """Return the row of a finding with what is recorded, or with what was ``typed`` and refused."""
    words = asked(finding)
    sides = tuple(_side(words, side, recorded.get((finding.id, side)), reader, typed) for side in words.sides)
    return Row(words, sides, tuple(errors), caution)


def recorded_in(observations: Iterable[Observation]) -> dict[tuple[str, str], Observation]:
    """Return observations by finding and side."""
    return {(one.finding, one.side): one for one in observations}


def taps_in(fields: Mapping[str, str], findings: Mapping[str, Finding]) -> list[Tap]:
    """Return what was entered, of what differs from what the page showed."""
    names = {tuple(name.split(":")[:2]) for name in fields if name.count(":") == 2}  # noqa: PLR2004 -- f:s:part
    taps = []
    for finding, side in sorted(names):
        record = findings.get(finding)
        if record is None:
            continue
        prefix = f"{finding}:{side}:"
        state, value = fields.get(f"{prefix}state", ""), fields.get(f"{prefix}value", "").strip()
        if fields.get(f"{prefix}was") == f"{state}/{value}":
            continue
        taps.append(Tap(finding, side, _entered(_kind(record), state, value)))
    return taps


def wrong_in(taps: Iterable[Tap], findings: Mapping[str, Finding]) -> dict[str, list[str]]:
    """Say what is wrong with what was entered, by finding."""
    wrong: dict[str, list[str]] = {}
    for tap in taps:
        value = {tap.side: tap.value} if tap.side else tap.value
        _, complaints = read_finding(findings[tap.finding], value)
        for _, what, remedy in complaints:
            wrong.setdefault(tap.finding, []).append(f"{what} {remedy}".strip())
    return wrong


def _entered(kind: Kind, state: str, value: str) -> Any:
    number = _number(value)
    if kind in ("chips", "number"):
        return NOT_EXAMINED if value == "" else number
    if kind == "test" and value != "" and state != "":
        return {"state": state, "value": number}
    if kind == "test" and value != "":
        return {"value": number}
    return state or NOT_EXAMINED


def _number(value: str) -> float | str:
    """Read a number with a point or a comma; what is none stays as it is, to be refused by its name."""
    try:
        return float(value.replace(",", "."))
    except ValueError:
        return value


def _side(
    words: Asked, side: str, found: Observation | None, reader: int | None, typed: Mapping[str, str] | None
) -> SideRow:
    prefix = f"{words.finding}:{side}:"
    state = "" if found is None or found.present is None else "present" if found.present else "absent"
    value = "" if found is None or found.value is None else f"{found.value:g}"
    if words.kind in ("chips", "number"):
        state = ""
    was = f"{state}/{value}"
    if typed is not None and any(name.startswith(prefix) for name in typed):
        state, value = typed.get(f"{prefix}state", state), typed.get(f"{prefix}value", value)
    return SideRow(side, side.capitalize(), state, value, was, *_by(found, reader))


def _by(found: Observation | None, reader: int | None) -> tuple[str, bool]:
    if found is None:
        return "", False
    when = _when(found.recorded_at)
    if found.told_by_patient:
        return f"told by the patient, {when}", True
    if found.recorded_by is None:
        return f"from the questions, {when}", False
    return ("" if found.recorded_by_id == reader else f"{found.recorded_by.name}, {when}"), False


def _when(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment:%H:%M}"


def _kind(finding: Finding) -> Kind:
    measure = finding.measure
    if finding.kind != "number" or measure is None:
        return "test" if finding.kind == "test" else "state"
    is_graded = measure.unit in ("mrc", "reflex", "points")
    return "chips" if is_graded and measure.maximum - measure.minimum <= _FEW else "number"


def _normal_grade(unit: str) -> str | None:
    return None if unit not in _NORMAL else f"{_NORMAL[unit]:g}"
