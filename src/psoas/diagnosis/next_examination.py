"""What to examine next: the most information a minute over all contributors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from psoas.diagnosis.ledger import Ledger, ledger
from psoas.foundation.logit_normal import binary_entropy_bits
from psoas.knowledge.conditions import Condition
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts

HOW_MANY = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What one examination could do to one contributor."""

    contributor: str
    now: float
    if_present: float
    if_absent: float


@dataclass(frozen=True, slots=True)
class NextExamination:
    """A finding not examined yet, with what it is expected to tell."""

    finding: str
    gain_bits: float
    minutes: float
    changes: tuple[Change, ...]

    def could_change_the_plan(self, threshold: float) -> bool:
        """Tell whether a result could carry a contributor across the probability from which it leads."""
        return any(
            min(change.if_present, change.if_absent) < threshold <= max(change.if_present, change.if_absent)
            for change in self.changes
        )

    @property
    def gain_per_minute(self) -> float:
        """Expected information for the time it takes, in bits a minute."""
        return self.gain_bits / self.minutes


def next_examinations(
    ledgers: Mapping[str, Ledger], facts: CaseFacts, knowledge: Knowledge
) -> tuple[NextExamination, ...]:
    """Rank what has not been examined by expected information gain a minute; the first three.

    What the complaint itself calls for (a leg's strength, feeling and reflexes when symptoms reach below
    the knee) comes first; then what could carry a contributor across the probability from which it leads,
    and so change the plan. What could hurt this patient is not asked for.

    Notes
    -----
    For each contributor that a finding can move, the posterior is worked out anew with the finding
    present and absent, caps, clusters and dependence weights included. The chance of a positive result is
    the one under which the two posteriors average to the present belief; the gain is the expected fall of
    the entropy, summed over the contributors that are not very improbable already.

    Knowledge: ``accuracy/*``, ``findings/*``, ``parameters/next-examination-*``
    """
    least = knowledge.parameter("leading-probability")
    gain = knowledge.parameter("next-examination-gain")

    def is_called_for(one: NextExamination) -> bool:
        return _holds(knowledge.findings[one.finding].first_when, facts)

    ranked = sorted(
        (
            one
            for one in _candidates(ledgers, facts, knowledge)
            if one.gain_bits >= gain or is_called_for(one)
        ),
        key=lambda one: (
            not is_called_for(one),
            not one.could_change_the_plan(least),
            -one.gain_per_minute,
            one.finding,
        ),
    )
    return tuple(ranked[:HOW_MANY])


def _candidates(
    ledgers: Mapping[str, Ledger], facts: CaseFacts, knowledge: Knowledge
) -> Iterator[NextExamination]:
    least = knowledge.parameter("next-examination-least")
    for finding, moved in knowledge.contributors_moved_by.items():
        record = knowledge.findings[finding]
        if record.minutes is None or record.section != "examination" or facts.holds(finding) is not None:
            continue
        touched = [one for one in moved if ledgers[one].posterior.probability >= least]
        if not touched or _holds(record.not_when, facts):
            continue
        present = facts.supposing(finding, present=True)
        absent = facts.supposing(finding, present=False)
        gain = 0.0
        changes: list[Change] = []
        for identifier in touched:
            contributor = knowledge.contributors[identifier]
            now = ledgers[identifier].posterior.probability
            if_present = ledger(contributor, present, knowledge).posterior.probability
            if_absent = ledger(contributor, absent, knowledge).posterior.probability
            gain += expected_gain_bits(now=now, if_present=if_present, if_absent=if_absent)
            changes.append(Change(identifier, now, if_present, if_absent))
        changes.sort(key=lambda change: -abs(change.if_present - change.if_absent))
        yield NextExamination(finding, gain, record.minutes, tuple(changes))


def _holds(condition: Condition | None, facts: CaseFacts) -> bool:
    return condition is not None and condition.truth(facts) is True


def expected_gain_bits(*, now: float, if_present: float, if_absent: float) -> float:
    """Return the expected fall in entropy from a yes-or-no examination, in bits.

    Zero where the two results do not lie on either side of the present belief: then no chance of a
    positive result is consistent with it, and nothing can be promised.
    """
    low, high = sorted((if_present, if_absent))
    if not low < now < high:
        return 0.0
    chance_of_high = (now - low) / (high - low)
    expected = chance_of_high * binary_entropy_bits(high) + (1 - chance_of_high) * binary_entropy_bits(low)
    return binary_entropy_bits(now) - expected
