"""The body chart: the right place, on the right side, visible, and readable by machines.

Areas are measured here by scanning the published paths line by line, without the code under test.
"""

import re
from collections.abc import Collection
from functools import cache
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from psoas.anatomy.body_chart import SILHOUETTES, body_size, region_area, region_percent
from psoas.anatomy.regions import REGIONS, Region, Side, View, regions_in
from psoas.foundation.errors import UnknownIdentifierError
from psoas.illustration.body_chart import (
    PRINT,
    NervePath,
    body_chart_svg,
    outline_path,
    region_path,
)
from psoas.patient.case import DrawnRegion, Mark, Stroke

SVG = "{http://www.w3.org/2000/svg}"
STEP = 1.0  # between scan lines, in chart units

Point = tuple[float, float]
Spans = list[tuple[float, float]]

# Shares of the body's silhouette that the chart was designed for, one side, in per cent.
# Measured on the first drawing of the chart by counting pixels.
SHARES = [
    (View.FRONT, "chest", 7.1),
    (View.FRONT, "abdomen", 8.1),
    (View.FRONT, "groin", 2.1),
    (View.FRONT, "anterior-thigh", 4.5),
    (View.FRONT, "anterior-knee", 3.0),
    (View.FRONT, "lateral-shin", 2.3),
    (View.BACK, "mid-back", 7.2),
    (View.BACK, "low-back", 4.8),
    (View.BACK, "buttock", 4.4),
    (View.BACK, "posterior-thigh", 5.3),
    (View.BACK, "calf", 4.6),
    (View.BACK, "saddle", 0.7),
]


def _polygons(path: str) -> list[list[Point]]:
    """Flatten SVG path data of M, relative c and Z into polygons."""
    polygons: list[list[Point]] = []
    for command, numbers in re.findall(r"([McZ])([^McZ]*)", path):
        values = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "M":
            polygons.append([(values[0], values[1])])
        elif command == "c":
            (x0, y0), (x1, y1, x2, y2, x3, y3) = polygons[-1][-1], values
            for t in (step / 6 for step in range(1, 7)):
                a, b, c = 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                polygons[-1].append((x0 + a * x1 + b * x2 + c * x3, y0 + a * y1 + b * y2 + c * y3))
    return polygons


