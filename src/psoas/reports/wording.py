"""Small turns of phrase that page and paper share."""

import re
from collections.abc import Sequence
from datetime import date

HOURS_A_DAY = 24
WEEKS_A_MONTH = 4.35
WEEKS_A_YEAR = 52


def listed(parts: Sequence[str], joined_by: str = "and") -> str:
    """Join parts as a list in a sentence: "a", "a and b", "a, b, and c"."""
    if len(parts) < 2:  # noqa: PLR2004 -- a list needs two
        return "".join(parts)
    if len(parts) == 2:  # noqa: PLR2004 -- two need no comma
        return f"{parts[0]} {joined_by} {parts[1]}"
    return ", ".join(parts[:-1]) + f", {joined_by} " + parts[-1]


def capital(text: str) -> str:
    """Begin a text with a capital letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Begin a text with a small letter, unless its first word is a name or an abbreviation."""
    first = text.split(" ", maxsplit=1)[0]
    return text if any(letter.isupper() for letter in first[1:]) else text[:1].lower() + text[1:]


def sentence(text: str) -> str:
    """Make a fragment a sentence."""
    text = capital(text.strip())
    return text if not text or text.endswith((".", "!", "?", "”", "'")) else text + "."


def sentences(text: str) -> list[str]:
    """Split a text into its sentences."""
    return re.split(r"(?<=[.!?]['”])\s+|(?<=[.!?])\s+", text.strip())


def shortened(text: str, *, words: int) -> str:
    """Keep whole sentences from the start, as many as fit a number of words; the first in any case."""
    kept: list[str] = []
    for one in sentences(text):
        if kept and len(" ".join([*kept, one]).split()) > words:
            break
        kept.append(one)
    return " ".join(kept)


def in_hundred(probability: float) -> int:
    """Say a probability as a number of 100 people: to the nearest 5, near the ends to the nearest 1.

    Never 0 and never 100: nothing here is certain.
    """
    percent = probability * 100
    fine = 5
    rounded = round(percent) if percent < fine or percent > 100 - fine else fine * round(percent / fine)
    return min(max(rounded, 1), 99)


def with_range(probability: float, interval: tuple[float, float]) -> str:
    """Say a probability with its interval: "about 45 (25 to 65)"."""
    low, high = interval
    return f"about {in_hundred(probability)} ({in_hundred(low)} to {in_hundred(high)})"


def signed(number: float) -> str:
    """Write a number with its sign, to two decimals."""
    return f"{number:+.2f}".replace("-", "\N{MINUS SIGN}")


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


def counted(count: int, one: str, several: str) -> str:
    """Say a count with its noun: "1 study", "2 studies"."""
    return f"{count} {one if count == 1 else several}"


def within_days(days: int) -> str:
    """Say a time frame in days: "today", "within a day", "within 3 days"."""
    return "today" if days == 0 else "within a day" if days == 1 else f"within {days} days"


def within(hours: float) -> str:
    """Say a time frame: "within 4 hours", "within 14 days"."""
    if hours < 1:
        return "at once"
    if hours < HOURS_A_DAY * 2:
        return f"within {hours:g} hours" if hours != 1 else "within an hour"
    return f"within {hours / HOURS_A_DAY:.0f} days"
