"""Laws of the drawing: nothing counts twice, and drawing more never makes less of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from psoas import Knowledge
from psoas.anatomy.body_chart import SILHOUETTES, outline, region_percent
from psoas.anatomy.regions import REGIONS, Side, View
from psoas.patient.case import DrawnRegion, Stroke
from psoas.patient.marks import marked_area, regions_drawn

SHARES = {"region_share": 0.15, "stroke_share": 0.25}
marks = st.sampled_from([DrawnRegion(one.view, side, one.name) for one in REGIONS for side in Side])


@st.composite
def strokes(draw: st.DrawFn) -> Stroke:
    """Any polygon near the body of a view, however it crosses itself."""
    view = draw(st.sampled_from(View))
    left, top, right, bottom = outline(view).bounds
    points = st.tuples(st.floats(left, right).map(round), st.floats(top, bottom).map(round))
    return Stroke(view, tuple(draw(st.lists(points, min_size=3, max_size=8, unique=True))))


def test_the_regions_of_both_silhouettes_are_less_than_the_body() -> None:
    total = sum(
        region_percent(one.view, side, one.name)
        for one in REGIONS
        if one.view in SILHOUETTES
        for side in Side
    )

    assert 50 < total < 100


@settings(deadline=None, max_examples=60)
@given(st.sets(marks, max_size=8), st.lists(strokes(), max_size=4), strokes(), marks)
def test_more_marks_never_reduce_the_drawing(
    drawn: set[DrawnRegion], before: list[Stroke], stroke: Stroke, mark: DrawnRegion
) -> None:
    few, many = tuple(sorted(drawn)), tuple(before)
    least = marked_area(few, many).percent
    regions = set(regions_drawn(few, many, **SHARES))

    assert least <= marked_area(few, (*many, stroke)).percent + 1e-6
    assert least <= marked_area(tuple(sorted(drawn | {mark})), many).percent + 1e-6
    assert regions <= set(regions_drawn(few, (*many, stroke), **SHARES))
    assert regions <= set(regions_drawn(tuple(sorted(drawn | {mark})), many, **SHARES))


@settings(deadline=None, max_examples=60)
@given(st.sets(marks, max_size=8), st.lists(strokes(), max_size=4))
def test_nothing_is_counted_twice(drawn: set[DrawnRegion], before: list[Stroke]) -> None:
    area = marked_area(tuple(sorted(drawn)), tuple(before))

    assert 0 <= area.percent <= 100
    assert sum(area.by_region.values()) <= area.percent * 1.01 + 0.05
    assert all(
        percent <= region_percent(m.view, m.side, m.region) + 1e-6 for m, percent in area.by_region.items()
    )


@settings(deadline=None, max_examples=40)
@given(st.sets(marks, min_size=1, max_size=12))
def test_regions_alone_add_up_to_their_areas(drawn: set[DrawnRegion]) -> None:
    body = tuple(sorted(mark for mark in drawn if mark.view in SILHOUETTES))
    total = sum(region_percent(mark.view, mark.side, mark.region) for mark in body)

    assert marked_area(body, ()).percent <= total + 1e-6
    assert marked_area(body, ()).percent >= total * 0.99


def test_the_shares_in_the_laws_are_those_of_the_knowledge(knowledge: Knowledge) -> None:
    assert {
        "region_share": knowledge.parameter("drawing-region-share"),
        "stroke_share": knowledge.parameter("drawing-stroke-share"),
    } == SHARES
