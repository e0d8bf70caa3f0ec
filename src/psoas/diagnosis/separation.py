"""Contributors whose order is not settled: the findings so far do not tell which is the more probable."""

from collections.abc import Sequence
from itertools import pairwise

from psoas.diagnosis.judged import Judged
from psoas.knowledge.knowledge import Knowledge


def not_separated(
    judged: Sequence[Judged], ranking: Sequence[str], knowledge: Knowledge
) -> tuple[tuple[str, ...], ...]:
    """Return groups of neighbors in the ranking that cannot be separated yet.

    Two neighbors belong together when each one's probability lies within the other's interval. What is
    unlikely, and what the clinician has judged, is not asked about any more.

    Knowledge: ``parameters/word-unlikely-below``
    """
    least = knowledge.parameter("word-unlikely-below")
    by_identifier = {one.contributor.id: one for one in judged}
    open_ones = [
        one
        for one in (by_identifier[identifier] for identifier in ranking)
        if one.ledger is not None and one.opinion is None and one.ledger.posterior.probability >= least
    ]
    groups: list[list[str]] = []
    for first, second in pairwise(open_ones):
        if not (_within(first, second) and _within(second, first)):
            continue
        if groups and groups[-1][-1] == first.contributor.id:
            groups[-1].append(second.contributor.id)
        else:
            groups.append([first.contributor.id, second.contributor.id])
    return tuple(tuple(group) for group in groups)


def _within(one: Judged, other: Judged) -> bool:
    assert one.ledger is not None
    assert other.ledger is not None
    low, high = other.ledger.posterior.interval
    return low <= one.ledger.posterior.probability <= high
