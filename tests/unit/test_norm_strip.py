"""The strip of a measurement: everything stands where its number says, and words say the same."""

import re
import xml.etree.ElementTree as ET

import pytest

from psoas.illustration.norm_strip import Strip, norm_strip, ticks
from psoas.illustration.sparkline import sparkline

SVG = "{http://www.w3.org/2000/svg}"


def drawn(strip: Strip) -> ET.Element:
    return ET.fromstring(norm_strip(strip, title="Reach", description="Now 25 cm.", prefix="one"))


def of_class(picture: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in picture.iter() if one.get("class") == name]


def test_values_stand_on_the_scale_by_proportion() -> None:
    """The scale goes from 14 to 226: of 0 to 80 cm, each is 2.65."""
    picture = drawn(Strip(limits=(0, 80), value=20, before=40, cut_offs=(60,), usual=(10, 30), mean=20))

    assert of_class(picture, "value")[0].get("cx") == "67.0"
    assert of_class(picture, "before")[0].get("cx") == "120.0"
    assert of_class(picture, "cut-off")[0].get("x1") == "173.0"
    band = of_class(picture, "usual")[0]
    assert (band.get("x"), band.get("width")) == ("40.5", "53.0")


def test_the_error_reaches_to_both_sides() -> None:
    path = of_class(drawn(Strip(limits=(0, 80), value=40, error=8)), "error")[0].get("d") or ""

    assert re.findall(r"M([\d.]+),30\.0H([\d.]+)", path) == [("98.8", "141.2")]


def test_without_an_error_no_whisker_is_drawn() -> None:
    assert of_class(drawn(Strip(limits=(0, 80), value=40)), "error") == []


@pytest.mark.parametrize(
    ("usual", "expected"), [((20, None), ("67.0", "159.0")), ((None, 20), ("14.0", "53.0"))]
)
def test_an_open_end_of_the_usual_range_goes_to_the_end_of_the_scale(
    usual: tuple[float | None, float | None], expected: tuple[str, str]
) -> None:
    band = of_class(drawn(Strip(limits=(0, 80), usual=usual)), "usual")[0]

    assert (band.get("x"), band.get("width")) == expected


def test_a_wide_scale_is_drawn_around_what_is_shown() -> None:
    picture = drawn(Strip(limits=(0, 600), value=60, before=40))

    labels = [float((one.text or "").replace("−", "-")) for one in picture.iter(f"{SVG}text")]
    assert max(labels) <= 100
    assert of_class(picture, "value")[0].get("cx") != of_class(picture, "before")[0].get("cx")


@pytest.mark.parametrize(("worse", "words"), [("high", "worse →"), ("low", "← worse")])
def test_the_worse_direction_is_a_word(worse: str, words: str) -> None:
    picture = drawn(Strip(limits=(0, 80), value=1, worse=worse))  # type: ignore[arg-type]

    assert words in [one.text for one in picture.iter(f"{SVG}text")]


def test_no_direction_no_word() -> None:
    assert "worse" not in norm_strip(Strip(limits=(0, 80), value=1), title="a", description="b", prefix="c")


def test_it_says_what_it_shows_and_escapes_it() -> None:
    strip = Strip(limits=(0, 80), value=1)
    picture = ET.fromstring(norm_strip(strip, title="A < B", description="Now & then", prefix="x"))

    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == "x-title x-desc"
    assert [(one.get("id"), one.text) for one in picture[:2]] == [
        ("x-title", "A < B"),
        ("x-desc", "Now & then"),
    ]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 80, (0, 20, 40, 60, 80)), (0, 5, (0, 1, 2, 3, 4, 5)), (-20, 60, (-20, 0, 20, 40, 60))],
)
def test_ticks_are_round(low: float, high: float, expected: tuple[float, ...]) -> None:
    assert ticks(low, high) == expected


def test_nothing_is_styled_by_attributes_the_page_forbids() -> None:
    text = norm_strip(Strip(limits=(0, 80), value=1, error=2), title="a", description="b", prefix="c")

    assert "style=" not in text


def test_a_line_rises_where_the_values_rise() -> None:
    text = sparkline([1, 3, 2], error=None, title="a", description="b", prefix="c")
    points = re.search(r'<polyline points="([^"]+)"', text)
    assert points is not None
    (x1, y1), (x2, y2), (x3, y3) = [tuple(map(float, one.split(","))) for one in points[1].split()]

    assert x1 < x2 < x3
    assert y2 < y3 < y1  # up is less
    assert 'class="error"' not in text


def test_a_line_of_equal_values_can_be_drawn() -> None:
    assert "nan" not in sparkline([2, 2], error=None, title="a", description="b", prefix="c")
