"""Who agrees to a plan and who sees it: clinician, therapist, patient; and the plan on paper."""

import io
from collections.abc import Callable

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from psoas.web.access.patient import LANGUAGE_KEY, SESSION_KEY
from psoas.web.models import AuditEvent, CarePlan, SessionNote
from psoas.web.people.actions import give_link, revoke_links
from psoas.web.plans.papers import story_of
from psoas.web.visits.actions import answer_safety, observe, start_visit
from tests.web.conftest import World
from tests.web.plans import KNEELING, make_plannable, planning, post, row, url, version

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


def patient(world: World, language: str = "en") -> Client:
    """A browser in which Alice has opened her link."""
    link, _token = give_link(person=world.alice, by=world.by("desk"))
    client = Client()
    session = client.session
    session[SESSION_KEY], session[LANGUAGE_KEY] = link.pk, language
    session.save()
    return client


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)


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


def test_a_patient_sees_a_plan_only_once_it_is_approved_and_sent(world: World, clinician: Client) -> None:
    alice = patient(world)
    assert "There is no plan for you yet" in alice.get("/my/plan/").content.decode()
    post(
        clinician,
        world,
        "plan-item",
        "hip-hinge-with-stick",
        sets=2,
        repetitions=6,
        times_a_day=1,
        days_a_week=4,
        days=["A"],
        note="On the rug.",
    )
    post(clinician, world, "plan-approve")
    assert "Hip hinge" not in alice.get("/my/plan/").content.decode()
    assert alice.get("/my/plan/paper.pdf").status_code == 302

    post(clinician, world, "plan-send")
    page = alice.get("/my/plan/").content.decode()
    made = planning(world)
    assert made.plan is not None
    item = made.knowledge.items["hip-hinge-with-stick"]
    for shown in (
        "Hip hinge",
        item.start,
        item.steps[0],
        item.harder,
        "2 sets of 6, once a day, 4 days a week.",
        "On the rug.",
        "When to get help",
        "If it flares up",
    ):
        assert shown in page, shown
    for name in {judged.contributor.name for judged in made.assessment.diagnosis.contributors}:
        assert f"{name}:" not in page
    assert "in 100" not in page
    assert "Alice" not in page  # a page left open names nobody
    assert alice.get("/my/plan/").headers["Cache-Control"] == "no-store"
    paper = alice.get("/my/plan/paper.pdf")
    assert "DRAFT" not in text_of(paper.content)
    assert "Hip hinge" in text_of(paper.content)


@pytest.mark.usefixtures("sent")
def test_a_patient_sees_only_their_own(world: World) -> None:
    link, _token = give_link(person=world.bob, by=world.by("stranger"))
    bob = Client()
    session = bob.session
    session[SESSION_KEY] = link.pk
    session.save()

    page = bob.get("/my/plan/").content.decode()
    assert "There is no plan for you yet" in page
    assert "Hip hinge" not in page
    assert bob.get(url(world, "plan")).status_code == 302  # to sign in


@pytest.mark.usefixtures("sent")
def test_a_revoked_link_shows_nothing(world: World) -> None:
    alice = patient(world)
    revoke_links(person=world.alice, by=world.by("desk"))

    assert alice.get("/my/plan/").headers["Location"] == reverse("link-closed")


@pytest.mark.usefixtures("sent")
def test_the_plan_stays_with_the_patient_when_a_further_visit_begins(world: World) -> None:
    start_visit(person=world.alice, by=world.by("desk"))

    assert "Hip hinge" in patient(world).get("/my/plan/").content.decode()


@pytest.mark.usefixtures("sent")
def test_a_patient_is_told_to_wait_when_something_is_ruled_out(world: World) -> None:
    observe(visit=world.visit, finding="knee-problem", side="", value="present", by=world.by("clinician"))
    alice = patient(world)
    page = alice.get("/my/plan/").content.decode()

    assert "Please wait with your plan" in page
    assert "Hip flexor" not in page
    assert "555 0142" in page
    assert alice.get("/my/plan/paper.pdf").status_code == 302


@pytest.mark.usefixtures("sent")
def test_danger_comes_before_the_plan(world: World) -> None:
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=world.by("clinician"))
    page = patient(world).get("/my/plan/").content.decode()

    assert "Call 911 or go to" in page
    assert "Hip hinge" not in page


def test_the_patient_reads_spanish_and_can_switch(world: World, clinician: Client) -> None:
    post(
        clinician,
        world,
        "plan-item",
        "hip-hinge-with-stick",
        sets=2,
        repetitions=6,
        times_a_day=2,
        days_a_week=4,
        days=["A"],
    )
    post(clinician, world, "plan-approve")
    post(clinician, world, "plan-send")
    alice = patient(world, "es")
    page = alice.get("/my/plan/").content.decode()

    assert '<html lang="es">' in page
    for shown in (
        "Su plan",
        "Esta semana",
        "2 series de 6",
        "2 veces al día",
        "4 días a la semana",
        "Deténgase si:",
        "Cuándo pedir ayuda",
    ):
        assert shown in page, shown
    for english in (
        "Your plan",
        "This week",
        "Stop if:",
        "What you should feel:",
        "once a day",
        "twice a day",
        "Hip hinge",
    ):
        assert english not in page, english
    alice.post("/my/plan/language/", {"language": "en"})
    assert "Your plan" in alice.get("/my/plan/").content.decode()
    alice.post("/my/plan/language/", {"language": "xx"})
    assert "Your plan" in alice.get("/my/plan/").content.decode()


def test_paper_says_draft_until_it_is_approved(world: World, clinician: Client) -> None:
    draft = clinician.get(url(world, "plan-paper"))
    assert draft.headers["Content-Type"] == "application/pdf"
    assert "Alice" not in draft.headers["Content-Disposition"]
    assert "DRAFT, not approved by a clinician." in text_of(draft.content)
    assert "BORRADOR" in text_of(clinician.get(url(world, "plan-paper") + "?language=es").content)
    html = clinician.get(url(world, "plan-paper-html"))
    assert "DRAFT" in html.content.decode()
    assert "script-src" not in html.headers["Content-Security-Policy"]
    assert "default-src 'none'" in html.headers["Content-Security-Policy"]

    assert (
        post(
            clinician,
            world,
            "plan-frame",
            minutes="15",
            goals="Lift my grandson.",
            review_on=planning(world).agreed.review_on.isoformat(),
        )
        == 302
    )
    post(clinician, world, "plan-approve")
    assert "DRAFT" not in text_of(clinician.get(url(world, "plan-paper")).content)
    told = story_of(planning(world), "en").at_home
    assert told is not None
    assert told.goals == ("Lift my grandson.",)
