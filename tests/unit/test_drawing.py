"""The pain drawing as evidence: measured areas, what a stroke marks, and what follows by which rule."""

from collections.abc import Callable

import pytest
from tests.cases import HEAD, SAFE

from psoas import Assessment, Case, Knowledge, assess
from psoas.anatomy.body_chart import body_size, region_percent, stroke_area
from psoas.anatomy.regions import REGIONS, Region, Side, View
from psoas.care.clinic import Clinic
from psoas.foundation.errors import CaseError
from psoas.patient.case import DrawnRegion
from psoas.patient.drawing import Drawing, drawing
from psoas.patient.facts import CaseFacts
from psoas.patient.marks import marked_area
from psoas.patient.reading import read_case_yaml
from psoas.reports.clinician import clinician_report
from psoas.screening.screening import screen

Facts = Callable[[str], CaseFacts]
Read = Callable[[str], Case]

# Rectangles on the chart by their corners, placed by looking at the drawing.
LOW_BACK = (
    "[[332, 152], [352, 152], [352, 162], [332, 162]]"  # 20 by 10, right of the middle, seen from behind
)
CALVES = (
    "[[346, 320], [356, 320], [356, 350], [346, 350]]",  # 10 by 30, the right calf
    "[[304, 320], [314, 320], [314, 350], [304, 350]]",  # the left one
)


def strokes(*points: str, view: str = "back", more: str = "") -> str:
    listed = ", ".join(f"{{view: {view}, points: {one}}}" for one in points)
    return f"complaint: {{side: right, strokes: [{listed}]{more}}}\n"


def drawn(facts: CaseFacts, knowledge: Knowledge) -> Drawing:
    found = drawing(facts, knowledge)
    assert found is not None
    return found


def test_a_rectangle_on_the_back_is_its_width_times_its_height(facts_of: Facts, knowledge: Knowledge) -> None:
    found = drawn(facts_of(strokes(LOW_BACK)), knowledge)

    assert found.percent == pytest.approx(100 * 20 * 10 / body_size())
    assert found.places == 1
    assert found.sides == (Side.RIGHT,)
    assert found.marks == (DrawnRegion(View.BACK, Side.RIGHT, "low-back"),)


def test_what_lies_beside_the_body_does_not_count(facts_of: Facts, knowledge: Knowledge) -> None:
    """A band of 10 across both calves, half of it beside them: each leg is 33.2 - 8.1 wide in the outline."""
    band = "[[280, 320], [380, 320], [380, 330], [280, 330]]"
    found = drawn(facts_of(strokes(band)), knowledge)

    assert found.percent * body_size() / 100 == pytest.approx(2 * (33.2 - 8.1) * 10, rel=0.02)
    assert {mark.side for mark in found.marks} == set(Side)


def test_a_figure_of_eight_counts_both_its_loops() -> None:
    assert stroke_area([(0, 0), (10, 10), (10, 0), (0, 10)]).area == pytest.approx(2 * 25)


def test_what_is_drawn_twice_counts_once(facts_of: Facts, knowledge: Knowledge) -> None:
    once = drawn(facts_of(strokes(LOW_BACK)), knowledge)
    twice = drawn(facts_of(strokes(LOW_BACK, LOW_BACK)), knowledge)
    in_a_region = drawn(facts_of(strokes(LOW_BACK, more=", regions: {back: {right: [low-back]}}")), knowledge)

    assert twice.percent == pytest.approx(once.percent)
    assert in_a_region.percent == pytest.approx(region_percent(View.BACK, Side.RIGHT, "low-back"))


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: f"{region.view}-{region.name}")
def test_a_region_marked_as_a_whole_counts_with_its_area(region: Region) -> None:
    mark = DrawnRegion(region.view, Side.LEFT, region.name)
    whole = region_percent(mark.view, mark.side, mark.region)

    assert marked_area((mark,), ()).percent == pytest.approx(whole)
    assert marked_area((mark,), ()).by_region[mark] == pytest.approx(whole)


