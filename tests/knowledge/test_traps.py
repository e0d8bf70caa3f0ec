"""Mistakes that are copied from page to page about these numbers: none of them stands in the knowledge."""

import math
from collections.abc import Iterator

import pytest

from psoas import Knowledge
from psoas.knowledge.contributors import AccuracyRow, RedFlagRow


def rows(
    knowledge: Knowledge, contributor: str, finding: str | None = None, source: str | None = None
) -> list[AccuracyRow]:
    return [
        row
        for row in knowledge.accuracy
        if row.contributor == contributor
        and (finding is None or row.finding == finding)
        and (source is None or row.source == source)
    ]


def every_row(knowledge: Knowledge) -> Iterator[AccuracyRow | RedFlagRow]:
    yield from knowledge.accuracy
    yield from knowledge.red_flag_accuracy


def test_the_bedside_fair_test_does_not_borrow_the_figures_of_the_h_reflex(knowledge: Knowledge) -> None:
    (bedside,) = rows(knowledge, "deep-gluteal", "bedside-fair")
    (electrical,) = rows(knowledge, "deep-gluteal", "fair-h-reflex-delay")

    assert (bedside.status, bedside.sensitivity, bedside.specificity) == ("judgement", None, None)
    assert bedside.positive is not None
    assert bedside.positive.value <= 2
    assert (electrical.role, electrical.positive, electrical.negative) == ("range", None, None)


def test_91_and_80_belong_to_either_piriformis_test_and_not_to_the_seated_one(knowledge: Knowledge) -> None:
    (seated,) = rows(knowledge, "deep-gluteal", "seated-piriformis-stretch")
    (either,) = rows(knowledge, "deep-gluteal", "deep-gluteal-either")

    assert (seated.sensitivity, seated.specificity) == (0.52, 0.90)
    assert (either.sensitivity, either.specificity) == (0.91, 0.80)


def test_lasletts_negative_cluster_is_0_08_and_not_0_80(knowledge: Knowledge) -> None:
    found = rows(knowledge, "sacroiliac", "sij-three-or-more", "laslett-2005-sacroiliac")

    assert [round(row.negative.value, 2) for row in found if row.negative] == [0.08]


def test_no_single_sacroiliac_test_carries_the_figures_of_the_cluster(knowledge: Knowledge) -> None:
    single = [row for row in rows(knowledge, "sacroiliac") if row.type == "finding"]

    assert single
    assert not [row.id for row in single if row.specificity in (0.78, 0.83) and row.sensitivity == 0.91]


def test_hip_joint_pain_is_felt_in_the_buttock_by_71_and_in_the_knee_by_2_in_100(
    knowledge: Knowledge,
) -> None:
    felt = {
        row.finding: row.sensitivity
        for row in rows(knowledge, "hip-osteoarthritis", source="lesher-2008-hip")
    }

    assert (felt["buttock-pain"], felt["knee-pain"], felt["low-back-pain"]) == (0.71, 0.02, 0.0)


def test_nothing_takes_0_04_percent_of_cauda_equina_for_0_04(knowledge: Knowledge) -> None:
    shares = [row.post_test for row in knowledge.red_flag_accuracy if row.family == "cauda-equina"]

    assert 0.04 not in shares
    assert "cauda-equina" not in knowledge.contributors


def test_absence_of_a_classic_flag_never_rules_out_cauda_equina(knowledge: Knowledge) -> None:
    """Pooled sensitivities are 0.19 to 0.43; the 0.90 for retention is an old series and is not there."""
    pooled = [row for row in knowledge.red_flag_accuracy if row.id.startswith("cauda-pooled-")]

    assert len(pooled) >= 4
    for row in pooled:
        assert row.negative is None
        assert row.sensitivity_high is None or row.sensitivity_high <= 0.57
    assert not [
        row.id
        for row in knowledge.red_flag_accuracy
        if row.family == "cauda-equina" and row.finding.startswith("bladder-") and row.sensitivity == 0.9
    ]


