"""The interval of a probability as a small picture: 20 dots of 5 in 100 each, a line, the median.

Colors come from the style sheet by the class of the group, so that dark pages have their own.
"""

from psoas.foundation.logit_normal import LogitNormal
from psoas.illustration.charts import GLYPHS, quantiles, stacks
from psoas.knowledge.contributors import Group

WIDTH, HEIGHT, LINE = 200, 30, 27  # the line stands at LINE
_EDGE = 4  # room for half a dot at 0 and at 100
_DIAMETERS = (6.0, 5.0, 4.2, 3.6, 3.0, 2.4)  # the largest whose stacks fit is taken
_STACK = 22.0


def interval_svg(belief: LogitNormal, group: Group) -> str:
    """Draw a belief; words beside it say the same."""
    places = [_x(one) for one in quantiles(belief)]
    diameter, dots = _stacked(places)
    low, high = (_x(one) for one in belief.interval)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{LINE - 4 - diameter * (rank + 0.5):.1f}" r="{diameter / 2 - 0.3:.1f}"/>'
        for x, rank in dots
    )
    grid = "".join(
        f'<path class="grid" d="M{_x(share / 100):g},2V{HEIGHT}"/>' for share in (0, 25, 50, 75, 100)
    )
    return (
        f'<svg class="interval {group}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{grid}{marks}'
        f'<path class="line" d="M{low:.1f},{LINE}H{high:.1f}"/>'
        f'<path class="median" d="M{_x(belief.probability):.1f},{LINE - 4}V{HEIGHT}"/></svg>'
    )


def glyph_svg(group: Group) -> str:
    """Draw the shape of a group."""
    return (
        f'<svg class="glyph {group}" viewBox="-1.05 -1.05 2.1 2.1" aria-hidden="true">'
        f'<path d="{GLYPHS[group]}"/></svg>'
    )


def _stacked(places: list[float]) -> tuple[float, list[tuple[float, int]]]:
    for diameter in _DIAMETERS:
        dots = list(stacks(places, diameter))
        if (max(rank for _, rank in dots) + 1) * diameter <= _STACK:
            return diameter, dots
    return _DIAMETERS[-1], list(stacks(places, _DIAMETERS[-1]))


def _x(share: float) -> float:
    return _EDGE + share * (WIDTH - 2 * _EDGE)
