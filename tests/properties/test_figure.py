"""Laws of the figure: turns that undo one another, limbs that reach, and a mirror image that is one."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely import unary_union
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry

from psoas.illustration.figure.body import neutral_body
from psoas.illustration.figure.camera import VIEWS, Camera
from psoas.illustration.figure.picture import Scene, scene
from psoas.illustration.figure.skeleton import (
    SIDES,
    Skeleton,
    arm_that_reaches,
    leg_that_stands,
    trunk_of,
    with_arm,
    with_leg,
)
from psoas.illustration.figure.turning import Matrix, Vector, between, limb_angles, limb_turn, unit
from psoas.knowledge.poses import Arm, Pose

THIGH, SHANK = 24.5, 24.0  # the lengths of body.yaml
UPPER_ARM, FOREARM, PALM = 17.5, 14.5, 4.2
HIP, SHOULDER = (0.0, 4.5, 0.0), (-0.2, 8.4, 24.3)  # of the left side, the hips at the origin
NEAR_THE_POLE = 89.0

degrees = st.floats(-179, 179)
sides = st.sampled_from([1, -1])
names = st.sampled_from(["right", "left"])
numbers = st.floats(-1, 1)
shares = st.floats(0, 1)


@st.composite
def turns(draw: st.DrawFn) -> Matrix:
    """Any turn, from a quaternion."""
    quaternion = np.array(draw(st.tuples(numbers, numbers, numbers, numbers)))
    length = float(np.linalg.norm(quaternion))
    assume(length > 0.1)
    w, x, y, z = quaternion / length
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
            [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
            [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
        ]
    )


@st.composite
def directions(draw: st.DrawFn) -> Vector:
    direction = np.array(draw(st.tuples(numbers, numbers, numbers)))
    assume(float(np.linalg.norm(direction)) > 0.1)
    return unit(direction)


@st.composite
def poles(draw: st.DrawFn, way: Vector) -> Vector:
    """A direction that is not along the way from hip to ankle or from shoulder to palm."""
    pole = draw(directions())
    square = pole - way * float(pole @ way)
    assume(float(np.linalg.norm(square)) > 0.5)
    return unit(square)


def angle_of(turn: Matrix) -> float:
    return float(np.arccos(np.clip((np.trace(turn) - 1) / 2, -1, 1)))


def trunk() -> Skeleton:
    straight = {part: np.eye(3) for part in ("lumbar", "thoracic", "neck", "head")}
    return trunk_of(np.zeros(3), np.eye(3), straight, neutral_body())


def start_of(place: tuple[float, float, float], name: str) -> Vector:
    return np.array(place) * (1, SIDES[name], 1)


def bend_side(start: Vector, joint: Vector, end: Vector, pole: Vector) -> float:
    """How far a knee or elbow lies towards its pole from the line between the ends of its limb."""
    along = unit(end - start)
    aside = joint - start - along * float((joint - start) @ along)
    return float(aside @ pole)


@given(degrees, st.floats(-NEAR_THE_POLE, NEAR_THE_POLE), degrees, sides)
def test_the_angles_of_a_limb_are_those_it_was_turned_by(
    flexion: float, abduction: float, outward: float, side: int
) -> None:
    measured = limb_angles(limb_turn(flexion, abduction, outward, side), side)

    assert measured == pytest.approx((flexion, abduction, outward), abs=1e-5)


@given(turns(), sides)
def test_every_turn_of_a_limb_has_angles(turn: Matrix, side: int) -> None:
    assume(abs(turn[1, 2]) < np.sin(np.radians(NEAR_THE_POLE)))

    assert limb_turn(*limb_angles(turn, side), side) == pytest.approx(turn, abs=1e-9)


@given(turns(), turns(), shares)
def test_part_of_the_way_is_that_part_of_the_angle(first: Matrix, last: Matrix, part: float) -> None:
    whole = angle_of(first.T @ last)
    assume(whole < np.pi - 0.01)
    there = between(first, last, part)

    assert there.T @ there == pytest.approx(np.eye(3), abs=1e-9)
    assert angle_of(first.T @ there) == pytest.approx(part * whole, abs=1e-5)
    assert angle_of(there.T @ last) == pytest.approx((1 - part) * whole, abs=1e-5)
    assert between(last, first, 1 - part) == pytest.approx(there, abs=1e-6)


@given(turns(), turns())
def test_a_way_begins_and_ends_where_it_should(first: Matrix, last: Matrix) -> None:
    assert between(first, last, 0.0) == pytest.approx(first, abs=1e-9)
    assert between(first, last, 1.0) == pytest.approx(last, abs=1e-3)


@given(st.data(), names, directions(), st.floats(0.6, THIGH + SHANK - 0.1), turns(), st.floats(-40, 60))
def test_a_leg_that_stands_has_its_foot_exactly_there(
    data: st.DataObject, name: str, way: Vector, far: float, foot: Matrix, toes: float
) -> None:
    hip = start_of(HIP, name)
    pole, ankle = data.draw(poles(way)), hip + way * far
    limb = leg_that_stands(trunk(), f"{name} leg", ankle, foot, pole, toes)
    frames = with_leg(trunk(), f"{name} leg", limb).frames
    knee = frames[f"{name} shank"].at

    assert limb.unreached == 0
    assert frames[f"{name} foot"].at == pytest.approx(ankle, abs=1e-6)
    assert frames[f"{name} foot"].turn == pytest.approx(foot, abs=1e-9)
    assert np.linalg.norm(knee - hip) == pytest.approx(THIGH)
    assert np.linalg.norm(ankle - knee) == pytest.approx(SHANK)
    assert 0 <= limb.middle < 180
    assert bend_side(hip, knee, ankle, pole) > 0


@given(st.data(), names, directions(), st.floats(0.1, 30))
def test_a_leg_that_does_not_reach_says_how_far_it_is(
    data: st.DataObject, name: str, way: Vector, beyond: float
) -> None:
    hip = start_of(HIP, name)
    ankle = hip + way * (THIGH + SHANK + beyond)
    limb = leg_that_stands(trunk(), f"{name} leg", ankle, np.eye(3), data.draw(poles(way)), 0.0)
    there = with_leg(trunk(), f"{name} leg", limb).frames[f"{name} foot"].at

    assert limb.unreached == pytest.approx(beyond, abs=1e-6)
    assert np.linalg.norm(there - ankle) == pytest.approx(beyond, abs=0.01)


@given(st.data(), names, directions(), st.floats(14, 28), turns(), st.booleans())
def test_an_arm_that_reaches_has_its_palm_there(
    data: st.DataObject, name: str, way: Vector, far: float, hand: Matrix, points: bool
) -> None:
    """The shoulder moves with the arm, so that the palm comes as near as a fifth of a line's breadth."""
    palm = start_of(SHOULDER, name) + way * far
    pole, fingers = data.draw(poles(way)), hand[:, 2] if points else None
    assume(fingers is None or 8 < np.linalg.norm(way * far - fingers * PALM) < 29)
    limb = arm_that_reaches(
        trunk(), f"{name} arm", palm, fingers, Arm(hand=(palm[0], palm[1], palm[2])), pole
    )
    frames = with_arm(trunk(), f"{name} arm", limb).frames
    shoulder, elbow = frames[f"{name} upper arm"].at, frames[f"{name} forearm"].at
    end = frames[f"{name} hand"]

    assert limb.unreached == 0
    assert np.linalg.norm(end.place(0, 0, -PALM) - palm) < 0.15
    assert np.linalg.norm(elbow - shoulder) == pytest.approx(UPPER_ARM)
    assert np.linalg.norm(end.at - elbow) == pytest.approx(FOREARM)
    if fingers is None:
        assert bend_side(shoulder, elbow, end.at, pole) > 0
    else:
        assert -end.turn[:, 2] == pytest.approx(fingers, abs=1e-9)


