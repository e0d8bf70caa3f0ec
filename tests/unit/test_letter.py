"""The letter to the family doctor: one page, its doubt stated, its name from beside the assessment."""

import re
from collections.abc import Callable
from datetime import date

import pypdfium2
import pytest
from tests.cases import EXAMPLES, SAFE

from psoas import Assessment, Case, Knowledge, Plan, assess, plan_care
from psoas.care.clinic import Clinic
from psoas.reports.document import AssessmentDocument, assessment_document, document_data, read_document
from psoas.reports.letter import NOTHING_ASKED, Addressed, Letter, letter
from psoas.reports.rendering import render_letter

NAMES = [path.stem for path in EXAMPLES]
SIGNED = Addressed(
    patient="Mara Quill",
    birth_year=1971,
    recipient="Dr. Ana Ruiz\n12 Elm Street",
    signed_by="Chris Dale",
    signed_on=date(2026, 11, 23),
)
DRAFT = Addressed(patient="Mara Quill", birth_year=1971)

Document = Callable[[str], AssessmentDocument]


@pytest.fixture(scope="module")
def documents(
    assessed: dict[str, Assessment], planned: dict[str, Plan | None], knowledge: Knowledge
) -> dict[str, AssessmentDocument]:
    return {name: assessment_document(assessed[name], planned[name], "", knowledge) for name in NAMES}


@pytest.fixture
def document_of(read: Callable[[str], Case], knowledge: Knowledge) -> Document:
    def make(body: str) -> AssessmentDocument:
        assessment = assess(read(body), knowledge)
        return assessment_document(assessment, plan_care(assessment, knowledge), "", knowledge)

    return make


def lines(content: Letter, heading: str) -> tuple[str, ...]:
    return next(one.lines for one in content.sections if one.heading.startswith(heading))


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in document]


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_read_back_as_it_was(documents: dict[str, AssessmentDocument], name: str) -> None:
    assert read_document(document_data(documents[name])) == documents[name]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_one_page_with_its_essentials(
    documents: dict[str, AssessmentDocument], knowledge: Knowledge, clinic: Clinic, name: str
) -> None:
    content = letter(documents[name], SIGNED, knowledge=knowledge, clinic=clinic)
    (page,) = pages(render_letter(content))
    for words in (clinic.name, "Dr. Ana Ruiz", "Mara Quill, born 1971", "Chris Dale", "November 23, 2026"):
        assert words in page
    assert "Draft" not in page


def test_unsigned_it_is_a_draft(
    documents: dict[str, AssessmentDocument], knowledge: Knowledge, clinic: Clinic
) -> None:
    content = letter(documents["todays-patient"], DRAFT, knowledge=knowledge, clinic=clinic)
    (page,) = pages(render_letter(content))
    assert page.count("Draft – not signed") == 2  # across the page, and where the signature would be


def test_the_assessment_itself_knows_no_name(documents: dict[str, AssessmentDocument]) -> None:
    assert "Mara Quill" not in str(document_data(documents["todays-patient"]))


def test_doubt_and_red_flags_are_stated(document_of: Document, knowledge: Knowledge, clinic: Clinic) -> None:
    content = letter(
        document_of("safety: {bladder: none, bowel: not-sure}"), SIGNED, knowledge=knowledge, clinic=clinic
    )
    flags = lines(content, "Red flags")
    assert "Asked, nothing named: bladder." in flags
    assert any(line.startswith("Not asked: saddle feeling") for line in flags)
    assert any(line.startswith("Answered with a sign or with doubt: Bowel") for line in flags)
    assert lines(content, "What we found")[0] == "Nothing was examined."
    open_ones = letter(document_of("safety: {bladder: none}"), SIGNED, knowledge=knowledge, clinic=clinic)
    assert lines(open_ones, "Plan") == (
        "No exercise and no massage until the open safety questions are answered.",
    )


def test_the_clinicians_own_judgment_stands_with_its_reason(
    document_of: Document, knowledge: Knowledge, clinic: Clinic
) -> None:
    body = "opinions: {nerve-root: {judged: likely, reason: same as in 2019}}" + SAFE
    content = letter(document_of(body), SIGNED, knowledge=knowledge, clinic=clinic)
    (told,) = [one for one in lines(content, "What we think") if one.startswith("Our own judgment")]
    assert "likely (computed: about " in told
    assert told.endswith("Same as in 2019.")


def test_what_is_asked(document_of: Document, knowledge: Knowledge, clinic: Clinic) -> None:
    quiet = letter(document_of(SAFE), SIGNED, knowledge=knowledge, clinic=clinic)
    assert lines(quiet, "What we ask")[0] == NOTHING_ASKED
    wanting = Addressed(patient="Mara Quill", birth_year=1971, request="Please check the thyroid")
    told = letter(document_of(SAFE), wanting, knowledge=knowledge, clinic=clinic)
    assert lines(told, "What we ask")[0] == "Please check the thyroid."


def test_a_finding_that_left_the_vocabulary_does_not_stop_the_letter(
    document_of: Document, knowledge: Knowledge, clinic: Clinic
) -> None:
    data = document_data(document_of("examination: {slump: {right: present}}" + SAFE))
    data["input"]["case"]["examination"]["long-gone-test"] = {"right": "present"}
    content = letter(read_document(data), SIGNED, knowledge=knowledge, clinic=clinic)
    assert lines(content, "What we found")[0] == (
        "Found: Slump test brings on the leg pain, and lifting the head eases it, right."
    )


def test_a_clinics_own_words_open_and_close_it(
    documents: dict[str, AssessmentDocument], knowledge: Knowledge, clinic: Clinic
) -> None:
    own = Addressed(patient="M", birth_year=1971, opening="Good day,\nwe write.", closing="Yours")
    content = letter(documents["todays-patient"], own, knowledge=knowledge, clinic=clinic)
    assert content.opening == ("Good day,", "we write.")
    assert content.closing == ("Yours",)
