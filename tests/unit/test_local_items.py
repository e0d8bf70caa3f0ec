"""A clinic's own exercises: held to more than the shipped ones, part of plans, and in the document."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.cases import ROOT, own_example
from tests.unit.test_cli import psoas

from psoas import Knowledge
from psoas.application.assess import assess
from psoas.application.load_case import load_case
from psoas.application.plan_care import plan_care
from psoas.application.recompute import recompute
from psoas.foundation.errors import KnowledgeError
from psoas.knowledge.local import with_local_priors
from psoas.knowledge.local_items import with_local_items, with_own
from psoas.reports.document import assessment_document, document_json, document_schema

ITEMS, PRIORS = own_example("exercises"), own_example("priors")
TODAY = ROOT / "examples/todays-patient.yaml"


def test_the_example_of_the_guide_stands_beside_every_shipped_exercise(knowledge: Knowledge) -> None:
    local = with_local_items(knowledge, ITEMS)

    assert set(local.items) - set(knowledge.items) == {"own-table-slide"}
    assert all(local.items[key] is item for key, item in knowledge.items.items())
    assert local.items["own-table-slide"].dose.repetitions == 8
    assert (local.local_items, local.fingerprint) == (ITEMS, knowledge.fingerprint)


def test_no_shipped_exercise_takes_a_name_that_is_left_to_clinics(knowledge: Knowledge) -> None:
    assert [key for key in knowledge.items if key.startswith("own-")] == []


def test_the_fingerprint_says_what_was_put_on_top_in_whichever_order(knowledge: Knowledge) -> None:
    items, priors = with_local_items(knowledge, ITEMS), with_local_priors(knowledge, PRIORS)
    both = with_own(knowledge, priors=PRIORS, items=ITEMS)
    other_way = with_local_priors(items, PRIORS)
    prints = [one.local_fingerprint for one in (knowledge, items, priors, both)]

    assert len(set(prints)) == 4
    assert other_way.local_fingerprint == both.local_fingerprint
    assert (both.local_priors, both.local_items) == (PRIORS, ITEMS)
    changed = ITEMS.replace("8 slides", "9 slides")
    assert with_local_items(knowledge, changed).local_fingerprint != items.local_fingerprint


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("psoas-items-1", "psoas-items-9", "format is missing or unknown"),
        ("own-table-slide", "table-slide", r"line 4, items.0.id: .*begins with 'own-'"),
        ("own-table-slide", "cat-camel", "begins with 'own-'"),
        ("kind: mobility", "kind: magic", "line 6, items.0.kind"),
        ("name: Table slide", "nome: Table slide", "Extra inputs"),
        ("lumbar-muscle-strain", "lumbar-strain", "'lumbar-strain' is not among the contributors"),
        ("disc-flexion", "disk-flexion", "'disk-flexion' is not among the precautions"),
        ("[stretching]", "[stretch]", "'stretch' is not among the interventions"),
        ("evidence: expert", "evidence: moderate", "So much certainty"),
        ("status: judgement", "status: secondary", "needs at least one citation"),
        ("rationale:", "cite: [{source: nobody-1900, locator: x}]\n    rationale:", "'nobody-1900' is not among the sources"),
        ("minutes: 2", "minutes: 0.5", "holds alone take"),
        ("    evidence:", "    equipment: [chair]\n    evidence:", "Unknown equipment 'chair'"),
        ("    evidence:", "    indicated: {finding: no-such}\n    evidence:", "unknown finding 'no-such'"),
        ("      - {code: neuro-worsening, action: exclude}\n", "", "left out under 'neuro-worsening'"),
        ("neuro-worsening, action: exclude", "neuro-worsening, action: modify, instead: gently", "left out under"),
        ("family: low-back-stretch", "family: nerve", "only where findings call for it"),
    ],
)  # fmt: skip
def test_exercises_that_cannot_stand_say_what_is_wrong(
    old: str, new: str, words: str, knowledge: Knowledge
) -> None:
    assert old in ITEMS
    with pytest.raises(KnowledgeError, match=words):
        with_local_items(knowledge, ITEMS.replace(old, new))


def test_a_citation_does_not_make_it_more_than_the_clinics_judgement(knowledge: Knowledge) -> None:
    source = next(iter(knowledge.sources))
    cited = ITEMS.replace(
        "status: judgement", f"status: read\n    cite: [{{source: {source}, locator: abstract}}]"
    )
    with pytest.raises(KnowledgeError, match="clinic's own judgement"):
        with_local_items(knowledge, cited)


def test_all_problems_are_listed_at_once_and_a_name_twice_is_one(knowledge: Knowledge) -> None:
    record = ITEMS[ITEMS.index("  - id:") :]
    twice = ITEMS + record.replace("expert", "high")
    with pytest.raises(KnowledgeError) as refused:
        with_local_items(knowledge, twice)

    assert [problem.what.split("'")[0] for problem in refused.value.problems] == [
        "",
        "So much certainty needs a review of trials.",
    ]
    assert "stands twice" in refused.value.problems[0].what


@pytest.mark.parametrize("text", ["", "[]", "items: 5", "a: *b", "name: 'x\x07'", "{"])
def test_what_is_no_file_of_exercises_is_refused(text: str, knowledge: Knowledge) -> None:
    with pytest.raises(KnowledgeError):
        with_local_items(knowledge, text)


def test_an_own_exercise_is_chosen_where_it_serves_best(knowledge: Knowledge) -> None:
    """Made better than any shipped one: quick, daily, and the main thing for everything that leads."""
    case = load_case(TODAY, knowledge=knowledge)
    leading = assess(case, knowledge).diagnosis.leading
    serves = ", ".join(
        f'{{contributor: {one}, benefit: 3, why: "it helps"}}' for one in knowledge.contributors
    )
    best = re.sub(r"serves:\n.*?\n", f"serves: [{serves}]\n", ITEMS, count=1, flags=re.DOTALL)
    best = best.replace("low-back-stretch", "core").replace("expert", "low").replace("flexion\n", "neutral\n")
    local = with_local_items(knowledge, best)
    plan = plan_care(assess(case, local), local)

    assert leading
    assert plan is not None
    assert "own-table-slide" in {item.id for item in plan.programme.items}


def test_an_assessment_with_own_exercises_is_worked_out_again_with_them(knowledge: Knowledge) -> None:
    local = with_own(knowledge, priors=PRIORS, items=ITEMS)
    assessment = assess(load_case(TODAY, knowledge=local), local)
    document = document_json(assessment_document(assessment, plan_care(assessment, local), "", local))
    data = json.loads(document)

    assert data["input"]["local_items"] == ITEMS
    Draft202012Validator(document_schema()).validate(data)
    found = recompute(document, knowledge, name="x")
    assert found.is_reproduced
    assert found.today.local_items == ITEMS
    lost = {**data, "input": {**data["input"], "local_items": None}}
    assert recompute(json.dumps(lost), knowledge, name="x").again is None


def test_a_document_from_before_own_exercises_still_reads(knowledge: Knowledge) -> None:
    assessment = assess(load_case(TODAY, knowledge=knowledge), knowledge)
    data = json.loads(document_json(assessment_document(assessment, None, "", knowledge)))
    del data["input"]["local_items"]

    Draft202012Validator(document_schema()).validate(data)
    assert recompute(json.dumps(data), knowledge, name="x").is_reproduced


def test_exercises_that_no_longer_fit_are_said_to_be_at_fault(knowledge: Knowledge) -> None:
    local = with_local_items(knowledge, ITEMS)
    assessment = assess(load_case(TODAY, knowledge=local), local)
    text = document_json(assessment_document(assessment, None, "", local))
    without = replace(
        knowledge,
        fingerprint="0" * 16,
        interventions={key: one for key, one in knowledge.interventions.items() if key != "stretching"},
    )

    with pytest.raises(KnowledgeError, match=r"x, its items.*\n.*'stretching' is not among"):
        recompute(text, without, name="x")


def test_the_shell_takes_exercises_beside_priors(tmp_path: Path) -> None:
    items, priors = tmp_path / "items.yaml", tmp_path / "priors.yaml"
    items.write_text(ITEMS)
    priors.write_text(PRIORS)
    both = ("--items", str(items), "--priors", str(priors))
    run = psoas("assess", str(TODAY), "--format", "json", *both)
    data = json.loads(run.stdout)

    assert run.returncode == 0
    assert (data["input"]["local_items"], data["input"]["local_priors"]) == (ITEMS, PRIORS)
    assert psoas("plan", str(TODAY), "--items", str(items)).returncode == 0
    items.write_text(ITEMS.replace("own-table", "table"))
    refused = psoas("plan", str(TODAY), "--items", str(items))
    assert refused.returncode == 2
    assert "items.yaml: 1 problem" in refused.stderr
    assert "line 4, items.0.id" in refused.stderr
