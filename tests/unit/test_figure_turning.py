"""Turning, reaching and moving: which way each angle goes, where knee and elbow lie, and what is on the way.

All numbers are worked out by hand, from the lengths in ``body.yaml`` where a limb is placed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
import pytest

from psoas.illustration.figure.flesh import flesh
from psoas.illustration.figure.moving import halfway, things_between, way_of
from psoas.illustration.figure.posing import place_of, posed
from psoas.illustration.figure.skeleton import Skeleton, angles, joint_between
from psoas.illustration.figure.turning import (
    Matrix,
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
from psoas.knowledge.poses import Pose

RIGHT, LEFT = -1, 1
DOWN = np.array([0.0, 0.0, -1.0])
HALF = sqrt(0.5)  # sine and cosine of 45 degrees

STRAIGHT = {
    "name": "straight",
    "pelvis": {"at": (0.0, 0.0, 50.0)},
    "right_leg": {"hip": 0.0, "knee": 0.0},
    "left_leg": {"hip": 0.0, "knee": 0.0},
    "right_arm": {"shoulder": 0.0, "elbow": 0.0},
    "left_arm": {"shoulder": 0.0, "elbow": 0.0},
}


def placed(**change: object) -> Skeleton:
    """Someone who stands straight in the air, the hips 50 above the floor, but for what is changed."""
    return posed(Pose.model_validate({**STRAIGHT, **change}))


def at(skeleton: Skeleton, segment: str) -> tuple[float, float, float]:
    """Where a segment begins."""
    x, y, z = skeleton.frames[segment].at
    return float(x), float(y), float(z)


@pytest.mark.parametrize(
    ("turn", "axis", "becomes"),
    [
        (about_x, (0, 1, 0), (0, HALF, HALF)),
        (about_y, (0, 0, 1), (HALF, 0, HALF)),
        (about_z, (1, 0, 0), (HALF, HALF, 0)),
    ],
)
def test_each_axis_turns_the_next_towards_the_one_after(
    turn: Callable[[float], Matrix], axis: tuple[float, ...], becomes: tuple[float, ...]
) -> None:
    assert turn(45.0) @ vector(axis) == pytest.approx(becomes)


def test_leaning_forward_moves_the_head_forward_and_tilting_moves_it_to_the_own_right() -> None:
    """The head's frame is 5.2 + 9.9 + 13.9 + 0.9 + 4.4 = 34.3 above the hips, and 0.2 before them."""
    assert at(placed(), "head") == pytest.approx((0.2, 0, 84.3))
    assert at(placed(pelvis={"lean": 90, "at": (0, 0, 50)}), "head") == pytest.approx((34.3, 0, 49.8))
    assert at(placed(pelvis={"tilt": 90, "at": (0, 0, 50)}), "head") == pytest.approx((0.2, -34.3, 50))


def test_turning_and_rolling_go_to_the_own_left() -> None:
    turned = placed(pelvis={"turn": 90, "at": (0, 0, 50)})
    on_the_left_side = placed(pelvis={"lean": -90, "roll": 90, "at": (0, 0, 50)})

    assert turned.frames["pelvis"].turn[:, 0] == pytest.approx((0, 1, 0))
    assert at(turned, "left thigh") == pytest.approx((-4.5, 0, 50))
    assert at(on_the_left_side, "left thigh") == pytest.approx((0, 0, 45.5))
    assert at(on_the_left_side, "right thigh") == pytest.approx((0, 0, 54.5))
    assert at(on_the_left_side, "head")[0] == pytest.approx(-34.3)


@pytest.mark.parametrize(("bend", "goes"), [((30, 0, 0), 0), ((0, 30, 0), 1)])
@pytest.mark.parametrize("part", ["lumbar", "thoracic", "neck", "head"])
def test_the_spine_bends_forward_and_to_the_own_right(
    part: str, bend: tuple[float, float, float], goes: int
) -> None:
    crown = place_of(placed(), "crown")
    way = place_of(placed(**{part: bend}), "crown") - crown

    assert way[goes] * (1 if goes == 0 else -1) > 3
    assert way[1 - goes] == pytest.approx(0, abs=0.2)


