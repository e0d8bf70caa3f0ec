"""Which nerve root, given that a root is the source: a separate, categorical step.

The levels start from their shares by age, and move with level-specific findings and, softly, with where
the pain is drawn: dermatome maps disagree, and most radicular pain does not follow them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from psoas.anatomy.regions import REGIONS, Extent
from psoas.anatomy.roots import RootLevel
from psoas.foundation.logit_normal import Z_90, expit
from psoas.knowledge.anatomy import Root
from psoas.knowledge.conditions import fits
from psoas.knowledge.contributors import LevelRow  # noqa: TC001 -- read by people, not only checkers
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class LevelEvidence:
    """One finding that speaks for or against some levels."""

    finding: str
    state: str
    levels: tuple[str, ...]
    lr: float
    weight: float
    source: str | None


@dataclass(frozen=True, slots=True)
class RootFinding:
    """Probability of each level, given root pain; with 90 % intervals."""

    levels: Mapping[str, float]
    intervals: Mapping[str, tuple[float, float]]
    side: str | None
    evidence: tuple[LevelEvidence, ...]


def root_level(facts: CaseFacts, knowledge: Knowledge) -> RootFinding:
    """Work out the level and the side of an irritated root.

    Knowledge: ``roots/*``, ``root_levels.csv``, ``parameters/dermatome-*``, ``parameters/lr-*``
    """
    roots: dict[str, Root] = {root.level: root for root in knowledge.roots.values()}
    levels = [level.value for level in RootLevel]
    score = {level: math.log(_share(roots[level], facts)) for level in levels}
    variance = dict.fromkeys(levels, knowledge.parameter("root-share-error") ** 2)
    evidence = _weighted_rows(facts, knowledge)
    error = knowledge.parameter("lr-standard-error")
    for entry in evidence:
        for level in entry.levels:
            score[level] += entry.weight * math.log(entry.lr)
            variance[level] += (entry.weight * error) ** 2
    for level in levels:
        fit = _drawing_fit(roots[level], facts, knowledge)
        if fit is not None:
            score[level] += math.log(fit)
            variance[level] += error**2
    side = facts.case.complaint.side
    probabilities, intervals = _normalised(score, variance)
    return RootFinding(probabilities, intervals, None if side == "central" else side, evidence)


def _share(root: Root, facts: CaseFacts) -> float:
    for share in root.shares:
        if fits(share.when, facts):
            return share.share
    return root.shares[-1].share


def _weighted_rows(facts: CaseFacts, knowledge: Knowledge) -> tuple[LevelEvidence, ...]:
    """Return the level findings, weighted within a dependence group and for the same levels."""
    highest = knowledge.parameter("lr-finding-highest")
    lowest = knowledge.parameter("lr-finding-lowest")
    small = knowledge.parameter("lr-small-study")
    shrinkage = knowledge.parameter("lr-small-study-shrinkage")
    halving = knowledge.parameter("lr-dependence-factor")
    found: dict[tuple[str, tuple[str, ...]], list[tuple[float, LevelRow, bool]]] = {}
    for row in knowledge.root_levels:
        state = facts.holds(row.finding)
        ratio = None if state is None else row.positive if state else row.negative
        if state is None or ratio is None:
            continue
        used = min(max(ratio.value, lowest), highest)
        if row.participants is not None and row.participants < small:
            used = used**shrinkage
        found.setdefault((row.group, row.levels), []).append((used, row, state))
    evidence: list[LevelEvidence] = []
    for members in found.values():
        members.sort(key=lambda member: (-abs(math.log(member[0])), member[1].finding))
        evidence += [
            LevelEvidence(
                finding=row.finding,
                state="present" if state else "absent",
                levels=row.levels,
                lr=used,
                weight=halving**rank,
                source=row.source,
            )
            for rank, (used, row, state) in enumerate(members)
        ]
    return tuple(evidence)


def _drawing_fit(root: Root, facts: CaseFacts, knowledge: Knowledge) -> float | None:
    """Return how well the regions drawn in the leg fit a root; ``None`` if none is drawn."""
    leg = {region.name for region in REGIONS if region.extent is not Extent.BACK_ONLY}
    drawn = {region for region in leg if facts.drawn(region) is True} - {"buttock", "lateral-hip"}
    if not drawn:
        return None
    kind = "s1" if root.level == "S1" else "other"
    share = {
        place: knowledge.parameter(f"dermatome-{kind}-{place}") for place in ("key", "adjacent", "elsewhere")
    }
    fits = [
        share["key"] if region in root.key_regions
        else share["adjacent"] if region in root.adjacent_regions
        else share["elsewhere"]
        for region in drawn
    ]  # fmt: skip
    return sum(fits) / len(fits)


def _normalised(
    score: Mapping[str, float], variance: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    """Turn scores into probabilities; intervals by the delta method on each level's log-odds."""
    top = max(score.values())
    weights = {level: math.exp(value - top) for level, value in score.items()}
    total = sum(weights.values())
    probabilities = {level: weight / total for level, weight in weights.items()}
    intervals: dict[str, tuple[float, float]] = {}
    for level, weight in weights.items():
        others = total - weight
        log_odds = math.log(weight / others)
        spread = variance[level] + sum(
            (weights[other] / others) ** 2 * variance[other] for other in weights if other != level
        )
        half = Z_90 * math.sqrt(spread)
        intervals[level] = (expit(log_odds - half), expit(log_odds + half))
    return probabilities, intervals
