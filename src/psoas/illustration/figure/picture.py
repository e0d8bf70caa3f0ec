"""One picture: the ground, what stands there, the body, what it holds, and arrows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from shapely import LineString, Polygon, box, total_bounds

from psoas.illustration.figure.body import Body
from psoas.illustration.figure.camera import Camera
from psoas.illustration.figure.drawing import Part, body_layers
from psoas.illustration.figure.flesh import Ball, Chain, flesh
from psoas.illustration.figure.layers import Layer
from psoas.illustration.figure.muscles import tinted
from psoas.illustration.figure.posing import place_of, posed
from psoas.illustration.figure.skeleton import SIDES, Skeleton
from psoas.illustration.figure.things import Block, Face, Find, Line, Lump, Piece, Water, blocks, pieces
from psoas.illustration.figure.turning import Vector
from psoas.knowledge.poses import Pose, Thing

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_LEVEL = 8.0  # a viewer who is raised by less sees the floor as a line


@dataclass(frozen=True)
class Scene:
    """A pose, worked out and drawn."""

    pose: Pose
    skeleton: Skeleton
    behind: tuple[Layer, ...]
    body: tuple[Layer, ...]
    before: tuple[Layer, ...]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers, the farthest first."""
        return (*self.behind, *self.body, *self.before)


def scene(
    pose: Pose,
    camera: Camera,
    *,
    muscles: Iterable[str] = (),
    sides: Sequence[str] = tuple(SIDES),
    body: Body | None = None,
) -> Scene:
    """Draw a pose.

    Parameters
    ----------
    pose : Pose
        What is shown.
    camera : Camera
        From where.
    muscles : iterable of str
        Names of what is tinted.
    sides : sequence of str
        On which sides.
    body : Body, optional
        Whose; the neutral one by default.
    """
    return scene_of(posed(pose, body), pose, camera, muscles=muscles, sides=sides)


def scene_of(
    skeleton: Skeleton,
    pose: Pose,
    camera: Camera,
    *,
    muscles: Iterable[str] = (),
    sides: Sequence[str] = tuple(SIDES),
) -> Scene:
    """Draw a skeleton with the things of its pose; see `scene`."""
    find: Find = lambda name: place_of(skeleton, name)  # noqa: E731 -- a name for the reader
    behind: list[Layer] = []
    before: list[Layer] = []
    held: list[Part] = []
    for name, thing in pose.things.items():
        for number, piece in enumerate(pieces(thing, find)):
            layer = _layer(f"{name} {number}", piece, camera)
            if layer is None:
                continue
            if thing.front or isinstance(piece, Water):
                before.append(layer)
            elif _among_limbs(piece):
                held.append(Part(layer.name if number else name, [layer], _axis(piece)))
            else:
                behind.append(layer)
    patches = tinted(skeleton, muscles, sides)
    return Scene(
        pose,
        skeleton,
        tuple(behind),
        tuple(body_layers(skeleton, camera, held=held, over=pose.over, tinted=patches)),
        tuple(before),
    )


def _among_limbs(piece: Piece) -> bool:
    return not isinstance(piece, Water) and piece.held


def _layer(name: str, piece: Piece, camera: Camera) -> Layer | None:
    match piece:
        case Face():
            first, second, third = piece.corners[:3]
            normal = np.cross(second - first, third - second)
            if float(normal @ camera.into) > -1e-6 * float(np.linalg.norm(normal)):
                return None
            area: BaseGeometry = Polygon(camera.flat(piece.corners))
            role = (
                "held"
                if piece.held
                else ("top" if abs(normal[2]) > 0.9 * float(np.linalg.norm(normal)) else "thing")
            )
            return Layer(name, role, area.buffer(0.25), far=False)
        case Line():
            line = LineString(camera.flat(piece.places))
            return Layer(
                name, "heldline" if piece.held else "thingline", line.buffer(piece.thick / 2), outlined=False
            )
        case Lump():
            balls = tuple(Ball(at, axes) for at, axes in piece.balls)
            chain = Chain(balls, (tuple(range(len(balls))),))
            return Layer(name, "held" if piece.held else "thing", camera.silhouette(chain))
        case Water():
            return Layer(
                name, "water", box(-piece.width / 2, -3, piece.width / 2, piece.height), outlined=False
            )


def _axis(piece: Piece) -> Vector:
    match piece:
        case Face():
            return np.array([piece.corners.mean(axis=0)])
        case Line():
            return piece.places
        case Lump():
            return np.array([np.mean([at for at, _ in piece.balls], axis=0)])
        case Water():
            raise AssertionError("water is not held")


def ground(scenes: Sequence[Scene], camera: Camera) -> Layer:
    """Return the floor under all scenes of a picture: a line, or for a raised viewer an area."""
    flesh_at = [ball.at for one in scenes for chain in flesh(one.skeleton).values() for ball in chain.balls]
    reach = np.array(flesh_at)
    if camera.raised < _LEVEL:
        flat = camera.flat(reach)
        edges = [edge for one in scenes for layer in one.behind for edge in layer.area.bounds[::2]]
        left = min([float(flat[:, 0].min()) - 10, *edges])
        right = max([float(flat[:, 0].max()) + 10, *edges])
        return Layer("ground", "ground", box(left, -0.9, right, 0.0), outlined=False)
    if any(thing.kind == "bed" for one in scenes for thing in one.pose.things.values()):
        return Layer("floor", "floor", Polygon())  # a bed fills the picture
    feet = [_foot_of(thing) for one in scenes for thing in one.pose.things.values()]
    reach = np.vstack([reach, *(foot for foot in feet if foot is not None)])
    low, high = reach.min(axis=0), reach.max(axis=0)
    x, y = (low[0] - 7, high[0] + 7), (low[1] - 7, high[1] + 7)
    corners = np.array([[x[0], y[0], 0], [x[1], y[0], 0], [x[1], y[1], 0], [x[0], y[1], 0]])
    return Layer("floor", "floor", Polygon(camera.flat(corners)).buffer(1.5), outlined=True)


def _foot_of(thing: Thing) -> Vector | None:
    """Return the corners of the floor that a piece of furniture stands on."""
    corners = [
        block.at + block.turn @ (block.half * (x, y, 0))
        for block in blocks({"it": thing}).get("it", [])
        if isinstance(block, Block)
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    return np.array(corners) if corners else None


def bounds(layers: Iterable[Layer]) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of what is drawn."""
    left, bottom, right, top = total_bounds([layer.area for layer in layers if not layer.area.is_empty])
    return float(left), float(bottom), float(right), float(top)
