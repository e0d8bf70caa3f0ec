"""Published rules: bands, open items, products, and their place beside our own estimate."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pydantic import ValidationError

from psoas import Knowledge, assess
from psoas.diagnosis.ledger import ledger
from psoas.diagnosis.published_rules import published_rules
from psoas.knowledge.rules import PublishedRule
from psoas.patient.case import Case
from psoas.patient.facts import CaseFacts
from psoas.patient.rule_reading import read_rule

Facts = Callable[[str], CaseFacts]
Read = Callable[[str], Case]

NOTHING = {"status": "judgement", "rationale": "invented for a test"}
THREE_OF_FOUR = {
    "id": "three-of-four",
    "name": "Three of four",
    "contributor": "sacroiliac",
    "predicts": "sacroiliac pain",
    "applies_to": "everybody",
    "items": (
        {"text": "distraction", "when": {"finding": "sij-distraction"}, "points": 1.0},
        {"text": "thigh thrust", "when": {"finding": "sij-thigh-thrust"}, "points": 1.0},
        {"text": "compression", "when": {"finding": "sij-compression"}, "points": 1.0},
        {"text": "sacral thrust", "when": {"finding": "sij-sacral-thrust"}, "points": 1.0},
    ),
    "bands": (
        {"name": "0", "at_most": 0.0, "reading": "against", "ratio": {"value": 0.1}, **NOTHING},
        {"name": "1 or 2", "at_least": 1.0, "at_most": 2.0, "reading": "neither", **NOTHING},
        {
            "name": "3 or 4", "at_least": 3.0, "reading": "for",
            "ratio": {"value": 4.0, "low": 2.0, "high": 8.0}, **NOTHING,
        },
    ),
    "participants": 48,
    "population": "a test",
    "reference": "a test",
    "spectrum": "injection",
    "standing": "derivation",
    "warning": "none",
    **NOTHING,
}  # fmt: skip


def rule(**changed: object) -> PublishedRule:
    return PublishedRule.model_validate({**THREE_OF_FOUR, **changed})


def sij_tests(**states: str) -> str:
    inner = ", ".join(f"sij-{name.replace('_', '-')}: {{right: {state}}}" for name, state in states.items())
    return f"complaint: {{side: right}}\nexamination: {{{inner}}}"


@pytest.mark.parametrize(
    ("states", "reading", "possible"),
    [
        ({"distraction": "present", "thigh_thrust": "present", "compression": "present"}, "for", ("3 or 4",)),
        ({"distraction": "present"}, "open", ("1 or 2", "3 or 4")),
        ({"distraction": "absent"}, "open", ("0", "1 or 2", "3 or 4")),
        (
            {"distraction": "absent", "thigh_thrust": "absent", "compression": "present"},
            "neither",
            ("1 or 2",),
        ),
        (
            dict.fromkeys(("distraction", "thigh_thrust", "compression", "sacral_thrust"), "absent"),
            "against",
            ("0",),
        ),
    ],
)
def test_a_rule_decides_only_when_the_items_left_cannot_change_its_band(
    states: dict[str, str], reading: str, possible: tuple[str, ...], facts_of: Facts
) -> None:
    found = read_rule(rule(), facts_of(sij_tests(**states)))

    assert found is not None
    assert (found.reading, found.possible) == (reading, possible)


def test_a_rule_none_of_whose_items_is_known_is_not_read(facts_of: Facts) -> None:
    assert read_rule(rule(), facts_of("complaint: {side: right}")) is None


def test_a_rule_made_for_others_is_not_read(facts_of: Facts) -> None:
    only_old = rule(applies={"quantity": "age_years", "at_least": 60.0})
    body = "person: {birth_year: 1990}\n" + sij_tests(distraction="present")

    assert read_rule(only_old, facts_of(body)) is None


def test_a_product_multiplies_and_counts_what_is_absent(facts_of: Facts) -> None:
    product = rule(
        method="product",
        items=(
            {"text": "a", "when": {"finding": "sij-distraction"}, "points": 3.0, "otherwise": 0.5},
            {"text": "b", "when": {"finding": "sij-thigh-thrust"}, "points": 2.0, "otherwise": 0.4},
        ),
        bands=(
            {"name": "low", "at_most": 1.0, "reading": "neither", **NOTHING},
            {"name": "high", "at_least": 1.0001, "reading": "for", **NOTHING},
        ),
    )

    found = read_rule(product, facts_of(sij_tests(distraction="present", thigh_thrust="absent")))

    assert found is not None
    assert found.least == found.most == pytest.approx(1.2)
    assert found.reading == "for"


def test_a_band_that_no_total_left_can_reach_is_not_named(facts_of: Facts) -> None:
    """One item of 3 points is open: the total is 0 or 3, never 1 or 2."""
    weighted = rule(
        items=(
            {"text": "a", "when": {"finding": "sij-distraction"}, "points": 1.0},
            {"text": "b", "when": {"finding": "sij-thigh-thrust"}, "points": 3.0},
        )
    )

    found = read_rule(weighted, facts_of(sij_tests(distraction="absent")))

    assert found is not None
    assert (found.band, found.possible) == (None, ("0", "3 or 4"))


def test_a_total_between_two_bands_belongs_to_the_lower(facts_of: Facts) -> None:
    """A product hits the gap between "below 2", written as 1.99, and "from 2"."""
    product = rule(
        method="product",
        items=({"text": "a", "when": {"finding": "sij-distraction"}, "points": 1.995},),
        bands=(
            {"name": "below 2", "at_most": 1.99, "reading": "against", **NOTHING},
            {"name": "from 2", "at_least": 2.0, "reading": "for", **NOTHING},
        ),
    )

    found = read_rule(product, facts_of(sij_tests(distraction="present")))

    assert found is not None
    assert (found.reading, found.possible) == ("against", ("below 2",))


def test_bands_with_a_gap_are_refused() -> None:
    broken = [dict(band) for band in THREE_OF_FOUR["bands"]]  # type: ignore[attr-defined]
    broken[1] = {key: value for key, value in broken[1].items() if key != "at_most"}

    with pytest.raises(ValidationError, match="do not follow each other"):
        rule(bands=tuple(broken))


def test_the_rule_alone_moves_the_prior_by_its_ratio_and_nothing_else(
    knowledge: Knowledge, facts_of: Facts
) -> None:
    """Prior p, ratio 4: odds 4p/(1-p)."""
    facts = facts_of(sij_tests(distraction="present", thigh_thrust="present", compression="present"))
    with_rule = replace(knowledge, rules={"three-of-four": rule()})
    found = ledger(knowledge.contributors["sacroiliac"], facts, knowledge)

    (beside,) = published_rules({"sacroiliac": found}, facts, with_rule)

    odds = 4 * found.prior.probability / (1 - found.prior.probability)
    assert beside.alone is not None
    assert beside.alone.probability == pytest.approx(odds / (1 + odds))


def test_a_rule_never_moves_a_ledger(knowledge: Knowledge, read: Read) -> None:
    case = read(sij_tests(distraction="present", thigh_thrust="present", compression="present"))
    without = replace(knowledge, rules={})
    with_rule = replace(knowledge, rules={"three-of-four": rule()})

    one, other = (assess(case, known).diagnosis.strengths(known) for known in (without, with_rule))

    assert one == other
