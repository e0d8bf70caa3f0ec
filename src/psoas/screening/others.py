"""Whether something is told of the patient, or of a mother, a neighbor, a dog."""

from psoas.screening.denial_words import BESIDE, BREAKS, JOINS, KIN, SELF, SENTENCE, SPEAKER, THEIRS
from psoas.screening.plain_words import Words

_NEAR = 2  # words between "with" and "my dear wife", between "sister's" and "cancer"


def is_of_others(words: Words, first: int, behind: int) -> bool:
    """Tell whether ``words[first:behind]`` is told of a relative or a friend, not of the patient."""
    if _in_the_family(words, behind):
        return True
    if _and_me_too(words, behind):
        return False
    for place in range(first - 1, -1, -1):
        word = words[place]
        if (word in SELF and not _is_before_kin(words, place, first)) or word in SENTENCE | {
            "but",
            "because",
        }:
            return False
        possessor = word.removesuffix("'s")
        if word != possessor and possessor in KIN:
            return first - place <= _NEAR
        if word in KIN:
            return words[place + 1] in {"who", "with", "whose"} or _is_subject(words, place)
        if word in THEIRS and any(words[before] in KIN for before in range(place)):
            return True
    return False


def _in_the_family(words: Words, behind: int) -> bool:
    """Read "cancer runs in the family" and "cancer in my mother"."""
    place = behind + (words[behind] in {"runs", "run", "is", "was"})
    return words[place] == "in" and words[place + 1] in {"my", "our", "the"} and words[place + 2] in KIN


def _and_me_too(words: Words, behind: int) -> bool:
    """Read "my mother has it, and so have I"."""
    for place in range(behind, len(words)):
        if words[place] in SENTENCE:
            return False
        pair = words[place], words[place + 1]
        if pair in {("me", "too"), ("like", "me")}:
            return True
        if pair[0] == "so" and pair[1] in {"have", "do", "am", "did", "had"} and words[place + 2] == "i":
            return True
    return False


def _is_before_kin(words: Words, place: int, first: int) -> bool:
    """Tell the "my" of "my (dear) mother" from one of the patient's own."""
    if words[place] not in {"my", "our"}:
        return False
    return any(words[after].removesuffix("'s") in KIN for after in range(place + 1, min(place + 4, first)))


def _is_subject(words: Words, kin: int) -> bool:
    """Tell a relative whose story it is from one who is only mentioned."""
    for place in range(kin - 1, -1, -1):
        word = words[place]
        if word in BREAKS or word in JOINS:
            return True
        if word in SPEAKER or (word in BESIDE and kin - place <= _NEAR):
            return False
    return True
