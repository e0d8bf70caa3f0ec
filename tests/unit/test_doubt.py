"""Doubt, shown: what a conclusion leans on, what-if, opinions, a clinic's own priors, recomputing."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.cases import EXAMPLES, SAFE

from psoas import Case, Knowledge, assess, load_case, plan_care
from psoas.application.recompute import recompute
from psoas.application.what_if import supposed
from psoas.care.clinic import Clinic
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.sensitivity import sensitivity
from psoas.foundation.errors import CaseError, KnowledgeError
from psoas.knowledge.archives import SHIPPED, archive_bytes, archive_name, current_texts, read_archive
from psoas.knowledge.loader import fingerprint, load_texts
from psoas.knowledge.local import with_local_priors
from psoas.patient.facts import CaseFacts
from psoas.reports.document import assessment_document, document_json
from psoas.reports.story import story_text, tell_story

Read = Callable[[str], Case]
Facts = Callable[[str], CaseFacts]

TODAY = next(path for path in EXAMPLES if path.stem == "todays-patient")
PRIORS = """\
format: psoas-priors-1
clinic: Riverside
priors:
  sacroiliac:
    - who: everybody here
      probability: 0.4
      low: 0.3
      high: 0.5
      status: judgement
      rationale: Counted over a year in our own records.
