"""A record as a reader sees it: every field under a plain label, numbers with units, names as links."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args

from pydantic import BaseModel

from psoas.knowledge.conditions import AllOf, AnyOf, AtLeast, Leaf, Not
from psoas.knowledge.contributors import Ratio
from psoas.knowledge.record import Citation
from psoas.knowledge.references import POINTERS, Name
from psoas.patient.observing import UNITS
from psoas.reports.condition_words import Clause, in_words
from psoas.web.library.index import Index
from psoas.web.library.words import (
    BENEFITS,
    CERTAINTIES,
    MEASURES,
    STATUSES,
    number,
    ratio,
    share,
    spaced,
    with_interval,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A record that is named."""

    kind: str
    identifier: str
    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A source, and the place in it."""

    identifier: str
    text: str
    locator: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """What something rests on: how it was read, where, and the reason of a judgement."""

    status: str
    status_text: str
    rationale: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One field: a label with a text, a list, links, a condition, or further fields."""

    name: str  # of the field
    label: str
    text: str = ""
    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    clause: Clause | None = None
    groups: tuple["Group", ...] = ()

    @property
    def table(self) -> "Table | None":
        """The parts as a table, where each has the same few fields and rests on nothing of its own."""
        labels = list(dict.fromkeys(node.label for group in self.groups for node in group.nodes))
        if not labels or len(labels) > _MOST_COLUMNS or any(group.grounds for group in self.groups):
            return None
        rows = tuple(
            tuple(next((node for node in group.nodes if node.label == label), None) for label in labels)
            for group in self.groups
        )
        return Table(tuple(labels), rows)


@dataclass(frozen=True, slots=True)
class Table:
    """Parts of a record side by side."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Node | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of one part of a record, and what the part rests on."""

    nodes: tuple[Node, ...]
    grounds: Grounds | None = None

    @property
    def parts(self) -> dict[str, Node]:
        """The fields by name."""
        return {node.name: node for node in self.nodes}


_MOST_COLUMNS = 5

# Fields whose number has an interval in two others.
_INTERVALS: Mapping[str, tuple[str, str]] = {
    "probability": ("low", "high"),
    "mean": ("low", "high"),
    "value": ("low", "high"),
    "sensitivity": ("sensitivity_low", "sensitivity_high"),
    "specificity": ("specificity_low", "specificity_high"),
    "area_under_curve": ("area_low", "area_high"),
    "age_from": ("", "age_to"),
    "pressure_low": ("", "pressure_high"),
    "minimum": ("", "maximum"),
}
_SHARES = {"probability", "sensitivity", "specificity", "share", "post_test", "baseline"}
_UNITS = {
    "minutes": "minutes", "hold_s": "seconds", "participants": "people", "weeks": "weeks",
    "within_days": "days", "within_hours": "hours", "pressure_low": "of 10", "pressure_cap": "of 10",
    "age_from": "years",
}  # fmt: skip
_LABELS = {
    "from_": "From",
    "for_": "For",
    "sd": "Standard deviation",
    "hold_s": "Hold",
    "when": "Holds when",
    "unless": "Unless",
    "plain": "Said to the patient",
    "plain_name": "Called, to the patient",
    "because": "Why",
    "who": "For whom",
    "minutes": "Takes",
    "age_from": "Ages",
    "pressure_low": "Pressure",
    "within_days": "To be seen within",
    "text": "In words",
    "code": "Precaution",
    "action": "What to do",
    "instead": "How",
    "questions": "Question",
    "looked_at": "Absent, it can be ruled out",
    "interventions": "Rests on the evidence for",
    "feel": "Should feel",
    "positive": "Likelihood ratio if present",
    "negative": "Likelihood ratio if absent",
    "odds": "Odds ratio",
    "spectrum": "Patients",
    "superseded_by": "Says nothing more once this is known",
    "against": "Tells it apart from",
    "applies": "Applies only with",
    "area_under_curve": "Area under the curve",
    "participants": "People in the study",
    "cite": "Sources",
    "but_not": "But not",
    "match": "Must match",
    "no_match": "Must not match",
    "maps": "What the maps of its skin area agree on",
    "locator": "Where in it",
    "serves": "Serves",
    "note": "Note",
    "cut_off": "Cut-off",
    "minimum": "Range",
    "present_at_least": "Counts as present from",
    "present_at_most": "Counts as present up to",
    "error": "Standard error of the measurement",
    "settled_by": "What settles it",
    "send_to": "Where it belongs",
    "order": "Place in the order",
    "stops_everything": "Stops everything",
    "indicated": "Offered only when",
    "mimics": "Taken for",
    "applies_to": "Made for",
    "otherwise": "Points otherwise",
    "says": "It says",
}
_ASIDE = {"id", "cite", "status", "rationale", "local_priors", "odds_kind"}
_CONDITIONS = (AnyOf, AllOf, Not, AtLeast, Leaf)


def group_of(record: BaseModel, index: Index) -> Group:
    """Lay out everything in a record."""
    return Group(tuple(_nodes(record, index)), grounds_of(record, index))


