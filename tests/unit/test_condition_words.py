"""Conditions of the knowledge in words."""

import pytest
from pydantic import TypeAdapter

from psoas import Knowledge
from psoas.foundation.documents import parse_yaml
from psoas.knowledge.checks import CHOICES, QUANTITIES
from psoas.knowledge.conditions import Condition, leaves
from psoas.knowledge.references import pointed_to
from psoas.reports.condition_words import Clause, in_words

ADAPTER: TypeAdapter[Condition] = TypeAdapter(Condition)


def said(text: str, knowledge: Knowledge) -> str:
    return str(in_words(ADAPTER.validate_python(parse_yaml(text).value), knowledge))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{quantity: age_years, at_least: 60}", "Age 60 years or more"),
        ("{quantity: age_years, at_least: 40, at_most: 59}", "Age 40 to 59 years"),
        ("{quantity: pain_now, at_most: 3}", "Pain now 3 of 10 or less"),
        ("{quantity: body_mass_index, at_least: 30.0}", "Body mass index 30 or more"),
        ("{choice: onset, one_of: [sudden, after-lifting, after-injury]}", "Onset: sudden, after lifting, or after injury"),
        ("{drawn: [buttock, lateral-hip], side: both}", "Pain drawn: buttock or lateral hip on both sides"),
        ("{contributor: lumbar-stenosis, at_least: 0.5}", "Symptomatic lumbar spinal stenosis with at least 50 in 100"),
        ("{finding: hip-internal-rotation, at_most: 14.9}", "Hip internal rotation 14.9 degrees or less"),
        ("{finding: osteoporosis}", "Osteoporosis"),
        ("{finding: achilles-reflex-reduced, at_most: 1, side: either}", "Achilles reflex 1 or less (0 none, 2 normal) on either side"),
        ("{not: {finding: osteoporosis}}", "Not (Osteoporosis)"),
        ("{count: 2, of: [{finding: osteoporosis}, {quantity: age_years, at_least: 65}]}",
         "At least 2 of (Osteoporosis; Age 65 years or more)"),
        ("{any: [{all: [{finding: osteoporosis}]}, {choice: sex, one_of: [female]}]}",
         "Any of (All of (Osteoporosis); Sex: female)"),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_the_words_of_its_records(text: str, words: str, knowledge: Knowledge) -> None:
    assert said(text, knowledge) == words


def test_every_quantity_and_choice_there_can_be_has_words(knowledge: Knowledge) -> None:
    for name in QUANTITIES:
        assert said(f"{{quantity: {name}, at_least: 5}}", knowledge).endswith(" or more")
    for name, choices in CHOICES.items():
        for choice in choices:
            assert choice.replace("-", " ") in said(f"{{choice: {name}, one_of: [{choice}]}}", knowledge)


def names(clause: Clause) -> list[tuple[str, str]]:
    own = [(clause.kind, clause.identifier)] if clause.kind else []
    return own + [name for part in clause.parts for name in names(part)]


def count(clause: Clause) -> int:
    return sum(map(count, clause.parts)) if clause.parts else 1


def test_no_leaf_is_lost_and_links_lead_to_what_it_asks_for(knowledge: Knowledge) -> None:
    for flag in knowledge.red_flags.values():
        asked = [(kinds[0], name) for kinds, name in pointed_to(flag.when)]
        clause = in_words(flag.when, knowledge)

        assert names(clause) == asked, flag.id
        assert count(clause) == len(list(leaves(flag.when))), flag.id
