"""The list of one kind: what is in it, narrowed by a search and by what its rows are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psoas.knowledge.catalog import Entry
from psoas.web.library.cells import Kind
from psoas.web.library.index import Index
from psoas.web.library.pages import find


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody wants to see of a list."""

    q: str = ""
    contributor: str = ""
    finding: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filters":
        """Read them from the address of a page."""
        return cls(*(query.get(name, "").strip()[:200] for name in ("q", "contributor", "finding")))


@dataclass(frozen=True, slots=True)
class ListRow:
    """One record in the list of its kind."""

    entry: Entry
    cells: tuple[tuple[str, str], ...]  # heading and text
    is_own: bool
    level: str  # of a red flag: its urgency


def filtered(kind: Kind, filters: Filters, index: Index) -> list[Entry]:
    """Return the records of a kind that are wanted: by relevance where words are searched for."""
    catalog = index.catalog
    entries: Iterable[Entry] = catalog.search(filters.q) if filters.q else catalog.entries.values()
    found = [entry for entry in entries if entry.kind == kind.name]
    for field in ("contributor", "finding"):
        wanted = getattr(filters, field)
        if wanted:
            found = [
                entry
                for entry in found
                if getattr(find(kind.name, entry.identifier, index), field, None) == wanted
            ]
    return found


def table_of(kind: Kind, entries: Iterable[Entry], index: Index) -> list[ListRow]:
    """Lay out the columns of some records."""
    rows = []
    for entry in entries:
        record = find(kind.name, entry.identifier, index)
        cells = tuple((heading, cell(record, index.knowledge)) for heading, cell in kind.columns)
        is_own = kind.name == "items" and entry.identifier.startswith("own-")
        rows.append(ListRow(entry, cells, is_own, getattr(record, "urgency", "")))
    return rows
