"""Rows for the pages: contributors with their intervals, ledgers, the plan, then and now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psoas.application.compare import (
    Comparison,
    ContributorChange,
    Held,
    NumberChange,
    StateChange,
    WordChange,
)
from psoas.application.recompute import Recomputed
from psoas.care.massage import MassageSession
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.observing import UNITS
from psoas.reports.document import AssessmentDocument, ContributorPart
from psoas.reports.seen import EXAMINED
from psoas.reports.wording import capital, small, with_range

DISPOSITIONS: Mapping[str, tuple[str, str, str]] = {  # level, word, meaning
    "emergency": ("emergency", "Now", "Emergency: act now. No exercise or massage is planned."),
    "urgent": ("urgent", "Urgent", "To be seen soon. No exercise or massage is planned until then."),
    "refer": ("caution", "Refer", "A colleague should look; care can go on meanwhile."),
    "incomplete": (
        "caution",
        "Incomplete",
        "Safety questions are open. Nothing is planned until they are answered.",
    ),
    "proceed": ("ok", "Clear", "No rule fired, and no open safety question could make one fire."),
}
_LEVELS = {"emergency": "emergency", "urgent": "urgent", "refer": "caution"}
_TOLD = {
    "complaint-pain-now": "Pain now, 0 to 10",
    "complaint-pain-average": "Pain on average, 0 to 10",
    "complaint-pain-worst": "Pain at worst, 0 to 10",
    "function-walking-minutes": "Walking, until pain stops it",
    "function-sitting-minutes": "Sitting, until pain stops it",
    "function-standing-minutes": "Standing, until pain stops it",
    "function-fatigue": "Fatigue, 0 to 10",
    "function-quality-of-life": "Quality of life, 10 is best",
    "function-bending": "Bending",
    "function-sleep": "Sleep",
    "function-work": "Work",
    "complaint-course": "Course",
}
_SIZES = {
    "the same": "The same",
    "beyond the error": "More than measuring twice gives by itself",
    "within the error": "Within what measuring twice gives by itself",
    "error not known": "How much of this is chance is not known",
}
_CHANGES = {
    "higher": "Higher: the intervals do not overlap",
    "lower": "Lower: the intervals do not overlap",
    "no clear change": "No clear change: the intervals overlap",
    "other grade": "Another grade",
    "the same": "The same",
    "not comparable": "Not comparable: not examined, or not known, one of the two times",
}
_SEEN = {True: "present", False: "absent"}


@dataclass(frozen=True, slots=True)
class Spread:
    """An interval as it is drawn, from 0 to 100."""

    low: str
    middle: str
    high: str


@dataclass(frozen=True, slots=True)
class HeldRow:
    """One contributor in a line."""

    name: str
    computed: str
    word: str
    spread: Spread | None
    opinion: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One contributor then and now."""

    name: str
    then: HeldRow | None
    now: HeldRow | None
    is_clear: bool
    change: str


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A number then and now."""

    name: str
    then: str
    now: str
    difference: str
    size: str
    detectable: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A name, then and now."""

    name: str
    then: str
    now: str


def level(disposition: str) -> str:
    """Return the level of an urgency or disposition."""
    return _LEVELS.get(disposition, "caution" if disposition == "incomplete" else "ok")


def leading_rows(document: AssessmentDocument) -> list[HeldRow]:
    """Return what leads, and whatever the clinician judged."""
    parts = {one.id: one for one in document.contributors}
    judged = [one.id for one in document.contributors if one.opinion is not None]
    return [_row(parts[one]) for one in dict.fromkeys((*document.leading, *judged))]


