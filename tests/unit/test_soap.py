"""The note says what was tapped: positives, negatives, and "not examined" as such, never as normal."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.cases import EXAMPLES, SAFE

from psoas import Assessment, Case, Knowledge, Plan, assess, plan_care
from psoas.reports.soap import note_text, soap_note

NOT_EXAMINED = "Not examined: "
REASSURING = re.compile(
    r"\b(normal|unremarkable|intact|negative|within limits|no abnormal\w*)\b", re.IGNORECASE
)

Note = Callable[[str], Any]


@pytest.fixture
def note_of(read: Callable[[str], Case], knowledge: Knowledge) -> Note:
    def write(body: str) -> Any:
        assessment = assess(read(body), knowledge)
        return soap_note(assessment, plan_care(assessment, knowledge), knowledge)

    return write


def examined_in(path: Path) -> set[str]:
    """What the file itself says was examined, read without the code under test."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {**document.get("examination", {}), **document.get("measurements", {})}
    return {name for name, value in found.items() if value != "not-examined"}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_nothing_is_told_that_was_not_examined(
    path: Path, assessed: dict[str, Assessment], planned: dict[str, Plan | None], knowledge: Knowledge
) -> None:
    note = soap_note(assessed[path.stem], planned[path.stem], knowledge)
    examined = examined_in(path)
    told = [line for line in note.objective if not line.startswith(NOT_EXAMINED)]
    unseen = [one for one in knowledge.findings.values() if one.id not in examined]

    if not examined:
        assert told == ["Nothing was examined."]
    for line in told:
        items = line.partition(": ")[2].rstrip(".").split("; ")
        for one in unseen:
            if one.section in ("examination", "measurements"):
                assert not [item for item in items if item == one.name or item.startswith(f"{one.name}, ")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_note_says_normal(
    path: Path, assessed: dict[str, Assessment], planned: dict[str, Plan | None], knowledge: Knowledge
) -> None:
    note = soap_note(assessed[path.stem], planned[path.stem], knowledge)
    for line in note.objective:
        assert REASSURING.findall(line.removeprefix("Reflexes, 0 none, 2 normal")) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_is_named_as_not_examined_was_not_examined(
    path: Path, assessed: dict[str, Assessment], planned: dict[str, Plan | None], knowledge: Knowledge
) -> None:
    note = soap_note(assessed[path.stem], planned[path.stem], knowledge)
    examined = {knowledge.findings[name].name for name in examined_in(path)}
    named = [line for line in note.objective if line.startswith(NOT_EXAMINED)]
    assert len(named) <= 1
    for line in named:
        assert examined.isdisjoint(line.removeprefix(NOT_EXAMINED).rstrip(".").split("; "))


def test_a_side_that_was_not_examined_is_not_told(note_of: Note) -> None:
    note = note_of("complaint: {side: right}\nexamination: {crossed-slr: {right: absent}}" + SAFE)
    assert (
        "Looked for and not found: Raising the other leg brings on the pain of this leg, right."
        in note.objective
    )


def test_a_finding_on_one_side_says_what_the_other_side_showed(note_of: Note) -> None:
    slr = "{right: {state: present, value: 55}, left: {state: absent, value: 80}}"
    note = note_of(f"examination: {{slr: {slr}}}" + SAFE)
    assert (
        "Found: Straight leg raise brings on the leg pain, right (55 degrees), not left (80 degrees)."
        in note.objective
    )


def test_full_strength_is_a_number_and_weakness_is_found(note_of: Note) -> None:
    note = note_of(
        "examination: {ankle-dorsiflexion-weakness: {right: 4}, knee-extension-weakness: {right: 5}}" + SAFE
    )
    assert "Found: Ankle dorsiflexion is weak (MRC 4 or less), right (4)." in note.objective
    assert "Strength, 0 to 5: Knee extension right 5." in note.objective
    assert note.objective[-1].startswith("Not examined: reflexes; feeling in the legs")


def test_questions_nobody_asked_are_named(note_of: Note) -> None:
    note = note_of("safety: {bladder: none, bowel: not-sure, leg-strength: [one-leg-weaker]}")
    assert "Safety questions, named: Leg strength (“One leg has become weaker”)." in note.subjective
    assert "Safety questions, not sure: Bowel." in note.subjective
    assert "Safety questions, nothing named: Bladder." in note.subjective
    assert next(line for line in note.subjective if "not asked" in line).startswith(
        "Safety questions, not asked: Saddle feeling"
    )


def test_an_opinion_stands_beside_what_is_computed_with_its_reason(note_of: Note) -> None:
    note = note_of("opinions: {nerve-root: {judged: ruled-out, reason: MRI last week was clear}}" + SAFE)
    told = [line for line in note.assessment if line.startswith("Clinician on lumbar nerve-root pain")]
    assert len(told) == 1
    assert "ruled out (computed: about " in told[0]
    assert told[0].endswith("Reason: MRI last week was clear.")


def test_without_a_plan_the_note_says_what_to_do_instead(
    assessed: dict[str, Assessment], knowledge: Knowledge
) -> None:
    note = soap_note(assessed["suspected-cauda-equina"], None, knowledge)
    assert note.assessment[0].startswith("Safety: Emergency: act now.")
    assert note.plan[0].startswith("Cauda equina syndrome, within 4 hours: Stop treatment.")
    assert note.plan[-1] == "No exercise and no massage is planned."


def test_the_text_has_four_parts_in_order(note_of: Note) -> None:
    text = note_text(note_of("complaint: {in_the_patients_words: It hurts.}" + SAFE))
    heads = [line for line in text.splitlines() if line.isupper()]
    assert heads == ["SUBJECTIVE", "OBJECTIVE", "ASSESSMENT", "PLAN"]
    assert text.splitlines()[1] == "“It hurts.”"
