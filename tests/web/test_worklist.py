"""Who is on the worklist, in which order, and that it is silent when nothing changed."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from psoas.web.audit.record import Actor
from psoas.web.models import Alert, CarePlan, Person, Visit
from psoas.web.people.actions import add_person
from psoas.web.visits.actions import answer_safety, handle_alert, start_visit, tell
from psoas.web.worklist.queries import worklist_rows
from tests.web.conftest import World

SignIn = Callable[[str], Client]
PATIENT = Actor("patient")


def another(world: World, name: str) -> Visit:
    person = add_person(clinic=world.clinic, fields={"name": name, "birth_year": 1960}, by=world.by("desk"))
    return Visit.objects.select_related("person__clinic").get(person=person)


def in_pain(visit: Visit, average: int, world: World) -> None:
    tell(visit=visit, part="complaint", values={"pain": {"average": average}}, by=world.by("clinician"))


def listed(world: World) -> list[tuple[str, str, str | None]]:
    return [(row.visit.person.name, row.reason, row.level) for row in worklist_rows(world.clinician)]


def test_danger_comes_first_whoever_waits_longer(world: World) -> None:
    Visit.objects.filter(pk=world.visit.pk).update(
        stage=Visit.Stage.WAITING, sent_at=timezone.now() - timedelta(hours=5)
    )
    answer_safety(visit=another(world, "Dora"), question="bladder", ticked=["leak-pee"], by=PATIENT)
    another(world, "Cora")

    assert listed(world) == [
        ("Dora", "danger", "emergency"),
        ("Alice Arden", "waiting", "incomplete"),
        ("Cora", "answering", None),
    ]


def test_an_alert_that_was_dealt_with_no_longer_leads(world: World) -> None:
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=PATIENT)
    handle_alert(alert=Alert.objects.get(), how="Sent to the emergency department.", by=world.by("clinician"))

    assert listed(world) == [("Alice Arden", "answering", None)]


def signed_then_again(world: World, before: int, now: int) -> None:
    in_pain(world.visit, before, world)
    Visit.objects.filter(pk=world.visit.pk).update(stage=Visit.Stage.SIGNED)
    second = start_visit(person=Person.objects.get(pk=world.alice.pk), by=world.by("clinician"))
    in_pain(Visit.objects.select_related("person__clinic").get(pk=second.pk), now, world)
    Visit.objects.filter(pk=second.pk).update(stage=Visit.Stage.SIGNED)


def test_who_does_not_improve_beyond_the_error_is_listed(world: World) -> None:
    signed_then_again(world, before=6, now=5)

    assert listed(world) == [("Alice Arden", "not-improving", None)]
    assert [row.change for row in worklist_rows(world.clinician)] == ["no clear change"]


def test_who_improves_is_not(world: World) -> None:
    signed_then_again(world, before=6, now=4)

    assert listed(world) == []


def test_a_review_is_due_on_its_day_and_not_before(world: World) -> None:
    Visit.objects.filter(pk=world.visit.pk).update(stage=Visit.Stage.SIGNED)
    plan = CarePlan.objects.create(
        visit=world.visit, knowledge_fingerprint="x", review_on=timezone.localdate() + timedelta(days=1)
    )

    assert listed(world) == []

    plan.review_on = timezone.localdate()
    plan.save()

    assert listed(world) == [("Alice Arden", "review", None)]


def test_the_other_clinic_sees_its_own_only(world: World) -> None:
    assert [row.visit.person.name for row in worklist_rows(world.stranger)] == ["Bob Berger"]


def test_the_list_is_silent_when_nothing_changed_and_speaks_when_it_did(
    signed_in: SignIn, world: World
) -> None:
    clinician = signed_in("clinician")
    page = clinician.get("/worklist/").content.decode()
    digest = page.split("shown=")[1].split('"')[0]
    silent = clinician.get(f"/worklist/?shown={digest}", headers={"hx-request": "true"})
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=PATIENT)
    speaking = clinician.get(f"/worklist/?shown={digest}", headers={"hx-request": "true"})

    assert silent.status_code == 204
    assert speaking.status_code == 200
    assert "Cauda equina" in speaking.content.decode()
    assert "<html" not in speaking.content.decode()


def test_it_takes_as_many_queries_for_three_as_for_one(signed_in: SignIn, world: World) -> None:
    clinician = signed_in("clinician")
    clinician.get("/worklist/")
    with CaptureQueriesContext(connection) as one:
        clinician.get("/worklist/")
    for name in ("Cora", "Dora"):
        another(world, name)
    with CaptureQueriesContext(connection) as three:
        clinician.get("/worklist/")

    assert len(three) == len(one)
