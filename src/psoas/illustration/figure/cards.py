"""A figure as one drawing: a card, start and end side by side, or a strip of all key poses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from math import log
from typing import Literal

import numpy as np
from shapely import LineString, box, unary_union
from shapely.affinity import rotate, scale, translate

from psoas.foundation.errors import UnknownIdentifierError
from psoas.illustration.figure.arrows import arrow_layers
from psoas.illustration.figure.body import Body
from psoas.illustration.figure.camera import VIEWS, Camera
from psoas.illustration.figure.layers import Layer
from psoas.illustration.figure.picture import Scene, bounds, ground, scene
from psoas.illustration.figure.svg import FINE, SCALE, group
from psoas.knowledge.poses import Figure, poses_of
from psoas.knowledge.poses import VariantName as Variant

Shape = Literal["card", "pair", "strip", "grid", "paper", "single"]
_MARGIN, _BETWEEN = 3.0, 9.0
_ASPECT, _WIDE = 1.3, 2.0  # of a grid; wider, its poses are small


@dataclass(frozen=True)
class Drawn:
    """The key poses of a figure as they are seen."""

    figure: Figure
    camera: Camera
    scenes: tuple[Scene, ...]
    mirrored: bool
    muscles: tuple[str, ...]  # tinted
    sides: tuple[str, ...]  # on which they are
    detail: float = FINE  # what a line may leave out, in percent of stature


@dataclass(frozen=True)
class Panels:
    """Pictures side by side: what to draw, and the part of the plane that shows it."""

    content: str
    view: str

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, in percent of stature."""
        wide, high = (float(one) / SCALE for one in self.view.split()[2:])
        return wide, high

    @property
    def aspect(self) -> float:
        """Width against height."""
        wide, high = self.size
        return wide / high


def drawn(
    figure: Figure,
    *,
    variant: Variant = "main",
    view: str | None = None,
    works: str | None = None,
    muscles: Sequence[str] = (),
    body: Body | None = None,
) -> Drawn:
    """Work out the key poses of a figure.

    Parameters
    ----------
    figure : Figure
        What is shown.
    variant : str
        ``main``, ``easier`` or ``harder``.
    view : str, optional
        From where, instead of the figure's own view.
    works : str, optional
        ``right`` or ``left``: which side is to be shown working. The drawing is mirrored where it shows the
        other.
    muscles : sequence of str
        What is tinted, unless the figure says it itself.
    body : Body, optional
        Whose; the neutral one by default.

    Raises
    ------
    UnknownIdentifierError
        There is no such variant or view.
    """
    varied = getattr(figure, variant, None) if variant != "main" else None
    if variant != "main" and varied is None:
        raise UnknownIdentifierError(f"{figure.id} has no {variant} variant that looks different")
    seen = view or (varied.view if varied is not None else None) or figure.view
    if seen not in VIEWS:
        raise UnknownIdentifierError(f"no view {seen!r}: {', '.join(VIEWS)}")
    camera = VIEWS[seen]
    tint = figure.muscles or muscles
    sides = ("right", "left") if figure.works == "both" else (figure.works,)
    scenes = tuple(
        scene(pose, camera, muscles=tint, sides=sides, body=body) for pose in poses_of(figure, variant)
    )
    mirrored = works is not None and figure.works not in {"both", works}
    return Drawn(figure, camera, scenes, mirrored, tuple(tint), sides)


def panels_of(shown: Drawn, shape: Shape) -> Panels:
    """Return what a figure looks like in a shape.

    Parameters
    ----------
    shown : Drawn
        The key poses.
    shape : str
        ``card``: the last pose over the first, which is pale · ``pair``: first and last side by side ·
        ``strip``: all of them · ``grid``: all of them, in rows for a place that is not wide · ``paper``:
        the same, or the pair where it would be small · ``single``: the one that says most.
    """
    match shape:
        case "card":
            return _card(shown)
        case "pair":
            return pair_of(shown) if len(shown.scenes) > 1 else _card(shown)
        case "single":
            return _in_rows(shown, [[_telling(shown)]])
        case "grid":
            return grid_of(shown)
        case "paper":
            return paper_of(shown)
        case "strip":
            return strip_of(shown)


def as_svg(panels: Panels, *, title: str, description: str = "") -> str:
    """Return panels as SVG; title and description are for those who do not see the picture."""
    told = f"<desc>{escape(description)}</desc>" if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{panels.view}" role="img">'
        f"<title>{escape(title)}</title>{told}{panels.content}</svg>"
    )


def drawing(shown: Drawn, shape: Shape = "card", *, title: str, description: str = "") -> str:
    """Return the SVG of a figure; for shapes see `panels_of`."""
    return as_svg(panels_of(shown, shape), title=title, description=description)


def pair_of(shown: Drawn) -> Panels:
    """Return the first pose and the last, or the one that says most, side by side."""
    return _in_rows(shown, [[0, _telling(shown) or len(shown.scenes) - 1]])


def _telling(shown: Drawn) -> int:
    """Return the pose that says most by itself: the last, unless the figure names another."""
    last = len(shown.scenes) - 1
    return last if shown.figure.still is None else min(shown.figure.still, last)


