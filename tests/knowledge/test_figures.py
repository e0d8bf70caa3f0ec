"""The figures that are shipped: every exercise has one, and each can be shown as it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from psoas import Knowledge
from psoas.foundation.errors import KnowledgeError, UnknownIdentifierError
from psoas.illustration.figure.audit import audit, contacts, faults, outside_base
from psoas.illustration.figure.body import neutral_body
from psoas.illustration.figure.flesh import PARTS, Chain, flesh
from psoas.illustration.figure.moving import halfway
from psoas.illustration.figure.muscles import tinted
from psoas.illustration.figure.norms import joint_ranges, segment_masses
from psoas.illustration.figure.posing import posed
from psoas.illustration.figure.skeleton import Skeleton
from psoas.illustration.figure.things import blocks, heights
from psoas.knowledge.figure_files import FIGURES, is_drawn, load_figures, shipped_figure, shipped_figures
from psoas.knowledge.poses import VARIANTS, Figure, Leg, Pose, VariantName, poses_of

IDS = sorted(path.stem for path in FIGURES.glob("*.yaml"))
SHOWN_TOPICS = ("sitting", "standing-desk", "lifting", "posture", "sleep", "driving", "walking", "flare")
DOWN = np.array([0.0, 0.0, -1.0])
CONTACT, SINKS, ON_THE_WAY = 2.0, 3.0, (0.25, 0.5, 0.75)

LIMBS: Mapping[str, Any] = {
    "right_leg": {"hip": 0, "knee": 0},
    "left_leg": {"hip": 0, "knee": 0},
    "right_arm": {"shoulder": 0, "elbow": 0},
    "left_arm": {"shoulder": 0, "elbow": 0},
}
STANDING = Pose.model_validate({"name": "standing", **LIMBS})

# Exercises, or ways of doing them, that are held in one position: there is nothing to move to.
HELD: Mapping[tuple[str, VariantName], str] = {
    ("abdominal-brace", "main"): "the belly is tightened; nothing is seen to move",
    ("abdominal-brace", "harder"): "the same while carrying something",
    ("legs-on-chair-rest", "main"): "rest",
    ("legs-on-chair-rest", "easier"): "rest, in bed",
    ("ball-on-buttock", "harder"): "sitting on the ball without rolling",
    ("figure-four-lying", "easier"): "the legs are crossed and not drawn in",
    ("hamstring-stretch-lying", "easier"): "the heel rests on a wall",
    ("heat-then-move", "harder"): "a warm wrap is worn",
    ("plank-at-counter", "harder"): "the plank is held, lower",
    ("prone-on-elbows", "easier"): "lying flat on a pillow",
}
# Targets that have no place on the outside of the body.
NOWHERE = {"heart and lungs", "whole body", "pelvic floor"}


@dataclass(frozen=True)
class Placed:
    """A pose with its skeleton."""

    pose: Pose
    skeleton: Skeleton


def variants(figure: Figure) -> list[VariantName]:
    return [one for one in VARIANTS if one == "main" or getattr(figure, one) is not None]


@cache
def placed(identifier: str, variant: VariantName) -> tuple[Placed, ...]:
    return tuple(Placed(pose, posed(pose)) for pose in poses_of(shipped_figure(identifier), variant))


def whole_poses(identifier: str) -> Iterator[tuple[VariantName, Pose]]:
    figure = shipped_figure(identifier)
    for variant in variants(figure):
        for pose in poses_of(figure, variant):
            yield variant, pose


def ways(identifier: str) -> Iterator[tuple[str, Placed, Placed]]:
    """Every movement from one pose to the next, and back from the last to the first."""
    for variant in variants(shipped_figure(identifier)):
        poses = placed(identifier, variant)
        ends = len(poses) == 2 or any(one.pose.another for one in poses)  # the same way, or none at all
        back = [] if ends else [(poses[-1], poses[0])]
        for start, end in [*pairwise(poses), *back]:
            if start is not end and not end.pose.another:  # another way is not moved to
                yield f"{variant}, {start.pose.name} to {end.pose.name}", start, end


@cache
def segments() -> frozenset[str]:
    return frozenset(flesh(posed(STANDING)))


def known_places() -> set[str]:
    body = neutral_body()
    own = {name.format(side) for name in body.own_places for side in ("right", "left")}
    return {*body.places, *own}


@pytest.mark.parametrize("identifier", IDS)
def test_every_pose_can_be_shown(knowledge: Knowledge, identifier: str) -> None:
    """Contacts, floor, joint ranges and balance, of all variants."""
    assert audit(shipped_figure(identifier), knowledge) == []


@pytest.mark.parametrize("identifier", IDS)
def test_every_name_in_a_pose_exists(identifier: str) -> None:
    for variant, pose in whole_poses(identifier):
        where = f"{variant}, {pose.name}"
        surfaces = {"floor", *PARTS, *heights(pose.things), *blocks(pose.things)}
        named = [
            *(arm.hand for arm in (pose.right_arm, pose.left_arm) if isinstance(arm.hand, str)),
            *(arrow.follow for arrow in pose.arrows if arrow.follow),
            *(arrow.at for arrow in pose.arrows if isinstance(arrow.at, str)),
            *(place for thing in pose.things.values() for place in thing.at if isinstance(place, str)),
            *([pose.anchor[0]] if pose.anchor else []),
        ]
        painted = {*segments(), *pose.things}

        assert {*pose.rest, *pose.touch} <= set(PARTS), where
        assert {*pose.rest.values(), *pose.touch.values()} <= surfaces, where
        assert set(named) <= known_places(), where
        assert {one for pair in pose.over for one in pair} <= painted, where


@dataclass(frozen=True)
class Moment:
    """Somewhere between two poses."""

    when: str
    start: Pose
    end: Pose
    skeleton: Skeleton
    shapes: Mapping[str, Chain]


@pytest.fixture(scope="module", params=IDS)
def moments(request: pytest.FixtureRequest) -> tuple[str, list[Moment]]:
    """A figure, and what is between its poses, in all variants."""
    found = []
    for way, start, end in ways(request.param):
        for part in ON_THE_WAY:
            skeleton = halfway(start, end, part)
            when = f"{way}, {part}"
            found.append(Moment(when, start.pose, end.pose, skeleton, flesh(skeleton)))
    return request.param, found


def test_nothing_sinks_into_the_floor_on_the_way(
    moments: tuple[str, list[Moment]],
) -> None:
    _, found = moments
    deep = {
        f"{moment.when}: {name}": round(low, 1)
        for moment in found
        for name, chain in moment.shapes.items()
        if (low := min(-ball.reach(DOWN) for ball in chain.balls)) < -SINKS
    }

    assert deep == {}


@pytest.mark.parametrize("identifier", IDS)
def test_every_way_begins_and_ends_in_its_poses(identifier: str) -> None:
    """Otherwise the figure would jump."""
    off = {
        f"{way}, {part:g}": round(far, 1)
        for way, start, end in ways(identifier)
        for part, there in ((0.0, start), (1.0, end))
        if (far := farthest(halfway(start, end, part), there.skeleton)) > CONTACT
    }

    assert off == {}


def farthest(one: Skeleton, two: Skeleton) -> float:
    return max(float(np.linalg.norm(one.frames[name].at - two.frames[name].at)) for name in one.frames)


def test_feet_that_stand_stay_where_they_stand(moments: tuple[str, list[Moment]]) -> None:
    moved = {}
    for moment in moments[1]:
        for own in ("right", "left"):
            one, two = (getattr(pose, f"{own}_leg").foot for pose in (moment.start, moment.end))
            if one is None or one != two:
                continue
            sole = min(-ball.reach(DOWN) for ball in moment.shapes[f"{own} foot"].balls)
            height = one[2] if len(one) == 3 else 0.0
            aside = float(np.linalg.norm(moment.skeleton.frames[f"{own} foot"].at[:2] - one[:2]))
            if max(abs(sole - height), aside) > CONTACT:
                moved[f"{moment.when}: {own}"] = (round(sole - height, 1), round(aside, 1))

    assert moved == {}


def test_contacts_of_both_poses_are_not_lost_between_them(moments: tuple[str, list[Moment]]) -> None:
    """Midway, and where what is touched stays where it is."""
    lost = {}
    for moment in moments[1]:
        one, two = ({**pose.rest, **pose.touch} for pose in (moment.start, moment.end))
        both = one.items() & two.items()
        if not moment.when.endswith("0.5") or not both or moment.start.things != moment.end.things:
            continue
        stated = STANDING.model_copy(update={"things": moment.start.things, "touch": dict(both)})
        for contact in contacts(moment.skeleton, stated):
            if abs(contact.gap) > SINKS and contact.surface != "what it reaches for":
                lost[f"{moment.when}: {contact.part} on {contact.surface}"] = round(contact.gap, 1)

    assert lost == {}


def test_every_exercise_has_a_figure(knowledge: Knowledge) -> None:
    assert set(knowledge.items) - set(IDS) == set()
    assert all(is_drawn(item) for item in knowledge.items)


@pytest.mark.parametrize("identifier", IDS)
def test_every_figure_is_of_an_exercise_or_of_a_piece_of_advice(
    knowledge: Knowledge, identifier: str
) -> None:
    figure = shipped_figure(identifier)

    assert figure.id == identifier
    if identifier in knowledge.items:
        assert (figure.name, figure.advice) == (None, ())  # an exercise has its own name
    else:
        assert figure.name
        assert figure.advice
    assert set(figure.advice) <= set(knowledge.advice)


@pytest.mark.parametrize("topic", SHOWN_TOPICS)
def test_advice_about_posture_is_shown(knowledge: Knowledge, topic: str) -> None:
    shown = {
        knowledge.advice[one].topic
        for identifier in IDS
        for one in shipped_figure(identifier).advice
    }  # fmt: skip

    assert topic in shown


def test_exercises_move_between_two_to_four_poses_unless_they_are_held(knowledge: Knowledge) -> None:
    counts = {
        (identifier, variant): len(placed(identifier, variant))
        for identifier in knowledge.items
        for variant in variants(shipped_figure(identifier))
    }

    assert {one for one, count in counts.items() if count == 1} == set(HELD)
    assert max(counts.values()) <= 4
    for identifier, _ in HELD:
        assert (knowledge.items[identifier].dose.hold_s or 0) >= 10


@pytest.mark.parametrize("identifier", IDS)
def test_the_pose_that_says_most_is_one_of_them(identifier: str) -> None:
    """And a figure that works one side does not call it both."""
    figure = shipped_figure(identifier)

    assert figure.still is None or figure.still < len(figure.poses)
    assert len({pose.name for pose in poses_of(figure)}) == len(figure.poses)


def test_what_exercises_are_for_can_be_tinted(knowledge: Knowledge) -> None:
    standing = posed(STANDING)
    named = {target for item in knowledge.items.values() for target in item.targets}
    named |= {muscle for figure in shipped_figures().values() for muscle in figure.muscles}

    assert {name for name in named if not tinted(standing, [name])} == NOWHERE
    assert {name for figure in shipped_figures().values() for name in figure.muscles} & NOWHERE == set()


@pytest.mark.parametrize("identifier", IDS)
def test_every_exercise_tints_something(knowledge: Knowledge, identifier: str) -> None:
    item = knowledge.items.get(identifier)

    assert item is None or set(shipped_figure(identifier).muscles or item.targets) - NOWHERE


@pytest.mark.parametrize(
    ("change", "said"),
    [
        # the sole is 24.5 + 24 + 3.75 = 52.25 below the hips
        (
            {"pelvis": {"at": (0, 0, 60.25)}, "touch": {"right foot": "floor"}},
            "right foot is 8.0 % of stature",
        ),
        ({"pelvis": {"at": (0, 0, 50)}}, "right foot sinks 2.2 % of stature into the floor"),
        (
            {"pelvis": {"at": (0, 0, 60.25)}, "right_leg": {"foot": (0, -4.5)}},
            "right leg is 8.0 % of stature",
        ),
        ({"right_leg": {"hip": 0, "knee": 170}}, "right knee flexion is 170°"),
        ({"left_leg": {"hip": -60, "knee": 0}}, "left hip flexion is -60°"),
        ({"lumbar": 110}, "lumbar flexion is 110°"),
        ({"pelvis": {"lean": 40}}, "outside what carries it"),
    ],
)
def test_the_audit_finds(knowledge: Knowledge, change: dict[str, Any], said: str) -> None:
    pose = Pose.model_validate({"name": "wrong", **LIMBS, **change})
    found = faults(pose, posed(pose), joint_ranges(knowledge), segment_masses(knowledge))

    assert any(said in one for one in found), found


def test_the_audit_finds_nothing_in_someone_who_stands(knowledge: Knowledge) -> None:
    pose = Pose.model_validate({"name": "standing", **LIMBS, "touch": {"right foot": "floor"}})

    assert faults(pose, posed(pose), joint_ranges(knowledge), segment_masses(knowledge)) == []


def test_a_step_need_not_be_balanced_at_rest(knowledge: Knowledge) -> None:
    leaning = Pose.model_validate({"name": "falling", **LIMBS, "pelvis": {"lean": 40}})
    ranges, masses = joint_ranges(knowledge), segment_masses(knowledge)

    assert outside_base(posed(leaning), leaning, masses) > 0
    assert faults(leaning, posed(leaning), ranges, masses, moving=True) == []


GOOD = """\
id: {id}
view: side
poses:
  - name: start
    both_legs: {{hip: 0, knee: 0}}
    both_arms: {{shoulder: 0, elbow: 0}}
  - name: end
    lumbar: 20