@pytest.mark.parametrize("part", ["lumbar", "thoracic", "neck", "head"])
def test_the_spine_turns_to_the_own_left(part: str) -> None:
    forward = placed(**{part: (0, 0, 30)}).frames["head"].turn[:, 0]

    assert forward == pytest.approx((sqrt(3) / 2, 0.5, 0))


def test_a_bent_spine_adds_up_to_its_whole_bend() -> None:
    """Of 40 degrees in the lumbar spine and 20 in the thoracic one, the thorax is turned by 60."""
    assert placed(lumbar=40, thoracic=20).frames["thorax"].turn[:, 2] == pytest.approx((sqrt(3) / 2, 0, 0.5))


@pytest.mark.parametrize("name", ["right", "left"])
def test_the_ankle_brings_the_toes_up_and_bent_toes_rise(name: str) -> None:
    straight = {"hip": 0, "knee": 0}
    up = placed(**{f"{name}_leg": {**straight, "ankle": 30}}).frames[f"{name} foot"].turn
    pointed = placed(**{f"{name}_leg": {**straight, "ankle": -30}}).frames[f"{name} foot"].turn
    toes = placed(**{f"{name}_leg": {**straight, "toes": 30}}).frames[f"{name} toes"].turn

    assert up[:, 0] == pytest.approx((sqrt(3) / 2, 0, 0.5))
    assert pointed[:, 0] == pytest.approx((sqrt(3) / 2, 0, -0.5))
    assert toes[:, 0] == pytest.approx((sqrt(3) / 2, 0, 0.5))


@pytest.mark.parametrize(("name", "side"), [("right", RIGHT), ("left", LEFT)])
class TestLeg:
    """Thigh 24.5, shank 24.0, hips 4.5 from the middle."""

    def test_hip_flexion_moves_the_knee_forward(self, name: str, side: int) -> None:
        leg = placed(**{f"{name}_leg": {"hip": 90, "knee": 0}})

        assert at(leg, f"{name} shank") == pytest.approx((24.5, 4.5 * side, 50))

    def test_hip_abduction_moves_the_knee_to_its_own_side(self, name: str, side: int) -> None:
        leg = placed(**{f"{name}_leg": {"hip": (0, 90, 0), "knee": 0}})

        assert at(leg, f"{name} shank") == pytest.approx((0, side * (4.5 + 24.5), 50))

    def test_outward_rotation_turns_the_toes_out(self, name: str, side: int) -> None:
        leg = placed(**{f"{name}_leg": {"hip": (0, 0, 90), "knee": 0}})

        assert leg.frames[f"{name} foot"].turn[:, 0] == pytest.approx((0, side, 0))

    def test_knee_flexion_moves_the_foot_back(self, name: str, side: int) -> None:
        leg = placed(**{f"{name}_leg": {"hip": 0, "knee": 90}})

        assert at(leg, f"{name} foot") == pytest.approx((-24.0, 4.5 * side, 25.5))

    def test_the_sole_turns_towards_the_other_foot(self, name: str, side: int) -> None:
        foot = placed(**{f"{name}_leg": {"hip": 0, "knee": 0, "sole_in": 30}}).frames[f"{name} foot"].turn

        assert foot @ DOWN == pytest.approx((0, -side * 0.5, -sqrt(3) / 2))

    def test_a_foot_that_stands_has_its_pitch_and_heading_and_its_sole_on_the_floor(
        self, name: str, side: int
    ) -> None:
        """The heel is at its lowest 1.5 + 2.25 below the ankle, and so is the ball of the foot."""
        flat = placed(**{f"{name}_leg": {"foot": (10, 6 * side), "heading": 30}})
        raised = placed(**{f"{name}_leg": {"foot": (10, 6 * side), "heel": 30}})

        assert at(flat, f"{name} foot") == pytest.approx((10, 6 * side, 3.75), abs=1e-6)
        assert flat.frames[f"{name} foot"].turn[:, 0] == pytest.approx((sqrt(3) / 2, side * 0.5, 0))
        assert raised.frames[f"{name} foot"].turn[:, 0] == pytest.approx((sqrt(3) / 2, 0, -0.5))
        assert at(raised, f"{name} foot")[2] > 3.75

    def test_the_knee_points_forward_unless_told_otherwise(self, name: str, side: int) -> None:
        """Hip and ankle are 50 - 3.75 = 46.25 apart, so that the knee lies sqrt(24.5² - h²) aside, where
        h = (24.5² - 24² + 46.25²) / (2 · 46.25) = 23.387: 7.300."""
        ahead = placed(**{f"{name}_leg": {"foot": (0, 4.5 * side)}})
        outward = placed(**{f"{name}_leg": {"foot": (0, 4.5 * side), "knee_toward": (0, side, 0)}})

        assert at(ahead, f"{name} shank") == pytest.approx((7.300, 4.5 * side, 50 - 23.387), abs=2e-3)
        assert at(outward, f"{name} shank") == pytest.approx((0, 11.800 * side, 50 - 23.387), abs=2e-3)


