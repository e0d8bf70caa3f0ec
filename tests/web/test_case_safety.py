"""Red flags on the case page: on top, dealt with in words; open questions answered on the spot."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from psoas.web.models import SafetyAnswer
from psoas.web.visits.actions import answer_safety, tell
from tests.web.case_taps import HTMX, case_url, emergency, text_of
from tests.web.conftest import World

SignedIn = Callable[[str], Client]


@pytest.fixture
def clinician(signed_in: SignedIn) -> Client:
    return signed_in("clinician")


def test_red_flags_stand_on_top_and_an_emergency_interrupts(world: World, clinician: Client) -> None:
    raised = emergency(world)
    page = text_of(clinician.get(case_url(world)))

    assert page.index("Cauda equina syndrome") < page.index("Where it hurts") < page.index("My impression")
    assert f'data-emergency="{raised.pk}"' in page
    assert "<strong>Because:</strong>" in page
    assert "within 4 hours" in page


def test_what_is_no_longer_there_is_named_once_by_what_was_suspected(world: World, clinician: Client) -> None:
    emergency(world)
    answer_safety(visit=world.visit, question="saddle", ticked=["new-or-worse"], by=world.by("clinician"))
    page = text_of(clinician.get(case_url(world)))
    assert "no longer there" not in page  # the rule still holds, on more findings

    for question in ("bladder", "saddle"):
        answer_safety(visit=world.visit, question=question, ticked=["none"], by=world.by("clinician"))
    page = text_of(clinician.get(case_url(world)))
    assert page.count("no longer there: Cauda equina syndrome.") == 1


def test_a_tap_that_makes_a_rule_fire_brings_the_red_flag_along(world: World, clinician: Client) -> None:
    page = text_of(clinician.get(case_url(world)))
    have = ",".join(re.findall(r'data-digest="(\w+)"', page))
    response = clinician.post(
        reverse("safety-answer", args=[world.visit.key, "bladder"]),
        {"ticked": "leak-pee", "have": have},
        **HTMX,
    )

    assert 'data-emergency="' in text_of(response)
    assert SafetyAnswer.objects.get().answered_by == world.clinician


def test_dealing_with_an_alert_needs_words(world: World, clinician: Client) -> None:
    raised = emergency(world)
    url = reverse("deal-with-alert", args=[world.visit.key, raised.pk])
    silent = clinician.post(url, {"how": "  "}, **HTMX)
    raised.refresh_from_db()
    assert silent.status_code == 422
    assert raised.handled_at is None

    said = clinician.post(url, {"said": "Sent to the emergency department.", "how": "By ambulance."}, **HTMX)
    raised.refresh_from_db()
    assert said.status_code == 200
    assert raised.handled_how == "Sent to the emergency department. By ambulance."
    assert raised.handled_by == world.clinician
    assert "data-emergency" not in text_of(said)
    assert "Dealt with: Sent to the emergency department. By ambulance." in text_of(said)


def test_open_questions_are_answered_on_the_spot(world: World, clinician: Client) -> None:
    page = text_of(clinician.get(case_url(world)))
    assert "still open" in page
    assert "For how many weeks have you had this pain?" in page

    clinician.post(reverse("safety-answer", args=[world.visit.key, "duration"]), {"ticked": "6"}, **HTMX)
    clinician.post(reverse("safety-answer", args=[world.visit.key, "onset"]), {"ticked": "gradual"}, **HTMX)
    world.visit.refresh_from_db()
    assert world.visit.told["complaint"] == {"duration_weeks": 6.0, "onset": "gradual"}


@pytest.mark.parametrize(
    ("question", "ticked"),
    [
        ("duration", "long"),
        ("duration", "-3"),
        ("onset", "never"),
        ("bladder", "no-such"),
        ("no-such", "yes"),
        ("bladder", ""),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    world: World, clinician: Client, question: str, ticked: str
) -> None:
    url = reverse("safety-answer", args=[world.visit.key, question])

    assert clinician.post(url, {"ticked": ticked}, **HTMX).status_code == 422
    assert not SafetyAnswer.objects.exists()


def test_the_patients_own_words_suggest_what_to_ask(world: World, clinician: Client) -> None:
    words = "It hurts and I have been losing weight without trying."
    tell(
        visit=world.visit, part="complaint", values={"in_the_patients_words": words}, by=world.by("clinician")
    )
    page = text_of(clinician.get(case_url(world)))

    assert "Worth asking, because of the patient" in page
    assert "losing weight without trying" in page.split("Worth asking", maxsplit=1)[1]
    assert words in page