@given(names, directions(), st.floats(12, 30))
def test_an_arm_that_does_not_reach_says_so(name: str, way: Vector, beyond: float) -> None:
    """The shoulder gives way by some percent of stature, and no further."""
    assume(abs(way[0]) > 0.3)
    palm = start_of(SHOULDER, name) + way * (UPPER_ARM + FOREARM + PALM + beyond)
    limb = arm_that_reaches(
        trunk(), f"{name} arm", palm, None, Arm(hand=(palm[0], palm[1], palm[2])), np.array([0.0, 0.1, 1.0])
    )

    assert beyond - 5 < limb.unreached < beyond + 5


STANDING: dict[str, Any] = {
    "name": "standing, all different",
    "pelvis": {"lean": 12, "tilt": 6, "turn": 17, "at": (3.0, 2.0, 48.0)},
    "lumbar": (8, 6, -9),
    "thoracic": (-4, -5, 14),
    "neck": (6, 4, 20),
    "head": (3, -7, 5),
    "right_leg": {"foot": (6.0, -7.0), "heading": 12, "heel": 8, "sole_in": 4},
    "left_leg": {"hip": (35, 14, 9), "knee": 50, "ankle": -12, "sole_in": 6, "toes": 10},
    "right_arm": {"shoulder": (40, 35, -20), "elbow": 70, "pronation": 35, "wrist": 20},
    "left_arm": {
        "hand": "left knee", "offset": (3, 2, 4), "fingers": (1, 0.3, -0.4),
        "elbow_toward": (-0.3, 1, 0.2), "pronation": 25,
    },
}  # fmt: skip

ON_THE_SIDE: dict[str, Any] = {
    "name": "on the side, with a pillow",
    "pelvis": {"lean": -90, "roll": 78, "at": (0.0, 1.0)},
    "thoracic": (4, 2, 6),
    "neck": (5, -9, 0),
    "rest": {"left hip": "mat"},
    "things": {
        "mat": {"kind": "mat", "at": ((-3, 4, 0),), "facing": 9},
        "pillow": {"kind": "pillow", "at": ((-40, 3, 0.8),), "facing": -14},
    },
    "right_leg": {"hip": (55, 24, 12), "knee": 70},
    "left_leg": {"hip": (20, -6, 4), "knee": 35, "ankle": -20},
    "right_arm": {"hand": (-20.0, -6.0, 18.0), "elbow_toward": (0.3, -0.5, 1)},
    "left_arm": {"shoulder": (80, 10, 15), "elbow": 100},
    "belly": 2.0,
}

