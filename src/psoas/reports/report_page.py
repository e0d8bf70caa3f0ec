"""The clinician's report as data for a template, with its charts."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from psoas.illustration.charts import (
    Belief,
    Share,
    chart_svg,
    contributors_chart,
    glyph_svg,
    root_levels_chart,
)
from psoas.illustration.interplay_chart import interplay_chart
from psoas.knowledge.contributors import Group
from psoas.reports.clinician import FEW_ARROWS, Report
from psoas.reports.pictures import icons, legend, small_body_chart
from psoas.reports.wording import day_in_words, listed

GROUPS: tuple[tuple[Group, str], ...] = (
    ("nerve", "nerve"),
    ("disc", "disc"),
    ("joint", "joint"),
    ("muscle", "muscle"),
    ("hip", "hip"),
    ("alignment", "alignment and load"),
    ("other", "other"),
)


def report_page(report: Report, *, kind: str) -> dict[str, Any]:
    """Return everything a template needs; only pages need charts for a narrow screen."""
    found = report.evidence
    in_words = _contributors_in_words(found.beliefs)
    return {
        **asdict(report),
        "language": "en",
        "publisher": report.clinic.name,
        "clinic": report.clinic.model_dump(),
        "day": report.day.isoformat(),
        "date": [report.day.year, report.day.month, report.day.day],
        "day_in_words": day_in_words(report.day),
        "address": f"{', '.join(report.clinic.address)} · {report.clinic.phone}",
        "icons": icons(),
        "body_chart": small_body_chart(report.drawn, report.nerve, description=_chart_in_words(report)),
        "body_chart_text": _chart_in_words(report),
        "legend": legend(report.drawn, report.nerve, who="the patient"),
        "glyphs": {group: glyph_svg(group) for group, _ in GROUPS},
        "groups": [{"group": group, "words": words} for group, words in GROUPS],
        "contributors": _contributors(found.beliefs, in_words, is_narrow=False),
        "contributors_narrow": _contributors(found.beliefs, in_words, is_narrow=True)
        if kind == "html"
        else "",
        "contributors_text": in_words,
        "interplay": _interplay(report),
        "interplay_text": _interplay_in_words(report),
        "roots": _roots(found.shares),
        "roots_text": _roots_in_words(found.shares),
    }


def _contributors(beliefs: Sequence[Belief], in_words: str, *, is_narrow: bool) -> str:
    if not beliefs:
        return ""
    return chart_svg(
        contributors_chart(beliefs, is_narrow=is_narrow),
        title="What contributes, in 100 patients like this one",
        description=in_words,
        prefix="contributors-narrow" if is_narrow else "contributors",
    )


def _contributors_in_words(beliefs: Sequence[Belief]) -> str:
    return "; ".join(f"{one.name}: {one.number} in 100, {one.word}" for one in beliefs) + "."


def _roots(shares: Sequence[Share]) -> str:
    if not shares:
        return ""
    return chart_svg(
        root_levels_chart(shares),
        title="Which nerve root, if one is the source",
        description=_roots_in_words(shares),
        prefix="roots",
    )


def _roots_in_words(shares: Sequence[Share]) -> str:
    return listed([f"{one.name} {one.number}" for one in shares]) + " in 100." if shares else ""


def _interplay(report: Report) -> str:
    if len(report.arrows) < FEW_ARROWS:
        return ""
    return chart_svg(
        interplay_chart(report.nodes, report.arrows),
        title="How contributors feed each other",
        description=_interplay_in_words(report),
        prefix="interplay",
    )


def _interplay_in_words(report: Report) -> str:
    arrows = (f"{one.from_} feeds {one.to} ({one.grade.replace('-', ' ')})" for one in report.arrows)
    return "; ".join(arrows) + "."


def _chart_in_words(report: Report) -> str:
    pain = f"Pain drawn {report.where.replace('your ', 'the ')}." if report.where else "No pain is drawn."
    nerve = "".join(
        f" Possible path of the {path.level} root on the {path.side.value}." for path in report.nerve
    )
    return f"Body from the front and the back. {pain}{nerve}"
