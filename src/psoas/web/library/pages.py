"""What stands on the page of one record, beside its own fields: rows about it, and who uses it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from psoas.knowledge.record import Citation, Model
from psoas.reports.citations import link_of
from psoas.web.library.cells import Kind
from psoas.web.library.details import Cite, Grounds, Group, Link, cite_of, grounds_of, group_of, link_to
from psoas.web.library.index import Index
from psoas.web.library.kinds import BY_NAME
from psoas.web.library.words import ratio, share

# The fields that the head of a kind's page shows in its own way; the others follow below it.
HEADS: dict[str, frozenset[str]] = {
    "contributors": frozenset({"name", "summary", "plain", "plain_helps", "priors", "caution", "evidence"}),
    "findings": frozenset({"name", "question", "measure", "derived", "follows"}),
    "items": frozenset({
        "name", "start", "steps", "feel", "stop_if", "dose", "easier", "harder", "progression",
    }),
    "interventions": frozenset({"name", "summary", "plain", "grade"}),
    "parameters": frozenset({"summary", "value", "minimum"}),
    "precautions": frozenset({"name", "rule", "stops_everything", "stops_massage"}),
    "red_flags": frozenset({"condition", "urgency", "within_hours", "because", "advice", "plain"}),
    "rules": frozenset({"name", "predicts", "warning", "items", "bands"}),
    "safety_questions": frozenset({"short", "text", "hint", "why", "options", "counts_as_yes"}),
    "sources": frozenset({"title", "authors", "year", "published_in", "doi", "pmid", "url"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an accuracy table, as it stands on the page of what it is about."""

    link: Link
    text: str
    role: str
    present: str
    absent: str
    sensitivity: str
    specificity: str
    people: str
    grounds: Grounds | None


@dataclass(frozen=True, slots=True)
class Users:
    """The records of one kind that use another."""

    kind: Kind
    links: tuple[tuple[Link, str], ...]  # with the place, where a source is cited


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record."""

    kind: Kind
    title: str
    identifier: str
    record: Any
    group: Group
    rest: tuple[Any, ...]
    tables: tuple[tuple[str, tuple[Row, ...]], ...]
    users: tuple[Users, ...]
    own_priors: tuple[Group, ...]
    source_link: tuple[str, str] | None
    is_own: bool


def record_page(kind: str, identifier: str, index: Index) -> RecordPage | None:
    """Put a page together; nothing if there is no such record."""
    entry = index.catalog.entries.get((kind, identifier))
    record = find(kind, identifier, index)
    if entry is None or record is None:
        return None
    group = group_of(record, index)
    head = HEADS.get(kind, frozenset({"name"}))
    return RecordPage(
        kind=BY_NAME[kind],
        title=entry.title,
        identifier=identifier,
        record=record,
        group=group,
        rest=tuple(node for node in group.nodes if node.name not in head),
        tables=tuple(_tables(kind, identifier, index)),
        users=tuple(_users(kind, identifier, index)),
        own_priors=tuple(group_of(prior, index) for prior in getattr(record, "local_priors", ())),
        source_link=link_of(record) if kind == "sources" else None,
        is_own=identifier.startswith("own-") and kind == "items",
    )


def find(kind: str, identifier: str, index: Index) -> Any:
    """Return a record or row; nothing if there is none."""
    records = index.knowledge.records().get(kind)
    if records is not None:
        return records.get(identifier)
    rows = index.knowledge.rows().get(kind, ())
    return next((row for row in rows if row.id == identifier), None)


def _tables(kind: str, identifier: str, index: Index) -> Iterator[tuple[str, tuple[Row, ...]]]:
    field = {"contributors": "contributor", "findings": "finding"}.get(kind)
    titles = _ABOUT_FINDING if kind == "findings" else {"accuracy": "What moves it"}
    for table, title in titles.items() if field else ():
        rows = [row for row in index.knowledge.rows()[table] if getattr(row, str(field)) == identifier]
        rows.sort(key=lambda row: getattr(row, "role", "") != "score")  # what counts comes first
        yield title, _rows(table, rows, index)


_ABOUT_FINDING = {
    "accuracy": "What it says of contributors",
    "red_flag_accuracy": "What it says of dangers",
    "root_levels": "What it says of the root",
}


def _rows(kind: str, rows: Sequence[Any], index: Index) -> tuple[Row, ...]:
    return tuple(
        Row(
            link=link_to((kind, row.id), index),
            text=row.population,
            role={"score": "scores", "range": "shows the range"}.get(getattr(row, "role", ""), ""),
            present=ratio(row.positive),
            absent=ratio(row.negative),
            sensitivity=_share(row, "sensitivity"),
            specificity=_share(row, "specificity"),
            people="" if row.participants is None else f"{row.participants:,}",
            grounds=grounds_of(row, index),
        )
        for row in rows
    )


def _share(row: Any, name: str) -> str:
    if not hasattr(row, name):
        return ""
    return share(getattr(row, name), getattr(row, f"{name}_low"), getattr(row, f"{name}_high"))


def _users(kind: str, identifier: str, index: Index) -> Iterator[Users]:
    by_kind: dict[str, list[tuple[Link, str]]] = {}
    for name in index.references.by.get((kind, identifier), ()):
        place = "; ".join(_places(name, identifier, index)) if kind == "sources" else ""
        by_kind.setdefault(name[0], []).append((link_to(name, index), place))
    for other, links in by_kind.items():
        yield Users(BY_NAME[other], tuple(links))


def _places(name: tuple[str, str], source: str, index: Index) -> Iterator[str]:
    """Yield where in a source a record has read."""
    seen = dict.fromkeys(
        cite.locator for cite in _cites(find(*name, index), index) if cite.identifier == source
    )
    yield from seen


def _cites(value: Any, index: Index) -> Iterator[Cite]:
    if isinstance(value, Citation):
        yield cite_of(value, index)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _cites(inner, index)
    elif isinstance(value, Model):
        if isinstance(value.__dict__.get("locator"), str) and isinstance(value.__dict__.get("source"), str):
            yield cite_of(Citation(source=value.__dict__["source"], locator=value.__dict__["locator"]), index)
        for inner in value.__dict__.values():
            if isinstance(inner, Model | tuple):
                yield from _cites(inner, index)
