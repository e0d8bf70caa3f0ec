"""What a pose must keep: contacts, the floor, joint ranges and balance. Lengths in percent of stature."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from shapely import MultiPoint, Point

from psoas.illustration.figure.flesh import PARTS, Ball, Chain, balls_of, flesh
from psoas.illustration.figure.norms import joint_ranges, segment_masses
from psoas.illustration.figure.posing import posed
from psoas.illustration.figure.skeleton import Skeleton, angles
from psoas.illustration.figure.things import FLOOR, blocks, heights
from psoas.illustration.figure.turning import Vector, Z
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.poses import Arm, Figure, Pose, poses_of, variants_of

TOLERANCE = 2.0  # percent of stature, of a contact
_GROUNDED = 2.0
_SINKS = 1.0
_MIDDLE = 1e-6
_BESIDE = 4.0  # a hand that is farther from its place is not meant to lie there
# the part of the body on which a named place lies, by the words in the name
_HELD = {
    "thigh": "{} thigh", "knee": "{} knee", "shin": "{} shin", "calf": "{} calf", "ankle": "{} ankle",
    "heel": "{} heel", "toes": "{} toes", "palm": "{} hand", "elbow": "{} elbow", "shoulder": "{} shoulder",
    "head": "head", "chin": "head", "crown": "head", "ear": "head", "belly": "low back", "waist": "low back",
    "low back": "low back", "chest": "upper back", "upper back": "upper back", "hip": "pelvis",
    "buttock": "pelvis", "tailbone": "pelvis",
}  # fmt: skip
_SPHERE = np.array([
    [np.cos(a) * np.cos(b), np.sin(a) * np.cos(b), np.sin(b)]
    for b in np.linspace(-np.pi / 2, np.pi / 2, 9)
    for a in np.linspace(0, 2 * np.pi, 16, endpoint=False)
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """A part of the body, what it should touch, and how far it is off; below zero it sinks in."""

    part: str
    surface: str
    gap: float


def contacts(skeleton: Skeleton, pose: Pose) -> list[Contact]:
    """Return every contact that a pose states, measured."""
    shapes = flesh(skeleton)
    found = []
    for part, surface in {**pose.rest, **pose.touch}.items():
        found.append(Contact(part, surface, _gap(balls_of(shapes, part), surface, shapes, pose)))
    for name, leg in pose.legs.items():
        part = name.replace("leg", "foot")
        if leg.foot is not None and len(leg.foot) == 2:  # noqa: PLR2004 -- it stands on the floor
            found.append(Contact(part, FLOOR, _gap(balls_of(shapes, part), FLOOR, shapes, pose)))
    for name, arm in pose.arms.items():
        held = _held(arm)
        if held is not None:
            hand = name.replace("arm", "hand")
            found.append(Contact(hand, held, _gap(balls_of(shapes, hand), held, shapes, pose)))
    for name, limb in skeleton.posture.limbs.items():
        if limb.unreached > 0:
            found.append(Contact(name, "what it reaches for", limb.unreached))
    return found


def _held(arm: Arm) -> str | None:
    """Return the part of the body that a hand lies on; None where it reaches for something else."""
    if not isinstance(arm.hand, str) or float(np.linalg.norm(arm.offset)) > _BESIDE:
        return None
    words = arm.hand.split()
    own = next((word for word in words if word in {"right", "left"}), "")
    return next((part.format(own).strip() for place, part in _HELD.items() if place in arm.hand), None)


def _gap(balls: Iterable[Ball], surface: str, shapes: Mapping[str, Chain], pose: Pose) -> float:
    if surface == FLOOR:
        return min(-ball.reach(-Z) for ball in balls)
    places = [ball.at + ball.axes @ on for ball in balls for on in _SPHERE]
    solid = blocks(pose.things)
    if surface in solid:
        return min(block.distance(place) for block in solid[surface] for place in places)
    if surface in PARTS:
        other = _filled(balls_of(shapes, surface))
        return min(_outside(np.array(places), ball) for ball in other)
    tops = heights(pose.things)
    return min(-ball.reach(-Z) for ball in balls) - tops[surface]


def _filled(balls: Sequence[Ball]) -> list[Ball]:
    """Return balls with more between them, so that slices far apart leave no gap."""
    found = list(balls)
    for one, two in pairwise(balls):
        found += [
            Ball(one.at + (two.at - one.at) * part, one.axes + (two.axes - one.axes) * part)
            for part in (0.25, 0.5, 0.75)
        ]
    return found


def _outside(places: Vector, ball: Ball) -> float:
    """Return how far the nearest of some places lies outside an ellipsoid, along the line from its middle."""
    ways = places - ball.at
    distances = np.linalg.norm(ways, axis=1)
    across = np.linalg.norm(np.linalg.solve(ball.axes, ways.T), axis=0)  # 1 on the surface
    return float((distances * (1 - 1 / np.maximum(across, _MIDDLE))).min())


def sunk(skeleton: Skeleton) -> dict[str, float]:
    """Return how deep each segment sinks into the floor, of those that do."""
    found = {}
    for name, chain in flesh(skeleton).items():
        lowest = min(-ball.reach(-Z) for ball in chain.balls)
        if lowest < 0:
            found[name] = -lowest
    return found


def centre_of_mass(skeleton: Skeleton, masses: Mapping[str, tuple[float, float]]) -> Vector:
    """Return the centre of mass.

    Parameters
    ----------
    skeleton : Skeleton
        The placed body.
    masses : mapping of segment to (mass, place)
        Share of body mass, and the centre's place as a share of the way from the proximal end.
    """
    total, moment = 0.0, np.zeros(3)
    for segment, start, end in _segments(skeleton):
        mass, place = masses[segment]
        total += mass
        moment += mass * (start + (end - start) * place)
    return moment / total


def _segments(skeleton: Skeleton) -> list[tuple[str, Vector, Vector]]:
    frames, body = skeleton.frames, skeleton.body.lengths
    head = frames["head"]
    found = [
        ("head", head.place(0.5, 0, 12.2), head.at),  # from the vertex down
        ("trunk", frames["thorax"].at, frames["pelvis"].at),
    ]
    for own in ("right", "left"):
        foot = frames[f"{own} foot"]
        found += [
            ("upper-arm", frames[f"{own} upper arm"].at, frames[f"{own} forearm"].at),
            ("forearm", frames[f"{own} forearm"].at, frames[f"{own} hand"].at),
            ("hand", frames[f"{own} hand"].at, frames[f"{own} hand"].place(0, 0, -body.palm)),
            ("thigh", frames[f"{own} thigh"].at, frames[f"{own} shank"].at),
            ("shank", frames[f"{own} shank"].at, foot.at),
            ("foot", foot.place(-4.1, 0, -1.5), frames[f"{own} toes"].place(4.0, 0, 0)),
        ]
    return found


def outside_base(skeleton: Skeleton, pose: Pose, masses: Mapping[str, tuple[float, float]]) -> float:
    """Return how far the centre of mass lies outside what carries the body; 0 inside."""
    shapes = flesh(skeleton)
    bearing = [ball for chain in shapes.values() for ball in chain.balls if -ball.reach(-Z) < _GROUNDED]
    solid = blocks(pose.things)
    tops = heights(pose.things)
    for part, surface in {**pose.rest, **pose.touch}.items():
        if surface != FLOOR and (surface in solid or surface in tops):
            bearing += balls_of(shapes, part)
    if not bearing:
        return float("inf")
    corners = np.concatenate([(ball.at + _SPHERE @ ball.axes.T)[:, :2] for ball in bearing])
    base = MultiPoint(corners).convex_hull
    return float(base.distance(Point(*centre_of_mass(skeleton, masses)[:2])))


def beyond(
    skeleton: Skeleton, ranges: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float, float]]:
    """Return joint angles outside their ranges: the angle, and the range it leaves."""
    found = {}
    for name, angle in angles(skeleton).items():
        joint = name.split(" ", 1)[1] if name.split()[0] in {"right", "left"} else name
        low, high = ranges.get(joint, (-360.0, 360.0))
        if not low - 1e-6 <= angle <= high + 1e-6:
            found[name] = (angle, low, high)
    return found


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a pose must not do."""

    variant: str
    pose: str
    what: str


