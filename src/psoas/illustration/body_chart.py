"""The body chart as SVG: where it hurts, and the course of a nerve that may be behind it.

The shapes come from the anatomy; words and guiding lines are data, in ``body_chart.yaml`` beside this
file. Right and left are always the patient's own.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby, pairwise
from pathlib import Path

from psoas.anatomy.body_chart import (
    HEIGHT,
    TOP,
    WIDTH,
    Segment,
    Shape,
    Vertex,
    chart_geometry,
    outline_curves,
    region_border,
    sampled,
    stroke_area,
    vertices,
)
from psoas.anatomy.regions import Side, View, regions_in
from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import UnknownIdentifierError
from psoas.foundation.sayable import sayable
from psoas.patient.case import DrawnRegion, Mark, Stroke

_WHERE = sayable("Where you feel it")
_PATH = sayable("Possible path of the irritated nerve")
_LEGEND_HEIGHT = 34
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


@dataclass(frozen=True, slots=True)
class _Words:
    """What is written beside a view, and the lines that guide the eye."""

    heading: str
    heading_at: complex
    sides_at: complex
    size: float
    landmarks: Sequence[Shape]


def region_path(view: View, side: Side, region: str) -> str:
    """Return the border of a region as SVG path data, in the coordinates of the chart.

    Borders reach beyond the body where they end at its edge: clip them by :func:`outline_path`.

    Raises
    ------
    UnknownIdentifierError
        The view has no such region.
    """
    return _path_data(region_border(view, side, region)) + " Z"


def outline_path(view: View) -> str:
    """Return the outline of the body, or of both feet, as SVG path data."""
    return " ".join(_path_data(curve) + " Z" for curve in outline_curves(view))


def body_chart_svg(  # noqa: PLR0913 -- each is a choice of its own
    *,
    drawn: Collection[Mark],
    nerve: Collection[NervePath] = (),
    title: str,
    description: str,
    palette: Palette = SCREEN,
    prefix: str = "body-chart",
    say: Callable[[str], str] = str,
) -> str:
    """Draw the body from both sides, and the feet from above and below, as a standalone SVG document.

    Parameters
    ----------
    drawn : Collection[Mark]
        Where the patient drew pain: regions as a whole, and areas drawn freehand.
    nerve : Collection[NervePath]
        Courses of nerve roots to lay over it.
    title, description : str
        What the picture shows, for those who do not see it.
    palette : Palette
        ``SCREEN`` or ``PRINT``.
    prefix : str
        Begins every id; give each chart of a page its own.
    say : Callable[[str], str]
        Says the words of the drawing in another language; see `words_of_the_drawing`.

    Raises
    ------
    UnknownIdentifierError
        A drawn region or a region of a nerve is not on the chart.
    """
    regions = frozenset(mark for mark in drawn if isinstance(mark, DrawnRegion))
    strokes = tuple(mark for mark in drawn if isinstance(mark, Stroke))
    chart = _Chart(palette, prefix, regions, strokes, tuple(path for path in nerve if path.regions), say)
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
        viewBox=f"0 {TOP} {WIDTH} {HEIGHT + (_LEGEND_HEIGHT if legend else 0)}",
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
    regions: frozenset[DrawnRegion]
    strokes: tuple[Stroke, ...]
    nerve: tuple[NervePath, ...]
    say: Callable[[str], str]

    def hatch(self) -> str:
        line = _stroke("M0,2 H4", self.palette.pain_edge, 0.5, opacity=0.5)
        units = {"patternUnits": "userSpaceOnUse", "patternTransform": "rotate(-45)"}
        return _tag("pattern", line, id=f"{self.prefix}-hatch", width=4, height=4, **units)

    def view(self, view: View) -> str:
        palette, geometry = self.palette, chart_geometry(view)
        body, inside, pain = (f"{self.prefix}-{view}{part}" for part in ("", "-inside", "-pain"))
        shapes: dict[str, str] = {}
        marks: dict[str, str] = {}  # what each shape is, for machines
        for one in sorted(region for region in self.regions if region.view is view):
            shapes[f"{body}-{one.side}-{one.region}"] = region_path(view, one.side, one.region)
            marks[f"{body}-{one.side}-{one.region}"] = f"{view} {one.side} {one.region}"
        for number, stroke in enumerate(stroke for stroke in self.strokes if stroke.view is view):
            shapes[f"{body}-stroke-{number}"] = stroke_path(stroke)
            marks[f"{body}-stroke-{number}"] = f"{view} stroke {number}"
        shapes[body] = outline_path(view)
        borders = [region_border(view, side, name) for side in Side for name in geometry.borders]
        # Neighbours hold the same curve in opposite directions: drawn once, it is as thin as the rest.
        lines = {frozenset(segment): [segment] for border in borders for segment in border}.values()
        layers = [
            _use(body, fill=palette.body),
            _use(body, palette.shade, 9, opacity=0.5),
            _use(body, palette.shade, 5),
            _stroke(" ".join(map(_path_data, lines)), palette.line, 0.5),
            # Edges first, areas over them: of a group of regions only the outer edge stays.
            *(_use(name, palette.pain_edge, 2.6) for name in marks),
        ]
        for name, mark in marks.items():
            layers.append(_use(name, fill=palette.pain, data_region=mark))
            layers.append(_use(name, palette.pain_edge, 0.4, fill=f"url(#{self.prefix}-hatch)"))
        halves = [
            geometry.curve(line, side, closed=False) for line in _words(view).landmarks for side in Side
        ]
        layers.append(_stroke(" ".join(map(_path_data, halves)), palette.outline, 0.8, opacity=0.5))
        parts = [
            _tag("defs", *(_tag("path", d=path, id=name) for name, path in shapes.items())),
            _tag("clipPath", _tag("use", href=f"#{body}"), id=inside),
            _tag("g", *layers, clip_path=f"url(#{inside})"),
            _use(body, palette.outline, 1.4),
        ]
        if marks:
            parts.append(_tag("clipPath", *(_tag("use", href=f"#{name}") for name in marks), id=pain))
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
        geometry, said, colour = chart_geometry(view), _words(view), self.palette.text
        weight = 600 if view in {View.FRONT, View.BACK} else 400
        words = _text(
            self.say(said.heading), geometry.at + said.heading_at, said.size * 1.2, colour, font_weight=weight
        )
        for side in Side:
            at = geometry.placed(said.sides_at, side)
            words += _text(self.say(side.value.capitalize()), at, said.size, colour)
        return words

    def legend(self) -> str:
        """Say what the marks are; placed by numbers, since a transform would make a layer of its own."""
        entries = [(self._area_sign, self.say(_WHERE))] if self.regions or self.strokes else []
        entries += [(self._nerve_sign, self.say(_PATH))] if self.nerve else []
        widths = [60 + 5 * len(words) for _, words in entries]
        place, legend = complex((WIDTH + 26 - sum(widths)) / 2, TOP + HEIGHT + _LEGEND_HEIGHT / 2), ""
        for (sign, words), width in zip(entries, widths, strict=True):
            label = _text(words, place + (35 + 3.8j), 11.5, self.palette.text, text_anchor="start")
            legend += _tag("g", sign(place), label)
            place += width
        return legend

    def _area_sign(self, at: complex) -> str:
        line = f"M{_pair(at + 6)} h12"
        edge, area = _stroke(line, self.palette.pain_edge, 13), _stroke(line, self.palette.pain, 10.6)
        return (
            edge
            + area
            + _tag("path", d=f"M{_pair(at + (1 - 5j))} h22 v10 h-22 Z", fill=f"url(#{self.prefix}-hatch)")
        )

    def _nerve_sign(self, at: complex) -> str:
        return _stroke(f"M{_pair(at + 2)} h4 m7,0 h4 m7,0 h4", self.palette.nerve, 3.4)


def words_of_the_drawing() -> tuple[str, ...]:
    """Return the words beside the views: their headings, and the sides."""
    return (*(_words(view).heading for view in View), *(side.value.capitalize() for side in Side))


@cache
def _words(view: View) -> _Words:
    text = Path(__file__).with_name("body_chart.yaml").read_text(encoding="utf-8")
    source = parse_yaml(text, trusted=True).value
    told, lines = source["words"][view.value], source["landmarks"][view.value]
    return _Words(
        heading=told["heading"],
        heading_at=complex(*told["heading_at"]),
        sides_at=complex(*told["sides_at"]),
        size=told["size"],
        landmarks=[vertices(line) for line in lines],
    )


def stroke_path(stroke: Stroke) -> str:
    """Return what a stroke encloses as SVG path data: the picture shows what is measured.

    Where it leaves the body it has to be clipped by :func:`outline_path`.
    """
    area = stroke_area(stroke.points)
    lines = [list(one.exterior.coords) for one in getattr(area, "geoms", [area])]
    return " ".join("M" + " L".join(_pair(complex(*point)) for point in line) + " Z" for line in lines)


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


def _course(view: View, path: NervePath, names: Sequence[str], rank: int) -> list[Segment]:
    """Run a curve into the first region, through the middle of the others, out of the last."""
    geometry = chart_geometry(view)
    courses = [geometry.courses[name] for name in names]
    points = [courses[0][0].at, *(course[1].at for course in courses[1:] or courses), courses[-1][2].at]
    if names[0] == path.regions[0]:
        points[:2] = points[0] + rank * _LABEL_SPACING, points[1] + rank * _NERVE_SPACING
    return geometry.curve([Vertex(point) for point in points], path.side, closed=False)


def _length(segment: Segment) -> float:
    return sum(abs(b - a) for a, b in pairwise(sampled(segment)))


def _path_data(curve: Sequence[Segment]) -> str:
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
