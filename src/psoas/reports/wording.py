"""Small turns of phrase that page and paper share."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from psoas.care.clinic import Clinic
from psoas.reports import spanish
from psoas.reports.language import retold, said, spoken

HOURS_A_DAY = 24
WEEKS_A_MONTH = 4.35
WEEKS_A_YEAR = 52

_END_OF_SENTENCE = r"(?<=[.!?]['”])\s+|(?<=[.!?])\s+"


class Told(NamedTuple):
    """A sentence of the knowledge: in English, for decisions about it, and as it is told."""

    english: str
    told: str


def listed(parts: Sequence[str], joined_by: str = "and") -> str:
    """Join parts as a list in a sentence: "a", "a and b", "a, b, and c"."""
    if spoken() == "es":
        return spanish.listed(parts, is_choice=joined_by == "or")
    if len(parts) < 2:  # noqa: PLR2004 -- a list needs two
        return "".join(parts)
    if len(parts) == 2:  # noqa: PLR2004 -- two need no comma
        return f"{parts[0]} {joined_by} {parts[1]}"
    return ", ".join(parts[:-1]) + f", {joined_by} " + parts[-1]


def capital(text: str) -> str:
    """Begin a text with a capital letter, after the mark that opens a Spanish question or call."""
    start = len(text) - len(text.lstrip("¿¡"))
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


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
    return re.split(_END_OF_SENTENCE, text.strip())


def by_sentence(*texts: str) -> list[Told]:
    """Take texts of the knowledge apart, each sentence with its translation.

    Where a translation has not as many sentences as the English text, nothing can be decided about the
    single sentence: all of the translation is told.
    """
    pairs: list[Told] = []
    for text in texts:
        english, told = sentences(text), sentences(retold(text))
        pairs += map(Told, english if len(english) == len(told) else told, told)
    return pairs


def first_sentence(text: str) -> str:
    """Return the first sentence of a text of the knowledge, as it is told."""
    return by_sentence(text)[0].told


def shortened(text: str, *, words: int) -> str:
    """Keep whole sentences from the start, as many as fit a number of words; the first in any case."""
    return in_short([Told(one, one) for one in sentences(text)], words=words)


def in_short(pairs: Iterable[Told], *, words: int) -> str:
    """Tell the sentences that fit a number of words."""
    return " ".join(one.told for one in that_fit(pairs, words=words))


def that_fit(pairs: Iterable[Told], *, words: int) -> list[Told]:
    """Keep whole sentences from the start, as many as fit a number of English words; the first in any case.

    So each language tells the same.
    """
    kept: list[Told] = []
    for one in pairs:
        if kept and len(" ".join([*(other.english for other in kept), one.english]).split()) > words:
            break
        kept.append(one)
    return kept


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
    low, high = map(in_hundred, interval)
    return said("about {middle} ({low} to {high})").format(middle=in_hundred(probability), low=low, high=high)


def signed(number: float) -> str:
    """Write a number with its sign, to two decimals."""
    return f"{number:+.2f}".replace("-", "\N{MINUS SIGN}")


def duration_in_words(weeks: float | None) -> str:
    """Say a duration as people do: days, weeks, months, years."""
    if weeks is None:
        return ""
    if weeks < 1:
        days = max(1, round(weeks * 7))
        return said("a day") if days == 1 else said("{days} days").format(days=days)
    if weeks < 2 * WEEKS_A_MONTH:
        return said("a week") if round(weeks) == 1 else said("{weeks} weeks").format(weeks=round(weeks))
    if weeks < 1.5 * WEEKS_A_YEAR:
        return said("{months} months").format(months=round(weeks / WEEKS_A_MONTH))
    return said("{years} years").format(years=round(weeks / WEEKS_A_YEAR))


def day_in_words(day: date) -> str:
    """Write a day as "November 22, 2026"."""
    if spoken() == "es":
        return spanish.day_in_words(day)
    return f"{day:%B} {day.day}, {day.year}"


def call_or_go(template: str, clinic: Clinic) -> str:
    """Fill in whom to call and where to go in an emergency."""
    text = template.format(number=clinic.emergency_number, place=clinic.emergency_place)
    return spanish.contracted(text) if spoken() == "es" else text


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