def test_downies_percentages_are_shares_after_the_test_and_no_ratios(knowledge: Knowledge) -> None:
    by_id = {row.id: row for row in knowledge.red_flag_accuracy}

    for name, share in (("fracture-steroids-post-test", 0.33), ("fracture-contusion-post-test", 0.62)):
        assert by_id[name].post_test == share
        assert by_id[name].positive is None


def test_sciatica_of_surgical_series_scores_nobody_who_already_has_leg_pain(knowledge: Knowledge) -> None:
    scoring = {row.finding for row in knowledge.scoring_rows["nerve-root"]}

    assert not scoring & {"pain-below-knee", "leg-pain", "posterior-thigh-pain"}
    assert not [
        row.id for row in rows(knowledge, "nerve-root") if (row.sensitivity, row.specificity) == (0.95, 0.88)
    ]


def test_the_hip_rule_does_not_get_weaker_with_more_items(knowledge: Knowledge) -> None:
    ratios = [band.ratio.value for band in knowledge.rules["sutlive-hip-osteoarthritis"].bands if band.ratio]
    scoring = {row.finding for row in knowledge.scoring_rows["hip-osteoarthritis"]}

    assert ratios == sorted(ratios)
    assert not scoring & {"sutlive-four-or-more", "sutlive-all-five"}


def test_majlesis_disputed_specificities_give_no_ratio(knowledge: Knowledge) -> None:
    disputed = [row for row in rows(knowledge, "nerve-root") if "majlesi" in row.id]

    assert disputed
    for row in disputed:
        assert (row.role, row.positive, row.negative) == ("range", None, None)


def test_broadhurst_and_bonds_two_operating_points_are_not_one(knowledge: Knowledge) -> None:
    pairs = {(0.77, 0.5), (0.8, 0.69), (0.87, 0.65)}

    assert not [
        row.id
        for row in rows(knowledge, "sacroiliac")
        if (row.sensitivity, row.specificity) in pairs and (row.positive or row.negative)
    ]


def test_no_ratio_is_zero_or_infinite_where_it_scores(knowledge: Knowledge) -> None:
    for scoring in knowledge.scoring_rows.values():
        for row in scoring:
            for ratio in (row.positive, row.negative):
                assert ratio is None or (0 < ratio.value < math.inf), row.id


def test_odds_ratios_are_kept_apart_from_likelihood_ratios(knowledge: Knowledge) -> None:
    with_odds = [row for row in every_row(knowledge) if row.odds is not None]

    assert len(with_odds) > 20
    for row in with_odds:
        for ratio in (row.positive, row.negative):
            assert ratio is None or row.odds is None or ratio.value != row.odds.value, row.id


def test_rows_that_tell_two_conditions_apart_never_score(knowledge: Knowledge) -> None:
    pairwise = [row for row in knowledge.accuracy if row.against is not None]

    assert len(pairwise) >= 8
    assert {row.role for row in pairwise} == {"range"}


def test_age_is_in_the_priors_and_scores_nowhere(knowledge: Knowledge) -> None:
    of_age = {
        name for name in knowledge.findings if name.startswith("age-") or name in ("male", "female-sex")
    }
    scoring = {row.finding for found in knowledge.scoring_rows.values() for row in found}

    assert len(of_age) > 5
    assert not scoring & of_age


def test_every_visible_row_says_who_against_whom_and_by_what_reference(knowledge: Knowledge) -> None:
    for row in every_row(knowledge):
        assert row.population.strip(), row.id
        assert row.comparator.strip(), row.id
        assert row.reference.strip(), row.id


@pytest.mark.parametrize("least", [230])
def test_the_evidence_is_read_and_not_padded(knowledge: Knowledge, least: int) -> None:
    read = [row for row in every_row(knowledge) if row.status == "read"]

    assert len(read) + sum(row.status == "read" for row in knowledge.root_levels) >= least
    for row in read:
        assert row.source in knowledge.sources
        assert row.locator


def test_a_mechanism_never_becomes_a_ratio(knowledge: Knowledge) -> None:
    scoring = {row.finding for found in knowledge.scoring_rows.values() for row in found}

    assert not scoring & {"nociceptive", "peripheral-neuropathic", "central"}
    for mechanism in knowledge.mechanisms.values():
        assert "ratio" not in type(mechanism.performance).model_fields
        assert mechanism.warning
