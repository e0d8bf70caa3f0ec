"""Charts as Vega-Lite definitions, and the way from a definition to a picture.

Places are worked out here in pixels, row by row, so that every row has the room it needs; Vega-Lite
draws marks, scale and grid. Contributors are told apart by the shape and the colour of their group;
words are in the colour of text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from psoas.foundation.logit_normal import LogitNormal, expit
from psoas.knowledge.contributors import Group

Spec = Mapping[str, Any]

DOTS = 20  # each stands for 5 in 100
FONT = "Source Sans Pro"
TEXT, MUTED, GRID, ACCENT, ACCENT_SOFT = "#1B2A36", "#4A5B68", "#DDE5EB", "#0B5C7A", "#BFDDE9"

COLOURS: Mapping[Group, str] = {
    "nerve": "#4B63DF",
    "disc": "#6C0064",
    "joint": "#B17900",
    "muscle": "#B81257",
    "hip": "#009B90",
    "alignment": "#524608",
    "other": "#4A5B68",
}
GLYPHS: Mapping[Group, str] = {  # in a square from -1 to 1
    "nerve": "M0,-0.95L1,0.8L-1,0.8Z",
    "disc": "M-1,0C-1,-0.75,1,-0.75,1,0C1,0.75,-1,0.75,-1,0Z",
    "joint": "M0,-1L1,0L0,1L-1,0Z",
    "muscle": "M-1,0C-0.45,-0.95,0.45,-0.95,1,0C0.45,0.95,-0.45,0.95,-1,0Z",
    "hip": "M-0.85,0A0.85,0.85,0,1,1,0.85,0A0.85,0.85,0,1,1,-0.85,0Z",
    "alignment": "M-0.8,-0.8L0.8,-0.8L0.8,0.8L-0.8,0.8Z",
    "other": "M-0.3,-0.9L0.3,-0.9L0.3,-0.3L0.9,-0.3L0.9,0.3L0.3,0.3L0.3,0.9L-0.3,0.9L-0.3,0.3"
    "L-0.9,0.3L-0.9,-0.3L-0.3,-0.3Z",
}

_STRONG: Spec = {"fontSize": 13, "fontWeight": 600, "color": TEXT}
_PLAIN: Spec = {"fontSize": 13, "fontWeight": 400, "color": TEXT}
_NOTE: Spec = {"fontSize": 11.5, "fontWeight": 400, "color": MUTED}

_DIAMETERS = (6.4, 5.6, 4.8, 4.2, 3.6, 3.0)  # of a dot; the largest whose stacks fit is taken
_STACK = 24.0  # height of the dots above an interval


@dataclass(frozen=True, slots=True)
class Belief:
    """One contributor of a chart."""

    name: str
    group: Group
    belief: LogitNormal
    number: str  # "about 45 (25 to 65)"
    word: str
    note: str  # why the interval is wide


@dataclass(frozen=True, slots=True)
class Share:
    """One nerve root of a chart, given that a root is the source."""

    name: str
    share: float
    interval: tuple[float, float]
    number: str


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the parts of a row stand: across, from the left edge of the scale; down, in the row."""

    scale: int  # width of the scale
    names_at: int
    numbers_at: int
    room: int  # for a name
    row: int
    name: int
    number: int
    note: int
    letters: int  # of a name in one line

    @property
    def is_narrow(self) -> bool:
        """The words stand above the dots."""
        return self.name != self.number


_WIDE = _Layout(
    scale=270, names_at=-250, numbers_at=285, room=226, row=38, name=12, number=12, note=27, letters=34
)
_NARROW = _Layout(
    scale=320, names_at=0, numbers_at=18, room=300, row=94, name=12, number=30, note=47, letters=52
)


