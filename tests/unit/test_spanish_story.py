"""The story in Spanish: complete, right in gender, number and side, and as well laid out as in English."""

import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from tests.cases import EXAMPLES, ROOT, SAFE
from tests.unit.test_rendering import Page, pdf_pages, squeezed, text_of

from psoas import Assessment, Case, Knowledge, Plan, assess, plan_care
from psoas.anatomy.regions import REGION_NAMES, Side, View
from psoas.care.clinic import Clinic, InSpanish
from psoas.patient.case import DrawnRegion
from psoas.reports import spanish
from psoas.reports.fonts import missing_characters
from psoas.reports.language import Strictness, said, speaking
from psoas.reports.rendering import render, render_story
from psoas.reports.story import Story, not_exclusive, story_text, tell_story
from psoas.reports.told import every_cause, where
from psoas.reports.wording import (
    capital,
    day_in_words,
    duration_in_words,
    listed,
    sentence,
    sentences,
    small,
    with_range,
)

STRICT: Strictness = "all"  # "own" would hold the story's own words alone to completeness

NAMES = [path.stem for path in EXAMPLES]
KINDS = ("html", "pdf")
LEFT, RIGHT = Side.LEFT, Side.RIGHT
ENGLISH = re.compile(
    r"\b(?:the|and|you|your|with|of|if|is|are|it|to|we|us|days?|weeks?|out|when|what|pain|back|call|both)\b",
    re.IGNORECASE,
)
OF_THE_CLINIC = ("Riverside Back and Hip Clinic", "12 Mill Lane", "Springfield")

Read = Callable[[str], Case]
Rendered = Callable[[str, str], bytes]


@pytest.fixture(scope="module")
def stories(
    assessed: dict[str, Assessment], planned: dict[str, Plan | None], knowledge: Knowledge, clinic: Clinic
) -> dict[str, Story]:
    with speaking("es", strict=STRICT):
        return {
            name: tell_story(one, planned[name], knowledge=knowledge, clinic=clinic, language="es")
            for name, one in assessed.items()
        }


@pytest.fixture(scope="module")
def rendered(stories: dict[str, Story]) -> Rendered:
    @cache
    def one(name: str, kind: str) -> bytes:
        with speaking("es", strict=STRICT):
            return render_story(stories[name], kind=kind)

    return one


def test_the_examples_come_to_every_disposition(assessed: dict[str, Assessment]) -> None:
    assert {one.screening.disposition for one in assessed.values()} == {
        "emergency", "urgent", "refer", "incomplete", "proceed",
    }  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_story_can_be_written_without_a_gap(
    name: str, stories: dict[str, Story], rendered: Rendered
) -> None:
    with speaking("es", strict=STRICT):
        text = story_text(stories[name])

    assert squeezed(stories[name].title) in squeezed(text)
    assert b'<html lang="es">' in rendered(name, "html")
    assert b"/Lang(es)" in rendered(name, "pdf")