@pytest.mark.parametrize(("name", "side"), [("right", RIGHT), ("left", LEFT)])
class TestArm:
    """The shoulder is 24.3 above the hips, 8.4 aside, 0.2 behind; upper arm 17.5, forearm 14.5, palm 4.2."""

    def test_a_hanging_arm(self, name: str, side: int) -> None:
        arm = placed()

        assert at(arm, f"{name} upper arm") == pytest.approx((-0.2, 8.4 * side, 74.3))
        assert at(arm, f"{name} forearm") == pytest.approx((-0.2, 8.4 * side, 56.8))
        assert place_of(arm, f"{name} palm") == pytest.approx((-0.2, 8.4 * side, 38.1))

    def test_shoulder_flexion_raises_the_elbow_forward(self, name: str, side: int) -> None:
        """A level arm has moved its shoulder 0.9 forward, and not up."""
        arm = placed(**{f"{name}_arm": {"shoulder": 90, "elbow": 0}})

        assert at(arm, f"{name} forearm") == pytest.approx((0.7 + 17.5, 8.4 * side, 74.3))

    def test_shoulder_abduction_raises_the_elbow_to_its_own_side(self, name: str, side: int) -> None:
        arm = placed(**{f"{name}_arm": {"shoulder": (0, 90, 0), "elbow": 0}})

        assert at(arm, f"{name} forearm") == pytest.approx((-0.2, side * (8.4 + 17.5), 74.3))

    def test_an_arm_straight_up_has_a_raised_shoulder(self, name: str, side: int) -> None:
        """It rises by 3.6 and moves in by 1.6."""
        arm = placed(**{f"{name}_arm": {"shoulder": 180, "elbow": 0}})

        assert at(arm, f"{name} upper arm") == pytest.approx((-0.2, 6.8 * side, 77.9))
        assert at(arm, f"{name} forearm") == pytest.approx((-0.2, 6.8 * side, 95.4))

    def test_elbow_flexion_brings_the_hand_forward(self, name: str, side: int) -> None:
        arm = placed(**{f"{name}_arm": {"shoulder": 0, "elbow": 90}})

        assert at(arm, f"{name} hand") == pytest.approx((-0.2 + 14.5, 8.4 * side, 56.8))

    def test_outward_rotation_takes_the_forearm_out(self, name: str, side: int) -> None:
        arm = placed(**{f"{name}_arm": {"shoulder": (0, 0, 90), "elbow": 90}})

        assert at(arm, f"{name} hand") == pytest.approx((-0.2, side * (8.4 + 14.5), 56.8))

    def test_pronation_turns_the_thumb_in(self, name: str, side: int) -> None:
        thumb = placed(**{f"{name}_arm": {"shoulder": 0, "elbow": 0, "pronation": 90}})

        assert thumb.frames[f"{name} hand"].turn[:, 0] == pytest.approx((0, -side, 0))

    def test_the_wrist_bends_to_the_palm(self, name: str, side: int) -> None:
        """The palm of a hanging hand faces the thigh."""
        bent = placed(**{f"{name}_arm": {"shoulder": 0, "elbow": 0, "wrist": 90}})

        assert bent.frames[f"{name} hand"].turn @ DOWN == pytest.approx((0, -side, 0))

    def test_the_palm_comes_to_a_place_of_the_body(self, name: str, side: int) -> None:
        """The middle of the front of the knee is 3.9 before and 0.6 above the joint."""
        sitting = {"hip": 90, "knee": 90}
        hand = {"hand": f"{name} knee", "offset": (0, 0, 2.0)}
        arm = placed(right_leg=sitting, left_leg=sitting, **{f"{name}_arm": hand})

        assert place_of(arm, f"{name} palm") == pytest.approx((24.5 + 3.9, 4.5 * side, 52.6), abs=1e-2)

    def test_fingers_point_where_they_are_told_to(self, name: str, side: int) -> None:
        reach = {"hand": (20, 8 * side, 70), "fingers": (0, 0, 5)}
        arm = placed(**{f"{name}_arm": reach})

        assert place_of(arm, f"{name} palm") == pytest.approx((20, 8 * side, 70), abs=1e-3)
        assert at(arm, f"{name} hand") == pytest.approx((20, 8 * side, 65.8), abs=1e-3)


