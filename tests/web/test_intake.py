"""The intake: everything in its order, everything kept, sent only when it is whole."""

import pytest
from django.test import Client
from django.utils import timezone

from psoas.web.models import AuditEvent, Observation, SafetyAnswer, Visit
from psoas.web.visits.actions import start_visit
from psoas.web.visits.case import case_of
from tests.web.conftest import World
from tests.web.intake import PAGES, SAFETY, alices, answer_all, answer_page, answer_safety, mark, phone_of


@pytest.fixture
def phone(world: World) -> Client:
    return phone_of(world)


def test_going_back_shows_the_answer(phone: Client) -> None:
    answer_safety(phone, "weight", "not-sure")
    answer_page(phone, "strength")

    assert 'value="not-sure" id="id_answer_2" checked' in phone.get("/my/safety/weight/").content.decode()
    page = phone.get("/my/questions/strength/").content.decode()
    assert 'name="worst" value="7" id="id_worst_7" checked' in page
    assert page.count('" checked') == 3


def test_first_comes_the_welcome(world: World) -> None:
    phone = phone_of(world, consented=False)

    assert "I agree" in phone.get("/my/").content.decode()
    assert phone.get("/my/safety/bladder/")["Location"] == "/my/"
    assert answer_safety(phone, "bladder", "none")["Location"] == "/my/"
    assert not SafetyAnswer.objects.exists()

    response = phone.post("/my/agree/")

    assert response["Location"] == "/my/safety/bladder/"
    assert alices(world).consented_at is not None
    assert AuditEvent.objects.filter(action="consent.given", actor_kind="patient").count() == 1


def test_the_language_of_the_opening_page_is_kept(world: World) -> None:
    phone_of(world, language="es")

    assert alices(world).language == "es"


def test_it_goes_on_where_it_stopped(world: World, phone: Client) -> None:
    for question in SAFETY[:6]:
        answer_safety(phone, question, "none")

    later = phone_of(world)
    page = later.get("/my/").content.decode()

    assert 'href="/my/safety/fever/">Safety questions' in page
    assert page.count(">Incomplete<") == 5
    assert '<a class="button" href="/my/safety/fever/">Continue</a>' in page


def test_everything_is_asked_in_order_and_sent(world: World, phone: Client) -> None:
    steps = [f"/my/safety/{name}/" for name in SAFETY] + ["/my/drawing/"]
    steps += [f"/my/questions/{name}/" for name in PAGES]
    seen = [phone.post("/my/agree/")["Location"]]
    for question in SAFETY:
        seen.append(answer_safety(phone, question, "none")["Location"])
    seen.append(mark(phone, "back:right:low-back", "back:right:buttock")["Location"])
    for page in PAGES:
        seen.append(answer_page(phone, page)["Location"])

    assert seen == [*steps, "/my/check/"]
    check = phone.get("/my/check/").content.decode()
    assert "Walk the dog" in check
    assert "Send to my clinic" in check
    assert alices(world).stage == Visit.Stage.ASKED

    sent = phone.post("/my/check/")

    visit = alices(world)
    assert "Your answers are sent" in sent.content.decode()
    assert visit.stage == Visit.Stage.WAITING
    assert visit.sent_at is not None
    assert AuditEvent.objects.filter(action="answers.sent").count() == 1
    case = case_of(visit)
    assert (case.complaint.duration_weeks, case.complaint.pain.worst) == (9, 7)
    assert case.function.standing_minutes == 120
    assert case.work.lifting_kg == 10
    assert case.wishes.goals == ("Walk the dog",)
    assert case.wishes.equipment == ("band",)
    assert len(case.safety) == 15
    assert {one.finding for one in case.observations if one.present} == {
        "worse-sitting", "worse-bending", "shooting-pain", "previous-episodes", "knee-problem",
    }  # fmt: skip
    absent = {one.finding for one in case.observations if one.present is False}
    assert {"massage-declined", "pregnancy", "diabetes", "eased-lying", "worse-walking"} <= absent
    assert set(Observation.objects.values_list("told_by_patient", flat=True)) == {True}


def test_nothing_half_is_sent(world: World, phone: Client) -> None:
    answer_all(phone)
    SafetyAnswer.objects.filter(question="calf").delete()

    assert phone.post("/my/check/")["Location"] == "/my/check/"
    assert alices(world).stage == Visit.Stage.ASKED
    assert "Send to my clinic" not in phone.get("/my/check/").content.decode()