"""


def folder_with(folder: Path, texts: Mapping[str, str]) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def good(identifier: str) -> str:
    return GOOD.format(id=identifier)


def test_a_pose_starts_from_the_one_before(tmp_path: Path) -> None:
    text = good("bend") + "easier:\n  poses:\n    - {lumbar: 5}\n    - {lumbar: 10, name: half}\n"
    figure = load_figures(folder_with(tmp_path, {"bend": text}))["bend"]

    assert [(one.name, one.lumbar) for one in poses_of(figure)] == [("start", 0), ("end", 20)]
    assert [(one.name, one.lumbar) for one in poses_of(figure, "easier")] == [("start", 5), ("half", 10)]
    assert poses_of(figure, "easier")[1].right_leg == Leg(hip=0, knee=0)
    with pytest.raises(ValueError, match="no harder variant"):
        poses_of(figure, "harder")


def test_broken_files_give_every_problem_at_once_with_file_and_place(tmp_path: Path) -> None:
    texts = {
        "bad-view": good("bad-view").replace("view: side", "view: below"),
        "bad-name": good("another"),
        "bad-yaml": "id: [\n",
        "empty": "",
        "half-a-leg": good("half-a-leg") + "    right_leg: {foot: [0, 0], hip: 3}\n",
        "misspelt": good("misspelt") + "colour: red\n",
        "throne": good("throne") + "    things: {chair: {kind: throne, at: [[0, 0, 0]]}}\n",
        "twice": good("twice") + "view: front\n",
        "variant": good("variant") + "harder:\n  poses:\n    - {right_arm: {hand: right knee, elbow: 3}}\n",
        "whole": good("whole"),
    }
    with pytest.raises(KnowledgeError) as refused:
        load_figures(folder_with(tmp_path, texts))
    said = {str(one) for one in refused.value.problems}
    expected = {
        ("bad-view.yaml, line 2, view", "'side', 'front'"),
        ("bad-name.yaml", "The id is 'another'. Make it 'bad-name'."),
        ("bad-yaml.yaml, line 2", "not YAML"),
        ("empty.yaml, the file", "valid"),
        ("half-a-leg.yaml, main, end, right_leg", "either hip and knee, or foot"),
        ("misspelt.yaml, line 9, colour", "not permitted"),
        ("throne.yaml, main, end, things.chair.kind", "'chair'"),
        ("twice.yaml, line 9", "'view' stands twice"),
        ("variant.yaml, harder, start, right_arm", "either shoulder and elbow, or hand"),
    }

    for place, what in expected:
        assert [one for one in said if one.startswith(f"{place}: ") and what in one], (place, said)
    assert len(said) == len(expected)


def test_every_wrong_pose_is_named(tmp_path: Path) -> None:
    text = good("two").replace("hip: 0, knee: 0", "hip: 0") + "    thoracic: bent\n"
    with pytest.raises(KnowledgeError) as refused:
        load_figures(folder_with(tmp_path, {"two": text}))
    places = [one.where for one in refused.value.problems]

    assert any("start" in place and "right_leg" in place for place in places)
    assert any("end" in place and "thoracic" in place for place in places)


@pytest.mark.parametrize(
    "text",
    [
        good("odd") + "    right_leg: 5\n",
        good("odd").replace("- name: start\n    both_legs", "- both_legs") + "easier:\n  poses:\n    - {}\n",
    ],
    ids=["limb", "name"],
)
def test_an_odd_file_is_refused_and_not_a_crash(tmp_path: Path, text: str) -> None:
    with pytest.raises(KnowledgeError, match=r"odd\.yaml"):
        load_figures(folder_with(tmp_path, {"odd": text}))


def test_an_unknown_figure_is_refused() -> None:
    assert not is_drawn("no-such-exercise")
    with pytest.raises(UnknownIdentifierError, match="no-such-exercise"):
        shipped_figure("no-such-exercise")


def test_all_files_are_read() -> None:
    assert sorted(shipped_figures()) == IDS


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_bytes(b"id: odd\xff")

    with pytest.raises(KnowledgeError, match=r"odd\.yaml"):
        load_figures(tmp_path)
