"""The body chart as SVG: where it hurts, and the course of a nerve that may be behind it.

The geometry is data, in ``body_chart.yaml`` beside this file. Right and left are always the
patient's own.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from psoas.anatomy.regions import Side, View, regions_in
from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import UnknownIdentifierError
from psoas.patient.case import DrawnRegion

_WIDTH, _TOP, _HEIGHT, _LEGEND_HEIGHT = 440, -16, 552, 34
_DASH, _GAP = 5.0, 6.6  # of a nerve; round caps take some of the gap
_NERVE_WIDTH, _NERVE_TAPER, _NERVE_SPACING, _LABEL_SPACING = 4.2, 0.006, 5.0, 17.0


@dataclass(frozen=True, slots=True)
class NervePath:
    """The course along which an irritated nerve root may be felt."""

    side: Side
    level: str  # "S1"
    regions: tuple[str, ...]  # in order, from the back down


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a chart."""

    text: str
    body: str
    shade: str  # of the body, towards its edge
    outline: str
    line: str  # between regions
    pain: str
    pain_edge: str  # and its hatching, which survives a black and white print
    nerve: str


SCREEN = Palette("#1B2A36", "#F3F5F7", "#DDE5EB", "#3C5163", "#788B98", "#F2B8A0", "#9B2C0B", "#4B63DF")
PRINT = Palette("#000000", "#FFFFFF", "#EDEDED", "#333333", "#8C8C8C", "#D0D0D0", "#333333", "#000000")


class _Vertex(NamedTuple):
    at: complex  # x to the right and y down: the plane with its arithmetic
    corner: bool = False


_Shape = Sequence[_Vertex]
_Segment = tuple[complex, complex, complex, complex]  # a cubic Bézier curve


@dataclass(frozen=True, slots=True)
class _Geometry:
    """One view, its shapes drawn for the half on the viewer's right."""

    at: complex
    right_of_viewer: Side
    outline: _Shape
    borders: Mapping[str, _Shape]
    courses: Mapping[str, _Shape]  # of a nerve: where it enters, the middle, where it leaves
    landmarks: Sequence[_Shape]
    heading: str
    heading_at: complex
    sides_at: complex
    size: float  # of the words

    def placed(self, point: complex, side: Side) -> complex:
        return self.at + (point if side is self.right_of_viewer else -point.conjugate())

    def curve(self, shape: _Shape, side: Side, *, closed: bool = True) -> list[_Segment]:
        return _curve([_Vertex(self.placed(at, side), c) for at, c in shape], closed=closed)


def region_path(view: View, side: Side, region: str) -> str:
    """Return the border of a region as SVG path data, in the coordinates of the chart.

    Borders reach beyond the body where they end at its edge: clip them by :func:`outline_path`.

    Raises
    ------
    UnknownIdentifierError
        The view has no such region.
    """
    return _path_data(_border(view, side, region)) + " Z"


def region_area(view: View, side: Side, region: str) -> float:
    """Return the area inside the border of a region, before clipping, in square chart units."""
    points = [point for segment in _border(view, side, region) for point in _sampled(segment)]
    return abs(sum((a.conjugate() * b).imag for a, b in pairwise([*points, points[0]]))) / 2


def outline_path(view: View) -> str:
    """Return the outline of the body, or of both feet, as SVG path data."""
    geometry = _geometry()[view]
    half = geometry.outline
    if half[0].at.real:
        return " ".join(_path_data(geometry.curve(half, side)) + " Z" for side in Side)
    mirrored = [_Vertex(-at.conjugate(), corner) for at, corner in half[-2:0:-1]]
    return _path_data(geometry.curve([*half, *mirrored], geometry.right_of_viewer)) + " Z"


