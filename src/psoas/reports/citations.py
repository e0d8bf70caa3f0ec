"""Numbers for the sources of a report, in the order in which they are first cited."""

from collections.abc import Mapping
from dataclasses import dataclass

from psoas.knowledge.sources import Source

MOST_AUTHORS = 3

_READ_AS = {
    "full-text": "full text read",
    "abstract": "",  # most are; the list says so once
    "table": "table read",
    "guideline-page": "guideline page read",
    "digest": "digest read",
}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One entry of the list of sources."""

    number: int
    text: str
    link: str
    link_text: str
    read_as: str  # nothing where the abstract was read


class Citations:
    """Gives each source its number when it is first cited."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._numbers: dict[str, int] = {}

    def of(self, *identifiers: str | None) -> tuple[int, ...]:
        """Return the numbers of some sources, rising and each once; ``None`` has no number."""
        known = [identifier for identifier in identifiers if identifier is not None]
        for identifier in known:
            self._numbers.setdefault(identifier, len(self._numbers) + 1)
        return tuple(sorted({self._numbers[identifier] for identifier in known}))

    def listed(self) -> tuple[SourceLine, ...]:
        """Return every source cited so far, by number."""
        return tuple(_line(number, self._sources[name]) for name, number in self._numbers.items())


def _line(number: int, source: Source) -> SourceLine:
    link, text = link_of(source)
    return SourceLine(
        number=number,
        text=f"{_authors(source.authors)}. {source.title.rstrip('.')}. {source.published_in}, {source.year}.",
        link=link,
        link_text=text,
        read_as=_READ_AS[source.read_as],
    )


def _authors(authors: str) -> str:
    names = [name.strip() for name in authors.rstrip(".").split(",")]
    return authors.rstrip(".") if len(names) <= MOST_AUTHORS else f"{names[0]} and others"


def link_of(source: Source) -> tuple[str, str]:
    """Return the address of a source, and how it is written."""
    if source.doi:
        return f"https://doi.org/{source.doi}", f"doi:{source.doi}"
    if source.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/", f"PMID {source.pmid}"
    assert source.url is not None  # a source has one of the three
    return source.url, source.url.removeprefix("https://").rstrip("/")
