"""Many figures on one sheet, at one scale, to be looked at together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from psoas.illustration.figure.cards import Drawn, Panels, drawn, strip_of
from psoas.illustration.figure.svg import SCALE
from psoas.illustration.figure.wanted import name_of
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.poses import Figure, variants_of

_DETAIL = 0.14  # a sheet is looked at from afar
_WIDTH = 420.0  # percent of stature
_GAP, _CAPTION, _LETTER = 8.0, 10.0, 5.6


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure on the sheet, and what stands under it."""

    shown: Drawn
    caption: str


def entries_of(figures: Iterable[Figure], knowledge: Knowledge) -> list[Entry]:
    """Return the figures with all their variants, each under its name."""
    found = []
    for figure in figures:
        item = knowledge.items.get(figure.id)
        name = name_of(figure, knowledge)
        for variant in variants_of(figure):
            shown = drawn(figure, variant=variant, muscles=() if item is None else item.targets)
            found.append(Entry(shown, name if variant == "main" else f"{name}, {variant}"))
    return found


def contact_sheet(entries: Sequence[Entry], *, title: str) -> str:
    """Return all key poses of figures as one SVG, in rows, each figure a strip with its caption."""
    drawn = []
    x = y = tallest = 0.0
    row: list[tuple[float, Panels, str, float, float]] = []
    rows: list[tuple[float, float, list[tuple[float, Panels, str, float, float]]]] = []
    for entry in entries:
        panels = strip_of(replace(entry.shown, detail=_DETAIL))
        wide, high = panels.size
        if row and x + wide > _WIDTH:
            rows.append((y, tallest, row))
            x, y, tallest, row = 0.0, y + tallest + _CAPTION + _GAP, 0.0, []
        row.append((x, panels, entry.caption, wide, high))
        x, tallest = x + wide + _GAP, max(tallest, high)
    rows.append((y, tallest, row))
    for top, height, cells in rows:
        for left, panels, caption, wide, high in cells:
            drawn.append(
                f'<svg x="{left * SCALE:.0f}" y="{(top + height - high) * SCALE:.0f}" '
                f'width="{wide * SCALE:.0f}" height="{high * SCALE:.0f}" '
                f'viewBox="{panels.view}">{panels.content}</svg>'
                f'<text x="{(left + wide / 2) * SCALE:.0f}" y="{(top + height + _LETTER) * SCALE:.0f}">'
                f"{escape(caption)}</text>"
            )
    bottom = y + tallest + _CAPTION
    broad = max(_WIDTH, *(left + wide for _, _, cells in rows for left, _, _, wide, _ in cells))
    edge, wide, high = -2 * SCALE, round((broad + 4) * SCALE), round((bottom + 4) * SCALE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{edge} {edge} {wide} {high}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<rect x="{edge}" y="{edge}" width="{wide}" height="{high}" fill="#fff"/>'
        f'<g font-family="sans-serif" font-size="{_LETTER * SCALE:.0f}" fill="#1B2A36" text-anchor="middle">'
        f"{''.join(drawn)}</g></svg>"
    )
