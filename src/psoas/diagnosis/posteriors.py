"""The ledger of `ledger.py` for many patients at once: the same lines and weights, one array a line.

What a result is worth and where it stands in its dependence group does not depend on the patient; it is
taken from the ledger once, and then every line is added for all patients together.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from psoas.diagnosis.ledger import group_limit, ledger_row, place_in_group
from psoas.foundation.logit_normal import Z_90, LogitNormal
from psoas.foundation.three_valued_columns import FALSE, TRUE, UNKNOWN, Flags, Floats, Truths
from psoas.knowledge.contributors import AccuracyRow, Contributor, Prior
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.column_facts import ColumnFacts


@dataclass(frozen=True, slots=True)
class Line:
    """What one result of one row adds where it counts in full."""

    row: AccuracyRow
    result: int  # TRUE or FALSE
    shift: float  # ln LR
    variance: float
    parts: frozenset[str]
    is_cluster: bool


@dataclass(frozen=True, slots=True)
class LedgerPlan:
    """The ledger of a contributor as far as it is the same for every patient."""

    contributor: Contributor
    priors: tuple[Prior, ...]  # a clinic's own before the shipped ones; the last fits everybody
    beliefs: tuple[LogitNormal, ...]
    rows: tuple[AccuracyRow, ...]
    groups: tuple[tuple[Line, ...], ...]  # each dependence group in the order in which its lines count
    factor: float  # weight of a line, relative to the one before
    limit: float  # how far a group can move the log-odds
    cluster_limit: float  # where it holds a cluster


@dataclass(frozen=True, eq=False)
class Posterior:
    """The median probability of a contributor and its central 90 % interval, one place a patient."""

    probability: Floats
    low: Floats
    high: Floats


def ledger_plans(knowledge: Knowledge) -> tuple[LedgerPlan, ...]:
    """Return the plan of every contributor with a probability.

    Knowledge: ``accuracy/*.csv``, ``contributors/*``, ``parameters/lr-*``
    """
    return tuple(
        _plan(contributor, knowledge)
        for contributor in knowledge.contributors.values()
        if contributor.kind == "probability"
    )


def posterior(plan: LedgerPlan, facts: ColumnFacts) -> Posterior:
    """Work out the posterior of a contributor for every patient.

    Notes
    -----
    As in the ledger: ``logit(posterior) = logit(prior) + sum(weight * ln lr)``; variance: that of the
    prior plus ``sum(weight**2 * standard_error**2)``. A group beyond its limit is scaled down to it.
    """
    results = {row.id: _result(row, facts) for row in plan.rows}
    return add_up(plan, _prior(plan, facts), results)


def add_up(
    plan: LedgerPlan, which: Sequence[int] | NDArray[np.intp], results: Mapping[str, Truths]
) -> Posterior:
    """Add the lines of a ledger to the starting value of each patient.

    Parameters
    ----------
    plan : LedgerPlan
        Of the contributor.
    which : Sequence[int] | NDArray[np.intp]
        The place of each patient's prior in the plan.
    results : Mapping[str, Truths]
        The state of every row's finding, by row, one place a patient.
    """
    mean = np.array([belief.mean for belief in plan.beliefs])[which]
    variance = np.array([belief.variance for belief in plan.beliefs])[which]
    for group in plan.groups:
        _add(group, results, plan, mean, variance)
    half = Z_90 * np.sqrt(variance)
    return Posterior(expit(mean), expit(mean - half), expit(mean + half))


def expit(log_odds: Floats) -> Floats:
    """Return the probabilities that have these log-odds."""
    return 1 / (1 + np.exp(-log_odds))


def _plan(contributor: Contributor, knowledge: Knowledge) -> LedgerPlan:
    groups: dict[str, list[tuple[tuple[bool, float, str], Line]]] = {}
    priors = (*contributor.local_priors, *contributor.priors)
    rows = knowledge.scoring_rows[contributor.id]
    for row in rows:
        for result, ratio in ((TRUE, row.positive), (FALSE, row.negative)):
            if ratio is None:
                continue
            full = ledger_row(row, knowledge, state=result == TRUE)
            is_cluster = row.type == "cluster"
            line = Line(
                row=row,
                result=result,
                shift=math.log(full.lr),
                variance=full.standard_error**2,
                parts=knowledge.parts_of(row.finding),
                is_cluster=is_cluster,
            )
            groups.setdefault(row.group, []).append((place_in_group(full, is_cluster=is_cluster), line))
    return LedgerPlan(
        contributor=contributor,
        priors=priors,
        beliefs=tuple(
            LogitNormal.from_range(probability=prior.probability, low=prior.low, high=prior.high)
            for prior in priors
        ),
        rows=rows,
        groups=tuple(
            tuple(line for _, line in sorted(lines, key=lambda one: one[0])) for lines in groups.values()
        ),
        factor=knowledge.parameter("lr-dependence-factor"),
        limit=group_limit(has_cluster=False, knowledge=knowledge),
        cluster_limit=group_limit(has_cluster=True, knowledge=knowledge),
    )


def _prior(plan: LedgerPlan, facts: ColumnFacts) -> NDArray[np.intp]:
    """Return the place of the first prior that is known to fit; the last one fits everybody."""
    last = len(plan.priors) - 1
    which = np.full(facts.cases.count, last, np.intp)
    for place in range(last - 1, -1, -1):
        when = plan.priors[place].when
        which[... if when is None else facts.truth(when) == TRUE] = place
    return which


def _result(row: AccuracyRow, facts: ColumnFacts) -> Truths:
    """Return the state of a row's finding where the row applies, and not known elsewhere."""
    state = facts.holds(row.finding)
    if row.applies is not None:
        state = np.where(facts.holds(row.applies) == TRUE, state, np.int8(UNKNOWN))
    if row.superseded_by is not None:
        state = np.where(facts.holds(row.superseded_by) == UNKNOWN, state, np.int8(UNKNOWN))
    return state


def _add(
    group: Sequence[Line], results: Mapping[str, Truths], plan: LedgerPlan, mean: Floats, variance: Floats
) -> None:
    """Add the lines of a dependence group: each with the weight that those before it leave, up to a limit."""
    weight, total, spread = np.ones_like(mean), np.zeros_like(mean), np.zeros_like(mean)
    limit = np.full_like(mean, plan.limit)
    clusters: list[tuple[frozenset[str], Flags]] = []
    for line in group:
        counts = results[line.row.id] == line.result
        for parts, is_taken in clusters:
            if parts & line.parts:  # it is counted in the cluster
                counts &= ~is_taken
        if not counts.any():
            continue
        if line.is_cluster:
            clusters.append((line.parts, counts))
            limit[counts] = plan.cluster_limit
        share = weight * counts
        total += share * line.shift
        spread += share * share * line.variance
        weight -= share * (1 - plan.factor)
    is_beyond = np.abs(total) > limit
    if is_beyond.any():
        scale = limit[is_beyond] / np.abs(total[is_beyond])
        total[is_beyond] *= scale
        spread[is_beyond] *= scale * scale
    mean += total
    variance += spread
