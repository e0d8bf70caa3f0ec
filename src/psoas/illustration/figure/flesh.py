"""The body around the bones: chains of ellipsoids, from the profiles of the body."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from psoas.illustration.figure.body import Lumps, Row, Three
from psoas.illustration.figure.skeleton import SIDES, Frame, Skeleton
from psoas.illustration.figure.turning import Matrix, Vector, between, vector

_BELLY = (2.0, 17.0)  # from where to where it rises, in percent of stature above the hips
_DISC = 0.25  # half thickness of a slice; its neighbours make the shape


@dataclass(frozen=True, slots=True)
class Ball:
    """An ellipsoid: its middle, and its half axes as columns."""

    at: Vector
    axes: Matrix

    def reach(self, direction: Vector) -> float:
        """Return how far it goes towards a direction of length one, from the origin of the world."""
        return float(self.at @ direction + np.linalg.norm(self.axes.T @ direction))


@dataclass(frozen=True, slots=True)
class Chain:
    """Balls, and which of them the shape spans between."""

    balls: tuple[Ball, ...]
    links: tuple[tuple[int, ...], ...]


def flesh(skeleton: Skeleton) -> dict[str, Chain]:
    """Return the shape of every segment."""
    body, frames = skeleton.body, skeleton.frames
    long = body.lengths
    shapes = {
        "trunk": trunk(skeleton, trunk_rows(skeleton)),
        "neck": _neck(skeleton),
        "head": lumps(frames["head"], body.head),
    }
    for own, side in SIDES.items():
        if f"{own} thigh" in frames:
            shapes[f"{own} thigh"] = limb(frames[f"{own} thigh"], long.thigh, body.thigh)
            shapes[f"{own} shank"] = limb(frames[f"{own} shank"], long.shank, body.shank)
            shapes[f"{own} foot"] = foot(frames[f"{own} foot"], frames[f"{own} toes"], body.foot, body.toes)
        if f"{own} hand" in frames:
            shapes[f"{own} upper arm"] = limb(frames[f"{own} upper arm"], long.upper_arm, body.upper_arm)
            shapes[f"{own} forearm"] = limb(frames[f"{own} forearm"], long.forearm, body.forearm)
            shapes[f"{own} hand"] = lumps(frames[f"{own} hand"], body.hand, side)
    return shapes


def limb(
    frame: Frame, length: float, rows: Sequence[Row], *, grown: float = 0.0, flat: bool = False
) -> Chain:
    """Return a limb segment; ``flat`` ends are cut square, as clothes are."""
    balls = []
    for index, (along, deep, broad, forward) in enumerate(rows):
        ends = index in {0, len(rows) - 1} and not flat
        thick = (deep + broad) / 2 if ends else _DISC
        axes = frame.turn * np.array([deep + grown, broad + grown, thick])
        balls.append(Ball(frame.place(forward, 0, -along * length), axes))
    return _in_a_row(balls)


def trunk_rows(skeleton: Skeleton) -> tuple[Row, ...]:
    """Return the profile of the trunk, with the belly as far out as it is."""
    out = skeleton.posture.belly / 2
    if not out:
        return skeleton.body.trunk
    low, high = _BELLY
    found: list[Row] = []
    for height, deep, broad, forward in skeleton.body.trunk:
        share = float(np.sin(np.pi * np.clip((height - low) / (high - low), 0, 1)))
        found.append((height, deep + out * share, broad, forward + out * share))
    return tuple(found)


def trunk(skeleton: Skeleton, rows: Sequence[Row], *, grown: float = 0.0) -> Chain:
    """Return the trunk, or the slice of it that a profile gives."""
    balls = []
    for height, deep, broad, forward in rows:
        frame = up_the_trunk(skeleton, height)
        axes = frame.turn * np.array([deep + grown, broad + grown, _DISC])
        balls.append(Ball(frame.place(forward, 0, 0), axes))
    return _in_a_row(balls)


def _in_a_row(balls: Sequence[Ball]) -> Chain:
    return Chain(tuple(balls), tuple(pairwise(range(len(balls)))) or ((0,),))


def cut(rows: Sequence[Row], start: float, end: float) -> list[Row]:
    """Return the part of a profile between two places along it."""
    places = [start, *(row[0] for row in rows if start < row[0] < end), end]
    table = np.array(rows)
    deep, broad, forward = (np.interp(places, table[:, 0], table[:, column]) for column in (1, 2, 3))
    return [(place, float(deep[i]), float(broad[i]), float(forward[i])) for i, place in enumerate(places)]


def shoulders(skeleton: Skeleton, grown: float) -> list[Chain]:
    """Return what spans from the base of the neck over each shoulder joint to the ribs."""
    found = []
    (neck_at, neck_half), (_, joint_half), (ribs_at, ribs_half) = skeleton.body.shoulder.balls
    thorax = skeleton.frames["thorax"]
    for own, side in SIDES.items():
        if f"{own} upper arm" not in skeleton.frames:
            continue
        balls = (
            _ball(thorax, neck_at, (neck_half[0], neck_half[1], neck_half[2] + grown), side),
            Ball(skeleton.frames[f"{own} upper arm"].at, thorax.turn * (vector(joint_half) + grown)),
            _ball(thorax, ribs_at, ribs_half, side),
        )
        found.append(Chain(balls, skeleton.body.shoulder.links))
    return found


def up_the_trunk(skeleton: Skeleton, height: float) -> Frame:
    """Return the frame of the spine at a height above the hips, in percent of stature."""
    heights, joints = skeleton.spine_at, skeleton.spine
    index = int(np.clip(np.searchsorted(heights, height) - 1, 0, len(heights) - 2))
    low, high = joints[index], joints[index + 1]
    part = (height - heights[index]) / (heights[index + 1] - heights[index])
    turn = between(low.turn, high.turn, float(np.clip(part, 0, 1)))
    if part < 0:
        return Frame(low.place(0, 0, height - heights[index]), turn)
    if part > 1:
        return Frame(high.place(0, 0, height - heights[index + 1]), turn)
    return Frame(low.at + (high.at - low.at) * part, turn)


def _neck(skeleton: Skeleton) -> Chain:
    neck, head = skeleton.frames["neck"], skeleton.frames["head"]
    balls = [
        Ball(frame.place(forward, 0, height), frame.turn * np.array([deep, broad, _DISC]))
        for frame, (height, deep, broad, forward) in zip(
            (neck, neck, head, head), skeleton.body.neck_and_head, strict=True
        )
    ]
    return _in_a_row(balls)


def lumps(frame: Frame, shape: Lumps, side: int = 1) -> Chain:
    """Return a rounded shape in its frame, mirrored for the right side."""
    return Chain(tuple(_ball(frame, at, half, side) for at, half in shape.balls), shape.links)


def foot(frame: Frame, toes_frame: Frame, shape: Lumps, toes: Lumps) -> Chain:
    """Return a foot with its toes."""
    back, front = lumps(frame, shape), lumps(toes_frame, toes)
    first = len(back.balls)
    links = (*back.links, *(tuple(first + one for one in link) for link in front.links), (first - 1, first))
    return Chain((*back.balls, *front.balls), links)


def _ball(frame: Frame, at: Three, half: Three, side: int = 1) -> Ball:
    return Ball(frame.place(at[0], side * at[1], at[2]), frame.turn * vector(half))


_TRUNK_PARTS = {
    "trunk": slice(None), "pelvis": slice(0, 6), "low back": slice(5, 9), "upper back": slice(9, 13),
    "back": slice(0, 13),
}  # fmt: skip
_LIMB_PARTS: Mapping[str, tuple[tuple[str, slice], ...]] = {
    "foot": (("foot", slice(None)),),
    "heel": (("foot", slice(1, 2)),),
    "toes": (("foot", slice(3, 6)),),
    "ankle": (("foot", slice(0, 1)),),
    "shin": (("shank", slice(1, None)),),
    "calf": (("shank", slice(1, 5)),),
    "knee": (("shank", slice(0, 2)),),
    "thigh": (("thigh", slice(None)),),
    "leg": (("thigh", slice(None)), ("shank", slice(None))),
    "hip": (("thigh", slice(0, 2)),),
    "shoulder": (("upper arm", slice(0, 2)),),
    "upper arm": (("upper arm", slice(None)),),
    "elbow": (("forearm", slice(0, 1)),),
    "forearm": (("forearm", slice(None)),),
    "hand": (("hand", slice(None)),),
}
PARTS: Mapping[str, tuple[tuple[str, slice], ...]] = {
    "head": (("head", slice(0, 3)),),
    **{part: (("trunk", which),) for part, which in _TRUNK_PARTS.items()},
    **{
        f"{own} {part}": tuple((f"{own} {segment}", which) for segment, which in chains)
        for own in SIDES
        for part, chains in _LIMB_PARTS.items()
    },
}
"""The parts of the body that rest on and touch things: which balls of which segments."""


def balls_of(shapes: Mapping[str, Chain], part: str) -> list[Ball]:
    """Return the balls of a part of the body; see `PARTS`."""
    return [ball for segment, which in PARTS[part] for ball in shapes[segment].balls[which]]
