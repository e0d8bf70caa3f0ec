"""Red-flag rules for many patients at once: the disposition of `screening.py`, one place a patient."""

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from psoas.foundation.three_valued_columns import FALSE, TRUE, UNKNOWN, Flags, Truths, reached
from psoas.knowledge.conditions import Condition, FindingIs, Leaf, Not, parts
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.red_flags import RedFlag
from psoas.patient.column_facts import ColumnFacts
from psoas.screening.screening import URGENCIES, Disposition, by_urgency
from psoas.screening.unanswered import asked_by, needed

DISPOSITIONS: tuple[Disposition, ...] = get_args(Disposition)
STRONGEST = (*URGENCIES, "none")


@dataclass(frozen=True, eq=False)
class ScreeningColumns:
    """What the safety rules say of each patient.

    ``speaks`` has a column for each of the ``rules``, which stand in the order of their actions.
    """

    disposition: NDArray[np.int8]  # place among the dispositions
    strongest: NDArray[np.int8]  # place among the urgencies, or the one after them where no rule fired
    rules: tuple[RedFlag, ...]
    speaks: tuple[Flags, ...]


def screen_columns(facts: ColumnFacts, knowledge: Knowledge) -> ScreeningColumns:
    """Apply every red-flag rule to every patient.

    Knowledge: ``red_flags/*``, ``safety_questions/*``
    """
    count = facts.cases.count
    rules = tuple(sorted(knowledge.red_flags.values(), key=by_urgency))
    fired = []
    is_open = np.zeros(count, np.bool_)
    for rule in rules:
        truth = facts.holds_unless(rule.when, rule.unless)
        fired.append(truth == TRUE)
        may_fire = truth == UNKNOWN
        if may_fire.any():
            is_open |= may_fire & ~_settles(rule.when, facts, knowledge, wanted=False)
    nothing = len(URGENCIES)
    strongest = np.full(count, nothing, np.int8)
    by_family: dict[str, NDArray[np.int8]] = {}
    for rule, flags in zip(rules, fired, strict=True):
        urgency = np.where(flags, np.int8(URGENCIES.index(rule.urgency)), np.int8(nothing))
        strongest = np.minimum(strongest, urgency)
        by_family[rule.family] = np.minimum(by_family.get(rule.family, urgency), urgency)
    speaks = tuple(
        flags & (by_family[rule.family] == URGENCIES.index(rule.urgency))
        for rule, flags in zip(rules, fired, strict=True)
    )
    worst = np.array([DISPOSITIONS.index(one) for one in (*URGENCIES, "proceed")], np.int8)[strongest]
    waits = is_open & (strongest > URGENCIES.index("urgent"))
    disposition = np.where(waits, np.int8(DISPOSITIONS.index("incomplete")), worst)
    return ScreeningColumns(disposition, strongest, rules, speaks)


def _settles(condition: Condition, facts: ColumnFacts, knowledge: Knowledge, *, wanted: bool) -> Flags:
    """Tell where a condition is ``wanted``, or could be without one of the questions left being asked.

    What only an examination could tell does not hold a patient up, as in `unanswered.py`.
    """
    if isinstance(condition, Not):
        return _settles(condition.not_, facts, knowledge, wanted=not wanted)
    if isinstance(condition, Leaf):
        return _leaf_settles(condition, facts, knowledge, wanted=wanted)
    able = [_settles(part, facts, knowledge, wanted=wanted) for part in parts(condition)]
    return reached(able, needed(condition, wanted=wanted))


def _leaf_settles(leaf: Leaf, facts: ColumnFacts, knowledge: Knowledge, *, wanted: bool) -> Flags:
    truth: Truths = facts.truth(leaf)
    is_wanted: Flags = truth == (TRUE if wanted else FALSE)
    is_open: Flags = truth == UNKNOWN
    if asked_by(leaf, knowledge) is not None:
        return is_wanted
    derived = knowledge.findings[leaf.finding].derived if isinstance(leaf, FindingIs) else None
    if derived is None:
        return is_wanted | is_open
    return is_wanted | (is_open & _settles(derived, facts, knowledge, wanted=wanted))
