"""The plan: it fits the time, serves what was found, and says no where something speaks against it."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.cases import SAFE

from psoas import Assessment, Case, Knowledge, Plan, assess, plan_care
from psoas.care.massage import MassageSession, NoMassage
from psoas.care.plan import make_plan
from psoas.patient.facts import CaseFacts

Read = Callable[[str], Case]


def planned_for(body: str, knowledge: Knowledge, read: Read, **strengths: float) -> Plan:
    named = {name.replace("_", "-"): value for name, value in strengths.items()}
    facts = CaseFacts.of(read(body), knowledge, named)
    plan = make_plan(facts, knowledge, strengths=named, offers={"heat", "yoga"})
    assert plan is not None
    return plan


@pytest.mark.parametrize("minutes", [5, 10, 15, 20, 30])
def test_each_day_fits_the_minutes_the_patient_has(minutes: int, knowledge: Knowledge, read: Read) -> None:
    plan = planned_for(
        f"wishes: {{minutes_a_day: {minutes}}}", knowledge, read, discogenic=0.6, hamstring_tightness=0.8
    )
    programme = plan.programme

    for day in ("A", "B"):
        items = [item for item in programme.items if day in item.days]
        assert sum(item.minutes for item in items) <= minutes
        assert sum(item.minutes > 0 for item in items) <= 4


def test_fifteen_minutes_cover_every_required_family(
    planned: dict[str, Plan | None], knowledge: Knowledge
) -> None:
    required = {"hamstring-stretch", "low-back-stretch", "hip-flexor-stretch", "alignment", "core"}
    for name, plan in planned.items():
        if plan is not None:
            families = {knowledge.items[item.id].family for item in plan.programme.items}
            assert required <= families, name
            assert plan.programme.not_covered == ()


def test_five_minutes_say_what_they_do_not_cover(knowledge: Knowledge, read: Read) -> None:
    plan = planned_for("wishes: {minutes_a_day: 2}", knowledge, read, discogenic=0.6)

    assert plan.programme.not_covered
    assert plan.programme.minutes <= 2


def test_nerve_mobility_only_where_findings_call_for_it(knowledge: Knowledge, read: Read) -> None:
    without = planned_for("complaint: {side: right}", knowledge, read, hip_osteoarthritis=0.9)
    with_it = planned_for(
        "complaint: {side: right}\nexamination: {slr: {right: present}}", knowledge, read, nerve_root=0.6
    )

    assert "nerve-glide" not in {item.kind for item in without.programme.items}
    assert "nerve-glide" in {item.kind for item in with_it.programme.items}


def test_every_item_says_whom_it_serves_why_how_much_and_how_sure(
    planned: dict[str, Plan | None], knowledge: Knowledge
) -> None:
    for plan in planned.values():
        for item in plan.programme.items if plan else ():
            assert item.serves
            assert set(item.serves) <= set(knowledge.contributors)
            assert item.why
            assert item.dose.endswith(".")
            assert item.targets
            assert item.evidence in ("high", "moderate", "low", "very-low", "expert")


def test_rejected_items_carry_their_reason_and_are_not_in_the_plan(planned: dict[str, Plan | None]) -> None:
    for plan in planned.values():
        if plan is not None:
            chosen = {item.id for item in plan.programme.items}
            assert all(one.reason and one.id not in chosen for one in plan.rejected)


@pytest.mark.parametrize(
    ("minutes", "start"),
    [
        pytest.param(20, 15, id="three quarters of what is possible now"),
        pytest.param(15, 10, id="in fives from ten on"),
        pytest.param(8, 6, id="by the minute below"),
        pytest.param(0, 1, id="at least a minute"),
        pytest.param(300, 30, id="never above the goal"),
        pytest.param(None, 10, id="ten minutes when nobody knows"),
    ],
)
def test_walking_starts_below_the_limit(
    minutes: int | None, start: float, knowledge: Knowledge, read: Read
) -> None:
    body = "complaint: {side: right}" if minutes is None else f"function: {{walking_minutes: {minutes}}}"
    plan = planned_for(body, knowledge, read, discogenic=0.5)

    assert plan.walking is not None
    assert (plan.walking.start_minutes, plan.walking.goal_minutes) == (start, 30)


def test_the_review_comes_sooner_where_a_nerve_may_be_involved(knowledge: Knowledge, read: Read) -> None:
    assert planned_for("complaint: {}", knowledge, read, nerve_root=0.6).review.date == date(2026, 12, 6)
    assert planned_for("complaint: {}", knowledge, read, nerve_root=0.1).review.date == date(2026, 12, 20)


def test_the_patients_own_goals_come_first(knowledge: Knowledge, read: Read) -> None:
    plan = planned_for(
        "function: {walking_minutes: 10}\nwishes: {goals: [Dance again.]}", knowledge, read, discogenic=0.5
    )

    assert plan.goals == ("Dance again.", "Walk 30 minutes at a stretch (now about 10).")


def test_only_what_the_clinic_offers_is_mentioned(knowledge: Knowledge, read: Read) -> None:
    plan = planned_for("complaint: {}", knowledge, read, discogenic=0.5)

    assert {option.id for option in plan.complementary} == {"heat", "yoga"}
    assert all(option.plain for option in plan.complementary)


def test_the_massage_fits_its_session_and_its_pressure(
    planned: dict[str, Plan | None], knowledge: Knowledge
) -> None:
    for plan in planned.values():
        if plan is None or isinstance(plan.massage, NoMassage):
            continue
        massage, template = plan.massage, knowledge.massage_sessions[plan.massage.template]
        assert sum(work.minutes for work in massage.work) <= massage.minutes
        for work in massage.work:
            assert work.pressure[0] <= work.pressure[1] <= template.pressure_cap
            assert work.technique in knowledge.muscles[work.muscle].techniques


def test_a_blood_thinner_leaves_only_light_techniques(knowledge: Knowledge, read: Read) -> None:
    plan = planned_for(
        "medical: {anticoagulant: present}",
        knowledge,
        read,
        lumbar_muscle_strain=0.8,
        gluteal_muscle_pain=0.8,
    )

    assert isinstance(plan.massage, MassageSession)
    used = {work.technique for work in plan.massage.work}
    assert used <= {"effleurage", "petrissage", "light-drainage", "myofascial-release", "muscle-energy"}
    assert any("anticoagul" in avoid.lower() or "blood" in avoid.lower() for avoid in plan.massage.avoid)


def test_no_massage_for_someone_who_declined_it(knowledge: Knowledge, read: Read) -> None:
    plan = planned_for("medical: {massage-declined: present}", knowledge, read, lumbar_muscle_strain=0.8)

    assert isinstance(plan.massage, NoMassage)
    assert plan.massage.reasons


def test_a_desk_worker_with_a_poor_chair_hears_about_it_and_a_gardener_does_not(
    knowledge: Knowledge, read: Read
) -> None:
    desk = planned_for(
        "work: {kind: desk, sitting_hours_a_day: 8, chair: poor}", knowledge, read, sitting_load=0.8
    )
    garden = planned_for(
        "work: {kind: light-manual, sitting_hours_a_day: 1, chair: good}", knowledge, read, lifting_load=0.5
    )

    assert len(desk.workstation) > len(garden.workstation)


@pytest.mark.parametrize("disposition", ["emergency", "urgent", "incomplete"])
def test_there_is_no_plan_unless_it_is_safe(
    disposition: str, assessed: dict[str, Assessment], knowledge: Knowledge
) -> None:
    of_kind = [one for one in assessed.values() if one.screening.disposition == disposition]

    assert of_kind
    assert [plan_care(one, knowledge) for one in of_kind] == [None] * len(of_kind)


def test_the_same_case_gives_the_same_plan(assessed: dict[str, Assessment], knowledge: Knowledge) -> None:
    case = assessed["todays-patient"].case

    assert plan_care(assess(case, knowledge), knowledge) == plan_care(assess(case, knowledge), knowledge)


def test_unasked_health_questions_that_matter_are_named(knowledge: Knowledge, read: Read) -> None:
    silent = planned_for(
        "person: {birth_year: 1950, sex: female}\n" + SAFE.replace("bones: none, ", ""),
        knowledge,
        read,
        lumbar_stenosis=0.9,
    )

    assert any("bone" in question for question in silent.ask_first)


def test_someone_who_walks_long_already_is_not_told_to_build_up(knowledge: Knowledge, read: Read) -> None:
    plan = planned_for("function: {walking_minutes: 60}", knowledge, read, discogenic=0.5)

    assert plan.walking is not None
    assert plan.walking.start_minutes == plan.walking.goal_minutes
    assert "already" in plan.walking.text


def test_no_muscle_is_worked_longer_than_it_bears(planned: dict[str, Plan | None]) -> None:
    for plan in planned.values():
        if plan is not None and isinstance(plan.massage, MassageSession):
            assert all(1 <= row.minutes <= 12 for row in plan.massage.work)


def test_what_leads_gets_an_item_made_for_it(knowledge: Knowledge, read: Read) -> None:
    """Whatever leads: if the library has something of real use that is allowed, the plan holds some of it."""
    for leader in ("trochanteric-pain", "hip-osteoarthritis", "lumbar-stenosis", "sacroiliac", "discogenic"):
        plan = planned_for("wishes: {minutes_a_day: 20}", knowledge, read, **{leader.replace("-", "_"): 0.7})
        made_for = {
            item.id
            for item in knowledge.items.values()
            if any(serves.contributor == leader and serves.benefit >= 2 for serves in item.serves)
        }
        assert made_for & {item.id for item in plan.programme.items}, leader
