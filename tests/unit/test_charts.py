"""Charts: the right numbers in the right places, told apart without colour, with words that fit."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont

from psoas import Assessment, Knowledge
from psoas.foundation.logit_normal import LogitNormal
from psoas.illustration.charts import (
    COLOURS,
    GLYPHS,
    Belief,
    Share,
    Spec,
    chart_svg,
    contributors_chart,
    quantiles,
    root_levels_chart,
    stacks,
)
from psoas.illustration.interplay_chart import Arrow, Node, interplay_chart
from psoas.reports.citations import Citations
from psoas.reports.clinician_evidence import evidence
from psoas.reports.fonts import WEIGHTS, font_directory

SVG = "{http://www.w3.org/2000/svg}"
EVEN = LogitNormal.from_range(probability=0.5, low=0.25, high=0.75)


def belief(name: str = "Nerve root", group: str = "nerve", note: str = "") -> Belief:
    return Belief(name, group, EVEN, "about 50 (25 to 75)", "possible", note)  # type: ignore[arg-type]


def values(spec: Spec, field: str) -> list[dict[str, Any]]:
    """Return the data of every layer that has a field."""
    return [row for layer in spec["layer"] for row in layer["data"]["values"] if field in row]


@pytest.mark.parametrize(
    ("mean", "variance", "place", "expected"),
    [
        pytest.param(0.0, 1.0, 0, 0.1235, id="2.5 % of a normal lies below -1.960: 1 / (1 + e^1.960)"),
        pytest.param(0.0, 1.0, 19, 0.8765, id="its mirror image"),
        pytest.param(-1.0, 4.0, 10, 0.2944, id="52.5 %: -1 + 2 x 0.0627 = -0.8746"),
    ],
)
def test_a_dot_stands_for_the_middle_of_its_twentieth(
    mean: float, variance: float, place: int, expected: float
) -> None:
    dots = quantiles(LogitNormal(mean, variance))

    assert len(dots) == 20
    assert dots[place] == pytest.approx(expected, abs=2e-4)


def test_dots_that_would_overlap_are_stacked_in_their_middle() -> None:
    assert list(stacks([10.0, 0.0, 2.0, 1.0], 3.0)) == [(1.0, 0), (1.0, 1), (1.0, 2), (10.0, 0)]


def test_dots_side_by_side_are_not_stacked() -> None:
    assert list(stacks([0.0, 3.0, 6.0], 3.0)) == [(0.0, 0), (3.0, 0), (6.0, 0)]


@pytest.mark.parametrize("is_narrow", [False, True])
def test_the_interval_is_drawn_from_its_ends_and_the_tick_at_the_median(*, is_narrow: bool) -> None:
    rows = values(contributors_chart([belief()], is_narrow=is_narrow), "low")

    assert rows
    for row in rows:
        assert (row["low"], row["median"], row["high"]) == pytest.approx((25, 50, 75))


@pytest.mark.parametrize("is_narrow", [False, True])
def test_rows_stand_below_each_other_without_touching(*, is_narrow: bool) -> None:
    narrow = LogitNormal.from_range(probability=0.01, low=0.005, high=0.02)
    beliefs = [Belief(name, "disc", narrow, "about 1", "very unlikely", "") for name in ("a", "b", "c")]
    spec = contributors_chart(beliefs, is_narrow=is_narrow)
    bars = sorted({row["y"] for row in values(spec, "low")})
    dots = [row["y"] for row in values(spec, "size")]

    assert len(bars) == 3
    assert len(dots) == 60
    assert [sum(above < dot < bar for dot in dots) for above, bar in pairwise([0, *bars])] == [20, 20, 20]


def test_every_dot_reaches_the_picture() -> None:
    svg = chart_svg(contributors_chart([belief()]), title="t", description="d", prefix="p")
    marks = [path for path in ET.fromstring(svg).iter(f"{SVG}path") if path.get("fill") == COLOURS["nerve"]]

    assert len(marks) == 20 + 1  # and the glyph beside the name


def test_a_chart_is_one_picture_with_a_name_and_a_description() -> None:
    svg = chart_svg(contributors_chart([belief()]), title="a < b", description="so & so", prefix="p")
    root = ET.fromstring(svg)

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "p-title p-desc"
    assert [root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")] == ["a < b", "so & so"]
    assert [one.get("role") for one in root.iter() if one.get("role")] == ["img"]


def test_words_stay_words_in_the_typeface_of_the_page() -> None:
    svg = chart_svg(contributors_chart([belief()]), title="t", description="d", prefix="p")
    texts = {one.text: one.get("font-family", "") for one in ET.fromstring(svg).iter(f"{SVG}text")}

    assert {"Nerve root", "about 50 (25 to 75)", "possible"} <= set(texts)
    assert {family.strip("'\"") for family in texts.values()} == {"Source Sans Pro"}


def test_a_chart_loads_nothing() -> None:
    svg = chart_svg(contributors_chart([belief()]), title="t", description="d", prefix="p")

    assert re.findall(r"(?:href|src)=\"(?!#)|url\((?!#)", svg) == []


def test_the_same_chart_is_drawn_twice_alike() -> None:
    spec = contributors_chart([belief()])

    assert chart_svg(spec, title="t", description="d", prefix="p") == chart_svg(
        spec, title="t", description="d", prefix="p"
    )


def test_groups_differ_in_shape_as_well_as_in_colour() -> None:
    assert set(GLYPHS) == set(COLOURS)
    assert len(set(GLYPHS.values())) == len(set(COLOURS.values())) == len(COLOURS)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("group", COLOURS)
def test_every_group_stands_out_from_white_paper(group: str) -> None:
    contrast = 1.05 / (luminance(COLOURS[group]) + 0.05)  # type: ignore[index]

    assert contrast >= 3  # WCAG 2: graphics


def test_a_root_is_drawn_up_to_its_share_with_its_interval() -> None:
    spec = root_levels_chart([Share("L5", 0.6, (0.4, 0.8), "about 60 (40 to 80)")])
    row = values(spec, "low")[0]

    assert (row["low"], row["median"], row["high"]) == pytest.approx((40, 60, 80))
    assert row["name"] == "L5"


def width(text: str, *, size: float, weight: int) -> float:
    with TTFont(font_directory() / WEIGHTS[weight]) as font:
        cmap, metrics, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        return float(sum(metrics[cmap[ord(letter)]][0] for letter in text) * size / units)


def charted(assessed: dict[str, Assessment], knowledge: Knowledge) -> Iterable[Belief]:
    for assessment in assessed.values():
        yield from evidence(assessment, knowledge, Citations(knowledge.sources)).beliefs


def test_notes_of_every_example_end_before_the_scale_begins(
    assessed: dict[str, Assessment], knowledge: Knowledge
) -> None:
    notes = {one.note for one in charted(assessed, knowledge) if one.note}

    assert notes
    assert [note for note in notes if width(note, size=11.5, weight=400) > 250 - 18] == []


def test_the_numbers_of_every_example_fit_their_column(
    assessed: dict[str, Assessment], knowledge: Knowledge
) -> None:
    numbers = {one.number for one in charted(assessed, knowledge)}

    assert [number for number in numbers if width(number, size=13, weight=600) > 150] == []


NODES = [
    Node("Sitting", "alignment"),
    Node("Root", "nerve"),
    Node("Disc", "disc"),
    Node("Gluteal", "muscle"),
    Node("Hamstrings", "muscle"),
]


def boxes(spec: Spec) -> list[dict[str, Any]]:
    layer = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "rect")
    return list(layer["data"]["values"])


def lines(spec: Spec) -> list[list[tuple[float, float]]]:
    return [
        [(point["x"], point["y"]) for point in layer["data"]["values"]]
        for layer in spec["layer"]
        if layer["mark"]["type"] == "line"
    ]


def inside(point: tuple[float, float], box: dict[str, Any]) -> bool:
    x, y = point
    return bool(box["left"] < x < box["right"] and box["top"] < y < box["bottom"])


@pytest.mark.parametrize(
    ("from_", "to"),
    [
        pytest.param("Sitting", "Gluteal", id="over the middle column"),
        pytest.param("Hamstrings", "Sitting", id="back over it"),
        pytest.param("Root", "Hamstrings", id="to the next column"),
        pytest.param("Gluteal", "Hamstrings", id="within a column"),
        pytest.param("Disc", "Root", id="up within the middle column"),
    ],
)
def test_an_arrow_runs_from_box_to_box_and_through_none(from_: str, to: str) -> None:
    spec = interplay_chart(NODES, [Arrow(from_, to, "very-low", is_strong=True)])
    drawn = boxes(spec)
    places = dict(zip([node.name for node in NODES], drawn, strict=True))
    (line,) = lines(spec)

    for name, end in ((from_, line[0]), (to, line[-1])):
        box = places[name]
        assert end[0] in (pytest.approx(box["left"]), pytest.approx(box["right"]))
        assert box["top"] < end[1] < box["bottom"]
    assert [point for point in line for box in drawn if inside(point, box)] == []


def test_boxes_do_not_overlap() -> None:
    drawn = boxes(interplay_chart(NODES, [Arrow("Root", "Disc", "low", is_strong=False)]))
    corners = [
        (x, y) for box in drawn for x in (box["left"], box["right"]) for y in (box["top"], box["bottom"])
    ]

    assert [corner for corner in corners for box in drawn if inside(corner, box)] == []


def test_the_line_says_how_certain_a_link_is() -> None:
    grades = ("low", "very-low", "expert")
    arrows = [Arrow("Root", "Hamstrings", grade, is_strong=False) for grade in grades]  # type: ignore[arg-type]
    spec = interplay_chart(NODES, arrows)
    dashes = [
        tuple(layer["mark"]["strokeDash"]) for layer in spec["layer"] if layer["mark"]["type"] == "line"
    ]

    assert len(set(dashes)) == 3
