"""Who agrees to a plan and who sees it: clinician, therapist, patient; and the plan on paper."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

import psoas.web
from psoas.reports.clinician import clinician_report
from psoas.reports.document import assessment_document, document_json
from psoas.reports.rendering import render_report
from psoas.reports.story import story_text
from psoas.web.models import AuditEvent, CarePlan, SessionNote
from psoas.web.plans.papers import story_of
from psoas.web.visits.actions import observe
from tests.web.conftest import World
from tests.web.plans import KNEELING, make_plannable, patient, planning, post, row, url, version

WEB = Path(psoas.web.__file__).parent
SignIn = Callable[[str], Client]


@pytest.fixture
def clinician(world: World, signed_in: SignIn) -> Client:
    make_plannable(world)
    return signed_in("clinician")


@pytest.fixture
def sent(world: World, clinician: Client) -> None:
    """Alice's plan is approved and sent."""
    assert post(clinician, world, "plan-approve") == 302
    assert post(clinician, world, "plan-send") == 302


def test_approving_says_who_and_when_and_any_change_withdraws_it(world: World, clinician: Client) -> None:
    assert post(clinician, world, "plan-approve") == 302
    assert row(world).approved_by == world.clinician
    assert "Approved" in clinician.get(url(world, "plan")).content.decode()

    changed = {"version": version(world), "where": "down"}
    page = clinician.post(
        url(world, "plan-move", "hip-hinge-with-stick"), changed, follow=True
    ).content.decode()

    assert "The plan is no longer approved." in page
    assert (row(world).approved_by, row(world).approved_at) == (None, None)


@pytest.mark.usefixtures("sent")
def test_a_change_of_an_open_plan_closes_it_to_the_patient(world: World, clinician: Client) -> None:
    changed = {"version": version(world), "where": "down"}
    page = clinician.post(
        url(world, "plan-move", "hip-hinge-with-stick"), changed, follow=True
    ).content.decode()

    assert "does not show the plan until it is sent again" in page
    assert row(world).sent_at is None
    told = patient(world).get("/my/plan/").content.decode()
    assert "working on your plan" in told
    assert "Hip hinge" not in told


@pytest.mark.usefixtures("sent")
def test_a_change_that_changes_nothing_withdraws_nothing(world: World, clinician: Client) -> None:
    before = row(world)
    first = planning(world).agreed.items[0].id
    assert post(clinician, world, "plan-move", first, where="up") == 302

    assert row(world).version == before.version
    assert row(world).sent_at == before.sent_at


def test_a_record_that_changed_blocks_approval_and_sending(world: World, clinician: Client) -> None:
    assert post(clinician, world, "plan-move", "hip-hinge-with-stick", where="down") == 302
    observe(visit=world.visit, finding="knee-problem", side="", value="present", by=world.by("clinician"))

    page = clinician.get(url(world, "plan")).content.decode()
    assert "Ruled out for this patient now" in page
    assert "Knee problem" in page
    assert post(clinician, world, "plan-approve") == 422
    assert row(world).approved_at is None

    new = "hip-flexor-stretch-standing"
    assert post(clinician, world, "plan-swap", KNEELING, new=new) == 302
    assert post(clinician, world, "plan-approve") == 302
    observe(visit=world.visit, finding="knee-problem", side="", value="absent", by=world.by("clinician"))
    assert post(clinician, world, "plan-send") == 302


def test_what_is_ruled_out_after_approval_is_not_sent(world: World, clinician: Client) -> None:
    assert post(clinician, world, "plan-approve") == 302
    observe(visit=world.visit, finding="knee-problem", side="", value="present", by=world.by("clinician"))

    assert post(clinician, world, "plan-send") == 422
    assert row(world).sent_at is None


def test_nothing_is_sent_that_nobody_approved(world: World, clinician: Client) -> None:
    assert post(clinician, world, "plan-send") == 422
    assert not CarePlan.objects.exists()


def test_sending_says_when_the_patient_has_no_open_link(world: World, clinician: Client) -> None:
    post(clinician, world, "plan-approve")
    seen = {"version": version(world)}
    page = clinician.post(url(world, "plan-send"), seen, follow=True).content.decode()

    assert "The patient has no open link" in page


def test_a_therapist_sees_approved_plans_only_and_changes_nothing(
    world: World, clinician: Client, signed_in: SignIn
) -> None:
    therapist = signed_in("therapist")
    assert therapist.get("/").headers["Location"] == "/plans/"
    assert "No plan is approved yet" in therapist.get("/plans/").content.decode()
    page = therapist.get(url(world, "plan")).content.decode()
    assert "No clinician has approved a plan" in page
    assert "Hip hinge" not in page
    assert therapist.get(url(world, "plan-paper")).headers["Content-Type"].startswith("text/html")

    post(clinician, world, "plan-approve")
    assert "Alice Arden" in therapist.get("/plans/").content.decode()
    page = therapist.get(url(world, "plan")).content.decode()
    for shown in (
        "Massage session",
        "Hip hinge",
        "What speaks against something",
        "Accept the massage session",
    ):
        assert shown in page
    for hidden in ("Swap", "Take out", "Approve this plan", "Send to the patient", "Dose, days, note"):
        assert hidden not in page
    before = row(world).content
    for name, rest in (
        ("plan-item", ["bird-dog"]),
        ("plan-swap", ["bird-dog"]),
        ("plan-move", ["bird-dog"]),
        ("plan-frame", []),
        ("plan-approve", []),
        ("plan-send", []),
        ("plan-answer", []),
    ):
        assert post(therapist, world, name, *rest, where="up") == 403
    assert row(world).content == before