def contributors_chart(beliefs: Sequence[Belief], *, is_narrow: bool = False) -> Spec:
    """Return the chart of contributors: 20 quantile dots, 90 % interval and median, each with its words.

    Parameters
    ----------
    beliefs : Sequence[Belief]
        In the order of the rows.
    is_narrow : bool
        For a phone: the words stand above the dots.
    """
    layout = _NARROW if is_narrow else _WIDE
    rows = [_belief_row(one, index, layout) for index, one in enumerate(beliefs)]
    layers = [
        _rule(rows, width=4.5),
        _dots([dot for row in rows for dot in row["dots"]]),
        _tick(rows),
        _glyphs(rows, layout.names_at + 6),
        _words(rows, "name", "name_y", layout.names_at + 18, style={**_STRONG, "limit": layout.room}),
        _words(rows, "rest", "note_y", layout.names_at + 18, style={**_STRONG, "limit": layout.room}),
        _words(rows, "note", "note_y", layout.names_at + 18, style=_NOTE),
        _words(rows, "number", "number_y", layout.numbers_at, style=_PLAIN if layout.is_narrow else _STRONG),
    ]
    if not layout.is_narrow:
        layers.append(_words(rows, "word", "note_y", layout.numbers_at, style=_NOTE))
    return _chart(layers, width=layout.scale, height=layout.row * len(rows))


def root_levels_chart(shares: Sequence[Share]) -> Spec:
    """Return the chart of nerve roots: a bar up to the probability, with its 90 % interval."""
    height = 22
    rows = [
        {
            "name": one.name,
            "number": one.number,
            "low": 100 * one.interval[0],
            "median": 100 * one.share,
            "high": 100 * one.interval[1],
            "zero": 0,
            "y": index * height + height / 2,
            "colour": ACCENT,
        }
        for index, one in enumerate(shares)
    ]
    bars = {
        "data": {"values": rows},
        "mark": {"type": "rule", "strokeWidth": 11, "color": ACCENT_SOFT},
        "encoding": {"x": _x("zero"), "x2": {"field": "median"}, "y": _y("y")},
    }
    layers = [
        bars,
        _rule(rows, width=2),
        _tick(rows, half=6),
        _words(rows, "name", "y", -8, style={**_STRONG, "align": "right"}),
        _words(rows, "number", "y", 214, style=_PLAIN),
    ]
    return _chart(layers, width=200, height=height * len(rows))


def chart_svg(spec: Spec, *, title: str, description: str, prefix: str) -> str:
    """Draw a chart as SVG, with its words as text in the typeface of the page.

    Parameters
    ----------
    spec : Spec
        A Vega-Lite definition.
    title, description : str
        What the picture shows, for those who do not see it.
    prefix : str
        Begins the ids; give each chart of a page its own.
    """
    import vl_convert  # noqa: PLC0415 -- slow import
    from font_source_sans_pro import font_directory  # noqa: PLC0415 -- slow import

    vl_convert.register_font_directory(font_directory)
    svg = vl_convert.vegalite_to_svg(dict(spec))
    # The picture speaks as a whole; roles of its parts would ask for words of their own.
    svg = re.sub(r' (?:role="graphics-\w+"|aria-roledescription="[^"]*")', "", svg)
    opening, rest = svg.split(">", maxsplit=1)
    named = f'role="img" aria-labelledby={quoteattr(f"{prefix}-title {prefix}-desc")}'
    words = (
        f'<title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>'
    )
    return f"{opening} {named}>{words}{rest}"


def glyph_svg(group: Group) -> str:
    """Draw the shape of a group, for a legend or a table."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.05 -1.05 2.1 2.1" aria-hidden="true">'
        f'<path d="{GLYPHS[group]}" fill="{COLOURS[group]}"/></svg>'
    )


def quantiles(belief: LogitNormal, count: int = DOTS) -> list[float]:
    """Return the middles of equally probable slices of a belief, rising."""
    normal = NormalDist()
    spread = belief.variance**0.5
    return [expit(belief.mean + spread * normal.inv_cdf((i + 0.5) / count)) for i in range(count)]


def stacks(values: Sequence[float], diameter: float) -> Iterator[tuple[float, int]]:
    """Stack dots that would overlap, from the left; yield each dot's place and its rank in the stack."""
    group: list[float] = []
    for value in [*sorted(values), float("inf")]:
        if group and value - group[0] >= diameter:
            middle = sum(group) / len(group)
            yield from ((middle, rank) for rank in range(len(group)))
            group = []
        group.append(value)


