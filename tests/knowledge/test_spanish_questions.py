"""The Spanish catalog of questions and danger signs: complete, current, and faithful where a machine can tell."""

import re
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import psoas
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.patient_texts.patient_text import PatientText
from psoas.knowledge.patient_texts.questions import question_texts
from psoas.reports.wording import sentences
from psoas.screening.unanswered import BASICS

FOLDER = Path(psoas.__file__).parent / "locale" / "questions" / "es" / "LC_MESSAGES"

SAME_IN_BOTH = {"No": "the word is Spanish too"}  # text: why
OTHER_NUMBERS: Mapping[str, str] = {}  # text: why its digits differ; none does today

NAMES = ("Lyme",)  # keep their capital letter wherever they stand
MUST_SAY = [  # what the English says, and what the Spanish must then say
    (r"\bget medical help now\b|\bemergency number now\b", r"\bahora mismo\b"),
    (r"\btoday\b", r"\bhoy\b"),
    (r"(?<!legs )\bat once\b|\bright away\b", r"\bde inmediato\b"),
    (r"\bsame day\b", r"\bel mismo día\b"),
    (r"\bby tomorrow\b", r"\ba más tardar mañana\b"),
    (r"[Gg]et medical help\b", r"\b[Bb]usque atención médica\b"),
    (r"\bemergency department\b", r"\bsala de emergencias \(servicio de urgencias\)"),
    (r"\bemergency number\b", r"\bnúmero de emergencias\b"),
    (r"\bnot drive\b", r"\bno conduzca \(no maneje\)|\bNo conduzca \(no maneje\)"),
    (r"\bin your tummy\b|\bthe tummy\b|\byour tummy\b", r"\bbarriga\b"),
    (r"\bbetween your legs\b", r"\bentre (sus|las) piernas\b"),
    (r"\bboth (of your )?legs\b", r"\b(las|sus) dos piernas\b"),
    (r"\bone (of your )?legs?\b", r"\buna\b.*\bpiernas?\b|\buna (sola )?pierna\b"),
    (r"\bpee\b|\bpeeing\b", r"\borin[ae]|\bpis\b"),
    (r"\bpoo\b", r"\bcaca\b"),
    (r"\bnumb(ness)?\b", r"adormec"),
    (r"\bcalf|calves\b", r"\bpantorrillas?\b"),
    (r"\bgroin\b", r"\bingle\b"),
    (r"\bbuttocks?\b", r"\bnalgas?\b"),
    (r"\bwithin a day\b", r"\ben menos de un día\b"),
    (r"\bweeks\b", r"\bsemanas\b"),
    (r"\bmonths\b", r"\bmeses\b"),
    (r"\bdays\b", r"\bdías\b"),
    (r"\btwo\b", r"\bdos\b"),
    (r"\bthree\b", r"\btres\b"),
    (r"\bfour\b", r"\bcuatro\b"),
    (r"\bfive\b", r"\bcinco\b"),
    (r"\bhalf (an hour|a minute)\b", r"\bmedi[ao] (hora|minuto)\b"),
    (r"\bnot sure\b|\bunsure\b", r"\b(con seguridad|dudas)\b"),
    (r"\b(cannot|can not|can't)\b", r"\b(no|No|ninguna)\b"),
    (r"\bno longer\b", r"\b[Yy]a no\b"),
    (r"\bnew\b(?! joint| hip)", r"\bnuev[oa]s?\b"),
    (r"\bworse\b", r"empeor|\bpeor\b"),
]  # fmt: skip


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_po(BytesIO((FOLDER / "django.po").read_bytes()), locale="es")


@pytest.fixture(scope="module")
def spanish(catalog: Catalog) -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalog if message.id}


@pytest.fixture(scope="module")
def texts(knowledge: Knowledge) -> tuple[PatientText, ...]:
    basics = (PatientText("basics", basic.id, "text", basic.text) for basic in BASICS.values())
    return (*question_texts(knowledge), *basics)


def test_every_text_has_a_translation(texts: tuple[PatientText, ...], spanish: dict[str, str]) -> None:
    missing = [text for text in texts if not spanish.get(text.text, "").strip()]
    assert not missing


def test_no_entry_outlives_its_text(texts: tuple[PatientText, ...], spanish: dict[str, str]) -> None:
    assert not set(spanish) - {text.text for text in texts}


def test_nothing_is_fuzzy_or_left_behind(catalog: Catalog) -> None:
    assert not [message.id for message in catalog if message.fuzzy]
    assert not catalog.obsolete


@pytest.mark.parametrize("kind", ["safety_questions", "red_flags", "findings", "look_alikes", "regions"])
def test_every_kind_is_among_the_texts(kind: str, texts: tuple[PatientText, ...]) -> None:
    assert kind in {text.kind for text in texts}


def test_every_field_a_patient_reads_is_among_the_texts(
    knowledge: Knowledge, texts: tuple[PatientText, ...]
) -> None:
    held = {text.text for text in texts}
    for question in knowledge.safety_questions.values():
        assert {question.text, question.why, question.counts_as_yes} <= held
        assert {option.text for option in question.options} <= held
    assert {rule.plain for rule in knowledge.red_flags.values()} <= held
    assert {finding.plain for finding in knowledge.findings.values()} <= held
    asked = {one.question for one in knowledge.findings.values() if one.section in ("safety", "medical")}
    assert asked <= held


def test_what_only_the_examiner_reads_is_not_among_the_texts(texts: tuple[PatientText, ...]) -> None:
    assert ("slr", "question") not in {(text.id, text.field) for text in texts}


def test_the_compiled_catalog_is_the_written_one(spanish: dict[str, str]) -> None:
    compiled = read_mo(BytesIO((FOLDER / "django.mo").read_bytes()))
    assert {str(message.id): str(message.string) for message in compiled if message.id} == spanish


def test_placeholders_are_kept(spanish: dict[str, str]) -> None:
    differing = [text for text, said in spanish.items() if _placeholders(text) != _placeholders(said)]
    assert not differing


def test_numbers_are_kept(spanish: dict[str, str]) -> None:
    differing = {text for text, said in spanish.items() if _numbers(text) != _numbers(said)}
    assert differing == set(OTHER_NUMBERS)


def test_nothing_stays_in_english(spanish: dict[str, str]) -> None:
    assert {text for text, said in spanish.items() if text == said} == set(SAME_IN_BOTH)


def test_a_fragment_stays_a_fragment(spanish: dict[str, str]) -> None:
    for text, said in spanish.items():
        if text.endswith("?"):
            assert said.endswith("?"), said
            assert "¿" in said, said
        assert said.endswith(".") == text.endswith("."), said
        assert text.startswith(NAMES) or said.lstrip("¿")[0].isupper() == text[0].isupper(), said
        assert said.count("¿") == said.count("?"), said


def test_no_sentence_is_added_or_lost(spanish: dict[str, str]) -> None:
    """Pages take texts apart by sentences, so both languages must have as many."""
    differing = [text for text, said in spanish.items() if len(sentences(text)) != len(sentences(said))]
    assert not differing


@pytest.mark.parametrize(("english", "meant"), MUST_SAY)
def test_what_must_not_slip_is_said(english: str, meant: str, spanish: dict[str, str]) -> None:
    concerned = {text: said for text, said in spanish.items() if re.search(english, text)}
    assert concerned
    assert not {text: said for text, said in concerned.items() if not re.search(meant, said)}


def _numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))


def _placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{[^}]*\}", text))
