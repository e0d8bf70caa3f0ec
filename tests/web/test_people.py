"""The front desk: people, links, appointments, and what a wrong birth year does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from psoas.web.access.patient import SESSION_KEY
from psoas.web.models import Appointment, AuditEvent, PatientLink, Person
from psoas.web.people.actions import add_person, give_link
from tests.web.conftest import World

SignIn = Callable[[str], Client]


def test_a_person_is_added_with_a_visit_and_a_link_shown_once(signed_in: SignIn, world: World) -> None:
    desk = signed_in("desk")
    response = desk.post("/people/add/", {"name": "Nora New", "birth_year": "1975", "language": "es"})
    person = Person.objects.get(name="Nora New")

    assert (response.status_code, response["Location"]) == (302, f"/people/{person.key}/link/")
    assert person.visits.count() == 1
    assert person.clinic == world.clinic

    shown = desk.get(response["Location"])
    again = desk.get(response["Location"])

    assert b"/p/" in shown.content
    assert b"<svg" in shown.content
    assert b"/p/" not in again.content


def test_the_link_holds_neither_name_nor_key(world: World) -> None:
    _link, token = give_link(person=world.alice, by=world.by("desk"))

    assert "alice" not in token.lower()
    assert world.alice.key.hex not in token
    assert not PatientLink.objects.filter(digest=token).exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": "", "birth_year": "1975"}, "Enter a name."),
        ({"name": "X", "birth_year": ""}, "Enter a birth year."),
        ({"name": "X", "birth_year": "75"}, "Enter a year from"),
        ({"name": "X", "birth_year": "soon"}, "Enter a year in four digits"),
    ],
)
def test_what_is_wrong_is_said_and_kept(signed_in: SignIn, fields: dict[str, str], message: str) -> None:
    before = Person.objects.count()
    response = signed_in("desk").post("/people/add/", {**fields, "language": "en", "phone": "555 7777"})

    assert response.status_code == 422
    assert message in response.content.decode()
    assert "555 7777" in response.content.decode()
    assert Person.objects.count() == before


def test_the_right_birth_year_opens_and_signs_staff_out(signed_in: SignIn, token: str) -> None:
    browser = signed_in("clinician")
    response = browser.post(f"/p/{token}/", {"birth_year": "1980"})

    assert (response.status_code, response["Location"]) == (302, "/my/")
    assert SESSION_KEY in browser.session
    assert browser.get("/worklist/").status_code == 302  # to the sign-in page


def test_five_wrong_years_end_the_link(token: str) -> None:
    browser = Client()
    answers = [browser.post(f"/p/{token}/", {"birth_year": "1981"}).status_code for _ in range(5)]

    assert answers == [422, 422, 422, 422, 410]
    assert browser.post(f"/p/{token}/", {"birth_year": "1980"}).status_code == 410
    assert AuditEvent.objects.filter(action="link.wrong-year").count() == 5


@pytest.mark.parametrize("end", ["revoked", "expired", "unknown", "new link"])
def test_a_link_that_is_not_good_says_so_and_names_nobody(
    world: World, token: str, signed_in: SignIn, end: str
) -> None:
    if end == "revoked":
        signed_in("desk").post(f"/people/{world.alice.key}/link/end/")
    elif end == "expired":
        PatientLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "new link":
        give_link(person=world.alice, by=world.by("desk"))
    address = f"/p/{'x' * 22 if end == 'unknown' else token}/"
    response = Client().get(address)

    assert response.status_code == 410
    assert b"Alice" not in response.content
    assert b"medical help now" in response.content


def test_an_open_session_ends_with_its_link(token: str) -> None:
    browser = Client()
    browser.post(f"/p/{token}/", {"birth_year": "1980"})
    PatientLink.objects.update(revoked_at=timezone.now())

    assert (browser.get("/my/").status_code, browser.get("/my/")["Location"]) == (302, "/p/")


def test_the_page_does_not_name_the_patient_before_the_year(token: str) -> None:
    content = Client().get(f"/p/{token}/").content.decode()

    assert "Alice" not in content
    assert "1980, " not in content
    assert "Riverside" in content


def test_the_opening_page_speaks_spanish(token: str) -> None:
    content = Client().get(f"/p/{token}/?language=es").content.decode()

    assert '<html lang="es">' in content
    assert "¿En qué año nació?" in content


def test_two_desks_changing_one_person_lose_nothing(signed_in: SignIn, world: World) -> None:
    fields = {"name": "Alice Arden", "birth_year": "1980", "sex": "female", "language": "en"}
    address = f"/people/{world.alice.key}/change/"
    first = signed_in("desk").post(address, {**fields, "phone": "1", "version": "1"})
    second = signed_in("clinician").post(address, {**fields, "phone": "2", "version": "1"})
    world.alice.refresh_from_db()

    assert (first.status_code, second.status_code) == (302, 409)
    assert world.alice.phone == "1"


@pytest.mark.parametrize("path", ["", "change/", "link/"])
def test_another_clinics_person_does_not_exist_here(signed_in: SignIn, world: World, path: str) -> None:
    response = signed_in("desk").get(f"/people/{world.bob.key}/{path}")

    assert response.status_code == 404
    assert b"Bob" not in response.content


def test_lists_show_only_the_own_clinic(signed_in: SignIn) -> None:
    content = signed_in("desk").get("/people/").content

    assert b"Alice Arden" in content
    assert b"Bob Berger" not in content


def test_the_front_desk_sees_nothing_clinical(signed_in: SignIn, world: World) -> None:
    content = signed_in("desk").get(f"/people/{world.alice.key}/").content.decode()

    assert str(world.visit.key) not in content
    assert "Visit 1" in content


@pytest.mark.parametrize("path", ["/people/", "/people/appointments/"])
def test_lists_take_as_many_queries_for_three_as_for_one(signed_in: SignIn, world: World, path: str) -> None:
    desk = signed_in("desk")
    Appointment.objects.create(person=world.alice, starts_at=timezone.now(), clinician=world.clinician)
    desk.get(path)
    with CaptureQueriesContext(
        connection,
    ) as one:
        desk.get(path)
    for name in ("Cora", "Dora"):
        person = add_person(
            clinic=world.clinic, fields={"name": name, "birth_year": 1960}, by=world.by("desk")
        )
        Appointment.objects.create(person=person, starts_at=timezone.now(), clinician=world.clinician)
    with CaptureQueriesContext(connection) as three:
        desk.get(path)

    assert len(three) == len(one)


def test_an_appointment_is_booked_and_marked(signed_in: SignIn, world: World) -> None:
    desk = signed_in("desk")
    day = timezone.localdate().isoformat()
    fields = {"day": day, "time": "09:30", "clinician": str(world.clinician.pk)}
    desk.post(f"/people/{world.alice.key}/appointments/", fields)
    booked = Appointment.objects.get()
    desk.post(f"/people/appointments/{booked.pk}/arrived/")
    booked.refresh_from_db()

    assert timezone.localtime(booked.starts_at).strftime("%H:%M") == "09:30"
    assert booked.arrived_at is not None
    assert b"Alice Arden" in desk.get(f"/people/appointments/?day={day}").content


def test_a_stranger_cannot_be_booked(signed_in: SignIn, world: World) -> None:
    fields = {"day": timezone.localdate().isoformat(), "time": "09:30", "clinician": str(world.stranger.pk)}
    response = signed_in("desk").post(f"/people/{world.alice.key}/appointments/", fields)

    assert response.status_code == 422
    assert not Appointment.objects.exists()