@pytest.mark.parametrize(
    ("feet", "names", "body", "region"),
    [
        (View.FOOT_TOP, ("big-toe", "outer-toes", "instep"), View.FRONT, "dorsal-foot"),
        (View.SOLE, ("toes", "forefoot", "arch", "sole-heel"), View.BACK, "posterior-heel"),
    ],
)
def test_a_foot_shown_twice_counts_once(feet: View, names: tuple[str, ...], body: View, region: str) -> None:
    below = tuple(DrawnRegion(feet, Side.RIGHT, name) for name in names)
    above = DrawnRegion(body, Side.RIGHT, region)
    whole = region_percent(body, Side.RIGHT, region)

    assert marked_area(below, ()).percent == pytest.approx(whole, rel=0.005)
    assert marked_area((above, *below), ()).percent == pytest.approx(whole, rel=0.005)
    assert marked_area((above, below[0]), ()).percent == pytest.approx(whole)
    assert sum(marked_area((above, below[0]), ()).by_region.values()) == pytest.approx(whole, rel=0.005)


@pytest.mark.parametrize(
    ("regions", "places"),
    [
        ("{back: {right: [low-back], left: [low-back]}}", 1),
        ("{back: {right: [low-back, calf]}}", 2),
        ("{back: {right: [buttock, posterior-thigh, posterior-knee, calf]}}", 1),
        ("{back: {right: [calf], left: [calf]}}", 2),
        ("{back: {right: [lateral-hip]}, front: {right: [lateral-hip]}}", 1),
        ("{back: {right: [lateral-hip]}, front: {left: [lateral-hip]}}", 2),
        ("{back: {right: [posterior-heel]}, sole: {right: [sole-heel]}}", 1),
        ("{front: {right: [anterior-thigh]}, back: {right: [posterior-thigh]}}", 2),
        ("{}", 0),
    ],
)
def test_places_are_counted_apart_when_they_do_not_touch(
    facts_of: Facts, knowledge: Knowledge, regions: str, places: int
) -> None:
    assert drawn(facts_of(f"complaint: {{regions: {regions}}}"), knowledge).places == places


def test_a_stroke_that_runs_a_little_over_a_border_does_not_mark_the_neighbor(
    facts_of: Facts, knowledge: Knowledge
) -> None:
    """From the upper back of the thigh 6 units up into the buttock, which is 60 high."""
    over = "[[346, 226], [358, 226], [358, 276], [346, 276]]"
    found = drawn(facts_of(strokes(over)), knowledge)

    assert {mark.region for mark in found.marks} == {"posterior-thigh"}


def test_a_line_of_pen_width_down_the_leg_marks_all_it_crosses(facts_of: Facts, knowledge: Knowledge) -> None:
    line = "[[349, 180], [354, 180], [354, 360], [349, 360]]"
    found = drawn(facts_of(strokes(line)), knowledge)

    assert {mark.region for mark in found.marks} == {"buttock", "posterior-thigh", "posterior-knee", "calf"}


def test_strokes_and_regions_add_up(facts_of: Facts) -> None:
    facts = facts_of(strokes(CALVES[0], more=", regions: {front: {right: [groin]}}"))

    assert facts.holds("groin-pain") is True
    assert facts.holds("pain-below-knee") is True
    assert facts.holds("pain-both-legs") is False
    assert facts_of(strokes(*CALVES)).holds("pain-both-legs") is True


@pytest.mark.parametrize(
    ("regions", "finding"),
    [
        ("{back: {right: [calf]}}", "pain-below-knee"),
        ("{back: {right: [buttock]}}", "buttock-pain"),
        ("{back: {right: [buttock]}}", "pain-above-knee-only"),
        ("{front: {right: [groin]}}", "groin-pain"),
        ("{front: {right: [lateral-hip]}}", "lateral-hip-pain"),
        ("{back: {right: [calf], left: [posterior-thigh]}}", "pain-both-legs"),
        ("{back: {left: [saddle], right: [low-back]}}", "saddle-drawn"),
        ("{back: {right: [low-back]}}", "low-back-pain"),
    ],
)
def test_what_follows_from_the_drawing_comes_with_its_rule(
    facts_of: Facts, knowledge: Knowledge, regions: str, finding: str
) -> None:
    found = drawn(facts_of(f"complaint: {{side: right, regions: {regions}}}"), knowledge)
    rules = {one.finding: one.rule for one in found.follows}

    assert rules[finding].startswith("Drawn ")
    assert "pain-above-knee-only" not in rules or "pain-below-knee" not in rules


