"""The cap of hair, as far as it is seen, and the ears. No face: the figure is nobody in particular."""

import numpy as np
from shapely import Polygon, unary_union

from psoas.illustration.figure.camera import Camera
from psoas.illustration.figure.flesh import Ball, Chain, lumps
from psoas.illustration.figure.layers import Layer
from psoas.illustration.figure.skeleton import SIDES, Skeleton
from psoas.illustration.figure.turning import Vector, vector

_AROUND, _RISE = 56, 8  # facets around the head, and from the hairline to the crown
_SEEN_EAR = 0.35  # an ear that is turned further away is hidden
_OVERLAP = 0.02  # of facets, so that no gap stays between them


def head_dress(skeleton: Skeleton, camera: Camera) -> list[Layer]:
    """Return hair and ears."""
    frame, body = skeleton.frames["head"], skeleton.body
    layers = []
    hair = _hair(skeleton, camera)
    if hair is not None:
        layers.append(hair)
    for own, side in SIDES.items():
        if side * float(frame.turn[:, 1] @ camera.into) < _SEEN_EAR:
            layers.append(Layer(f"{own} ear", "skin", camera.silhouette(lumps(frame, body.ear, side))))
    return layers


def _hair(skeleton: Skeleton, camera: Camera) -> Layer | None:
    """Return the facets of the cap that face the viewer, as one area."""
    frame, body = skeleton.frames["head"], skeleton.body
    middle, half = vector(body.head.balls[0][0]), vector(body.head.balls[0][1]) * body.hair
    on = _facets(half, np.array(body.hairline))
    flat = camera.flat(frame.at + (middle + on * half) @ frame.turn.T)
    away = ((on / half) @ frame.turn.T) @ camera.into
    facets = [
        Polygon([flat[i, j], flat[i + 1, j], flat[i + 1, j + 1], flat[i, j + 1]]).buffer(_OVERLAP)
        for i in range(_AROUND)
        for j in range(_RISE)
        if away[i : i + 2, j : j + 2].min() < 0
    ]
    if not facets:
        return None
    cap = Chain((Ball(frame.place(*middle), frame.turn * half),), ((0,),))
    return Layer("hair", "hair", unary_union(facets).intersection(camera.silhouette(cap)))


def _facets(half: Vector, line: Vector) -> Vector:
    """Return the corners of facets on a sphere of size one, from the hairline up to the crown."""
    around = np.linspace(-np.pi, np.pi, _AROUND + 1)
    low = np.arcsin(np.clip(np.interp(half[0] * np.cos(around), line[:, 0], line[:, 1]) / half[2], -1, 1))
    rise = np.linspace(0, 1, _RISE + 1)
    up = low[:, None] * (1 - rise) + np.pi / 2 * rise
    return np.stack(
        [np.cos(up) * np.cos(around)[:, None], np.cos(up) * np.sin(around)[:, None], np.sin(up)], axis=-1
    )
