"""The public benchmark: enough of every kind, honest files, the floor it must not fall below, its document."""

import math
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from tests.cases import ROOT

from psoas import Knowledge
from psoas.application.benchmark.baselines import alarms
from psoas.application.benchmark.measures import Share, brier, calibration, slope
from psoas.application.benchmark.run import Benchmark, run_benchmark
from psoas.application.benchmark.vignettes import Read, VignetteError, read_vignettes
from psoas.reports.benchmark_document import ROWS, benchmark_data

FOLDER = ROOT / "benchmarks/vignettes"


@pytest.fixture(scope="module")
def vignettes(knowledge: Knowledge) -> tuple[Read, ...]:
    return read_vignettes(FOLDER, knowledge)


@pytest.fixture(scope="module")
def found(vignettes: tuple[Read, ...], knowledge: Knowledge) -> Benchmark:
    return run_benchmark(vignettes, knowledge)


def test_there_is_enough_of_every_kind(vignettes: tuple[Read, ...]) -> None:
    kinds = Counter(one.vignette.kind for one in vignettes)
    worded = sum(one.vignette.wording != "plain" for one in vignettes if one.vignette.kind == "safety")

    assert len(vignettes) >= 220
    assert kinds["safety"] >= 60
    assert worded >= 30
    assert kinds["single"] >= 100
    assert kinds["multiple"] >= 40
    assert kinds["little"] >= 20


def test_every_contributor_and_every_root_stands_in_a_single_vignette(
    vignettes: tuple[Read, ...], knowledge: Knowledge
) -> None:
    single = [one.vignette.expected for one in vignettes if one.vignette.kind == "single"]

    assert {name for one in single for name in one.contributors} == set(knowledge.contributors)
    assert {one.root for one in single if one.root} == {"L2", "L3", "L4", "L5", "S1"}


def test_a_changed_expectation_says_when_and_why(vignettes: tuple[Read, ...]) -> None:
    for one in vignettes:
        for change in one.vignette.changes:
            assert change.on
            assert len(change.why.split()) > 5


def test_no_sentinel_is_missed_and_alarms_are_few(found: Benchmark) -> None:
    """The targets: every sentinel, over-triage of at most one in ten."""
    safety = found.engine.safety
    assert safety is not None

    assert safety.sentinels.count == safety.sentinels.of
    assert safety.over_triage.value is not None
    assert safety.over_triage.value <= 0.10


def test_what_it_rests_on_beats_the_starting_values(found: Benchmark) -> None:
    engine, prior = found.engine, found.baselines["prior"]
    assert engine.single is not None
    assert prior.single is not None
    assert engine.calibration is not None
    assert prior.calibration is not None

    assert (engine.single.top1.value or 0) > (prior.single.top1.value or 0) + 0.2
    assert engine.calibration.brier < prior.calibration.brier


def test_the_document_has_the_keys_that_readers_rely_on(found: Benchmark, knowledge: Knowledge) -> None:
    data = benchmark_data(found, knowledge)

    assert data["vignettes"] == len(found.results)
    assert {"cases", "sensitivity", "over_triage"} <= set(data["safety"])
    assert {"cases", "top1", "top3"} <= set(data["single"])
    assert {"cases", "all_in_top3"} <= set(data["multiple"])
    assert {"brier", "slope"} <= set(data["calibration"])
    assert set(data["baselines"]) == {"naive", "prior", "regex"}
    for baseline in data["baselines"].values():
        assert set(baseline) == {"safety", "single", "multiple", "calibration"}


def test_what_cannot_be_said_is_a_dash_and_null(knowledge: Knowledge, tmp_path: Path) -> None:
    """Both vignettes expect a graded contributor only: no outcome differs, and there is no slope."""
    for name in ("blind-strain-lifting-boxes", "graded-abductor-after-cast"):
        shutil.copy(FOLDER / f"{name}.yaml", tmp_path)

    found = run_benchmark(read_vignettes(tmp_path, knowledge), knowledge)
    data = benchmark_data(found, knowledge)

    assert (data["calibration"]["slope"], data["calibration"]["slope_interval"]) == (None, [None, None])
    assert ROWS["calibration slope (1 is perfect)"](found.engine) == "–"


def test_the_interval_of_the_slope_leaves_out_draws_without_one() -> None:
    """A third of the draws hold the first vignette twice, whose outcomes are all the same."""
    found = calibration(
        np.array([0.2, 0.4, 0.3, 0.6]), np.array([0.0, 0.0, 1.0, 0.0]), np.array([0, 0, 1, 1])
    )

    assert math.isfinite(found.slope)
    assert all(math.isfinite(end) for end in found.slope_interval)


