"""Pictures in reports: the body chart in a small place, its legend, and the shapes of severity."""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from psoas.illustration.body_chart import SCREEN, NervePath, body_chart_svg
from psoas.patient.case import Mark
from psoas.reports import spanish
from psoas.reports.language import said, spoken

TEMPLATES = Path(__file__).parent / "templates"
LEVELS = ("emergency", "urgent", "caution", "ok", "info")

_SVG = "http://www.w3.org/2000/svg"
_FIGURE_HEIGHT = 552  # of the body chart without its legend
_LARGER = 1.75  # words of the chart, so that they can be read where the chart is small
_SMALLEST = 9.0  # smaller words belong to the drawing

_AREA = (
    f'<svg xmlns="{_SVG}" viewBox="0 0 26 14" aria-hidden="true">'
    f'<rect x="1" y="1" width="24" height="12" rx="6" fill="{SCREEN.pain}" stroke="{SCREEN.pain_edge}" '
    'stroke-width="1.4"/></svg>'
)
_DASHES = (
    f'<svg xmlns="{_SVG}" viewBox="0 0 26 14" aria-hidden="true">'
    f'<path d="M2,7 H5 M11.5,7 H14.5 M21,7 H24" stroke="{SCREEN.nerve}" stroke-width="3.6" '
    'stroke-linecap="round"/></svg>'
)


@cache
def icons() -> dict[str, str]:
    """Return the shape of each level of severity; a word always stands beside it."""
    return {level: (TEMPLATES / "icons" / f"{level}.svg").read_text(encoding="utf-8") for level in LEVELS}


def small_body_chart(drawn: Collection[Mark], nerve: Collection[NervePath], *, description: str) -> str:
    """Draw the body chart with larger words; its legend is left to the page."""
    title = said("Where it hurts")
    chart = body_chart_svg(
        drawn=drawn, nerve=nerve, title=title, description=description, say=_on_a_small_chart
    )
    ET.register_namespace("", _SVG)
    root = ET.fromstring(chart)  # noqa: S314 -- our own drawing
    for legend in [one for one in root if one.get("transform", "").startswith("translate(")]:
        root.remove(legend)
    left, top, width, _ = root.get("viewBox", "").split()
    root.set("viewBox", f"{left} {top} {width} {_FIGURE_HEIGHT}")
    for words in root.iter(f"{{{_SVG}}}text"):
        size = float(words.get("font-size", _SMALLEST))
        if size > _SMALLEST:
            words.set("font-size", f"{size * _LARGER:g}")
    return ET.tostring(root, encoding="unicode")


def _on_a_small_chart(words: str) -> str:
    """Say the words of the drawing; where they would run into the body, shortened."""
    short = spanish.SHORT_SIDES if spoken() == "es" else {}
    return short[words] if words in short else said(words)


def legend(drawn: Collection[Mark], nerve: Collection[NervePath], *, who: str) -> list[dict[str, str]]:
    """Explain the marks of the body chart; ``who`` drew the pain: "you" or "the patient"."""
    entries = []
    if drawn:
        words = said("Where you feel it") if who == "you" else "Drawn by the patient"
        entries.append({"symbol": _AREA, "words": words})
    if nerve:
        entries.append({"symbol": _DASHES, "words": said("Possible path of the nerve")})
    return entries
