"""Laws that hold whatever the patient."""

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from psoas import Assessment, Case, Knowledge
from psoas.anatomy.regions import Side
from psoas.diagnosis.diagnosis import diagnose
from psoas.diagnosis.ledger import ledger
from psoas.diagnosis.next_examination import expected_gain_bits
from psoas.foundation.logit_normal import LogitNormal, expit
from psoas.knowledge.contributors import AccuracyRow, Ratio
from psoas.patient.case import Complaint, Observation, Person, SafetyAnswer
from psoas.patient.facts import CaseFacts
from psoas.screening.screening import screen

no_deadline = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def observed(knowledge: Knowledge, picks: dict[str, bool]) -> tuple[Observation, ...]:
    """Turn picked findings into observations on the right side."""
    return tuple(
        Observation(name, Side.RIGHT if knowledge.findings[name].sided else None, present)
        for name, present in picks.items()
    )


def case_with(knowledge: Knowledge, base: Case, picks: dict[str, bool]) -> Case:
    return replace(
        base,
        person=Person(birth_year=1976, sex="female"),
        complaint=Complaint(side="right", duration_weeks=10),
        safety=(),
        observations=observed(knowledge, picks),
    )


@pytest.fixture(scope="session")
def base(assessed: dict[str, Assessment]) -> Case:
    return assessed["todays-patient"].case


def state_findings(knowledge: Knowledge) -> list[str]:
    return sorted(
        name
        for name in knowledge.contributors_moved_by
        if knowledge.findings[name].derived is None and knowledge.findings[name].kind != "number"
    )


@no_deadline
@given(data=st.data())
def test_the_order_of_findings_does_not_matter(knowledge: Knowledge, base: Case, data: st.DataObject) -> None:
    names = data.draw(
        st.lists(st.sampled_from(state_findings(knowledge)), min_size=2, max_size=8, unique=True)
    )
    picks = {name: data.draw(st.booleans()) for name in names}
    forward = case_with(knowledge, base, picks)
    backward = replace(forward, observations=forward.observations[::-1])

    first, second = (diagnose(CaseFacts.of(case, knowledge), knowledge) for case in (forward, backward))

    assert [(one.contributor.id, one.probability) for one in first.contributors] == [
        (one.contributor.id, one.probability) for one in second.contributors
    ]
    assert first.root.levels == second.root.levels


@no_deadline
@given(data=st.data())
def test_what_is_not_examined_changes_nothing(knowledge: Knowledge, base: Case, data: st.DataObject) -> None:
    """A ledger whose rows nobody looked at is the prior, and stays where it was when they are removed."""
    names = data.draw(st.lists(st.sampled_from(state_findings(knowledge)), max_size=6, unique=True))
    case = case_with(knowledge, base, {name: data.draw(st.booleans()) for name in names})
    facts = CaseFacts.of(case, knowledge)
    seen = {row.finding for one in knowledge.contributors.values() if one.kind == "probability"
            for row in ledger(one, facts, knowledge).rows}  # fmt: skip
    without = replace(knowledge, accuracy=tuple(row for row in knowledge.accuracy if row.finding in seen))

    for contributor in knowledge.contributors.values():
        if contributor.kind == "probability":
            full, reduced = ledger(contributor, facts, knowledge), ledger(contributor, facts, without)
            assert full.posterior == reduced.posterior
            if not full.rows:
                prior = LogitNormal.from_range(
                    probability=full.prior.probability, low=full.prior.low, high=full.prior.high
                )
                assert full.posterior == prior


@given(
    prior=st.floats(0.01, 0.99),
    sensitivity=st.floats(0.05, 0.95),
    specificity=st.floats(0.05, 0.95),
)
def test_belief_averaged_over_both_results_returns_to_the_prior(
    prior: float, sensitivity: float, specificity: float
) -> None:
    odds = prior / (1 - prior)
    up = expit(math.log(odds * sensitivity / (1 - specificity)))
    down = expit(math.log(odds * (1 - sensitivity) / specificity))
    chance = prior * sensitivity + (1 - prior) * (1 - specificity)

    assert math.isclose(chance * up + (1 - chance) * down, prior, rel_tol=1e-9)
    gain = expected_gain_bits(now=prior, if_present=up, if_absent=down)
    assert -1e-12 <= gain <= 1


