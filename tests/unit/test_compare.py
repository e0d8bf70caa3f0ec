"""Then and now: what overlaps is no clear change, and a difference is held against the error of measuring."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from tests.cases import SAFE

from psoas import Case, Knowledge, assess, plan_care
from psoas.application.compare import compare
from psoas.reports.document import assessment_document, document_data

Data = dict[str, Any]


@pytest.fixture
def data_of(read: Callable[[str], Case], knowledge: Knowledge) -> Callable[[str], Data]:
    def make(body: str) -> Data:
        assessment = assess(read(body), knowledge)
        plan = plan_care(assessment, knowledge)
        return document_data(assessment_document(assessment, plan, "", knowledge))

    return make


def with_interval(data: Data, contributor: str, low: float, high: float) -> Data:
    changed = copy.deepcopy(data)
    part = next(one for one in changed["contributors"] if one["id"] == contributor)
    part["interval"], part["probability"] = [low, high], (low + high) / 2
    changed["leading"] = [contributor]
    return changed


@pytest.mark.parametrize(
    ("then", "now", "expected"),
    [
        ((0.2, 0.5), (0.4, 0.7), "no clear change"),
        ((0.2, 0.5), (0.5, 0.7), "no clear change"),  # they touch
        ((0.2, 0.5), (0.51, 0.7), "higher"),
        ((0.4, 0.7), (0.1, 0.39), "lower"),
        ((0.2, 0.5), (0.2, 0.5), "the same"),
    ],
)
def test_intervals_decide_whether_a_contributor_moved(
    data_of: Callable[[str], Data],
    knowledge: Knowledge,
    then: tuple[float, float],
    now: tuple[float, float],
    expected: str,
) -> None:
    data = data_of(SAFE)
    found = compare(
        with_interval(data, "nerve-root", *then), with_interval(data, "nerve-root", *now), knowledge
    )
    assert {one.id: one.change for one in found.contributors}["nerve-root"] == expected


def test_not_examined_is_not_comparable(data_of: Callable[[str], Data], knowledge: Knowledge) -> None:
    seen = data_of("examination: {hamstring-length: {right: 60, left: 60}}" + SAFE)
    found = compare(seen, data_of(SAFE), knowledge)
    tight = next(one for one in found.contributors if one.id == "hamstring-tightness")
    assert tight.now is not None
    assert tight.now.grade == "not-examined"
    assert tight.change == "not comparable"


@pytest.mark.parametrize(
    ("finding", "then", "now", "size"),
    [
        ("finger-floor-distance", "28", "25", "within the error"),  # 3.77 cm by hand from 1.62 cm
        ("finger-floor-distance", "28", "24", "beyond the error"),
        ("finger-floor-distance", "28", "28", "the same"),
        ("trunk-flexor-endurance", "55", "90", "error not known"),
    ],
)
def test_a_number_is_held_against_its_error(
    data_of: Callable[[str], Data], knowledge: Knowledge, finding: str, then: str, now: str, size: str
) -> None:
    before, after = (data_of(f"examination: {{{finding}: {value}}}" + SAFE) for value in (then, now))
    (row,) = [one for one in compare(before, after, knowledge).numbers if one.id == finding]
    assert (row.then, row.now, row.size) == (float(then), float(now), size)


def test_pain_and_function_are_told_with_what_is_known_of_their_error(
    data_of: Callable[[str], Data], knowledge: Knowledge
) -> None:
    before = data_of(
        "complaint: {pain: {worst: 7}}\nfunction: {walking_minutes: 15, fatigue: 6, sleep: bad}" + SAFE
    )
    after = data_of("complaint: {pain: {worst: 4}}\nfunction: {fatigue: 4, sleep: good}" + SAFE)
    found = compare(before, after, knowledge)
    rows = {one.id: (one.difference, one.size if one.difference else None) for one in found.numbers}
    assert rows == {
        "complaint-pain-worst": (-3, "beyond the error"),  # 2 of 10 and more
        "function-fatigue": (-2, "error not known"),
        "function-walking-minutes": (None, None),
    }
    assert [(one.id, one.then, one.now) for one in found.words] == [("function-sleep", "bad", "good")]


def test_findings_seen_otherwise_on_each_side(data_of: Callable[[str], Data], knowledge: Knowledge) -> None:
    before = data_of("examination: {slump: {right: present, left: absent}, fadir: {right: absent}}" + SAFE)
    after = data_of("examination: {slump: {right: absent, left: absent}}" + SAFE)
    states = {(one.id, one.side): (one.then, one.now) for one in compare(before, after, knowledge).states}
    assert states == {("slump", "right"): (True, False), ("fadir", "right"): (False, None)}


def test_rules_that_fired_and_the_plan(data_of: Callable[[str], Data], knowledge: Knowledge) -> None:
    known = """
person: {birth_year: 1980, sex: female}
complaint: {duration_weeks: 8, onset: gradual, course: steady, side: right, pain: {now: 4}}
"""
    before = data_of(known + SAFE)
    after = data_of(known + SAFE.replace("bladder: none", "bladder: [leak-pee]"))
    found = compare(before, after, knowledge)
    assert found.dispositions[1] == "emergency"
    assert found.actions_new[0].startswith("Cauda equina")
    assert found.actions_gone == found.actions_still == ()
    assert found.plan.minutes[1] is None
    assert found.plan.removed == tuple(item["name"] for item in before["plan"]["programme"]["items"])


def test_another_knowledge_is_said(data_of: Callable[[str], Data], knowledge: Knowledge) -> None:
    before, after = data_of(SAFE), data_of(SAFE)
    assert compare(before, after, knowledge).is_same_knowledge
    after["knowledge"]["fingerprint"] = "0123456789abcdef"
    assert not compare(before, after, knowledge).is_same_knowledge
