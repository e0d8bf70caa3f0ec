"""What would change our mind: how much each conclusion leans on each row, and what could still turn it."""

from collections.abc import Iterator
from dataclasses import dataclass

from psoas.diagnosis.judged import word
from psoas.diagnosis.ledger import Ledger, LedgerRow, ledger
from psoas.knowledge.contributors import AccuracyRow, Contributor
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class Leaning:
    """How much a conclusion leans on one finding.

    ``lowest`` and ``highest`` are the probabilities that the other studies of the same finding would give
    in its place; both are the present one where there is no other study.
    """

    finding: str
    state: str
    without: float
    word_without: str
    lowest: float
    highest: float
    studies: int  # how many others there are


@dataclass(frozen=True, slots=True)
class Turning:
    """A finding nobody has looked at that could change the word."""

    finding: str
    if_present: float
    word_if_present: str
    if_absent: float
    word_if_absent: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What a conclusion rests on."""

    contributor: str
    now: float
    word: str
    leans_on: tuple[Leaning, ...]  # the strongest first
    could_turn: tuple[Turning, ...]  # the strongest first


def sensitivity(contributor: Contributor, facts: CaseFacts, knowledge: Knowledge) -> Sensitivity:
    """Work out how a contributor's probability depends on each row of its ledger.

    Knowledge: ``accuracy/*.csv``, ``parameters/word-*``
    """
    now = ledger(contributor, facts, knowledge)
    present_word = word(now, knowledge)
    leans_on = sorted(
        (_leaning(row, contributor, facts, knowledge, now) for row in now.rows),
        key=lambda one: -abs(one.without - now.posterior.probability),
    )
    could_turn = sorted(
        _turnings(contributor, facts, knowledge, now, present_word),
        key=lambda one: (-abs(one.if_present - one.if_absent), one.finding),
    )
    return Sensitivity(
        contributor.id, now.posterior.probability, present_word, tuple(leans_on), tuple(could_turn)
    )


def _leaning(
    row: LedgerRow, contributor: Contributor, facts: CaseFacts, knowledge: Knowledge, now: Ledger
) -> Leaning:
    scoring = knowledge.scoring_rows[contributor.id]
    left = tuple(one for one in scoring if one.finding != row.finding)
    without = ledger(contributor, facts, knowledge, rows=left)
    instead = [
        ledger(contributor, facts, knowledge, rows=(*left, replacement)).posterior.probability
        for replacement in _other_studies(row, contributor, facts, knowledge)
    ]
    present = now.posterior.probability
    return Leaning(
        finding=row.finding,
        state=row.state,
        without=without.posterior.probability,
        word_without=word(without, knowledge),
        lowest=min([present, *instead]),
        highest=max([present, *instead]),
        studies=len(instead),
    )


def _other_studies(
    row: LedgerRow, contributor: Contributor, facts: CaseFacts, knowledge: Knowledge
) -> Iterator[AccuracyRow]:
    """Yield the rows of other studies of the same finding, with a ratio for what was seen in such a patient.

    Each takes the place of the row that scores, its dependence group included.
    """
    for other in knowledge.accuracy:
        is_same = other.contributor == contributor.id and other.finding == row.finding
        ratio = other.positive if row.state == "present" else other.negative
        if not is_same or other.role != "range" or other.against is not None or ratio is None:
            continue
        if other.is_for(facts):
            yield other.model_copy(update={"role": "score", "group": row.group})


def _turnings(
    contributor: Contributor, facts: CaseFacts, knowledge: Knowledge, now: Ledger, present_word: str
) -> Iterator[Turning]:
    for finding in dict.fromkeys(now.not_examined):
        record = knowledge.findings[finding]
        if record.not_when is not None and record.not_when.truth(facts) is True:
            continue
        ends = [
            ledger(contributor, facts.supposing(finding, present=present), knowledge)
            for present in (True, False)
        ]
        words = [word(end, knowledge) for end in ends]
        if any(one != present_word for one in words):
            yield Turning(
                finding,
                ends[0].posterior.probability,
                words[0],
                ends[1].posterior.probability,
                words[1],
            )
