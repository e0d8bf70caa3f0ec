"""The drawn figure: stills and moving pictures, what lies before what, and arrows beside the body."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from numpy.typing import NDArray
from shapely import Polygon, unary_union
from shapely.affinity import scale, translate
from shapely.geometry.base import BaseGeometry

from psoas import Knowledge
from psoas.foundation.errors import UnknownIdentifierError
from psoas.illustration.figure.animation import animation
from psoas.illustration.figure.arrows import arrow_layers
from psoas.illustration.figure.camera import VIEWS
from psoas.illustration.figure.cards import Drawn, drawing, drawn
from psoas.illustration.figure.picture import scene
from psoas.illustration.figure.timing import film
from psoas.illustration.figure.wanted import Tempo
from psoas.knowledge.figure_files import FIGURES, shipped_figure
from psoas.knowledge.poses import Figure, Pose

SVG = "{http://www.w3.org/2000/svg}"
IDS = sorted(path.stem for path in FIGURES.glob("*.yaml"))
TITLE = "Up & down <slowly>"
STILL_BYTES, MOVING_BYTES = 15_000, 40_000

SKIN, SHIRT, SHORTS, TARGET, ARROW = "#B4C3CE", "#3F6F8F", "#254A61", "#F59E0B", "#B45309"
GROUND = "#5B6B78"
FAR_SKIN, FAR_SHIRT, FAR_SHORTS, FAR_LINE = "#DDE5EB", "#8FB0C4", "#7F9CB0", "#64798A"
COLOURS = {
    SKIN, SHIRT, SHORTS, TARGET, ARROW, GROUND, FAR_SKIN, FAR_SHIRT, FAR_SHORTS, FAR_LINE,
    "#3A4650", "#22384A",  # hair, outlines
    "#EBC8A0", "#E4E9ED", "#F3F5F7", "#D5DCE2", "#5AA7C7",  # what is held, what stands there, floor
    "#EEF2F5", "#E1E8ED", "#D6DFE6", "#DCE2E7", "#A3B3BF",  # the pale start of a card
}  # fmt: skip

# Arrows that follow a part of the body and lie over it by more than a twentieth, and why.
OVER_THE_BODY = {
    "getting-into-car": "both feet swing in side by side: the arrow of the left ends on the right shin",
    "reach-and-kneel-lift": "the leg is raised along its own way: the arrow ends on the heel",
}

# The largest, and one of every kind: held for 0, 2 and more seconds, several ways, walking, with a band.
MOVING = (
    "log-roll-out-of-bed", "standing-up-from-desk", "getting-into-car", "carry-bags-walk",
    "reach-and-kneel-lift", "standing-at-ease", "bridge-two-legs", "sciatic-slider-lying",
    "sciatic-slider-sitting", "side-glide-wall", "hip-hinge-with-stick",
)  # fmt: skip

LIMBS: Mapping[str, Any] = {
    "right_leg": {"hip": 0, "knee": 0},
    "left_leg": {"hip": 0, "knee": 0},
    "right_arm": {"shoulder": 0, "elbow": 0},
    "left_arm": {"shoulder": 0, "elbow": 0},
}
RAISED_ARMS = {"right_arm": {"shoulder": 90, "elbow": 0}, "left_arm": {"shoulder": 90, "elbow": 0}}


def figure(*poses: Mapping[str, Any], **more: Any) -> Figure:
    """A figure of our own; its poses differ from someone who stands straight."""
    first = {"name": "start", **LIMBS, **(poses[0] if poses else {})}
    rest = tuple({"name": f"pose {number}", **one} for number, one in enumerate(poses[1:]))
    return Figure.model_validate({"id": "own", "view": "side", "poses": (first, *rest), **more})


ARMS_UP = figure({}, RAISED_ARMS)


@cache
def arms_rise(seconds: float) -> str:
    """Raising the arms as a moving picture; they are held up for so long."""
    return animation(drawn(ARMS_UP), Tempo(seconds), title="x")


@pytest.fixture(scope="module")
def shown(knowledge: Knowledge) -> Mapping[str, Drawn]:
    """Every figure as it is shown."""
    return {
        one: drawn(
            shipped_figure(one), muscles=knowledge.items[one].targets if one in knowledge.items else ()
        )
        for one in IDS
    }


@pytest.fixture(scope="module")
def strips(shown: Mapping[str, Drawn]) -> Mapping[str, str]:
    return {one: drawing(each, "strip", title=TITLE) for one, each in shown.items()}


@pytest.fixture(scope="module")
def moving(shown: Mapping[str, Drawn], knowledge: Knowledge) -> Mapping[str, str]:
    return {one: animation(shown[one], tempo_of(one, knowledge), title=TITLE) for one in MOVING}


def tempo_of(identifier: str, knowledge: Knowledge) -> Tempo:
    item = knowledge.items.get(identifier)
    return Tempo(0.0 if item is None else item.dose.hold_s or 0.0)


def names(svg: str) -> set[str]:
    return {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}


def colours(svg: str) -> set[str]:
    return set(re.findall(r'"(#[0-9A-Fa-f]+)"', svg))


def view_of(svg: str) -> tuple[float, ...]:
    return tuple(float(one) for one in ET.fromstring(svg).attrib["viewBox"].split())


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"-?\d+", text)]


@pytest.mark.parametrize("identifier", IDS)
def test_a_still_is_paths_with_a_title(strips: Mapping[str, str], identifier: str) -> None:
    """No script, no style, no text, no raster image, nothing from elsewhere; the colours are ours."""
    svg = strips[identifier]
    root = ET.fromstring(svg)

    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == TITLE
    assert names(svg) == {"svg", "title", "g", "path"}
    assert colours(svg) - {"#fff"} <= COLOURS
    assert "url(" not in svg
    assert "href" not in svg
    assert len(gzip.compress(svg.encode())) < STILL_BYTES


@pytest.mark.parametrize("identifier", IDS)
def test_everything_drawn_lies_in_the_picture(strips: Mapping[str, str], identifier: str) -> None:
    left, top, wide, high = view_of(strips[identifier])
    corners = np.concatenate([one for _, one in outlines(strips[identifier])])

    assert (corners >= (left, top)).all()
    assert (corners <= (left + wide, top + high)).all()


@pytest.mark.parametrize("shape", ["card", "pair", "strip", "grid", "paper", "single"])
def test_every_shape_is_a_picture(shown: Mapping[str, Drawn], shape: Any) -> None:
    svg = drawing(shown["sit-to-stand"], shape, title=TITLE, description="Stand & sit")

    assert names(svg) == {"svg", "title", "desc", "g", "path"}
    assert ET.fromstring(svg).findtext(f"{SVG}desc") == "Stand & sit"
    assert colours(svg) <= COLOURS


def test_only_a_card_has_a_pale_start(shown: Mapping[str, Drawn]) -> None:
    each = shown["bridge-two-legs"]

    assert "#E1E8ED" in colours(drawing(each, "card", title="x"))
    assert "#E1E8ED" not in colours(drawing(each, "pair", title="x"))


def test_the_muscles_of_the_working_side_are_tinted() -> None:
    """Seen from behind, the right buttock is on the viewer's right."""
    one_side = figure(works="right", muscles=("gluteus maximus",), view="back")
    (one,) = drawn(one_side).scenes
    tinted = [layer for layer in one.layers if layer.role == "target"]
    area = unary_union([layer.area for layer in tinted])

    assert tinted
    assert area.bounds[0] > 0
    assert 5 < area.area < 150
    assert TARGET in drawing(drawn(one_side), title="x")
    assert TARGET not in drawing(drawn(figure(view="back")), title="x")


