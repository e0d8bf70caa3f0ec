"""The catalogs: compiled as they stand, complete for the story, with the same numbers and placeholders."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from docs.catalogs import LOCALE, STORY, catalog, compiled, missing, of_the_story, stale

from psoas.reports import language
from psoas.reports.language import retold, said, speaking
from psoas.reports.wording import Told, by_sentence

PATHS = sorted(LOCALE.glob("*/*/LC_MESSAGES/*.po"))
ENTRIES = [(str(one.id), str(one.string)) for one in catalog(STORY) if one.id]


def placeholders(text: str) -> list[tuple[str, str]]:
    return sorted((name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parents[2].name)
def test_a_catalog_is_compiled_as_it_stands(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(path)


def test_the_story_lacks_nothing_and_holds_nothing_else() -> None:
    assert (missing(), stale()) == ([], [])


def test_what_is_gathered_stands_in_code_templates_and_knowledge() -> None:
    found = of_the_story()

    assert found["Please come again by {day}."] == "reports/story.py"
    assert found["Your exercises, step by step"] == "reports/templates/story_back.html.jinja"
    assert found["Front"] == "illustration/body_chart.yaml"
    assert found["The pain disturbs your sleep."] == "outcomes/day.py"
    assert found["Known aortic aneurysm"] == "findings name"


@pytest.mark.parametrize(("english", "spanish"), ENTRIES)
def test_a_translation_keeps_placeholders_numbers_and_ending(english: str, spanish: str) -> None:
    assert placeholders(spanish) == placeholders(english)
    assert sorted(re.findall(r"\d+", spanish)) == sorted(re.findall(r"\d+", english))
    assert spanish.endswith((".", "?", ":")) == english.endswith((".", "?", ":"))
    assert spanish.strip() == spanish
    assert spanish.count("?") == spanish.count("¿") == english.count("?") or "¿" not in spanish + english


def test_no_translation_was_left_in_english() -> None:
    words = re.compile(r"\b(?:the|and|you|your|with|of|if|is|are|it|to|we|us|when|what|pain|back)\b")
    same = {english for english, spanish in ENTRIES if english == spanish}

    assert [spanish for _, spanish in ENTRIES if words.search(spanish)] == []
    assert same == {"No", "Osteoporosis", "Diabetes", "Anemia", "ml"}


@pytest.fixture
def two_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalog with one text of two sentences, and one whose sentences were joined."""
    folder = tmp_path / "story/es/LC_MESSAGES"
    folder.mkdir(parents=True)
    texts = Catalog(locale="es")
    texts.add("Rest. Then walk.", "Descanse. Luego camine.")
    texts.add("Do not drive. Call us.", "No conduzca y llámenos.")
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, texts)
    monkeypatch.setattr(language, "LOCALE", tmp_path)
    language._catalog.cache_clear()
    yield
    monkeypatch.undo()
    language._catalog.cache_clear()


@pytest.mark.usefixtures("two_texts")
def test_a_sentence_goes_with_its_translation_or_all_is_told() -> None:
    with speaking("es"):
        assert by_sentence("Rest. Then walk.") == [
            Told("Rest.", "Descanse."),
            Told("Then walk.", "Luego camine."),
        ]
        assert by_sentence("Do not drive. Call us.") == [
            Told("No conduzca y llámenos.", "No conduzca y llámenos.")
        ]


@pytest.mark.usefixtures("two_texts")
def test_what_has_no_translation_is_said_in_english_or_refused() -> None:
    with speaking("es"):
        assert (said("Sit."), retold("Sit."), said("")) == ("Sit.", "Sit.", "")
    with speaking("es", strict="own"):
        assert retold("Sit.") == "Sit."
        with pytest.raises(KeyError, match="Sit"):
            said("Sit.")
    with speaking("es", strict="all"), speaking("es"), pytest.raises(KeyError, match="Sit"):
        retold("Sit.")
    with speaking("en", strict="all"):
        assert said("Sit.") == "Sit."
