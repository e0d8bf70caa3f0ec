"""What a clinician decides on becomes a whole plan; what is ruled out is found each time."""

from collections.abc import Callable
from datetime import date

import pytest
from pydantic import ValidationError
from tests.cases import EXAMPLES

from psoas import Assessment, Case, Knowledge, plan_care
from psoas.application.plan_care import basis_of
from psoas.care.agreed import Agreed, AgreedItem, AgreedMassage, AgreedWork, LeftOut, agreed_plan, as_agreed
from psoas.care.basis import Basis
from psoas.care.concerns import blocking, concerns, questions
from psoas.care.differences import differences
from psoas.care.doses import Amounts, in_words, most, redosed
from psoas.care.massage import MassageSession, NoMassage
from psoas.care.plan import Plan, make_plan
from psoas.care.verdicts import verdict, verdicts
from psoas.knowledge.care import Dose
from psoas.patient.facts import CaseFacts

Read = Callable[[str], Case]
OFFERS = ("heat", "yoga")
STRENGTHS = {"discogenic": 0.5, "lumbar-muscle-strain": 0.6}
BACK_PAIN = "complaint: {side: right}\n"
KNEE = "medical: {knee-problem: present}\n"


def planned(body: str, knowledge: Knowledge, read: Read) -> tuple[Agreed, Plan, Basis]:
    basis = Basis.of(CaseFacts.of(read(body), knowledge, STRENGTHS), STRENGTHS)
    proposal = make_plan(basis.facts, knowledge, strengths=STRENGTHS, offers=OFFERS)
    assert proposal is not None
    return as_agreed(proposal, basis), proposal, basis


def changed(agreed: Agreed, **fields: object) -> Agreed:
    return Agreed.model_validate({**agreed.__dict__, **fields})


def item(identifier: str, knowledge: Knowledge, *days: str) -> AgreedItem:
    return AgreedItem.model_validate(
        {"id": identifier, "days": days or ("A", "B"), "dose": knowledge.items[identifier].dose}
    )


@pytest.mark.parametrize("name", [path.stem for path in EXAMPLES])
def test_agreeing_to_all_of_a_proposal_gives_the_proposal(
    name: str, assessed: dict[str, Assessment], knowledge: Knowledge
) -> None:
    proposal = plan_care(assessed[name], knowledge, offers=OFFERS)
    if proposal is None:
        return
    basis = basis_of(assessed[name], knowledge)
    agreed = as_agreed(proposal, basis)

    assert agreed_plan(agreed, proposal, basis) == proposal
    assert blocking(agreed, basis) == ()
    assert Agreed.model_validate_json(agreed.model_dump_json()) == agreed
    assert {text for one in questions(agreed, basis) if (text := one.precaution.ask)} >= set(
        proposal.ask_first
    )


def test_a_swap_shows_in_the_plan_and_says_what_was_left_out(knowledge: Knowledge, read: Read) -> None:
    agreed, proposal, basis = planned(BACK_PAIN, knowledge, read)
    old = proposal.programme.items[0].id
    assert old != "bird-dog"
    kept = tuple(one for one in agreed.items if one.id not in (old, "bird-dog"))
    new = changed(
        agreed,
        items=(item("bird-dog", knowledge, "A"), *kept),
        left_out=(LeftOut(id=old, reason="She does not like it."),),
    )

    plan = agreed_plan(new, proposal, basis)

    assert plan.programme.items[0].id == "bird-dog"
    assert plan.programme.items[0].days == ("A",)
    assert plan.rejected[0].id == old
    assert plan.rejected[0].reason == "She does not like it."


def test_a_changed_dose_and_a_note_reach_the_patient(knowledge: Knowledge, read: Read) -> None:
    agreed, proposal, basis = planned(BACK_PAIN, knowledge, read)
    dose = redosed(knowledge.items["bird-dog"].dose, Amounts(2, 5, 10.0, 1, 4))
    one = AgreedItem(id="bird-dog", days=("B",), dose=dose, note="Use the rug.")

    plan = agreed_plan(changed(agreed, items=(one,)), proposal, basis)

    assert (
        plan.programme.items[0].dose
        == "2 sets of 5 holds of 10 seconds on each side, once a day, 4 days a week."
    )
    assert plan.programme.items[0].adjustments[-1] == "Use the rug."


def test_what_the_record_rules_out_later_blocks(knowledge: Knowledge, read: Read) -> None:
    agreed, _, _ = planned(BACK_PAIN, knowledge, read)
    kneeling = changed(agreed, items=(item("hip-flexor-stretch-half-kneeling", knowledge),))
    _, _, with_knee = planned(BACK_PAIN + KNEE, knowledge, read)

    found = blocking(kneeling, with_knee)

    assert [one.about for one in found] == ["item:hip-flexor-stretch-half-kneeling"]
    assert "Knee problem" in found[0].text


def test_declining_massage_blocks_the_session_and_empties_it(knowledge: Knowledge, read: Read) -> None:
    agreed, _, _ = planned(BACK_PAIN, knowledge, read)
    massage = AgreedMassage(
        work=(AgreedWork(muscle="erector-spinae", technique="petrissage", side="both", minutes=5.0),),
        pressure_cap=3,
    )
    _, proposal, basis = planned(BACK_PAIN + "medical: {massage-declined: present}\n", knowledge, read)
    with_massage = changed(agreed, massage=massage)

    assert [one.about for one in blocking(with_massage, basis)] == ["massage"]
    assert isinstance(agreed_plan(with_massage, proposal, basis).massage, NoMassage)


