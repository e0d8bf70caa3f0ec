"""Every contraindication code, one by one: it applies to its patient and is obeyed everywhere."""

import pytest
from tests.making_true import facts_in_which

from psoas import Knowledge, load_knowledge
from psoas.care.candidates import candidates
from psoas.care.massage import MassageSession, NoMassage, massage_session
from psoas.care.plan import make_plan
from psoas.care.precautions import precautions
from psoas.knowledge.checks import EQUIPMENT

CODES = sorted(load_knowledge().precautions)
each_code = pytest.mark.parametrize("code", CODES)


@each_code
def test_the_code_applies_to_a_patient_of_its_kind_and_to_nobody_of_whom_nothing_is_known(
    code: str, knowledge: Knowledge
) -> None:
    facts = facts_in_which(knowledge.precautions[code].when, knowledge)

    assert code in precautions(facts, knowledge).applying


@each_code
def test_no_item_that_the_code_excludes_is_eligible_and_every_modified_item_says_how(
    code: str, knowledge: Knowledge
) -> None:
    facts = facts_in_which(knowledge.precautions[code].when, knowledge)
    everything = dict.fromkeys(knowledge.contributors, 1.0)

    eligible, rejected = candidates(
        facts, knowledge, strengths=everything, found=precautions(facts, knowledge), equipment=EQUIPMENT
    )

    chosen = {one.item.id: one for one in eligible}
    reasons = {one.id: one.reason for one in rejected}
    for item in knowledge.items.values():
        for listed in item.precautions:
            if listed.code != code:
                continue
            if listed.action == "exclude":
                assert item.id not in chosen
                assert knowledge.precautions[code].name in reasons[item.id]
            elif item.id in chosen:
                assert listed.instead in chosen[item.id].adjustments


@each_code
def test_no_massage_technique_that_the_code_excludes_is_used(code: str, knowledge: Knowledge) -> None:
    facts = facts_in_which(knowledge.precautions[code].when, knowledge)
    everything = dict.fromkeys(knowledge.contributors, 1.0)
    found = precautions(facts, knowledge)

    session = massage_session(facts, knowledge, strengths=everything, found=found)

    if knowledge.precautions[code].stops_massage:
        assert isinstance(session, NoMassage)
    elif isinstance(session, MassageSession):
        for work in session.work:
            listed = knowledge.techniques[work.technique].precautions
            assert all(one.action != "exclude" for one in listed if one.code == code)


@pytest.mark.parametrize(
    "code", [code for code in CODES if load_knowledge().precautions[code].stops_everything]
)
def test_what_stops_everything_leaves_no_plan(code: str, knowledge: Knowledge) -> None:
    facts = facts_in_which(knowledge.precautions[code].when, knowledge)

    assert make_plan(facts, knowledge, strengths={}) is None


@each_code
def test_the_code_is_used_or_stops_something(code: str, knowledge: Knowledge) -> None:
    """A code that nothing lists would protect nobody."""
    listed = {
        one.code
        for kind in (knowledge.items, knowledge.techniques, knowledge.interventions)
        for record in kind.values()
        for one in record.precautions
    }
    precaution = knowledge.precautions[code]

    assert code in listed or precaution.stops_everything or precaution.stops_massage