def test_a_muscle_on_the_other_side_of_the_body_is_not_seen() -> None:
    def tint(view: str) -> float:
        (one,) = drawn(figure(muscles=("gluteus maximus",), view=view)).scenes
        return float(unary_union([layer.area for layer in one.layers if layer.role == "target"]).area)

    assert tint("back") > 20
    assert tint("front") == 0


def outlines(svg: str) -> list[tuple[str, NDArray[np.int_]]]:
    """The corners of every outline of a still, with its colour."""
    found = []
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        for start, steps in re.findall(r"M([-\d ]+)l([-\d ]+)z", path.attrib["d"]):
            moves = np.array([*numbers(start), *numbers(steps)]).reshape(-1, 2)
            found.append((path.attrib["fill"], np.cumsum(moves, axis=0)))
    return found


def turned_over(area: BaseGeometry) -> BaseGeometry:
    """An area in the mirror, beginning at 0."""
    mirrored = scale(area, -1, 1, origin=(0, 0))
    return translate(mirrored, -mirrored.bounds[0])


def from_zero(area: BaseGeometry) -> BaseGeometry:
    return translate(area, -area.bounds[0])


def panels(svg: str) -> tuple[BaseGeometry, BaseGeometry]:
    """What lies left and right of the small arrow between two poses."""
    shapes = [(fill, Polygon(corners).buffer(0)) for fill, corners in outlines(svg)]
    (arrow,) = [one for fill, one in shapes if fill == GROUND and one.bounds[3] - one.bounds[1] > 40]
    sides = [
        unary_union(
            [one for _, one in shapes if one is not arrow and (one.bounds[0] > arrow.bounds[0]) is right]
        )
        for right in (False, True)
    ]
    return sides[0], sides[1]


