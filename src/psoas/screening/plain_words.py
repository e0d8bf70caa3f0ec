"""A patient's own words, cut into words that phrases can be looked for in.

Small letters, contractions in one spelling, and a typing error of one letter put right where the word can
only be meant: so that "cant", "can not" and "can't" are one, and "toilett" is the toilet.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)*|\n\s*\n|[.,;:!?()\u2013\u2014]|(?<=\s)-(?=\s)")
_BREAKS = {"(": ";", ")": ";", "\u2013": ";", "\u2014": ";", "-": ";"}
_TOGETHER = (
    "can", "could", "do", "does", "did", "have", "has", "had", "is", "are", "was", "were", "will", "would",
)  # fmt: skip


def _with_not(word: str) -> str:
    return "won't" if word == "will" else word.removesuffix("n") + "n't"


_CONTRACTED = {_with_not(one).replace("'", ""): _with_not(one) for one in _TOGETHER} | {
    "cannot": "can't",
    "im": "i'm",
    "ive": "i've",
}
_LEAST_LETTERS = 6  # shorter words have too many neighbors
# Words of their own that a missing or added letter would turn into one of a phrase.
_OTHER_WORDS = frozenset({"spoiled", "seating", "pooling", "peeking", "felling", "inflection"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word as phrases are written, and where it stands in the text."""

    word: str
    start: int
    end: int


@dataclass(frozen=True)
class Words:
    """A text as words."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    @lru_cache(maxsize=256)  # the same text is read again at every tap
    def of(cls, text: str, vocabulary: Collection[str] = ()) -> "Words":
        """Cut a text into words; ``vocabulary``: the words that a typing error may be meant for."""
        found: list[Word] = []
        # letter by letter: some capitals become two small letters, and every place must stay where it is
        straight = "".join(one.lower() if len(one.lower()) == 1 else one for one in text).replace(
            "\u2019", "'"
        )
        for sign in _WORD.finditer(straight):
            raw = sign.group() if sign.group().strip() else "."
            word = _CONTRACTED.get(raw, _BREAKS.get(raw, raw))
            if word == "not" and found and found[-1].word in _TOGETHER:
                before = found.pop()
                found.append(Word(_with_not(before.word), before.start, sign.end()))
                continue
            found.append(Word(_put_right(word, vocabulary), sign.start(), sign.end()))
        return cls(text, tuple(found))

    def matches(self, expression: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Yield where an expression over words fits: from the first word to behind the last."""
        found = expression.search(self._spelt)
        while found is not None:
            yield bisect_right(self._starts, found.start()) - 1, bisect_right(self._starts, found.end() - 1)
            found = expression.search(self._spelt, found.start() + 1)

    def quote(self, first: int, behind: int) -> str:
        """Return words as the patient wrote them."""
        return " ".join(self.text[self.words[first].start : self.words[behind - 1].end].split())

    def span(self, first: int, behind: int) -> tuple[int, int]:
        """Return where words stand in the text."""
        return self.words[first].start, self.words[behind - 1].end

    def __getitem__(self, index: int) -> str:
        """Return a word, or nothing beyond the ends."""
        return self.words[index].word if 0 <= index < len(self.words) else ""

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def _spelt(self) -> str:
        return "".join(f"{one.word} " for one in self.words)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for one in self.words:
            starts.append(starts[-1] + len(one.word) + 1)
        return starts


def _put_right(word: str, vocabulary: Collection[str]) -> str:
    if len(word) < _LEAST_LETTERS or word in vocabulary or word in _OTHER_WORDS:
        return word
    return next((one for one in vocabulary if _is_slip(word, one)), word)


def _is_slip(word: str, meant: str) -> bool:
    """Tell whether one letter too many, one too few, or two swapped turn ``meant`` into ``word``."""
    if len(meant) < _LEAST_LETTERS or word[0] != meant[0] or abs(len(word) - len(meant)) > 1:
        return False
    if len(word) == len(meant):
        apart = [place for place, (one, other) in enumerate(zip(word, meant, strict=True)) if one != other]
        return len(apart) == 2 and apart[1] == apart[0] + 1 and sorted(word) == sorted(meant)  # noqa: PLR2004 -- a pair
    short, long = sorted((word, meant), key=len)
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))
