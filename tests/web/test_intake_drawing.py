"""The pain drawing: what a finger draws, what is chosen from the list, and a mark between the legs."""

import json
from typing import Any

import pytest
from django.test import Client

from psoas.anatomy.body_chart import region_area, stroke_area
from psoas.anatomy.regions import REGION_NAMES, Side, View
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.intake.drawing import colored, drawn, without_saddle
from psoas.web.intake.pictures import GROUPS
from psoas.web.models import SafetyAnswer
from psoas.web.visits.case import case_of
from tests.web.conftest import World
from tests.web.intake import alices, answer_all, answer_page, answer_safety, mark, phone_of

RIGHT_BUTTOCK = [[345, 195], [352, 200], [358, 205]]
BETWEEN_THE_LEGS = [[330, 222], [330, 236]]


@pytest.fixture
def phone(world: World) -> Client:
    return phone_of(world)


def lines(phone: Client, body: Any) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    return phone.post("/my/drawing/lines/", text, content_type="application/json")


def test_a_line_is_colored_saved_and_told(world: World, phone: Client) -> None:
    response = lines(phone, {"do": "add", "line": RIGHT_BUTTOCK})

    told = response.json()
    assert response.status_code == 200
    assert told["where"] == "You marked pain on the right, in your buttock."
    assert [one["view"] for one in told["paths"]] == ["back"]
    assert told["saved"].startswith("Saved ")
    (stroke,) = alices(world).told["complaint"]["strokes"]
    assert stroke["view"] == "back"
    assert 3 <= len(stroke["points"]) <= 66


def test_a_pen_is_thirteen_units_wide() -> None:
    """Twenty units of a straight line: 20 x 13 and two half circles of 6.5, but for a few corners."""
    area = stroke_area([tuple(point) for point in colored([[330, 150], [330, 170]])["points"]]).area

    assert area == pytest.approx(20 * 13 + 3.1416 * 6.5**2, rel=0.04)


def test_a_dot_is_a_place_too() -> None:
    assert colored([[345, 200]])["view"] == "back"


@pytest.mark.parametrize(
    ("line", "view"),
    [
        ([[110, 160], [112, 165]], "front"),
        ([[330, 160], [332, 165]], "back"),
        ([[85, 470], [86, 480]], "foot-top"),
        ([[355, 470], [356, 480]], "sole"),
        ([[200, 160], [345, 160]], "back"),
    ],
)
def test_a_line_belongs_to_the_view_it_lies_on(line: list[list[float]], view: str) -> None:
    assert colored(line)["view"] == view


def test_who_circles_a_place_means_all_of_it() -> None:
    circle = [[318, 150], [330, 140], [342, 150], [342, 170], [330, 178], [318, 170], [318, 150]]
    complaint = {"strokes": [colored(circle)]}

    assert {one.region for one in drawn(complaint, shipped_knowledge())} >= {"low-back"}


def test_undo_takes_the_last_line_and_clear_takes_all(world: World, phone: Client) -> None:
    for shift in (0, 12, 24):
        lines(phone, {"do": "add", "line": [[330, 140 + shift], [340, 140 + shift]]})
    before = alices(world).told["complaint"]["strokes"]

    lines(phone, {"do": "undo"})
    assert alices(world).told["complaint"]["strokes"] == before[:2]

    told = lines(phone, {"do": "clear"}).json()
    assert (told["paths"], told["where"]) == ([], "")
    assert lines(phone, {"do": "undo"}).status_code == 200  # nothing is left, and nothing breaks


@pytest.mark.parametrize(
    "body",
    [
        "", "null", "[]", "{}", "not json", "[" * 100_000, '{"do": "add"}', '{"do": "add", "line": []}',
        '{"do": "add", "line": [[1]]}', '{"do": "add", "line": [["a", 2]]}', '{"do": "add", "line": [[true, 2]]}',
        '{"do": "add", "line": [[NaN, 2], [3, 4]]}', '{"do": "add", "line": [[Infinity, 2], [3, 4]]}',
        '{"do": "add", "line": [[1e400, 2], [3, 4]]}', '{"do": "add", "line": [[' + "9" * 400 + ", 2], [3, 4]]}",
        '{"do": "add", "line": {"0": [1, 2]}}', '{"do": "add", "line": "M0,0"}', '{"do": "drop"}', '{"do": ["add"]}',
        '{"do": "add", "line": [[2, 2], [3, 3]]}', "\xff\xfe",
    ],
)  # fmt: skip
def test_a_hostile_line_is_refused_in_words(world: World, phone: Client, body: str) -> None:
    response = lines(phone, body)

    assert response.status_code == 422
    assert response.json()["error"]
    assert "complaint" not in alices(world).told


def test_limits_of_a_drawing(world: World, phone: Client) -> None:
    too_long = [[330 + index % 7, 150 + index % 11] for index in range(3001)]
    assert lines(phone, {"do": "add", "line": too_long}).status_code == 422
    assert lines(phone, {"do": "add", "line": too_long[:3000]}).status_code == 200

    for index in range(59):
        assert lines(phone, {"do": "add", "line": [[330, 140], [340 + index % 3, 141]]}).status_code == 200
    response = lines(phone, {"do": "add", "line": RIGHT_BUTTOCK})

    assert response.status_code == 422
    assert "too many lines" in response.json()["error"]
    assert len(alices(world).told["complaint"]["strokes"]) == 60


