"""How alignment, nerve and muscle feed each other in this patient."""

from collections.abc import Mapping
from dataclasses import dataclass

from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.record import Certainty


@dataclass(frozen=True, slots=True)
class Edge:
    """One contributor feeds another; both were found in the patient."""

    from_: str
    to: str
    because: tuple[str, ...]
    plain: str
    grade: Certainty
    sources: tuple[str, ...]


def interplay(found: Mapping[str, tuple[str, ...]], knowledge: Knowledge) -> tuple[Edge, ...]:
    """Return the edges whose both ends were found.

    Parameters
    ----------
    found : Mapping[str, tuple[str, ...]]
        The contributors that have findings in this patient, each with those findings in words.
    knowledge : Knowledge
        The edges.

    Knowledge: ``interplay/*``
    """
    return tuple(
        Edge(
            from_=edge.from_,
            to=edge.to,
            because=(*found[edge.from_], *found[edge.to], edge.explanation),
            plain=edge.plain,
            grade=edge.grade,
            sources=tuple(citation.source for citation in edge.cite),
        )
        for edge in sorted(knowledge.interplay.values(), key=lambda edge: edge.id)
        if edge.from_ in found and edge.to in found
    )
