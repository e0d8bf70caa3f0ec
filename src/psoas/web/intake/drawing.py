"""What is drawn with a finger: a line becomes the area a broad pen would have colored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from psoas.anatomy.body_chart import HEIGHT, TOP, WIDTH, outline, region_area, stroke_area
from psoas.anatomy.regions import Side, View, regions_in
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import DrawnRegion, Stroke
from psoas.patient.marks import regions_drawn
from psoas.patient.strokes import MOST_POINTS_IN_ALL, MOST_STROKES

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

PEN = 13.0  # chart units wide, about a hand's breadth less a finger on a body
MOST_SENT = 3000  # points of one line as the finger gives them
MOST_KEPT = MOST_POINTS_IN_ALL // MOST_STROKES  # points of one edge, so that every line finds room
SADDLE = "saddle"

_LEAST = 0.5  # square units; less is nothing
_FREE = 0.4  # chart units between what was taken off and what stays

Strokes = list[dict[str, Any]]
Regions = dict[str, dict[str, list[str]]]


class DrawingError(ValueError):
    """A line that cannot be kept; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def colored(line: Any) -> dict[str, Any]:
    """Turn the line of a finger into a stroke of a case file.

    Raises
    ------
    DrawingError
        It is no line, it is too long, or it lies beside the body.
    """
    import shapely  # noqa: PLC0415 -- slow import

    points = _points(line)
    shape = shapely.Point(points[0]) if len(set(points)) == 1 else shapely.LineString(points)
    area = shape.buffer(PEN / 2).intersection(shapely.box(0, TOP, WIDTH, TOP + HEIGHT))
    on_views = {view: area.intersection(outline(view)).area for view in View}
    view = max(on_views, key=lambda one: on_views[one])
    if on_views[view] < _LEAST:
        raise DrawingError("beside")
    return {"view": view.value, "points": _edge(_largest(area))}


def read_regions(marked: Iterable[str]) -> Regions:
    """Read boxes such as ``back:right:buttock`` into the regions of a case file; what is unknown is refused.

    The side of the body is seen from the front and the back: chosen once, it is marked in both.
    """
    found: Regions = {}
    for one in marked:
        view, _, rest = one.partition(":")
        side, _, name = rest.partition(":")
        if view not in tuple(View) or side not in tuple(Side) or name not in regions_in(View(view)):
            raise DrawingError("unknown")
        for shown in View:
            if name in regions_in(shown):
                names = found.setdefault(shown.value, {}).setdefault(side, [])
                names += [name] if name not in names else []
    return found


def marks_of(complaint: Mapping[str, Any]) -> tuple[tuple[DrawnRegion, ...], tuple[Stroke, ...]]:
    """Return the regions and strokes of what was told."""
    regions = tuple(
        DrawnRegion(View(view), Side(side), name)
        for view, sides in (complaint.get("regions") or {}).items()
        for side, names in sides.items()
        for name in names
    )
    strokes = tuple(
        Stroke(View(one["view"]), tuple((float(x), float(y)) for x, y in one["points"]))
        for one in complaint.get("strokes") or []
    )
    return tuple(sorted(regions)), strokes


def is_drawn(complaint: Mapping[str, Any]) -> bool:
    """Tell whether anything is marked."""
    return any(marks_of(complaint))


def drawn(complaint: Mapping[str, Any], knowledge: Knowledge) -> tuple[DrawnRegion, ...]:
    """Return the regions that count as drawn."""
    regions, strokes = marks_of(complaint)
    return regions_drawn(
        regions,
        strokes,
        region_share=knowledge.parameter("drawing-region-share"),
        stroke_share=knowledge.parameter("drawing-stroke-share"),
    )


def without_saddle(complaint: Mapping[str, Any]) -> tuple[Regions, Strokes]:
    """Return what was drawn without what lies between the legs."""
    regions = {
        view: {side: [name for name in names if name != SADDLE] for side, names in sides.items()}
        for view, sides in (complaint.get("regions") or {}).items()
    }
    strokes: Strokes = []
    for stroke in marks_of(complaint)[1]:
        if SADDLE not in regions_in(stroke.view):
            strokes.append({"view": stroke.view.value, "points": [list(point) for point in stroke.points]})
            continue
        saddle = [region_area(stroke.view, side, SADDLE).buffer(_FREE) for side in Side]
        area = stroke_area(stroke.points)
        if not any(area.intersects(one) for one in saddle):
            strokes.append({"view": stroke.view.value, "points": [list(point) for point in stroke.points]})
            continue
        for one in saddle:
            area = area.difference(one)
        for piece in getattr(area, "geoms", [area]):
            edge = [] if piece.is_empty else _edge(piece)
            if edge and _stays(stroke.view, edge, saddle):
                strokes.append({"view": stroke.view.value, "points": edge})
    return regions, strokes[:MOST_STROKES]


def _stays(view: View, edge: Sequence[Sequence[float]], saddle: list["BaseGeometry"]) -> bool:
    """Tell whether a piece lies on the body and does not run around what was taken off."""
    area = stroke_area([(x, y) for x, y in edge])
    is_free = all(area.intersection(one.buffer(-_FREE)).area < _LEAST for one in saddle)
    return bool(is_free and area.intersection(outline(view)).area >= _LEAST)


def _points(line: Any) -> list[tuple[float, float]]:
    if not isinstance(line, list) or not line:
        raise DrawingError("unknown")
    if len(line) > MOST_SENT:
        raise DrawingError("too-long")
    points = []
    for one in line:
        if not isinstance(one, list) or len(one) != 2:  # noqa: PLR2004 -- x and y
            raise DrawingError("unknown")
        if any(isinstance(part, bool) or not isinstance(part, int | float) for part in one):
            raise DrawingError("unknown")
        x, y = one
        if not (-WIDTH <= x <= 2 * WIDTH and -HEIGHT <= y <= 2 * HEIGHT):  # nor is nan
            raise DrawingError("unknown")
        points.append((round(float(x), 2), round(float(y), 2)))
    return points


def _largest(area: "BaseGeometry") -> "BaseGeometry":
    return max(getattr(area, "geoms", [area]), key=lambda one: one.area)


def _edge(area: "BaseGeometry") -> list[list[float]]:
    """Return the outer edge with as few points as are needed; whoever circles a place means all of it."""
    tolerance = 0.4
    simple = area.simplify(tolerance)
    while len(simple.exterior.coords) - 1 > MOST_KEPT:
        tolerance *= 1.5
        simple = area.simplify(tolerance)
    return [[round(x, 1), round(y, 1)] for x, y in list(simple.exterior.coords)[:-1]]