def test_wilsons_interval_is_the_published_one() -> None:
    """9 of 10 at 90 %: z = 1.6449; centre (0.9 + z²/20)/(1 + z²/10) = 0.8148, half width 0.1632."""
    low, high = Share(9, 10).interval or (0, 0)

    assert (low, high) == pytest.approx((0.6517, 0.9779), abs=2e-3)


def test_a_share_of_nothing_has_no_value() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval) == (None, None)


def test_brier_by_hand() -> None:
    assert brier(np.array([0.9, 0.2]), np.array([1.0, 0.0])) == pytest.approx((0.01 + 0.04) / 2)


@pytest.mark.parametrize("stretch", [0.5, 1.0, 2.0])
def test_the_slope_is_what_probabilities_were_stretched_by(stretch: float) -> None:
    """Outcomes drawn from logit q; probabilities given as logit q / stretch: the slope is the stretch."""
    generator = np.random.default_rng(7)
    log_odds = generator.normal(0, 1.5, 60_000)
    outcome = (generator.random(60_000) < 1 / (1 + np.exp(-log_odds))).astype(float)
    told = 1 / (1 + np.exp(-log_odds / stretch))

    assert slope(told, outcome)[0] == pytest.approx(stretch, rel=0.05)


def test_the_slope_of_one_outcome_only_is_not_told() -> None:
    assert math.isnan(slope(np.array([0.1, 0.9]), np.array([1.0, 1.0]))[0])


def test_calibration_holds_every_pair_in_one_bin() -> None:
    probability = np.linspace(0.001, 0.999, 50)
    fit = calibration(probability, (probability > 0.5).astype(float), np.arange(50))

    assert sum(one.observed.of for one in fit.bins) == 50


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("My legs are numb.", ("cauda-equina",)),
        ("No numbness at all.", ("cauda-equina",)),  # the alarm knows no negation
        ("It hurts when I sit.", ()),
    ],
)
def test_the_keyword_alarm(text: str, families: tuple[str, ...]) -> None:
    assert alarms(text) == families


BROKEN: dict[str, Any] = {
    "id": "broken",
    "kind": "single",
    "presentation": "x",
    "pattern": "x",
    "case": {"complaint": {"sides": "right"}},
    "expected": {"disposition": ["proceed"], "contributors": ["facets"]},
}


def test_everything_wrong_with_a_vignette_is_said_at_once(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "broken.yaml").write_text(yaml.safe_dump(BROKEN), encoding="utf-8")

    with pytest.raises(VignetteError) as error:
        read_vignettes(tmp_path, knowledge)

    told = str(error.value)
    assert "There is no contributor 'facets'." in told
    assert "'sides' is no part of it." in told


def test_a_file_that_cannot_be_read_is_one_problem_of_all(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.yaml").mkdir()
    dated = {**BROKEN, "id": "c", "case": {"recorded_on": "2020-01-01", "id": "mine"}}
    (tmp_path / "c.yaml").write_text(yaml.safe_dump(dated), encoding="utf-8")

    with pytest.raises(VignetteError) as error:
        read_vignettes(tmp_path, knowledge)

    told = str(error.value)
    assert "a.yaml: It is not text in UTF-8." in told
    assert "b.yaml: It cannot be read: Is a directory." in told
    assert "c.yaml: The case gives its own 'id'." in told
    assert "c.yaml: The case gives its own 'recorded_on'." in told


def test_a_folder_without_vignettes_is_said(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(VignetteError, match="holds no vignettes"):
        read_vignettes(tmp_path, knowledge)


def test_a_danger_that_may_proceed_is_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    """It could not be missed, and would count as sent in time whatever is said."""
    danger = {
        **BROKEN,
        "kind": "safety",
        "is_dangerous": True,
        "case": {},
        "expected": {"disposition": ["proceed"]},
    }
    (tmp_path / "broken.yaml").write_text(yaml.safe_dump(danger), encoding="utf-8")

    with pytest.raises(VignetteError, match="a danger is sent somewhere"):
        read_vignettes(tmp_path, knowledge)


def test_a_report_that_was_coded_again_counts_once(vignettes: tuple[Read, ...], knowledge: Knowledge) -> None:
    again = read_vignettes(ROOT / "benchmarks/second_codings", knowledge)

    assert all(one.vignette.same_report_as is None for one in vignettes)
    assert {one.vignette.same_report_as for one in again} <= {one.vignette.id for one in vignettes}