def test_a_therapist_accepts_the_massage_once_it_is_approved(
    world: World, clinician: Client, signed_in: SignIn
) -> None:
    therapist = signed_in("therapist")
    assert post(therapist, world, "plan-accept-massage") == 422
    post(clinician, world, "plan-approve")
    assert post(clinician, world, "plan-accept-massage") == 403
    assert post(therapist, world, "plan-accept-massage") == 302
    assert row(world).massage_accepted_by == world.therapist
    assert "Accepted" in therapist.get("/plans/").content.decode()

    assert post(clinician, world, "plan-move", "hip-hinge-with-stick", where="down") == 302
    assert row(world).massage_accepted_by == world.therapist  # the massage is the same
    fields = {"pressure_cap": "2", "technique-erector-spinae": "effleurage", "minutes-erector-spinae": "5"}
    assert post(clinician, world, "plan-massage", **fields) == 302
    assert row(world).massage_accepted_by is None


def test_a_massage_that_is_ruled_out_now_is_not_accepted(
    world: World, clinician: Client, signed_in: SignIn
) -> None:
    post(clinician, world, "plan-approve")
    observe(visit=world.visit, finding="massage-declined", side="", value="present", by=world.by("clinician"))

    assert post(signed_in("therapist"), world, "plan-accept-massage") == 422
    assert row(world).massage_accepted_at is None


def test_a_stale_acceptance_is_a_conflict(world: World, clinician: Client, signed_in: SignIn) -> None:
    post(clinician, world, "plan-approve")
    seen = version(world)
    fields = {"pressure_cap": "2", "technique-erector-spinae": "effleurage", "minutes-erector-spinae": "5"}
    post(clinician, world, "plan-massage", **fields)
    post(clinician, world, "plan-approve")

    answer = signed_in("therapist").post(url(world, "plan-accept-massage"), {"version": seen})
    assert answer.status_code == 409
    assert row(world).massage_accepted_at is None


def test_session_notes_are_added_and_read_by_the_clinician(
    world: World, clinician: Client, signed_in: SignIn
) -> None:
    therapist = signed_in("therapist")
    assert post(therapist, world, "session-note", text="Too early.") == 422
    post(clinician, world, "plan-approve")
    assert post(therapist, world, "session-note", text=" ") == 422
    assert post(therapist, world, "session-note", text="First: calmer after.") == 302
    assert post(therapist, world, "session-note", text="Second: left side too.") == 302
    assert post(clinician, world, "session-note", text="Not mine to write.") == 403

    page = clinician.get(url(world, "plan")).content.decode()
    assert "First: calmer after." in page
    assert "Second: left side too." in page
    assert [one.written_by for one in SessionNote.objects.all()] == [world.therapist, world.therapist]
    event = AuditEvent.objects.filter(action="session-note.written").first()
    assert event is not None
    assert "calmer" not in str(event.detail)


@pytest.mark.usefixtures("sent")
def test_another_clinic_finds_nothing(world: World, signed_in: SignIn) -> None:
    stranger = signed_in("stranger")
    for name, rest in (("plan", []), ("plan-paper", []), ("plan-add", []), ("plan-item", [KNEELING])):
        assert stranger.get(url(world, name, *rest)).status_code == 404
    for name in ("plan-approve", "plan-send", "plan-frame", "plan-answer"):
        assert post(stranger, world, name) == 404
    assert "Alice" not in stranger.get("/plans/").content.decode()


def test_everything_is_in_the_audit_log(world: World, clinician: Client, signed_in: SignIn) -> None:
    clinician.get(url(world, "plan"))
    post(clinician, world, "plan-move", "hip-hinge-with-stick", where="down")
    post(clinician, world, "plan-approve")
    post(clinician, world, "plan-send")
    post(signed_in("therapist"), world, "plan-accept-massage")
    post(signed_in("therapist"), world, "session-note", text="Done.")
    patient(world).get("/my/plan/")

    events = AuditEvent.objects.filter(target=f"visit:{world.visit.key}").order_by("number")
    told = [
        (one.action, one.actor_kind)
        for one in events
        if one.action.startswith(("plan.", "massage.", "session-"))
    ]
    assert told == [
        ("plan.seen", "staff"),
        ("plan.proposed", "staff"),
        ("plan.edited", "staff"),
        ("plan.approved", "staff"),
        ("plan.sent", "staff"),
        ("massage.accepted", "staff"),
        ("session-note.written", "staff"),
        ("plan.seen", "patient"),
    ]
    assert all(one.person_key == world.alice.key for one in events)


def test_the_plan_as_decided_goes_into_document_and_report(world: World, clinician: Client) -> None:
    dose = {"sets": 2, "repetitions": 6, "times_a_day": 1, "days_a_week": 4, "days": ["A"]}
    assert post(clinician, world, "plan-item", "hip-hinge-with-stick", **dose, note="") == 302
    made = planning(world)
    story = story_of(made, "en")

    document = document_json(
        assessment_document(made.assessment, made.plan, story_text(story), made.knowledge)
    )
    report = clinician_report(made.assessment, made.plan, knowledge=made.knowledge, clinic=story.clinic)

    first = json.loads(document)["plan"]["programme"]["items"][0]
    assert (first["id"], first["dose"]) == ("hip-hinge-with-stick", "2 sets of 6, once a day, 4 days a week.")
    assert "2 sets of 6" in render_report(report, kind="html").decode()