@pytest.mark.parametrize("name", NAMES)
def test_no_english_word_is_left(name: str, stories: dict[str, Story], rendered: Rendered) -> None:
    page = " ".join(Page(rendered(name, "html")).words)
    for text in (story_text(stories[name]), page):
        for words in OF_THE_CLINIC:
            text = text.replace(words, "")  # noqa: PLW2901 -- what is left of it

        assert ENGLISH.findall(text) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_the_drawing_says_is_spanish(name: str, stories: dict[str, Story], rendered: Rendered) -> None:
    if not stories[name].drawn:
        return
    svg = re.search(
        r"<svg(?:(?!</svg>).)*body-chart-title.*?</svg>", rendered(name, "html").decode(), re.DOTALL
    )
    assert svg is not None
    labels = re.findall(r"<text[^>]*>([^<]+)</text>", svg.group())

    assert Counter(labels) & Counter(["Adelante", "Atrás", "Pies: arriba", "Pies: plantas"])
    assert labels.count("Der.") == labels.count("Izq.") == 4
    assert '<title id="body-chart-title">Dónde duele</title>' in svg.group()
    assert ENGLISH.findall(" ".join(re.findall(r"<desc[^>]*>([^<]+)</desc>", svg.group()))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_story_is_one_page_and_three_or_four_behind_it(
    name: str, rendered: Rendered, stories: dict[str, Story]
) -> None:
    pages = pdf_pages(rendered(name, "pdf"))

    if stories[name].act is not None:
        assert len(pages) == 1
    else:
        assert len(pages) in {4, 5}
        assert "Próximacita" in pages[0]
        assert "Susejercicios,pasoapaso" in pages[1]
        assert "Sieldoloraumenta" in pages[-1]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_set_large_enough_to_read(name: str, rendered: Rendered) -> None:
    with pypdfium2.PdfDocument(io.BytesIO(rendered(name, "pdf"))) as document:
        for page in document:
            letters = page.get_textpage()
            sizes = Counter(
                round(pdfium.FPDFText_GetFontSize(letters.raw, index), 2)
                for index in range(letters.count_chars())
            )

            assert sizes.most_common(1)[0][0] >= 10.5


@pytest.mark.parametrize("name", NAMES)
def test_page_and_paper_say_the_same(name: str, rendered: Rendered, stories: dict[str, Story]) -> None:
    story, at_home = stories[name], stories[name].at_home
    told = [*story.told, *story.helps, story.together, story.open, story.affected, *story.call_now]
    told += [part for one in story.think for part in (one.name, one.how_sure, one.text)]
    if story.act is not None:
        told += [*story.act.steps, story.act.why, *story.act.answers, *story.act.for_staff]
        told += [one.text for one in story.act.questions]
    if at_home is not None:
        told += [at_home.review, at_home.prevention, at_home.offers, *at_home.ask_first]
        told += [part for one in at_home.to_do for part in (one.name, one.dose)]
        told += [part for one in at_home.exercises for part in (one.start, *one.steps, one.easier)]
        told += [line for topic in at_home.in_your_day for line in (topic.heading, *topic.lines)]
    for kind in KINDS:
        text = text_of(rendered(name, kind), kind)

        assert [words for words in told if squeezed(words) not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_shows_only_letters_it_carries_and_loads_nothing(name: str, rendered: Rendered) -> None:
    page = Page(rendered(name, "html"))

    assert missing_characters(set("".join(page.words))) == set()
    assert [one for one in page.addresses() if not one.startswith(("#", "tel:"))] == []


@pytest.mark.parametrize("name", NAMES)
def test_spanish_tells_as_much_as_english(
    name: str,
    stories: dict[str, Story],
    assessed: dict[str, Assessment],
    planned: dict[str, Plan | None],
    knowledge: Knowledge,
    clinic: Clinic,
) -> None:
    english = tell_story(assessed[name], planned[name], knowledge=knowledge, clinic=clinic)

    def counts(story: Story) -> list[int]:
        home, act = story.at_home, story.act
        parts: list[Sequence[object]] = [story.think, story.check, story.helps, story.call_now, story.told]
        parts += [sentences(one.text) for one in story.think]
        if home is not None:
            parts += [home.to_do, home.exercises, home.in_your_day, home.flare, home.call_clinic]
        if act is not None:
            parts += [act.steps, act.answers, act.for_staff, sentences(act.why)]
        return [len(part) for part in parts]

    assert counts(stories[name]) == counts(english)
    assert bool(not_exclusive(stories[name])) == bool(not_exclusive(english))
    ticks = [
        [one.on for one in story.at_home.to_do]
        for story in (stories[name], english)
        if story.at_home is not None
    ]
    assert not ticks or ticks[0] == ticks[1]


def test_the_report_stays_english(
    stories: dict[str, Story],
    assessed: dict[str, Assessment],
    planned: dict[str, Plan | None],
    knowledge: Knowledge,
    clinic: Clinic,
) -> None:
    name = "s1-root-compression"
    english = tell_story(assessed[name], planned[name], knowledge=knowledge, clinic=clinic)

    def report(story: Story) -> str:
        return render(assessed[name], planned[name], story, knowledge, kind="html")["report"].decode()

    with speaking("es"):  # whoever asks
        in_spanish = report(stories[name])

    assert '<html lang="en">' in in_spanish
    assert squeezed(in_spanish) == squeezed(report(english))


def test_an_emergency_page_says_what_to_do_and_what_to_say(rendered: Rendered) -> None:
    text = text_of(rendered("suspected-cauda-equina", "html"), "html")

    for words in (
        "Busque ayuda médica ahora: llame al 911",
        "Llame al 911 o vaya a la sala de emergencias más cercana.",
        "Muestre esta página.",
        "Tengo dolor de espalda y me dijeron que me tienen que revisar por",
        "conduzca",
        "pérdida nueva de la sensación del paso de la orina",
    ):
        assert squeezed(words) in text
    assert "de cada 100" not in text


def test_the_danger_signs_lead_to_the_emergency_number(rendered: Rendered) -> None:
    heading = "Llame al 911 o vaya a la sala de emergencias más cercana si le pasa algo de esto:"

    assert squeezed(heading) in text_of(rendered("todays-patient", "pdf"), "pdf")
    assert squeezed("No espere. " + heading) in text_of(rendered("suspected-fracture", "pdf"), "pdf")
    assert squeezed(
        "Tengo adormecimiento, hormigueo u otro cambio de sensibilidad entre las piernas"
    ) in text_of(rendered("todays-patient", "html"), "html")


def drawn(*regions: tuple[View, Side, str]) -> tuple[DrawnRegion, ...]:
    return tuple(DrawnRegion(*region) for region in regions)


def on_both(region: str, view: View = View.BACK) -> tuple[tuple[View, Side, str], ...]:
    return ((view, RIGHT, region), (view, LEFT, region))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ((), ""),
        (
            (*on_both("low-back"), (View.BACK, RIGHT, "posterior-thigh"), (View.BACK, RIGHT, "buttock")),
            "en la espalda baja y, del lado derecho, en la nalga y la parte de atrás del muslo",
        ),
        (((View.BACK, LEFT, "low-back"),), "en el lado izquierdo de la espalda baja"),
        (((View.FRONT, RIGHT, "chest"),), "en el lado derecho del pecho"),
        (
            ((View.BACK, RIGHT, "buttock"), (View.FRONT, LEFT, "groin")),
            "del lado derecho, en la nalga y, del lado izquierdo, en la ingle",
        ),
        (
            (*on_both("buttock"), *on_both("posterior-thigh"), *on_both("calf")),
            "en ambas nalgas, la parte de atrás de ambos muslos y ambas pantorrillas",
        ),
        (on_both("anterior-knee", View.FRONT), "en ambas rodillas"),
        (on_both("anterior-ankle", View.FRONT), "en ambos tobillos"),
        (on_both("toes", View.SOLE), "en los dedos de ambos pies"),
        (on_both("saddle"), "entre las piernas"),
        ((*on_both("low-back"), *on_both("saddle")), "en la espalda baja y entre las piernas"),
        (on_both("sacroiliac"), "en ambas articulaciones de la parte de atrás de la pelvis"),
        (
            tuple(
                (View.BACK, RIGHT, region)
                for region in ("buttock", "posterior-thigh", "posterior-knee", "calf", "posterior-heel")
            ),
            (
                "del lado derecho, en la nalga, la parte de atrás del muslo, la parte de atrás de la rodilla "
                "y hasta la parte de atrás del tobillo y del talón"
            ),
        ),
    ],
)
def test_places_have_their_gender_number_and_side(
    marks: tuple[tuple[View, Side, str], ...], expected: str
) -> None:
    with speaking("es"):
        assert where(drawn(*marks)) == expected


