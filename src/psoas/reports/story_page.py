"""The story as data for a template, with its pictures and headings."""

from dataclasses import asdict
from typing import Any

from psoas.reports.act_now import ActNow
from psoas.reports.pictures import icons, legend, small_body_chart
from psoas.reports.story import TAKE_TURNS, Story, not_exclusive
from psoas.reports.wording import day_in_words

TURNS = ("A", "B", "A", "B", "A", "B", "A")  # a week of alternating days
WHEN_IN_DOUBT = "if a leg or foot gets weaker, if a numb patch grows, or if you are not sure."
SHAPES = {"emergency": "emergency", "urgent": "urgent", "incomplete": "caution"}


def story_page(story: Story) -> dict[str, Any]:
    """Return everything a template needs."""
    clinic = story.clinic
    emergency = f"Call {clinic.emergency_number} or go to {clinic.emergency_place}"
    return {
        **asdict(story),
        "publisher": clinic.name,
        "clinic": clinic.model_dump(),
        "day": story.day.isoformat(),
        "date": [story.day.year, story.day.month, story.day.day],
        "day_in_words": day_in_words(story.day),
        "address": f"{', '.join(clinic.address)} · {clinic.phone} · {clinic.hours}",
        "icons": icons(),
        "shape": SHAPES[story.act.level] if story.act else "",
        "body_chart": small_body_chart(story.drawn, story.nerve, description=_chart_in_words(story)),
        "body_chart_text": _chart_in_words(story),
        "legend": legend(story.drawn, story.nerve, who="you"),
        "not_exclusive": not_exclusive(story),
        "take_turns": TAKE_TURNS,
        "turns": TURNS,
        "answer_words": ("Yes", "No", "Not sure"),
        "call": _call(story.act, clinic.emergency_number, clinic.phone),
        "call_now_heading": f"{emergency} if you would say:",
        "do_not_wait": f"Do not wait. {emergency} if you would say:",
        "call_clinic_heading": f"Call us on {clinic.phone}",
        "call_clinic": WHEN_IN_DOUBT,
        "call_clinic_list": f"Call us on {clinic.phone} if",
        "staff_contact": f"Questions? {clinic.name}, {clinic.phone}, {clinic.hours}.",
    }


def _chart_in_words(story: Story) -> str:
    pain = f"You feel the pain {story.where}." if story.where else "No pain is drawn."
    nerve = "".join(
        f" A dashed line shows the possible path of a nerve down the {path.side.value} leg."
        for path in story.nerve
    )
    return f"Body from the front and the back. {pain}{nerve}"


def _call(act: ActNow | None, emergency_number: str, phone: str) -> dict[str, str]:
    number = emergency_number if act is not None and act.level == "emergency" else phone
    return {"number": number.replace(" ", ""), "words": f"Call {number}"}
