"""What we think is going on, how sure we are, and what it does to the day, in plain words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from psoas.anatomy.regions import Side
from psoas.application.assess import Assessment
from psoas.care.plan import Plan
from psoas.diagnosis.diagnosis import NERVE_ROOT
from psoas.diagnosis.judged import Judged
from psoas.foundation.sayable import sayable
from psoas.illustration.body_chart import NervePath
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.day import TIREDNESS, Limit
from psoas.reports.language import retold, said
from psoas.reports.wording import (
    by_sentence,
    capital,
    first_sentence,
    in_short,
    listed,
    with_range,
)

MOST_CONTRIBUTORS = 4  # a page holds no more, and more would bury the point
MOST_NAMED_FIRST = 2  # in the one line
WORDS_OF_TEXT = (42, 32)  # the first contributors are told with a text, the others named
WORDS_OF_LINKS = 26
STANDS_OUT = 0.5  # a root level that is more probable than all others together
FEW_NEW_WORDS = 2
COURSES = {"stenosis": "lumbar-stenosis", "sciatica-disc-herniation": "nerve-root"}  # of one contributor
OF_THEIR_OWN = ("axial-spondyloarthritis", "lumbar-stenosis")  # do not go on as back pain does
FIRST_WEEKS = 6  # what is said of the course of new pain speaks of these

_AS_SEEN = {  # by the clinician, whose opinion the plan follows
    "established": sayable("your clinician is sure of it"),
    "likely": sayable("likely, as your clinician sees it"),
    "possible": sayable("possible, as your clinician sees it"),
    "unlikely": sayable("unlikely, as your clinician sees it"),
    "ruled-out": sayable("ruled out by your clinician"),
}
_SIGNS = {
    "mild": sayable("slight signs"),
    "moderate": sayable("some signs"),
    "marked": sayable("clear signs"),
}
_EMPTY_WORDS = frozenset({
    "a", "an", "and", "are", "at", "be", "for", "have", "in", "is", "many", "may", "of", "on", "or", "the",
    "they", "you", "your",
})  # fmt: skip
_LEANING = ("Then", "That")  # a sentence that begins so needs the one before it
_LEFT_OUT = {"quality-of-life"}  # a number from 0 to 10 says little in a story
_TIRED = 4  # of 10; below, it is no news
_MINUTES = {
    "walking": sayable("walk for about {minutes} minutes"),
    "sitting": sayable("sit for about {minutes} minutes"),
    "standing": sayable("stand for about {minutes} minutes"),
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What we think adds to the pain."""

    name: str
    how_sure: str
    text: str


def leading(assessment: Assessment) -> list[Judged]:
    """Return the contributors the story tells, the strongest first."""
    judged = {one.contributor.id: one for one in assessment.diagnosis.contributors}
    return [judged[identifier] for identifier in assessment.diagnosis.leading][:MOST_CONTRIBUTORS]


def one_line(judged: Sequence[Judged], knowledge: Knowledge) -> str:
    """Say it all in one line."""
    if not judged:
        return said(
            "So far no single thing stands out as the reason for your pain. "
            "That is common, and it does not keep you from getting better."
        )
    names = [retold(one.contributor.plain_name) for one in judged[:MOST_NAMED_FIRST]]
    first, opinion = judged[0].probability, judged[0].opinion
    is_held = opinion is not None and opinion.judged in ("likely", "established")
    if is_held or (first is not None and first >= knowledge.parameter("word-even-below")):
        rest = [capital(said("{name} can add to it.").format(name=name)) for name in names[1:]]
        return " ".join(
            [said("The most likely reason for your pain is {name}.").format(name=names[0]), *rest]
        )
    if len(names) > 1:
        is_all = len(judged) == len(names)
        several = (
            said("Two things seem to add to your pain: {names}.")
            if is_all
            else said("Several things seem to add to your pain, above all {names}.")
        )
        return several.format(names=listed(names))
    return said("What stands out most is {name}.").format(name=names[0])


def expect(assessment: Assessment, plan: Plan, judged: Sequence[Judged]) -> str:
    """Say how it usually goes on, where it was studied in people like this patient.

    A course of what leads comes first; what is known of back pain says nothing of a hip or of an inflamed
    spine, and nothing is said where something else must be looked at before.
    """
    course, first = assessment.outlook.course, judged[0].contributor if judged else None
    if course is not None and first is not None and COURSES.get(course.id) == first.id:
        return retold(course.plain)
    has_more_to_check = bool(assessment.screening.actions or assessment.diagnosis.look_alikes)
    if has_more_to_check if first is None else first.group == "hip" or first.id in OF_THEIR_OWN:
        return ""
    weeks = assessment.case.complaint.duration_weeks
    courses = [
        one.text
        for one in plan.education
        if one.id.startswith("education-course-")
        and (one.id != "education-course-recent" or (weeks is not None and weeks < FIRST_WEEKS))
    ]
    if courses:
        return first_sentence(courses[-1])
    is_general = course is not None and course.id not in COURSES
    return retold(course.plain) if course is not None and is_general else ""


def contributions(judged: Sequence[Judged]) -> tuple[Contribution, ...]:
    """Tell the first contributors with a text."""
    return tuple(_contribution(one, words) for one, words in zip(judged, WORDS_OF_TEXT, strict=False))


