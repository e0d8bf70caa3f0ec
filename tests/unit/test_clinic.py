"""The clinic file: what is wrong in it is said, with what would be right."""

import pytest

from psoas import Knowledge
from psoas.care.clinic import Clinic, check_offers, read_clinic
from psoas.foundation.errors import ClinicError


def test_the_shipped_clinic_offers_what_is_known(clinic: Clinic, knowledge: Knowledge) -> None:
    assert clinic.offers
    check_offers(clinic, knowledge)


@pytest.mark.parametrize("offer", ["cupping", "massage"])  # massage is known, and no complementary offer
def test_every_unknown_offer_is_a_problem_of_its_own(
    clinic: Clinic, knowledge: Knowledge, offer: str
) -> None:
    other = clinic.model_copy(update={"offers": ("heat", offer, "no-such-thing")})

    with pytest.raises(ClinicError) as caught:
        check_offers(other, knowledge, name="ours.yaml")

    assert str(caught.value).startswith("ours.yaml: 2 problems")
    assert [offer in problem.what for problem in caught.value.problems] == [True, False]
    assert all("acupuncture, heat, mindfulness" in problem.remedy for problem in caught.value.problems)


def test_a_missing_line_is_named() -> None:
    with pytest.raises(ClinicError, match="phone"):
        read_clinic("name: Ours")
