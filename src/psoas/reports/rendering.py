"""Pages and papers from the same content: HTML by Jinja, PDF by Typst."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from psoas.application.assess import Assessment
from psoas.care.plan import Plan
from psoas.illustration.body_chart import body_chart_svg
from psoas.knowledge.knowledge import Knowledge
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
        "address": ", ".join((clinic.name, *clinic.address)) + f" · {clinic.phone} · {clinic.hours}",
        "not_exclusive": NOT_EXCLUSIVE if any("in 100" in one.how_sure for one in story.think) else "",
        "take_turns": TAKE_TURNS,
        "call_now_heading": f"Call {clinic.emergency_number} or go to {clinic.emergency_place} if you would say:",
        "call_clinic_heading": f"Call us on {clinic.phone} if",
        "icons": {name: (TEMPLATES / "icons" / f"{name}.svg").read_text() for name in ICONS},
        "body_chart": body_chart_svg(
            drawn=story.drawn, nerve=story.nerve, title="Where you feel it", description=story.where
        ),
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
