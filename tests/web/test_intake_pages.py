"""The pages of the intake as data: whole, quick to answer, and complete in both languages."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po
from django.utils.translation import override

from psoas.foundation.errors import KnowledgeError
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.intake.pages import FILE, intake, read_intake
from tests.web.conftest import World
from tests.web.intake import PAGES, SAFETY, answer_all, phone_of

WEB = Path(__file__).parents[2] / "src/psoas/web"
CATALOG = WEB.parent / "locale/pages-intake/es/LC_MESSAGES/django.po"
WORDS_A_MINUTE = 238  # what adults read silently in English, on average over many studies
SLOW = 200
SECONDS_AN_ANSWER = 4  # to decide, to tap it, and to tap Continue
MINUTES = 10
MINUTES_IF_SLOW = 11.5
TAPS = {"drawing": 3, "since": 1, "began": 2, "words": 0, "strength": 3, "minutes": 3, "day": 2, "energy": 2,
        "worse": 3, "eases": 1, "signs": 2, "before": 1, "conditions": 1, "body": 1, "pregnancy": 1, "job": 2,
        "load": 2, "time": 3, "goals": 1}  # fmt: skip

_TRANSLATED = re.compile(r'\{%\s*translate\s+(?:"([^"]+)"|\'([^\']+)\')(?:\s+context\s+"([^"]+)")?')
_BLOCK = re.compile(r"\{%\s*blocktranslate trimmed[^%]*%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
_TEXTS = ("title", "hint", "label", "needed", "text", "low", "high", "none")


class Read(HTMLParser):
    """The words of a page that are read: heading, hints, and options up to the one that is chosen.

    Who has found their answer reads no further; of a list of boxes all is read before "none of these". What
    stands the same on every page is known by then: the way back, the name of the part, the buttons.
    """

    PASSED = ("details", "svg", "footer", "button", "script")

    def __init__(self) -> None:
        super().__init__()
        self.words = 0
        self.passed: list[str] = []  # open tags inside which nothing is read
        self.found: set[str] = set()  # groups whose answer has been read
        self.ended = False  # behind the answer

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        known = given.get("class") in ("back-link", "section-name")
        if self.passed or tag in self.PASSED or known:
            self.passed += [tag] if tag not in ("input", "path", "br", "img") else []
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            name = str(given.get("name"))
            self.ended = name in self.found
            if "checked" in given and (given["type"] == "radio" or given.get("value") == "none"):
                self.found.add(name)

    def handle_endtag(self, tag: str) -> None:
        if self.passed and self.passed[-1] == tag:
            self.passed.pop()
        if tag == "label":
            self.ended = False

    def handle_data(self, data: str) -> None:
        if not self.passed and not self.ended:
            self.words += sum(1 for word in data.split() if any(sign.isalpha() for sign in word))


def words_on(page: str) -> int:
    reader = Read()
    reader.feed(page[page.index('<main id="main"') : page.index("</main>")])
    return reader.words


def read_and_answered(world: World) -> tuple[int, int]:
    phone = phone_of(world, consented=False)
    words = words_on(phone.get("/my/").content.decode())
    phone.post("/my/agree/")
    answer_all(phone)
    paths = [f"/my/safety/{name}/" for name in SAFETY] + ["/my/drawing/"]
    paths += [f"/my/questions/{name}/" for name in PAGES]
    words += sum(words_on(phone.get(path).content.decode()) for path in paths)
    answers = 1 + len(SAFETY) + sum(TAPS.values()) + 1
    return words, answers


def test_it_takes_less_than_ten_minutes(world: World) -> None:
    """Everything a patient without danger signs reads, and each answer."""
    words, answers = read_and_answered(world)
    deciding = answers * SECONDS_AN_ANSWER / 60

    assert (words > 900, answers > 40) == (True, True)  # it is really read
    assert words / WORDS_A_MINUTE + deciding < MINUTES, (words, answers)
    assert words / SLOW + deciding < MINUTES_IF_SLOW, (words, answers)


def test_taps_are_counted_on_every_page() -> None:
    assert list(TAPS) == [
        page.id for page in intake().pages if page.only_when not in ("sex-not-known", "nothing-drawn")
    ]


def texts() -> Iterator[tuple[str | None, str]]:
    """Every text of the pages: what the templates and the code look up, and what the data file holds."""
    for file in [*sorted((WEB / "templates/intake").rglob("*.html")), WEB / "templates/base_patient.html"]:
        text = file.read_text(encoding="utf-8")
        for plain, quoted, context in _TRANSLATED.findall(text):
            yield context or None, plain or quoted
        for block in _BLOCK.findall(text):
            lines = " ".join(line.strip() for line in block.strip().splitlines())
            yield None, re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", lines)
    for file in sorted((WEB / "intake").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id in ("_", "gettext_noop") and isinstance(node.args[0], ast.Constant):
                yield None, str(node.args[0].value)
    yield from ((None, text) for text in _in_data(yaml.safe_load(FILE.read_text(encoding="utf-8"))))


def _in_data(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for name, inner in found.items():
            if name in _TEXTS and isinstance(inner, str):
                yield inner
            else:
                yield from _in_data(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _in_data(inner)


def test_the_spanish_of_the_pages_is_complete_and_holds_nothing_else() -> None:
    with CATALOG.open("rb") as file:
        catalog = {(one.context, one.id): one for one in read_po(file) if one.id}

    assert set(catalog) == set(texts())
    assert [key for key, one in catalog.items() if not one.string or one.fuzzy] == []
    for (_, english), one in catalog.items():
        assert re.findall(r"%\(\w+\)s", str(english)) == re.findall(r"%\(\w+\)s", str(one.string))


def test_every_page_is_in_spanish(world: World) -> None:
    """No English sentence of a page or of the knowledge is left on a Spanish page."""
    phone = phone_of(world, language="es")
    knowledge = shipped_knowledge()
    english = {text for _, text in texts() if len(text.split()) > 3 and "%(" not in text and "kg" not in text}
    for question in knowledge.safety_questions.values():
        english |= {question.text, question.why, question.counts_as_yes, question.hint or question.text}
        english |= {option.text for option in question.options if len(option.text.split()) > 3}
    answer_all(phone)
    paths = ["/my/", "/my/check/", "/my/drawing/"]
    paths += [f"/my/safety/{name}/" for name in SAFETY] + [f"/my/questions/{name}/" for name in PAGES]

    for path in paths:
        page = phone.get(path).content.decode().replace("&#x27;", "'").replace("&quot;", '"')
        assert 'lang="es"' in page
        assert [text for text in english if text in page] == [], path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("finding: worse-sitting", "finding: worse-siting"), "nothing a patient can tick"),
        (("finding: worse-sitting", "finding: slr"), "nothing a patient can tick"),
        (("finding: worse-sitting", "finding: pain-below-knee"), "nothing a patient can tick"),
        (("finding: worse-sitting", "finding: worse-standing"), "asked for twice"),
        (("value: gradual", "value: slow"), "does not fit here"),
        (("path: complaint.onset", "path: complaint.start"), "no part of it"),
        (("value: band", "value: rope"), "Unknown equipment"),
        (("id: since", "id: bladder"), "used twice"),
        (("task: work", "task: play"), "no task"),
        (("kind: scale", "kind: slider"), "Input should be"),
        (("keeps: true", "keep: true"), "Extra inputs"),
        (("is_drawing: true", "is_drawing: false"), "a title if it has several"),
        (("{id: safety, title: Safety questions}", "{id: last, title: Safety}"), "Safety is not the first"),
    ],
)
def test_a_mistake_in_the_file_stops_the_start(change: tuple[str, str], message: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert change[0] in text

    with pytest.raises(KnowledgeError, match=re.escape(message)):
        read_intake(text.replace(*change, 1), shipped_knowledge())


def test_every_finding_is_asked_in_both_languages() -> None:
    """What a box says in Spanish is not what it says in English, but for words that are the same."""
    same = set()
    with override("es"):
        from django.utils.translation import gettext  # noqa: PLC0415 -- inside the language

        for page in intake().pages:
            for field in page.fields:
                same |= {one.text for one in field.findings if gettext(one.text) == one.text}

    assert same == {"Diabetes", "Psoriasis"}
