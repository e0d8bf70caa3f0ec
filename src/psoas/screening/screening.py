"""Is it safe? Red-flag rules on the facts, with an action and a time frame each; no scores."""

from dataclasses import dataclass
from typing import Literal

from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.red_flags import RedFlag, Urgency
from psoas.patient.facts import CaseFacts
from psoas.patient.reasons import reasons
from psoas.screening.unanswered import shortest_list

Disposition = Literal["emergency", "urgent", "refer", "proceed", "incomplete"]

URGENCIES: tuple[Urgency, ...] = ("emergency", "urgent", "refer")  # the most urgent first


@dataclass(frozen=True, slots=True)
class Action:
    """A rule that fired: what was found, and what to do within what time."""

    id: str
    condition: str
    urgency: Urgency
    within_hours: float
    because: tuple[str, ...]  # the findings that made it fire, in words
    pattern: str  # what the rule looks for
    advice: str
    plain: str
    sources: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Screening:
    """The result of the safety rules.

    ``unanswered`` is the shortest list of essential questions that, answered reassuringly, would settle
    every open rule.
    """

    disposition: Disposition
    actions: tuple[Action, ...]
    unanswered: tuple[str, ...]

    @property
    def is_safe_to_plan(self) -> bool:
        """Exercise and massage may be planned."""
        return self.disposition in ("proceed", "refer")


def screen(facts: CaseFacts, knowledge: Knowledge) -> Screening:
    """Apply every red-flag rule.

    A rule fires only when its condition is known to hold. An emergency or urgent rule that fires decides,
    whatever else is open; otherwise an open rule that an unanswered essential safety question could make
    fire leaves the screening incomplete.

    Knowledge: ``red_flags/*``, ``safety_questions/*``
    """
    fired = [rule for rule in knowledge.red_flags.values() if rule.holds(facts) is True]
    fired.sort(key=by_urgency)
    # "Possible" is not said beside "suspected": of one family, the most urgent rules speak.
    strongest: dict[str, Urgency] = {}
    for rule in fired:
        strongest.setdefault(rule.family, rule.urgency)
    fired = [rule for rule in fired if rule.urgency == strongest[rule.family]]
    actions = tuple(_action(rule, facts) for rule in fired)
    unanswered = shortest_list(facts, knowledge)
    worst: Disposition = fired[0].urgency if fired else "proceed"
    if unanswered and worst not in ("emergency", "urgent"):
        worst = "incomplete"
    return Screening(worst, actions, unanswered)


def by_urgency(rule: RedFlag) -> tuple[int, float, str]:
    """Return the key that orders rules: the most urgent first."""
    return URGENCIES.index(rule.urgency), rule.within_hours, rule.id


def _action(rule: RedFlag, facts: CaseFacts) -> Action:
    return Action(
        id=rule.id,
        condition=rule.condition,
        urgency=rule.urgency,
        within_hours=rule.within_hours,
        because=reasons(rule.when, facts),
        pattern=rule.because,
        advice=rule.advice,
        plain=rule.plain,
        sources=tuple(citation.source for citation in rule.cite),
        status=rule.status,
    )