def test_every_place_and_every_cause_has_a_name(knowledge: Knowledge) -> None:
    assert set(spanish.PLACES) == REGION_NAMES - {"saddle"}
    assert set(spanish.CAUSES) == set(every_cause(knowledge))


@pytest.mark.parametrize(
    ("parts", "joined_by", "expected"),
    [
        ([], "and", ""),
        (["a"], "and", "a"),
        (["dolor", "fiebre"], "and", "dolor y fiebre"),
        (["a", "b", "c"], "and", "a, b y c"),
        (["dolor", "infección"], "and", "dolor e infección"),
        (["dolor", "hinchazón"], "and", "dolor e hinchazón"),
        (["fuego", "hielo"], "and", "fuego y hielo"),
        (["siete", "ocho"], "or", "siete u ocho"),
        (["hoy", "mañana"], "or", "hoy o mañana"),
    ],
)
def test_lists_are_joined_as_spanish_does(parts: list[str], joined_by: str, expected: str) -> None:
    with speaking("es"):
        assert listed(parts, joined_by) == expected


def test_days_durations_and_chances_are_said_as_spanish_does() -> None:
    with speaking("es"):
        assert day_in_words(date(2026, 11, 22)) == "22 de noviembre de 2026"
        assert day_in_words(date(2027, 1, 1)) == "1 de enero de 2027"
        assert [duration_in_words(weeks) for weeks in (0.1, 0.5, 1, 5, 26, 104)] == [
            "un día", "4 días", "una semana", "5 semanas", "6 meses", "2 años",
        ]  # fmt: skip
        assert with_range(0.43, (0.23, 0.66)) == "cerca de 45 (de 25 a 65)"


