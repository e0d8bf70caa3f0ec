"""How large the pictures are and how long they take to draw: ``python -m benchmarks.figures``.

Sizes are of the files as a browser receives them, compressed with gzip. Limits: 15 kB a still, 40 kB a moving
picture.
"""

import gzip
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import NamedTuple

from psoas import load_knowledge
from psoas.illustration.figure.cards import Shape
from psoas.illustration.figure.exercise import moves, moving_picture, picture
from psoas.illustration.figure.wanted import Wanted, wanted
from psoas.knowledge.figure_files import shipped_figures
from psoas.knowledge.poses import variants_of

LIMITS = {"still": 15.0, "moving": 40.0}
SHAPES: tuple[Shape, ...] = ("card", "pair", "strip", "paper")


class Measured(NamedTuple):
    """One picture: its size in kB, the seconds it took, and what it is."""

    size: float
    seconds: float
    name: str


def main() -> int:
    """Draw everything once and say what is largest; 1 where a limit is broken."""
    broken = False
    for kind, found in (
        ("still", sorted(_stills(), reverse=True)),
        ("moving", sorted(_moving(), reverse=True)),
    ):
        limit = LIMITS[kind]
        size, seconds = median(one.size for one in found), median(one.seconds for one in found)
        print(f"{len(found)} {kind}: median {size:.1f} kB, limit {limit:g}; median {seconds * 1000:.0f} ms")
        for one in found[:5]:
            print(f"  {one.size:5.1f} kB  {one.name}")
        broken = broken or found[0].size > limit
    return int(broken)


def _stills() -> Iterator[Measured]:
    for what in _every():
        for shape in SHAPES:
            yield _measured(partial(picture, what, shape, ""), f"{what.figure} {what.variant} {shape}")


def _moving() -> Iterator[Measured]:
    figures = shipped_figures()
    for what in _every():
        if moves(figures[what.figure], what.variant):
            draw = partial(moving_picture, what, "", plays_by_itself=False)
            yield _measured(draw, f"{what.figure} {what.variant}")


def _every() -> Iterator[Wanted]:
    items = load_knowledge().items
    for figure in shipped_figures().values():
        for variant in variants_of(figure):
            what = wanted(figure.id, items.get(figure.id), variant=variant)
            assert what is not None
            yield what


def _measured(draw: Callable[[], str], name: str) -> Measured:
    start = time.perf_counter()
    svg = draw()
    seconds = time.perf_counter() - start
    return Measured(len(gzip.compress(svg.encode(), 6)) / 1000, seconds, name)


if __name__ == "__main__":
    sys.exit(main())