def test_hinge_between_two_ends() -> None:
    """Sides 13 and 15 over a base of 14: the corner is 12 above, 5 from the start."""
    start, end = np.zeros(3), vector((14, 0, 0))
    joint, square, missing = joint_between(start, end, 13.0, 15.0, vector((3, 0, 2)))

    assert joint == pytest.approx((5, 0, 12))
    assert np.abs(square) == pytest.approx((0, 1, 0))
    assert missing == 0


@pytest.mark.parametrize("pole", [(0, 1, 0), (0, 0, -1), (7, -1, 0)])
def test_hinge_lies_on_the_side_of_its_pole(pole: tuple[float, float, float]) -> None:
    joint, _, _ = joint_between(np.zeros(3), vector((14, 0, 0)), 13.0, 15.0, vector(pole))

    assert joint @ (vector(pole) * (0, 1, 1)) == pytest.approx(12)


def test_out_of_reach_is_reported_as_how_far() -> None:
    _, _, missing = joint_between(np.zeros(3), vector((0, 0, -50)), 24.5, 24.0, vector((1, 0, 0)))
    leg = placed(right_leg={"foot": (0, -4.5)}, pelvis={"at": (0, 0, 60)})

    assert missing == pytest.approx(1.5)
    assert leg.posture.limbs["right leg"].unreached == pytest.approx(60 - 3.75 - 48.5, abs=1e-6)
    assert leg.posture.limbs["left leg"].unreached == 0
    assert at(leg, "right foot") == pytest.approx((0, -4.5, 11.5), abs=0.05)  # a hair less than straight


@pytest.mark.parametrize(
    ("turn", "clinical"),
    [
        (about_y(-70), (70, 0, 0)),
        (about_x(40), (0, 40, 0)),
        (about_z(25), (0, 0, 25)),
        (about_y(-90) @ about_x(30), (90, 30, 0)),
        (about_y(20), (-20, 0, 0)),
    ],
)
def test_the_angles_of_a_left_limb_and_of_its_mirror_image(
    turn: Matrix, clinical: tuple[float, float, float]
) -> None:
    mirror = np.diag([1.0, -1.0, 1.0])

    assert limb_angles(turn, LEFT) == pytest.approx(clinical, abs=1e-9)
    assert limb_angles(mirror @ turn @ mirror, RIGHT) == pytest.approx(clinical, abs=1e-9)
    assert limb_turn(*clinical, LEFT) == pytest.approx(turn)


def test_a_part_of_the_spine_turns_forward_right_and_left() -> None:
    up = np.array([0.0, 0.0, 1.0])

    assert spine_turn(30, 0, 0) @ up == pytest.approx((0.5, 0, sqrt(3) / 2))
    assert spine_turn(0, 30, 0) @ up == pytest.approx((0, -0.5, sqrt(3) / 2))
    assert spine_turn(0, 0, 30) @ np.array([1.0, 0, 0]) == pytest.approx((sqrt(3) / 2, 0.5, 0))


def test_the_angles_of_a_pose_are_those_it_was_written_with() -> None:
    written = placed(
        lumbar=(20, 0, 0),
        thoracic=(0, 10, 0),
        neck=(0, 0, 30),
        right_leg={"hip": (60, 20, 10), "knee": 45, "ankle": -15, "toes": 12},
        left_arm={"shoulder": (-20, 30, 15), "elbow": 80, "wrist": 25},
        right_arm={"shoulder": (170, 0, 0), "elbow": 5},
    )
    measured = angles(written)
    expected = {
        "lumbar flexion": 20, "thoracic side-bend": 10, "neck rotation": 30,
        "right hip flexion": 60, "right hip abduction": 20, "right hip outward": 10,
        "right knee flexion": 45, "right ankle up": -15, "right toes up": 12,
        "left shoulder flexion": -20, "left shoulder abduction": 30, "left shoulder outward": 15,
        "left elbow flexion": 80, "left wrist bend": 25, "right shoulder flexion": 170,
    }  # fmt: skip

    assert {name: measured[name] for name in expected} == pytest.approx(expected)


