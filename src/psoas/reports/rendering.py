"""Pages and papers from the same content: HTML by Jinja, PDF by Typst."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from psoas.illustration.body_chart import body_chart_svg
from psoas.reports.story import NOT_EXCLUSIVE, TAKE_TURNS, Story
from psoas.reports.wording import day_in_words

TEMPLATES = Path(__file__).parent / "templates"
ICONS = ("emergency", "urgent", "caution", "ok", "info")


def render_story(story: Story, *, kind: str) -> bytes:
    """Render the patient's story."""
    content = story_content(story)
    return _pdf("story.typ", content)


def story_content(story: Story) -> dict[str, Any]:
    """Return the story as plain data for a template."""
    clinic = story.clinic
    return {
        **asdict(story),
        "day": story.day.isoformat(),
        "date": [story.day.year, story.day.month, story.day.day],
        "day_in_words": day_in_words(story.day),
        "clinic": clinic.model_dump(),
        "address": ", ".join(clinic.address) + f" · {clinic.phone} · {clinic.hours}",
        "not_exclusive": NOT_EXCLUSIVE if any("in 100" in one.how_sure for one in story.think) else "",
        "take_turns": TAKE_TURNS,
        "do_not_wait": f"Do not wait. Call {clinic.emergency_number} or go to {clinic.emergency_place} if you would say:",
        "staff_contact": f"Questions? {clinic.name}, {clinic.phone}, {clinic.hours}.",
        "call_now_heading": f"Call {clinic.emergency_number} or go to {clinic.emergency_place} if you would say:",
        "call_clinic_heading": f"Call us on {clinic.phone}",
        "call_clinic": "if a leg or foot gets weaker, or a numb patch grows, or if you are not sure.",
        "icons": {name: (TEMPLATES / "icons" / f"{name}.svg").read_text() for name in ICONS},
        "body_chart": chart_in_small(
            body_chart_svg(
                drawn=story.drawn, nerve=story.nerve, title="Where you feel it", description=story.where
            )
        ),
        "legend": legend(story),
        "body_chart_text": f"Body chart, front and back. You feel it {story.where}.",
    }


def _pdf(template: str, content: dict[str, Any]) -> bytes:
    import typst  # noqa: PLC0415 -- slow import

    return typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=[font_directory()],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, default=str)},
        format="pdf",
    )


@cache
def font_directory() -> str:
    import font_source_sans_pro

    return font_source_sans_pro.font_directory


SVG = "http://www.w3.org/2000/svg"


def chart_in_small(svg: str) -> str:
    """Prepare the body chart for a small place: larger words, and its legend is left to the page."""
    from xml.etree import ElementTree as ET

    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)
    for group in [one for one in root if one.get("transform", "").startswith("translate(")]:
        root.remove(group)
    x, y, width, _ = root.get("viewBox").split()
    root.set("viewBox", f"{x} {y} {width} 552")
    for text in root.iter(f"{{{SVG}}}text"):
        size = float(text.get("font-size"))
        if size > 9:
            text.set("font-size", f"{size * 1.75:g}")
    return ET.tostring(root, encoding="unicode")


def legend(story):
    area = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 14"><rect x="1" y="1" width="22" height="12" rx="6" fill="#F2B8A0" stroke="#9B2C0B" stroke-width="1.4"/></svg>'
    line = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 14"><path d="M2,7 H6 M13,7 H17 M24,7 H28" stroke="#4B63DF" stroke-width="3.6" stroke-linecap="round"/></svg>'
    entries = []
    if story.drawn:
        entries.append({"symbol": area, "words": "Where you feel it"})
    if story.nerve:
        entries.append({"symbol": line, "words": "Possible path of the nerve"})
    return entries
