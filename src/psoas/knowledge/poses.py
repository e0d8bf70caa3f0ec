"""How an exercise, a posture or a lift looks: key poses as joint angles and contacts, and what stands around.

Lengths are percent of stature, angles degrees. The world: x to the right of the side view, y away from
its viewer, z up from the floor. Someone who stands at ease faces +x, so that the right side is the near one.

A pose starts from the one before it: only what changes is written. In an easier or harder variant the
first pose starts from the first of the main ones, and so on.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from psoas.knowledge.record import Identifier, Model, Record, Text

Point = tuple[float, float, float]
Bend = float | Point
"""Flexion alone, or flexion, to the side, and turned: see each joint for which side."""

Surface = Text  # "floor", the name of a thing that stands there, or a part of the body
View = Literal["side", "front", "back", "corner", "behind", "raised", "above"]


class Pelvis(Model):
    """How the pelvis stands in the world, and where."""

    lean: float = 0  # forward; -90 lies on the back with the head to the left, 90 face down
    tilt: float = 0  # towards the own right side
    turn: float = 0  # about the vertical, to the own left
    roll: float = 0  # about the own long axis, to the own left; with lean -90, 90 lies on the left side
    at: tuple[float, float] | Point = (0.0, 0.0)  # the middle of the hips; without a height it rests


class Leg(Model):
    """A leg by its joint angles, or by where its foot stands."""

    hip: Bend | None = None  # flexion, abduction, outward rotation
    knee: float | None = None  # flexion
    ankle: float | None = None  # toes up; negative points the foot
    toes: float = 0  # bent up
    foot: tuple[float, float] | Point | None = None  # the ankle in the world; a height is that of the sole
    heel: float = 0  # the foot's pitch: heel up, toes on the floor; negative: toes up, heel on the floor
    heading: float = 0  # of the foot: outward from where the pelvis faces
    sole_in: float = 0  # the sole turned towards the other foot
    knee_toward: Point | None = None  # a direction in the world

    @model_validator(mode="after")
    def _one_way(self) -> "Leg":
        if self.foot is None and (self.hip is None or self.knee is None):
            raise ValueError("a leg needs hip and knee, or foot")
        if self.foot is not None and (self.hip is not None or self.knee is not None):
            raise ValueError("a leg has either hip and knee, or foot")
        return self


class Arm(Model):
    """An arm by its joint angles, or by where its hand is."""

    shoulder: Bend | None = None  # flexion, abduction, outward rotation
    elbow: float | None = None  # flexion
    pronation: float = 0  # thumb turned inward from pointing forward
    wrist: float = 0  # palm side
    hand: Point | Text | None = None  # the palm in the world, or on a place of the body: "right knee"
    offset: Point = (0.0, 0.0, 0.0)  # from that place, in the world
    fingers: Point | None = None  # a direction in the world; without it the hand goes on as the forearm does
    elbow_toward: Point | None = None  # a direction in the world

    @model_validator(mode="after")
    def _one_way(self) -> "Arm":
        if self.hand is None and (self.shoulder is None or self.elbow is None):
            raise ValueError("an arm needs shoulder and elbow, or hand")
        if self.hand is not None and (self.shoulder is not None or self.elbow is not None):
            raise ValueError("an arm has either shoulder and elbow, or hand")
        return self


class Arrow(Model):
    """What moves where: along the way of a body part from the pose before, or straight."""

    follow: Text | None = None  # a place of the body: "right ankle"
    at: Point | Text | None = None  # with to: where it starts
    to: Point | None = None  # its direction and length
    away: float = 5  # how far outside the body it runs
    both: bool = False  # a head at each end
    kind: Literal["movement", "pull"] = "movement"

    @model_validator(mode="after")
    def _one_way(self) -> "Arrow":
        if (self.follow is None) == (self.at is None) or (self.at is None) != (self.to is None):
            raise ValueError("an arrow follows a place, or starts at one and goes to a direction")
        return self


class Thing(Model):
    """Something that stands there or is held; see `psoas.illustration.figure.things` for each kind's size."""

    kind: Literal[
        "chair", "stool", "bench", "bed", "wall", "counter", "desk", "step", "mat", "box", "ball", "roller",
        "pillow", "pack", "bag", "load", "towel", "band", "stick", "line", "bike", "cart", "water",
    ]  # fmt: skip
    at: tuple[Point | Text, ...] = Field(min_length=1)  # where; lines go through all of these places
    size: tuple[float, ...] = ()
    facing: float = 0  # turned to the left about the vertical
    sag: float = 0  # how far the middle of a line hangs down
    front: bool = False  # painted over the body