def test_lines_need_the_token_of_the_page(world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone_of(world).cookies

    assert lines(strict, {"do": "add", "line": RIGHT_BUTTOCK}).status_code == 403


def test_the_list_says_the_same_as_the_picture(world: World, phone: Client) -> None:
    assert mark(phone, "back:right:low-back", "front:left:lateral-hip").status_code == 302

    case = case_of(alices(world))
    assert [(one.view, one.side, one.region) for one in case.complaint.drawn or ()] == [
        ("back", "left", "lateral-hip"), ("back", "right", "low-back"), ("front", "left", "lateral-hip"),
    ]  # fmt: skip
    page = phone.get("/my/drawing/").content.decode()
    assert page.count(" checked") == 2


def test_the_list_has_every_place_of_the_body_once() -> None:
    listed = [name for _, names in GROUPS for name in names]

    assert sorted(listed) == sorted(REGION_NAMES)


@pytest.mark.parametrize(
    "place", ["back:right:nose", "top:right:low-back", "back:up:low-back", "", ":::", "back"]
)
def test_an_unknown_place_is_refused(world: World, phone: Client, place: str) -> None:
    assert mark(phone, place).status_code == 422
    assert "complaint" not in alices(world).told


def test_nothing_marked_is_an_error_and_may_be_said(world: World, phone: Client) -> None:
    response = mark(phone)
    assert response.status_code == 422
    assert response.content.decode().count("Mark where you feel the pain") == 2

    assert phone.post("/my/drawing/", {"skip": "yes"})["Location"] == "/my/safety/bladder/"
    assert case_of(alices(world)).complaint.drawn is None


def test_a_mark_between_the_legs_asks_the_question_again(world: World, phone: Client) -> None:
    answer_all(phone)

    told = lines(phone, {"do": "add", "line": BETWEEN_THE_LEGS}).json()
    response = mark(phone, "back:right:buttock")

    assert "between your legs" in told["where"]
    assert response["Location"] == "/my/safety/saddle/"
    assert "Please answer this question once more" in phone.get("/my/safety/saddle/").content.decode()
    assert '" checked' not in phone.get("/my/safety/saddle/").content.decode()
    assert [one.ticked for one in SafetyAnswer.objects.filter(question="saddle")] == [["none"], []]
    assert alices(world).disposition == "incomplete"  # until then it is not known, and the clinic sees that
    assert phone.post("/my/check/")["Location"] == "/my/check/"


def test_a_new_feeling_there_is_an_emergency_and_the_mark_stays(world: World, phone: Client) -> None:
    answer_all(phone)
    mark(phone, "back:right:saddle")

    assert answer_safety(phone, "saddle", "new-or-worse")["Location"] == "/my/now/?of=saddle"
    assert any(one.region == "saddle" for one in case_of(alices(world)).complaint.drawn or ())


@pytest.mark.parametrize("how", ["list", "line"])
def test_who_feels_as_usual_there_did_not_mean_the_mark(world: World, phone: Client, how: str) -> None:
    answer_all(phone)
    if how == "list":
        mark(phone, "back:right:saddle", "back:right:buttock")
    else:
        lines(phone, {"do": "add", "line": [*BETWEEN_THE_LEGS, [345, 205]]})

    response = answer_safety(phone, "saddle", "none")
    page = phone.get(response["Location"]).content.decode()

    assert "we took the mark between your legs off" in page
    complaint = alices(world).told["complaint"]
    assert "saddle" not in {one.region for one in drawn(complaint, shipped_knowledge())}
    assert "buttock" in {one.region for one in drawn(complaint, shipped_knowledge())}
    assert [one.ticked for one in SafetyAnswer.objects.filter(question="saddle")] == [["none"], [], ["none"]]
    assert phone.post("/my/check/").status_code == 200


def test_a_ring_around_the_saddle_does_not_bring_it_back() -> None:
    ring = {"view": "back", "points": [[300, 200], [360, 200], [360, 255], [300, 255]]}

    regions, strokes = without_saddle(
        {"regions": {"front": {"left": ["saddle", "groin"]}}, "strokes": [ring]}
    )

    assert regions == {"front": {"left": ["groin"]}}
    assert "saddle" not in {one.region for one in drawn({"strokes": strokes}, shipped_knowledge())}


def test_a_line_against_the_side_is_said(world: World, phone: Client) -> None:
    answer_page(phone, "side", {"worse-side": "left"})

    response = lines(phone, {"do": "add", "line": RIGHT_BUTTOCK})

    assert response.status_code == 422
    assert "the other side is worse" in response.json()["error"]
    assert "strokes" not in alices(world).told["complaint"]


def test_the_picture_of_the_saddle_question_shows_the_region(phone: Client) -> None:
    page = phone.get("/my/safety/saddle/").content.decode()

    assert page.count('clip-path="url(#saddle-') == 2
    assert region_area(View.BACK, Side.RIGHT, "saddle").area > 0
