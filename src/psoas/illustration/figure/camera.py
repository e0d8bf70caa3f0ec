"""From which side the figure is seen, and how the world falls onto the picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np
from shapely import MultiPoint, unary_union

from psoas.illustration.figure.flesh import Ball, Chain
from psoas.illustration.figure.turning import Matrix, Vector

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_CIRCLE = np.stack([np.cos(np.linspace(0, 2 * np.pi, 33)[:-1]), np.sin(np.linspace(0, 2 * np.pi, 33)[:-1])])


@dataclass(frozen=True)
class Camera:
    """A viewer far away: turned to the figure's left about the vertical, and raised, in degrees."""

    turn: float = 0.0
    raised: float = 0.0

    @cached_property
    def plane(self) -> Matrix:
        """The picture's right and up, as rows."""
        right = np.array([cos(radians(self.turn)), sin(radians(self.turn)), 0.0])
        return np.stack([right, np.cross(right, self.into)])

    @cached_property
    def into(self) -> Vector:
        """The direction in which the viewer looks."""
        a, b = radians(self.turn), radians(self.raised)
        return np.array([-sin(a) * cos(b), cos(a) * cos(b), -sin(b)])

    def flat(self, places: Vector) -> Vector:
        """Return where places of the world fall on the picture; up is positive."""
        on_picture: Vector = places @ self.plane.T
        return on_picture

    def depth(self, place: Vector) -> float:
        """Return how far away a place is."""
        return float(place @ self.into)

    def outline(self, ball: Ball) -> Vector:
        """Return the outline of an ellipsoid on the picture."""
        seen = self.plane @ ball.axes
        lower = np.linalg.cholesky(seen @ seen.T + np.eye(2) * 1e-9)
        around: Vector = self.flat(ball.at) + (lower @ _CIRCLE).T
        return around

    def silhouette(self, chain: Chain) -> "BaseGeometry":
        """Return the area that a chain covers on the picture."""
        outlines = [self.outline(ball) for ball in chain.balls]
        hulls = [MultiPoint(np.concatenate([outlines[i] for i in link])).convex_hull for link in chain.links]
        return unary_union(hulls)


VIEWS: Mapping[str, Camera] = {
    "side": Camera(0.0),
    "front": Camera(90.0),
    "back": Camera(-90.0),
    "corner": Camera(35.0, 14.0),  # from the side that the figure faces
    "behind": Camera(-35.0, 14.0),  # from the side of its back
    "raised": Camera(0.0, 28.0),
    "above": Camera(0.0, 65.0),
}
