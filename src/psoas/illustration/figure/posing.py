"""From a pose to a placed body: rest on what carries it, stand where the feet stand, reach what is held."""

from dataclasses import replace

from psoas.illustration.figure.body import Body, neutral_body
from psoas.illustration.figure.flesh import balls_of, flesh, foot
from psoas.illustration.figure.skeleton import (
    SIDES,
    Frame,
    Skeleton,
    arm_by_angles,
    arm_that_reaches,
    leg_by_angles,
    leg_that_stands,
    spine_of,
    trunk_of,
    with_arm,
    with_leg,
)
from psoas.illustration.figure.things import heights
from psoas.illustration.figure.turning import Vector, Z, about_x, about_y, about_z, unit, vector
from psoas.knowledge.poses import Arm, Leg, Pose

DOWN = -Z


def posed(pose: Pose, body: Body | None = None) -> Skeleton:
    """Return the skeleton of a pose, placed in the world.

    Raises
    ------
    KeyError
        A place of the body or a surface that it names does not exist.
    """
    pelvis = pose.pelvis
    turn = about_z(pelvis.turn) @ about_y(pelvis.lean) @ about_x(pelvis.tilt) @ about_z(pelvis.roll)
    height = pelvis.at[2] if len(pelvis.at) == 3 else 0.0  # noqa: PLR2004 -- a place with its height
    skeleton = trunk_of(
        vector((pelvis.at[0], pelvis.at[1], height)), turn, spine_of(pose), body or neutral_body()
    )
    skeleton = replace(skeleton, posture=replace(skeleton.posture, belly=pose.belly))
    for name, leg in pose.legs.items():
        if leg.foot is None:
            skeleton = with_leg(skeleton, name, leg_by_angles(leg, SIDES[name.split()[0]]))
    if len(pelvis.at) == 2:  # noqa: PLR2004
        skeleton = lifted(skeleton, pose)
    if pose.anchor is not None:
        place, at = pose.anchor
        skeleton = skeleton.moved(vector((*at, 0.0)) - place_of(skeleton, place) * (1, 1, 0))
    for name, leg in pose.legs.items():
        if leg.foot is not None:
            skeleton = standing(skeleton, name, leg, pelvis.turn)
    for name, arm in pose.arms.items():
        skeleton = _with_arm(skeleton, name, arm)
    return skeleton


def lifted(skeleton: Skeleton, pose: Pose | None) -> Skeleton:
    """Return the body raised or lowered so that what rests in a pose lies on what carries it.

    Without a pose it is only raised, where it would sink into the floor.
    """
    shapes = flesh(skeleton)
    if pose is None or not pose.rest:
        lowest = min(-ball.reach(DOWN) for chain in shapes.values() for ball in chain.balls)
        return skeleton.moved(Z * (max(0.0, -lowest) if pose is None else -lowest))
    surfaces = heights(pose.things)
    lift = max(
        surfaces[surface] - min(-ball.reach(DOWN) for ball in balls_of(shapes, part))
        for part, surface in pose.rest.items()
    )
    return skeleton.moved(Z * lift)


def standing(skeleton: Skeleton, name: str, leg: Leg, facing: float) -> Skeleton:
    """Add a leg whose foot stands where it should; ``facing`` is where the pelvis faces."""
    side = SIDES[name.split(maxsplit=1)[0]]
    assert leg.foot is not None
    turn = about_z(facing + side * leg.heading) @ about_y(leg.heel) @ about_x(-side * leg.sole_in)
    sole = leg.foot[2] if len(leg.foot) == 3 else 0.0  # noqa: PLR2004
    at = vector((leg.foot[0], leg.foot[1], 0.0))
    body = skeleton.body
    here = Frame(at, turn)
    toes = Frame(here.place(body.lengths.ball, 0, body.lengths.ball_height), turn @ about_y(-leg.toes))
    lowest = min(-ball.reach(DOWN) for ball in foot(here, toes, body.foot, body.toes).balls)
    ankle = at + Z * (sole - lowest)
    pole = vector(leg.knee_toward) if leg.knee_toward else None
    return with_leg(skeleton, name, leg_that_stands(skeleton, name, ankle, turn, pole, leg.toes))


def _with_arm(skeleton: Skeleton, name: str, arm: Arm) -> Skeleton:
    own = name.split(maxsplit=1)[0]
    if arm.hand is None:
        return with_arm(skeleton, name, arm_by_angles(arm, SIDES[own]))
    palm = place_of(skeleton, arm.hand) if isinstance(arm.hand, str) else vector(arm.hand)
    fingers = unit(vector(arm.fingers)) if arm.fingers else None
    pole = vector(arm.elbow_toward) if arm.elbow_toward else None
    limb = arm_that_reaches(skeleton, name, palm + vector(arm.offset), fingers, arm, pole)
    return with_arm(skeleton, name, limb)


def place_of(skeleton: Skeleton, name: str) -> Vector:
    """Return a named place on the body, in the world.

    Raises
    ------
    KeyError
        There is no such place.
    """
    own = next((side for side in SIDES if side in name.split()), None)
    if own is None:
        segment, at = skeleton.body.places[name]
        return skeleton.frames[segment].place(*at)
    segment, (x, y, z) = skeleton.body.own_places[name.replace(own, "{}", 1)]
    return skeleton.frames[segment.format(own)].place(x, SIDES[own] * y, z)
