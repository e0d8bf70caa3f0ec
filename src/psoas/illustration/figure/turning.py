"""Rotations and directions: x forward, y to the own left, z up; right-handed, angles in degrees."""

from collections.abc import Sequence
from math import atan2, cos, degrees, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

X, Y, Z = np.eye(3)
_NEAR_ZERO = 1e-9


def about_x(angle: float) -> Matrix:
    """Turn about x: y goes to z."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return np.array([[1.0, 0.0, 0.0], [0.0, c, -s], [0.0, s, c]])


def about_y(angle: float) -> Matrix:
    """Turn about y: z goes to x."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])


def about_z(angle: float) -> Matrix:
    """Turn about z: x goes to y."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])


def vector(values: Sequence[float]) -> Vector:
    """Return three numbers as a vector."""
    return np.asarray(values, dtype=np.float64)


def unit(direction: Vector) -> Vector:
    """Return a direction with length one."""
    length = float(np.linalg.norm(direction))
    if length < _NEAR_ZERO:
        raise ValueError("a direction has no length")
    return direction / length


def across(direction: Vector, axis: Vector) -> Vector:
    """Return the part of a direction that is square to an axis of length one."""
    square: Vector = direction - float(direction @ axis) * axis
    return square


def frame(up: Vector, forward: Vector) -> Matrix:
    """Return the axes whose z is ``up`` and whose x is as near to ``forward`` as can be."""
    z = unit(up)
    x = across(forward, z)
    if float(np.linalg.norm(x)) < _NEAR_ZERO:
        x = across(X if abs(z[0]) < abs(z[1]) else Y, z)
    x = unit(x)
    return np.column_stack([x, np.cross(z, x), z])


def limb_angles(turned: Matrix, side: int) -> tuple[float, float, float]:
    """Return flexion, abduction and outward rotation of a limb's turn against the trunk.

    It is the inverse of `limb_turn`; ``side`` is 1 for the left and -1 for the right.
    """
    down = -turned[:, 2]
    abduction = degrees(atan2(side * down[1], sqrt(down[0] ** 2 + down[2] ** 2)))
    flexion = degrees(atan2(down[0], -down[2]))
    rest = about_x(side * abduction).T @ about_y(-flexion).T @ turned
    outward = side * degrees(atan2(rest[1, 0], rest[0, 0]))
    return flexion, abduction, outward


def limb_turn(flexion: float, abduction: float, outward: float, side: int) -> Matrix:
    """Return the turn of a hanging limb: turned outward, then away from the midline, then forward."""
    turn: Matrix = about_y(-flexion) @ about_x(side * abduction) @ about_z(side * outward)
    return turn


def spine_turn(flexion: float, right: float, left: float) -> Matrix:
    """Return the turn of a part of the spine: forward, to the right, and turned to the left."""
    turn: Matrix = about_y(flexion) @ about_x(right) @ about_z(left)
    return turn


def between(first: Matrix, last: Matrix, part: float) -> Matrix:
    """Return the turn that stands part of the way from one to another, along the shortest way."""
    change = first.T @ last
    angle = float(np.arccos(np.clip((np.trace(change) - 1) / 2, -1.0, 1.0)))
    if angle < 1e-7:  # noqa: PLR2004 -- nothing turns
        return first
    skew = (change - change.T) / (2 * np.sin(angle)) if angle < np.pi - 1e-4 else _half_turn(change)
    theta = angle * part
    turned: Matrix = first @ (np.eye(3) + np.sin(theta) * skew + (1 - np.cos(theta)) * skew @ skew)
    return turned


def _half_turn(change: Matrix) -> Matrix:
    values, vectors = np.linalg.eigh((change + change.T) / 2)
    x, y, z = vectors[:, int(np.argmax(values))]
    return np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
