"""Between two key poses: joints turn the shortest way, and what stands or holds keeps doing so."""

from dataclasses import replace
from typing import Protocol

import numpy as np

from psoas.illustration.figure.posing import lifted, place_of, standing
from psoas.illustration.figure.skeleton import (
    Limb,
    Skeleton,
    arm_that_reaches,
    trunk_of,
    with_arm,
    with_leg,
)
from psoas.illustration.figure.turning import Vector, between, vector
from psoas.knowledge.poses import Arm, Leg, Pose, Thing


class Placed(Protocol):
    """A pose with its skeleton."""

    @property
    def pose(self) -> Pose:
        """What is shown."""
        ...

    @property
    def skeleton(self) -> Skeleton:
        """Where every bone is."""
        ...


def halfway(start: Placed, end: Placed, part: float) -> Skeleton:
    """Return the skeleton ``part`` of the way from one pose to the next."""
    first, last = start.skeleton.posture, end.skeleton.posture
    spine = {name: between(first.spine[name], last.spine[name], part) for name in first.spine}
    hips = first.hips + (last.hips - first.hips) * part
    skeleton = trunk_of(hips, between(first.pelvis, last.pelvis, part), spine, start.skeleton.body)
    belly = first.belly + (last.belly - first.belly) * part
    skeleton = replace(skeleton, posture=replace(skeleton.posture, belly=belly))
    legs = {name: (leg, end.pose.legs[name]) for name, leg in start.pose.legs.items()}
    for name, (one, two) in legs.items():
        if one.foot is None or two.foot is None:
            skeleton = with_leg(skeleton, name, _bent(first.limbs[name], last.limbs[name], part))
    resting = start.pose.rest == end.pose.rest and len(start.pose.pelvis.at) == len(end.pose.pelvis.at) == 2  # noqa: PLR2004
    skeleton = lifted(skeleton, start.pose if resting else None)
    turn = start.pose.pelvis.turn + (end.pose.pelvis.turn - start.pose.pelvis.turn) * part
    for name, (one, two) in legs.items():
        if one.foot is not None and two.foot is not None:
            poles = (first.limbs[name].pole, last.limbs[name].pole)
            skeleton = standing(skeleton, name, _stepping(one, two, poles, part), turn)
    for name in start.pose.arms:
        skeleton = _with_arm(skeleton, name, start, end, part)
    return skeleton


def _bent(first: Limb, last: Limb, part: float) -> Limb:
    return Limb(
        between(first.upper, last.upper, part),
        first.middle + (last.middle - first.middle) * part,
        between(first.lower, last.lower, part),
        first.toes + (last.toes - first.toes) * part,
    )


def _stepping(one: Leg, two: Leg, poles: tuple[Vector | None, Vector | None], part: float) -> Leg:
    assert one.foot is not None and two.foot is not None  # noqa: PT018 -- asked before
    start, end = _sole(one.foot), _sole(two.foot)
    toward = None
    if (one.knee_toward or two.knee_toward) and poles[0] is not None and poles[1] is not None:
        toward = tuple(_mixed(poles[0], poles[1], part))
    return Leg.model_construct(
        foot=tuple(_mixed(start, end, part)),
        heel=one.heel + (two.heel - one.heel) * part,
        heading=one.heading + (two.heading - one.heading) * part,
        sole_in=one.sole_in + (two.sole_in - one.sole_in) * part,
        toes=one.toes + (two.toes - one.toes) * part,
        knee_toward=toward,
    )


def _sole(foot: tuple[float, ...]) -> Vector:
    return vector((*foot, 0.0)[:3])


def _mixed(one: Vector, two: Vector, part: float) -> Vector:
    mixed: Vector = one + (two - one) * part
    return mixed


def _with_arm(skeleton: Skeleton, name: str, start: Placed, end: Placed, part: float) -> Skeleton:
    own = name.split(maxsplit=1)[0]
    one, two = start.pose.arms[name], end.pose.arms[name]
    first, last = start.skeleton.posture.limbs[name], end.skeleton.posture.limbs[name]
    if one.hand is None or two.hand is None:
        return with_arm(skeleton, name, _bent(first, last, part))
    if isinstance(one.hand, str) and one.hand == two.hand:
        palm = place_of(skeleton, one.hand) + _mixed(vector(one.offset), vector(two.offset), part)
    else:
        palms = [place_of(placed.skeleton, f"{own} palm") for placed in (start, end)]
        palm = _mixed(palms[0], palms[1], part)
    fingers = None
    if one.fingers and two.fingers:
        fingers = _mixed(vector(one.fingers), vector(two.fingers), part)
    pole = None
    if first.pole is not None and last.pole is not None:
        pole = _mixed(first.pole, last.pole, part)
    arm = Arm.model_construct(
        pronation=one.pronation + (two.pronation - one.pronation) * part,
        wrist=one.wrist + (two.wrist - one.wrist) * part,
    )
    return with_arm(skeleton, name, arm_that_reaches(skeleton, name, palm, fingers, arm, pole))


def way_of(start: Placed, end: Placed, place: str, steps: int = 15) -> Vector:
    """Return the places that a place of the body goes through."""
    return np.array([place_of(halfway(start, end, part), place) for part in np.linspace(0, 1, steps)])


def things_between(start: Pose, end: Pose, part: float) -> Pose:
    """Return the pose that is nearer, what stands there moved part of the way to where it is in the other."""
    nearer, other, way = (start, end, part) if part < 0.5 else (end, start, 1 - part)  # noqa: PLR2004 -- half
    moved = {name: _moved(thing, other.things.get(name), way) for name, thing in nearer.things.items()}
    return nearer.model_copy(update={"things": moved})


def _moved(thing: Thing, other: Thing | None, part: float) -> Thing:
    if other is None or other.kind != thing.kind or len(other.at) != len(thing.at) or other == thing:
        return thing
    places = [
        one if isinstance(one, str) or isinstance(two, str) else tuple(_mixed(vector(one), vector(two), part))
        for one, two in zip(thing.at, other.at, strict=True)
    ]
    turned = thing.facing + (other.facing - thing.facing) * part
    return thing.model_copy(update={"at": tuple(places), "facing": turned})
