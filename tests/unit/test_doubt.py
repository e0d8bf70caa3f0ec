"""Doubt, shown: what a conclusion leans on, what-if, opinions, a clinic's own priors, recomputing."""

import json
from collections.abc import Callable
from pathlib import Path

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


@pytest.mark.parametrize("text", ["[]", "{", '{"case": 1}'])
def test_what_is_no_assessment_is_refused(text: str, knowledge: Knowledge) -> None:
    with pytest.raises(CaseError):
        recompute(text, knowledge, name="x")


def test_an_archive_holds_what_it_names_and_is_the_same_each_time(tmp_path: Path) -> None:
    texts = current_texts()
    path = tmp_path / archive_name(texts)
    path.write_bytes(archive_bytes(texts))

    assert fingerprint(read_archive(path)) == fingerprint(texts)
    assert archive_bytes(texts) == path.read_bytes()
