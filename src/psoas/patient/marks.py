"""What is marked on the body chart: which regions count as drawn, how much of the body, in how many places.

Regions are marked as a whole, strokes are areas of any shape; the two add up. Where a stroke leaves the
body it is cut off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from psoas.anatomy.body_chart import (
    REPEATED,
    SILHOUETTES,
    body_size,
    foot_area,
    outline,
    region_area,
    region_percent,
    stroke_area,
)
from psoas.anatomy.regions import REGIONS, Side, View, regions_in
from psoas.patient.case import DrawnRegion, Stroke

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_TOUCHING = 0.5  # chart units; regions that share a border may lie a hair apart
_LEAST = 0.005  # per cent of the body; less is the rim of a neighbor

REGION_PLACES = tuple(DrawnRegion(one.view, side, one.name) for one in REGIONS for side in Side)
# Seen in both silhouettes: a mark there is one place, not two.
_TWICE_SEEN = frozenset(regions_in(View.FRONT)) & frozenset(regions_in(View.BACK))


@dataclass(frozen=True, slots=True)
class MarkedArea:
    """How much is marked, and where."""

    percent: float  # of the body
    by_region: Mapping[DrawnRegion, float]  # per cent of the body marked inside each region
    places: int  # that do not touch one another


def regions_drawn(
    drawn: tuple[DrawnRegion, ...],
    strokes: tuple[Stroke, ...],
    *,
    region_share: float,
    stroke_share: float,
) -> tuple[DrawnRegion, ...]:
    """Return the regions that count as drawn.

    Parameters
    ----------
    drawn : tuple[DrawnRegion, ...]
        Regions marked as a whole.
    strokes : tuple[Stroke, ...]
        What was drawn freehand.
    region_share : float
        A region of which the strokes together cover at least this share counts as drawn.
    stroke_share : float
        So does a region that holds at least this share of one stroke.
    """
    return _regions_drawn(drawn, strokes, region_share, stroke_share) if strokes else tuple(sorted(drawn))


@lru_cache(maxsize=32)
def _regions_drawn(
    drawn: tuple[DrawnRegion, ...], strokes: tuple[Stroke, ...], region_share: float, stroke_share: float
) -> tuple[DrawnRegion, ...]:
    marked = set(drawn)
    for place in REGION_PLACES:
        region = region_area(place.view, place.side, place.region)
        here = [on_body(stroke) for stroke in strokes if stroke.view is place.view]
        covered = _union(here).intersection(region).area
        if covered and covered >= region_share * region.area:
            marked.add(place)
        for stroke in here:
            held = stroke.intersection(region).area
            if held and held >= stroke_share * stroke.area:
                marked.add(place)
    return tuple(sorted(marked))


@lru_cache(maxsize=32)
def marked_area(drawn: tuple[DrawnRegion, ...], strokes: tuple[Stroke, ...]) -> MarkedArea:
    """Measure what is marked.

    The feet below the body repeat its feet: of a foot marked in both, the larger part counts, and what is
    marked below says where.
    """
    areas = {view: _marked_in(view, drawn, strokes) for view in View}
    percent = 100 * float(sum(areas[view].area for view in SILHOUETTES)) / body_size()
    by_region = {
        place: share * region_percent(place.view, place.side, place.region)
        for place in REGION_PLACES
        if (share := _share(areas[place.view], place))
    }
    for feet, (view, region) in REPEATED.items():
        for side in Side:
            foot = foot_area(feet, side)
            whole = region_percent(view, side, region)
            below = areas[feet].intersection(foot).area / foot.area
            above = DrawnRegion(view, side, region)
            on_the_body = by_region.pop(above, 0.0)
            percent += max(0.0, below * whole - on_the_body)
            by_region[above] = max(0.0, on_the_body - below * whole)
    kept = {place: area for place, area in sorted(by_region.items()) if area >= _LEAST}
    return MarkedArea(percent, kept, _places(areas))


@lru_cache(maxsize=256)
def on_body(stroke: Stroke) -> "BaseGeometry":
    """Return the part of a stroke that lies on the body of its view."""
    return stroke_area(stroke.points).intersection(outline(stroke.view))


def _marked_in(view: View, drawn: Iterable[DrawnRegion], strokes: Iterable[Stroke]) -> "BaseGeometry":
    regions = [region_area(view, one.side, one.region) for one in drawn if one.view is view]
    return _union([*regions, *(on_body(stroke) for stroke in strokes if stroke.view is view)])


def _union(areas: list["BaseGeometry"]) -> "BaseGeometry":
    import shapely  # noqa: PLC0415 -- slow import

    return shapely.union_all(areas) if areas else shapely.Polygon()


def _share(area: "BaseGeometry", place: DrawnRegion) -> float:
    region = region_area(place.view, place.side, place.region)
    return float(area.intersection(region).area / region.area)


def _places(areas: Mapping[View, "BaseGeometry"]) -> int:
    """Count the marks that neither touch nor are the same spot in another view."""
    pieces = [
        (view, area.intersection(together))
        for view, area in areas.items()
        for together in _pieces(area.buffer(_TOUCHING))
    ]
    spots = [_spots(view, piece) for view, piece in pieces]
    group = list(range(len(pieces)))
    for one, other in combinations(range(len(pieces)), 2):
        if spots[one] & spots[other]:
            group = [group[one] if g == group[other] else g for g in group]
    return len(set(group))


def _pieces(area: "BaseGeometry") -> list["BaseGeometry"]:
    return [] if area.is_empty else list(getattr(area, "geoms", [area]))


def _spots(view: View, piece: "BaseGeometry") -> set[tuple[Side, str]]:
    """Return the spots of a piece that another view shows too: sides of the body, and feet."""
    spots: set[tuple[Side, str]] = set()
    for side in Side:
        if view in REPEATED:
            names = list(regions_in(view))
            spots |= {(side, REPEATED[view][1]) for name in names if _meets(piece, view, side, name)}
            continue
        shown = _TWICE_SEEN | {region for shown, region in REPEATED.values() if shown is view}
        spots |= {(side, name) for name in shown if _meets(piece, view, side, name)}
    return spots


def _meets(piece: "BaseGeometry", view: View, side: Side, region: str) -> bool:
    area = region_area(view, side, region)
    return bool(100 * piece.intersection(area).area >= _LEAST * body_size())
