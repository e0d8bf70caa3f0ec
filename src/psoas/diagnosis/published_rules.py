"""Published decision rules beside our own estimate: what each says, and whether the two agree."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from psoas.diagnosis.ledger import Ledger, standard_error
from psoas.foundation.logit_normal import LogitNormal
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts
from psoas.patient.rule_reading import RuleReading, read_rule


@dataclass(frozen=True, slots=True)
class RuleBeside:
    """A rule's reading, the probability it alone would give, and whether it agrees with the ledger.

    ``agrees`` is ``None`` where the rule says nothing clear or our own estimate lies between.
    """

    reading: RuleReading
    alone: LogitNormal | None  # our prior moved by the rule's own ratio and by nothing else
    agrees: bool | None


def published_rules(
    ledgers: Mapping[str, Ledger], facts: CaseFacts, knowledge: Knowledge
) -> tuple[RuleBeside, ...]:
    """Read every published rule about a contributor or a danger that fits this patient.

    A rule never enters a ledger: many were derived in one selected group and never tested in another.

    Knowledge: ``rules/*``, ``parameters/word-*``
    """
    beside = []
    for rule in knowledge.rules.values():
        if rule.contributor is None and rule.family is None:
            continue  # about the course: see the outlook
        reading = read_rule(rule, facts)
        found = ledgers.get(rule.contributor or "")
        if reading is None:
            continue
        if found is None:
            beside.append(RuleBeside(reading, None, None))
        else:
            beside.append(
                RuleBeside(reading, _alone(reading, found, knowledge), _agrees(reading, found, knowledge))
            )
    return tuple(beside)


def _alone(reading: RuleReading, found: Ledger, knowledge: Knowledge) -> LogitNormal | None:
    if reading.band is None or reading.band.ratio is None:
        return None
    prior, ratio = found.prior, reading.band.ratio
    belief = LogitNormal.from_range(probability=prior.probability, low=prior.low, high=prior.high)
    return belief.shifted(by=math.log(ratio.value), variance=standard_error(ratio, knowledge) ** 2)


def _agrees(reading: RuleReading, found: Ledger, knowledge: Knowledge) -> bool | None:
    if reading.reading not in ("for", "against"):
        return None
    probability = found.posterior.probability
    is_held = probability >= knowledge.parameter("word-possible-below")
    is_doubted = probability < knowledge.parameter("word-unlikely-below")
    if not is_held and not is_doubted:
        return None
    return is_held if reading.reading == "for" else is_doubted
