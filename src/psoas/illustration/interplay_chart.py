"""How contributors feed each other, as a graph: load and alignment, nerve and joint, muscle."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psoas.illustration.charts import ACCENT, COLOURS, FONT, GLYPHS, MUTED, TEXT, Spec
from psoas.knowledge.contributors import Group
from psoas.knowledge.record import Certainty

COLUMNS: tuple[frozenset[Group], ...] = (
    frozenset({"alignment"}),
    frozenset({"nerve", "disc", "joint", "hip", "other"}),
    frozenset({"muscle"}),
)
DASHES: Mapping[Certainty, list[float]] = {
    "high": [1, 0],
    "moderate": [1, 0],
    "low": [1, 0],
    "very-low": [6, 3.5],
    "expert": [1.5, 3.5],
}

_BOX_WIDTH, _BOX_HEIGHT, _COLUMN, _ROW = 172.0, 36.0, 274.0, 50.0
_BULGE = 46.0  # of an arrow between neighbours in a column
_APART = 4.0  # of arrows that share a way
_STEPS = 14  # points of a curve
_LETTERS = 25  # of a line in a box
_LINES = 2  # that fit a box at full size
_LINE, _SMALL_LINE = (14.0, 12.5), (11.5, 11.0)  # distance of lines, and size of letters


@dataclass(frozen=True, slots=True)
class Node:
    """A contributor of the graph."""

    name: str
    group: Group


@dataclass(frozen=True, slots=True)
class Arrow:
    """One contributor feeds another."""

    from_: str
    to: str
    grade: Certainty
    is_strong: bool  # both ends lead


_Point = tuple[float, float]


def interplay_chart(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> Spec:
    """Return the graph of contributors that feed each other.

    Parameters
    ----------
    nodes : Sequence[Node]
        Every contributor that an arrow names, in the order in which they stand in their column.
    arrows : Sequence[Arrow]
        The line says how certain: drawn through, dashed (very low) or dotted (expert opinion).
    """
    places = _places(nodes)
    height = max(y for _, y in places.values()) + _BOX_HEIGHT / 2 + 2
    lanes = _Lanes([place for place in places.values() if _column(place) == 1])
    curves = [_curve(places[one.from_], places[one.to], lanes) for one in arrows]
    lines = [_line(one, curve) for one, curve in zip(arrows, curves, strict=True)]
    heads = [_head(one, curve) for one, curve in zip(arrows, curves, strict=True)]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 2 * _COLUMN + _BOX_WIDTH,
        "height": height,
        "background": None,
        "padding": 2,
        "config": {"font": FONT, "view": {"stroke": None}, "aria": False},
        "encoding": {
            "x": {"type": "quantitative", "scale": {"domain": [0, 2 * _COLUMN + _BOX_WIDTH]}, "axis": None},
            "y": {
                "type": "quantitative",
                "scale": {"domain": [0, height], "range": [0, height]},
                "axis": None,
            },
        },
        "layer": [*lines, _heads(heads), *_boxes(nodes, places)],
    }


def _places(nodes: Sequence[Node]) -> dict[str, _Point]:
    """Return the middle of each box; shorter columns stand in the middle of the longest."""
    columns = [[node for node in nodes if node.group in groups] for groups in COLUMNS]
    longest = max(len(column) for column in columns)
    return {
        node.name: (
            index * _COLUMN + _BOX_WIDTH / 2,
            (row + (longest - len(column)) / 2) * _ROW + _BOX_HEIGHT / 2 + 1,
        )
        for index, column in enumerate(columns)
        for row, node in enumerate(column)
    }


class _Lanes:
    """The free ways between the boxes of the middle column, for arrows that pass it."""

    def __init__(self, middle: Sequence[_Point]) -> None:
        boxes = sorted(y for _, y in middle)
        self._lanes = [y - _ROW / 2 for y in boxes] + [y + _ROW / 2 for y in boxes[-1:]]
        self._taken: dict[float, int] = {}

    def nearest(self, y: float) -> float:
        """Return a way near a height; arrows in one way keep a little apart."""
        if not self._lanes:
            return y
        lane = min(self._lanes, key=lambda one: abs(one - y))
        taken = self._taken.get(lane, 0)
        self._taken[lane] = taken + 1
        return lane + _APART * ((taken + 1) // 2) * (1 if taken % 2 else -1)


def _column(place: _Point) -> int:
    return round((place[0] - _BOX_WIDTH / 2) / _COLUMN)


def _curve(start: _Point, end: _Point, lanes: _Lanes) -> list[_Point]:
    """Return points from the edge of one box to the edge of another."""
    if _column(start) == _column(end):
        return _beside(start, end)
    side = 1 if end[0] > start[0] else -1
    first = (start[0] + side * _BOX_WIDTH / 2, start[1])
    last = (end[0] - side * _BOX_WIDTH / 2, end[1])
    if abs(_column(start) - _column(end)) == 1:
        return _swing(first, last)
    lane = lanes.nearest((start[1] + end[1]) / 2)
    middle = (start[0] + end[0]) / 2
    before, after = (middle - side * _BOX_WIDTH / 2, lane), (middle + side * _BOX_WIDTH / 2, lane)
    return [*_swing(first, before), *_swing(after, last)]


def _swing(first: _Point, last: _Point) -> list[_Point]:
    """Leave and arrive level."""
    middle = (first[0] + last[0]) / 2
    return _bezier((first, (middle, first[1]), (middle, last[1]), last))


def _beside(start: _Point, end: _Point) -> list[_Point]:
    """Run beside a column, where there is room: right of the first, left of the last, else by direction."""
    down = end[1] > start[1]
    side = {0: 1, 2: -1}.get(_column(start), 1 if down else -1)
    x, shift = start[0] + side * _BOX_WIDTH / 2, 6 if down else -6
    reach = x + side * _BULGE * (0.6 if abs(end[1] - start[1]) <= _ROW else 1)
    first, last = (x, start[1] + shift), (x, end[1] + shift)
    return _bezier((first, (reach, first[1]), (reach, last[1]), last))


def _bezier(points: Sequence[_Point]) -> list[_Point]:
    """Return points along a cubic Bézier curve."""
    curve = []
    for t in (step / _STEPS for step in range(_STEPS + 1)):
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x = sum(weight * point[0] for weight, point in zip(weights, points, strict=True))
        y = sum(weight * point[1] for weight, point in zip(weights, points, strict=True))
        curve.append((x, y))
    return curve


def _line(arrow: Arrow, curve: Sequence[_Point]) -> Spec:
    values = [{"x": x, "y": y, "order": order} for order, (x, y) in enumerate(curve)]
    return {
        "data": {"values": values},
        "mark": {
            "type": "line",
            "color": ACCENT if arrow.is_strong else MUTED,
            "strokeWidth": 2.2 if arrow.is_strong else 1.2,
            "strokeDash": DASHES[arrow.grade],
        },
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "order": {"field": "order", "type": "quantitative"},
        },
    }


def _head(arrow: Arrow, curve: Sequence[_Point]) -> dict[str, Any]:
    (before_x, before_y), (x, y) = curve[-3], curve[-1]
    angle = math.degrees(math.atan2(y - before_y, x - before_x))
    back = 4.0  # the tip, not the middle, touches the box
    return {
        "x": x - back * math.cos(math.radians(angle)),
        "y": y - back * math.sin(math.radians(angle)),
        "angle": angle + 90,
        "colour": ACCENT if arrow.is_strong else MUTED,
    }


def _heads(heads: Sequence[Spec]) -> Spec:
    return {
        "data": {"values": list(heads)},
        "mark": {"type": "point", "shape": "triangle-up", "filled": True, "opacity": 1, "size": 62},
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "angle": {"field": "angle", "type": "quantitative", "scale": None},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }


def _boxes(nodes: Sequence[Node], places: Mapping[str, _Point]) -> list[Spec]:
    rows = []
    for node in nodes:
        x, y = places[node.name]
        rows.append(
            {
                "left": x - _BOX_WIDTH / 2,
                "right": x + _BOX_WIDTH / 2,
                "top": y - _BOX_HEIGHT / 2,
                "bottom": y + _BOX_HEIGHT / 2,
                "glyph_x": x - _BOX_WIDTH / 2 + 13,
                "words_x": x - _BOX_WIDTH / 2 + 26,
                "y": y,
                "words": _wrapped(node.name),
                "glyph": GLYPHS[node.group],
                "colour": COLOURS[node.group],
            }
        )
    box = {
        "data": {"values": rows},
        "mark": {
            "type": "rect",
            "color": "#F4F7F9",
            "stroke": "#C3CED6",
            "strokeWidth": 1,
            "cornerRadius": 5,
        },
        "encoding": {
            "x": {"field": "left", "type": "quantitative"},
            "x2": {"field": "right"},
            "y": {"field": "top", "type": "quantitative"},
            "y2": {"field": "bottom"},
        },
    }
    glyphs = {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": 110},
        "encoding": {
            "x": {"field": "glyph_x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "shape": {"field": "glyph", "type": "nominal", "scale": None},
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    return [box, glyphs, *_labels(rows)]


def _labels(rows: Sequence[Spec]) -> list[Spec]:
    labels: list[Spec] = []
    for row in rows:
        is_long = len(row["words"]) > _LINES
        step, size = _SMALL_LINE if is_long else _LINE
        for index, line in enumerate(row["words"]):
            y = row["y"] + (index - (len(row["words"]) - 1) / 2) * step
            labels.append({"x": row["words_x"], "y": y, "words": line, "size": size})
    return [
        {
            "data": {"values": labels},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "color": TEXT},
            "encoding": {
                "size": {"field": "size", "type": "quantitative", "scale": None},
                "x": {"field": "x", "type": "quantitative"},
                "y": {"field": "y", "type": "quantitative"},
                "text": {"field": "words", "type": "nominal"},
            },
        }
    ]


def _wrapped(name: str) -> list[str]:
    """Break a name into lines that fit a box."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