def grounds_of(record: BaseModel, index: Index) -> Grounds | None:
    """Return what a record rests on; nothing for what makes no claim."""
    values = record.__dict__
    status = values.get("status", "")
    cites = tuple(cite_of(one, index) for one in values.get("cite", ()))
    if not cites and isinstance(values.get("source"), str) and "locator" in values:
        cites = (cite_of(Citation(source=values["source"], locator=values["locator"] or "-"), index),)
    if not status and not cites:
        return None
    own = str(values.get("id", "")).startswith("own-")
    text = "your clinic's own judgment" if own else STATUSES.get(status, "")
    return Grounds(status, text, values.get("rationale") or "", cites)


def cite_of(citation: Citation, index: Index) -> Cite:
    """Name a source as people do: first author and year."""
    source = index.knowledge.sources[citation.source]
    names = source.authors.split(",")
    first = names[0] + (" and others" if len(names) > 1 else "")
    return Cite(source.id, f"{first} {source.year}", citation.locator)


def link_to(name: Name, index: Index) -> Link:
    """Return a link to a record, under its title."""
    return Link(*name, index.catalog.entries[name].title)


def _nodes(record: BaseModel, index: Index) -> Iterator[Node]:
    ends = {
        end for name in type(record).model_fields if name in _INTERVALS for end in _INTERVALS[name] if end
    }
    for name, field in type(record).model_fields.items():
        value = record.__dict__[name]
        if name in _ASIDE | ends or (name == "unit" and "minimum" in record.__dict__):
            continue
        if name in ("source", "locator") and "locator" in record.__dict__:
            continue  # shown as what it rests on
        node = _node(name, value, record, index, is_word=_is_word(field.annotation))
        if node is not None:
            yield node


def _node(name: str, value: Any, record: BaseModel, index: Index, *, is_word: bool) -> Node | None:
    kinds = POINTERS.get(type(record), {}).get(name)
    label = _LABELS.get(name, spaced(name).capitalize())
    if kinds == ("dependence_groups",):
        label = "Dependence group"
    shown = partial(Node, name, label)
    if name in _INTERVALS:
        text = _interval(name, record)
        return shown(text) if text else None
    if value is None or value is False or value in ((), ""):
        return None
    if kinds is not None:
        wanted = value if isinstance(value, tuple) else (value,)
        return shown(links=tuple(_link(one, kinds, index) for one in wanted))
    if isinstance(value, _CONDITIONS):
        return shown(clause=in_words(value, index.knowledge))
    if isinstance(value, Ratio | str | int | float):
        return shown(_text(name, value, record, is_word=is_word))
    parts = value if isinstance(value, tuple) else (value,)
    if isinstance(parts[0], BaseModel):
        return shown(groups=tuple(group_of(one, index) for one in parts))
    return shown(lines=tuple(spaced(str(one)) if name in _SPACED else str(one) for one in parts))


def _text(name: str, value: Ratio | str | float, record: BaseModel, *, is_word: bool) -> str:
    if isinstance(value, bool):
        return "yes"
    if isinstance(value, Ratio):
        kind = record.__dict__.get("odds_kind") if name == "odds" else None
        return ratio(value) + (f", {kind}" if kind else "")
    if name == "benefit" and isinstance(value, int):
        return BENEFITS[value]
    if isinstance(value, str):
        return _word(name, value) if is_word else value
    return share(value) if name in _SHARES else f"{number(value)} {_measured_in(name, record)}".strip()


_SPACED = {"key_regions", "adjacent_regions", "path", "equipment"}


def _interval(name: str, record: BaseModel) -> str:
    low_name, high_name = _INTERVALS[name]
    values = record.__dict__
    value, low, high = values[name], values.get(low_name), values.get(high_name)
    unit = _measured_in(name, record)
    if not low_name:  # from the one to the other
        return "" if value is None or high is None else f"{number(value)} to {number(high)} {unit}".strip()
    return share(value, low, high) if name in _SHARES else with_interval(value, low, high, unit)


def _measured_in(name: str, record: BaseModel) -> str:
    unit = record.__dict__.get("unit")
    if isinstance(unit, str) and name in {
        "value",
        "minimum",
        "error",
        "present_at_least",
        "present_at_most",
        "mean",
    }:
        return UNITS.get(unit, spaced(unit)).replace("(ratio)", "")
    return _UNITS.get(name, "")


def _is_word(annotation: Any) -> bool:
    """Tell a word of a fixed choice from a text."""
    options = [annotation, *get_args(annotation)]
    return any(str(one).startswith("typing.Literal") for one in options)


def _word(name: str, value: str) -> str:
    if name in ("evidence", "grade") and value in CERTAINTIES:
        return CERTAINTIES[value]
    if name == "measure":
        return MEASURES.get(value, value)
    if name == "action":
        return "leave it out" if value == "exclude" else "do it differently"
    return UNITS.get(value, spaced(value)) if name == "unit" else spaced(value)


def _link(identifier: str, kinds: tuple[str, ...], index: Index) -> Link:
    kind = next(one for one in kinds if (one, identifier) in index.catalog.entries)
    return link_to((kind, identifier), index)