def test_an_arm_raised_past_the_vertical_is_not_one_behind_the_back() -> None:
    """Seen from the thorax, an arm at 190 degrees of flexion lies where one at -170 does."""
    assert angles(placed(right_arm={"shoulder": 190, "elbow": 0}))["right shoulder flexion"] == pytest.approx(
        190
    )


@pytest.mark.parametrize(
    ("part", "expected"), [(0.0, about_z(10)), (0.25, about_z(30)), (0.5, about_z(50)), (1.0, about_z(90))]
)
def test_between_two_turns_about_one_axis(part: float, expected: Matrix) -> None:
    assert between(about_z(10), about_z(90), part) == pytest.approx(expected)


def test_between_takes_the_shortest_way() -> None:
    """From 170 degrees to -170 it is 20 degrees, through 180."""
    assert between(about_y(170), about_y(-170), 0.5) == pytest.approx(about_y(180))


def test_between_opposite_turns_goes_a_quarter_round() -> None:
    middle = between(np.eye(3), about_x(180), 0.5)
    end = between(np.eye(3), about_x(180), 1.0)

    assert np.abs(middle @ np.array([0.0, 1.0, 0.0])) == pytest.approx((0, 0, 1), abs=1e-9)
    assert middle @ np.array([1.0, 0, 0]) == pytest.approx((1, 0, 0))
    assert end == pytest.approx(about_x(180), abs=1e-9)


def test_between_turns_about_the_diagonal() -> None:
    """x to y to z to x is a third of a turn about (1, 1, 1); half of it, done twice, is the same."""
    cycle = np.array([[0.0, 0, 1], [1, 0, 0], [0, 1, 0]])
    half = between(np.eye(3), cycle, 0.5)

    assert half @ half == pytest.approx(cycle)
    assert half @ np.ones(3) == pytest.approx(np.ones(3))
    assert np.trace(half) == pytest.approx(2)  # 1 + 2 cos 60°


def test_a_turn_to_itself_does_not_move() -> None:
    assert between(about_x(33), about_x(33), 0.4) == pytest.approx(about_x(33))


def test_axes_from_two_directions() -> None:
    """Up is kept; forward only as far as it is square to it."""
    axes = frame(vector((0, 0, 2)), vector((3, 0, 4)))
    fallback = frame(vector((5, 0, 0)), vector((1, 0, 0)))

    assert axes == pytest.approx(np.eye(3))
    assert fallback[:, 2] == pytest.approx((1, 0, 0))
    assert fallback.T @ fallback == pytest.approx(np.eye(3))
    assert np.linalg.det(fallback) == pytest.approx(1)


def test_directions() -> None:
    assert unit(vector((3, 0, 4))) == pytest.approx((0.6, 0, 0.8))
    assert across(vector((3, 5, 4)), vector((0, 1, 0))) == pytest.approx((3, 0, 4))
    with pytest.raises(ValueError, match="no length"):
        unit(np.zeros(3))


@dataclass(frozen=True)
class Placed:
    """A pose with its skeleton."""

    pose: Pose
    skeleton: Skeleton


def pose_with(**change: object) -> Placed:
    pose = Pose.model_validate({**STRAIGHT, **change})
    return Placed(pose, posed(pose))


def lowest(skeleton: Skeleton) -> float:
    return min(-ball.reach(DOWN) for chain in flesh(skeleton).values() for ball in chain.balls)


BENT = {"hip": 80, "knee": 110, "ankle": 30}
ON_THE_FLOOR = {"pelvis": {"at": (0.0, 0.0)}}
IN_THE_AIR = {"pelvis": {"at": (0.0, 0.0, 60.0)}}