@pytest.mark.parametrize("works", ["right", "left"])
def test_the_side_that_is_not_drawn_is_shown_by_turning_every_pose_over(works: str) -> None:
    """Side by side they are still read from the left: first someone who stands, then the raised leg."""
    other = {"right": "left", "left": "right"}[works]
    own = figure({}, {f"{works}_leg": {"hip": 60, "knee": 20}}, works=works)
    as_drawn, turned = (drawing(drawn(own, works=side), "pair", title="x") for side in (works, other))

    assert view_of(turned) == view_of(as_drawn)
    for one, two in zip(panels(as_drawn), panels(turned), strict=True):
        assert turned_over(one).symmetric_difference(from_zero(two)).area < 0.01 * one.area
        assert from_zero(one).symmetric_difference(from_zero(two)).area > 0.05 * one.area
    standing, raised = (one.bounds[2] - one.bounds[0] for one in panels(turned))
    assert raised > 1.2 * standing


def test_a_card_is_turned_over_as_a_whole() -> None:
    own = figure({}, {"right_leg": {"hip": 60, "knee": 20}}, works="right")
    as_drawn, turned = (drawing(drawn(own, works=side), title="x") for side in ("right", "left"))
    assert not drawn(ARMS_UP, works="left").mirrored  # it works both sides
    left, top, wide, high = view_of(as_drawn)
    content = re.search(r"</title>(.*)</svg>", as_drawn)

    assert "scale(-1,1)" not in as_drawn
    assert view_of(turned) == (-left - wide, top, wide, high)
    assert content is not None
    assert f'</title><g transform="scale(-1,1)">{content[1]}</g></svg>' in turned


def order(view: str, **change: Any) -> list[str]:
    """The layers of the body, the farthest first."""
    pose = Pose.model_validate({"name": "own", **LIMBS, **change})
    return [layer.name for layer in scene(pose, VIEWS[view]).body]


def test_from_the_side_the_near_arm_is_painted_over_the_trunk_and_the_far_one_under_it() -> None:
    layers = order("side")

    for part in ("upper arm", "forearm"):
        assert layers.index(f"left {part}") < layers.index("trunk shirt") < layers.index(f"right {part}")
    assert layers.index("left thigh") < layers.index("right thigh")


def test_someone_who_faces_the_other_way_has_the_left_arm_near() -> None:
    layers = order("side", pelvis={"turn": 180})

    for part in ("upper arm", "forearm"):
        assert layers.index(f"right {part}") < layers.index("trunk shirt") < layers.index(f"left {part}")


@pytest.mark.parametrize(("view", "first", "second"), [("front", "back", "belly"), ("back", "belly", "back")])
def test_a_hand_before_the_body_and_one_behind_it(view: str, first: str, second: str) -> None:
    """The right hand lies on the low back, the left one on the belly."""
    at = {"back": "low back", "belly": "belly"}
    hands = {
        "right_arm": {"hand": at["back"], "offset": (-3, 0, 0), "elbow_toward": (-0.4, -1, 0)},
        "left_arm": {"hand": at["belly"], "offset": (3, 0, 0), "elbow_toward": (-0.2, 1, 0)},
    }
    layers, own = order(view, **hands), {"back": "right", "belly": "left"}

    for part in ("hand", "forearm"):
        assert layers.index(f"{own[first]} {part}") < layers.index("trunk shirt")
        assert layers.index("trunk shirt") < layers.index(f"{own[second]} {part}")


def test_crossed_legs_from_the_front() -> None:
    """The right shin lies before the left one."""
    legs = {"right_leg": {"foot": (6, 4)}, "left_leg": {"foot": (-4, -4)}, "pelvis": {"at": (0, 0, 50)}}
    layers = order("front", **legs)

    assert layers.index("left shank") < layers.index("right shank")


def test_a_named_order_wins_over_depth() -> None:
    assert order("side").index("left forearm") < order("side").index("trunk shirt")

    layers = order("side", over=(("left forearm", "trunk"), ("left hand", "trunk")))

    assert layers.index("trunk shirt") < layers.index("left forearm")