"""
SECOND = PRIORS.partition("sacroiliac:\n")[2]


def judged(case: Case, contributor: str, knowledge: Knowledge) -> Judged:
    diagnosis = assess(case, knowledge).diagnosis
    return next(one for one in diagnosis.contributors if one.contributor.id == contributor)


def probability(case: Case, contributor: str, knowledge: Knowledge) -> float:
    found = judged(case, contributor, knowledge).probability
    assert found is not None
    return found


def test_without_a_finding_is_what_it_is_when_nobody_looked(knowledge: Knowledge, read: Read) -> None:
    case = read(
        "complaint: {side: right}\nexamination: {slump: {right: present}, crossed-slr: {right: absent}}"
    )
    found = sensitivity(knowledge.contributors["nerve-root"], CaseFacts.of(case, knowledge), knowledge)

    without = {one.finding: one.without for one in found.leans_on}

    for finding in ("slump", "crossed-slr"):
        left = supposed(case, f"{finding}=not-examined", knowledge)
        assert without[finding] == pytest.approx(probability(left, "nerve-root", knowledge))


def test_studies_of_other_patients_are_no_other_studies_of_this_one(knowledge: Knowledge, read: Read) -> None:
    """Gutke 2009 studied the thigh thrust after pregnancy only."""
    body = "examination: {sij-thigh-thrust: {right: present}}"
    sacroiliac = knowledge.contributors["sacroiliac"]

    def studies(history: str) -> int:
        facts = CaseFacts.of(read(f"complaint: {{side: right}}\n{history}{body}"), knowledge)
        found = sensitivity(sacroiliac, facts, knowledge).leans_on
        return next(one.studies for one in found if one.finding == "sij-thigh-thrust")

    others = [
        row
        for row in knowledge.accuracy
        if (row.contributor, row.finding, row.role) == ("sacroiliac", "sij-thigh-thrust", "range")
        and row.positive is not None
        and row.against is None
    ]
    assert any(row.applies == "began-with-pregnancy-or-birth" for row in others)
    assert studies("") == sum(row.applies is None for row in others)
    assert studies("history: {began-with-pregnancy-or-birth: present}\n") == len(others)


def test_another_study_stands_in_the_place_of_the_one_that_scores(knowledge: Knowledge, read: Read) -> None:
    """With the same ratio it gives the same probability, in whatever group its own row stands."""
    spondyloarthritis = knowledge.contributors["axial-spondyloarthritis"]
    body = (
        "history: {back-pain-began-before-45: present, uveitis: present}\n"
        "complaint: {duration_weeks: 200}\n"
        "measurements: {hla-b27: present, xray-sacroiliitis: present}"
    )
    (scored,) = (row for row in knowledge.scoring_rows[spondyloarthritis.id] if row.finding == "hla-b27")
    twin = scored.model_copy(
        update={"id": "twin", "role": "range", "group": "spondyloarthritis-imaging", "applies": None}
    )
    only = replace(knowledge, accuracy=(*(r for r in knowledge.accuracy if r.role == "score"), twin))
    facts = CaseFacts.of(read(body), only)

    found = sensitivity(spondyloarthritis, facts, only)

    (leaning,) = (one for one in found.leans_on if one.finding == "hla-b27")
    assert (leaning.studies, leaning.lowest, leaning.highest) == (1, found.now, found.now)


def test_what_could_turn_it_is_what_examining_it_would_say(knowledge: Knowledge, read: Read) -> None:
    case = read(
        "person: {birth_year: 1980}\n"
        "complaint: {side: right, regions: {back: {right: [buttock, calf]}}}\n"
        "examination: {slump: {right: present}}"
    )
    found = sensitivity(knowledge.contributors["nerve-root"], CaseFacts.of(case, knowledge), knowledge)

    assert found.could_turn
    for turn in found.could_turn[:3]:
        then = supposed(case, f"{turn.finding}=present", knowledge)
        assert probability(then, "nerve-root", knowledge) == pytest.approx(turn.if_present)


def test_with_too_few_findings_that_tell_it_cannot_be_told(knowledge: Knowledge, read: Read) -> None:
    history = (
        "person: {birth_year: 1980}\ncomplaint: {side: right, regions: {back: {right: [buttock, calf]}}}"
    )

    assert judged(read(history), "nerve-root", knowledge).word == "cannot tell yet"
    assert judged(read(history), "hip-osteoarthritis", knowledge).word in ("unlikely", "very unlikely")


@pytest.mark.parametrize(
    ("supposition", "words"),
    [
        ("slrr=absent", "There is no such finding"),
        ("slr", "It has no value"),
        ("slr=maybe", "no state of a finding"),
        ("hip-internal-rotation=400", "out of range"),
        ("slump={right: present, right: absent}", "stands twice"),
        ("slump=[", "not YAML"),
        ("slump={}", "no state of a finding"),
    ],
)
def test_a_supposition_that_cannot_be_read_says_what_is_wrong(
    supposition: str, words: str, knowledge: Knowledge, read: Read
) -> None:
    with pytest.raises(CaseError, match=words):
        supposed(read("complaint: {side: right}"), supposition, knowledge)


def test_a_supposition_goes_to_the_painful_side_and_leaves_the_other(
    knowledge: Knowledge, read: Read
) -> None:
    case = read("complaint: {side: right}\nexamination: {slump: {right: present, left: absent}}")

    then = CaseFacts.of(supposed(case, "slump=absent", knowledge), knowledge)

    assert (then.holds("slump", "right"), then.holds("slump", "left")) == (False, False)


def test_a_side_that_is_named_is_the_one_that_is_forgotten(knowledge: Knowledge, read: Read) -> None:
    case = read("complaint: {side: right}\nexamination: {slump: {right: present, left: absent}}")

    then = CaseFacts.of(supposed(case, "slump={left: not-examined}", knowledge), knowledge)

    assert (then.holds("slump", "right"), then.holds("slump", "left")) == (True, None)


@pytest.mark.parametrize(
    ("body", "finding"),
    [
        ("safety: {saddle: none}", "saddle-change-new"),
        ("complaint: {side: right, regions: {back: {right: [calf]}}}", "pain-below-knee"),
    ],
)
def test_what_follows_from_the_rest_of_the_case_cannot_be_forgotten(
    body: str, finding: str, knowledge: Knowledge, read: Read
) -> None:
    with pytest.raises(CaseError, match="follows from the rest of the case"):
        supposed(read(body), f"{finding}=not-examined", knowledge)


def test_a_test_with_its_number_is_supposed_on_the_painful_side(knowledge: Knowledge, read: Read) -> None:
    case = supposed(read("complaint: {side: left}"), "slr={state: present, value: 35}", knowledge)

    (observed,) = case.observations
    assert (observed.side, observed.present, observed.value) == ("left", True, 35)


def test_an_opinion_leads_and_plans_and_leaves_what_is_computed(
    knowledge: Knowledge, read: Read, clinic: Clinic
) -> None:
    body = (
        "person: {birth_year: 1980, sex: male}\n"
        "complaint: {onset: gradual, duration_weeks: 8, course: steady, side: right, pain: {now: 4}}" + SAFE
    )
    said = "opinions: {hip-osteoarthritis: {judged: established, reason: The radiograph and the injection.}}"
    plain, told = read(body), read(body + said)

    assessment = assess(told, knowledge)

    assert assessment.diagnosis.leading[0] == "hip-osteoarthritis"
    assert probability(told, "hip-osteoarthritis", knowledge) == probability(
        plain, "hip-osteoarthritis", knowledge
    )
    assert assessment.diagnosis.strengths(knowledge)["hip-osteoarthritis"] == pytest.approx(0.95)
    assert plan_care(assessment, knowledge, offers=clinic.offers) is not None


@pytest.mark.parametrize(
    ("opinions", "words"),
    [
        ("{hip-arthritis: {judged: likely, reason: x}}", "There is no contributor"),
        ("{facet: {judged: surely, reason: x}}", "is no judgement"),
        ("{facet: {judged: likely}}", "The reason is missing"),
        ("{facet: {reason: x}}", "The judgement is missing"),
    ],
)
def test_an_opinion_that_cannot_be_read_says_what_is_wrong(opinions: str, words: str, read: Read) -> None:
    with pytest.raises(CaseError, match=words):
        read(f"opinions: {opinions}")


def test_a_clinics_own_prior_stands_in_front_and_the_shipped_one_beside_it(knowledge: Knowledge) -> None:
    local = with_local_priors(knowledge, PRIORS)
    case = load_case(TODAY, knowledge=local)
    own, shipped = judged(case, "sacroiliac", local).ledger, judged(case, "sacroiliac", knowledge).ledger
    assert own is not None
    assert shipped is not None

    assert own.prior.probability == pytest.approx(0.4)
    assert own.shipped == shipped.prior
    assert assess(case, local).knowledge_fingerprint != knowledge.fingerprint


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("sacroiliac:", "sacro-iliac:", "no contributor with a prior"),
        ("psoas-priors-1", "psoas-priors-9", "format is missing or unknown"),
        ("rationale: Counted over a year in our own records.", "note: x", "Extra inputs"),
        ("high: 0.5", "high: 0.35", "must rise"),
        ("status: judgement", "status: unchecked", "Nobody has checked it"),
        ("priors:\n  sacroiliac:\n", f"priors:\n  sacroiliac:\n{SECOND}", "those after it are never used"),
    ],
)
def test_priors_that_cannot_be_read_say_what_is_wrong(
    old: str, new: str, words: str, knowledge: Knowledge
) -> None:
    with pytest.raises(KnowledgeError, match=words):
        with_local_priors(knowledge, PRIORS.replace(old, new))


def written(case: Case, knowledge: Knowledge, clinic: Clinic) -> str:
    assessment = assess(case, knowledge)
    plan = plan_care(assessment, knowledge, offers=clinic.offers)
    story = story_text(tell_story(assessment, plan, knowledge=knowledge, clinic=clinic))
    return document_json(assessment_document(assessment, plan, story, knowledge))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_assessment_on_the_first_knowledge_is_reproduced_and_compared_with_today(
    path: Path, knowledge: Knowledge, clinic: Clinic
) -> None:
    (first,) = SHIPPED.glob("psoas-knowledge-2026.11.22-*.zip")
    of_that_day = load_texts(read_archive(first))

    found = recompute(
        written(load_case(path, knowledge=of_that_day), of_that_day, clinic), knowledge, name="x"
    )

    assert found.is_reproduced
    assert found.then.knowledge_version == "2026.11.22"
    assert found.today.knowledge_fingerprint == knowledge.fingerprint


def test_a_tampered_assessment_is_not_reproduced(knowledge: Knowledge, clinic: Clinic) -> None:
    document = json.loads(written(load_case(TODAY, knowledge=knowledge), knowledge, clinic))
    document["contributors"][0]["probability"] += 0.01

    assert not recompute(json.dumps(document), knowledge, name="x").is_reproduced


def test_an_assessment_with_own_priors_is_reproduced_with_them(knowledge: Knowledge, clinic: Clinic) -> None:
    local = with_local_priors(knowledge, PRIORS)

    found = recompute(written(load_case(TODAY, knowledge=local), local, clinic), knowledge, name="x")

    assert found.is_reproduced


def test_priors_that_no_longer_fit_are_said_to_be_at_fault(knowledge: Knowledge, clinic: Clinic) -> None:
    """Written for a contributor that today's knowledge does not have."""
    (first,) = SHIPPED.glob("psoas-knowledge-2026.11.22-*.zip")
    local = with_local_priors(load_texts(read_archive(first)), PRIORS)
    text = written(load_case(TODAY, knowledge=local), local, clinic)
    without = replace(
        knowledge, contributors={k: v for k, v in knowledge.contributors.items() if k != "sacroiliac"}
    )

    assert recompute(text, knowledge, name="x").is_reproduced
    with pytest.raises(KnowledgeError, match=r"x, its priors.*\n.*no contributor with a prior"):
        recompute(text, without, name="x")


