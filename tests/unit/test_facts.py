"""What follows from a case."""

from collections.abc import Callable

import pytest

from psoas import Knowledge
from psoas.foundation.three_valued import Truth
from psoas.patient.facts import CaseFacts

Facts = Callable[[str], CaseFacts]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("complaint: {side: right}\nexamination: {slump: {right: present}}", True),
        ("complaint: {side: left}\nexamination: {slump: {right: present}}", None),
        ("complaint: {side: left}\nexamination: {slump: {right: present, left: absent}}", False),
        ("complaint: {side: both}\nexamination: {slump: {right: present, left: absent}}", True),
        ("complaint: {side: both}\nexamination: {slump: {right: absent}}", None),
        ("examination: {slump: {right: absent, left: absent}}", False),
        ("complaint: {side: right}", None),
    ],
)
def test_a_sided_finding_counts_on_the_side_of_the_complaint(
    facts_of: Facts, body: str, expected: Truth
) -> None:
    assert facts_of(body).holds("slump") is expected


@pytest.mark.parametrize(
    ("positives", "negatives", "expected"),
    [(3, 0, True), (2, 4, False), (2, 3, None), (0, 0, None), (1, 4, False), (0, 4, False)],
)
def test_three_of_six_tests_are_settled_as_soon_as_they_can_be(
    facts_of: Facts, positives: int, negatives: int, expected: Truth
) -> None:
    tests = [
        "sij-distraction",
        "sij-thigh-thrust",
        "sij-compression",
        "sij-sacral-thrust",
        "sij-gaenslen",
        "faber-posterior",
    ]
    states = ["present"] * positives + ["absent"] * negatives
    found = ", ".join(f"{test}: {{right: {state}}}" for test, state in zip(tests, states, strict=False))

    assert (
        facts_of(f"complaint: {{side: right}}\nexamination: {{{found}}}").holds("sij-three-or-more")
        is expected
    )


@pytest.mark.parametrize(
    ("regions", "extent"),
    [
        ("{back: {right: [low-back]}}", "back-only"),
        ("{back: {right: [low-back, buttock]}}", "above-knee"),
        ("{front: {right: [groin]}}", "above-knee"),
        ("{back: {right: [low-back, calf]}}", "below-knee"),
        ("{sole: {left: [sole-heel]}}", "below-knee"),
    ],
)
def test_the_extent_follows_the_drawing(facts_of: Facts, regions: str, extent: str) -> None:
    assert facts_of(f"complaint: {{regions: {regions}}}").choice("extent") == extent


def test_the_extent_is_not_known_without_a_drawing_or_a_word(facts_of: Facts) -> None:
    assert facts_of("complaint: {side: right}").choice("extent") is None


def test_a_chart_left_out_says_nothing_and_an_empty_one_says_no(facts_of: Facts) -> None:
    assert facts_of("complaint: {side: right}").holds("groin-pain") is None
    assert facts_of("complaint: {side: right, regions: {}}").holds("groin-pain") is False


def test_a_weak_muscle_is_one_below_grade_five(facts_of: Facts) -> None:
    facts = facts_of(
        "complaint: {side: left}\nexamination: {big-toe-extension-weakness: {left: 4, right: 5}}"
    )

    assert facts.holds("big-toe-extension-weakness", "left") is True
    assert facts.holds("big-toe-extension-weakness", "right") is False
    assert facts.value("big-toe-extension-weakness", "either") == 4


def test_body_mass_index_is_kilograms_by_square_metres(facts_of: Facts) -> None:
    facts = facts_of("person: {height_cm: 200, mass_kg: 100}")

    assert facts.quantity("body_mass_index") == 25


@pytest.mark.parametrize(
    "finding", ["slr", "hip-flexion-range", "pain-below-knee", "pelvic-incidence", "fever-or-unwell"]
)
@pytest.mark.parametrize("present", [True, False])
def test_what_is_supposed_is_as_if_it_were_read_anew(
    facts_of: Facts, knowledge: Knowledge, finding: str, present: bool
) -> None:
    """Supposing takes over what does not hang on the finding; read anew, nothing is taken over."""
    facts = facts_of(
        "complaint: {side: right, behaviour: {buttock-pain: present}}\nsafety: {fever: none}\n"
        "examination: {slr: {right: absent, left: present}, hip-flexion-range: {right: 110}}"
    )
    assert facts.extent is not None  # asked before, so that it could be taken over
    supposed = facts.supposing(finding, present=present)
    anew = CaseFacts.of(supposed.case, knowledge)

    for name in knowledge.findings:
        assert supposed.holds(name) is anew.holds(name), name
        assert supposed.holds(name, "other") is anew.holds(name, "other"), name
    assert supposed.extent is anew.extent
    assert supposed.quantity("pi_minus_ll") == anew.quantity("pi_minus_ll")
    assert supposed.choice("extent") == anew.choice("extent")
