"""The order in which contributors stand, and which of them the story leads with."""

import math
from collections.abc import Collection, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from psoas.diagnosis.judged import Judged, strength
from psoas.knowledge.conditions import ChoiceIs, FindingIs, Leaf, leaves
from psoas.knowledge.contributors import Prior
from psoas.knowledge.knowledge import Knowledge


class Step(IntEnum):
    """Where a contributor stands: what is likely first, what stands by age and sex alone last.

    Tender muscles go with back pain of every source, so that a cause which findings speak for stands before
    a moderate finding; alignment and load are a context and stand with the moderate findings at best.
    """

    LIKELY = 0
    MARKED = 1
    AS_LIKELY_AS_NOT = 2
    POSSIBLE = 3
    MODERATE = 4
    UNLIKELY = 5
    MILD = 6
    BY_AGE_ALONE = 7


_GRADES = {"marked": Step.MARKED, "moderate": Step.MODERATE, "mild": Step.MILD}
_LEADING = frozenset({Step.LIKELY, Step.MARKED, Step.AS_LIKELY_AS_NOT, Step.MODERATE})
_MORE_LIKELY_THAN_NOT = 0.5


class Ranked(NamedTuple):
    """Where a contributor stands; sorts by its fields, the first to lead first."""

    step: Step
    is_context: bool
    minus_weight: float
    identifier: str


def ranked(
    judged: Sequence[Judged],
    knowledge: Knowledge,
    *,
    weights: Mapping[str, float] | None = None,
    supported: Collection[str] | None = None,
) -> list[Ranked]:
    """Put every contributor that has a probability or was found in its place.

    Parameters
    ----------
    judged : Sequence[Judged]
        The contributors.
    knowledge : Knowledge
        The limits between the steps.
    weights : Mapping[str, float], optional
        Other probabilities than those judged, from another way to reason.
    supported : Collection[str], optional
        The contributors for which that way found anything; by default those that our findings speak for.

    Knowledge: ``parameters/leading-*``, ``parameters/word-even-below``
    """
    weights = {one.contributor.id: strength(one, knowledge) for one in judged} | dict(weights or {})
    if supported is None:
        supported = supported_by_findings(judged, knowledge)
    places: list[Ranked] = []
    for one in judged:
        identifier, is_context = one.contributor.id, one.contributor.group == "alignment"
        if one.opinion is not None or one.ledger is not None:
            weight = weights[identifier]
            step = _step(weight, knowledge, is_supported=identifier in supported)
            places.append(Ranked(step, False, -weight, identifier))
        elif one.grading is not None and one.grading.is_found:
            step = _GRADES[one.grading.grade]
            places.append(
                Ranked(max(step, Step.MODERATE) if is_context else step, is_context, 0.0, identifier)
            )
    return sorted(places)


def _step(weight: float, knowledge: Knowledge, *, is_supported: bool) -> Step:
    if weight >= knowledge.parameter("word-even-below"):
        return Step.LIKELY
    if not is_supported:
        return Step.BY_AGE_ALONE
    if weight >= knowledge.parameter("leading-probability"):
        return Step.AS_LIKELY_AS_NOT
    is_possible = weight >= knowledge.parameter("leading-probability-alone")
    return Step.POSSIBLE if is_possible else Step.UNLIKELY


def leading(places: Sequence[Ranked]) -> tuple[str, ...]:
    """Return the contributors the story leads with, the strongest first.

    A possible cause leads only where it stands first.
    """
    return tuple(
        one.identifier
        for place, one in enumerate(places)
        if one.step in _LEADING or (place == 0 and one.step is Step.POSSIBLE)
    )


def supported_by_findings(judged: Sequence[Judged], knowledge: Knowledge) -> frozenset[str]:
    """Return the contributors that findings together speak for, or the clinician.

    A starting value that already counts a finding of the history (a sport), or that the place of the pain
    makes more likely than not, is support as well; one by age and sex alone is not. Nothing supports what
    stays unlikely over its whole interval.

    Knowledge: ``parameters/support-ratio``, ``parameters/leading-probability-alone``,
    ``parameters/word-unlikely-below``
    """
    return frozenset(one.contributor.id for one in judged if _is_supported(one, knowledge))


def _is_supported(one: Judged, knowledge: Knowledge) -> bool:
    if one.ledger is None or one.opinion is not None:
        return one.opinion is not None
    if one.ledger.posterior.interval[1] < knowledge.parameter("word-unlikely-below"):
        return False
    least = math.log(knowledge.parameter("support-ratio", before=1))
    return sum(row.shift for row in one.ledger.rows) >= least or _is_informed(one.ledger.prior, knowledge)


def _is_informed(prior: Prior, knowledge: Knowledge) -> bool:
    """Tell whether a starting value counts more than age and sex, and is high enough to name."""
    if prior.when is None or prior.probability < knowledge.parameter("leading-probability-alone"):
        return False
    asked = list(leaves(prior.when))
    if prior.probability >= _MORE_LIKELY_THAN_NOT:
        return any(isinstance(leaf, FindingIs) or _is_extent(leaf) for leaf in asked)
    return any(
        isinstance(leaf, FindingIs) and knowledge.findings[leaf.finding].section == "history"
        for leaf in asked
    )


def _is_extent(leaf: Leaf) -> bool:
    return isinstance(leaf, ChoiceIs) and leaf.choice == "extent"
