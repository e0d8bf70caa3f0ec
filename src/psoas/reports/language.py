"""Which language the patient's story is told in, and how a text is said in it.

English texts stand in the code and in the knowledge files and are the keys of the catalogs in ``locale``.
A decision is always made on the English text; only what is told is looked up.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["en", "es"]
Strictness = Literal["none", "own", "all"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE = Path(__file__).parent.parent / "locale"
CATALOGS = ("questions", "care", "story", "pages")


@dataclass(frozen=True, slots=True)
class _Speech:
    language: Language
    strict: Strictness


_ENGLISH = _Speech("en", "none")
_SPEECH: ContextVar[_Speech] = ContextVar("speech", default=_ENGLISH)


@contextmanager
def speaking(language: Language, *, strict: Strictness | None = None) -> Iterator[None]:
    """Say everything in a language.

    Parameters
    ----------
    language : Language
        ``en`` or ``es``.
    strict : Strictness | None
        What must stand in the catalogs, for tests: ``none``; ``own``: what `said` looks up; ``all``: what
        `retold` looks up too. What is missing raises a KeyError; otherwise it is said in English. Where
        nothing is asked for, it stays as strict as it was.
    """
    token = _SPEECH.set(_Speech(language, strict or _SPEECH.get().strict))
    try:
        yield
    finally:
        _SPEECH.reset(token)


def spoken() -> Language:
    """Return the language that is spoken."""
    return _SPEECH.get().language


def said(text: str) -> str:
    """Say a text of the story itself, whole sentences with their placeholders.

    Raises
    ------
    KeyError
        The text is in no catalog, and strictness asks for it.
    """
    return _looked_up(text, is_needed=_SPEECH.get().strict != "none")


def retold(text: str) -> str:
    """Say a text of the knowledge or of the clinic, in whatever catalog it stands.

    Raises
    ------
    KeyError
        The text is in no catalog, and strictness asks for all.
    """
    return _looked_up(text, is_needed=_SPEECH.get().strict == "all")


def _looked_up(text: str, *, is_needed: bool) -> str:
    language = spoken()
    if language == "en" or not text:
        return text
    try:
        return _catalog(language).gettext(text)
    except KeyError:
        if is_needed:
            raise
        return text


class _Nothing(gettext.NullTranslations):
    """The end of the catalogs: what gets here stands in none of them."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)


@cache
def _catalog(language: Language) -> gettext.NullTranslations:
    """Chain the catalogs there are, so that each text is looked up in all of them."""
    found: gettext.NullTranslations = _Nothing()
    for name in reversed(CATALOGS):
        path = LOCALE / name / language / "LC_MESSAGES" / "django.mo"
        if path.is_file():
            with path.open("rb") as file:
                one = gettext.GNUTranslations(file)
            one.add_fallback(found)
            found = one
    return found
