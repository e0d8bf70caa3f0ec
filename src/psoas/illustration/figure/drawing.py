"""The body on the picture: its pieces in the order in which they hide one another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from shapely import Point, unary_union

from psoas.illustration.figure.body import Row
from psoas.illustration.figure.camera import Camera
from psoas.illustration.figure.flesh import Chain, cut, flesh, limb, shoulders, trunk, trunk_rows
from psoas.illustration.figure.hair import head_dress
from psoas.illustration.figure.layers import STROKE, Layer
from psoas.illustration.figure.skeleton import SIDES, Frame, Skeleton
from psoas.illustration.figure.turning import Vector

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_END_ON = 0.86  # a bone that points at the viewer has no seam
_COLLAR = 29.4  # of the shirt, percent of stature above the hips
_NICK = 2.0  # narrower gaps between neck, shoulder and ribs are filled
_WORN = ("skin", "shorts", "shirt")  # the last on top
_ARM, _ARM_BEFORE = ("arm", "hand"), 1.5
_HIDDEN = 1.0  # a patch this much deeper than the middle of its segment is on the far side
_POINT = 1e-9  # a piece of an axis that points at the viewer has no length
_AREA = 0.6  # less overlap hides nothing


@dataclass
class Part:
    """What is painted in one go: a segment with its clothes, or a thing that is held."""

    name: str
    layers: list[Layer]
    axis: Vector  # places along its middle, in the world
    area: "BaseGeometry" = field(init=False)

    def __post_init__(self) -> None:
        self.area = unary_union([layer.area for layer in self.layers])


_JOINTS = (
    ("trunk", "{} thigh", "{} thigh", 6.6),
    ("{} thigh", "{} shank", "{} shank", 4.3),
    ("{} shank", "{} foot", "{} foot", 2.7),
    ("trunk", "{} upper arm", "{} upper arm", 4.6),
    ("{} upper arm", "{} forearm", "{} forearm", 3.0),
    ("{} forearm", "{} hand", "{} hand", 2.1),
)
# where a line between two parts is wiped out: the parts, the frame whose origin it is, and how far around
_SEAMS = (
    ("neck", "head", "head", 3.4),
    *(
        (first.format(own), second.format(own), frame.format(own), radius)
        for own in SIDES
        for first, second, frame, radius in _JOINTS
    ),
)


def body_layers(
    skeleton: Skeleton,
    camera: Camera,
    *,
    held: Iterable[Part] = (),
    over: Iterable[tuple[str, str]] = (),
    tinted: Mapping[str, Sequence[Chain]] | None = None,
) -> list[Layer]:
    """Return the layers of the body and of what it holds, the farthest first.

    Parameters
    ----------
    skeleton : Skeleton
        The placed body.
    camera : Camera
        From where it is seen.
    held : iterable of Part
        Things among the limbs.
    over : iterable of pairs of names
        Parts that are painted over others, whatever their depth.
    tinted : mapping of segment to Chains, optional
        Patches of muscle on segments.
    """
    parts = {part.name: part for part in (*_segments(skeleton, camera, tinted or {}), *held)}
    layers: list[Layer] = []
    painted: list[str] = []
    for name in _sorted(parts, camera, over):
        layers += parts[name].layers
        painted.append(name)
        for first, second, joint, radius in _SEAMS:
            if name in {first, second} and first in painted and second in painted:
                if max(_foreshortened(parts[one], camera) for one in (first, second)) > _END_ON:
                    continue
                wiped = _seam(parts[first], parts[second], camera.flat(skeleton.frames[joint].at), radius)
                layers += wiped
    return layers


def _segments(skeleton: Skeleton, camera: Camera, tinted: Mapping[str, Sequence[Chain]]) -> list[Part]:
    found = []
    for name, chain in flesh(skeleton).items():
        far = _is_far(skeleton, camera, name)
        layers = _dressed(skeleton, camera, name, chain, far=far)
        if name in tinted:
            inside = unary_union([layer.area for layer in layers]).buffer(-STROKE / 2)
            seen = [patch for patch in tinted[name] if _faces_viewer(patch, chain, camera)]
            patches = unary_union([camera.silhouette(patch) for patch in seen])
            layers.append(
                Layer(f"{name} target", "target", patches.intersection(inside), far, outlined=False)
            )
        found.append(Part(name, layers, np.array([ball.at for ball in chain.balls])))
    return found


def _faces_viewer(patch: Chain, segment: Chain, camera: Camera) -> bool:
    """Tell whether a patch lies on the side of its segment that is seen."""
    middle = np.mean([ball.at for ball in patch.balls], axis=0)
    nearest = min(segment.balls, key=lambda ball: float(np.linalg.norm(ball.at - middle)))
    return camera.depth(middle) < camera.depth(nearest.at) + _HIDDEN


def _dressed(skeleton: Skeleton, camera: Camera, name: str, chain: Chain, *, far: bool) -> list[Layer]:
    """Return a segment with its clothes, or the head with its hair."""
    body, clothes = skeleton.body, skeleton.body.clothes
    loose = clothes.loose
    if name == "trunk":
        return _trunk(skeleton, camera)
    layers = [Layer(name, "skin", camera.silhouette(chain), far)]
    if name.endswith("thigh"):
        frame, long = skeleton.frames[name], body.lengths.thigh
        bare = limb(frame, long, cut(body.thigh, clothes.shorts_leg / 2, 1.0))
        layers = [
            Layer(name, "skin", camera.silhouette(bare), far),
            Layer(
                f"{name} shorts",
                "shorts",
                _cloth(camera, frame, long, body.thigh, clothes.shorts_leg, loose),
                far,
            ),
        ]
    elif name.endswith("upper arm"):
        frame, long = skeleton.frames[name], body.lengths.upper_arm
        layers.append(
            Layer(
                f"{name} shirt",
                "shirt",
                _cloth(camera, frame, long, body.upper_arm, clothes.sleeve, loose),
                far,
            )
        )
    elif name == "head":
        layers += head_dress(skeleton, camera)
    return layers


def _cloth(
    camera: Camera, frame: Frame, long: float, rows: Sequence[Row], to: float, loose: float
) -> "BaseGeometry":
    """Return a sleeve or a leg of the shorts: round at the joint, cut square at its hem."""
    top = limb(frame, long, rows[:1], grown=loose)
    cloth = limb(frame, long, cut(rows, 0.0, to), grown=loose, flat=True)
    return unary_union([camera.silhouette(cloth), camera.silhouette(top)])


def _trunk(skeleton: Skeleton, camera: Camera) -> list[Layer]:
    rows, clothes = trunk_rows(skeleton), skeleton.body.clothes
    shorts = trunk(skeleton, cut(rows, rows[0][0], clothes.shorts_to), grown=clothes.loose)
    shirt = trunk(skeleton, cut(rows, clothes.shirt_from, _COLLAR), grown=clothes.loose + 0.1)
    girdle = [camera.silhouette(one) for one in shoulders(skeleton, clothes.loose)]
    area = unary_union([camera.silhouette(shirt), *girdle]).buffer(_NICK).buffer(-_NICK)
    return [
        Layer("pelvis shorts", "shorts", camera.silhouette(shorts)),
        Layer("trunk shirt", "shirt", area),
    ]


def _is_far(skeleton: Skeleton, camera: Camera, name: str) -> bool:
    """Tell whether a limb is on the side of the body that is turned away."""
    own = name.split(maxsplit=1)[0]
    if own not in SIDES:
        return False
    base = skeleton.frames["thorax" if name.endswith(("arm", "hand", "forearm")) else "pelvis"]
    return float(base.turn[:, 1] @ camera.into) * SIDES[own] > 0.75  # noqa: PLR2004 -- seen from aside


def _seam(first: Part, second: Part, joint: Vector, radius: float) -> list[Layer]:
    """Return what makes two parts one around their joint: nicks filled, the line between them wiped out."""
    found: list[Layer] = []
    around, wider = Point(*joint).buffer(radius), Point(*joint).buffer(radius + STROKE)
    for index, role in enumerate(_WORN):
        pair = [next((one for one in part.layers if one.role == role), None) for part in (first, second)]
        one, two = pair
        if one is None or two is None or one.far != two.far:
            continue
        worn = [layer for part in (first, second) for layer in part.layers]
        over = unary_union([layer.area for layer in worn if layer.role in _WORN[index + 1 :]])
        both = unary_union([one.area, two.area]).buffer(radius * 0.4).buffer(-radius * 0.4).difference(over)
        patch = both.intersection(around)
        inside = both.buffer(-STROKE / 2).intersection(wider).difference(over.buffer(STROKE / 2))
        if not inside.is_empty:
            found.append(Layer(f"{second.name} {role} patch", role, patch, one.far))
            found.append(Layer(f"{second.name} {role} seam", role, inside, one.far, outlined=False))
    if not second.name.endswith("thigh") or first.name != "trunk":
        return found
    covered = unary_union([layer.area for layer in found])
    tints = [layer for part in (first, second) for layer in part.layers if layer.role == "target"]
    found += [  # what is tinted at the hip lies on top of the seam too
        replace(layer, name=f"{second.name} seam {layer.name}", area=layer.area.intersection(covered))
        for layer in tints
        if layer.area.intersects(covered)
    ]
    return found


def _sorted(parts: Mapping[str, Part], camera: Camera, over: Iterable[tuple[str, str]]) -> list[str]:
    """Return the names of the parts, each after those that it hides."""
    # Lists, and dicts as sets that keep their order: parts at one depth come out the same every time.
    fixed = [*((above, below) for above, below in over), ("trunk", "neck"), ("head", "neck")]
    before: dict[str, dict[str, None]] = {name: {} for name in parts}
    strength: list[tuple[float, str, str]] = []
    for one, two in combinations(parts, 2):
        if (one, two) in fixed or (two, one) in fixed:
            continue
        shared = parts[one].area.intersection(parts[two].area)
        if shared.area < _AREA:
            continue
        gap = _gap(parts[one], parts[two], shared, camera)
        strength.append((abs(gap), one, two) if gap > 0 else (abs(gap), two, one))  # first is behind
    for above, below in fixed:
        if above in before and below in before:
            before[above][below] = None
    for _, behind, front in sorted(strength, reverse=True):  # the clearest first
        if not _reaches(before, behind, front):
            before[front][behind] = None
    far = {name: -float(np.mean(part.axis @ camera.into)) for name, part in parts.items()}
    sorter = TopologicalSorter(before)
    try:
        sorter.prepare()
    except CycleError:  # two fixed orders contradict one another
        return sorted(parts, key=lambda name: far[name])
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready += sorter.get_ready()
        ready.sort(key=lambda name: far[name])
        name = ready.pop(0)
        order.append(name)
        sorter.done(name)
    return order


def _reaches(before: Mapping[str, Iterable[str]], start: str, goal: str) -> bool:
    """Tell whether ``goal`` must already come before ``start``."""
    seen, open_ = set(), [start]
    while open_:
        name = open_.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            open_ += before[name]
    return False


def _gap(one: Part, two: Part, shared: "BaseGeometry", camera: Camera) -> float:
    """Return by how much the first is farther away than the second, where they overlap."""
    middle = np.array(shared.centroid.coords[0])
    here = _depth_at(one, middle, camera) - _depth_at(two, middle, camera)
    arms = [one.name.endswith(_ARM), two.name.endswith(_ARM)]
    if arms[0] != arms[1]:  # at the same depth an arm lies on the body
        here += -_ARM_BEFORE if arms[0] else _ARM_BEFORE
    if _joined(one.name, two.name) or abs(here) < 0.2:  # noqa: PLR2004
        return float(np.mean(one.axis @ camera.into) - np.mean(two.axis @ camera.into))
    return here


def _foreshortened(part: Part, camera: Camera) -> float:
    """Return how far a part points at the viewer: 1 for one that is seen end on."""
    way = part.axis[-1] - part.axis[0]
    return abs(float(way @ camera.into)) / max(float(np.linalg.norm(way)), 1e-9)


def _joined(one: str, two: str) -> bool:
    return any({one, two} == {first, second} for first, second, *_ in _SEAMS)


def _depth_at(part: Part, middle: Vector, camera: Camera) -> float:
    flat, deep = camera.flat(part.axis), part.axis @ camera.into
    if len(flat) == 1:
        return float(deep[0])
    starts, ways = flat[:-1], np.diff(flat, axis=0)
    lengths = np.maximum((ways**2).sum(axis=1), _POINT)
    parts = np.clip(((middle - starts) * ways).sum(axis=1) / lengths, 0, 1)
    distances = np.linalg.norm(starts + ways * parts[:, None] - middle, axis=1)
    nearest = int(np.argmin(distances))
    return float(deep[nearest] + (deep[nearest + 1] - deep[nearest]) * parts[nearest])
