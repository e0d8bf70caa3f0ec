"""The shape of the body chart: its outline, its regions, and what share of the body each of them is.

The points are data, in ``body_chart.yaml`` beside this file. A place on the chart is a pair of x and y:
x from 0 to 440 to the right, y from -16 to 536 downwards, as in the ``viewBox`` of the drawing. The body
from the front stands in the left half, from the back in the right half, the feet below. Right and left are
always the patient's own, so that a place says the side by itself.

Shares of the body are parts of its two silhouettes: front and back together are 100 %. The feet below
repeat what the silhouettes show, enlarged: the tops of the feet are the front's ``dorsal-foot``, the soles
stand for the back's ``posterior-heel``. A mark there is worth the same part of that region, and of a region
marked in both places the larger part counts, so that nothing is counted twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from psoas.anatomy.regions import Side, View
from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import UnknownIdentifierError

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH, TOP, HEIGHT = 440, -16, 552  # of the chart
SILHOUETTES = (View.FRONT, View.BACK)
REPEATED: Mapping[View, tuple[View, str]] = {  # what each pair of feet shows once more
    View.FOOT_TOP: (View.FRONT, "dorsal-foot"),
    View.SOLE: (View.BACK, "posterior-heel"),
}

Point = tuple[float, float]
Segment = tuple[complex, complex, complex, complex]  # a cubic Bézier curve; x and y as one number


class Vertex(NamedTuple):
    """A point of a shape: x to the right and y down, in the plane with its arithmetic."""

    at: complex
    corner: bool = False


Shape = Sequence[Vertex]


@dataclass(frozen=True, slots=True)
class Geometry:
    """One view, its shapes written for the half on the viewer's right."""

    at: complex
    right_of_viewer: Side
    outline: Shape
    borders: Mapping[str, Shape]
    courses: Mapping[str, Shape]  # of a nerve: where it enters, the middle, where it leaves

    def placed(self, point: complex, side: Side) -> complex:
        """Return where a point of the shapes stands on the chart."""
        return self.at + (point if side is self.right_of_viewer else -point.conjugate())

    def curve(self, shape: Shape, side: Side, *, closed: bool = True) -> list[Segment]:
        """Return a shape of one side as curves on the chart."""
        return _curve([Vertex(self.placed(at, side), corner) for at, corner in shape], closed=closed)


def region_border(view: View, side: Side, region: str) -> list[Segment]:
    """Return the border of a region; it reaches beyond the body where it ends at its edge.

    Raises
    ------
    UnknownIdentifierError
        The view has no such region.
    """
    geometry = chart_geometry(view)
    if region not in geometry.borders:
        message = f"The {view} view of the body chart has no region '{region}'."
        raise UnknownIdentifierError(message)
    return geometry.curve(geometry.borders[region], side)


def outline_curves(view: View) -> list[list[Segment]]:
    """Return the closed outline of the body, or of both feet."""
    geometry = chart_geometry(view)
    half = geometry.outline
    if half[0].at.real:
        return [geometry.curve(half, side) for side in Side]
    mirrored = [Vertex(-at.conjugate(), corner) for at, corner in half[-2:0:-1]]
    return [geometry.curve([*half, *mirrored], geometry.right_of_viewer)]


@cache
def outline(view: View) -> "BaseGeometry":
    """Return the body of a view, or both feet, as an area."""
    import shapely  # noqa: PLC0415 -- slow import

    return shapely.union_all([_area(curve) for curve in outline_curves(view)])


@cache
def region_area(view: View, side: Side, region: str) -> "BaseGeometry":
    """Return what is seen of a region: its border, clipped by the outline."""
    return _area(region_border(view, side, region)).intersection(outline(view))


@cache
def foot_area(view: View, side: Side) -> "BaseGeometry":
    """Return one foot of the pair that a view of the feet shows."""
    import shapely  # noqa: PLC0415 -- slow import

    return shapely.union_all([region_area(view, side, name) for name in chart_geometry(view).borders])


