"""Where every bone is: forward kinematics of a pose, and reach for what a foot or hand must touch.

Lengths are percent of stature. A segment's frame has x forward, y to the own left and z up as they are when
someone stands at ease: limbs run down from their origin, the spine up, the foot forward.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from psoas.illustration.figure.body import Body, Lengths
from psoas.illustration.figure.turning import (
    Matrix,
    Vector,
    X,
    Z,
    about_x,
    about_y,
    about_z,
    across,
    between,
    frame,
    limb_angles,
    limb_turn,
    spine_turn,
    unit,
    vector,
)
from psoas.knowledge.poses import Arm, Bend, Leg, Pose

SIDES: Mapping[str, int] = {"right": -1, "left": 1}
SPINE_PARTS = {"lumbar": 5, "thoracic": 6}  # how finely each part bends
_SLACK = 1e-3
_OVERHEAD = 120.0  # degrees; no arm goes back so far


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a segment begins and how it is turned."""

    at: Vector
    turn: Matrix

    def place(self, x: float, y: float, z: float) -> Vector:
        """Return a place given in the segment's own axes, in the world."""
        placed: Vector = self.at + self.turn @ np.array([x, y, z])
        return placed


@dataclass(frozen=True, slots=True)
class Limb:
    """How a limb is bent: turns against the segment before, and what its end must keep."""

    upper: Matrix  # hip or shoulder
    middle: float  # knee or elbow
    lower: Matrix  # ankle or wrist
    toes: float = 0.0
    pole: Vector | None = None  # where knee or elbow points, of a limb that reaches
    unreached: float = 0.0  # how far the target lies out of reach


@dataclass(frozen=True, slots=True)
class Posture:
    """A pose worked out: the turns of all joints, and the place of the hips."""

    hips: Vector
    pelvis: Matrix
    spine: Mapping[str, Matrix]  # lumbar, thoracic, neck, head
    limbs: Mapping[str, Limb]  # "right leg"
    belly: float = 0.0  # how far it stands out


@dataclass(frozen=True, slots=True)
class Skeleton:
    """All segments in the world."""

    frames: Mapping[str, Frame]
    spine: tuple[Frame, ...]  # from the hips to the shoulders, evenly in each part
    spine_at: tuple[float, ...]  # how far up the trunk each of them is
    posture: Posture
    body: Body = field(repr=False)

    def moved(self, by: Vector) -> "Skeleton":
        """Return it, carried elsewhere."""
        return replace(
            self,
            frames={name: Frame(one.at + by, one.turn) for name, one in self.frames.items()},
            spine=tuple(Frame(one.at + by, one.turn) for one in self.spine),
            posture=replace(self.posture, hips=self.posture.hips + by),
        )


def trunk_of(hips: Vector, pelvis: Matrix, spine: Mapping[str, Matrix], body: Body) -> Skeleton:
    """Return pelvis, spine, neck and head."""
    long = body.lengths
    frames = {"pelvis": Frame(hips, pelvis)}
    joints, reached = [Frame(hips, pelvis)], [0.0]
    at, turn, height = hips + pelvis @ (Z * long.pelvis), pelvis, long.pelvis
    joints.append(Frame(at, turn))
    reached.append(height)
    for part, length in (("lumbar", long.lumbar), ("thoracic", long.thoracic)):
        count = SPINE_PARTS[part]
        step = between(np.eye(3), spine[part], 1 / count)
        for _ in range(count):
            turn = turn @ step
            at = at + turn @ (Z * length / count)
            height += length / count
            joints.append(Frame(at, turn))
            reached.append(height)
    frames["thorax"] = joints[-1]
    frames["neck"] = Frame(joints[-1].place(0.2, 0, long.neck_from), turn @ spine["neck"])
    neck = frames["neck"]
    frames["head"] = Frame(neck.place(0, 0, long.neck), neck.turn @ spine["head"])
    posture = Posture(hips, pelvis, spine, {})
    return Skeleton(frames, tuple(joints), tuple(reached), posture, body)


def with_leg(skeleton: Skeleton, name: str, limb: Limb) -> Skeleton:
    """Add a leg, bent as it is."""
    side, long = SIDES[name.split(maxsplit=1)[0]], skeleton.body.lengths
    pelvis = skeleton.frames["pelvis"]
    thigh = Frame(pelvis.place(0, side * long.hip_half, 0), pelvis.turn @ limb.upper)
    shank = Frame(thigh.place(0, 0, -long.thigh), thigh.turn @ about_y(limb.middle))
    foot = Frame(shank.place(0, 0, -long.shank), shank.turn @ limb.lower)
    toes = Frame(foot.place(long.ball, 0, long.ball_height), foot.turn @ about_y(-limb.toes))
    own = name.split(maxsplit=1)[0]
    return _with(skeleton, name, limb, {
        f"{own} thigh": thigh, f"{own} shank": shank, f"{own} foot": foot, f"{own} toes": toes,
    })  # fmt: skip