def body_chart_svg(
    *,
    drawn: Collection[DrawnRegion],
    nerve: Collection[NervePath] = (),
    title: str,
    description: str,
    palette: Palette = SCREEN,
    prefix: str = "body-chart",
) -> str:
    """Draw the body from both sides, and the feet from above and below, as a standalone SVG document.

    Parameters
    ----------
    drawn : Collection[DrawnRegion]
        Where the patient drew pain.
    nerve : Collection[NervePath]
        Courses of nerve roots to lay over it.
    title, description : str
        What the picture shows, for those who do not see it.
    palette : Palette
        ``SCREEN`` or ``PRINT``.
    prefix : str
        Begins every id; give each chart of a page its own.

    Raises
    ------
    UnknownIdentifierError
        A drawn region or a region of a nerve is not on the chart.
    """
    chart = _Chart(palette, prefix, frozenset(drawn), tuple(path for path in nerve if path.regions))
    legend = chart.legend()
    return _tag(
        "svg",
        _tag("title", escape(title), id=f"{prefix}-title"),
        _tag("desc", escape(description), id=f"{prefix}-desc"),
        chart.hatch(),
        *(chart.view(view) for view in View),
        *(chart.nerve_course(path) for path in chart.nerve),
        *(chart.words(view) for view in View),
        legend,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 {_TOP} {_WIDTH} {_HEIGHT + (_LEGEND_HEIGHT if legend else 0)}",
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family="'Source Sans Pro', sans-serif",
        stroke_linecap="round",
        stroke_linejoin="round",
    )


@dataclass(frozen=True, slots=True)
class _Chart:
    palette: Palette
    prefix: str
    drawn: frozenset[DrawnRegion]
    nerve: tuple[NervePath, ...]

    def hatch(self) -> str:
        line = _stroke("M0,2 H4", self.palette.pain_edge, 0.5, opacity=0.5)
        units = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(-45)"}
        return _tag("pattern", line, id=f"{self.prefix}-hatch", width=4, height=4, **units)

    def view(self, view: View) -> str:
        palette, geometry = self.palette, _geometry()[view]
        body, inside, pain = (f"{self.prefix}-{view}{part}" for part in ("", "-inside", "-pain"))
        names = {f"{body}-{r.side}-{r.region}": r for r in sorted(self.drawn) if r.view is view}
        shapes = {name: region_path(view, r.side, r.region) for name, r in names.items()}
        shapes[body] = outline_path(view)
        borders = [_border(view, side, name) for side in Side for name in geometry.borders]
        # Neighbours hold the same curve in opposite directions: drawn once, it is as thin as the rest.
        lines = {frozenset(segment): [segment] for border in borders for segment in border}.values()
        layers = [
            _use(body, fill=palette.body),
            _use(body, palette.shade, 9, opacity=0.5),
            _use(body, palette.shade, 5),
            _stroke(" ".join(map(_path_data, lines)), palette.line, 0.5),
            # Edges first, areas over them: of a group of regions only the outer edge stays.
            *(_use(name, palette.pain_edge, 2.6) for name in names),
        ]
        for name, region in names.items():
            layers.append(_use(name, fill=palette.pain, data_region=f"{view} {region.side} {region.region}"))
            layers.append(_use(name, palette.pain_edge, 0.4, fill=f"url(#{self.prefix}-hatch)"))
        halves = [geometry.curve(line, side, closed=False) for line in geometry.landmarks for side in Side]
        layers.append(_stroke(" ".join(map(_path_data, halves)), palette.outline, 0.8, opacity=0.5))
        parts = [
            _tag("defs", *(_tag("path", d=path, id=name) for name, path in shapes.items())),
            _tag("clipPath", _tag("use", href=f"#{body}"), id=inside),
            _tag("g", *layers, clip_path=f"url(#{inside})"),
            _use(body, palette.outline, 1.4),
        ]
        if names:
            parts.append(_tag("clipPath", *(_tag("use", href=f"#{name}") for name in names), id=pain))
            parts.append(_use(body, palette.pain_edge, 2, clip_path=f"url(#{pain})"))
        return _tag("g", *parts)

    def nerve_course(self, path: NervePath) -> str:
        """Draw a dashed line that gets thinner on its way, and its name where it begins."""
        # The higher the root, the further out its course: so they do not cross.
        levels = sorted({other.level for other in self.nerve if other.side is path.side}, reverse=True)
        rank = levels.index(path.level)
        courses = [_course(view, path, names, rank) for view, names in _stretches(path.regions)]
        parts = [_stroke(_path_data(course), "#FFFFFF", 5.6, opacity=0.7) for course in courses]
        width = _NERVE_WIDTH
        for course in courses:
            length = sum(map(_length, course))
            scale = length / (round(length / (_DASH + _GAP) + 0.5) * (_DASH + _GAP) - _GAP)
            pattern = f"{_DASH * scale:.2f} {_GAP * scale:.2f}"
            done = 0.0
            for segment in course:
                line = {"stroke_dasharray": pattern, "stroke_dashoffset": f"{done:.2f}"}
                parts.append(_stroke(_path_data([segment]), self.palette.nerve, round(width, 2), **line))
                done += _length(segment)
                width -= _length(segment) * _NERVE_TAPER
        start = courses[0][0][0] + 1.5j
        half = 2.3 * len(path.level) - 2
        pill = f"{_pair(start - half)} {_pair(start + half)}"
        parts += [_stroke(f"M{pill}", "#FFFFFF", 12.4), _stroke(f"M{pill}", self.palette.nerve, 11)]
        parts.append(_text(path.level, start + 2.8j, 8, "#FFFFFF", font_weight=600))
        return _tag("g", *parts, data_nerve=f"{path.side} {path.level}")

    def words(self, view: View) -> str:
        geometry, colour = _geometry()[view], self.palette.text
        weight = 600 if view in {View.FRONT, View.BACK} else 400
        heading = geometry.at + geometry.heading_at
        words = _text(geometry.heading, heading, geometry.size * 1.2, colour, font_weight=weight)
        for side in Side:
            at = geometry.placed(geometry.sides_at, side)
            words += _text(side.value.capitalize(), at, geometry.size, colour)
        return words

    def legend(self) -> str:
        area = _stroke("M6,0 H18", self.palette.pain_edge, 13) + _stroke("M6,0 H18", self.palette.pain, 10.6)
        area += _tag("path", d="M1,-5 H23 V5 H1 Z", fill=f"url(#{self.prefix}-hatch)")
        dashes = _stroke("M2,0 H6 M13,0 H17 M24,0 H28", self.palette.nerve, 3.4)
        entries = [(area, "Where you feel it")] if self.drawn else []
        entries += [(dashes, "Possible path of the irritated nerve")] if self.nerve else []
        widths = [60 + 5 * len(words) for _, words in entries]
        x, legend = (_WIDTH + 26 - sum(widths)) / 2, ""
        for (symbol, words), width in zip(entries, widths, strict=True):
            label = _text(words, 35 + 3.8j, 11.5, self.palette.text, text_anchor="start")
            place = f"translate({_number(x)} {_TOP + _HEIGHT + _LEGEND_HEIGHT / 2})"
            legend += _tag("g", symbol, label, transform=place)
            x += width
        return legend