def also(judged: Sequence[Judged]) -> str:
    """Name the further contributors with their signs or chances."""
    named = [_named(one) for one in judged[len(WORDS_OF_TEXT) :]]
    return said("Also: {names}.").format(names=listed(named)) if named else ""


def chances(judged: Judged) -> str:
    """Say a probability as "about 45 (25 to 65) in 100 people like you"."""
    assert judged.ledger is not None
    belief = judged.ledger.posterior
    return said("{range} in 100 people like you").format(
        range=with_range(belief.probability, belief.interval)
    )


def together(assessment: Assessment, judged: Sequence[Judged]) -> str:
    """Say how those that lead feed each other, the strongest first, as much as a few lines hold."""
    names = [one.contributor.id for one in judged]
    edges = [edge for edge in assessment.diagnosis.interplay if edge.from_ in names and edge.to in names]
    edges.sort(key=lambda edge: names.index(edge.from_) + names.index(edge.to))
    return in_short(by_sentence(*(edge.plain for edge in edges)), words=WORDS_OF_LINKS)


def still_open(assessment: Assessment, knowledge: Knowledge) -> str:
    """Say honestly what is not settled: what the next tests could tell, without new worries."""
    diagnosis = assessment.diagnosis
    least = knowledge.parameter("word-unlikely-below")
    plain = {one.contributor.id: one.contributor.plain_name for one in diagnosis.contributors}
    asked = [
        plain[change.contributor]
        for examination in diagnosis.next_examinations
        for change in examination.changes[:1]
        if change.now >= least
    ]
    if asked:
        names = listed([retold(name) for name in dict.fromkeys(asked)])
        return said("Further tests next time can tell us more about {names}.").format(names=names)
    if diagnosis.next_examinations:
        return said("A few more tests next time can make this clearer.")
    return ""


def affected(day: Sequence[Limit]) -> str:
    """Say what the pain does to the day; the limits in minutes make one sentence."""
    limits = [
        limit
        for limit in day
        if limit.is_limited and limit.activity not in _LEFT_OUT and not _is_slight(limit)
    ]
    minutes = [limit for limit in limits if limit.activity in _MINUTES and limit.value]
    lines = [_limit(limit) for limit in limits if limit not in minutes]
    if minutes:
        can = listed([said(_MINUTES[limit.activity]).format(minutes=f"{limit.value:g}") for limit in minutes])
        line = said("You can {activities} before the pain stops you.").format(activities=can)
        lines.insert(int(limits[0].activity == "bending"), line)
    if day and not lines:
        return said("So far it does not hold you back much.")
    return " ".join(lines)


def nerve_path(assessment: Assessment, knowledge: Knowledge) -> tuple[NervePath, ...]:
    """Return the course of the nerve root that stands out, once root pain leads and has a side."""
    root = assessment.diagnosis.root
    if NERVE_ROOT not in assessment.diagnosis.leading or root.side not in ("right", "left"):
        return ()
    level = max(root.levels, key=lambda one: root.levels[one])
    if root.levels[level] < STANDS_OUT:
        return ()
    record = next(one for one in knowledge.roots.values() if one.level == level)
    return (NervePath(side=Side(root.side), level=level, regions=record.path),)


def _limit(limit: Limit) -> str:
    if limit.activity == "fatigue":
        return said(TIREDNESS).format(number=f"{limit.value:g}")
    return said(limit.text)


def _contribution(judged: Judged, words: int) -> Contribution:
    contributor = judged.contributor
    if judged.opinion is not None:
        how_sure = said(_AS_SEEN[judged.opinion.judged])
    elif judged.probability is not None:
        how_sure = f"{said(judged.word)}, {chances(judged)}"
    elif _is_load(judged):
        how_sure = said("from what you told us about your day")
    else:
        how_sure = said("{signs} when we examined you").format(signs=said(_SIGNS[judged.word]))
    first, *rest = by_sentence(contributor.plain)
    leans = bool(rest) and rest[0].english.startswith(_LEANING)
    is_more = rest and not leans and _repeats(contributor.plain_name, first.english)
    telling = rest if is_more else [first, *rest]
    return Contribution(capital(retold(contributor.plain_name)), how_sure, in_short(telling, words=words))


def _repeats(name: str, text: str) -> bool:
    """Tell whether a sentence says little more than the name that stands before it."""
    said, named = set(_telling_words(text)), set(_telling_words(name))
    return len(said - named) <= FEW_NEW_WORDS and bool(said & named)


def _named(judged: Judged) -> str:
    name = retold(judged.contributor.plain_name)
    if judged.opinion is not None:
        return f"{name} ({said(_AS_SEEN[judged.opinion.judged])})"
    if judged.ledger is not None:
        belief = judged.ledger.posterior
        chance = with_range(belief.probability, belief.interval)
        return said("{name} ({word}: {range} in 100)").format(name=name, word=said(judged.word), range=chance)
    return name if _is_load(judged) else f"{name} ({said(_SIGNS[judged.word])})"


def _is_slight(limit: Limit) -> bool:
    return limit.activity == "fatigue" and not isinstance(limit.value, str) and limit.value < _TIRED


def _is_load(judged: Judged) -> bool:
    return judged.contributor.id.endswith("-load")


def _telling_words(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.lower()) if word not in _EMPTY_WORDS]