def stroke_area(points: Iterable[Point]) -> "BaseGeometry":
    """Return what a freehand line encloses; where it crosses itself, every loop counts."""
    import shapely  # noqa: PLC0415 -- slow import

    line = list(points)
    rings = shapely.get_parts(shapely.polygonize([shapely.unary_union(shapely.LineString([*line, line[0]]))]))
    return shapely.union_all(rings)


@cache
def body_size() -> float:
    """Return the size of both silhouettes, in square units of the chart."""
    return float(sum(outline(view).area for view in SILHOUETTES))


@cache
def region_percent(view: View, side: Side, region: str) -> float:
    """Return how much of the body a region is, in per cent; of the feet, by the region they repeat."""
    area = float(region_area(view, side, region).area)
    if view in SILHOUETTES:
        return 100 * area / body_size()
    shown, repeated = REPEATED[view]
    return area / float(foot_area(view, side).area) * region_percent(shown, side, repeated)


@cache
def chart_geometry(view: View) -> Geometry:
    """Return the shapes of a view."""
    source = _source()
    told, rows = source["views"][view.value], source["regions"][view.value]
    return Geometry(
        at=complex(*told["at"]),
        right_of_viewer=Side(told["right_of_viewer"]),
        outline=[vertex for part in told["outline"] for vertex in vertices(source["outlines"][part])],
        borders=_with_corners({region: vertices(row["border"]) for region, row in rows.items()}),
        courses={region: vertices(row["course"]) for region, row in rows.items()},
    )


@cache
def _source() -> Mapping[str, Any]:
    text = Path(__file__).with_name("body_chart.yaml").read_text(encoding="utf-8")
    source: Mapping[str, Any] = parse_yaml(text, trusted=True).value
    return source


def vertices(text: str) -> Shape:
    """Read "x,y x,y*": a star breaks the curve."""
    words = [(word.rstrip("*").split(","), word.endswith("*")) for word in text.split()]
    return [Vertex(complex(float(x), float(y)), corner) for (x, y), corner in words]


def sampled(segment: Segment, steps: int = 12) -> list[complex]:
    """Return points along a curve, both ends included."""
    a, b, c, d = segment
    return [
        (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
        for t in (step / steps for step in range(steps + 1))
    ]


def _area(curve: Sequence[Segment]) -> "BaseGeometry":
    import shapely  # noqa: PLC0415 -- slow import

    points = [point for segment in curve for point in sampled(segment)[:-1]]
    return shapely.make_valid(shapely.Polygon([(point.real, point.imag) for point in points]))


def _with_corners(borders: Mapping[str, Shape]) -> Mapping[str, Shape]:
    """Make a corner of each vertex where borders meet; on the midline they meet their mirror."""
    neighbours: defaultdict[complex, set[frozenset[complex]]] = defaultdict(set)
    for border in borders.values():
        for before, vertex, after in _with_neighbours(border):
            neighbours[vertex.at].add(frozenset((before.at, after.at)))
    met = {point for point, pairs in neighbours.items() if len(pairs) > 1 or not point.real}
    return {
        name: [Vertex(at, corner or at in met) for at, corner in border] for name, border in borders.items()
    }


def _with_neighbours(shape: Shape) -> Iterable[tuple[Vertex, Vertex, Vertex]]:
    return zip([shape[-1], *shape], shape, [*shape[1:], shape[0]], strict=False)


def _curve(shape: Shape, *, closed: bool) -> list[Segment]:
    """Join vertices by a spline that passes each along the chord of its neighbours, but corners."""
    points = [vertex.at for vertex in shape]
    slopes = [
        0 if vertex.corner else (after.at - before.at) / abs(after.at - before.at)
        for before, vertex, after in _with_neighbours(shape)
    ]
    if closed:
        points, slopes = [*points, points[0]], [*slopes, slopes[0]]
    else:
        slopes[0] = slopes[-1] = 0
    segments: list[Segment] = []
    for (start, end), (leaving, arriving) in zip(pairwise(points), pairwise(slopes), strict=True):
        reach = abs(end - start) / 3
        segments.append((start, start + leaving * reach, end - arriving * reach, end))
    return segments
