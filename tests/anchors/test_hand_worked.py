"""Numbers worked out by hand or published; each row says how it was obtained."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from psoas import Knowledge
from psoas.diagnosis.ledger import ledger
from psoas.foundation.logit_normal import LogitNormal, binary_entropy_bits
from psoas.knowledge.contributors import AccuracyRow, Ratio
from psoas.patient.facts import CaseFacts

Facts = Callable[[str], CaseFacts]


def row(
    finding: str, positive: Ratio | None, negative: Ratio | None = None, **changes: object
) -> AccuracyRow:
    values: dict[str, object] = {
        "id": finding, "contributor": "sacroiliac", "finding": finding, "role": "score", "type": "finding",
        "group": "sacroiliac-provocation", "sensitivity": None, "specificity": None, "positive": positive,
        "negative": negative, "basis": "published", "participants": 100, "population": "-", "comparator": "-",
        "reference": "-", "spectrum": "mixed", "applies": None, "source": None, "locator": None,
        "status": "judgement", "note": "-",
    }  # fmt: skip
    return AccuracyRow.model_validate({**values, **changes})


def test_a_published_range_becomes_a_90_percent_interval() -> None:
    belief = LogitNormal.from_range(probability=0.5, low=0.2, high=0.8)

    # logit 0.8 = ln 4 = 1.386294; 1.386294 / 1.644854 = 0.842807; squared 0.710324
    assert belief.mean == 0
    assert belief.variance == pytest.approx(0.710324, abs=1e-6)
    assert belief.interval == pytest.approx((0.2, 0.8), abs=1e-12)


@pytest.mark.parametrize(
    ("probability", "bits"),
    [
        pytest.param(0.5, 1.0, id="a fair coin holds one bit"),
        pytest.param(0.25, 0.811278, id="0.25 x 2 + 0.75 x log2(4/3) = 0.5 + 0.311278"),
        pytest.param(1.0, 0.0, id="what is certain holds none"),
    ],
)
def test_entropy(probability: float, bits: float) -> None:
    assert binary_entropy_bits(probability) == pytest.approx(bits, abs=1e-6)


def test_members_of_a_group_weigh_one_half_quarter(knowledge: Knowledge, facts_of: Facts) -> None:
    """Distraction 3.16, thigh thrust 2.84, compression 2.23 make 6.5, not the naive product of 20.

    3.16 x 2.84^(1/2) x 2.23^(1/4) = 3.16 x 1.68523 x 1.22202 = 6.5076
    """
    rows = (
        row("sij-compression", Ratio(value=2.23)),
        row("sij-distraction", Ratio(value=3.16)),
        row("sij-thigh-thrust", Ratio(value=2.84)),
    )
    facts = facts_of(
        "complaint: {side: right}\nexamination: {sij-compression: {right: present}, "
        "sij-distraction: {right: present}, sij-thigh-thrust: {right: present}}"
    )

    found = ledger(knowledge.contributors["sacroiliac"], facts, replace(knowledge, accuracy=rows))

    assert [(one.finding, one.weight) for one in found.rows] == [
        ("sij-distraction", 1.0),
        ("sij-thigh-thrust", 0.5),
        ("sij-compression", 0.25),
    ]
    assert math.exp(sum(one.shift for one in found.rows)) == pytest.approx(6.5076, abs=1e-3)


def test_a_cluster_replaces_its_members(knowledge: Knowledge, facts_of: Facts) -> None:
    """Prior 0.2 (odds 0.25) and the pooled cluster ratio 2.13 make 0.5325 / 1.5325 = 0.34747."""
    rows = (
        row("sij-three-or-more", Ratio(value=2.13, low=1.2, high=3.9), type="cluster"),
        row("sij-distraction", Ratio(value=3.16)),
        row("sij-thigh-thrust", Ratio(value=2.84)),
    )
    contributor = knowledge.contributors["sacroiliac"]
    prior = contributor.priors[-1].model_copy(
        update={"probability": 0.2, "low": 0.1, "high": 0.36, "when": None}
    )
    contributor = contributor.model_copy(update={"priors": (prior,)})
    facts = facts_of(
        "complaint: {side: right}\nexamination: {sij-compression: {right: present}, "
        "sij-distraction: {right: present}, sij-thigh-thrust: {right: present}}"
    )

    found = ledger(contributor, facts, replace(knowledge, accuracy=rows))

    assert {one.finding: one.weight for one in found.rows} == {
        "sij-three-or-more": 1.0,
        "sij-distraction": 0.0,
        "sij-thigh-thrust": 0.0,
    }
    assert found.posterior.probability == pytest.approx(0.34747, abs=1e-5)


def test_a_cluster_leaves_what_is_not_part_of_it(knowledge: Knowledge, facts_of: Facts) -> None:
    """The cluster counts in full, a test outside it with half: 2.13 x 4^(1/2) = 4.26."""
    rows = (
        row("sij-three-or-more", Ratio(value=2.13), type="cluster"),
        row("sij-distraction", Ratio(value=3.16)),
        row("gillet", Ratio(value=4.0)),
    )
    facts = facts_of(
        "complaint: {side: right}\nexamination: {sij-compression: {right: present}, gillet: {right: present}, "
        "sij-distraction: {right: present}, sij-thigh-thrust: {right: present}}"
    )

    found = ledger(knowledge.contributors["sacroiliac"], facts, replace(knowledge, accuracy=rows))

    assert {one.finding: one.weight for one in found.rows} == {
        "sij-three-or-more": 1.0,
        "sij-distraction": 0.0,
        "gillet": 0.5,
    }
    assert math.exp(sum(one.shift for one in found.rows)) == pytest.approx(4.26, abs=1e-9)


@pytest.mark.parametrize(
    ("ratio", "participants", "kind", "used"),
    [
        pytest.param(24.3, 200, "finding", 10.0, id="a single finding is capped at 10"),
        pytest.param(24.3, 200, "cluster", 20.0, id="a cluster is capped at 20"),
        pytest.param(0.0, 200, "finding", 0.1, id="zero is no ratio: 0.1"),
        pytest.param(4.0, 48, "finding", 2.0, id="48 people: ln LR halved, 4^(1/2) = 2"),
        pytest.param(24.3, 41, "finding", math.sqrt(10), id="capped, then halved: 10^(1/2)"),
        pytest.param(4.0, 60, "finding", 4.0, id="60 people are enough"),
    ],
)
def test_caps_and_shrinkage(
    knowledge: Knowledge, facts_of: Facts, ratio: float, participants: int, kind: str, used: float
) -> None:
    rows = (row("sij-distraction", Ratio(value=ratio), participants=participants, type=kind),)
    facts = facts_of("complaint: {side: right}\nexamination: {sij-distraction: {right: present}}")

    found = ledger(knowledge.contributors["sacroiliac"], facts, replace(knowledge, accuracy=rows))

    assert found.rows[0].lr == pytest.approx(used, rel=1e-12)


def test_the_standard_error_comes_from_the_published_interval(knowledge: Knowledge, facts_of: Facts) -> None:
    """Wide-based gait 13 (1.9 to 95): (ln 95 - ln 1.9) / 3.92 = ln 50 / 3.92 = 0.99797."""
    rows = (
        row("sij-distraction", Ratio(value=13, low=1.9, high=95)),
        row("sij-gaenslen", Ratio(value=2.0), group="repeated-movement"),
    )
    facts = facts_of(
        "complaint: {side: right}\n"
        "examination: {sij-distraction: {right: present}, sij-gaenslen: {right: present}}"
    )

    found = ledger(knowledge.contributors["sacroiliac"], facts, replace(knowledge, accuracy=rows))

    errors = {one.finding: one.standard_error for one in found.rows}
    assert errors["sij-distraction"] == pytest.approx(0.99797, abs=2e-4)
    assert errors["sij-gaenslen"] == 0.5  # none published


def test_a_negative_ratio_is_used_when_the_finding_is_absent(knowledge: Knowledge, facts_of: Facts) -> None:
    rows = (row("sij-distraction", Ratio(value=3.16), Ratio(value=0.49)),)
    facts = facts_of("complaint: {side: right}\nexamination: {sij-distraction: {right: absent}}")

    found = ledger(knowledge.contributors["sacroiliac"], facts, replace(knowledge, accuracy=rows))

    assert [(one.state, one.lr) for one in found.rows] == [("absent", 0.49)]


def test_a_row_for_another_kind_of_patient_does_not_apply(knowledge: Knowledge, facts_of: Facts) -> None:
    rows = (row("sij-distraction", Ratio(value=3.0), applies="recent-childbirth"),)
    body = "complaint: {side: right}\nexamination: {sij-distraction: {right: present}}\n"
    contributor, known = knowledge.contributors["sacroiliac"], replace(knowledge, accuracy=rows)

    assert ledger(contributor, facts_of(body), known).rows == ()
    assert len(ledger(contributor, facts_of(body + "medical: {recent-childbirth: present}"), known).rows) == 1


@pytest.mark.parametrize("image", ["present", "absent"])
def test_a_sign_says_nothing_more_once_its_reference_is_known(
    image: str, knowledge: Knowledge, facts_of: Facts
) -> None:
    """A step was felt for because it stands for a slip; a film that shows the slip or its absence settles that."""
    rows = (row("spinous-step-off", Ratio(value=3.0), superseded_by="imaging-spondylolisthesis"),)
    body = "complaint: {side: right}\nexamination: {spinous-step-off: present}\n"
    contributor, known = knowledge.contributors["sacroiliac"], replace(knowledge, accuracy=rows)

    assert len(ledger(contributor, facts_of(body), known).rows) == 1
    filmed = facts_of(body + f"measurements: {{imaging-spondylolisthesis: {image}}}")
    assert ledger(contributor, filmed, known).rows == ()