def _belief_row(one: Belief, index: int, layout: _Layout) -> dict[str, Any]:
    low, high = one.belief.interval
    bottom = (index + 1) * layout.row - 8
    name, rest = _broken(one.name, layout.letters)
    row: dict[str, Any] = {
        "name": name,
        "rest": rest,
        "note": "" if rest else one.note,  # a second line stands in its place
        "number": f"{one.number} in 100, {one.word}" if layout.is_narrow else one.number,
        "word": one.word,
        "glyph": GLYPHS[one.group],
        "colour": COLOURS[one.group],
        "low": 100 * low,
        "median": 100 * one.belief.probability,
        "high": 100 * high,
        "y": bottom,
        "name_y": index * layout.row + layout.name,
        "number_y": index * layout.row + layout.number,
        "note_y": index * layout.row + layout.note,
    }
    diameter, places = _fitting(one.belief, layout)
    # A belief so narrow that not even the smallest dots find room: the stack is pressed together.
    step = min(diameter, _STACK / (1 + max(rank for _, rank in places)))
    row["dots"] = [
        {
            "x": place,
            "y": bottom - 5 - step * (rank + 0.5),
            "size": (diameter * 0.92) ** 2 * 0.7854,
            "colour": row["colour"],
        }
        for place, rank in places
    ]
    return row


def _broken(name: str, letters: int) -> tuple[str, str]:
    """Break a name that is too long for a line in two."""
    if len(name) <= letters:
        return name, ""
    end = name.rfind(" ", 0, letters + 1)
    return (name[:end], name[end + 1 :]) if end > 0 else (name, "")


def _fitting(belief: LogitNormal, layout: _Layout) -> tuple[float, list[tuple[float, int]]]:
    """Return the largest diameter of a dot whose stacks fit a row, and the dots' places."""
    values = [100 * value for value in quantiles(belief)]
    unit = 100 / layout.scale
    tried = [(diameter, list(stacks(values, diameter * unit))) for diameter in _DIAMETERS]
    fitting = (
        (diameter, places)
        for diameter, places in tried
        if (1 + max(rank for _, rank in places)) * diameter <= _STACK
    )
    return next(fitting, tried[-1])


def _chart(layers: Sequence[Spec], *, width: int, height: int) -> Spec:
    axis = {
        "values": [0, 25, 50, 75, 100],
        "title": None,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelFontSize": 12,
        "labelColor": MUTED,
        "gridColor": GRID,
        "labelFlush": False,
    }
    shared = {
        "x": {"type": "quantitative", "scale": {"domain": [0, 100], "nice": False}, "axis": axis},
        "y": {
            "type": "quantitative",
            "scale": {"domain": [0, height], "range": [0, height], "nice": False},
            "axis": None,
        },
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "background": None,
        "padding": 1,
        "config": {"font": FONT, "view": {"stroke": None}, "aria": False},
        "encoding": shared,
        "layer": list(layers),
    }


def _x(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}


def _y(field: str) -> Spec:
    return {"field": field, "type": "quantitative"}


def _colour() -> Spec:
    return {"field": "colour", "type": "nominal", "scale": None}


def _rule(rows: Sequence[Spec], *, width: float) -> Spec:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "rule", "strokeWidth": width, "strokeCap": "round"},
        "encoding": {"x": _x("low"), "x2": {"field": "high"}, "y": _y("y"), "color": _colour()},
    }


def _tick(rows: Sequence[Spec], *, half: float = 5) -> Spec:
    ends = [{**row, "top": row["y"] - half, "bottom": row["y"] + half} for row in rows]
    return {
        "data": {"values": ends},
        "mark": {"type": "rule", "strokeWidth": 2.4, "color": TEXT},
        "encoding": {"x": _x("median"), "y": _y("top"), "y2": {"field": "bottom"}},
    }


def _dots(dots: Sequence[Spec]) -> Spec:
    return {
        "data": {"values": list(dots)},
        "mark": {"type": "point", "filled": True, "opacity": 1, "shape": "circle"},
        "encoding": {
            "x": _x("x"),
            "y": _y("y"),
            "size": {"field": "size", "type": "quantitative", "scale": None},
            "color": _colour(),
        },
    }


def _glyphs(rows: Sequence[Spec], at: int) -> Spec:
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": 120},
        "encoding": {
            "x": {"value": at},
            "y": _y("name_y"),
            "shape": {"field": "glyph", "type": "nominal", "scale": None},
            "color": _colour(),
        },
    }


def _words(rows: Sequence[Spec], field: str, y: str, at: int, *, style: Spec) -> Spec:
    shown = [row for row in rows if row[field]]
    return {
        "data": {"values": shown},
        "mark": {"type": "text", "align": "left", "baseline": "middle", **style},
        "encoding": {"x": {"value": at}, "y": _y(y), "text": {"field": field, "type": "nominal"}},
    }