@pytest.mark.parametrize("text", ["[]", "{", '{"case": 1}'])
def test_what_is_no_assessment_is_refused(text: str, knowledge: Knowledge) -> None:
    with pytest.raises(CaseError):
        recompute(text, knowledge, name="x")


@pytest.fixture(scope="module")
def document(knowledge: Knowledge) -> str:
    assessment = assess(load_case(TODAY, knowledge=knowledge), knowledge)
    return document_json(assessment_document(assessment, None, "", knowledge))


@pytest.mark.parametrize("value", [None, 5, "*", {}, [1], {"a": 1}, True], ids=repr)
@pytest.mark.parametrize(
    "path",
    ["knowledge", "screening", "contributors", "leading", "input", "input.case", "knowledge.fingerprint"],
)
def test_an_assessment_with_a_part_of_another_kind_is_refused(
    path: str, value: object, document: str, knowledge: Knowledge
) -> None:
    stored = json.loads(document)
    *outer, last = path.split(".")
    part: Any = stored
    for name in outer:
        part = part[name]
    part[last] = value
    with pytest.raises(CaseError) as refused:
        recompute(json.dumps(stored), knowledge, name="x")
    assert refused.value.problems[0].what


@pytest.mark.parametrize(
    "wrong",
    [
        {"input": {"case": {}, "local_priors": 5}},
        {"contributors": [{"id": {}, "grade": None, "probability": 0.5}]},
        {"contributors": [{"id": "facet", "grade": None, "probability": None}]},
        {"contributors": [{"id": "facet", "grade": "mild", "probability": 7}]},
        {"contributors": [{"grade": "mild"}]},
        {"contributors": []},
    ],
)
def test_an_assessment_with_a_value_of_another_kind_is_refused(
    wrong: dict[str, Any], document: str, knowledge: Knowledge
) -> None:
    with pytest.raises(CaseError):
        recompute(json.dumps({**json.loads(document), **wrong}), knowledge, name="x")


