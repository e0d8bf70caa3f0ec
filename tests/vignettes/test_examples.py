"""The examples do what a clinician expects; the expectations were written before the engine was run."""

from typing import Any

import pytest
import yaml
from tests.cases import EXAMPLES, ROOT

from psoas import Assessment, Knowledge, Plan

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests/vignettes/expectations.yaml").read_text(encoding="utf-8")
)
examples = pytest.mark.parametrize("name", sorted(EXPECTED))


def test_every_example_has_an_expectation() -> None:
    assert sorted(EXPECTED) == [path.stem for path in EXAMPLES]


@examples
def test_screening_says_what_a_clinician_would(
    name: str, assessed: dict[str, Assessment], knowledge: Knowledge
) -> None:
    expected, screening = EXPECTED[name], assessed[name].screening

    families = {knowledge.red_flags[action.id].family for action in screening.actions}
    assert screening.disposition == expected["disposition"]
    assert set(expected.get("families", ())) <= families
    assert set(expected.get("unanswered", ())) <= set(screening.unanswered)


@examples
def test_the_right_contributors_lead(name: str, assessed: dict[str, Assessment]) -> None:
    expected, diagnosis = EXPECTED[name], assessed[name].diagnosis
    found = {one.contributor.id for one in diagnosis.contributors if one.grading and one.grading.is_found}

    if "first" in expected:
        assert diagnosis.leading[0] == expected["first"]
    if expected.get("leading_none"):
        assert diagnosis.leading == ()
    assert set(expected.get("leading", ())) <= set(diagnosis.leading)
    assert not set(expected.get("not_leading", ())) & set(diagnosis.leading)
    assert set(expected.get("found", ())) <= found | set(diagnosis.leading)


@examples
def test_the_root_is_the_one_expected(name: str, assessed: dict[str, Assessment]) -> None:
    expected, root = EXPECTED[name], assessed[name].diagnosis.root

    if "root" in expected:
        assert max(root.levels, key=lambda level: root.levels[level]) == expected["root"]
    if "side" in expected:
        assert root.side == expected["side"]


@examples
def test_the_plan_holds_what_it_must(
    name: str, planned: dict[str, Plan | None], knowledge: Knowledge
) -> None:
    expected, plan = EXPECTED[name], planned[name]

    assert (plan is not None) == expected["plan"]
    if plan is not None:
        items = [knowledge.items[item.id] for item in plan.programme.items]
        families = {item.family for item in items}
        assert set(expected.get("covers", ())) <= families
        assert not set(expected.get("without", ())) & families
        assert not set(expected.get("without_directions", ())) & {item.direction for item in items}