def strip_of(shown: Drawn) -> Panels:
    """Return all poses side by side."""
    return _in_rows(shown, [list(range(len(shown.scenes)))])


def grid_of(shown: Drawn) -> Panels:
    """Return all poses in as many rows as make the picture neither wide nor tall."""
    count = len(shown.scenes)
    grids = [
        _in_rows(shown, [list(range(first, min(first + wide, count))) for first in range(0, count, wide)])
        for wide in range(1, count + 1)
        if count % wide == 0
    ]
    return min(grids, key=lambda one: abs(log(one.aspect / _ASPECT)))


def paper_of(shown: Drawn) -> Panels:
    """Return what stands beside the words on paper: all poses, or start and end where all would be small."""
    grid = grid_of(shown)
    if len(shown.scenes) == 1:
        return grid
    return pair_of(shown) if grid.aspect > _WIDE and not shown.figure.moving else grid


def _card(shown: Drawn) -> Panels:
    """Return the last pose, or the one that says most, over the first, which is pale."""
    scenes = shown.scenes
    index = _telling(shown)
    end = scenes[index]
    before = scenes[index - 1] if index and not any(one.pose.another for one in scenes) else None
    ghost = _pale(scenes[0], end) if before is not None else ()
    behind = [ground(scenes, shown.camera), *end.behind]
    front = [*end.body, *end.before, *arrow_layers(before, end, shown.camera, clear_of=ghost)]
    content = group(behind) + group(ghost, ghost=True) + group(front)
    if shown.mirrored:  # turned over as a whole
        content = f'<g transform="scale(-1,1)">{content}</g>'
    return Panels(content, view_box(bounds([*behind, *ghost, *front]), mirrored=shown.mirrored))


def _pale(start: Scene, end: Scene) -> tuple[Layer, ...]:
    """Return what is seen of the start behind the end; furniture only where the end has other."""
    return start.body if start.pose.things == end.pose.things else (*start.behind, *start.body)


def _in_rows(shown: Drawn, rows: Sequence[Sequence[int]]) -> Panels:
    """Return poses in rows, with an arrow from each to the next: read from the left, mirrored or not."""
    content, everything = [], []
    top = 0.0
    for number, row in enumerate(rows):
        panels = [_panel(shown, index) for index in row]
        edges = [bounds(panel) for panel in panels]
        floor = top - max(edge[3] for edge in edges)  # where the ground of this row lies
        left = 0.0
        for place, (panel, edge) in enumerate(zip(panels, edges, strict=True)):
            before = (
                [_before(shown, row[place], edge[0] - _BETWEEN / 2, down=not place)]
                if place or number
                else []
            )
            left += _BETWEEN * len(before)
            placed = [_shifted(layer, left - edge[0], floor) for layer in (*before, *panel)]
            content.append(group(placed, detail=shown.detail))
            everything += placed
            left += edge[2] - edge[0]
        top = floor + min(edge[1] for edge in edges) - _BETWEEN / 2
    return Panels("".join(content), view_box(bounds(everything)))


def _panel(shown: Drawn, index: int) -> list[Layer]:
    one = shown.scenes[index]
    arrows = arrow_layers(shown.scenes[index - 1] if index else None, one, shown.camera)
    panel = [ground([one], shown.camera), *one.layers, *arrows]
    if not shown.mirrored:
        return panel
    return [replace(layer, area=scale(layer.area, -1, 1, origin=(0, 0))) for layer in panel]


def _before(shown: Drawn, index: int, middle: float, *, down: bool) -> Layer:
    """Return what stands before a pose: an arrow to it, or a rule before another way."""
    if shown.scenes[index].pose.another:
        rule = box(middle - 0.3, 2, middle + 0.3, 16)
        return Layer("rule", "ground", rule, outlined=False)
    return _next(middle, down=down)


def _next(middle: float, *, down: bool) -> Layer:
    """Return the arrow to the next pose: to the right, or down into another row."""
    line = LineString([(-2.5, 0), (2.5, 0)])
    head = LineString([(0.4, 2.2), (2.5, 0), (0.4, -2.2)])
    arrow = unary_union([line.buffer(0.55), head.buffer(0.55)])
    area = translate(rotate(arrow, -90 if down else 0, origin=(0, 0)), middle, 14 if down else 9)
    return Layer("next", "ground", area, outlined=False)


def _shifted(layer: Layer, right: float, up: float) -> Layer:
    return replace(layer, area=translate(layer.area, right, up))


def view_box(edge: tuple[float, float, float, float], *, mirrored: bool = False) -> str:
    """Return the part of the plane that shows a box, with a margin, as SVG says it."""
    left, bottom, right, top = edge[0] - _MARGIN, edge[1] - _MARGIN, edge[2] + _MARGIN, edge[3] + _MARGIN
    if mirrored:
        left, right = -right, -left
    whole = np.rint(np.array([left, -top, right - left, top - bottom]) * SCALE).astype(int)
    return " ".join(str(one) for one in whole)