def test_what_is_held_before_the_body_is_painted_over_it() -> None:
    """A box before the belly covers it from the front, and is covered from behind."""
    box = {"things": {"box": {"kind": "load", "at": ((16, 0, 60),)}}}

    def before(view: str) -> bool:
        layers = order(view, **box)
        boxes = [index for index, name in enumerate(layers) if name.startswith("box")]
        return min(boxes) > layers.index("trunk shirt")

    assert before("front")
    assert not before("back")


@pytest.mark.parametrize(
    ("view", "far"),
    [("side", {"left"}), ("front", set()), ("back", set()), ("raised", {"left"}), ("above", set())],
)
def test_limbs_of_the_far_side_have_a_paler_tone(view: str, far: set[str]) -> None:
    (one,) = drawn(figure(view=view)).scenes
    svg = drawing(drawn(figure(view=view)), title="x")
    tones = {layer.name.split()[0] for layer in one.body if layer.far}

    assert tones == far
    assert ({FAR_SKIN, FAR_SHORTS, FAR_SHIRT} <= colours(svg)) is bool(far)
    assert {SKIN, SHORTS, SHIRT} <= colours(svg)


@dataclass(frozen=True)
class Shown:
    """An arrow of a figure: how much of it lies over the body, and how low it is."""

    figure: str
    follows: bool
    over: float
    low: float
    floor_is_a_line: bool


@pytest.fixture(scope="module")
def arrows(shown: Mapping[str, Drawn]) -> list[Shown]:
    found = []
    for one, each in shown.items():
        for before, after in pairwise(each.scenes):
            body = unary_union([layer.area for layer in after.body])
            for layer in arrow_layers(before, after, each.camera):
                arrow = after.pose.arrows[int(layer.name.split()[-1])]
                over = layer.area.intersection(body).area / layer.area.area
                low, level = float(layer.area.bounds[1]), each.camera.raised == 0
                found.append(Shown(one, arrow.follow is not None, float(over), low, level))
    return found


def test_arrows_that_follow_a_part_lie_beside_the_body(arrows: list[Shown]) -> None:
    """Less than a twentieth of an arrow lies over the body, but for those listed above."""
    following = [one for one in arrows if one.follows]

    assert len(following) > 40
    assert {one.figure for one in following if one.over > 0.05} == set(OVER_THE_BODY)
    assert max(one.over for one in following) < 0.2


def test_arrows_lie_above_the_floor(arrows: list[Shown]) -> None:
    """Where the floor is seen as a line, straight ones too."""
    level = [one for one in arrows if one.floor_is_a_line]

    assert len(level) > 40
    assert [one for one in level if one.low < 0] == []


def test_an_arrow_goes_the_way_of_the_hand() -> None:
    """The arms rise from hanging to level: the palm goes from 38 to 74 percent of stature up, and forward."""
    arrow = {"arrows": ({"follow": "right palm", "away": 3},)}
    before, after = drawn(figure({}, {**RAISED_ARMS, **arrow})).scenes
    (layer,) = arrow_layers(before, after, VIEWS["side"])
    left, low, right, high = layer.area.bounds

    assert layer.role == "arrow"
    assert 30 < low < 50
    assert 65 < high < 90
    assert left > 5
    assert 30 < right < 50


def test_nothing_that_stays_has_an_arrow() -> None:
    arrow = {"arrows": ({"follow": "right sole"},)}
    before, after = drawn(figure({}, {**RAISED_ARMS, **arrow})).scenes

    assert arrow_layers(before, after, VIEWS["side"]) == []
    assert arrow_layers(None, after, VIEWS["side"]) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"view": "below"},
        {"variant": "harder"},
        {"variant": "hardest"},
    ],
)
def test_unknown_views_and_variants_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnknownIdentifierError, match="|".join(wrong.values())):
        drawn(ARMS_UP, **wrong)


def animates(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}animate"))


@pytest.mark.parametrize("identifier", MOVING)
def test_a_moving_picture_plays_by_its_button_without_a_script(
    moving: Mapping[str, str], identifier: str
) -> None:
    svg = moving[identifier]
    root = ET.fromstring(svg)
    (play,) = root.iter(f"{SVG}a")
    begins = {element.attrib["begin"] for element in root.iter() if "begin" in element.attrib}

    assert root.findtext(f"{SVG}title") == TITLE
    assert names(svg) <= {"svg", "title", "style", "g", "path", "animate", "a", "set", "circle"}
    assert colours(svg) - {"#fff"} <= COLOURS
    assert (play.attrib["id"], play.attrib["href"], play.attrib["role"]) == ("play", "#play", "button")
    assert play.attrib["aria-label"]
    assert begins == {"play.click"}
    assert not re.search(r"\bon[a-z]+=|javascript:", svg)
    assert len(gzip.compress(svg.encode())) < MOVING_BYTES


