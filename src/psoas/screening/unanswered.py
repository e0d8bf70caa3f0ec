"""The shortest list of questions that are still needed before a patient can be called safe.

For every open rule we work out which sets of questions, answered reassuringly, would settle it; then we
take the smallest set that settles all rules. What only an examination could tell does not hold a patient
up: such a leaf counts as settled. What every patient can say of themselves and of the pain, such as their
age or how long it has lasted, does: many rules turn on it.
"""

from collections.abc import Callable
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
    parts,
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
    """Return how a question of the list is asked, with what it asks about where it says "any of these"."""
    if identifier in knowledge.safety_questions:
        return " ".join((knowledge.safety_questions[identifier].text, choices(identifier, knowledge))).strip()
    return next(basic.text for basic in BASICS.values() if basic.id == identifier)


def choices(identifier: str, knowledge: Knowledge, *, say: Callable[[str], str] = str) -> str:
    """Return the answers that count as yes, for a question that cannot be understood without them."""
    question = knowledge.safety_questions[identifier]
    if not question.text.endswith("any of these?"):
        return ""
    return "; ".join(say(option.text) for option in question.options if option.present) + "."


def _settling(
    condition: Condition, facts: CaseFacts, knowledge: Knowledge, *, wanted: bool
) -> list[Questions]:
    """Return the minimal sets of questions whose answers could make a condition ``wanted``."""
    truth = condition.truth(facts)
    if truth is not None:
        return [_SETTLED] if truth is wanted else []
    if isinstance(condition, Not):
        return _settling(condition.not_, facts, knowledge, wanted=not wanted)
    if isinstance(condition, Leaf):
        return _leaf(condition, facts, knowledge, wanted=wanted)
    options = [_settling(part, facts, knowledge, wanted=wanted) for part in parts(condition)]
    found: list[Questions] = []
    for chosen in combinations(options, needed(condition, wanted=wanted)):
        together = [_SETTLED]
        for one in chosen:
            together = _both(together, one)
        found += together
    return _minimal(found)


def needed(condition: AnyOf | AllOf | AtLeast, *, wanted: bool) -> int:
    """Return how many parts must be ``wanted`` for the whole to be."""
    match condition:
        case AnyOf():
            return 1 if wanted else len(condition.any)
        case AllOf():
            return len(condition.all) if wanted else 1
        case AtLeast():
            return condition.count if wanted else len(condition.of) - condition.count + 1


def asked_by(leaf: Leaf, knowledge: Knowledge) -> str | None:
    """Return the question of the list whose answer settles a leaf, if there is one."""
    match leaf:
        case QuantityIs(quantity=name) | ChoiceIs(choice=name) if name in BASICS:
            return BASICS[name].id
        case FindingIs(finding=finding):
            question = knowledge.question_asking.get(finding)
            if question and knowledge.safety_questions[question].essential:
                return question
    return None


def _leaf(leaf: Leaf, facts: CaseFacts, knowledge: Knowledge, *, wanted: bool) -> list[Questions]:
    question = asked_by(leaf, knowledge)
    if question is not None:
        return [frozenset({question})]
    derived = knowledge.findings[leaf.finding].derived if isinstance(leaf, FindingIs) else None
    return [_SETTLED] if derived is None else _settling(derived, facts, knowledge, wanted=wanted)


def _both(first: list[Questions], second: list[Questions]) -> list[Questions]:
    return _minimal([one | other for one in first for other in second])


def _minimal(sets: list[Questions]) -> list[Questions]:
    kept: list[Questions] = []
    for one in sorted(set(sets), key=lambda found: (len(found), sorted(found))):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept[:_WIDTH]