SITTING: dict[str, Any] = {
    "name": "sitting with a band",
    "pelvis": {"lean": -6, "turn": -11, "at": (0.0, 0.0)},
    "rest": {"pelvis": "chair"},
    "anchor": ("right knee", (24.0, -6.0)),
    "things": {
        "chair": {"kind": "chair", "at": ((0, 1, 0),), "facing": -11},
        "band": {"kind": "band", "at": ("right palm", (30, -14, 60), "right sole")},
    },
    "right_leg": {"hip": (82, 8, 0), "knee": 76, "ankle": 6},
    "left_leg": {"foot": (27.0, 9.0), "knee_toward": (1, 0.5, 0.4)},
    "right_arm": {"shoulder": (35, 28, 10), "elbow": 40},
    "left_arm": {"hand": "front of left thigh", "offset": (0, 0, 1.5)},
    "over": (("right hand", "trunk"), ("left hand", "left thigh")),
}

OTHER = {"right": "left", "left": "right"}


def other_side(name: str) -> str:
    return " ".join(OTHER.get(word, word) for word in name.split())


def flipped(value: Any) -> Any:
    """A place or direction with its y negated, or a place of the body on the other side."""
    if isinstance(value, str):
        return other_side(value)
    x, y, *rest = value
    return (x, -y, *rest)


def mirrored(pose: Mapping[str, Any]) -> dict[str, Any]:
    """The pose that the mirror between right and left shows, worked out field by field."""
    found = dict(pose)
    for limb in ("leg", "arm"):
        for own, other in OTHER.items():
            found[f"{other}_{limb}"] = {
                name: flipped(value)
                if name in {"foot", "knee_toward", "hand", "offset", "fingers", "elbow_toward"}
                else value
                for name, value in pose[f"{own}_{limb}"].items()
            }
    pelvis = pose["pelvis"]
    found["pelvis"] = {
        **pelvis,
        **{name: -pelvis[name] for name in ("tilt", "turn", "roll") if name in pelvis},
        "at": flipped(pelvis["at"]),
    }
    for part in {"lumbar", "thoracic", "neck", "head"} & set(pose):
        forward, right, left = pose[part]
        found[part] = (forward, -right, -left)
    if "anchor" in pose:
        place, at = pose["anchor"]
        found["anchor"] = (other_side(place), flipped(at))
    if "rest" in pose:
        found["rest"] = {other_side(part): surface for part, surface in pose["rest"].items()}
    if "over" in pose:
        found["over"] = tuple((other_side(above), other_side(below)) for above, below in pose["over"])
    found["things"] = {
        name: {
            **thing,
            "at": tuple(flipped(place) for place in thing["at"]),
            "facing": -thing.get("facing", 0),
        }
        for name, thing in pose.get("things", {}).items()
    }
    return found


def from_the_other_side(camera: Camera) -> Camera:
    """The camera that the mirror shows: it looks the other way across, and as far forward and down."""
    return Camera(180.0 - camera.turn, camera.raised)


def turned_over(area: BaseGeometry) -> BaseGeometry:
    return scale(area, xfact=-1, origin=(0, 0))


def painted(shown: Scene) -> dict[str, BaseGeometry]:
    """What is seen of each colour, and of each colour of the far side, after all is painted."""
    seen: dict[str, BaseGeometry] = {}
    for layer in shown.layers:
        seen = {name: area.difference(layer.area) for name, area in seen.items()}
        name = f"{layer.role}{' far' if layer.far else ''}"
        seen[name] = unary_union([seen[name], layer.area]) if name in seen else layer.area
    return seen


@pytest.mark.parametrize("pose", [STANDING, ON_THE_SIDE, SITTING], ids=lambda pose: pose["name"])
@pytest.mark.parametrize("view", ["front", "back", "side", "corner", "raised"])
def test_with_right_and_left_exchanged_the_drawing_is_turned_over(pose: Mapping[str, Any], view: str) -> None:
    camera = VIEWS[view]
    muscles = ("gluteus medius", "quadriceps")
    one = painted(scene(Pose.model_validate(pose), camera, muscles=muscles, sides=("right",)))
    two = painted(
        scene(
            Pose.model_validate(mirrored(pose)),
            from_the_other_side(camera),
            muscles=muscles,
            sides=("left",),
        )
    )

    assert set(one) == set(two)
    assert {
        name: round(turned_over(area).symmetric_difference(two[name]).area, 1) for name, area in one.items()
    } == dict.fromkeys(one, 0.0)


def test_the_mirror_of_these_tests_shows_something_else() -> None:
    """Were the poses their own mirror images, nothing would be tested."""
    for pose in (STANDING, ON_THE_SIDE, SITTING):
        one = painted(scene(Pose.model_validate(pose), VIEWS["front"]))
        whole = unary_union(list(one.values()))

        assert whole.symmetric_difference(turned_over(whole)).area > 0.2 * whole.area
