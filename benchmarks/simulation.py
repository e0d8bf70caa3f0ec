"""Simulated patients whose findings hang together: the grouped ledger against the naive product.

For every contributor with a probability, patients are drawn with and without it. The findings of one
dependence group share a hidden normal variable, given the contributor, with a correlation that is
varied; each finding keeps the sensitivity and specificity that its two published ratios imply. Then both
ways to reason are measured on the same patients. ``python -m benchmarks.simulation`` prints the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from psoas import Knowledge, load_knowledge
from psoas.application.benchmark.measures import Array, brier, slope
from psoas.diagnosis.posteriors import LedgerPlan, add_up, expit, ledger_plans
from psoas.foundation.three_valued_columns import FALSE, TRUE, UNKNOWN, Truths
from psoas.knowledge.contributors import AccuracyRow

SEED = 20261127
PATIENTS = 20_000  # a contributor and correlation
CORRELATIONS = (0.0, 0.2, 0.4, 0.6, 0.8)
EXAMINED = 0.7  # chance that a finding was looked at


@dataclass(frozen=True, slots=True)
class Outcome:
    """How both ways did at one correlation."""

    correlation: float
    grouped_brier: float
    grouped_slope: float
    naive_brier: float
    naive_slope: float


def simulate(knowledge: Knowledge, *, patients: int = PATIENTS, seed: int = SEED) -> tuple[Outcome, ...]:
    """Draw cohorts at every correlation and measure both ways."""
    plans = [(plan, rows) for plan in ledger_plans(knowledge) if len(rows := _usable(plan)) > 1]
    return tuple(_outcome(plans, correlation, patients, seed) for correlation in CORRELATIONS)


def _usable(plan: LedgerPlan) -> list[AccuracyRow]:
    """Return single findings whose two ratios imply a sensitivity and a specificity."""
    return [
        row
        for row in plan.rows
        if row.type == "finding"
        and row.positive is not None
        and row.negative is not None
        and row.negative.value < 1 < row.positive.value
    ]


def _outcome(
    plans: Sequence[tuple[LedgerPlan, list[AccuracyRow]]], correlation: float, patients: int, seed: int
) -> Outcome:
    generator = np.random.default_rng(seed)
    grouped, naive, truth = [], [], []
    for plan, rows in plans:
        last = len(plan.priors) - 1
        has_it = generator.random(patients) < plan.priors[last].probability
        results = _draw(rows, has_it, correlation, generator)
        everything = {row.id: np.full(patients, UNKNOWN, np.int8) for row in plan.rows} | results
        grouped.append(add_up(plan, [last] * patients, everything).probability)
        naive.append(_product(plan.priors[last].probability, rows, results))
        truth.append(has_it.astype(float))
    ours, theirs, outcome = (np.concatenate(one) for one in (grouped, naive, truth))
    return Outcome(
        correlation,
        brier(ours, outcome),
        slope(ours, outcome)[0],
        brier(theirs, outcome),
        slope(theirs, outcome)[0],
    )


def _draw(
    rows: Sequence[AccuracyRow], has_it: np.ndarray, correlation: float, generator: np.random.Generator
) -> dict[str, Truths]:
    shared = {row.group: generator.standard_normal(len(has_it)) for row in rows}
    results: dict[str, Truths] = {}
    for row in rows:
        assert row.positive is not None
        assert row.negative is not None
        plus, minus = row.positive.value, row.negative.value
        false_positive = (1 - minus) / (plus - minus)
        chance = np.where(has_it, plus * false_positive, false_positive)
        own = generator.standard_normal(len(has_it))
        hidden = np.sqrt(correlation) * shared[row.group] + np.sqrt(1 - correlation) * own
        state = np.where(hidden < norm.ppf(chance), np.int8(TRUE), np.int8(FALSE))
        is_examined = generator.random(len(has_it)) < EXAMINED
        results[row.id] = np.where(is_examined, state, np.int8(UNKNOWN))
    return results


def _product(prior: float, rows: Sequence[AccuracyRow], results: dict[str, Truths]) -> Array:
    log_odds: Array = np.full(len(next(iter(results.values()))), np.log(prior / (1 - prior)))
    for row in rows:
        assert row.positive is not None
        assert row.negative is not None
        log_odds += np.where(results[row.id] == TRUE, np.log(row.positive.value), 0)
        log_odds += np.where(results[row.id] == FALSE, np.log(row.negative.value), 0)
    return expit(log_odds)


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as a table in Markdown."""
    lines = [
        "| correlation within a group | slope, grouped | slope, naive | Brier, grouped | Brier, naive |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.correlation:g} | {one.grouped_slope:.2f} | {one.naive_slope:.2f} | {one.grouped_brier:.4f} | "
        f"{one.naive_brier:.4f} |"
        for one in outcomes
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(simulate(load_knowledge())))