@pytest.mark.parametrize("identifier", MOVING)
def test_every_value_of_a_moving_picture_has_its_time(moving: Mapping[str, str], identifier: str) -> None:
    for element in animates(moving[identifier]):
        values, times = (element.attrib[name].split(";") for name in ("values", "keyTimes"))
        moments = [float(one) for one in times]

        assert len(values) == len(times) > 1
        assert moments[0] == 0
        assert moments[-1] <= 1
        assert moments == sorted(moments)
        if element.attrib.get("calcMode") != "discrete":  # what switches on and off needs no last moment
            assert moments[-1] == 1


@pytest.mark.parametrize("identifier", MOVING)
def test_outlines_that_turn_into_one_another_have_as_many_points(
    moving: Mapping[str, str], identifier: str
) -> None:
    outlines = [one for one in animates(moving[identifier]) if one.attrib["attributeName"] == "d"]

    assert (len(outlines) > 5) is (identifier != "standing-at-ease")  # several ways: nothing moves
    for element in outlines:
        values = element.attrib["values"].split(";")
        assert {re.sub(r"[^MLlz]", "", value) for value in values} == {"Mlz"}
        assert len({len(numbers(value)) for value in values}) == 1
        assert len(numbers(values[0])) % 2 == 0


@pytest.mark.parametrize("identifier", MOVING)
def test_who_wants_no_motion_sees_start_and_end(
    moving: Mapping[str, str], shown: Mapping[str, Drawn], identifier: str
) -> None:
    root = ET.fromstring(moving[identifier])
    style = root.findtext(f"{SVG}style") or ""
    (still,) = (one for one in root if one.attrib.get("class") == "still")
    (moves,) = (one for one in root if one.attrib.get("class") == "moves")
    pair = drawing(shown[identifier], "pair", title="x")

    assert ".still{display:none}" in style
    assert re.search(
        r"prefers-reduced-motion:\s*reduce\)\{\.moves\{display:none\}\.still\{display:inline\}\}", style
    )
    assert list(still.iter(f"{SVG}animate")) == []
    assert list(moves.iter(f"{SVG}animate"))
    assert still.attrib["viewBox"] == ET.fromstring(pair).attrib["viewBox"]
    assert len(list(still.iter(f"{SVG}path"))) == len(list(ET.fromstring(pair).iter(f"{SVG}path")))


def ring(svg: str) -> ET.Element | None:
    found = [one for one in animates(svg) if one.attrib["attributeName"] == "stroke-dashoffset"]
    return found[0] if found else None


@pytest.mark.parametrize("identifier", MOVING)
def test_a_ring_counts_where_the_dose_is_held_for_two_seconds_or_more(
    moving: Mapping[str, str], knowledge: Knowledge, identifier: str
) -> None:
    item = knowledge.items.get(identifier)
    held = 0.0 if item is None else item.dose.hold_s or 0.0

    walks = shipped_figure(identifier).moving  # the dose is how long, not a hold
    assert (ring(moving[identifier]) is not None) is (held >= 2 and not walks)


@pytest.mark.parametrize(("seconds", "is_counted"), [(1.9, False), (2.0, True)])
def test_a_hold_is_counted_from_two_seconds(seconds: float, is_counted: bool) -> None:
    assert (ring(arms_rise(seconds)) is not None) is is_counted


def test_a_hold_of_two_seconds_is_counted_whenever_it_is_reached() -> None:
    slow = figure({}, {**RAISED_ARMS, "seconds": 1.1})

    assert ring(animation(drawn(slow), Tempo(2.0), title="x")) is not None


def test_the_times_of_a_ring_ascend_where_the_hold_ends_the_cycle() -> None:
    ways = figure({}, {**RAISED_ARMS, "another": True})
    fills = ring(animation(drawn(ways), Tempo(3.0), title="x"))
    assert fills is not None
    times = [float(one) for one in fills.attrib["keyTimes"].split(";")]

    assert times == sorted(times)


