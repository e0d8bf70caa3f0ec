"""Is it denied? Plain negation, its scope, and what only looks like it.

In the manner of the rules that read clinical notes: a cue denies what follows, up to a comma with a new
clause, a "but", or the end of the sentence. What is only doubted ("I don't think", "not sure"), what is
over ("no longer") and what is denied twice is not denied. Where the words are ambiguous, nothing is: then
the question is asked.
"""

from psoas.screening.denial_words import (
    ADVERBS,
    AS_EVER,
    ASKED,
    AUXILIARIES,
    BEING,
    BREAKS,
    DENIABLE,
    DETERMINERS,
    FILLERS,
    FINE,
    HABITS,
    INTENSE,
    JOINS,
    LOSSES,
    NEVER_BEFORE,
    NO,
    ONLY_BEFORE,
    PLAIN_CUES,
    RULED_OUT,
    SENTENCE,
    SUBJECTS,
    TIMES,
    TROUBLE,
    UNTIL,
    VERBS,
    YES,
)
from psoas.screening.plain_words import Words

_FURTHEST = 14  # words that a cue reaches
_CLAUSE = 5  # words in which a new clause shows its verb
_TWICE = 6  # words between the two halves of a double negation


def is_denied(words: Words, first: int, behind: int) -> bool:
    """Tell whether what stands in ``words[first:behind]`` is plainly denied."""
    if _denied_after(words, behind):
        return True
    if words[behind] in YES or (words[behind] in ASKED and words[behind + 1] in YES):
        return False
    cue = _nearest_cue(words, first)
    if cue is None or any(words[place] in INTENSE for place in range(cue + 1, first)):
        return False
    return not _denied_twice(words, cue) and not _only_until(words, cue, behind)


def _nearest_cue(words: Words, first: int) -> int | None:
    """Return the cue that reaches the words from ``first`` on."""
    # "No pain, no feeling between my legs" may be a list of what is well, or of what is lost.
    denies_itself = words[first] in LOSSES or words[first].endswith("n't")
    for place in range(first - 1, max(-1, first - 1 - _FURTHEST), -1):
        if _is_cue(words, place, first):
            return place
        if _ends_scope(words, place, first) or (denies_itself and words[place] in JOINS):
            return None
    return None


def _is_cue(words: Words, place: int, first: int) -> bool:
    word, after = words[place], words[place + 1]
    if word in AUXILIARIES:
        return _auxiliary_denies(words, place, first)
    if word == "out":
        return words[place - 1] in {"ruled", "rule", "ruling"}
    if word == "no" and place + 1 == first:
        return True
    if word in {"without", "nothing"} and after in FILLERS:
        after = words[place + 2]
    if word in NEVER_BEFORE:
        return after not in NEVER_BEFORE[word]
    if word in ONLY_BEFORE:
        return after in ONLY_BEFORE[word]
    return word in PLAIN_CUES


def _auxiliary_denies(words: Words, place: int, first: int) -> bool:
    follows = place + 1
    while words[follows] in ADVERBS and follows < first:
        follows += 1
    if words[follows] in {"been", "be", "feel", "felt"} and words[follows + 1] in NEVER_BEFORE["not"]:
        return False  # "I haven't been well, feverish mostly"
    return follows >= first or words[follows] in DENIABLE


def _ends_scope(words: Words, place: int, first: int) -> bool:
    """Tell whether what was denied before ``place`` is no longer denied behind it."""
    word = words[place]
    if word in BREAKS or _begins_anew(words, place, first):
        return True
    if word == "with":
        return words[place - 1] not in TROUBLE
    if word == "that" and words[place + 1] in SUBJECTS | DETERMINERS:
        return False  # "I haven't noticed that I leak"
    return word in SUBJECTS and words[place - 1] not in {"have", "had", "do", "that"}


def _begins_anew(words: Words, place: int, first: int) -> bool:
    """Tell whether a new clause begins behind a comma or an "and"."""
    join = words[place]
    if join not in JOINS:
        return False
    follows = place + 1
    while words[follows] in ADVERBS or words[follows] in {"and", "or"}:
        follows += 1
    word = words[follows]
    if follows >= first and join == "or":
        return False
    if word in SUBJECTS | TIMES or (join in {",", "and"} and word in VERBS):
        return True
    is_of_habit = any(words[before] in HABITS for before in range(max(0, place - 3), place))
    return (join == "," and is_of_habit) or (word in DETERMINERS and _has_verb(words, follows + 1))


def _has_verb(words: Words, start: int) -> bool:
    for place in range(start, start + _CLAUSE - 1):
        if words[place] in JOINS | SENTENCE:
            return False
        if words[place] in VERBS or words[place].endswith("ed"):
            return True
    return False


def _denied_twice(words: Words, cue: int) -> bool:
    """Tell whether the cue itself is denied: "not without", "I can't say that I have no"."""
    if words[cue] in {"nor", "neither"}:
        return False
    for place in range(cue - 1, max(-1, cue - 1 - _TWICE), -1):
        word = words[place]
        if word in SENTENCE or word in JOINS or word == "but":
            return False
        if word.endswith("n't") or word in {"not", "never", "without", "no", "deny", "denies"}:
            return True
    return False


def _only_until(words: Words, cue: int, behind: int) -> bool:
    """Tell whether the denial has an end: "no fever until yesterday", "before May I never had a fever"."""
    for place in range(cue - 1, -1, -1):
        if words[place] in SENTENCE:
            break
        if words[place] in UNTIL:
            return True
    for place in range(behind, len(words)):
        if words[place] in SENTENCE or words[place] == "but":
            return False
        if words[place] in UNTIL and words[place + 1] not in SENTENCE | JOINS | {""}:
            return True
    return False


def _denied_after(words: Words, behind: int) -> bool:
    """Read "fever: no." and "cancer was ruled out"."""
    place = behind + (words[behind] in ASKED)
    if place > behind and (words[place] in FINE or (words[place] == "as" and words[place + 1] in AS_EVER)):
        return True  # "bladder: as usual"
    if words[place] in NO and (not words[place + 1] or words[place + 1] in SENTENCE | JOINS):
        return True
    if words[place] not in BEING:
        return False
    while words[place] in BEING:
        place += 1
    return words[place] in RULED_OUT or (words[place] == "ruled" and words[place + 1] == "out")
