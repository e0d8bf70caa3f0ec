"""Where the muscles and nerves that an exercise is for lie under the skin."""

from collections.abc import Iterable, Mapping

import numpy as np

from psoas.illustration.figure.flesh import Ball, Chain, up_the_trunk
from psoas.illustration.figure.skeleton import SIDES, Frame, Skeleton


def tinted(skeleton: Skeleton, names: Iterable[str], sides: Iterable[str] = SIDES) -> dict[str, list[Chain]]:
    """Return the patches on each segment; names that are no place of the body have none."""
    found: dict[str, list[Chain]] = {}
    for name in names:
        for segment, rows in _patches(skeleton, name).items():
            for own in sides:
                on, chain = _patch(skeleton, segment, rows, own)
                found.setdefault(on, []).append(chain)
    return found


def _patches(skeleton: Skeleton, name: str) -> Mapping[str, tuple[tuple[float, ...], ...]]:
    body = skeleton.body
    return body.tinted.get(body.also_called.get(name, name), {})


def _patch(
    skeleton: Skeleton, segment: str, rows: Iterable[tuple[float, ...]], own: str
) -> tuple[str, Chain]:
    side, body = SIDES[own], skeleton.body.lengths
    lengths = {"thigh": body.thigh, "shank": body.shank, "forearm": body.forearm}
    balls = []
    for along, forward, outward, *half in rows:
        if segment == "trunk":
            frame = up_the_trunk(skeleton, along)
            at = frame.place(forward, side * outward, 0)
        elif segment == "neck":
            frame = skeleton.frames["neck"]
            at = frame.place(forward, 0, along)
        else:
            frame = skeleton.frames[f"{own} {segment}"]
            at = frame.place(forward, side * outward, -along * lengths[segment])
        balls.append(_lump(frame, at, half))
    links = ((0, 1),) if len(balls) > 1 else ((0,),)
    return (segment if segment in {"trunk", "neck"} else f"{own} {segment}"), Chain(tuple(balls), links)


def _lump(frame: Frame, at: np.ndarray, half: Iterable[float]) -> Ball:
    return Ball(at, frame.turn * np.array(list(half)))
