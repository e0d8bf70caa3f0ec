"""Which published rules are worth a line to a clinician, and how each is put into words."""

from collections.abc import Sequence
from dataclasses import dataclass

from psoas.diagnosis.diagnosis import Diagnosis
from psoas.diagnosis.published_rules import RuleBeside
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.wording import counted, listed, small

MOST_NAMED = 3  # open rules that are named, those nearest to an answer


@dataclass(frozen=True, slots=True)
class SortedRules:
    """Rules by what a reader gets from them."""

    telling: tuple[RuleBeside, ...]
    quiet: tuple[RuleBeside, ...]  # say nothing, or no to what is very unlikely anyway
    open: tuple[RuleBeside, ...]  # items were not examined; the one with the fewest of them first


def sorted_rules(diagnosis: Diagnosis, knowledge: Knowledge) -> SortedRules:
    """Set rules apart that say something about what is in question from those that do not."""
    least = knowledge.parameter("word-unlikely-below")
    in_question = {
        one.contributor.id
        for one in diagnosis.contributors
        if one.contributor.id in diagnosis.leading
        or (one.ledger is not None and one.ledger.posterior.interval[1] >= least)
    }
    decided = [one for one in diagnosis.rules if one.reading.band is not None]
    telling = tuple(one for one in decided if _tells(one, in_question))
    return SortedRules(
        telling=telling,
        quiet=tuple(one for one in decided if one not in telling),
        open=tuple(
            sorted(
                (one for one in diagnosis.rules if one.reading.band is None),
                key=lambda one: len(one.reading.not_examined),
            )
        ),
    )


def _tells(one: RuleBeside, in_question: set[str]) -> bool:
    if one.reading.reading == "neither":
        return False
    return one.reading.reading == "for" or one.agrees is False or one.reading.rule.contributor in in_question


def said_in_words(one: RuleBeside) -> str:
    """Say what a rule came to: "for (2 or more of 4)"."""
    band = one.reading.band
    assert band is not None
    said = "says nothing" if band.reading == "neither" else band.reading
    return f"{said} ({small(band.name)})"


def quiet_in_words(rules: Sequence[RuleBeside]) -> str:
    """Say how many rules have nothing to add."""
    if not rules:
        return ""
    some = counted(len(rules), "rule says", "rules say")
    return f"{some} nothing, or only no to what is very unlikely anyway."


def open_in_words(rules: Sequence[RuleBeside]) -> str:
    """Say how many rules are open, and which are nearest to an answer."""
    if not rules:
        return ""
    some = counted(len(rules), "rule is", "rules are")
    named = [
        f"{one.reading.rule.name} ({counted(count, 'item', 'items')} missing)"
        for one in rules[:MOST_NAMED]
        for count in (len(one.reading.not_examined),)
    ]
    return f"{some} open because items were not examined; nearest to an answer: {listed(named)}."