@cache
def _geometry() -> Mapping[View, _Geometry]:
    text = Path(__file__).with_name("body_chart.yaml").read_text(encoding="utf-8")
    source = parse_yaml(text).value
    return {View(name): _read_view(source, name) for name in source["views"]}


def _read_view(source: Mapping[str, Any], name: str) -> _Geometry:
    view, rows = source["views"][name], source["regions"][name]
    return _Geometry(
        **{key: complex(*view[key]) for key in ("at", "heading_at", "sides_at")},
        right_of_viewer=Side(view["right_of_viewer"]),
        outline=[v for part in view["outline"] for v in _vertices(source["outlines"][part])],
        borders=_with_corners({region: _vertices(row["border"]) for region, row in rows.items()}),
        courses={region: _vertices(row["course"]) for region, row in rows.items()},
        landmarks=[_vertices(line) for line in source["landmarks"][name]],
        heading=view["heading"],
        size=view["size"],
    )


def _vertices(text: str) -> _Shape:
    words = [(word.rstrip("*").split(","), word.endswith("*")) for word in text.split()]
    return [_Vertex(complex(float(x), float(y)), corner) for (x, y), corner in words]


def _with_corners(borders: Mapping[str, _Shape]) -> Mapping[str, _Shape]:
    """Make a corner of each vertex where borders meet; on the midline they meet their mirror."""
    neighbours: defaultdict[complex, set[frozenset[complex]]] = defaultdict(set)
    for border in borders.values():
        for before, vertex, after in _with_neighbours(border):
            neighbours[vertex.at].add(frozenset((before.at, after.at)))
    met = {point for point, pairs in neighbours.items() if len(pairs) > 1 or not point.real}
    return {
        name: [_Vertex(at, corner or at in met) for at, corner in border] for name, border in borders.items()
    }