def with_arm(skeleton: Skeleton, name: str, limb: Limb) -> Skeleton:
    """Add an arm, bent as it is."""
    own = name.split(maxsplit=1)[0]
    side, long = SIDES[own], skeleton.body.lengths
    thorax = skeleton.frames["thorax"]
    upper = Frame(shoulder_of(thorax, limb.upper, side, long), thorax.turn @ limb.upper)
    forearm = Frame(upper.place(0, 0, -long.upper_arm), upper.turn @ about_y(-limb.middle))
    hand = Frame(forearm.place(0, 0, -long.forearm), forearm.turn @ limb.lower)
    return _with(skeleton, name, limb, {
        f"{own} upper arm": upper, f"{own} forearm": forearm, f"{own} hand": hand,
    })  # fmt: skip


def shoulder_of(thorax: Frame, upper: Matrix, side: int, long: Lengths) -> Vector:
    """Return the shoulder joint; it rises and moves in as the arm is raised."""
    raised = max(0.0, float(-upper[2, 2])) ** 1.5  # 0 up to a level arm, 1 for an arm straight up
    forward = max(0.0, float(-upper[0, 2]))
    return thorax.place(
        0.9 * forward - 0.2,
        side * (long.shoulder_half - long.shrug_in * raised),
        -long.shoulder_below + long.shrug_up * raised,
    )


def _with(skeleton: Skeleton, name: str, limb: Limb, frames: Mapping[str, Frame]) -> Skeleton:
    limbs = {**skeleton.posture.limbs, name: limb}
    return replace(
        skeleton,
        frames={**skeleton.frames, **frames},
        posture=replace(skeleton.posture, limbs=limbs),
    )


def leg_by_angles(leg: Leg, side: int) -> Limb:
    """Return a leg that is given by its joint angles."""
    assert leg.knee is not None and leg.hip is not None  # noqa: PT018 -- the schema says so
    return Limb(
        limb_turn(*triple(leg.hip), side), leg.knee, _ankle(leg.ankle or 0.0, leg.sole_in, side), leg.toes
    )


def arm_by_angles(arm: Arm, side: int) -> Limb:
    """Return an arm that is given by its joint angles."""
    assert arm.elbow is not None and arm.shoulder is not None  # noqa: PT018 -- the schema says so
    return Limb(limb_turn(*triple(arm.shoulder), side), arm.elbow, hand_turn(arm, side))


def hand_turn(arm: Arm, side: int) -> Matrix:
    """Return the turn of the hand against the forearm."""
    turn: Matrix = about_z(-side * arm.pronation) @ _about_x_for(arm.wrist, side)
    return turn


def leg_that_stands(
    skeleton: Skeleton, name: str, ankle: Vector, foot: Matrix, pole: Vector | None, toes: float
) -> Limb:
    """Return the leg whose ankle is at a place and whose foot is turned as given."""
    side, long = SIDES[name.split(maxsplit=1)[0]], skeleton.body.lengths
    pelvis = skeleton.frames["pelvis"]
    hip = pelvis.place(0, side * long.hip_half, 0)
    wanted = pole if pole is not None else pelvis.turn @ (X + 0.3 * Z)
    knee, across_plane, missing = joint_between(hip, ankle, long.thigh, long.shank, wanted)
    thigh = hinged(hip - knee, -across_plane)
    bend = _angle(thigh, unit(knee - ankle))
    shank = thigh @ about_y(bend)
    return Limb(pelvis.turn.T @ thigh, bend, shank.T @ foot, toes, wanted, missing)


def arm_that_reaches(
    skeleton: Skeleton, name: str, palm: Vector, fingers: Vector | None, arm: Arm, pole: Vector | None
) -> Limb:
    """Return the arm whose palm is at a place; with ``fingers`` the hand points there."""
    side, long = SIDES[name.split(maxsplit=1)[0]], skeleton.body.lengths
    thorax = skeleton.frames["thorax"]
    wanted = pole if pole is not None else thorax.turn @ vector((-0.6, side * 0.8, -0.6))
    wrist = palm - unit(fingers) * long.palm if fingers is not None else palm
    lower = long.forearm if fingers is not None else long.forearm + long.palm
    upper = np.eye(3)
    bend, missing = 0.0, 0.0
    for _ in range(4):  # the shoulder rises with the arm
        shoulder = shoulder_of(thorax, upper, side, long)
        elbow, across_plane, missing = joint_between(shoulder, wrist, long.upper_arm, lower, wanted)
        bone = hinged(shoulder - elbow, across_plane)
        bend = -_angle(bone, unit(elbow - wrist))
        upper = thorax.turn.T @ bone
    turned = hand_turn(arm, side)
    if fingers is not None:
        forearm = thorax.turn @ upper @ about_y(-bend)
        turned = forearm.T @ frame(-fingers, forearm[:, 0]) @ turned
    return Limb(upper, bend, turned, 0.0, wanted, missing)


