"""The knowledge that is shipped: how much there is, how honest it is, and that broken files are refused."""

import shutil
from pathlib import Path

import pytest

from psoas import Knowledge, load_knowledge
from psoas.foundation.errors import KnowledgeError
from psoas.knowledge.conditions import is_of_drawing
from psoas.knowledge.loader import CONTENT, fingerprint, read_texts


def test_there_is_enough_of_each_kind(knowledge: Knowledge) -> None:
    read = [row for row in knowledge.accuracy if row.status == "read"]
    home = [item for item in knowledge.items.values() if item.family != "aerobic"]

    assert len(knowledge.contributors) >= 15
    assert len({(row.contributor, row.finding, row.id) for row in read}) >= 90
    assert len(home) >= 45
    assert len(knowledge.techniques) >= 10
    assert len(knowledge.safety_questions) >= 14


def test_nothing_unchecked_reaches_a_user(knowledge: Knowledge) -> None:
    for kind, rows in knowledge.rows().items():
        assert all(row.status != "unchecked" for row in rows), kind
    for kind, records in knowledge.records().items():
        assert all(getattr(record, "status", "") != "unchecked" for record in records.values()), kind
    effects = [effect for one in knowledge.interventions.values() for effect in one.effects]
    assert all(effect.status != "unchecked" for effect in effects)
    assert knowledge.unchecked > 0  # they stand in the files, visible to whoever maintains them


def test_no_ratio_is_naked(knowledge: Knowledge) -> None:
    for row in knowledge.accuracy:
        assert all((row.population, row.comparator, row.reference))
        assert row.status == "judgement" or (row.source in knowledge.sources and row.locator)


def test_no_ratio_is_infinite_or_an_impossible_pair(knowledge: Knowledge) -> None:
    for row in knowledge.accuracy:
        if row.role == "score" and row.positive and row.negative:
            same_side = (row.positive.value - 1) * (row.negative.value - 1) > 0
            assert not same_side, f"{row.id}: both results would move the belief the same way"
        if row.positive:
            assert row.positive.value < 1000


def test_every_prior_has_a_fallback_that_fits_everybody(knowledge: Knowledge) -> None:
    for contributor in knowledge.contributors.values():
        if contributor.kind == "probability":
            assert contributor.priors[-1].when is None, contributor.id
            assert all(prior.when is not None for prior in contributor.priors[:-1]), contributor.id


def test_root_shares_sum_to_one_at_every_age(knowledge: Knowledge) -> None:
    ages = [[share.who for share in root.shares] for root in knowledge.roots.values()]
    assert all(who == ages[0] for who in ages)
    for index in range(len(ages[0])):
        total = sum(root.shares[index].share for root in knowledge.roots.values())
        assert total == pytest.approx(1.0, abs=0.011), ages[0][index]


@pytest.mark.parametrize(
    "family", ["hamstring-stretch", "low-back-stretch", "hip-flexor-stretch", "alignment", "core"]
)
@pytest.mark.parametrize(
    "code",
    [
        "pregnancy-supine",
        "osteoporosis-load",
        "extension-stenosis",
        "disc-flexion",
        "slip-extension",
        "nerve-pulling",
        "knee",
        "balance",
    ],
)
def test_each_family_every_plan_covers_has_a_choice_left_under_each_body_precaution(
    knowledge: Knowledge, family: str, code: str
) -> None:
    left = [
        item.id
        for item in knowledge.items.values()
        if item.family == family
        and not item.equipment
        and not any(one.code == code and one.action == "exclude" for one in item.precautions)
    ]

    assert left


def test_a_dose_fits_its_minutes(knowledge: Knowledge) -> None:
    """Holds alone must not take longer than the minutes stated for the session."""
    for item in knowledge.items.values():
        dose = item.dose
        if dose.hold_s and item.family not in ("aerobic", "relief", "relaxation"):
            sides = 2 if dose.each_side else 1
            assert dose.sets * dose.repetitions * dose.hold_s * sides / 60 <= dose.minutes + 0.01, item.id


def test_broken_files_are_refused_all_at_once(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    slr = content / "findings/slr.yaml"
    slr.write_text(slr.read_text().replace("minimum: 0.0", "minimum: 500.0"))
    (content / "items/curl-up.yaml").write_text("id: something-else\n")
    norms, levels = content / "norms.csv", content / "root_levels.csv"
    norms.write_text(norms.read_text() + '"an open quotation mark\n')
    levels.write_text(levels.read_text().replace(",54,", ",inf,", 1))
    question = content / "safety_questions/bladder.yaml"
    question.write_text(question.read_text() + "colour: red\n")

    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(content)

    found = str(caught.value)
    for said in (
        "findings/slr.yaml", "minimum must lie below maximum", "items/curl-up.yaml", "Field required",
        "safety_questions/bladder.yaml", "colour", "norms.csv", "unexpected end of data", "root_levels.csv",
    ):  # fmt: skip
        assert said in found


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("red_flags/cauda-equina.yaml", "bladder-hard-to-start", "bladder-hard-to-stop", "unknown finding 'bladder-hard-to-stop'"),
        ("items/bird-dog.yaml", "contributor: ", "contributor: x", "is not among the contributors"),
        ("accuracy/sacroiliac.csv", "sacroiliac-provocation", "no-such-group", "Unknown dependence group"),
        ("interplay/sitting-load-to-discogenic.yaml", "to: discogenic", "to: nowhere", "'nowhere' is not among the contributors"),
    ],
)  # fmt: skip
def test_a_reference_to_nothing_is_refused(tmp_path: Path, path: str, old: str, new: str, said: str) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    file = content / path
    changed = file.read_text().replace(old, new)
    assert changed != file.read_text()
    file.write_text(changed)

    with pytest.raises(KnowledgeError, match=said):
        load_knowledge(content)


def test_the_fingerprint_changes_with_any_byte(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    before = fingerprint(read_texts(content))
    file = content / "advice" / min(path.name for path in (content / "advice").iterdir())
    file.write_text(file.read_text() + "\n")

    assert before == fingerprint(read_texts(CONTENT))
    assert fingerprint(read_texts(content)) != before


def test_what_follows_from_the_drawing_says_by_which_rule(knowledge: Knowledge) -> None:
    from_the_drawing = [
        record
        for record in knowledge.findings.values()
        if record.derived is not None and is_of_drawing(record.derived)
    ]

    assert len(from_the_drawing) > 10
    assert [record.id for record in from_the_drawing if not record.follows] == []


def test_every_root_says_where_its_maps_disagree(knowledge: Knowledge) -> None:
    assert [root.id for root in knowledge.roots.values() if len(root.maps.split()) < 10] == []