def test_midway_joints_are_bent_by_half() -> None:
    start, end = pose_with(), pose_with(lumbar=40, right_leg=BENT, left_arm={"shoulder": 90, "elbow": 60})
    middle = angles(halfway(start, end, 0.5))

    assert middle["lumbar flexion"] == pytest.approx(20)
    assert middle["right hip flexion"] == pytest.approx(40)
    assert middle["right knee flexion"] == pytest.approx(55)
    assert middle["right ankle up"] == pytest.approx(15)
    assert middle["left shoulder flexion"] == pytest.approx(45)
    assert middle["left elbow flexion"] == pytest.approx(30)


@pytest.mark.parametrize("part", [0.25, 0.5, 0.75])
def test_what_lies_on_the_floor_in_both_poses_does_so_on_the_way(part: float) -> None:
    """A squat sinks faster than hips that go straight down: without care the feet would hang in the air."""
    start, end = pose_with(**ON_THE_FLOOR), pose_with(right_leg=BENT, left_leg=BENT, **ON_THE_FLOOR)

    assert lowest(start.skeleton) == pytest.approx(0, abs=1e-6)
    assert lowest(halfway(start, end, part)) == pytest.approx(0, abs=1e-6)


def test_a_body_with_its_own_height_is_only_raised_where_it_would_sink() -> None:
    high, low = pose_with(), pose_with(pelvis={"at": (0.0, 0.0, 70.0)})
    deep = pose_with(pelvis={"at": (0.0, 0.0, 40.0)})

    assert at(halfway(low, pose_with(pelvis={"at": (0.0, 0.0, 90.0)}), 0.5), "pelvis")[2] == pytest.approx(80)
    assert lowest(halfway(high, deep, 0.5)) == pytest.approx(0, abs=1e-6)


def test_a_hand_stays_on_what_it_holds_and_a_foot_steps_straight() -> None:
    both = {"lumbar": 40, "right_arm": {"hand": "right knee", "offset": (0.0, 0.0, 1.0)}, **IN_THE_AIR}
    start = pose_with(right_leg={"hip": 60, "knee": 90}, left_leg={"foot": (0.0, 4.5, 10.0)}, **both)
    end = pose_with(right_leg={"hip": 100, "knee": 60}, left_leg={"foot": (8.0, 6.5, 14.0)}, **both)
    middle = halfway(start, end, 0.5)

    assert place_of(middle, "right palm") - place_of(middle, "right knee") == pytest.approx(
        (0, 0, 1), abs=0.05
    )
    assert at(middle, "left foot") == pytest.approx((4, 5.5, 3.75 + 12), abs=1e-6)


def test_the_way_of_a_place_begins_and_ends_in_the_poses() -> None:
    """The shoulder is 24.3 above the hips, and the fingers end 17.5 + 14.5 + 8.8 from it."""
    start, end = pose_with(**IN_THE_AIR), pose_with(right_arm={"shoulder": 90, "elbow": 0}, **IN_THE_AIR)
    way = way_of(start, end, "right fingers")

    assert way[0] == pytest.approx((-0.2, -8.4, 84.3 - 40.8))
    assert way[-1] == pytest.approx((0.7 + 40.8, -8.4, 84.3))
    assert way[:, 0].max() == pytest.approx(way[-1, 0])


def test_a_knee_goes_from_where_it_points_in_one_pose_to_where_it_does_in_the_other() -> None:
    foot = {"foot": (0.0, -4.5, 10.0)}
    start = pose_with(right_leg={**foot, "knee_toward": (0.0, -1.0, 0.0)}, **IN_THE_AIR)
    end = pose_with(right_leg=foot, **IN_THE_AIR)

    assert at(halfway(start, end, 0.0), "right shank") == pytest.approx(
        at(start.skeleton, "right shank"), abs=0.1
    )
    assert at(halfway(start, end, 1.0), "right shank") == pytest.approx(
        at(end.skeleton, "right shank"), abs=0.1
    )


def test_things_move_with_the_body() -> None:
    def with_box(x: float, facing: float) -> Pose:
        box = {"kind": "load", "at": ((x, 0.0, 20.0),), "facing": facing}
        return Pose.model_validate({**STRAIGHT, "things": {"box": box}})

    moved = things_between(with_box(10, 0), with_box(30, 40), 0.25).things["box"]

    assert moved.at[0] == pytest.approx((15, 0, 20))
    assert moved.facing == pytest.approx(10)