def _with_neighbours(vertices: _Shape) -> Iterable[tuple[_Vertex, _Vertex, _Vertex]]:
    return zip([vertices[-1], *vertices], vertices, [*vertices[1:], vertices[0]], strict=False)


def _border(view: View, side: Side, region: str) -> list[_Segment]:
    geometry = _geometry()[view]
    if region not in geometry.borders:
        message = f"The {view} view of the body chart has no region '{region}'."
        raise UnknownIdentifierError(message)
    return geometry.curve(geometry.borders[region], side)


def _stretches(regions: Sequence[str]) -> list[tuple[View, list[str]]]:
    """Split the course of a nerve into stretches that one view shows, in order from the back.

    Front and back share the regions at the body's side: the course is shown in both, unless one
    of them has nothing else of it.
    """
    if unknown := set(regions) - {name for view in View for name in regions_in(view)}:
        message = f"The body chart has no region '{min(unknown)}'."
        raise UnknownIdentifierError(message)
    stretches = [
        (view, list(names))
        for view in View
        for shown, names in groupby(regions, key=regions_in(view).__contains__)
        if shown
    ]
    longest = [s for s in stretches if not any(set(s[1]) < set(names) for _, names in stretches)]
    return sorted(longest, key=lambda stretch: regions.index(stretch[1][0]))


def _course(view: View, path: NervePath, names: Sequence[str], rank: int) -> list[_Segment]:
    """Run a curve into the first region, through the middle of the others, out of the last."""
    geometry = _geometry()[view]
    courses = [geometry.courses[name] for name in names]
    points = [courses[0][0].at, *(course[1].at for course in courses[1:] or courses), courses[-1][2].at]
    if names[0] == path.regions[0]:
        points[:2] = points[0] + rank * _LABEL_SPACING, points[1] + rank * _NERVE_SPACING
    return geometry.curve([_Vertex(point) for point in points], path.side, closed=False)


def _curve(vertices: _Shape, *, closed: bool) -> list[_Segment]:
    """Join vertices by a spline that passes each along the chord of its neighbours, but corners."""
    points = [vertex.at for vertex in vertices]
    slopes = [
        0 if vertex.corner else (after.at - before.at) / abs(after.at - before.at)
        for before, vertex, after in _with_neighbours(vertices)
    ]
    if closed:
        points, slopes = [*points, points[0]], [*slopes, slopes[0]]
    else:
        slopes[0] = slopes[-1] = 0
    segments: list[_Segment] = []
    for (start, end), (leaving, arriving) in zip(pairwise(points), pairwise(slopes), strict=True):
        reach = abs(end - start) / 3
        segments.append((start, start + leaving * reach, end - arriving * reach, end))
    return segments


def _sampled(segment: _Segment, steps: int = 12) -> list[complex]:
    a, b, c, d = segment
    return [
        (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
        for t in (step / steps for step in range(steps + 1))
    ]


def _length(segment: _Segment) -> float:
    return sum(abs(b - a) for a, b in pairwise(_sampled(segment)))


def _path_data(curve: Sequence[_Segment]) -> str:
    rounded = [[complex(round(p.real, 1), round(p.imag, 1)) for p in part] for part in curve]
    steps = ("c" + " ".join(_pair(point - start) for point in points) for start, *points in rounded)
    return f"M{_pair(rounded[0][0])} " + " ".join(steps)


def _pair(point: complex) -> str:
    return f"{_number(point.real)},{_number(point.imag)}"


def _number(value: float) -> str:
    return f"{round(value, 1) + 0:g}"


def _stroke(path: str, colour: str, width: float, **attributes: object) -> str:
    return _tag("path", d=path, fill="none", stroke=colour, stroke_width=width, **attributes)


def _use(shape: str, colour: str = "none", width: float = 0, **attributes: object) -> str:
    look = {"fill": "none", "stroke": colour, "stroke_width": width} | attributes
    return _tag("use", href=f"#{shape}", **look)


def _text(words: str, at: complex, size: float, colour: str, **attributes: object) -> str:
    look = {"font_size": _number(size), "fill": colour, "text_anchor": "middle"} | attributes
    return _tag("text", escape(words), x=_number(at.real), y=_number(at.imag), **look)


def _tag(name: str, *body: str, **attributes: object) -> str:
    words = "".join(f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{name}{words}>{''.join(body)}</{name}>" if body else f"<{name}{words}/>"