def test_the_pressure_stays_under_the_cap(knowledge: Knowledge, read: Read) -> None:
    agreed, proposal, basis = planned(BACK_PAIN, knowledge, read)
    massage = AgreedMassage(
        work=(AgreedWork(muscle="erector-spinae", technique="petrissage", side="right", minutes=5.0),),
        pressure_cap=2,
    )

    session = agreed_plan(changed(agreed, massage=massage), proposal, basis).massage

    assert isinstance(session, MassageSession)
    assert [(one.muscle, one.side, one.pressure) for one in session.work] == [
        ("erector-spinae", "right", (2, 2))
    ]


def test_too_much_is_said_and_does_not_block(knowledge: Knowledge, read: Read) -> None:
    agreed, _, basis = planned(BACK_PAIN, knowledge, read)
    four = ("bird-dog", "bridge-two-legs", "pelvic-tilt-lying", "double-knee-to-chest")
    full = changed(agreed, minutes=2.0, items=tuple(item(one, knowledge, "A") for one in four))

    texts = [one.text for one in concerns(full, basis) if one.about == "time"]

    assert any(text.endswith("the patient has 2.") for text in texts)
    assert "Day A has 4 exercises; more than 3 are hard to keep up." in texts
    assert blocking(full, basis) == ()


def test_every_item_has_a_verdict_and_only_contraindications_forbid(knowledge: Knowledge, read: Read) -> None:
    _, _, basis = planned(BACK_PAIN + KNEE, knowledge, read)

    judged = {one.item.id: one for one in verdicts(basis)}

    assert set(judged) == set(knowledge.items)
    kneeling = judged["hip-flexor-stretch-half-kneeling"]
    assert (kneeling.fit, kneeling.may_be_chosen) == ("excluded", False)
    assert kneeling.instead == ("Do it standing with one foot behind you.",)
    assert judged["sciatic-slider-lying"].fit == "not-called-for"
    assert judged["sciatic-slider-lying"].may_be_chosen


def test_what_nobody_asked_comes_with_the_findings_that_answer_it(knowledge: Knowledge, read: Read) -> None:
    agreed, _, basis = planned(BACK_PAIN, knowledge, read)
    asked = questions(changed(agreed, items=(item("hip-flexor-stretch-half-kneeling", knowledge),)), basis)

    knee = next(one for one in asked if one.precaution.id == "knee")
    assert knee.findings == ("knee-problem",)  # an arthritis of the knee is asked of in the history
    assert knee.concerns == (knowledge.items["hip-flexor-stretch-half-kneeling"].name,)
    assert verdict(knowledge.items["hip-flexor-stretch-half-kneeling"], basis).may_be_chosen


@pytest.mark.parametrize(
    ("amounts", "each_side", "words"),
    [
        (Amounts(1, 10, None, 1, 7), False, "10 times, once a day."),
        (Amounts(2, 8, None, 2, 3), True, "2 sets of 8 on each side, twice a day, 3 days a week."),
        (Amounts(1, 1, 30.0, 3, 1), False, "1 hold of 30 seconds, 3 times a day, 1 day a week."),
        (
            Amounts(3, 3, 1.0, 1, 5),
            True,
            "3 sets of 3 holds of 1 second on each side, once a day, 5 days a week.",
        ),
    ],
)
def test_a_dose_is_written_as_the_library_writes_it(amounts: Amounts, each_side: bool, words: str) -> None:
    assert in_words(amounts, each_side=each_side) == words


def test_twice_the_work_takes_twice_the_minutes() -> None:
    dose = Dose(
        sets=1, repetitions=5, hold_s=10.0, times_a_day=1, days_a_week=7, minutes=2.0, text="As given."
    )

    assert redosed(dose, Amounts.of(dose)) is dose
    assert redosed(dose, Amounts(2, 5, 10.0, 1, 7)).minutes == 4.0
    assert most(dose) == Amounts(5, 30, 120, 4, 7)


def test_differences_are_told_one_by_one(knowledge: Knowledge, read: Read) -> None:
    agreed, _, _ = planned(BACK_PAIN, knowledge, read)
    before = changed(agreed, items=(item("bird-dog", knowledge), item("bridge-two-legs", knowledge, "A")))
    after = changed(
        before,
        items=(item("pelvic-tilt-lying", knowledge, "B"), item("bird-dog", knowledge, "A")),
        left_out=(LeftOut(id="bridge-two-legs", reason="It hurt."),),
        minutes=10.0,
        walking=None,
        goals=("Dance.",),
        review_on=date(2027, 1, 2),
    )
    name = knowledge.items["bridge-two-legs"].name

    told = differences(before, after, knowledge)

    assert told[0] == f"{name} was taken out: It hurt."
    assert f"{knowledge.items['pelvic-tilt-lying'].name} was added on day B." in told
    assert f"{knowledge.items['bird-dog'].name} is now on day A, before on every day." in told
    assert "Walking was taken out." in told
    assert "The goals are now: Dance." in told
    assert differences(before, before, knowledge) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0.0},
        {"minutes": 500.0},
        {"goals": ()},
        {"advice": ("sleep-position", "sleep-position")},
        {"offers": ("Not an identifier",)},
    ],
)
def test_nonsense_is_no_plan(wrong: dict[str, object], knowledge: Knowledge, read: Read) -> None:
    agreed, _, _ = planned(BACK_PAIN, knowledge, read)
    with pytest.raises(ValidationError):
        changed(agreed, **wrong)


def test_an_item_stands_once_and_on_a_day(knowledge: Knowledge, read: Read) -> None:
    agreed, _, _ = planned(BACK_PAIN, knowledge, read)
    twice = item("bird-dog", knowledge)
    with pytest.raises(ValidationError, match="twice"):
        changed(agreed, items=(twice, twice))
    with pytest.raises(ValidationError):
        item("bird-dog", knowledge, "C")
    with pytest.raises(ValidationError, match="A, B"):
        item("bird-dog", knowledge, "B", "A")
