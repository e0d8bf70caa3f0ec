"""Alignment readings against published formulas, worked out by hand."""

from collections.abc import Callable

import pytest

from psoas import Knowledge
from psoas.alignment.sagittal import alignment_readings
from psoas.patient.facts import CaseFacts

Facts = Callable[[str], CaseFacts]


def test_lordosis_is_compared_with_the_formula_of_hasegawa(knowledge: Knowledge, facts_of: Facts) -> None:
    """LL = 32.9 + 0.60 x 50 - 0.23 x 46 = 52.32 degrees; +- 1.645 x 11.2 = 18.42."""
    facts = facts_of(
        "person: {birth_year: 1980}\nmeasurements: {pelvic-incidence: 50, lumbar-lordosis-angle: 75}"
    )

    reading = next(r for r in alignment_readings(facts, knowledge) if r.id == "lumbar-lordosis-angle")

    assert reading.usual == pytest.approx((52.32 - 18.42, 52.32 + 18.42), abs=0.02)
    assert reading.word == "more than usual"


@pytest.mark.parametrize(
    ("incidence", "lordosis", "word"),
    [(50, 45, "well matched"), (50, 40, "moderate mismatch"), (55, 30, "marked mismatch")],
)
def test_mismatch_follows_the_srs_schwab_steps_of_10_and_20_degrees(
    knowledge: Knowledge, facts_of: Facts, incidence: int, lordosis: int, word: str
) -> None:
    facts = facts_of(f"measurements: {{pelvic-incidence: {incidence}, lumbar-lordosis-angle: {lordosis}}}")

    readings = {reading.id: reading for reading in alignment_readings(facts, knowledge)}

    assert (readings["pi-minus-ll"].value, readings["pi-minus-ll"].word) == (incidence - lordosis, word)


@pytest.mark.parametrize(
    ("percent", "word"),
    [
        (5, "no slip beyond measuring error"),
        (20, "Meyerding grade I"),
        (25, "Meyerding grade I"),
        (30, "Meyerding grade II"),
        (60, "Meyerding grade III"),
        (99, "Meyerding grade IV"),
    ],
)
def test_slip_is_graded_by_quarters(knowledge: Knowledge, facts_of: Facts, percent: int, word: str) -> None:
    (reading,) = alignment_readings(facts_of(f"measurements: {{slip-percent: {percent}}}"), knowledge)

    assert reading.word == word
