"""What stands beside the ledgers: pain mechanism, outlook, coverage."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from psoas import Knowledge, assess
from psoas.application.coverage import coverage
from psoas.cli.doubt_text import print_outlook
from psoas.cli.terminal import terminal
from psoas.diagnosis.mechanism import pain_mechanism
from psoas.diagnosis.sensitivity import sensitivity
from psoas.knowledge.course import PredictionModel
from psoas.outcomes.outlook import outlook, predict
from psoas.patient.case import Case
from psoas.patient.facts import CaseFacts
from psoas.reports import clinician_beside
from psoas.reports.citations import Citations
from psoas.reports.clinician_beside import beside
from psoas.reports.rules_told import open_in_words

Facts = Callable[[str], CaseFacts]
Read = Callable[[str], Case]

ONE_TEST_LEFT = (
    "complaint: {side: right}\n"
    "examination: {sij-distraction: {right: absent}, sij-thigh-thrust: {right: absent},"
    " sij-compression: {right: present}}"
)


def nerve(symptoms: str, sign: str) -> str:
    return (
        f"complaint: {{behaviour: {{dermatomal-pain: {symptoms}}}}}\n"
        f"history: {{nerve-injury-history: {symptoms}}}\n"
        f"examination: {{neurodynamic-provocation: {sign}}}"
    )


@pytest.mark.parametrize(
    ("symptoms", "sign", "fit"),
    [
        ("present", "present", "fits"),
        ("present", "absent", "partly fits"),
        ("absent", "absent", "does not fit"),
        ("not-examined", "present", "cannot tell yet"),
    ],
)
def test_two_symptoms_and_one_sign_make_the_nerve_pattern(
    symptoms: str, sign: str, fit: str, knowledge: Knowledge, facts_of: Facts
) -> None:
    found = pain_mechanism(facts_of(nerve(symptoms, sign)), knowledge)
    reading = next(one for one in found.readings if one.mechanism.id == "peripheral-neuropathic")

    assert reading.fit == fit
    assert (found.best == "peripheral-neuropathic") == (fit in ("fits", "partly fits"))


def test_what_was_not_looked_at_is_neither_met_nor_missed(knowledge: Knowledge, facts_of: Facts) -> None:
    for reading in pain_mechanism(facts_of("complaint: {}"), knowledge).readings:
        assert (reading.met, reading.not_met) == ((), ())
        assert len(reading.not_known) == len(reading.mechanism.criteria)
        assert reading.fit == "cannot tell yet"


def test_numbers_are_told_as_people_say_them(knowledge: Knowledge, facts_of: Facts, read: Read) -> None:
    """Shingles is to be seen within a day; one study is no "studies", and one item no "items"."""
    shingles = read("complaint: {side: right}\nexamination: {rash-in-band: {right: present}}")
    doubted = sensitivity(
        knowledge.contributors["nerve-root"],
        facts_of("complaint: {side: right}\nexamination: {slump: {right: present}}"),
        knowledge,
    )
    one_study = replace(doubted, leans_on=(replace(doubted.leans_on[0], studies=1),))
    rules = assess(read(ONE_TEST_LEFT), knowledge).diagnosis.rules

    told = beside(assess(shingles, knowledge), knowledge, Citations(knowledge.sources))

    assert "within a day" in str(told.look_alikes)
    assert "by 1 other study" in clinician_beside.doubt_line(one_study, knowledge).leans
    assert "(1 item missing)" in open_in_words([one for one in rules if len(one.reading.not_examined) == 1])


def test_what_goes_with_a_slower_course_is_told_where_no_course_fits(
    knowledge: Knowledge, facts_of: Facts, capsys: pytest.CaptureFixture[str]
) -> None:
    factor = next(iter(knowledge.prognostic_factors.values()))
    found = replace(outlook(facts_of("complaint: {}"), knowledge), course=None, slower=(factor,))

    print_outlook(terminal(), found)

    assert factor.name.split()[0] in capsys.readouterr().out


def test_the_mechanism_moves_no_probability(knowledge: Knowledge, read: Read) -> None:
    case = read("history: {nerve-injury-history: present}")
    without = replace(knowledge, mechanisms={})

    one, other = (assess(case, known).diagnosis.strengths(known) for known in (knowledge, without))

    assert one == other


@pytest.mark.parametrize(
    ("body", "course"),
    [
        ("complaint: {duration_weeks: 3, regions: {back: {right: [low-back]}}}", "recent-back-pain"),
        ("complaint: {duration_weeks: 40, regions: {back: {right: [low-back]}}}", "lasting-back-pain"),
        ("complaint: {duration_weeks: 3, regions: {back: {right: [low-back, calf]}}}", "back-and-leg-pain"),
        ("measurements: {mri-central-stenosis: present}", "stenosis"),
    ],
)
def test_the_course_is_that_of_people_like_the_patient(
    body: str, course: str, knowledge: Knowledge, facts_of: Facts
) -> None:
    found = outlook(facts_of(body), knowledge).course

    assert found is not None
    assert found.id == course


def test_the_courses_are_the_published_ones(knowledge: Knowledge) -> None:
    """Costa 2012: recent pain 52, 23, 12, 6 of 100; lasting pain 51, 33, 26, 23, at 0, 6, 26 and 52 weeks."""
    means = {
        name: [(point.weeks, point.mean) for point in knowledge.courses[name].points]
        for name in ("recent-back-pain", "lasting-back-pain")
    }

    assert means == {
        "recent-back-pain": [(0, 52), (6, 23), (26, 12), (52, 6)],
        "lasting-back-pain": [(0, 51), (6, 33), (26, 26), (52, 23)],
    }


@pytest.mark.parametrize(
    ("total", "psychosocial", "band"), [(3, 1, "low risk"), (5, 3, "medium risk"), (6, 4, "high risk")]
)
def test_an_entered_start_back_score_is_read_by_its_published_scoring(
    total: int, psychosocial: int, band: str, knowledge: Knowledge, facts_of: Facts
) -> None:
    entered = f"measurements: {{start-back-total: {total}, start-back-psychosocial: {psychosocial}}}"
    section = knowledge.findings["start-back-total"].section
    body = entered.replace("measurements", section)

    (reading,) = (one for one in outlook(facts_of(body), knowledge).entered if one.rule.id == "start-back")

    assert reading.band is not None
    assert reading.band.name == band


def test_prognosis_moves_no_diagnosis(knowledge: Knowledge, read: Read) -> None:
    body = "function: {work: off}\ncomplaint: {duration_weeks: 30, pain: {now: 9, worst: 10}}\nhistory: {smoker: present}"
    without = replace(knowledge, courses={}, prognostic_factors={}, rules={}, prediction_models={})

    one, other = (assess(read(body), known).diagnosis.strengths(known) for known in (knowledge, without))

    assert one == other


MODEL = PredictionModel.model_validate(
    {
        "id": "invented", "name": "Invented", "outcome": "pain", "applies_to": "everybody", "intercept": -2.0,
        "terms": (
            {"text": "pain now", "quantity": "pain_now", "coefficient": 0.25},
            {"text": "smokes", "when": {"finding": "smoker"}, "coefficient": 0.5},
        ),
        "area_under_curve": 0.7, "area_low": 0.6, "area_high": 0.8, "baseline": 0.3, "participants": 100,
        "population": "a test", "warning": "none", "status": "judgement", "rationale": "invented for a test",
    }
)  # fmt: skip


def test_a_model_by_hand_and_what_is_not_known_widens_it(facts_of: Facts) -> None:
    """-2 + 0.25 x 4 = -1: 0.2689; with 0.5 more, -0.5: 0.3775."""
    open_ = predict(MODEL, facts_of("complaint: {pain: {now: 4}}"))
    known = predict(MODEL, facts_of("complaint: {pain: {now: 4}}\nhistory: {smoker: present}"))
    assert open_ is not None
    assert known is not None

    assert (open_.least, open_.most) == pytest.approx((0.2689, 0.3775), abs=1e-4)
    assert open_.not_known == ("smokes",)
    assert (known.least, known.most) == pytest.approx((0.3775, 0.3775), abs=1e-4)


def test_a_model_without_a_number_it_needs_says_nothing(facts_of: Facts) -> None:
    assert predict(MODEL, facts_of("history: {smoker: present}")) is None


def test_coverage_counts_what_stands_in_the_files(knowledge: Knowledge) -> None:
    for one in coverage(knowledge):
        rows = [row for row in knowledge.accuracy if row.contributor == one.contributor]
        assert one.rows == len(rows) == one.read + one.secondary + one.judgement
        assert one.scoring == len(knowledge.scoring_rows[one.contributor])
        assert (one.best is None) == (one.scoring == 0)
