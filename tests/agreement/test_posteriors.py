"""The ledger against independent ways to the same number."""

import itertools
import math
import random

import pytest

from psoas import Assessment, Knowledge
from psoas.diagnosis.ledger import Ledger
from psoas.foundation.logit_normal import LogitNormal


def by_enumeration(ledger: Ledger) -> float:
    """Return the posterior from the whole joint table: the condition and one yes-or-no node a ledger row.

    A row with ratio r = LR ** weight becomes a node that is seen with chance min(1, r) / 2 where the
    condition is present and min(1, 1 / r) / 2 where it is not. Every state of every node is written down,
    the table is checked to sum to one, and only then the states that were seen are picked out.
    """
    ratios = [row.lr**row.weight for row in ledger.rows]
    table: dict[tuple[bool, tuple[bool, ...]], float] = {}
    for present in (True, False):
        for states in itertools.product((True, False), repeat=len(ratios)):
            chance = ledger.prior.probability if present else 1 - ledger.prior.probability
            for seen, ratio in zip(states, ratios, strict=True):
                likely = min(1.0, ratio if present else 1 / ratio) / 2
                chance *= likely if seen else 1 - likely
            table[present, states] = chance
    assert math.isclose(sum(table.values()), 1.0, rel_tol=1e-9)
    everything_seen = (True,) * len(ratios)
    with_it, without_it = table[True, everything_seen], table[False, everything_seen]
    return with_it / (with_it + without_it)


def test_every_posterior_of_every_example_agrees_with_the_joint_table(
    assessed: dict[str, Assessment],
) -> None:
    compared = 0
    for assessment in assessed.values():
        for judged in assessment.diagnosis.contributors:
            if judged.ledger is not None:
                expected = by_enumeration(judged.ledger)
                assert judged.ledger.posterior.probability == pytest.approx(expected, abs=1e-9)
                compared += 1
    assert compared == 13 * 13  # thirteen examples, thirteen contributors with a probability


def test_intervals_agree_with_sampling(assessed: dict[str, Assessment]) -> None:
    """Draw the prior's log-odds and each ln LR as normals; their sum has the interval of the ledger."""
    draw = random.Random(20261122)
    for name in ("todays-patient", "lumbar-stenosis", "sacroiliac-after-birth"):
        judged = assessed[name].diagnosis.contributors[0]
        assert judged.ledger is not None
        prior = judged.ledger.prior
        start = LogitNormal.from_range(probability=prior.probability, low=prior.low, high=prior.high)
        sums = sorted(
            draw.gauss(start.mean, math.sqrt(start.variance))
            + sum(row.weight * draw.gauss(math.log(row.lr), row.standard_error) for row in judged.ledger.rows)
            for _ in range(40_000)
        )
        sampled = [1 / (1 + math.exp(-sums[int(len(sums) * share)])) for share in (0.05, 0.95)]

        assert list(judged.ledger.posterior.interval) == pytest.approx(sampled, abs=0.01)


def test_root_levels_agree_with_enumeration(assessed: dict[str, Assessment], knowledge: Knowledge) -> None:
    """Bayes over the five levels, one finding after the other, starting from what the drawing leaves."""
    root = assessed["suspected-fracture"].diagnosis.root
    start = {record.level: record for record in knowledge.roots.values()}
    shares = {level: record.shares for level, record in start.items()}
    facts = assessed["suspected-fracture"].case
    assert facts.age_years == 78

    # No leg pain and no level finding that is not normal: by age 60 and over, only shares and normal tests.
    belief = {level: next(s.share for s in rows if "60" in s.who) for level, rows in shares.items()}
    for one, level in itertools.product(root.evidence, belief):
        if level in one.levels:
            belief[level] *= one.lr**one.weight
    total = sum(belief.values())

    assert dict(root.levels) == pytest.approx({level: value / total for level, value in belief.items()})
