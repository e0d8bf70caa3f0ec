"""How large the pictures are and how long they take to draw: ``python -m benchmarks.figures``.

Sizes are of the files as a browser receives them, compressed with gzip. Limits: 15 kB a still, 40 kB a moving
picture.
"""

import gzip
import sys
import time
from statistics import median

from psoas import load_knowledge
from psoas.illustration.figure.exercise import moves, moving_picture, picture, variants_of
from psoas.illustration.figure.wanted import wanted
from psoas.knowledge.figure_files import shipped_figures

STILL_KB, MOVING_KB = 15.0, 40.0
SHAPES = ("card", "pair", "strip", "paper")


def main() -> int:
    """Draw everything once and say what is largest; 1 where a limit is broken."""
    items = load_knowledge().items
    stills: list[tuple[float, float, str]] = []
    moving: list[tuple[float, float, str]] = []
    for figure in shipped_figures().values():
        for variant in variants_of(figure):
            what = wanted(figure.id, items.get(figure.id), variant=variant)
            assert what is not None
            for shape in SHAPES:
                stills.append(
                    (*_measured(lambda: picture(what, shape, figure.id)), f"{figure.id} {variant} {shape}")
                )  # noqa: B023 -- called at once
            if moves(figure, variant):
                size, seconds = _measured(lambda: moving_picture(what, figure.id, plays_by_itself=False))  # noqa: B023 -- called at once
                moving.append((size, seconds, f"{figure.id} {variant}"))
    for title, found, limit in (("stills", stills, STILL_KB), ("moving", moving, MOVING_KB)):
        found.sort(reverse=True)
        sizes, times = [one[0] for one in found], [one[1] for one in found]
        print(
            f"{len(found)} {title}: median {median(sizes):.1f} kB, limit {limit:g}; median {median(times) * 1000:.0f} ms"
        )
        for size, _, name in found[:5]:
            print(f"  {size:5.1f} kB  {name}")
    return int(stills[0][0] > STILL_KB or moving[0][0] > MOVING_KB)


def _measured(draw: "object") -> tuple[float, float]:
    start = time.perf_counter()
    svg = draw()  # type: ignore[operator]
    seconds = time.perf_counter() - start
    return len(gzip.compress(svg.encode(), 6)) / 1000, seconds


if __name__ == "__main__":
    sys.exit(main())
