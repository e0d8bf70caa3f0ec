"""Words with which patients tell of danger: a small readable language of phrases.

A phrase is words in order. ``(a|b c)`` is one of several, ``[a]`` may be left out, ``...`` lets up to four
other words in between, ``wip*`` is a word that begins so, ``!of`` says that this word does not follow, and
``<cannot>`` stands for a list below; a comma stands for itself. "Can not", "cannot" and "cant" are written
``can't``, and likewise for do, have, be, will and could.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from pydantic import Field, model_validator

from psoas.knowledge.record import Cited, Identifier, Record, Text

MOST_BETWEEN = 4  # words that ``...`` lets in between
# No phrase reaches over the end of a sentence, a "but", or a negation of its own.
_NOT_BETWEEN = r"(?:[.;:!?]|but|no|not|never|without|neither|nor|[a-z]+n't)"

LISTS = {
    "cannot": "((can't|couldn't|don't|doesn't|didn't) [really|even|quite|properly|always]"
    "|(not|isn't|wasn't|aren't|haven't been|hasn't been|never) able to|unable to|no longer [able to]"
    "|(hardly|barely|scarcely)|(struggle|struggling|fail|failed|failing|inability) to)",
    "numb": "(numb|numbness|numbed|tingle|tingles|tingling|pins and needles|dead|asleep"
    "|no (feeling|sensation)"
    "|(lost|losing|loss of|less|reduced|altered|changed|different) [all|the|any|my] (feeling|sensation)"
    "|(change|changes) in [the|my] (feeling|sensation)|(feeling|sensation) [has] (gone|changed))",
    "strange": "(strange|different|odd|weird|funny|wrong|dull|numb|muffled)",
    "down-there": "(between (my|the|both) [both] legs|crotch|private (parts|area)|privates|genitals"
    "|genital area|down there|down below|vagina|vulva|labia|penis|testicles|balls|scrotum|perineum|anus"
    "|back passage|rectum|bottom !of|bum|backside|arse|saddle|saddle area|inner thighs"
    "|[toilet] paper|wipe|wiping)",
    "genitals": "(private (parts|area)|privates|genitals|genital area|vagina|clitoris|vulva|labia|penis"
    "|testicles|balls|scrotum)",
    "pee": "(pee|peeing|urine|urinate|urinating|urination|wee|weeing|piss|pissing|water|pass water"
    "|passing water|void|voiding)",
    "poo": "(poo|pooing|poop|pooping|stool|stools|faeces|feces|shit|bowel movement|bowels)",
    "leg": "(leg|legs|foot|feet|knee|knees|ankle|ankles|toe|toes|thigh|thighs)",
}


class Phrase(Cited, Record):
    """Phrases that make a safety question worth asking. They state no finding."""

    question: Identifier  # the safety question
    phrases: tuple[Text, ...] = ()
    but_not: tuple[Text, ...] = ()  # harmless words that a phrase would catch: "fall asleep"
    findings: tuple[Identifier, ...] = ()  # as good a reason as words: pain drawn between the legs
    match: tuple[Text, ...] = ()  # sentences that must suggest the question
    no_match: tuple[Text, ...] = Field(default=())  # sentences that must not

    @model_validator(mode="after")
    def _readable(self) -> "Phrase":
        if not (self.phrases or self.findings):
            raise ValueError("give phrases or findings")
        if self.phrases and not (self.match and self.no_match):
            raise ValueError("phrases come with sentences that must match and sentences that must not")
        for phrase in (*self.phrases, *self.but_not):
            _expression(phrase)
        return self


@cache
def compiled(phrase: str) -> re.Pattern[str]:
    """Return a phrase as a regular expression over words that each end in a space."""
    return re.compile(rf"(?<!\S){_expression(phrase)}")


@cache
def _expression(phrase: str) -> str:
    """Check a phrase and write it as an expression; compiling it can wait until a patient has told something.

    Raises
    ------
    ValueError
        The phrase breaks the syntax.
    """
    signs = _signs(phrase)
    parser = _Parser(phrase, list(signs))
    expression = parser.sequence()
    if parser.signs or "".join(signs) != re.sub(r"\s", "", phrase.lower()):
        raise ValueError(f"'{phrase}' cannot be read as a phrase")
    return expression


def words_of(phrase: str) -> Iterator[str]:
    """Yield the words of a phrase, those of its lists included; beginnings of words are left out."""
    for sign in _signs(phrase):
        if sign.startswith("<"):
            yield from words_of(LISTS.get(sign[1:-1], ""))
        elif sign[0].isalpha() and not sign.endswith("*"):
            yield sign


_SIGN = re.compile(r"\.\.\.|[()\[\]|,]|<[a-z-]+>|![a-z']+|[a-z0-9']+\*?")


def _signs(phrase: str) -> list[str]:
    return _SIGN.findall(phrase.lower())


@dataclass
class _Parser:
    phrase: str
    signs: list[str] = field(default_factory=list)

    def sequence(self, end: str = "") -> str:
        """Read up to ``|`` or the closing sign."""
        parts: list[str] = []
        while self.signs and self.signs[0] not in ("|", end):
            parts.append(self._one(self.signs.pop(0)))
        if not parts:
            raise ValueError(f"something is missing in '{self.phrase}'")
        return "".join(parts)

    def _one(self, sign: str) -> str:
        match sign[0]:
            case "(":
                return self._choice(")")
            case "[":
                return self._choice("]") + "?"
            case "<":
                if sign[1:-1] not in LISTS:
                    raise ValueError(f"there is no list {sign} in '{self.phrase}'")
                return _expression(LISTS[sign[1:-1]])
            case ".":
                return rf"(?:(?!{_NOT_BETWEEN} )\S+ ){{0,{MOST_BETWEEN}}}?"
            case "!":
                return rf"(?!{re.escape(sign[1:])} )"
            case ")" | "]" | "|":
                raise ValueError(f"'{sign}' stands alone in '{self.phrase}'")
        word = re.escape(sign.rstrip("*"))
        return rf"{word}[\w'.,]* " if sign.endswith("*") else f"{word} "

    def _choice(self, end: str) -> str:
        choices = [self.sequence(end)]
        while self.signs and self.signs[0] == "|":
            self.signs.pop(0)
            choices.append(self.sequence(end))
        if not self.signs:
            raise ValueError(f"'{end}' is missing in '{self.phrase}'")
        self.signs.pop(0)
        return f"(?:{'|'.join(choices)})"
