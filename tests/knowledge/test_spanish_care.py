"""The Spanish of what a patient reads of causes, course, care and precautions: complete, and true to the English."""

import gettext
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from tests.cases import ROOT

from psoas import Knowledge
from psoas.knowledge.patient_texts.care import care_texts
from psoas.knowledge.patient_texts.patient_text import PatientText
from psoas.reports.wording import sentences

FOLDER = ROOT / "src/psoas/locale/care/es/LC_MESSAGES"
SAME_IN_BOTH = {"yoga", "Pilates"}  # the same word in both languages, but for its capital letter
FAMILIAR = re.compile(r"\b(tú|tu|tus|ti|te|contigo|puedes|tienes|vos|vosotros)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="es", abort_invalid=True)


@pytest.fixture(scope="module")
def spanish(catalog: Catalog) -> dict[str, str]:
    return {str(one.id): str(one.string) for one in catalog if one.id}


@pytest.fixture(scope="module")
def texts(knowledge: Knowledge) -> tuple[PatientText, ...]:
    return tuple(care_texts(knowledge))


def test_every_kind_of_text_is_told(texts: tuple[PatientText, ...], knowledge: Knowledge) -> None:
    told = Counter((one.kind, one.field) for one in texts)
    by_record = {(one.kind, one.id, one.field): one.text for one in texts}

    assert set(told) == {
        ("items", "name"), ("items", "targets"), ("items", "serves.why"), ("items", "start"),
        ("items", "steps"), ("items", "feel"), ("items", "stop_if"), ("items", "dose.text"),
        ("items", "easier"), ("items", "harder"), ("items", "progression"),
        ("items", "precautions.instead"), ("advice", "text"), ("advice", "why"),
        ("contributors", "plain_name"), ("contributors", "plain"), ("contributors", "plain_helps"),
        ("interplay", "plain"), ("precautions", "plain"), ("precautions", "ask"),
        ("interventions", "plain_name"), ("interventions", "plain"), ("interventions", "effects.plain"),
        ("review_rules", "plain"), ("courses", "plain"), ("prognostic_factors", "plain"),
        ("muscles", "plain_name"), ("equipment", "name"), ("figures", "name"),
    }  # fmt: skip
    assert told["items", "name"] == len(knowledge.items)
    assert told["items", "steps"] == sum(len(one.steps) for one in knowledge.items.values())
    assert told["contributors", "plain_helps"] == len(knowledge.contributors)
    assert told["precautions", "plain"] == len(knowledge.precautions)
    assert by_record["items", "abdominal-brace", "dose.text"] == "10 holds of 10 seconds, twice a day."
    assert by_record["equipment", "foam-roller", "name"] == "foam roller"


def test_every_text_has_a_translation(texts: tuple[PatientText, ...], spanish: dict[str, str]) -> None:
    missing = [one for one in texts if not spanish.get(one.text, "").strip()]

    assert missing == []


def test_nothing_stale_stands_in_the_catalog(
    texts: tuple[PatientText, ...], spanish: dict[str, str], catalog: Catalog
) -> None:
    assert set(spanish) - {one.text for one in texts} == set()
    assert not catalog.obsolete
    assert [one.id for one in catalog if one.id and one.fuzzy] == []


def test_every_entry_says_where_its_text_stands(texts: tuple[PatientText, ...]) -> None:
    """Whoever checks a translation finds the record, and the entries stand in the order of the records."""
    written = (FOLDER / "django.po").read_text(encoding="utf-8")
    entries = [block.splitlines() for block in written.strip().split("\n\n")[1:]]
    places = [[line.removeprefix("#: ") for line in block if line.startswith("#: ")] for block in entries]

    assert {place for entry in places for place in entry} == {
        f"knowledge/{one.kind}/{one.id} {one.field}" for one in texts
    }
    assert [entry[0] for entry in places] == sorted(entry[0] for entry in places)


def test_the_compiled_catalog_is_that_of_the_written_one(spanish: dict[str, str]) -> None:
    """What the header says of the tool that compiled it may differ; what a patient reads may not."""
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = {str(one.id): str(one.string) for one in read_mo(file) if one.id}

    assert compiled == spanish


def test_the_standard_library_reads_it() -> None:
    translation = gettext.translation("django", Path(FOLDER.parent.parent), languages=["es"])

    assert translation.gettext("Let go slowly.") == "Suelte despacio."


def _differing(spanish: dict[str, str], pattern: str) -> list[tuple[str, str]]:
    return [
        (english, text)
        for english, text in spanish.items()
        if Counter(re.findall(pattern, english)) != Counter(re.findall(pattern, text))
    ]


def test_placeholders_are_the_same(spanish: dict[str, str]) -> None:
    assert _differing(spanish, r"\{[^}]*\}|%\([^)]*\)s|%s") == []


def test_numbers_are_the_same(spanish: dict[str, str]) -> None:
    assert _differing(spanish, r"\d+(?:[.,]\d+)*") == []


def test_nothing_is_left_in_english(spanish: dict[str, str]) -> None:
    same = {english for english, text in spanish.items() if english.strip().lower() == text.strip().lower()}

    assert same == SAME_IN_BOTH


def test_a_fragment_stays_a_fragment(spanish: dict[str, str]) -> None:
    """Texts that stand inside a sentence begin small and end without a full stop in both languages."""
    changed = [
        (english, text)
        for english, text in spanish.items()
        if english != "Pilates"  # a name in English, a common noun in Spanish
        and (
            english[0].islower() != text.lstrip("¿")[0].islower()
            or english.endswith(".") != text.endswith(".")
        )
    ]

    assert changed == []


def test_questions_are_opened_and_closed(spanish: dict[str, str]) -> None:
    wrong = [
        (english, text)
        for english, text in spanish.items()
        if not english.count("?") == text.count("?") == text.count("¿")
    ]

    assert wrong == []


def test_sentences_and_their_parts_stand_in_the_same_order(spanish: dict[str, str]) -> None:
    """The reports take texts apart at sentences and colons: a lead, a first sentence, what comes before ": "."""
    different = [
        (english, text)
        for english, text in spanish.items()
        if len(sentences(english)) != len(sentences(text)) or english.count(": ") != text.count(": ")
    ]

    assert different == []


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        (r", once a day(?=[,.])", ", una vez al día"),
        (r", twice a day(?=[,.])", ", dos veces al día"),
        (r"(\d) days a week", r"\1 días a la semana"),
        (r"(\d+) seconds", r"\1 segundos"),
        (r"(\d+) sets", r"\1 series"),
    ],
)
def test_a_dose_is_the_same_dose(
    english: str, expected: str, texts: tuple[PatientText, ...], spanish: dict[str, str]
) -> None:
    doses = {one.text for one in texts if one.field == "dose.text"}
    with_it = [dose for dose in doses if re.search(english, dose)]
    lost = [
        (dose, spanish[dose])
        for dose in with_it
        for found in re.finditer(english, dose)
        if found.expand(expected) not in spanish[dose]
    ]

    assert with_it
    assert lost == []


