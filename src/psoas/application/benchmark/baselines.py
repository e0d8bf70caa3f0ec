"""What the engine is compared with: a plain product of ratios, the priors alone, and words in the text."""

import math
import re
from collections.abc import Mapping

from psoas.diagnosis.ledger import prior_for
from psoas.foundation.logit_normal import expit, logit
from psoas.knowledge.contributors import Contributor
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts

_NEVER_ZERO = 1e-6  # a ratio of 0 would decide for good; no study shows that


def prior_probabilities(facts: CaseFacts, knowledge: Knowledge) -> dict[str, float]:
    """Return what is believed before any finding."""
    return {
        one.id: _prior(one, facts) for one in knowledge.contributors.values() if one.kind == "probability"
    }


def naive_probabilities(facts: CaseFacts, knowledge: Knowledge) -> dict[str, float]:
    """Multiply every published ratio of every finding, as if findings were independent.

    No caps, no shrinkage, no weights, and a cluster beside the findings it is made of.
    """
    probabilities: dict[str, float] = {}
    for contributor, prior in prior_probabilities(facts, knowledge).items():
        log_odds = logit(prior)
        for row in knowledge.scoring_rows[contributor]:
            if not row.is_for(facts):
                continue
            state = facts.holds(row.finding)
            ratio = None if state is None else row.positive if state else row.negative
            if ratio is not None:
                log_odds += math.log(max(ratio.value, _NEVER_ZERO))
        probabilities[contributor] = expit(log_odds)
    return probabilities


def _prior(contributor: Contributor, facts: CaseFacts) -> float:
    return (prior_for(contributor.priors, facts) or contributor.priors[-1]).probability


# What a keyword alarm looks for in a text. It knows no negation: that is the point of comparing with it.
_ALARMS: Mapping[str, re.Pattern[str]] = {
    family: re.compile(pattern, re.IGNORECASE)
    for family, pattern in {
        "cauda-equina": r"\b(numb\w*|saddle|bladder|bowel|inconti\w+|pee(ing)?|urin\w+|leak\w*|toilet)\b",
        "fracture": r"\b(fell|fall|accident|crash|osteoporo\w*|steroid\w*|fractur\w*|broke\w*)\b",
        "malignancy": r"\b(cancer|tumou?r|weight loss|lost (some )?weight|lost \d+)\b",
        "infection": r"\b(fever\w*|chills?|infect\w*|temperature|night sweats?)\b",
        "vascular": r"\b(faint\w*|aneurysm|pulsat\w*|collapsed?|clot)\b",
        "motor-deficit": r"\b(foot drops?|weak\w*|cannot lift|gives? way|paraly\w*)\b",
    }.items()
}


def alarms(text: str) -> tuple[str, ...]:
    """Return the families of danger that a keyword alarm sees in a text."""
    return tuple(family for family, pattern in _ALARMS.items() if pattern.search(text))