def joint_between(
    start: Vector, end: Vector, upper: float, lower: float, pole: Vector
) -> tuple[Vector, Vector, float]:
    """Return the knee or elbow between two ends, on the side of the pole.

    With it come the direction square to the plane in which it bends, and how far the end is out of reach.
    """
    way = end - start
    distance = float(np.linalg.norm(way))
    along = unit(way) if distance > _SLACK else -Z
    reach = float(np.clip(distance, abs(upper - lower) + _SLACK, upper + lower - _SLACK))
    part = (upper**2 - lower**2 + reach**2) / (2 * reach)
    aside = across(pole, along)
    aside = unit(aside) if float(np.linalg.norm(aside)) > _SLACK else frame(along, X)[:, 0]
    joint: Vector = start + along * part + aside * np.sqrt(max(upper**2 - part**2, 0.0))
    return joint, np.cross(along, aside), max(0.0, distance - (upper + lower))


def hinged(up: Vector, axis: Vector) -> Matrix:
    """Return the axes of a bone from its direction and the axis its joint turns about."""
    z = unit(up)
    return np.column_stack([np.cross(axis, z), axis, z])


def _angle(bone: Matrix, next_up: Vector) -> float:
    """Return the turn about the bone's y that brings its z to the next bone's."""
    local = bone.T @ next_up
    return float(np.degrees(np.arctan2(local[0], local[2])))


def _ankle(toes_up: float, sole_in: float, side: int) -> Matrix:
    turn: Matrix = about_y(-toes_up) @ about_x(-side * sole_in)
    return turn


def _about_x_for(angle: float, side: int) -> Matrix:
    return limb_turn(0.0, -angle, 0.0, side)


def triple(bend: Bend) -> tuple[float, float, float]:
    """Return flexion, to the side, and turned."""
    if isinstance(bend, tuple):
        return bend
    return (bend, 0.0, 0.0)


def spine_of(pose: Pose) -> Mapping[str, Matrix]:
    """Return the turns of the parts of the spine."""
    return {part: spine_turn(*triple(getattr(pose, part))) for part in ("lumbar", "thoracic", "neck", "head")}


def angles(skeleton: Skeleton) -> dict[str, float]:
    """Return the clinical angles of all joints, in degrees.

    The spine: flexion, bend to the right and turn to the left of lumbar, thoracic and neck, the neck with
    the head's own nod. Limbs: by side, as they are written in a pose.
    """
    posture = skeleton.posture
    found: dict[str, float] = {}
    spine = {
        "lumbar": posture.spine["lumbar"],
        "thoracic": posture.spine["thoracic"],
        "neck": posture.spine["neck"] @ posture.spine["head"],
    }
    for part, turned in spine.items():
        found[f"{part} flexion"] = float(np.degrees(np.arctan2(turned[0, 2], turned[2, 2])))
        found[f"{part} side-bend"] = float(np.degrees(np.arcsin(np.clip(-turned[1, 2], -1, 1))))
        found[f"{part} rotation"] = float(np.degrees(np.arctan2(turned[1, 0], turned[1, 1])))
    for name, limb in posture.limbs.items():
        own, kind = name.split()
        base, hinge = ("hip", "knee") if kind == "leg" else ("shoulder", "elbow")
        flexion, abduction, outward = limb_angles(limb.upper, SIDES[own])
        if kind == "arm" and flexion < -_OVERHEAD:  # raised past the vertical, not behind the back
            flexion += 360
        found |= {
            f"{own} {base} flexion": flexion,
            f"{own} {base} abduction": abduction,
            f"{own} {base} outward": outward,
            f"{own} {hinge} flexion": limb.middle,
        }
        if kind == "leg":
            found[f"{own} ankle up"] = float(np.degrees(np.arcsin(np.clip(limb.lower[2, 0], -1, 1))))
            found[f"{own} toes up"] = limb.toes
        else:
            found[f"{own} wrist bend"] = float(np.degrees(np.arccos(np.clip(limb.lower[2, 2], -1, 1))))
    return found