def test_a_change_leads_back_to_the_check(phone: Client) -> None:
    answer_all(phone)

    assert "/my/questions/strength/?from=check" in phone.get("/my/check/").content.decode()
    assert 'href="/my/check/"' in phone.get("/my/questions/strength/?from=check").content.decode()
    response = answer_page(phone, "strength", {**PAGES["strength"], "worst": "9", "from": "check"})
    assert response["Location"] == "/my/check/"


def test_unticked_boxes_are_absent_only_if_a_box_is_ticked(phone: Client) -> None:
    response = phone.post("/my/questions/conditions/", {})

    assert response.status_code == 422
    assert "Select what you have" in response.content.decode()
    assert not Observation.objects.exists()

    answer_page(phone, "conditions", {"conditions": ["diabetes", "not-sure"]})

    assert [(one.finding, one.present) for one in Observation.objects.all()] == [("diabetes", True)]
    page = phone.get("/my/questions/conditions/").content.decode()
    assert page.count('" checked') == 2

    answer_page(phone, "conditions", {"conditions": ["none"]})

    assert Observation.objects.filter(present=False).count() == 14
    assert Observation.objects.filter(present=True).count() == 0


@pytest.mark.parametrize(
    ("page", "answers", "message"),
    [
        ("since", {}, "Select how long you have had this pain"),
        ("since", {"duration": "9", "duration-exact": "30"}, "Give one of the two"),
        ("since", {"duration-exact": "-4"}, "greater than or equal to 0"),
        ("since", {"duration-exact": "nan"}, "Enter a number"),
        ("since", {"duration-exact": "99999"}, "less than or equal to 5200"),
        ("began", {"course": "steady"}, "Select how the pain began"),
        ("strength", {"now": "9", "average": "5", "worst": "7"}, "The worst is the highest of the three"),
        ("strength", {"now": "11", "average": "5", "worst": "7"}, "Select an answer from the list"),
        ("words", {"words": "a" * 4001}, "at most 4000"),
        ("body", {"body": ["none", "knee-problem"]}, "Select what you have"),
        ("worse", {"worse": ["slr"]}, "Select an answer from the list"),
        ("goals", {"goals-1": "a" * 201}, "at most 200"),
        ("words", {"words": "a\x00b"}, "Null characters"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    phone: Client, page: str, answers: dict[str, object], message: str
) -> None:
    response = answer_page(phone, page, answers)

    assert response.status_code == 422
    assert response.content.decode().count(message) >= 2  # above, and beside the field


def test_a_number_of_weeks_is_exact(world: World, phone: Client) -> None:
    answer_page(phone, "since", {"duration-exact": "7"})

    assert alices(world).told["complaint"]["duration_weeks"] == 7
    assert 'value="7"' in phone.get("/my/questions/since/").content.decode()

    answer_page(
        phone, "since", {"duration": "20", "duration-exact": "7"}
    )  # shown from before, and now chosen

    assert alices(world).told["complaint"]["duration_weeks"] == 20


def test_words_keep_their_lines_and_lose_control_characters(world: World, phone: Client) -> None:
    answer_page(phone, "words", {"words": "First.\r\nThen\x07 <b>this</b>."})

    assert alices(world).told["complaint"]["in_the_patients_words"] == "First.\nThen <b>this</b>."
    assert "&lt;b&gt;this" in phone.get("/my/questions/words/").content.decode()


def test_an_answer_that_is_left_out_is_not_known(world: World, phone: Client) -> None:
    answer_page(phone, "minutes")
    answer_page(phone, "minutes", {"walking": "5"})

    assert alices(world).told["function"] == {"walking_minutes": 5}


def test_the_side_is_asked_only_without_a_drawing(world: World, phone: Client) -> None:
    phone.post("/my/drawing/", {"skip": "yes"})
    answer_page(phone, "side", {"worse-side": "left"})
    assert case_of(alices(world)).complaint.side == "left"

    mark(phone, "back:left:buttock")
    assert phone.get("/my/questions/side/").status_code == 404


def test_what_contradicts_the_record_is_refused_as_a_whole(world: World, phone: Client) -> None:
    world.alice.birth_year = timezone.localdate().year - 3
    world.alice.save()

    response = answer_page(phone, "since", {"duration": "416"})

    assert response.status_code == 422
    assert "does not fit with something you told us before" in response.content.decode()
    assert "complaint" not in alices(world).told


def test_questions_of_sex_are_asked_only_where_they_apply(world: World, phone: Client) -> None:
    assert phone.get("/my/questions/pregnancy/").status_code == 200
    assert phone.get("/my/questions/sex/").status_code == 404

    world.alice.sex = "male"
    world.alice.save()
    assert phone.get("/my/questions/pregnancy/").status_code == 404

    world.alice.sex = ""
    world.alice.save()
    answer_page(phone, "sex", {"sex": "female"})
    assert case_of(alices(world)).person.sex == "female"
    assert phone.get("/my/questions/pregnancy/").status_code == 200


def test_a_follow_up_begins_with_what_lasts(world: World, phone: Client) -> None:
    answer_all(phone)
    second = start_visit(person=world.alice, by=world.by("desk"))
    phone.post("/my/agree/")

    work = phone.get("/my/questions/job/").content.decode()
    assert "what you told us last time" in work
    assert 'value="desk" id="id_kind_0" checked' in work
    assert '" checked' not in phone.get("/my/safety/bladder/").content.decode()
    assert '" checked' not in phone.get("/my/questions/strength/").content.decode()
    assert second.told == {}
    answer_page(phone, "job", {"kind": "home", "status": "full"})
    assert "what you told us last time" not in phone.get("/my/questions/job/").content.decode()
    assert alices(world).told["work"]["kind"] == "desk"


def test_a_visit_that_is_being_seen_is_closed(phone: Client) -> None:
    Visit.objects.update(stage=Visit.Stage.SEEN)

    assert "Your clinic has your answers" in phone.get("/my/").content.decode()
    assert answer_safety(phone, "bladder", "leak-pee")["Location"] == "/my/"
    assert not SafetyAnswer.objects.exists()


def test_without_a_visit_there_is_nothing_to_answer(phone: Client) -> None:
    Visit.objects.all().delete()

    assert "There is nothing to answer" in phone.get("/my/").content.decode()
    assert phone.get("/my/check/")["Location"] == "/my/"


def test_nothing_of_anybody_else_is_reached(world: World, phone: Client) -> None:
    others = Visit.objects.get(person=world.bob)
    others.told = {"complaint": {"in_the_patients_words": "Bob's own words"}}
    others.consented_at = timezone.now()
    others.save()
    before = Visit.objects.filter(pk=others.pk).values().get()
    pages = ["/my/", "/my/check/", "/my/drawing/", *(f"/my/questions/{page}/" for page in PAGES)]

    answer_all(phone)
    seen = "".join(phone.get(page).content.decode() for page in pages)

    assert "Walk the dog" in seen
    assert "Bob" not in seen
    assert Visit.objects.filter(pk=others.pk).values().get() == before
    assert not SafetyAnswer.objects.filter(visit=others).exists()


def test_a_revoked_link_closes_the_pages(world: World, phone: Client) -> None:
    world.alice.links.update(revoked_at=timezone.now())

    for path in ("/my/", "/my/safety/bladder/", "/my/check/", "/my/drawing/"):
        assert phone.get(path)["Location"] == "/p/"
    assert answer_safety(phone, "bladder", "leak-pee")["Location"] == "/p/"
    assert not SafetyAnswer.objects.exists()


def test_the_language_is_changed_and_remembered(world: World, phone: Client) -> None:
    response = phone.post("/my/language/", {"language": "es", "back": "/my/questions/strength/"})

    assert response["Location"] == "/my/questions/strength/"
    page = phone.get("/my/questions/strength/").content.decode()
    assert "¿Qué tan fuerte es su dolor?" in page
    assert '<html lang="es">' in page
    assert alices(world).language == "es"
    answer_safety(phone, "bladder", "leak-pee")
    now = phone.get("/my/now/").content.decode()
    assert "Busque ayuda médica ahora: llame al 911" in now
    assert "Diga esto" in now


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/my/", "/people/", "", "/my/../people/\r\n"]
)
def test_the_change_of_language_leads_nowhere_else(phone: Client, back: str) -> None:
    response = phone.post("/my/language/", {"language": "fr", "back": back})

    assert response["Location"] == "/my/"


def test_there_are_no_other_pages(phone: Client) -> None:
    for path in ("/my/questions/invented/", "/my/safety/invented/", "/my/safety/strength/",
                 "/my/questions/bladder/", "/my/questions/drawing/"):  # fmt: skip
        assert phone.get(path).status_code == 404
        assert phone.post(path).status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "drawing"])
def test_odd_input_is_refused_and_never_breaks(phone: Client, page: str) -> None:
    path = "/my/drawing/" if page == "drawing" else f"/my/questions/{page}/"
    names = [*PAGES.get(page, {"place": ""}), "from", "duration-exact"]
    for odd in ("", "\x00", "a" * 5000, "{{7*7}}", "-1", "1e999", "नमस्ते", "../../etc", "back:right"):
        response = phone.post(path, dict.fromkeys(names, odd))

        assert response.status_code in (302, 422)
        assert b"Traceback" not in response.content
