"""The shortest list of questions that are still needed before a patient can be called safe.

For every open rule we work out which sets of questions, answered reassuringly, would settle it; then we
take the smallest set that settles all rules. What only an examination could tell does not hold a patient
up: such a leaf counts as settled. What every patient can say of themselves and of the pain, such as their
age or how long it has lasted, does: many rules turn on it.
"""

from dataclasses import dataclass
from itertools import combinations

from psoas.knowledge.conditions import (
    AllOf,
    AnyOf,
    AtLeast,
    ChoiceIs,
    Condition,
    FindingIs,
    Leaf,
    Not,
    QuantityIs,
)
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class Basic:
    """A question about the person or the pain that stands in the list beside the safety questions."""

    id: str
    text: str


BASICS = {
    "age_years": Basic("birth-year", "In what year were you born?"),
    "sex": Basic("sex", "Are you female or male?"),
    "duration_weeks": Basic("duration", "For how many weeks have you had this pain?"),
    "onset": Basic("onset", "Did it begin suddenly, slowly, after lifting or after an injury?"),
    "course": Basic("course", "Is it getting better, staying the same, coming and going, or getting worse?"),
    "pain_now": Basic("pain-now", "How strong is the pain now, from 0 (none) to 10 (the worst)?"),
}

Questions = frozenset[str]
_SETTLED: Questions = frozenset()
_WIDTH = 64  # alternatives kept while combining; rules have one or two each


def shortest_list(facts: CaseFacts, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the questions left, in the order in which they are asked."""
    best: list[Questions] = [_SETTLED]
    for rule in knowledge.red_flags.values():
        if rule.holds(facts) is None:
            best = _both(best, _settling(rule.when, facts, knowledge, wanted=False))
    if not best:
        return ()
    order = {basic.id: place - len(BASICS) for place, basic in enumerate(BASICS.values())}
    order |= {question.id: question.order for question in knowledge.safety_questions.values()}
    shortest = min(best, key=lambda one: (len(one), sorted(one)))
    return tuple(sorted(shortest, key=order.__getitem__))


def question_text(identifier: str, knowledge: Knowledge) -> str:
    """Return how a question of the list is asked."""
    if identifier in knowledge.safety_questions:
        return knowledge.safety_questions[identifier].text
    return next(basic.text for basic in BASICS.values() if basic.id == identifier)


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
        case QuantityIs(quantity=name) | ChoiceIs(choice=name) if name in BASICS:
            return [frozenset({BASICS[name].id})]
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