def ledgers(document: AssessmentDocument, knowledge: Knowledge) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return the ledger of each contributor that leads: finding, state, ratio, weight, source."""
    names = {one.id: one.short for one in knowledge.findings.values()}
    return [
        (
            part.name,
            [
                (
                    names.get(line.finding, line.finding),
                    line.state,
                    f"{line.lr:.2f} ({line.lr_interval[0]:.2f} to {line.lr_interval[1]:.2f})",
                    f"{line.weight:.3g}",
                    line.source or line.status,
                )
                for line in part.ledger
            ],
        )
        for part in document.contributors
        if part.id in document.leading and part.ledger
    ]


def massage_in_words(document: AssessmentDocument, knowledge: Knowledge) -> str:
    """Say what the massage is, or why there is none."""
    if document.plan is None:
        return ""
    session = document.plan.massage
    if not isinstance(session, MassageSession):
        return f"None. {' '.join(session.reasons)}"
    known = knowledge.muscles
    muscles = dict.fromkeys(small(known[one.muscle].name) for one in session.work if one.muscle in known)
    return f"{session.minutes:g} minutes: {', '.join(muscles)}."


def recomputed_rows(found: Recomputed, knowledge: Knowledge) -> list[tuple[str, str, str, str]]:
    """Return contributors whose value then, again or today differs: name, then, again, today."""
    rows = []
    for one in found.contributors:
        then, again, today = _value(one.then), _value(one.again), _value(one.today)
        if then != again or then != today:
            record = knowledge.contributors.get(one.contributor)
            rows.append((one.contributor if record is None else record.short, then, again, today))
    return rows


def changes(found: Comparison) -> list[ChangeRow]:
    """Return the contributors of a comparison."""
    return [_change(one) for one in found.contributors]


def numbers(found: Comparison, knowledge: Knowledge) -> list[NumberRow]:
    """Return the numbers that were measured both times."""
    return [_number(one, knowledge) for one in found.numbers if one.difference is not None]


def states(found: Comparison, knowledge: Knowledge) -> list[Pair]:
    """Return the findings that were examined both times and seen otherwise."""
    return [_state(one, knowledge) for one in found.states if one.then is not None and one.now is not None]


def words(found: Comparison) -> list[Pair]:
    """Return the words that differ, such as sleep."""
    return [_word(one) for one in found.words if one.then and one.now]


def known_once(found: Comparison, knowledge: Knowledge) -> list[Pair]:
    """Return what is known only of one of the two times, so that nothing can be said of a change."""
    rows = [_number(one, knowledge) for one in found.numbers if one.difference is None]
    pairs = [_word(one) for one in found.words if not (one.then and one.now)]
    pairs += [Pair(row.name, row.then, row.now) for row in rows]
    pairs += [_state(one, knowledge) for one in found.states if one.then is None or one.now is None]
    return pairs


def _word(one: WordChange) -> Pair:
    return Pair(_TOLD[one.id], _said(one.then) or "not told", _said(one.now) or "not told")


def _said(word: str) -> str:
    return word.replace("-", " ")


def _row(part: ContributorPart) -> HeldRow:
    opinion = part.opinion
    return HeldRow(
        name=part.name,
        computed=_computed(part.probability, part.interval),
        word=_said(part.word),
        spread=_spread(part.probability, part.interval),
        opinion="" if opinion is None else _said(opinion.judged),
        reason="" if opinion is None else opinion.reason,
    )


def _held_row(name: str, held: Held) -> HeldRow:
    return HeldRow(
        name=name,
        computed=_computed(held.probability, held.interval),
        word=_said(held.word),
        spread=_spread(held.probability, held.interval),
        opinion=_said(held.opinion or ""),
        reason="",
    )


def _computed(probability: float | None, interval: tuple[float, float] | None) -> str:
    if probability is None or interval is None:
        return ""
    return f"{with_range(probability, interval).removeprefix('about ')} in 100"


def _spread(probability: float | None, interval: tuple[float, float] | None) -> Spread | None:
    if probability is None or interval is None:
        return None
    low, middle, high = (f"{100 * one:.1f}" for one in (interval[0], probability, interval[1]))
    return Spread(low, middle, high)


def _change(one: ContributorChange) -> ChangeRow:
    return ChangeRow(
        name=one.name,
        then=None if one.then is None else _held_row(one.name, one.then),
        now=None if one.now is None else _held_row(one.name, one.now),
        is_clear=one.change in ("higher", "lower", "other grade"),
        change=_CHANGES[one.change],
    )


def _number(one: NumberChange, knowledge: Knowledge) -> NumberRow:
    unit = UNITS.get(one.unit, one.unit)
    unit = "" if unit == "points" or unit.startswith("(") else f" {unit}"
    record = knowledge.findings.get(one.id)
    name = _TOLD.get(one.id) or (record.short if record is not None else one.id)
    difference = one.difference
    return NumberRow(
        name=f"{name}, {one.side}" if one.side else name,
        then="not measured" if one.then is None else f"{one.then:g}{unit}",
        now="not measured" if one.now is None else f"{one.now:g}{unit}",
        difference="" if difference is None else _signed(difference) + unit,
        size="" if difference is None else _SIZES[one.size],
        detectable="" if one.detectable is None else f"{one.detectable:.1f}{unit}",
    )


def _signed(difference: float) -> str:
    return f"{difference:+g}".replace("-", "\N{MINUS SIGN}") if difference else "0"


def _state(one: StateChange, knowledge: Knowledge) -> Pair:
    record = knowledge.findings.get(one.id)
    name = one.id if record is None else record.name
    unseen = "not examined" if one.section in EXAMINED else "not asked"
    then, now = (unseen if seen is None else _SEEN[seen] for seen in (one.then, one.now))
    return Pair(f"{name}, {one.side}" if one.side else name, then, now)


def _value(value: float | str | None) -> str:
    if value is None:
        return "–"
    return f"{100 * value:.1f} in 100" if isinstance(value, float) else capital(_said(value))


def names_of(findings: Iterable[str], knowledge: Knowledge) -> list[str]:
    """Return the names of findings, as far as today's vocabulary knows them."""
    return [knowledge.findings[one].name for one in findings if one in knowledge.findings]
