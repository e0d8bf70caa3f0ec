"""Arrows: what moves where, outside the body."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from shapely import LineString, unary_union

from psoas.illustration.figure.camera import Camera
from psoas.illustration.figure.layers import Layer
from psoas.illustration.figure.moving import way_of
from psoas.illustration.figure.picture import Scene
from psoas.illustration.figure.posing import place_of
from psoas.illustration.figure.turning import Vector, vector
from psoas.knowledge.poses import Arrow

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_THICK, _HEAD, _WIDE = 1.35, 3.6, 38.0  # of the line, the head's sides, and half its angle
_SHORTEST = 9.0
_TRIMMED = 0.08
_CLEAR = 2.6
_FARTHEST, _STEP = 16.0, 1.5


def arrow_layers(
    before: Scene | None, after: Scene, camera: Camera, *, clear_of: Sequence[Layer] = ()
) -> list[Layer]:
    """Return the arrows of a pose; ``before`` is the pose it is reached from.

    They lie clear of the body, and of further layers.
    """
    found = []
    for number, arrow in enumerate(after.pose.arrows):
        way = _way(arrow, before, after, camera, clear_of)
        if way is not None:
            found.append(Layer(f"arrow {number}", "arrow", _drawn(way, both=arrow.both), outlined=False))
    return found


def _way(
    arrow: Arrow, before: Scene | None, after: Scene, camera: Camera, clear_of: Sequence[Layer]
) -> Vector | None:
    if arrow.follow is None:
        assert arrow.at is not None and arrow.to is not None  # noqa: PT018 -- the schema says so
        at = place_of(after.skeleton, arrow.at) if isinstance(arrow.at, str) else vector(arrow.at)
        return camera.flat(np.array([at, at + vector(arrow.to)]))
    if before is None:
        return None
    way = camera.flat(way_of(before, after, arrow.follow))
    length = float(np.linalg.norm(np.diff(way, axis=0), axis=1).sum())
    if length < 0.3:  # noqa: PLR2004 -- nothing moves
        return None
    if length < _SHORTEST:  # a small movement is shown larger than it is
        along = (way[-1] - way[0]) / max(float(np.linalg.norm(way[-1] - way[0])), 1e-9)
        middle = (way[0] + way[-1]) / 2
        shown = np.array([middle - along * _SHORTEST / 2, middle + along * _SHORTEST / 2])
    else:
        line, parts = LineString(way), np.linspace(_TRIMMED, 1 - _TRIMMED, 9)
        shown = np.array([line.interpolate(part, normalized=True).coords[0] for part in parts])
    body = unary_union([layer.area for layer in (*after.body, *clear_of)])
    return _outside(shown, arrow.away, body)


def _outside(way: Vector, away: float, body: "BaseGeometry") -> Vector:
    """Shift a way aside until it lies clear of the body, to the side where that takes less."""
    chord = way[-1] - way[0]
    aside = np.array([-chord[1], chord[0]]) / max(float(np.linalg.norm(chord)), 1e-9)
    best, least = way, np.inf
    for shift in np.arange(away, away + _FARTHEST, _STEP):
        for sign in (1, -1):
            tried = way + aside * shift * sign
            covered = LineString(tried).buffer(_CLEAR).intersection(body).area
            low = float(tried[:, 1].min()) < _THICK  # not under the floor
            if covered + 50 * low < least - 1:
                best, least = tried, covered + 50 * low
    return best


def _drawn(way: Vector, *, both: bool) -> "BaseGeometry":
    lines = [LineString(way), _head(way[-1], way[-1] - way[-2])]
    if both:
        lines.append(_head(way[0], way[0] - way[1]))
    return unary_union([line.buffer(_THICK / 2) for line in lines])


def _head(tip: Vector, toward: Vector) -> LineString:
    angle = float(np.arctan2(toward[1], toward[0]))
    sides = [
        tip - _HEAD * np.array([np.cos(angle + turn), np.sin(angle + turn)])
        for turn in (np.radians(_WIDE), -np.radians(_WIDE))
    ]
    return LineString([sides[0], tip, sides[1]])
