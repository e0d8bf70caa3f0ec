"""The freehand strokes of a case file: areas on the body chart, each a view and the points of its edge."""

from collections.abc import Callable
from math import isfinite
from typing import Any

from psoas.anatomy.body_chart import HEIGHT, TOP, WIDTH, stroke_area
from psoas.anatomy.regions import View
from psoas.foundation.documents import Path
from psoas.patient.case import Stroke
from psoas.patient.marks import on_body

MOST_STROKES = 60
MOST_POINTS = 300  # of one stroke; more than a drawn edge needs
MOST_POINTS_IN_ALL = 4000
LEAST_POINTS = 3
_LEAST_AREA = 0.5  # square chart units; a dot of a pen is larger

Report = Callable[[Path, str, str], None]  # where, what is wrong, what would be right

_EXAMPLE = "{view: back, points: [[330, 150], [345, 152], [340, 168]]}"


def read_strokes(value: Any, path: Path, report: Report) -> tuple[Stroke, ...] | None:
    """Read the strokes of a complaint; ``None`` if there is no such part.

    Parameters
    ----------
    value : Any
        What stands in the file.
    path : Path
        Where it stands.
    report : Report
        Told of every problem.
    """
    if value is None:
        return None
    if not isinstance(value, tuple):
        report(path, "This is no list of strokes.", f"Write [{_EXAMPLE}].")
        return None
    if len(value) > MOST_STROKES:
        report(path, f"There are {len(value)} strokes.", f"Keep to {MOST_STROKES}: join what touches.")
        return None
    strokes: list[Stroke] = []
    for index, one in enumerate(value):
        stroke = _read_stroke(one, (*path, index), report)
        if stroke is not None:
            strokes.append(stroke)
    total = sum(len(stroke.points) for stroke in strokes)
    if total > MOST_POINTS_IN_ALL:
        report(path, f"There are {total} points in all.", f"Keep to {MOST_POINTS_IN_ALL}: draw fewer points.")
        return None
    return tuple(strokes)


def _read_stroke(value: Any, path: Path, report: Report) -> Stroke | None:
    if not isinstance(value, dict):
        report(path, "A stroke holds 'view' and 'points'.", f"Write {_EXAMPLE}.")
        return None
    for name in value:
        if name not in ("view", "points"):
            report((*path, name), f"'{name}' is no part of it.", "A stroke holds 'view' and 'points'.")
    view, points = value.get("view"), value.get("points")
    if not isinstance(view, str) or view not in tuple(View):
        what = "The view is missing." if view is None else f"'{view}' is no view."
        report((*path, "view"), what, "It can be: " + ", ".join(View) + ".")
        return None
    read = _read_points(points, (*path, "points"), report)
    if read is None:
        return None
    stroke = Stroke(View(view), read)
    if stroke_area(stroke.points).area < _LEAST_AREA:
        report(path, "The stroke encloses no area.", "Give the points of its edge, in order.")
        return None
    if on_body(stroke).area < _LEAST_AREA:
        others = [other.value for other in View if on_body(Stroke(other, stroke.points)).area >= _LEAST_AREA]
        remedy = f"Its points lie in the view '{others[0]}'." if others else "Check its points."
        report(path, f"The stroke lies beside the body of the {view} view.", remedy)
        return None
    return stroke


def _read_points(value: Any, path: Path, report: Report) -> tuple[tuple[float, float], ...] | None:
    if not isinstance(value, tuple):
        report(path, "The points are missing." if value is None else "This is no list of points.",
               "Write [[330, 150], [345, 152], [340, 168]].")  # fmt: skip
        return None
    if len(value) > MOST_POINTS:
        report(path, f"There are {len(value)} points.", f"Keep to {MOST_POINTS}: leave some between out.")
        return None
    points: list[tuple[float, float]] = []
    for index, one in enumerate(value):
        point = _point(one)
        if point is None:
            report((*path, index), "This is no point.", "Write [x, y], two numbers.")
            return None
        x, y = point
        if not (0 <= x <= WIDTH and TOP <= y <= TOP + HEIGHT):
            remedy = f"x goes from 0 to {WIDTH}, y from {TOP} to {TOP + HEIGHT}."
            report((*path, index), f"The point ({x:g}, {y:g}) lies outside the chart.", remedy)
            return None
        points.append(point)
    if len(set(points)) < LEAST_POINTS:
        report(path, f"A stroke needs at least {LEAST_POINTS} points.", "Give the points of its edge.")
        return None
    return tuple(points)


def _point(value: Any) -> tuple[float, float] | None:
    if not isinstance(value, tuple) or len(value) != 2:  # noqa: PLR2004 -- x and y
        return None
    if any(isinstance(one, bool) or not isinstance(one, int | float) or not isfinite(one) for one in value):
        return None
    return float(value[0]), float(value[1])