def faults(
    pose: Pose,
    skeleton: Skeleton,
    ranges: Mapping[str, tuple[float, float]],
    masses: Mapping[str, tuple[float, float]],
    *,
    moving: bool = False,
) -> list[str]:
    """Return what is wrong with a placed pose; nothing, when it can be shown."""
    found = [
        f"{one.part} is {one.gap:.1f} % of stature off {one.surface}"
        for one in contacts(skeleton, pose)
        if abs(one.gap) > TOLERANCE
    ]
    found += [
        f"{name} sinks {deep:.1f} % of stature into the floor"
        for name, deep in sunk(skeleton).items()
        if deep > _SINKS
    ]
    found += [
        f"{name} is {angle:.0f}°, outside {low:.0f} to {high:.0f}°"
        for name, (angle, low, high) in beyond(skeleton, ranges).items()
    ]
    if not moving and (off := outside_base(skeleton, pose, masses)) > 0:
        found.append(f"the centre of mass is {off:.1f} % of stature outside what carries it")
    return found


def audit(figure: Figure, knowledge: Knowledge) -> list[Fault]:
    """Return everything that is wrong with the poses of a figure, in all its variants."""
    ranges, masses = joint_ranges(knowledge), segment_masses(knowledge)
    found: list[Fault] = []
    for variant in variants_of(figure):
        for pose in poses_of(figure, variant):
            wrong = faults(pose, posed(pose), ranges, masses, moving=figure.moving)
            found += [Fault(variant, pose.name, what) for what in wrong]
    return found