def test_what_was_left_out_or_put_in_another_order_is_not_reproduced(
    document: str, knowledge: Knowledge
) -> None:
    stored = json.loads(document)
    cut = {**stored, "contributors": stored["contributors"][1:]}
    turned = {**stored, "leading": stored["leading"][::-1]}

    assert recompute(document, knowledge, name="x").is_reproduced
    assert not recompute(json.dumps(cut), knowledge, name="x").is_reproduced
    assert not recompute(json.dumps(turned), knowledge, name="x").is_reproduced


def damaged_archives() -> dict[str, bytes]:
    packed = archive_bytes({"VERSION.txt": "1\n", "a.yaml": "id: a\n" * 200})
    directory = packed.find(b"PK\x01\x02")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("VERSION.txt", bytes(200_000_000))
    changes = {
        "encrypted": (directory + 8, b"\x01"),
        "another way to pack": (directory + 10, b"\x63"),
        "of a later kind": (directory + 6, b"\x63"),
        "damaged": (packed.find(b"a.yaml") + 8, b"\xff" * 8),
    }
    return {
        "too large": bomb.getvalue(),
        **{name: packed[:place] + bad + packed[place + len(bad) :] for name, (place, bad) in changes.items()},
    }


@pytest.mark.parametrize(("name", "content"), damaged_archives().items(), ids=lambda one: str(one)[:20])
def test_an_archive_that_cannot_be_read_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)

    with pytest.raises(KnowledgeError, match="too much" if name == "too large" else "It is no archive"):
        read_archive(path)


def test_an_archive_holds_what_it_names_and_is_the_same_each_time(tmp_path: Path) -> None:
    texts = current_texts()
    path = tmp_path / archive_name(texts)
    path.write_bytes(archive_bytes(texts))

    assert fingerprint(read_archive(path)) == fingerprint(texts)
    assert archive_bytes(texts) == path.read_bytes()
