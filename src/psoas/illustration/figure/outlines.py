"""Outlines that can turn into one another: as many points each, the first where it moves least."""

from typing import TYPE_CHECKING

import numpy as np
from shapely import get_parts
from shapely.geometry import Polygon

from psoas.illustration.figure.turning import Vector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

_POINTS_PER_LENGTH, _FEWEST, _MOST = 0.7, 10, 40
_CORNER = 0.6  # radians; an outline that turns by less at a point is a curve


def rings(areas: "Sequence[BaseGeometry | None]", detail: float = 1.0) -> list[Vector]:
    """Return the outlines of an area over time; where it is missing, it is a point where it was."""
    polygons = [_largest(area) for area in areas]
    length = max((one.exterior.length for one in polygons if one is not None), default=0.0)
    count = int(np.clip(length * _POINTS_PER_LENGTH * detail, _FEWEST, _MOST * detail))
    before = next((_evenly(one, count) for one in polygons if one is not None), np.zeros((count, 2)))
    found = []
    for polygon in polygons:
        if polygon is None:
            found.append(np.repeat(before.mean(axis=0)[None], count, axis=0))
        else:
            before = _turned(_evenly(polygon, count), before)
            found.append(before)
    return found


def _largest(area: "BaseGeometry | None") -> Polygon | None:
    polygons = [] if area is None else [one for one in get_parts(area) if one.geom_type == "Polygon"]
    return max(polygons, key=lambda one: one.area, default=None)


def _evenly(polygon: Polygon, count: int) -> Vector:
    """Return points along an outline, counterclockwise: evenly, but each moved to a corner that is near."""
    ring = np.asarray(polygon.exterior.coords)[:-1]
    if not polygon.exterior.is_ccw:
        ring = ring[::-1]
    closed = np.vstack([ring, ring[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    wanted = np.linspace(0, along[-1], count, endpoint=False)
    ways = np.diff(closed, axis=0)
    angles = np.arctan2(ways[:, 1], ways[:, 0])
    turns = np.abs((angles - np.roll(angles, 1) + np.pi) % (2 * np.pi) - np.pi)
    for corner in along[:-1][turns > _CORNER]:
        nearest = int(np.argmin(np.abs(wanted - corner)))
        wanted[nearest] = corner
    wanted = np.sort(wanted)
    return np.column_stack([np.interp(wanted, along, closed[:, axis]) for axis in (0, 1)])


def _turned(ring: Vector, before: Vector) -> Vector:
    """Return the outline beginning at the point that makes the whole move least."""
    centred, wanted = ring - ring.mean(axis=0), before - before.mean(axis=0)
    steps = np.arange(len(ring))
    costs = ((centred[(steps[:, None] + steps) % len(ring)] - wanted) ** 2).sum(axis=(1, 2))
    return np.roll(ring, -int(np.argmin(costs)), axis=0)
