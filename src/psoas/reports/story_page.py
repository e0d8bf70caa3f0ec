"""The story as data for a template, with its pictures and headings."""

import re
from dataclasses import asdict
from functools import cache
from typing import Any

from psoas.anatomy.regions import Side
from psoas.foundation.sayable import sayable
from psoas.illustration.figure.exercise import picture, size_on_paper
from psoas.reports.act_now import ActNow
from psoas.reports.at_home import Exercise
from psoas.reports.language import said
from psoas.reports.pictures import TEMPLATES, icons, legend, small_body_chart
from psoas.reports.story import TAKE_TURNS, Story, not_exclusive
from psoas.reports.wording import call_or_go, day_in_words

PAPERS = ("story_front", "story_back", "act_now")
TURNS = ("A", "B", "A", "B", "A", "B", "A")  # a week of alternating days
WHEN_IN_DOUBT = sayable("if a leg or foot gets weaker, if a numb patch grows, or if you are not sure.")
_NERVES = {
    Side.RIGHT: sayable("A dashed line shows the possible path of a nerve down the right leg."),
    Side.LEFT: sayable("A dashed line shows the possible path of a nerve down the left leg."),
}
SHAPES = {"emergency": "emergency", "urgent": "urgent", "incomplete": "caution"}


def story_page(story: Story) -> dict[str, Any]:
    """Return everything a template needs, in the language that is spoken."""
    clinic = story.clinic
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
        "words": {text: said(text) for text in words_of_the_papers()},
        "not_exclusive": not_exclusive(story),
        "pictures": [] if story.at_home is None else [_picture(one) for one in story.at_home.exercises],
        "take_turns": said(TAKE_TURNS),
        "turns": TURNS,
        "answer_words": (said("Yes"), said("No"), said("Not sure")),
        "call": _call(story.act, clinic.emergency_number, clinic.phone),
        "call_now_heading": call_or_go(said("Call {number} or go to {place} if you would say:"), clinic),
        "do_not_wait": call_or_go(
            said("Do not wait. Call {number} or go to {place} if you would say:"), clinic
        ),
        "call_clinic_heading": said("Call us on {phone}").format(phone=clinic.phone),
        "call_clinic": said(WHEN_IN_DOUBT),
        "call_clinic_list": said("Call us on {phone} if").format(phone=clinic.phone),
        "staff_contact": said("Questions? {name}, {phone}, {hours}.").format(
            name=clinic.name, phone=clinic.phone, hours=clinic.hours
        ),
    }


@cache
def words_of_the_papers() -> tuple[str, ...]:
    """Return what the papers say of themselves: the texts in ``said("...")``, which Typst cannot look up."""
    papers = [TEMPLATES / f"{name}.typ" for name in PAPERS]
    found = (re.findall(r'said\("([^"]+)"\)', path.read_text(encoding="utf-8")) for path in papers)
    return tuple(sorted({text for texts in found for text in texts}))


def _picture(exercise: Exercise) -> dict[str, Any] | None:
    """Return the picture of an exercise, with its size: all pictures of a paper have one scale."""
    if exercise.picture is None:
        return None
    wide, high = size_on_paper(exercise.picture)
    alt = said("{name}, drawn.").format(name=exercise.name)
    return {"svg": picture(exercise.picture, "paper", alt), "alt": alt, "wide": wide, "high": high}


def _chart_in_words(story: Story) -> str:
    lines = [said("Body from the front and the back.")]
    if story.where:
        lines.append(said("You feel the pain {place}.").format(place=story.where))
    else:
        lines.append(said("No pain is drawn."))
    lines += [said(_NERVES[path.side]) for path in story.nerve]
    return " ".join(lines)


def _call(act: ActNow | None, emergency_number: str, phone: str) -> dict[str, str]:
    number = emergency_number if act is not None and act.level == "emergency" else phone
    return {"number": number.replace(" ", ""), "words": said("Call {number}").format(number=number)}