class Pose(Model):
    """One key pose."""

    name: Text
    pelvis: Pelvis = Pelvis()
    lumbar: Bend = 0.0  # flexion, to the right, turned to the left; so for the whole spine
    thoracic: Bend = 0.0
    neck: Bend = 0.0
    head: Bend = 0.0
    right_leg: Leg
    left_leg: Leg
    right_arm: Arm
    left_arm: Arm
    belly: float = 0  # how far it stands out, for breathing
    anchor: tuple[Text, tuple[float, float]] | None = None  # a place of trunk or bent leg, and its x and y
    rest: Mapping[Text, Surface] = Field(
        default_factory=dict
    )  # what lies on what; without it the lowest part lies on the floor
    touch: Mapping[Text, Surface] = Field(default_factory=dict)  # what else touches what
    things: Mapping[Identifier, Thing] = Field(default_factory=dict)
    arrows: tuple[Arrow, ...] = ()
    over: tuple[tuple[Text, Text], ...] = ()  # the first is painted over the second
    another: bool = False  # another way, not reached from the pose before
    seconds: float | None = Field(default=None, gt=0)  # to reach it from the pose before
    hold: float | None = Field(default=None, ge=0)  # seconds it is held; by default the dose's

    @property
    def legs(self) -> Mapping[str, Leg]:
        """Both legs by name."""
        return {"right leg": self.right_leg, "left leg": self.left_leg}

    @property
    def arms(self) -> Mapping[str, Arm]:
        """Both arms by name."""
        return {"right arm": self.right_arm, "left arm": self.left_arm}


Written = dict[str, Any]
"""A pose as written: what changes from the one before."""


class Variant(Model):
    """An easier or harder way that looks different."""

    view: View | None = None
    poses: tuple[Written, ...] = Field(min_length=1, max_length=4)


class Figure(Record):
    """The drawing of an exercise (with its id) or of a posture of the advice."""

    name: Text | None = None  # of a posture; an exercise has its own
    advice: tuple[Identifier, ...] = ()  # pieces of advice that a posture shows
    view: View
    works: Literal["right", "left", "both"] = "both"  # the side that the drawing shows working
    moving: bool = False  # in the midst of a step: balance is not at rest
    still: Annotated[int, Field(ge=0)] | None = None  # the pose that says most by itself; the last by default
    muscles: tuple[Text, ...] = ()  # tinted; by default those that the exercise targets
    poses: tuple[Written, ...] = Field(min_length=1, max_length=4)
    easier: Variant | None = None
    harder: Variant | None = None


VariantName = Literal["main", "easier", "harder"]
VARIANTS: tuple[VariantName, ...] = ("main", "easier", "harder")


def variants_of(figure: Figure) -> tuple[VariantName, ...]:
    """Return the variants of a figure that look different."""
    return tuple(one for one in VARIANTS if one == "main" or getattr(figure, one) is not None)


def poses_of(figure: Figure, variant: VariantName = "main") -> tuple[Pose, ...]:
    """Return the whole key poses of a figure, or of its easier or harder variant.

    Raises
    ------
    ValueError
        A pose says what no pose can say, or the variant does not exist.
    """
    return tuple(Pose.model_validate(one) for one in written_poses(figure, variant))


def written_poses(figure: Figure, variant: VariantName = "main") -> list[Written]:
    """Return the key poses as they are written, each put on top of the one that it starts from.

    Raises
    ------
    ValueError
        The variant does not exist.
    """
    main: list[Written] = []
    for written in figure.poses:
        main.append(_changed(main[-1] if main else {}, written))
    if variant == "main":
        return main
    varied: Variant | None = getattr(figure, variant)
    if varied is None:
        raise ValueError(f"{figure.id} has no {variant} variant that looks different")
    bases = [main[min(index, len(main) - 1)] for index in range(len(varied.poses))]
    return [
        _changed(base, {"name": base.get("name"), **written})
        for base, written in zip(bases, varied.poses, strict=True)
    ]


_BOTH = {"both_legs": ("right_leg", "left_leg"), "both_arms": ("right_arm", "left_arm")}
_REACHES = {"foot", "hand"}
_ONLY_HERE = {"arrows", "over", "seconds", "hold", "name", "another"}  # of one pose, not carried to the next


def _changed(before: Written, change: Written) -> Written:
    """Put a change on top of a pose; ``both_legs`` and ``both_arms`` stand for right and left."""
    whole = {name: value for name, value in before.items() if name not in _ONLY_HERE}
    for name, value in change.items():
        for one in _BOTH.get(name, (name,)):
            whole[one] = _joined(whole.get(one), value) if one.endswith(("_leg", "_arm")) else value
    return whole


def _joined(before: Written | None, change: Written) -> Written:
    """Keep what is not changed of a limb, unless it now reaches instead of bending, or the other way."""
    if not isinstance(before, dict) or not isinstance(change, dict):
        return change  # what is no limb is refused when the pose is checked
    if bool(_REACHES & set(before)) != bool(_REACHES & set(change)) and _bends(change):
        return change
    return {**before, **change}


def _bends(change: Written) -> bool:
    return bool({"hip", "knee", "shoulder", "elbow", "foot", "hand"} & set(change))
