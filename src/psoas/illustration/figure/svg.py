"""Layers as SVG: paths of whole numbers, a twentieth of a percent of stature each."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
from shapely import get_parts, simplify

from psoas.illustration.figure.layers import STROKE, Layer

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SCALE = 20  # units of the picture in a percent of stature
_SMALLEST = 0.004  # square percent of stature: less is not seen
FINE = 0.035  # percent of stature

_GROUND, _OUTLINE = "#5B6B78", "#22384A"
NEAR: Mapping[str, str] = {
    "skin": "#B4C3CE", "shirt": "#3F6F8F", "shorts": "#254A61", "hair": "#3A4650", "line": _OUTLINE,
    "target": "#F59E0B", "held": "#EBC8A0", "heldline": "#B45309", "thing": "#E4E9ED", "top": "#F3F5F7",
    "thingline": _GROUND, "ground": _GROUND, "floor": "#F3F5F7", "arrow": "#B45309", "water": "#5AA7C7",
}  # fmt: skip
FAR: Mapping[str, str] = {
    **NEAR,
    "skin": "#DDE5EB",
    "shirt": "#8FB0C4",
    "shorts": "#7F9CB0",
    "line": "#64798A",
}
GHOST: Mapping[str, str] = {
    **dict.fromkeys(NEAR, "#EEF2F5"),
    "shirt": "#E1E8ED", "shorts": "#D6DFE6", "hair": "#DCE2E7", "line": "#A3B3BF",
}  # fmt: skip
_EDGES = {"held": "#B45309", "thing": _GROUND, "top": _GROUND, "floor": "#D5DCE2"}
_SEEN_THROUGH = {"target": ".6", "water": ".3"}


def path_of(area: "BaseGeometry", detail: float = FINE) -> str:
    """Return the outline of an area as path data, y down; ``detail`` is what a line may leave out."""
    return "".join(
        _ring(np.asarray(ring.coords)[:-1])
        for polygon in get_parts(simplify(area, detail))
        if polygon.geom_type == "Polygon" and polygon.area > _SMALLEST
        for ring in (polygon.exterior, *polygon.interiors)
    )


def _ring(places: np.ndarray) -> str:
    whole = np.rint(places * (SCALE, -SCALE)).astype(int)
    steps = np.diff(whole, axis=0)
    moves = "".join(f" {x}{y:+d}" if y < 0 else f" {x} {y}" for x, y in steps)
    return f"M{whole[0, 0]} {whole[0, 1]}l{moves.replace(' -', '-').strip()}z"


def group(layers: Iterable[Layer], *, ghost: bool = False, detail: float = FINE) -> str:
    """Return layers as a group of paths."""
    drawn = (_path(layer, ghost=ghost, detail=detail) for layer in layers)
    return f'<g stroke-linejoin="round" fill-rule="evenodd">{"".join(drawn)}</g>'


def _path(layer: Layer, *, ghost: bool, detail: float) -> str:
    outline = path_of(layer.area, detail)
    if not outline:
        return ""
    return f'<path {look(layer, ghost=ghost)} d="{outline}"/>'


def look(layer: Layer, *, ghost: bool = False, grain: float = 1) -> str:
    """Return the colours of a layer, as attributes; ``grain`` is the size of the picture's unit."""
    colours = GHOST if ghost else FAR if layer.far else NEAR
    said = [f'fill="{colours[layer.role]}"']
    if layer.outlined:
        edge = colours["line"] if ghost else _EDGES.get(layer.role, colours["line"])
        said.append(f'stroke="{edge}" stroke-width="{STROKE * SCALE / grain:g}"')
    if layer.role in _SEEN_THROUGH and not ghost:
        said.append(f'fill-opacity="{_SEEN_THROUGH[layer.role]}"')
    return " ".join(said)
