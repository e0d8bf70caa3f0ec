"""When a moving figure is where: frames between key poses, and how long each pose is held."""

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np

from psoas.illustration.figure.cards import Drawn
from psoas.illustration.figure.layers import Layer
from psoas.illustration.figure.moving import halfway, things_between
from psoas.illustration.figure.picture import Scene, scene_of
from psoas.illustration.figure.wanted import Tempo

MOVE_S, REST_S, LONGEST_HOLD_S = 1.8, 0.7, 5.0
_STEP_DEGREES = 26.0  # a joint that turns further gets a frame in between
_FEWEST, _MOST = 2, 6  # steps of one movement


@dataclass(frozen=True, slots=True)
class Frame:
    """One moment: its layers, and when it is reached, in seconds."""

    layers: tuple[Layer, ...]
    at: float
    cut: bool = False  # it is not moved to from the one before


@dataclass(frozen=True, slots=True)
class Film:
    """The frames of one cycle, there and back; how long it takes; and from when to when the end is held."""

    frames: tuple[Frame, ...]
    seconds: float
    held: tuple[float, float]
    moves_things: bool  # furniture is not the same in all poses


def film(shown: Drawn, tempo: Tempo, *, returns: bool = True) -> Film:
    """Return all frames of one cycle; at its end the figure ``returns`` to the start, or begins anew."""
    scenes = shown.scenes
    way = [*pairwise(scenes), (scenes[-1], scenes[0])]
    returns = returns and not any(one.pose.another for one in scenes)
    moves_things = any(scene.pose.things != scenes[0].pose.things for scene in scenes)
    frames = [Frame(_moving(scenes[0], things=moves_things), 0.0)]
    clock, held = 0.0, (0.0, 0.0)
    for number, (start, end) in enumerate(way):
        arrived = clock
        clock += _held(start, tempo, is_last=number == len(scenes) - 1, is_walking=shown.figure.moving)
        held = (arrived, clock)
        frames.append(Frame(_moving(start, things=moves_things), clock))
        if end.pose.another or (end is scenes[0] and not returns):
            frames.append(Frame(_moving(end, things=moves_things), clock, cut=True))
            continue
        takes = (end.pose.seconds if number < len(scenes) - 1 else None) or MOVE_S
        frames += [
            Frame(layers, clock + takes * _eased(part))
            for part, layers in _on_the_way(start, end, shown, things=moves_things)
        ]
        clock += takes
        frames.append(Frame(_moving(end, things=moves_things), clock))
    return Film(tuple(frames), clock, held, moves_things)


def _on_the_way(
    start: Scene, end: Scene, shown: Drawn, *, things: bool
) -> list[tuple[float, tuple[Layer, ...]]]:
    steps = _steps(start, end)
    found = []
    for part in (step / steps for step in range(1, steps)):
        pose = things_between(start.pose, end.pose, part)
        skeleton = halfway(start, end, part)
        scene = scene_of(skeleton, pose, shown.camera, muscles=shown.muscles, sides=shown.sides)
        found.append((part, _moving(scene, things=things)))
    return found


def _held(scene: Scene, tempo: Tempo, *, is_last: bool, is_walking: bool) -> float:
    if scene.pose.hold is not None:
        return scene.pose.hold
    if is_last and tempo.hold_s and not is_walking:
        return min(tempo.hold_s, LONGEST_HOLD_S)
    return REST_S


def _eased(part: float) -> float:
    """Return when, between 0 and 1, a movement that starts and ends gently has come this far."""
    return float(0.5 - np.sin(np.arcsin(1 - 2 * part) / 3))


def _steps(start: Scene, end: Scene) -> int:
    """Return how many frames a movement needs, so that no joint turns far between two of them."""
    turns = [0.0]
    for name, frame in start.skeleton.frames.items():
        other = end.skeleton.frames[name].turn
        turns.append(float(np.degrees(np.arccos(np.clip((np.trace(frame.turn.T @ other) - 1) / 2, -1, 1)))))
    return min(max(ceil(max(turns) / _STEP_DEGREES), _FEWEST), _MOST)


def _moving(scene: Scene, *, things: bool) -> tuple[Layer, ...]:
    return (*(scene.behind if things else ()), *scene.body, *scene.before)
