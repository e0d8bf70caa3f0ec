"""The safety questions of the intake: silence is never no, and a dangerous answer shows at once what to do."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.models import Alert, AuditEvent, SafetyAnswer, Visit
from tests.web.conftest import World
from tests.web.intake import SAFETY, alices, answer_all, answer_page, answer_safety, phone_of

CHANGED = "Select what has changed, or select “No, none of these”"

# Where each answer leads by itself, at 46 and before anything is known of the pain, as the rules are written:
# at once to help, to a call today, or on.
ROUTES = {
    ("bladder", "hard-to-start-or-cannot-pee"): "emergency",
    ("bladder", "cannot-tell-when-full"): "emergency",
    ("bladder", "cannot-feel-pee-coming-out"): "emergency",
    ("bladder", "leak-pee"): "emergency",
    ("bladder", "none"): "on",
    ("bladder", "not-sure"): "urgent",
    ("bowel", "leak-poo"): "emergency",
    ("bowel", "cannot-tell-when-need-to-poo"): "emergency",
    ("bowel", "cannot-feel-poo-coming-out"): "emergency",
    ("bowel", "none"): "on",
    ("bowel", "not-sure"): "urgent",
    ("saddle", "new-or-worse"): "emergency",
    ("saddle", "same-for-longer"): "urgent",
    ("saddle", "none"): "on",
    ("saddle", "not-sure"): "urgent",
    ("sexual-function", "new-change"): "urgent",
    ("sexual-function", "none"): "on",
    ("sexual-function", "not-sure"): "urgent",
    ("sexual-function", "rather-not-say"): "on",
    ("leg-strength", "one-leg-weaker"): "on",
    ("leg-strength", "foot-drags"): "urgent",
    ("leg-strength", "both-legs-weak"): "urgent",
    ("leg-strength", "getting-worse-fast"): "emergency",
    ("leg-strength", "none"): "on",
    ("leg-strength", "not-sure"): "on",
    ("both-legs", "new-or-worse"): "urgent",
    ("both-legs", "same-for-longer"): "on",
    ("both-legs", "none"): "on",
    ("both-legs", "not-sure"): "on",
    ("fever", "high-temperature-or-ill"): "urgent",
    ("fever", "none"): "on",
    ("fever", "not-sure"): "on",
    ("immune", "bad-infection"): "on",
    ("immune", "back-operation-or-injection"): "on",
    ("immune", "weak-defenses"): "on",
    ("immune", "injected-drugs"): "on",
    ("immune", "none"): "on",
    ("immune", "not-sure"): "on",
    ("cancer", "breast-prostate-lung-kidney-thyroid-or-myeloma"): "on",
    ("cancer", "another-cancer"): "on",
    ("cancer", "small-skin-cancer"): "on",
    ("cancer", "none"): "on",
    ("cancer", "not-sure"): "on",
    ("weight", "lost-weight"): "on",
    ("weight", "none"): "on",
    ("weight", "not-sure"): "on",
    ("trauma", "major"): "urgent",
    ("trauma", "minor"): "on",
    ("trauma", "none"): "on",
    ("trauma", "not-sure"): "on",
    ("steroids", "three-months-or-longer"): "on",
    ("steroids", "none"): "on",
    ("steroids", "not-sure"): "on",
    ("bones", "told-weak-or-broke-in-small-fall"): "on",
    ("bones", "none"): "on",
    ("bones", "not-sure"): "on",
    ("aorta", "strong-pain-with-faint-sweat-or-lump"): "urgent",
    ("aorta", "none"): "on",
    ("aorta", "not-sure"): "on",
    ("calf", "one-calf-swollen-hot-or-red"): "urgent",
    ("calf", "none"): "on",
    ("calf", "not-sure"): "on",
}


@pytest.fixture
def phone(world: World) -> Client:
    return phone_of(world)


def test_every_answer_has_its_route() -> None:
    questions = shipped_knowledge().safety_questions.values()

    assert set(ROUTES) == {(one.id, option.id) for one in questions for option in one.options}


@pytest.mark.parametrize(("question", "ticked"), ROUTES)
def test_an_answer_leads_where_it_should(world: World, phone: Client, question: str, ticked: str) -> None:
    response = answer_safety(phone, question, ticked)

    raised = [one.urgency for one in Alert.objects.filter(gone_at=None)]
    expected = ROUTES[question, ticked]
    if expected == "on":
        assert "/my/safety/" in response["Location"]
        assert set(raised) <= {"refer"}
    else:
        assert response["Location"] == f"/my/now/?of={question}"
        assert expected in raised
        assert alices(world).disposition == expected
        page = phone.get(response["Location"]).content.decode()
        assert ("tel:911" in page) is (expected == "emergency")
        assert "tel:5550142" in page  # the clinic's


@pytest.mark.parametrize("question", SAFETY)
def test_silence_is_never_no(phone: Client, question: str) -> None:
    response = phone.post(f"/my/safety/{question}/")

    many = shipped_knowledge().safety_questions[question].select == "many"
    page = response.content.decode()
    assert response.status_code == 422
    assert (CHANGED if many else "Select an answer") in page
    assert "<title>Error:" in page
    assert not SafetyAnswer.objects.exists()


@pytest.mark.parametrize(
    ("question", "ticked"),
    [
        ("bladder", ["none", "leak-pee"]),
        ("bladder", ["none", "not-sure"]),
        ("saddle", ["none", "new-or-worse"]),
        ("bladder", ["invented"]),
        ("bladder", ["<script>"]),
    ],
)
def test_an_answer_beside_its_opposite_or_unknown_is_refused(
    phone: Client, question: str, ticked: list[str]
) -> None:
    response = answer_safety(phone, question, *ticked)

    assert response.status_code == 422
    assert b'<script>"' not in response.content
    assert not SafetyAnswer.objects.exists()


def test_what_was_ticked_stays_ticked_after_an_error(phone: Client) -> None:
    page = answer_safety(phone, "bladder", "none", "leak-pee").content.decode()

    assert 'value="leak-pee" id="id_answer_3" checked' in page


def test_safety_answers_of_yesterday_are_asked_again(world: World, phone: Client) -> None:
    answer_all(phone)
    yesterday = timezone.now() - timedelta(hours=24, minutes=1)
    SafetyAnswer.objects.filter(question__in=["bladder", "saddle"]).update(answered_at=yesterday)

    phone.post("/my/check/")
    page = phone.get("/my/check/").content.decode()

    assert alices(world).stage == Visit.Stage.ASKED
    assert "more than a day old" in page
    assert 'href="/my/safety/bladder/">Continue' in page
    assert (
        '" checked' not in phone.get("/my/safety/bladder/").content.decode()
    )  # it is to be answered, not waved through
    assert answer_safety(phone, "bladder", "none")["Location"] == "/my/safety/saddle/"
    assert answer_safety(phone, "saddle", "none")["Location"] == "/my/check/"
    assert phone.post("/my/check/").status_code == 200
    assert alices(world).stage == Visit.Stage.WAITING
    assert SafetyAnswer.objects.filter(question="bladder").count() == 2


def test_a_mistake_goes_back_to_the_question_and_both_versions_stay(phone: Client) -> None:
    answer_safety(phone, "bladder", "leak-pee")
    now = phone.get("/my/now/?of=bladder").content.decode()
    assert "leak pee" in now

    response = phone.post("/my/now/", {"says": "mistake", "of": "bladder"})
    assert response["Location"] == "/my/safety/bladder/"
    assert Alert.objects.get().patient_says == "mistake"
    assert phone.get("/my/")["Location"] == "/my/now/"  # until it is answered again

    answer_safety(phone, "bladder", "none")

    assert [one.ticked for one in SafetyAnswer.objects.all()] == [["leak-pee"], ["none"]]
    assert Alert.objects.get().gone_at is not None
    assert phone.get("/my/").status_code == 200


def test_the_same_answer_after_a_mistake_interrupts_again(phone: Client) -> None:
    answer_safety(phone, "bladder", "leak-pee")
    phone.post("/my/now/", {"says": "mistake", "of": "bladder"})

    assert answer_safety(phone, "bladder", "leak-pee")["Location"] == "/my/now/?of=bladder"


def test_who_has_got_help_goes_on_and_is_not_stopped_for_the_same(world: World, phone: Client) -> None:
    world.alice.birth_year = 1970  # old enough for the aorta
    world.alice.save()
    answer_safety(phone, "bladder", "leak-pee")

    response = phone.post("/my/now/", {"says": "help", "of": "bladder"})
    assert response["Location"] == "/my/safety/bowel/"
    assert Alert.objects.get().patient_says == "help"
    assert answer_safety(phone, "bowel", "leak-poo")["Location"] == "/my/safety/saddle/"
    assert "Get medical help now" in phone.get("/my/safety/saddle/").content.decode()
    assert answer_safety(phone, "aorta", "strong-pain-with-faint-sweat-or-lump")["Location"].startswith(
        "/my/now/"
    )
    assert AuditEvent.objects.filter(action="alert.answered").get().detail["says"] == "help"


def test_something_urgent_interrupts_once(phone: Client) -> None:
    answer_safety(phone, "bladder", "not-sure")

    assert phone.post("/my/now/", {"says": "calls", "of": "bladder"})["Location"] == "/my/safety/bowel/"
    assert answer_safety(phone, "bowel", "not-sure")["Location"] == "/my/safety/saddle/"
    assert "Call us." in phone.get("/my/safety/saddle/").content.decode()


def test_an_alarm_is_not_sent_past(world: World, phone: Client) -> None:
    answer_all(phone)
    answer_safety(phone, "aorta", "strong-pain-with-faint-sweat-or-lump")

    assert phone.post("/my/check/")["Location"] == "/my/now/"
    assert alices(world).stage == Visit.Stage.ASKED


def test_an_answer_on_any_page_can_raise_the_alarm(phone: Client) -> None:
    """A fever by itself is urgent; with an operation on the spine it is an emergency."""
    answer_safety(phone, "fever", "high-temperature-or-ill")
    phone.post("/my/now/", {"says": "calls", "of": "fever"})

    response = answer_page(phone, "body", {"body": ["spinal-surgery-recent"]})

    assert response["Location"] == "/my/now/?of=body"
    assert phone.post("/my/now/", {"says": "mistake", "of": "body"})["Location"] == "/my/questions/body/"


def test_what_is_urgent_becomes_an_emergency_when_more_is_known(world: World, phone: Client) -> None:
    """Both legs weak needs a call today; if the pain is new as well, help at once."""
    answer_safety(phone, "leg-strength", "both-legs-weak")
    assert alices(world).disposition == "urgent"
    phone.post("/my/now/", {"says": "calls", "of": "leg-strength"})

    response = answer_page(phone, "since", {"duration": "1.5"})

    assert response["Location"] == "/my/now/?of=since"
    assert alices(world).disposition == "emergency"


def test_the_page_of_the_alarm_needs_an_alarm(phone: Client) -> None:
    assert phone.get("/my/now/")["Location"] == "/my/"
    assert phone.post("/my/now/", {"says": "help"})["Location"] == "/my/"
