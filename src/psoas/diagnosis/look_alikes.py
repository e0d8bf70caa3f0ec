"""Other conditions that can look like this pain, recognised by their pattern and sent where they belong."""

from dataclasses import dataclass

from psoas.knowledge.conditions import holds_unless
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.patterns import LookAlike, Sign
from psoas.patient.facts import CaseFacts
from psoas.patient.reasons import reasons


@dataclass(frozen=True, slots=True)
class LookAlikeFound:
    """A look-alike whose pattern holds, with what made it hold and what else speaks for or against it."""

    look_alike: LookAlike
    because: tuple[str, ...]
    supports: tuple[str, ...]
    speaks_against: tuple[str, ...]


def look_alikes(facts: CaseFacts, knowledge: Knowledge) -> tuple[LookAlikeFound, ...]:
    """Name every look-alike whose pattern is known to hold; what presses most stands first.

    Knowledge: ``look_alikes/*``
    """
    found = [
        LookAlikeFound(
            one,
            reasons(one.pattern, facts),
            _holding(one.supports, facts),
            _holding(one.speaks_against, facts),
        )
        for one in knowledge.look_alikes.values()
        if holds_unless(one.pattern, one.unless, facts) is True
    ]
    found.sort(
        key=lambda one: (
            one.look_alike.within_days,
            len(one.speaks_against) - len(one.supports),
            one.look_alike.id,
        )
    )
    return tuple(found)


def _holding(signs: tuple[Sign, ...], facts: CaseFacts) -> tuple[str, ...]:
    return tuple(sign.text for sign in signs if sign.when.truth(facts) is True)