def test_the_parts_of_a_dose_stand_in_the_same_order(
    texts: tuple[PatientText, ...], spanish: dict[str, str]
) -> None:
    """The reports leave out the part that says on which days, since the days stand beside it."""
    doses = {one.text for one in texts if one.field == "dose.text"}
    different = [
        (dose, spanish[dose])
        for dose in doses
        if sentences(dose)[0].count(", ") != sentences(spanish[dose])[0].count(", ")
    ]

    assert different == []


def test_the_patient_is_spoken_to_as_usted(spanish: dict[str, str]) -> None:
    assert [text for text in spanish.values() if FAMILIAR.search(text)] == []


def test_the_danger_signs_of_the_flare_plan_are_all_there(
    knowledge: Knowledge, spanish: dict[str, str]
) -> None:
    _, *emergency, same_day = sentences(spanish[knowledge.advice["flare-check-first"].text])

    for sign in (
        "Pida ayuda de emergencia ahora", "adormecimiento nuevo entre las piernas", "orinar (hacer pis)",
        "hacer caca (evacuar)", "relaciones sexuales", "debilidad en las dos piernas",
        "una pierna que se debilita rápido", "abdomen (barriga) o de espalda con sensación de desmayo",
    ):  # fmt: skip
        assert sign in " ".join(emergency)
    for sign in ("el mismo día", "pie débil", "fiebre", "pantorrilla caliente e hinchada", "mala caída"):
        assert sign in same_day
