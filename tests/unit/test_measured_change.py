"""A measurement at two times: change is what the error of measuring does not give by itself."""

import math

import pytest

from psoas.alignment.sagittal import standard_error
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.change import detectable_change, measured_change


def test_the_detectable_change_by_hand() -> None:
    # straight leg raise, standard error 2.06 degrees: 1.645 * 1.41421 * 2.06
    assert detectable_change(2.06) == pytest.approx(4.7924, abs=1e-3)


@pytest.mark.parametrize(
    ("before", "now", "worse", "verdict"),
    [
        (38, 22, "high", "better"),  # fingertips come nearer to the floor
        (22, 38, "high", "worse"),
        (35, 55, "low", "better"),  # the leg goes higher
        (55, 35, "low", "worse"),
        (30, 33, "low", "no clear change"),
        (30, 27, "high", "no clear change"),
        (30, 30, "low", "no clear change"),
        (20, 40, None, "more"),
        (40, 20, None, "less"),
    ],
)
def test_the_verdict_knows_which_direction_is_worse(
    before: float, now: float, worse: str, verdict: str
) -> None:
    change = measured_change(before, now, error=2.06, worse=worse)  # type: ignore[arg-type]

    assert change.verdict == verdict
    assert change.difference == now - before


def test_without_an_error_nobody_can_tell() -> None:
    change = measured_change(10, 60, error=None, worse="low")

    assert (change.verdict, change.detectable) == ("cannot tell", None)


def test_the_same_value_is_no_change_whatever_the_error() -> None:
    assert measured_change(10, 10, error=None, worse="low").verdict == "no clear change"


def test_a_difference_as_large_as_the_least_counts() -> None:
    error = 1 / 1.6448536269514722 / math.sqrt(2)  # so that the least change is 1

    assert measured_change(3, 4.0001, error=error, worse="high").verdict == "worse"
    assert measured_change(3, 3.9999, error=error, worse="high").verdict == "no clear change"


@pytest.mark.parametrize(
    ("finding", "error"),
    [("pelvic-tilt", 3.0), ("lumbar-lordosis-angle", 3.0), ("slip-percent", 4.0), ("cobb-angle", None)],
)
def test_angles_of_a_report_have_the_error_of_reading_a_film(
    knowledge: Knowledge, finding: str, error: float | None
) -> None:
    assert standard_error(finding, knowledge) == error
