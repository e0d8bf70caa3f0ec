"""What follows from the pain drawing: how much, where, in whose skin area, and which findings."""

from collections.abc import Iterator
from dataclasses import dataclass

from psoas.anatomy.regions import REGIONS, Extent, Side, View
from psoas.anatomy.roots import RootLevel
from psoas.knowledge.conditions import is_of_drawing
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import DrawnRegion
from psoas.patient.facts import CaseFacts
from psoas.patient.marks import MarkedArea

_LEG = frozenset(region.name for region in REGIONS if region.extent is not Extent.BACK_ONLY) - {
    "buttock",  # these two hurt whatever the source
    "lateral-hip",
}


@dataclass(frozen=True, slots=True)
class MarkedRegion:
    """A region that counts as drawn, and how much of the body is marked in it."""

    view: View
    side: Side
    region: str
    percent: float


@dataclass(frozen=True, slots=True)
class RootShare:
    """How much of what is drawn in the painful leg lies where a root is usually felt."""

    level: str
    key: float  # share of the marks in the leg, 0 to 1
    adjacent: float
    maps: str  # what the maps of this root agree on, and what not
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrawnFinding:
    """A finding that follows from the drawing, with its rule in words."""

    finding: str
    name: str
    short: str
    rule: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The pain drawing as evidence. It says where it hurts, never why."""

    percent: float  # of the body, front and back together
    sides: tuple[Side, ...]
    places: int  # that do not touch one another
    regions: tuple[MarkedRegion, ...]
    roots: tuple[RootShare, ...]  # empty when nothing is drawn in the leg
    follows: tuple[DrawnFinding, ...]

    @property
    def marks(self) -> tuple[DrawnRegion, ...]:
        """The regions that count as drawn."""
        return tuple(DrawnRegion(one.view, one.side, one.region) for one in self.regions)

    @property
    def fullest(self) -> RootShare | None:
        """The root whose area holds most of what is drawn in the leg."""
        return max(self.roots, key=lambda one: (one.key + one.adjacent, one.key), default=None)


def drawing(facts: CaseFacts, knowledge: Knowledge) -> Drawing | None:
    """Work out what follows from the drawing; nothing without a chart.

    Knowledge: ``findings/*``, ``roots/*``, ``parameters/drawing-*``
    """
    marks, marked = facts.marks, facts.marked
    if marks is None or marked is None:
        return None
    return Drawing(
        percent=marked.percent,
        sides=tuple(side for side in Side if any(mark.side is side for mark in marks)),
        places=marked.places,
        regions=tuple(
            MarkedRegion(mark.view, mark.side, mark.region, marked.by_region.get(mark, 0.0)) for mark in marks
        ),
        roots=_shares(marked, facts, knowledge),
        follows=tuple(_follows(facts, knowledge)) if marks else (),
    )


def _shares(marked: MarkedArea, facts: CaseFacts, knowledge: Knowledge) -> tuple[RootShare, ...]:
    """Share out the marks in the painful leg: per root, in its key regions and in those beside them."""
    leg: dict[str, float] = {}
    for mark, percent in marked.by_region.items():
        if mark.region in _LEG and mark.side in facts.painful_sides:
            leg[mark.region] = leg.get(mark.region, 0.0) + percent
    total = sum(leg.values())
    if not total:
        return ()
    roots = {root.level: root for root in knowledge.roots.values()}
    return tuple(
        RootShare(
            level=level.value,
            key=sum(leg.get(region, 0.0) for region in root.key_regions) / total,
            adjacent=sum(leg.get(region, 0.0) for region in root.adjacent_regions) / total,
            maps=root.maps,
            sources=tuple(one.source for one in root.cite),
        )
        for level, root in ((level, roots[level.value]) for level in RootLevel)
    )


def _follows(facts: CaseFacts, knowledge: Knowledge) -> Iterator[DrawnFinding]:
    for record in knowledge.findings.values():
        if record.derived is None or record.follows is None or not is_of_drawing(record.derived):
            continue
        if record.derived.truth(facts) is True:
            sources = tuple(one.source for one in record.cite)
            yield DrawnFinding(record.id, record.name, record.short, record.follows, sources)