# Shares of one silhouette from the first drawing of the chart (tests/unit/test_body_chart.py), one side:
# chest 7.1, abdomen 8.1, mid-back 7.2, low-back 4.8. Half of that is the share of both silhouettes.
@pytest.mark.parametrize(
    ("front", "back", "percent", "widespread"),
    [
        (["chest", "abdomen"], ["mid-back"], 22.4, True),
        (["chest", "abdomen"], [], 15.2, False),
        ([], ["mid-back", "low-back"], 12.0, False),
    ],
)
def test_a_fifth_of_the_body_is_widespread(
    facts_of: Facts,
    knowledge: Knowledge,
    front: list[str],
    back: list[str],
    percent: float,
    *,
    widespread: bool,
) -> None:
    sides = {"front": front, "back": back}
    regions = ", ".join(
        f"{view}: {{right: [{', '.join(names)}], left: [{', '.join(names)}]}}"
        for view, names in sides.items()
    )
    facts = facts_of(f"complaint: {{regions: {{{regions}}}}}")

    assert drawn(facts, knowledge).percent == pytest.approx(percent, abs=1.2)
    assert facts.holds("widespread-drawing") is widespread


def test_without_a_chart_nothing_follows_and_an_empty_one_says_no(
    facts_of: Facts, knowledge: Knowledge
) -> None:
    assert drawing(facts_of("complaint: {side: right}"), knowledge) is None
    assert facts_of("complaint: {side: right}").holds("widespread-drawing") is None

    empty = drawn(facts_of("complaint: {side: right, strokes: []}"), knowledge)

    assert (empty.percent, empty.places) == pytest.approx((0, 0))
    assert not empty.follows
    assert not empty.roots
    assert facts_of("complaint: {side: right, strokes: []}").holds("groin-pain") is False


def test_the_shares_of_the_roots_follow_their_areas(facts_of: Facts, knowledge: Knowledge) -> None:
    """Calf and outer shin of the right leg: the first is a key region of S1, the second of L5, each beside the other."""
    found = drawn(facts_of("complaint: {side: right, regions: {back: {right: [calf], left: [calf]}, front: {right: [lateral-shin]}}}"), knowledge)  # fmt: skip
    calf = region_percent(View.BACK, Side.RIGHT, "calf")
    shin = region_percent(View.FRONT, Side.RIGHT, "lateral-shin")
    shares = {one.level: (one.key, one.adjacent) for one in found.roots}

    assert shares["S1"] == pytest.approx((calf / (calf + shin), shin / (calf + shin)))
    assert shares["L5"] == pytest.approx((shin / (calf + shin), calf / (calf + shin)))
    assert shares["L2"] == pytest.approx((0, 0))
    assert all("no better than by chance" in one.maps for one in found.roots if one.level in ("L5", "S1"))


def test_pain_drawn_between_the_legs_is_a_reason_to_ask_and_no_answer(
    knowledge: Knowledge, read: Read
) -> None:
    body = "person: {birth_year: 1976, sex: male}\ncomplaint: {duration_weeks: 3, regions: {back: {right: [saddle]}}}\n"
    case = read(body + SAFE.replace("saddle: none, ", ""))
    facts = CaseFacts.of(case, knowledge)

    assert facts.holds("saddle-change-new") is None
    assert (screen(facts, knowledge).disposition, screen(facts, knowledge).unanswered) == (
        "incomplete", ("saddle",),
    )  # fmt: skip


@pytest.mark.parametrize("part", ["regions: {back: {right: [saddle]}}", "strokes: [{view: back, points: [[325, 216], [335, 216], [330, 235]]}]"])  # fmt: skip
def test_no_numbness_where_pain_is_drawn_between_the_legs_has_to_be_asked_again(
    knowledge: Knowledge, part: str
) -> None:
    with pytest.raises(CaseError, match="Ask the question again"):
        read_case_yaml(HEAD + f"complaint: {{{part}}}\nsafety: {{saddle: none}}", knowledge=knowledge)


def test_strokes_on_the_other_side_contradict_the_side(knowledge: Knowledge) -> None:
    with pytest.raises(CaseError, match="everything drawn is on the left"):
        read_case_yaml(HEAD + strokes(CALVES[1]), knowledge=knowledge)