def test_a_capital_stands_after_the_mark_that_opens_a_question() -> None:
    assert [capital("¿duele?"), capital("¡ya!"), capital("él"), small("Síndrome")] == [
        "¿Duele?", "¡Ya!", "Él", "síndrome",
    ]  # fmt: skip
    assert [sentence("usted fuma"), sentence("¿duele?")] == ["Usted fuma.", "¿Duele?"]


def test_articles_are_contracted_and_names_are_not() -> None:
    assert spanish.contracted("Vaya a el hospital de el condado.") == "Vaya al hospital del condado."
    assert spanish.contracted("Vaya a El Salvador, a ella.") == "Vaya a El Salvador, a ella."


@pytest.mark.parametrize(
    ("own", "place", "expected"),
    [
        (InSpanish(), "the nearest emergency department", "vaya a la sala de emergencias más cercana."),
        (InSpanish(emergency_place="el hospital del condado"), "County", "vaya al hospital del condado."),
        (InSpanish(), "St. Mary's Hospital, 5th Avenue", "vaya a St. Mary's Hospital, 5th Avenue."),
    ],
)
def test_a_clinic_says_where_to_go_in_its_own_words(
    own: InSpanish,
    place: str,
    expected: str,
    assessed: dict[str, Assessment],
    knowledge: Knowledge,
    clinic: Clinic,
) -> None:
    ours = clinic.model_copy(update={"in_spanish": own, "emergency_place": place})
    story = tell_story(
        assessed["suspected-cauda-equina"], None, knowledge=knowledge, clinic=ours, language="es"
    )

    assert story.act is not None
    assert story.act.steps[0] == f"Llame al 911 o {expected}"


def test_an_opinion_is_told_as_the_clinicians(read: Read, knowledge: Knowledge, clinic: Clinic) -> None:
    body = (
        "complaint: {side: right, duration_weeks: 8, regions: {back: {right: [buttock]}}}\n"
        "opinions: {sacroiliac: {judged: likely, reason: An injection helped.}}\n"
    )
    assessment = assess(read(body + SAFE), knowledge)
    with speaking("es", strict=STRICT):
        story = tell_story(
            assessment, plan_care(assessment, knowledge), knowledge=knowledge, clinic=clinic, language="es"
        )

    assert story.told[0] == "Desde hace 8 semanas siente este dolor del lado derecho, en la nalga."
    assert story.think[0].how_sure == "probable, según su profesional de salud"
    assert story.in_one_line.startswith("La razón más probable de su dolor: ")
    assert not_exclusive(story) == ""


def test_english_is_spoken_again_afterwards() -> None:
    with speaking("es"), speaking("en"):
        assert said("Why") == "Why"
    assert said("Why") == "Why"
    with speaking("es"):
        assert said("Why") == "Por qué"


@pytest.mark.parametrize("kind", KINDS)
def test_a_story_with_more_to_say_still_keeps_to_its_page(kind: str, stories: dict[str, Story]) -> None:
    story = stories["todays-patient"]
    longer = replace(
        story,
        told=(*story.told, "Ha probado descanso, calor y pastillas, y cada cosa ayudó por uno o dos días."),
    )

    source = render_story(longer, kind=kind)

    assert squeezed("Ha probado descanso") in text_of(source, kind)
    if kind == "pdf":
        pages = pdf_pages(source)
        assert len(pages) in {4, 5}
        assert "Próximacita" in pages[0]
        assert any("Cómoevitarquevuelva" in page for page in pages)


def test_the_command_line_tells_the_story_in_spanish(tmp_path: Path) -> None:
    def psoas(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "psoas", "assess", "examples/todays-patient.yaml", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)

    run = psoas("--language", "es", "-f", "text", "-f", "html", "-o", str(tmp_path))
    story = (tmp_path / "todays-patient/story.html").read_text(encoding="utf-8")
    report = (tmp_path / "todays-patient/report.html").read_text(encoding="utf-8")

    assert (run.returncode, run.stderr) == (0, "")
    assert "\nPróxima cita\n- Por favor, vuelva a más tardar el 6 de diciembre de 2026.\n" in run.stdout
    assert '<html lang="es">' in story
    assert '<html lang="en">' in report
    assert "Próxima cita" not in psoas().stdout
    assert json.loads(psoas("-f", "json", "--language", "es").stdout)["story"].startswith(
        "Su espalda, cadera y pierna"
    )
    assert psoas("--language", "fr").returncode == 2
