"""What was looked for, in words: found, not found, measured, and not examined; never one for another.

The full name of a finding says what "present" means ("Ankle dorsiflexion is weak"), so the names of those
not found cannot be misread; only numbers go by their short name.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from psoas.knowledge.conditions import FindingIs, leaves
from psoas.knowledge.findings import Finding, Section
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Observation
from psoas.patient.observing import UNITS
from psoas.reports.wording import capital, listed

EXAMINED: tuple[Section, ...] = ("examination", "measurements")
MOST_NOT_FOUND = 6  # named; the rest is counted
MOST_NOT_EXAMINED = 6
NOTHING = "Nothing was examined."

_STRENGTH, _REFLEX = "mrc", "reflex"
_IN_A_LINE = {_STRENGTH: "Strength, 0 to 5", _REFLEX: "Reflexes, 0 none, 2 normal"}
_OF_NERVES = {_STRENGTH: "strength in the legs", _REFLEX: "reflexes"}
_FEELING = "sensory-loss"
_UNSAID = frozenset({_STRENGTH, _REFLEX, "points"})  # said before the numbers, or by the name


@dataclass(frozen=True, slots=True)
class Seen:
    """Lines of what was looked for; each list may be empty."""

    found: tuple[str, ...]  # what weighs most first
    not_found: tuple[str, ...]  # likewise
    nerves: tuple[str, ...]  # strength and reflexes, in numbers
    measured: tuple[str, ...]


def seen(observations: Iterable[Observation], knowledge: Knowledge, *, weighs: Mapping[str, float]) -> Seen:
    """Put observations into words.

    Parameters
    ----------
    observations : Iterable[Observation]
        Of the sections wanted.
    knowledge : Knowledge
        Where the findings' names stand.
    weighs : Mapping[str, float]
        How much a finding matters here; it orders what was not found.
    """
    weighs = _with_parts(weighs, knowledge)
    by_finding: dict[str, list[Observation]] = {}
    for one in observations:
        by_finding.setdefault(one.finding, []).append(one)
    found: list[tuple[float, str]] = []
    not_found: list[tuple[float, str]] = []
    numbers: list[tuple[Finding, list[Observation]]] = []
    for identifier, group in by_finding.items():
        record = knowledge.findings[identifier]
        present = [one for one in group if one.present]
        absent = [one for one in group if one.present is False]
        rank = -weighs.get(identifier, 0.0)
        if present:
            other = listed([_on_a_side(record, one) for one in absent])
            found.append((rank, _named(record, present) + (f", not {other}" if other else "")))
        elif record.kind == "number":
            numbers.append((record, group))
        elif absent:
            not_found.append((rank, _named(record, absent)))
    of_nerves = [one for one in numbers if one[0].measure and one[0].measure.unit in _OF_NERVES]
    others = [one for one in numbers if one not in of_nerves]
    return Seen(_ranked(found), _ranked(not_found), _measured(of_nerves), _measured(others))


def _with_parts(weighs: Mapping[str, float], knowledge: Knowledge) -> dict[str, float]:
    """Let what a derived finding follows from weigh as much as the finding itself."""
    found = dict(weighs)
    for identifier, weight in weighs.items():
        record = knowledge.findings.get(identifier)
        if record is None or record.derived is None:
            continue
        for leaf in leaves(record.derived):
            if isinstance(leaf, FindingIs):
                found[leaf.finding] = max(found.get(leaf.finding, 0.0), weight)
    return found


def _ranked(lines: Iterable[tuple[float, str]]) -> tuple[str, ...]:
    return tuple(words for _, words in sorted(lines, key=lambda line: line[0]))


def not_examined(
    could_tell: Iterable[str], observed: Collection[str], knowledge: Knowledge
) -> tuple[str, ...]:
    """Name what would matter and was not examined, each once: what nerves do first, then what could tell.

    Imaging and laboratory tests that nobody ordered are not named.
    """
    known = knowledge.findings
    looked_at = {measure.unit for one in observed if one in known and (measure := known[one].measure)}
    nerves = [words for unit, words in _OF_NERVES.items() if unit not in looked_at]
    if not any(one.startswith(_FEELING) for one in observed):
        nerves.append("feeling in the legs")
    names = [
        known[one].name
        for one in dict.fromkeys(could_tell)
        if one in known and one not in observed and known[one].section == "examination"
    ]
    return (*nerves, *names)


def some(names: Sequence[str], most: int) -> str:
    """Join names by semicolons; what is too much is counted."""
    rest = len(names) - most
    return "; ".join(names[:most]) + (f"; and {rest} more" if rest > 0 else "")


def number(value: float, unit: str) -> str:
    """Write a measured number with its unit."""
    return f"{value:g}" if unit in _UNSAID else f"{value:g} {UNITS[unit]}"


def _named(record: Finding, group: Sequence[Observation]) -> str:
    sides = [_on_a_side(record, one) for one in group]
    told = listed([side for side in sides if side])
    return f"{record.name}, {told}" if told else record.name


def _on_a_side(record: Finding, one: Observation) -> str:
    side = one.side.value if one.side else ""
    if one.value is None or record.measure is None:
        return side
    value = number(one.value, record.measure.unit)
    return f"{side} ({value})" if side else value


def _measured(numbers: Sequence[tuple[Finding, Sequence[Observation]]]) -> tuple[str, ...]:
    lines: dict[str, list[str]] = {}
    for record, group in numbers:
        assert record.measure is not None
        unit = record.measure.unit
        values = [
            f"{one.side.value if one.side else ''} {number(one.value, unit)}".strip()
            for one in group
            if one.value is not None
        ]
        if values:
            lines.setdefault(_IN_A_LINE.get(unit, "Measured"), []).append(
                f"{capital(record.short)} {', '.join(values)}"
            )
    return tuple(f"{head}: {'; '.join(told)}." for head, told in lines.items())
