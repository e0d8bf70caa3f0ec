"""Small turns of phrase that page and paper share."""

from collections.abc import Sequence
from datetime import date

HOURS_A_DAY = 24
WEEKS_A_MONTH = 4.35
WEEKS_A_YEAR = 52


def listed(parts: Sequence[str]) -> str:
    """Join parts as a list in a sentence: "a, b and c"."""
    if len(parts) <= 1:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def sentence(text: str) -> str:
    """Make a fragment a sentence."""
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."


def duration_in_words(weeks: float | None) -> str:
    """Say a duration as people do: days, weeks, months, years."""
    if weeks is None:
        return ""
    if weeks < 1:
        days = max(1, round(weeks * 7))
        return "a day" if days == 1 else f"{days} days"
    if weeks < 2 * WEEKS_A_MONTH:
        return "a week" if round(weeks) == 1 else f"{round(weeks)} weeks"
    if weeks < 1.5 * WEEKS_A_YEAR:
        return f"{round(weeks / WEEKS_A_MONTH)} months"
    return f"{round(weeks / WEEKS_A_YEAR)} years"


def day_in_words(day: date) -> str:
    """Write a day as "November 22, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def within(hours: float) -> str:
    """Say a time frame: "within 4 hours", "within 14 days"."""
    if hours < 1:
        return "at once"
    if hours < HOURS_A_DAY * 2:
        return f"within {hours:g} hours" if hours != 1 else "within an hour"
    return f"within {hours / HOURS_A_DAY:.0f} days"
