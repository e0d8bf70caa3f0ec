"""How contributors feed each other, as a small graph: load and alignment, then nerve and joint, then muscle."""

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
_STEPS = 14  # points of a curve
_LETTERS = 25  # of a line in a box


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
    curves = [_curve(places[one.from_], places[one.to]) for one in arrows]
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


def _curve(start: _Point, end: _Point) -> list[_Point]:
    """Return points from the edge of one box to the edge of another."""
    if start[0] == end[0]:
        # Within a column there is room only beside the boxes; up and down take different sides.
        side = 1 if (end[1] > start[1]) == (start[0] < _COLUMN) else -1
        side = 1 if start[0] < _COLUMN / 2 else -1 if start[0] > 1.5 * _COLUMN else side
        x = start[0] + side * _BOX_WIDTH / 2
        shift = 6 if end[1] > start[1] else -6
        first, last = (x, start[1] + shift), (x, end[1] + shift)
        reach = _BULGE * (0.6 if abs(end[1] - start[1]) <= _ROW else 1)
        bends = [(x + side * reach, first[1]), (x + side * reach, last[1])]
    else:
        side = 1 if end[0] > start[0] else -1
        first = (start[0] + side * _BOX_WIDTH / 2, start[1])
        last = (end[0] - side * _BOX_WIDTH / 2, end[1])
        middle = (last[0] - first[0]) / 2
        bends = [(first[0] + middle, first[1]), (last[0] - middle, last[1])]
    return [_bezier(first, bends, last, step / _STEPS) for step in range(_STEPS + 1)]


def _bezier(first: _Point, bends: Sequence[_Point], last: _Point, t: float) -> _Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    points = (first, *bends, last)
    x = sum(weight * point[0] for weight, point in zip(weights, points, strict=True))
    y = sum(weight * point[1] for weight, point in zip(weights, points, strict=True))
    return x, y


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
        for index, line in enumerate(row["words"]):
            y = row["y"] + (index - (len(row["words"]) - 1) / 2) * 14
            labels.append({"x": row["words_x"], "y": y, "words": line})
    return [
        {
            "data": {"values": labels},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 12.5, "color": TEXT},
            "encoding": {
                "x": {"field": "x", "type": "quantitative"},
                "y": {"field": "y", "type": "quantitative"},
                "text": {"field": "words", "type": "nominal"},
            },
        }
    ]


def _wrapped(name: str) -> list[str]:
    """Break a name into at most two lines."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1]} …"]  # noqa: PLR2004 -- two lines fit a box