TOO_MANY_POINTS = "[" + ", ".join(f"[{330 + x % 20}, {150 + x // 20}]" for x in range(301)) + "]"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("strokes: {view: back}", "complaint.strokes: This is no list of strokes. Write [{view: back, points:"),
        ("strokes: [low-back]", "complaint.strokes.0: A stroke holds 'view' and 'points'."),
        ("strokes: [{view: behind, points: []}]", "complaint.strokes.0.view: 'behind' is no view. It can be: front, back, foot-top, sole."),
        ("strokes: [{points: []}]", "The view is missing."),
        ("strokes: [{view: back}]", "complaint.strokes.0.points: The points are missing."),
        ("strokes: [{view: back, points: 3}]", "This is no list of points."),
        ("strokes: [{view: back, points: [[330, 150], [340, 150]]}]", "A stroke needs at least 3 points."),
        ("strokes: [{view: back, points: [[330, 150], [340, 150], [330, 150]]}]", "A stroke needs at least 3 points."),
        ("strokes: [{view: back, points: [[330, 150], [340, 150], [350, 150]]}]", "The stroke encloses no area."),
        ("strokes: [{view: back, points: [[330, 150], [340, yes], [350, 160]]}]", "complaint.strokes.0.points.1: This is no point. Write [x, y], two numbers."),
        ("strokes: [{view: back, points: [[330, 150, 1], [340, 150], [350, 160]]}]", "This is no point."),
        ("strokes: [{view: back, points: [[330, 150], [640, 150], [350, 160]]}]", "The point (640, 150) lies outside the chart. x goes from 0 to 440, y from -16 to 536."),
        ("strokes: [{view: front, points: [[330, 150], [340, 150], [350, 160]]}]", "The stroke lies beside the body of the front view. Its points lie in the view 'back'."),
        ("strokes: [{view: back, points: [[410, 20], [420, 20], [420, 30]]}]", "beside the body of the back view. Check its points."),
        ("strokes: [{view: back, points: [[330, 150], [340, 150], [350, 160]], colour: red}]", "'colour' is no part of it."),
        (f"strokes: [{{view: back, points: {TOO_MANY_POINTS}}}]", "There are 301 points. Keep to 300"),
        (f"strokes: [{', '.join(['{view: back, points: ' + LOW_BACK + '}'] * 61)}]", "There are 61 strokes. Keep to 60"),
    ],
)  # fmt: skip
def test_a_stroke_that_cannot_be_read_says_why(part: str, said: str, knowledge: Knowledge) -> None:
    with pytest.raises(CaseError) as caught:
        read_case_yaml(HEAD + f"complaint: {{{part}}}", knowledge=knowledge)

    assert said in "\n".join(map(str, caught.value.problems))


def test_the_examples_have_a_drawing(assessed: dict[str, Assessment]) -> None:
    found = assessed["todays-patient"].drawing

    assert found is not None
    assert {one.finding for one in found.follows} >= {
        "buttock-pain",
        "lateral-hip-pain",
        "pain-above-knee-only",
    }
    assert 3 < found.percent < 12


def test_the_report_says_what_follows_with_rule_and_source(
    knowledge: Knowledge, clinic: Clinic, read: Read
) -> None:
    front = "front: {right: [chest, abdomen], left: [chest, abdomen]}"
    back = "back: {right: [mid-back, calf], left: [mid-back]}"
    case = read(f"complaint: {{side: right, regions: {{{front}, {back}}}}}")
    report = clinician_report(assess(case, knowledge), None, knowledge=knowledge, clinic=clinic)
    facts = {fact.name: fact for fact in report.drawing}
    sources = {source.number: source.text for source in report.sources}

    assert (
        "% of the body (front and back together), 3 separate places, right and left" in facts["Extent"].value
    )
    assert facts["Below the knee"].value == "Drawn in the shin, calf, ankle or foot on the painful side."
    assert "Visser" in sources[facts["Widespread drawing"].cites[0]]
    assert "S1 100 % and 0 %" in facts["Skin areas"].value
    assert "no better than by chance" in report.drawing_note


def test_a_drawing_by_strokes_judges_like_the_regions_it_marks(knowledge: Knowledge, read: Read) -> None:
    by_strokes = assess(read(strokes(LOW_BACK, CALVES[0])), knowledge)
    by_regions = assess(
        read("complaint: {side: right, regions: {back: {right: [low-back, calf]}}}"), knowledge
    )

    assert by_strokes.diagnosis == by_regions.diagnosis
    assert by_strokes.screening == by_regions.screening
