"""What a published decision rule says of one patient, as far as its items have been looked at."""

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from psoas.foundation.three_valued import Truth
from psoas.knowledge.conditions import fits
from psoas.knowledge.rules import Band, PublishedRule
from psoas.patient.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class ItemReading:
    """One item of a rule in this patient."""

    text: str
    truth: Truth
    points: float | None  # what it adds; none while it is not known


@dataclass(frozen=True, slots=True)
class RuleReading:
    """A rule with its items and the band it comes to.

    ``band`` is ``None`` while items that nobody has looked at could still carry the total into another
    one; ``possible`` are the names of the bands it can still come to.
    """

    rule: PublishedRule
    items: tuple[ItemReading, ...]
    least: float
    most: float
    band: Band | None
    possible: tuple[str, ...]

    @property
    def reading(self) -> Literal["for", "against", "neither", "open"]:
        """What the rule says: for, against, neither, or open."""
        return "open" if self.band is None else self.band.reading

    @property
    def not_examined(self) -> tuple[str, ...]:
        """The items that nobody has looked at."""
        return tuple(item.text for item in self.items if item.truth is None)


def read_rule(rule: PublishedRule, facts: CaseFacts) -> RuleReading | None:
    """Apply a rule; nothing if it was not made for this patient or none of its items is known."""
    if not fits(rule.applies, facts):
        return None
    truths = [item.when.truth(facts) for item in rule.items]
    if all(truth is None for truth in truths):
        return None
    worths = [item.worth(truth, neutral=rule.neutral) for item, truth in zip(rule.items, truths, strict=True)]
    combine = math.prod if rule.method == "product" else sum
    totals = {rule.neutral}
    for worth in worths:
        totals = {combine((total, one)) for total in totals for one in worth}
    possible = [rule.bands[place] for place in sorted({_place(rule, total) for total in totals})]
    return RuleReading(
        rule=rule,
        items=tuple(
            ItemReading(item.text, truth, None if truth is None else worth[0])
            for item, truth, worth in zip(rule.items, truths, worths, strict=True)
        ),
        least=min(totals),
        most=max(totals),
        band=possible[0] if len(possible) == 1 else None,
        possible=tuple(band.name for band in possible),
    )


def _place(rule: PublishedRule, total: float) -> int:
    """Return the place of a total's band; what lies between two bands belongs to the lower."""
    begins = [-math.inf if band.at_least is None else band.at_least for band in rule.bands]
    return bisect_right(begins, total) - 1
