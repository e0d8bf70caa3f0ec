"""One measurement over the visits, in the space of a word."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from psoas.illustration.charts import ACCENT, GRID, MUTED


def sparkline(
    values: Sequence[float], *, error: float | None, title: str, description: str, prefix: str
) -> str:
    """Draw the values of one measurement over the visits: a line, the last one filled, the error as a band.

    Parameters
    ----------
    values : Sequence[float]
        The oldest first; two at least.
    error : float | None
        Half of the 90 % interval of one value, where it is known.
    title, description : str
        What the picture shows, for those who do not see it.
    prefix : str
        Begins the ids; give each picture of a page its own.
    """
    width, height, edge = 120, 36, 7.0
    around = error or 0.0
    low, high = min(values) - around, max(values) + around
    span = (high - low) or 1.0

    def place(index: int, value: float) -> tuple[float, float]:
        x = edge + index / (len(values) - 1) * (width - 2 * edge)
        return round(x, 1), round(height - edge - (value - low) / span * (height - 2 * edge), 1)

    points = [place(index, value) for index, value in enumerate(values)]
    parts = []
    if error is not None:
        upper = [place(index, value + error) for index, value in enumerate(values)]
        lower = [place(index, value - error) for index, value in enumerate(values)]
        outline = " ".join(f"{x},{y}" for x, y in [*upper, *reversed(lower)])
        parts.append(f'<polygon class="error" points="{outline}" fill="{GRID}"/>')
    line = " ".join(f"{x},{y}" for x, y in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="{MUTED}" stroke-width="1.5"/>')
    parts += [f'<circle cx="{x}" cy="{y}" r="2.6" fill="{MUTED}"/>' for x, y in points[:-1]]
    x, y = points[-1]
    parts.append(f'<circle class="value" cx="{x}" cy="{y}" r="4" fill="{ACCENT}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby={quoteattr(f"{prefix}-title {prefix}-desc")}>'
        f'<title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
