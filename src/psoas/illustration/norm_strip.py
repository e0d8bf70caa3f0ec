"""One measurement on its scale: what is usual, cut-offs, the value with its error, the earlier value.

Words around the picture say the same; it is drawn for paper, in the colours of the charts.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from psoas.illustration.charts import ACCENT, ACCENT_SOFT, MUTED, TEXT

WIDTH, HEIGHT = 240, 62
_LEFT, _RIGHT = 14.0, 226.0
_TOP, _LINE, _AXIS = 17.0, 30.0, 43.0  # of the band, of the values, of the scale
_WHOLE = 100  # a scale up to this wide is drawn whole
_MARGIN = 0.25  # around what is shown on a wider one
_MOST_TICKS = 6
_CAP = 4.0


@dataclass(frozen=True, slots=True)
class Strip:
    """What one strip shows; every number in the unit of the measurement."""

    limits: tuple[float, float]  # the least and the most that can be measured
    value: float | None = None
    error: float | None = None  # half of the 90 % interval
    before: float | None = None
    usual: tuple[float | None, float | None] | None = None  # open where an end is nothing
    mean: float | None = None
    cut_offs: tuple[float, ...] = ()
    worse: Literal["high", "low"] | None = None


def norm_strip(strip: Strip, *, title: str, description: str, prefix: str) -> str:
    """Draw a measurement on its scale as SVG.

    Parameters
    ----------
    strip : Strip
        What it shows.
    title, description : str
        What the picture shows, for those who do not see it.
    prefix : str
        Begins the ids; give each picture of a page its own.
    """
    scale = _Scale(*_ends(strip))
    parts = (
        *_usual(strip, scale),
        *_axis(scale),
        *_cut_offs(strip, scale),
        *_before(strip, scale),
        *_value(strip, scale),
        *_worse(strip),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-labelledby={quoteattr(f"{prefix}-title {prefix}-desc")} '
        'font-size="11">'
        f'<title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Return a few round numbers on a scale."""
    raw = (high - low) / _MOST_TICKS
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(place * step, 6) for place in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float

    def x(self, value: float) -> float:
        """Return the place of a value; what lies beyond an end stands at the end."""
        held = min(max(value, self.low), self.high)
        return round(_LEFT + (held - self.low) / (self.high - self.low) * (_RIGHT - _LEFT), 1)


def _ends(strip: Strip) -> tuple[float, float]:
    """Return the ends of the scale: all that can be measured, or what is shown with room around it."""
    least, most = strip.limits
    if most - least <= _WHOLE:
        return least, most
    error = strip.error or 0.0
    shown = [
        one for one in (strip.mean, strip.before, *(strip.usual or ()), *strip.cut_offs) if one is not None
    ]
    if strip.value is not None:
        shown += [strip.value - error, strip.value + error]
    if not shown:
        return least, most
    room = max((max(shown) - min(shown)) * _MARGIN, (most - least) / 20)
    return max(least, min(shown) - room), min(most, max(shown) + room)


def _usual(strip: Strip, scale: _Scale) -> Iterator[str]:
    if strip.usual is not None:
        low, high = strip.usual
        left = scale.x(scale.low if low is None else low)
        right = scale.x(scale.high if high is None else high)
        if right > left:
            yield _box(left, right)
    if strip.mean is not None:
        x = scale.x(strip.mean)
        yield f'<line x1="{x}" y1="{_TOP}" x2="{x}" y2="{_AXIS}" stroke="{ACCENT}" stroke-width="1"/>'


def _box(left: float, right: float) -> str:
    return (
        f'<rect class="usual" x="{left}" y="{_TOP}" width="{round(right - left, 1)}" '
        f'height="{_AXIS - _TOP}" fill="{ACCENT_SOFT}"/>'
    )


def _axis(scale: _Scale) -> Iterator[str]:
    yield (f'<line x1="{_LEFT}" y1="{_AXIS}" x2="{_RIGHT}" y2="{_AXIS}" stroke="{MUTED}" stroke-width="1"/>')
    for tick in ticks(scale.low, scale.high):
        x = scale.x(tick)
        yield f'<line x1="{x}" y1="{_AXIS}" x2="{x}" y2="{_AXIS + 4}" stroke="{MUTED}" stroke-width="1"/>'
        yield f'<text x="{x}" y="{_AXIS + 15}" text-anchor="middle" fill="{MUTED}">{_signed(tick)}</text>'


def _cut_offs(strip: Strip, scale: _Scale) -> Iterator[str]:
    for cut_off in strip.cut_offs:
        if scale.low <= cut_off <= scale.high:
            x = scale.x(cut_off)
            yield (
                f'<line class="cut-off" x1="{x}" y1="{_TOP - 3}" x2="{x}" y2="{_AXIS}" stroke="{TEXT}" '
                'stroke-width="1.5" stroke-dasharray="3 2"/>'
            )


def _before(strip: Strip, scale: _Scale) -> Iterator[str]:
    if strip.before is not None:
        x = scale.x(strip.before)
        yield (
            f'<circle class="before" cx="{x}" cy="{_LINE}" r="5" fill="#FFFFFF" fill-opacity="0.7" '
            f'stroke="{MUTED}" stroke-width="1.6" stroke-dasharray="2.4 1.6"/>'
        )


def _value(strip: Strip, scale: _Scale) -> Iterator[str]:
    if strip.value is None:
        return
    if strip.error is not None:
        left, right = scale.x(strip.value - strip.error), scale.x(strip.value + strip.error)
        yield (
            f'<path class="error" d="M{left},{_LINE - _CAP}V{_LINE + _CAP}M{left},{_LINE}H{right}'
            f'M{right},{_LINE - _CAP}V{_LINE + _CAP}" fill="none" stroke="{TEXT}" stroke-width="1.8"/>'
        )
    yield (
        f'<circle class="value" cx="{scale.x(strip.value)}" cy="{_LINE}" r="5" fill="{ACCENT}" '
        'stroke="#FFFFFF" stroke-width="1"/>'
    )


def _worse(strip: Strip) -> Iterator[str]:
    if strip.worse == "high":
        yield f'<text x="{_RIGHT}" y="10" text-anchor="end" fill="{MUTED}">worse →</text>'
    elif strip.worse == "low":
        yield f'<text x="{_LEFT}" y="10" fill="{MUTED}">← worse</text>'


def _signed(value: float) -> str:
    return f"{value:g}".replace("-", "−")
