"""The shortest list of safety questions that are still needed.

For every open rule we work out which sets of questions, answered reassuringly, would settle it; then we
take the smallest set that settles all rules. What only an examination could tell does not hold a patient
up: such a leaf counts as settled. The age does: several rules turn on it.
"""

from itertools import combinations

from psoas.knowledge.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    Condition,
    FindingIs,
    Leaf,
    Not,
    QuantityIs,
)
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts

BIRTH_YEAR = "birth-year"  # stands in the list beside the safety questions

Questions = frozenset[str]
_SETTLED: Questions = frozenset()
_WIDTH = 64  # alternatives kept while combining; rules have one or two each


def shortest_list(facts: CaseFacts, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the questions left, in the order in which they are asked."""
    best: list[Questions] = [_SETTLED]
    for rule in knowledge.red_flags.values():
        if rule.when.truth(facts) is None:
            best = _both(best, _settling(rule.when, facts, knowledge, wanted=False))
    if not best:
        return ()
    order = {question.id: question.order for question in knowledge.safety_questions.values()}
    shortest = min(best, key=lambda one: (len(one), sorted(one)))
    return tuple(sorted(shortest, key=lambda one: order.get(one, 0)))


def _settling(
    condition: Condition, facts: CaseFacts, knowledge: Knowledge, *, wanted: bool
) -> list[Questions]:
    """Return the minimal sets of questions whose answers could make a condition ``wanted``."""
    truth = condition.truth(facts)
    if truth is not None:
        return [_SETTLED] if truth is wanted else []
    match condition:
        case Not():
            return _settling(condition.not_, facts, knowledge, wanted=not wanted)
        case AnyOf():
            parts, needed = condition.any, 1 if wanted else len(condition.any)
        case AllOf():
            parts, needed = condition.all, len(condition.all) if wanted else 1
        case AtLeast():
            parts = condition.of
            needed = condition.count if wanted else len(parts) - condition.count + 1
        case _:
            return _leaf(condition, facts, knowledge, wanted=wanted)
    options = [_settling(part, facts, knowledge, wanted=wanted) for part in parts]
    found: list[Questions] = []
    for chosen in combinations(options, needed):
        together = [_SETTLED]
        for one in chosen:
            together = _both(together, one)
        found += together
    return _minimal(found)


def _leaf(leaf: Leaf, facts: CaseFacts, knowledge: Knowledge, *, wanted: bool) -> list[Questions]:
    match leaf:
        case QuantityIs(quantity="age_years"):
            return [frozenset({BIRTH_YEAR})]
        case FindingIs(finding=finding):
            question = knowledge.question_asking.get(finding)
            if question and knowledge.safety_questions[question].essential:
                return [frozenset({question})]
            derived = knowledge.findings[finding].derived
            if derived is not None:
                return _settling(derived, facts, knowledge, wanted=wanted)
    return [_SETTLED]


def _both(first: list[Questions], second: list[Questions]) -> list[Questions]:
    return _minimal([one | other for one in first for other in second])


def _minimal(sets: list[Questions]) -> list[Questions]:
    kept: list[Questions] = []
    for one in sorted(set(sets), key=lambda found: (len(found), sorted(found))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept[:_WIDTH]
