"""Changing a plan: every kind of change, what is refused, and two people at once."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from psoas.application.plan_care import plan_care
from psoas.care.massage import NoMassage
from psoas.web.demo.clinic import _told
from psoas.web.models import AuditEvent, CarePlan, Person
from psoas.web.people.actions import add_person
from psoas.web.plans.page import asks
from psoas.web.plans.planning import planning_of
from psoas.web.visits.actions import answer_safety, observe
from tests.web.conftest import World
from tests.web.plans import KNEELING, items, make_plannable, planning, post, row, url, version

SignIn = Callable[[str], Client]
DOSE = {"sets": 2, "repetitions": 6, "hold_s": "", "times_a_day": 1, "days_a_week": 4, "days": ["A", "B"]}


@pytest.fixture
def clinician(world: World, signed_in: SignIn) -> Client:
    make_plannable(world)
    return signed_in("clinician")


def test_the_untouched_plan_is_the_proposal_and_stores_nothing(world: World, clinician: Client) -> None:
    page = clinician.get(url(world, "plan"))
    made = planning(world)
    expected = plan_care(made.assessment, made.knowledge, offers=tuple(world.clinic.offers))

    assert page.status_code == 200
    assert made.plan == expected
    assert not CarePlan.objects.exists()
    for one in made.proposal.programme.items if made.proposal else ():
        assert one.name in page.content.decode()


def test_a_stored_plan_is_still_the_proposal_until_something_differs(world: World, clinician: Client) -> None:
    assert post(clinician, world, "plan-approve") == 302

    made = planning(world)
    assert made.row is not None
    assert made.plan == made.proposal
    assert made.decided_otherwise == ()


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("suspected-cauda-equina", "Cauda equina syndrome"),
        ("suspected-fracture", "fracture"),
        ("almost-nothing-answered", "Still to be answered"),
    ],
)
def test_without_safety_nothing_is_planned_and_the_page_says_why(
    world: World, signed_in: SignIn, case: str, words: str
) -> None:
    make_plannable(world, case)
    client = signed_in("clinician")
    page = client.get(url(world, "plan")).content.decode()

    assert "Nothing is planned" in page
    assert words in page
    assert "Approve this plan" not in page
    assert post(client, world, "plan-approve") == 422
    assert not CarePlan.objects.exists()


def test_a_dose_is_changed_and_the_librarys_stands_beside_it(world: World, clinician: Client) -> None:
    assert items(world)[0] == "hip-hinge-with-stick"
    assert post(clinician, world, "plan-item", "hip-hinge-with-stick", **DOSE, note="Slowly.") == 302

    page = clinician.get(url(world, "plan")).content.decode()
    made = planning(world)
    assert "2 sets of 6, once a day, 4 days a week." in page
    assert f"In the library: {made.knowledge.items['hip-hinge-with-stick'].dose.text}" in page
    assert "Slowly." in page
    event = AuditEvent.objects.get(action="plan.edited")
    assert event.detail["changed"] == ["hip-hinge-with-stick"]
    assert "Slowly" not in str(event.detail)


@pytest.mark.parametrize(
    "wrong",
    [
        {"sets": 99},
        {"sets": ""},
        {"repetitions": 0},
        {"days": []},
        {"days": ["C"]},
        {"hold_s": "9000"},
        {"note": "x" * 301},
    ],
)
def test_a_dose_out_of_bounds_is_refused_and_what_was_entered_stays(
    world: World, clinician: Client, wrong: dict[str, object]
) -> None:
    data = {"version": version(world), **DOSE, "note": "Keep this text.", **wrong}
    answer = clinician.post(url(world, "plan-item", "hip-hinge-with-stick"), data)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert ("Keep this text." in answer.content.decode()) is ("note" not in wrong)
    assert not CarePlan.objects.exists()


def test_swap_shows_reasons_and_puts_the_new_in_the_place_of_the_old(world: World, clinician: Client) -> None:
    before = items(world)
    page = clinician.get(url(world, "plan-swap", KNEELING)).content.decode()
    assert "Hip flexor stretch, standing" in page
    assert "Evidence:" in page

    new = "hip-flexor-stretch-standing"
    assert post(clinician, world, "plan-swap", KNEELING, new=new, reason="No floor at work.") == 302

    assert items(world) == [new if one == KNEELING else one for one in before]
    assert [one.reason for one in planning(world).agreed.left_out] == ["No floor at work."]


def test_what_is_ruled_out_cannot_be_chosen_by_hand_either(world: World, clinician: Client) -> None:
    new = "hip-flexor-stretch-standing"
    post(clinician, world, "plan-swap", KNEELING, new=new)
    observe(visit=world.visit, finding="knee-problem", side="", value="present", by=world.by("clinician"))
    before = items(world)

    page = clinician.get(url(world, "plan-swap", new)).content.decode()
    assert "Ruled out" in page
    assert f'value="{KNEELING}"' not in page
    assert post(clinician, world, "plan-swap", new, new=KNEELING) == 422
    assert post(clinician, world, "plan-add", new=KNEELING) == 422
    assert items(world) == before


def test_add_search_remove_move(world: World, clinician: Client) -> None:
    before = items(world)
    found = clinician.get(url(world, "plan-add") + "?q=bridge").content.decode()
    assert "bridge-two-legs" in found
    assert "hamstring-stretch-sitting" not in found
    assert post(clinician, world, "plan-add", new="bridge-two-legs", days=["B"]) == 302
    assert items(world) == [*before, "bridge-two-legs"]
    assert planning(world).agreed.items[-1].days == ("B",)

    assert post(clinician, world, "plan-move", "bridge-two-legs", where="up") == 302
    assert items(world) == [*before[:-1], "bridge-two-legs", before[-1]]
    assert post(clinician, world, "plan-move", "bridge-two-legs", where="sideways") == 422

    assert post(clinician, world, "plan-remove", before[0], reason="") == 422
    assert post(clinician, world, "plan-remove", before[0], reason="It hurts.") == 302
    assert before[0] not in items(world)
    assert "It hurts." in clinician.get(url(world, "plan")).content.decode()
    assert post(clinician, world, "plan-remove", before[0], reason="Again") == 422
    assert post(clinician, world, "plan-add", new="bridge-two-legs") == 422  # it is there already
    assert post(clinician, world, "plan-add", new="no-such-thing") == 422


def test_time_goals_and_review(world: World, clinician: Client) -> None:
    fields = {"minutes": "5", "goals": "Carry my daughter.\n\nSleep.", "review_on": "2026-12-24"}
    day = planning(world).visit.day
    fields["review_on"] = day.replace(year=day.year + 1).isoformat()
    assert post(clinician, world, "plan-frame", **fields) == 302

    agreed = planning(world).agreed
    assert (agreed.minutes, agreed.goals) == (5.0, ("Carry my daughter.", "Sleep."))
    assert row(world).review_on == day.replace(year=day.year + 1)
    assert "the patient has 5." in clinician.get(url(world, "plan")).content.decode()
    for wrong in (
        {"minutes": "0"},
        {"minutes": "x"},
        {"goals": "  "},
        {"review_on": "2001-01-01"},
        {"review_on": "soon"},
    ):
        assert post(clinician, world, "plan-frame", **{**fields, **wrong}) == 422
    assert planning(world).agreed == agreed


def test_walking_advice_and_offers(world: World, clinician: Client) -> None:
    world.clinic.offers = ["yoga", "heat"]
    world.clinic.save()
    assert post(clinician, world, "plan-walking", give="on", start="12", goal="20") == 302
    walking = planning(world).agreed.walking
    assert walking is not None
    assert (walking.start_minutes, walking.goal_minutes) == (12.0, 20.0)
    assert post(clinician, world, "plan-walking", give="on", start="30", goal="20") == 422
    assert post(clinician, world, "plan-walking", start="12", goal="20") == 302
    assert planning(world).agreed.walking is None

    chosen = {"sleep": ["sleep-mattress"], "offers": ["heat"]}
    assert post(clinician, world, "plan-advice", **chosen) == 302
    made = planning(world)
    assert (made.agreed.advice, made.agreed.offers) == (("sleep-mattress",), ("heat",))
    assert made.plan is not None
    assert made.plan.flare  # what to do in a flare-up always goes with a plan
    assert post(clinician, world, "plan-advice", sleep=["no-such-advice"]) == 422


def test_massage_session(world: World, clinician: Client) -> None:
    fields = {
        "pressure_cap": "3",
        "technique-erector-spinae": "petrissage",
        "minutes-erector-spinae": "7",
        "side-erector-spinae": "left",
    }
    assert post(clinician, world, "plan-massage", **fields) == 302

    session = planning(world).agreed.massage
    assert session is not None
    assert [(one.muscle, one.technique, one.side, one.minutes) for one in session.work] == [
        ("erector-spinae", "petrissage", "left", 7.0)
    ]
    assert session.pressure_cap == 3
    wrong = (
        {"minutes-erector-spinae": ""},
        {"pressure_cap": "11"},
        {"technique-erector-spinae": "hammering"},
        {"technique-erector-spinae": ""},
    )
    for one in wrong:
        assert post(clinician, world, "plan-massage", **{**fields, **one}) == 422
    assert post(clinician, world, "plan-no-massage", declined="") == 422
    assert post(clinician, world, "plan-no-massage", declined="She would rather not.") == 302
    assert "She would rather not." in clinician.get(url(world, "plan")).content.decode()


def test_a_technique_that_is_ruled_out_is_no_choice(world: World, clinician: Client) -> None:
    observe(visit=world.visit, finding="anticoagulant", side="", value="present", by=world.by("clinician"))
    page = clinician.get(url(world, "plan-massage")).content.decode()
    assert "Ruled out: " in page

    fields = {
        "pressure_cap": "6",
        "technique-quadratus-lumborum": "deep-stripping",
        "minutes-quadratus-lumborum": "9",
    }
    assert post(clinician, world, "plan-massage", **fields) == 422


def test_two_clinicians_lose_nothing_and_are_told(world: World, clinician: Client) -> None:
    other = Client()
    other.force_login(world.clinician)
    seen = version(world)  # both opened the page now
    first = {"version": seen, **DOSE, "note": "From the first."}
    assert clinician.post(url(world, "plan-item", "hip-hinge-with-stick"), first).status_code == 302

    late = {"version": seen, "reason": "From the second."}
    answer = other.post(url(world, "plan-remove", KNEELING), late)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Chris" in page
    assert "2 sets of 6, once a day, 4 days a week." in page  # what the first changed
    assert "From the second." in page  # what the second entered
    assert KNEELING in items(world)

    again = {"version": version(world), "reason": "From the second."}  # as the page offers it
    assert f'name="version" value="{again["version"]}"' in page
    assert other.post(url(world, "plan-remove", KNEELING), again).status_code == 302
    assert KNEELING not in items(world)
    assert planning(world).agreed.items[0].note == "From the first."


@pytest.mark.parametrize("seen", ["", "0", "1", "999", "0-0123456789ab", "nonsense"])
def test_any_other_version_is_a_conflict(world: World, clinician: Client, seen: str) -> None:
    post(clinician, world, "plan-approve")
    post(clinician, world, "plan-move", KNEELING, where="up")
    before = row(world).content
    for name, rest in (
        ("plan-move", [KNEELING]),
        ("plan-approve", []),
        ("plan-send", []),
        ("plan-frame", []),
        ("plan-proposal", []),
    ):
        answer = clinician.post(url(world, name, *rest), {"version": seen, "where": "up"})
        assert answer.status_code == 409, name
    assert row(world).content == before


def test_a_proposal_that_became_another_is_a_conflict_too(world: World, clinician: Client) -> None:
    seen = version(world)
    observe(visit=world.visit, finding="knee-problem", side="", value="present", by=world.by("clinician"))

    answer = clinician.post(url(world, "plan-approve"), {"version": seen})

    assert answer.status_code == 409
    assert "the proposal is another one" in answer.content.decode()
    assert not CarePlan.objects.exists()


def test_a_new_proposal_is_told_and_changes_nothing_by_itself(world: World, clinician: Client) -> None:
    assert post(clinician, world, "plan-move", "hip-hinge-with-stick", where="down") == 302
    before = items(world)
    observe(visit=world.visit, finding="balance-problem", side="", value="present", by=world.by("clinician"))
    observe(visit=world.visit, finding="knee-problem", side="", value="present", by=world.by("clinician"))
    page = clinician.get(url(world, "plan")).content.decode()

    assert "The proposal is now different" in page
    assert items(world) == before
    assert post(clinician, world, "plan-proposal", take="no") == 302
    assert items(world) == before
    assert "The proposal is now different" not in clinician.get(url(world, "plan")).content.decode()

    observe(
        visit=world.visit, finding="knee-problem", side="", value="not-examined", by=world.by("clinician")
    )
    assert post(clinician, world, "plan-proposal", take="yes") == 302
    made = planning(world)
    assert made.agreed == made.proposed


def test_nothing_of_the_plan_is_lost_when_it_stops_being_safe(world: World, clinician: Client) -> None:
    post(
        clinician,
        world,
        "plan-frame",
        minutes="9",
        goals="Mine.",
        review_on=planning(world).agreed.review_on.isoformat(),
    )
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=world.by("clinician"))
    page = clinician.get(url(world, "plan")).content.decode()

    assert "A plan was made before and is kept" in page
    assert post(clinician, world, "plan-frame", minutes="3", goals="Other.", review_on="2026-12-24") == 422
    answer_safety(visit=world.visit, question="bladder", ticked=["none"], by=world.by("clinician"))
    assert planning(world).agreed.goals == ("Mine.",)


def test_open_questions_are_answered_on_the_page(world: World, clinician: Client) -> None:
    page = clinician.get(url(world, "plan")).content.decode()
    assert "Do you have a knee problem that makes kneeling or deep bending hard?" in page
    assert post(clinician, world, "plan-answer", finding="slr", value="present") == 422
    assert post(clinician, world, "plan-answer", finding="knee-problem", value="perhaps") == 422
    assert post(clinician, world, "plan-move", "hip-hinge-with-stick", where="down") == 302
    assert post(clinician, world, "plan-answer", finding="knee-problem", value="present") == 302

    page = clinician.get(url(world, "plan")).content.decode()
    assert "Ruled out for this patient now" in page
    assert "Do you have a knee problem that makes kneeling or deep bending hard?" not in page
    assert AuditEvent.objects.filter(
        action="observation.recorded", detail={"knee-problem": "present"}
    ).exists()


def test_a_yes_always_means_that_the_finding_is_there(world: World, clinician: Client) -> None:
    """The general question of a precaution can mean the opposite: are you happy to have a massage?"""
    asked = {name: question for ask in asks(planning(world)) for name, question in ask.findings}
    assert asked["massage-declined"] == "Would you rather not have massage? You do not need to say why."
    assert (
        f"<strong>{asked['massage-declined']}</strong>" in clinician.get(url(world, "plan")).content.decode()
    )

    assert post(clinician, world, "plan-answer", finding="massage-declined", value="present") == 302
    made = planning(world)
    assert made.plan is not None
    assert isinstance(made.plan.massage, NoMassage)


def test_the_list_costs_the_same_for_one_and_for_three(
    world: World,
    clinician: Client,
    signed_in: SignIn,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    post(clinician, world, "plan-approve")
    therapist = signed_in("therapist")
    therapist.get("/plans/")
    with CaptureQueriesContext(connection) as one:
        assert therapist.get("/plans/").content.decode().count("table-link") == 1
    cost = len(one)
    for name in ("Ann", "Ben"):
        person: Person = add_person(
            clinic=world.clinic, fields={"name": name, "birth_year": 1980}, by=world.by("desk")
        )
        _told(person, "todays-patient")
        made = planning_of(person.visits.select_related("person__clinic").get())
        clinician.post(f"/visits/{made.visit.key}/plan/approve/", {"version": made.version})
    with django_assert_num_queries(cost):
        assert therapist.get("/plans/").content.decode().count("table-link") == 3