@cache
def _scan(path: str) -> dict[int, Spans]:
    """Return the stretches of each scan line that lie inside the path."""
    crossings: dict[int, list[float]] = {}
    for polygon in _polygons(path):
        for (x0, y0), (x1, y1) in pairwise([*polygon, polygon[0]]):
            low, high = sorted((y0, y1))
            for row in range(int(low / STEP) - 1, int(high / STEP) + 2):
                y = (row + 0.4999) * STEP
                if low <= y < high:
                    crossings.setdefault(row, []).append(x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    ordered = {row: sorted(xs) for row, xs in crossings.items()}
    return {row: list(zip(xs[::2], xs[1::2], strict=True)) for row, xs in ordered.items()}


def _common(*paths: str) -> float:
    """Return the area that lies inside every path."""
    first, *others = map(_scan, paths)
    total = 0.0
    for row, spans in first.items():
        if not all(row in other for other in others):
            continue
        kept = spans
        for other in others:
            kept = [(max(a, c), min(b, d)) for a, b in kept for c, d in other[row] if max(a, c) < min(b, d)]
        total += sum(b - a for a, b in kept) * STEP
    return total


def _middle(view: View, side: Side, region: str) -> float:
    """Return the horizontal middle of what is seen of a region."""
    (polygon,) = _polygons(region_path(view, side, region))
    return sum(x for x, _ in polygon) / len(polygon)


def _drawn(*regions: Region, side: Side = Side.RIGHT) -> list[DrawnRegion]:
    return [DrawnRegion(region.view, side, region.name) for region in regions]


def _chart(
    drawn: Collection[Mark] = (), nerve: Collection[NervePath] = (), *, prefix: str = "chart"
) -> ET.Element:
    return ET.fromstring(
        body_chart_svg(drawn=drawn, nerve=nerve, title="Where", description="What", prefix=prefix)
    )


def _words(chart: ET.Element) -> list[str]:
    return [element.text or "" for element in chart.iter(f"{SVG}text")]


def _ids(chart: ET.Element) -> list[str]:
    return [element.attrib["id"] for element in chart.iter() if "id" in element.attrib]


def _by_name(chart: ET.Element) -> dict[str, ET.Element]:
    return {e.attrib["data-region"]: e for e in chart.iter() if "data-region" in e.attrib}


def _nerve_points(chart: ET.Element) -> list[Point]:
    """Return the points of the dashed lines on the chart, without the legend's."""
    return [
        point
        for group in chart.iter(f"{SVG}g")
        if "data-nerve" in group.attrib
        for path in group.iter(f"{SVG}path")
        if "stroke-dasharray" in path.attrib
        for polygon in _polygons(path.attrib["d"])
        for point in polygon
    ]


def _inside(path: str, point: Point) -> bool:
    x, y = point
    return any(a <= x <= b for a, b in _scan(path).get(round(y / STEP - 0.5), []))


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("region", REGIONS, ids=lambda region: f"{region.view}-{region.name}")
def test_every_region_has_a_visible_place_on_the_body(region: Region, side: Side) -> None:
    path = region_path(region.view, side, region.name)

    assert _common(path, outline_path(region.view)) > 100


@pytest.mark.parametrize(
    ("view", "first"),
    [
        (View.FRONT, Side.RIGHT),
        (View.FOOT_TOP, Side.RIGHT),
        (View.BACK, Side.LEFT),
        (View.SOLE, Side.LEFT),
    ],
)
def test_sides_are_the_patients_own(view: View, first: Side) -> None:
    second = Side.LEFT if first is Side.RIGHT else Side.RIGHT

    assert all(_middle(view, first, name) < _middle(view, second, name) for name in regions_in(view))


def test_words_name_the_side_they_stand_on() -> None:
    words = [(e.text, float(e.attrib["x"])) for e in _chart().iter(f"{SVG}text")]
    sides = sorted((x, text) for text, x in words if text in {"Right", "Left"})

    assert [text for _, text in sides] == ["Right"] * 2 + ["Left"] * 2 + ["Left"] * 2 + ["Right"] * 2
    assert {text: x < 220 for text, x in words if text in {"Front", "Back"}} == {
        "Front": True,
        "Back": False,
    }


def test_the_big_toe_is_on_the_inner_side_of_the_foot() -> None:
    right_foot = [_middle(View.FOOT_TOP, Side.RIGHT, name) for name in ("outer-toes", "big-toe")]
    left_foot = [_middle(View.FOOT_TOP, Side.LEFT, name) for name in ("big-toe", "outer-toes")]

    assert right_foot[0] < right_foot[1] < left_foot[0] < left_foot[1]


@pytest.mark.parametrize("view", View)
def test_no_region_covers_another(view: View) -> None:
    outline = outline_path(view)
    paths = {(name, side): region_path(view, side, name) for name in regions_in(view) for side in Side}
    areas = {region: _common(path, outline) for region, path in paths.items()}
    overlaps = {
        (a, b): area / min(areas[a], areas[b])
        for a, b in combinations(paths, 2)
        if (area := _common(paths[a], paths[b], outline))
    }

    assert {pair: share for pair, share in overlaps.items() if share > 0.01} == {}


@pytest.mark.parametrize("view", [View.FOOT_TOP, View.SOLE])
def test_the_regions_of_a_foot_leave_no_gap(view: View) -> None:
    outline = outline_path(view)
    covered = sum(
        _common(outline, region_path(view, side, name)) for name in regions_in(view) for side in Side
    )

    assert covered == pytest.approx(_common(outline), rel=0.005)


@pytest.mark.parametrize(("view", "region", "percent"), SHARES)
def test_a_region_covers_its_share_of_the_body(view: View, region: str, percent: float) -> None:
    outline = outline_path(view)
    share = _common(outline, region_path(view, Side.LEFT, region)) / _common(outline)

    assert 100 * share == pytest.approx(percent, abs=0.6)


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("region", REGIONS, ids=lambda region: f"{region.view}-{region.name}")
def test_the_area_of_a_region_is_what_is_seen_of_it(region: Region, side: Side) -> None:
    scanned = _common(region_path(region.view, side, region.name), outline_path(region.view))

    assert region_area(region.view, side, region.name).area == pytest.approx(scanned, rel=0.015)


def test_front_and_back_together_are_the_whole_body() -> None:
    scanned = sum(_common(outline_path(view)) for view in SILHOUETTES)

    assert body_size() == pytest.approx(scanned, rel=0.005)


@pytest.mark.parametrize(
    ("feet", "view", "repeated"),
    [(View.FOOT_TOP, View.FRONT, "dorsal-foot"), (View.SOLE, View.BACK, "posterior-heel")],
)
def test_the_regions_of_a_foot_share_what_the_body_shows_of_it(feet: View, view: View, repeated: str) -> None:
    shares = [region_percent(feet, Side.LEFT, name) for name in regions_in(feet)]

    assert sum(shares) == pytest.approx(region_percent(view, Side.LEFT, repeated), rel=0.005)


def test_a_drawn_region_is_filled_and_hatched_in_its_place() -> None:
    chart = _chart([DrawnRegion(View.BACK, Side.RIGHT, "low-back")])
    shapes = {e.attrib["id"]: e.attrib["d"] for e in chart.iter(f"{SVG}path") if "id" in e.attrib}
    ((name, filled),) = _by_name(chart).items()
    uses = [e for e in chart.iter(f"{SVG}use") if e.attrib["href"] == filled.attrib["href"]]

    assert name == "back right low-back"
    assert filled.attrib["fill"] == "#F2B8A0"
    assert shapes[filled.attrib["href"][1:]] == region_path(View.BACK, Side.RIGHT, "low-back")
    assert {"#9B2C0B"} <= {e.attrib.get("stroke") for e in uses}
    assert {"url(#chart-hatch)"} <= {e.attrib.get("fill") for e in uses}


def test_a_stroke_is_drawn_as_it_was_made_and_cut_off_at_the_body() -> None:
    stroke = Stroke(View.BACK, ((320, 150), (340, 150), (340, 160), (320, 160)))
    chart = _chart([stroke])
    shapes = {e.attrib["id"]: e.attrib["d"] for e in chart.iter(f"{SVG}path") if "id" in e.attrib}
    ((name, filled),) = _by_name(chart).items()
    corners = set(re.findall(r"[\d.]+,[\d.]+", shapes[filled.attrib["href"][1:]]))

    assert name == "back stroke 0"
    assert corners == {"320,150", "340,150", "340,160", "320,160"}
    assert "Where you feel it" in _words(chart)


def test_every_region_can_be_drawn_at_once() -> None:
    chart = _chart(_drawn(*REGIONS))

    assert set(_by_name(chart)) == {f"{region.view} right {region.name}" for region in REGIONS}


def test_an_empty_chart_has_no_pain_and_no_legend() -> None:
    words = ["Front", "Back", "Tops of feet", "Soles of feet"] + ["Left", "Right"] * 4

    assert _by_name(_chart()) == {}
    assert sorted(_words(_chart())) == sorted(words)


def test_the_legend_explains_only_what_is_shown() -> None:
    pain = DrawnRegion(View.BACK, Side.LEFT, "buttock")
    course = NervePath(Side.LEFT, "S1", ("buttock", "posterior-thigh"))
    felt, nerve = "Where you feel it", "Possible path of the irritated nerve"

    assert {felt, nerve} & set(_words(_chart([pain]))) == {felt}
    assert {felt, nerve} & set(_words(_chart(nerve=[course]))) == {nerve}
    assert {felt, nerve} & set(_words(_chart([pain], [course]))) == {felt, nerve}


L5 = ("low-back", "buttock", "lateral-thigh", "lateral-shin", "dorsal-foot", "big-toe")
S1 = ("low-back", "buttock", "posterior-thigh", "posterior-knee", "calf", "posterior-heel", "sole-heel")


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize(
    ("level", "regions", "seen"),
    [
        (
            "L5",
            L5,
            {View.BACK: L5[:3], View.FRONT: L5[2:5], View.FOOT_TOP: L5[5:]},
        ),
        ("S1", S1, {View.BACK: S1[:6], View.SOLE: S1[6:]}),
    ],
)
def test_a_nerve_runs_through_its_regions_in_the_views_that_show_them(
    level: str, regions: tuple[str, ...], seen: dict[View, tuple[str, ...]], side: Side
) -> None:
    chart = _chart(nerve=[NervePath(side, level, regions)])
    points = _nerve_points(chart)
    reached = {
        view: tuple(
            name
            for name in regions
            if name in regions_in(view)
            and any(_inside(region_path(view, side, name), point) for point in points)
        )
        for view in seen
    }
    outside = [p for p in points if not any(_inside(outline_path(view), p) for view in View)]

    assert reached == seen
    assert outside == []
    assert level in _words(chart)


def test_a_region_seen_from_both_sides_does_not_start_a_course_of_its_own() -> None:
    chart = _chart(nerve=[NervePath(Side.RIGHT, "L5", ("low-back", "lateral-hip", "lateral-thigh"))])

    assert [p for p in _nerve_points(chart) if _inside(outline_path(View.FRONT), p)] == []


def test_two_nerves_of_one_side_have_labels_apart() -> None:
    chart = _chart(nerve=[NervePath(Side.LEFT, "L5", L5), NervePath(Side.LEFT, "S1", S1)])
    labels = {e.text: float(e.attrib["x"]) for e in chart.iter(f"{SVG}text") if e.text in {"L5", "S1"}}

    assert labels["L5"] + 14 < labels["S1"] < 330


def test_a_nerve_without_regions_is_not_shown() -> None:
    assert _words(_chart(nerve=[NervePath(Side.LEFT, "L5", ())])) == _words(_chart())


def test_the_picture_speaks_to_those_who_do_not_see_it() -> None:
    text = body_chart_svg(drawn=(), title="Pain < here & there", description='"Low" back', prefix="a")
    chart = ET.fromstring(text)
    named = {e.attrib["id"]: e.text for e in chart if e.tag in {f"{SVG}title", f"{SVG}desc"}}

    assert chart.attrib["role"] == "img"
    assert [named[i] for i in chart.attrib["aria-labelledby"].split()] == [
        "Pain < here & there",
        '"Low" back',
    ]


def test_two_charts_on_a_page_share_no_id() -> None:
    drawn = [DrawnRegion(view, side, "saddle") for view in (View.FRONT, View.BACK) for side in Side]
    ids = [i for prefix in ("one", "two") for i in _ids(_chart(drawn, prefix=prefix))]

    assert len(ids) > 20
    assert len(ids) == len(set(ids))


def test_the_chart_stands_alone() -> None:
    text = body_chart_svg(drawn=_drawn(*REGIONS), title="t", description="d", prefix="alone")
    ids = set(_ids(ET.fromstring(text)))
    references = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', text))

    assert {a or b for a, b in references} <= ids
    assert re.findall(r'href="(?!#)|<script|<style|<image|var\(', text) == []
    assert text.count("http") == 1  # the name of the SVG namespace


def test_the_print_palette_is_grey() -> None:
    pain = [DrawnRegion(View.BACK, Side.LEFT, "calf")]
    course = [NervePath(Side.LEFT, "S1", S1)]
    text = body_chart_svg(drawn=pain, nerve=course, title="t", description="d", palette=PRINT)
    colours = set(re.findall(r'"#([0-9A-F]{6})"', text))

    assert [c for c in colours if not c[:2] == c[2:4] == c[4:]] == []
    assert len(colours) > 4


@pytest.mark.parametrize("region", ["shoulder", "chest"])
def test_an_unknown_region_is_refused(region: str) -> None:
    with pytest.raises(UnknownIdentifierError, match=region):
        region_path(View.BACK, Side.LEFT, region)
    with pytest.raises(UnknownIdentifierError, match=region):
        _chart([DrawnRegion(View.BACK, Side.LEFT, region)])


def test_a_nerve_through_an_unknown_region_is_refused() -> None:
    with pytest.raises(UnknownIdentifierError, match="shoulder"):
        _chart(nerve=[NervePath(Side.LEFT, "L5", ("low-back", "shoulder"))])