@no_deadline
@given(
    sensitivity=st.floats(0.15, 0.95), specificity=st.floats(0.15, 0.95), participants=st.integers(60, 5000)
)
def test_a_lone_test_averaged_over_both_results_returns_the_prior_through_the_ledger(
    knowledge: Knowledge, base: Case, sensitivity: float, specificity: float, participants: int
) -> None:
    row = AccuracyRow(
        id="law", contributor="nerve-root", finding="bragard", role="score", type="finding",
        group="neurodynamic-sciatic", sensitivity=sensitivity, specificity=specificity,
        positive=Ratio(value=sensitivity / (1 - specificity)), negative=Ratio(value=(1 - sensitivity) / specificity),
        basis="derived", participants=participants, population="law", comparator="law", reference="law",
        spectrum="mixed", applies=None, source=None, locator=None, status="judgement", note="law",
    )  # fmt: skip
    if not all(0.1 <= ratio.value <= 10 for ratio in (row.positive, row.negative) if ratio):
        return  # beyond the caps the pair no longer belongs to one test
    lone = replace(knowledge, accuracy=(row,))
    contributor = knowledge.contributors["nerve-root"]
    results = [
        ledger(contributor, CaseFacts.of(case_with(knowledge, base, {"bragard": state}), knowledge), lone)
        for state in (True, False)
    ]
    prior = results[0].prior.probability
    chance = prior * sensitivity + (1 - prior) * (1 - specificity)

    averaged = chance * results[0].posterior.probability + (1 - chance) * results[1].posterior.probability
    assert math.isclose(averaged, prior, rel_tol=1e-9)


@no_deadline
@given(data=st.data())
def test_probabilities_stay_inside_their_interval_and_levels_sum_to_one(
    knowledge: Knowledge, base: Case, data: st.DataObject
) -> None:
    names = data.draw(st.lists(st.sampled_from(state_findings(knowledge)), max_size=12, unique=True))
    case = case_with(knowledge, base, {name: data.draw(st.booleans()) for name in names})
    diagnosis = diagnose(CaseFacts.of(case, knowledge), knowledge)

    for one in diagnosis.contributors:
        if one.ledger is not None:
            low, high = one.ledger.posterior.interval
            assert 0 < low < one.ledger.posterior.probability < high < 1
    assert math.isclose(sum(diagnosis.root.levels.values()), 1.0, rel_tol=1e-9)


@no_deadline
@given(data=st.data())
def test_no_probability_moves_a_red_flag(knowledge: Knowledge, base: Case, data: st.DataObject) -> None:
    """Whatever else is found, an emergency answer stays an emergency."""
    names = data.draw(st.lists(st.sampled_from(state_findings(knowledge)), max_size=12, unique=True))
    case = case_with(knowledge, base, {name: data.draw(st.booleans()) for name in names})
    emergency = replace(case, safety=_answer("bladder", "cannot-feel-pee-coming-out"))

    assert screen(CaseFacts.of(emergency, knowledge), knowledge).disposition == "emergency"


def _answer(question: str, option: str) -> tuple[SafetyAnswer, ...]:
    return (SafetyAnswer(question, (option,)),)


def test_more_safety_answers_never_lengthen_the_list_of_questions_left(
    knowledge: Knowledge, base: Case
) -> None:
    full = base
    answers = full.safety
    lengths = []
    for count in range(len(answers) + 1):
        case = replace(full, safety=answers[:count], observations=())
        lengths.append(len(screen(CaseFacts.of(case, knowledge), knowledge).unanswered))

    assert all(later <= earlier for earlier, later in itertools.pairwise(lengths))
    assert lengths[-1] == 0
