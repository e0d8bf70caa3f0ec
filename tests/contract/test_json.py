"""The JSON contract: what the document holds, in which order, and that the shipped schema describes it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import psoas.reports
from psoas import Assessment, Knowledge, Plan
from psoas.care.clinic import Clinic
from psoas.reports.document import assessment_document, document_data, schema_text
from psoas.reports.story import story_text, tell_story

SCHEMA = Path(psoas.reports.__file__).parent / "assessment.schema.json"

# The keys that readers of the JSON rely on, written down by hand.
CONTRACT = {
    "case": {"id"},
    "knowledge": {"version", "fingerprint"},
    "screening": {"disposition", "actions", "unanswered"},
    "root": {"probability", "levels", "side"},
}
ACTION = {"id", "condition", "urgency", "within_hours", "because", "advice", "sources"}
CONTRIBUTOR = {
    "id",
    "name",
    "group",
    "kind",
    "prior",
    "probability",
    "interval",
    "grade",
    "ledger",
    "not_examined",
}
LEDGER = {"finding", "state", "lr", "lr_interval", "weight", "group", "source"}
EDGE = {"from", "to", "because", "grade"}
NEXT = {"finding", "gain_bits", "minutes", "changes"}
PLAN = {
    "goals", "massage", "programme", "walking", "posture", "lifting", "workstation", "education", "flare",
    "review", "rejected",
}  # fmt: skip
ITEM = {"id", "kind", "targets", "serves", "dose", "evidence", "why"}
GROUPS = {"nerve", "alignment", "muscle", "joint", "hip", "disc", "other"}


@pytest.fixture(scope="session")
def documents(
    assessed: dict[str, Assessment], planned: dict[str, Plan | None], knowledge: Knowledge, clinic: Clinic
) -> dict[str, dict[str, Any]]:
    made = {}
    for name, assessment in assessed.items():
        story = story_text(tell_story(assessment, planned[name], knowledge=knowledge, clinic=clinic))
        made[name] = document_data(assessment_document(assessment, planned[name], story, knowledge))
    return made


def test_the_shipped_schema_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_every_example_is_valid_by_the_shipped_schema(documents: dict[str, dict[str, Any]]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for document in documents.values():
        jsonschema.validate(document, schema, cls=jsonschema.Draft202012Validator)


def test_the_schema_refuses_a_document_without_a_disposition(documents: dict[str, dict[str, Any]]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    broken = json.loads(json.dumps(documents["todays-patient"]))
    del broken["screening"]["disposition"]

    with pytest.raises(jsonschema.ValidationError, match="disposition"):
        jsonschema.validate(broken, schema, cls=jsonschema.Draft202012Validator)


def test_the_promised_keys_are_there(documents: dict[str, dict[str, Any]]) -> None:
    for document in documents.values():
        for part, keys in CONTRACT.items():
            assert keys <= set(document[part])
        assert all(set(action) >= ACTION for action in document["screening"]["actions"])
        assert all(set(one) >= CONTRIBUTOR for one in document["contributors"])
        assert all(set(row) >= LEDGER for one in document["contributors"] for row in one["ledger"])
        assert all(set(edge) >= EDGE for edge in document["interplay"])
        assert all(set(one) >= NEXT for one in document["next_examinations"])
        assert {one["group"] for one in document["contributors"]} <= GROUPS
        assert {one["kind"] for one in document["contributors"]} == {"probability", "graded"}
        assert list(document["root"]["levels"]) == ["L2", "L3", "L4", "L5", "S1"]
        assert document["story"].strip()
        if document["plan"] is not None:
            assert set(document["plan"]) >= PLAN
            assert {"minutes", "items"} <= set(document["plan"]["programme"])
            assert all(set(item) >= ITEM for item in document["plan"]["programme"]["items"])
            assert {"date", "rules"} <= set(document["plan"]["review"])
            assert all(set(one) >= {"id", "reason"} for one in document["plan"]["rejected"])


def test_contributors_come_by_falling_probability_and_each_has_its_interval(
    documents: dict[str, dict[str, Any]],
) -> None:
    for document in documents.values():
        probable = [one for one in document["contributors"] if one["kind"] == "probability"]
        values = [one["probability"] for one in probable]

        assert values == sorted(values, reverse=True)
        assert all(one["interval"][0] < one["probability"] < one["interval"][1] for one in probable)
        assert all(one["probability"] is None for one in document["contributors"] if one["kind"] == "graded")


def test_there_is_no_plan_when_it_is_not_safe(documents: dict[str, dict[str, Any]]) -> None:
    for document in documents.values():
        unsafe = document["screening"]["disposition"] in ("emergency", "urgent", "incomplete")

        assert (document["plan"] is None) == unsafe