@pytest.mark.parametrize("hold", [0.0, 4.0])
def test_a_pose_can_say_itself_how_long_it_is_held(hold: float) -> None:
    played = film(drawn(figure({}, {**RAISED_ARMS, "hold": hold})), Tempo(3.0))

    assert played.held == pytest.approx((2.5, 2.5 + hold))


def test_the_ring_fills_while_the_last_pose_is_held() -> None:
    """0.7 s at the start, 1.8 s there, 3 s held, 1.8 s back: 7.3 s, held from 2.5 to 5.5."""
    svg = arms_rise(3.0)
    fills = ring(svg)
    (hides,) = ET.fromstring(svg).iter(f"{SVG}set")
    assert fills is not None
    around = fills.attrib["values"].split(";")[0]

    assert {one.attrib["dur"] for one in animates(svg)} == {"7.3s"}
    assert {one.attrib["repeatCount"] for one in animates(svg)} == {"3"}
    assert hides.attrib["dur"] == "21.9s"
    assert [float(one) for one in fills.attrib["keyTimes"].split(";")][1:3] == pytest.approx(
        [2.5 / 7.3, 5.5 / 7.3], abs=1e-4
    )
    assert fills.attrib["values"].split(";")[:3] == [around, around, "0"]


@pytest.mark.parametrize(("seconds", "held"), [(0.0, 0.7), (300.0, 5.0)])
def test_a_long_hold_is_shown_for_five_seconds(seconds: float, held: float) -> None:
    """0.7 s at the start, 1.8 s there, held, and 1.8 s back."""
    played = film(drawn(ARMS_UP), Tempo(seconds))

    assert played.held == pytest.approx((2.5, 2.5 + held))
    assert played.seconds == pytest.approx(4.3 + held)


def test_the_figure_is_at_its_end_while_it_is_held() -> None:
    """And at its start at both ends of the cycle."""
    found = [one for one in animates(arms_rise(3.0)) if one.attrib["attributeName"] == "d"]

    for element in found:
        values = element.attrib["values"].split(";")
        times = [float(one) for one in element.attrib["keyTimes"].split(";")]
        held = [value for value, at in zip(values, times, strict=True) if 2.49 / 7.3 < at < 5.51 / 7.3]
        assert len(held) == 2
        assert held[0] == held[1] != values[0]
        assert max(abs(a - b) for a, b in zip(numbers(values[0]), numbers(values[-1]), strict=True)) <= 3


def test_what_plays_by_itself_has_no_button_and_words_cannot_break_it() -> None:
    said = '"5" < 6 & 7'
    svg = animation(drawn(ARMS_UP), Tempo(), title=TITLE, description=said, plays_by_itself=True)
    root = ET.fromstring(svg)

    assert escape(TITLE) in svg
    assert root.findtext(f"{SVG}desc") == said
    assert list(root.iter(f"{SVG}a")) == []
    assert list(root.iter(f"{SVG}set")) == []
    assert {one.attrib["begin"] for one in animates(svg)} == {"0s"}
    assert {one.attrib["repeatCount"] for one in animates(svg)} == {"indefinite"}
    assert "prefers-reduced-motion" in (root.findtext(f"{SVG}style") or "")


def test_several_ways_follow_one_another_without_a_movement() -> None:
    """Each is shown for 0.7 s; nothing moves, so that outlines are only switched on and off."""
    ways = figure({}, {**RAISED_ARMS, "another": True})
    svg = animation(drawn(ways), Tempo(), title="x")

    assert {one.attrib["attributeName"] for one in animates(svg)} == {"display"}
    assert {one.attrib["dur"] for one in animates(svg)} == {"1.4s"}


def test_a_mirrored_figure_moves_mirrored_and_its_button_stays_in_the_corner() -> None:
    own = figure({}, {"right_leg": {"hip": 60, "knee": 20}}, works="right")
    one, two = (animation(drawn(own, works=side), Tempo(), title="x") for side in ("right", "left"))
    left, top, wide, high = view_of(one)
    (button,) = ET.fromstring(two).iter(f"{SVG}a")
    circle = button.find(f"{SVG}circle")

    assert view_of(two) == (-left - wide, top, wide, high)
    assert '<g transform="scale(-1,1)">' in two
    assert circle is not None
    assert view_of(two)[0] < float(circle.attrib["cx"]) < view_of(two)[0] + wide / 4


def test_a_held_posture_does_not_move() -> None:
    with pytest.raises(ValueError, match="nothing moves"):
        animation(drawn(figure()), Tempo(), title="x")
