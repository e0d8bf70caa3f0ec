"""Grades, words, leading contributors, root level, interplay and the next examination."""

from collections.abc import Callable

import pytest

from psoas import Assessment, Case, Knowledge, assess
from psoas.diagnosis.diagnosis import diagnose
from psoas.diagnosis.graded import grade
from psoas.diagnosis.measured import measured
from psoas.diagnosis.next_examination import expected_gain_bits
from psoas.diagnosis.root_level import root_level
from psoas.patient.facts import CaseFacts

Facts = Callable[[str], CaseFacts]
Read = Callable[[str], Case]


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [(3, "none"), (6, "mild"), (12, "moderate"), (25, "marked"), (None, "not-examined")],
)
def test_hip_flexors_are_graded_by_the_thomas_test(
    degrees: int | None, expected: str, knowledge: Knowledge, facts_of: Facts
) -> None:
    tests = "ely-test: {right: absent, left: absent}"
    if degrees is not None:
        tests += f", thomas-test: {{right: {degrees}, left: {degrees}}}"
    body = "complaint: {side: right}" + ("" if degrees is None else f"\nexamination: {{{tests}}}")

    assert grade(knowledge.contributors["hip-flexor-tightness"], facts_of(body)).grade == expected


def test_a_measurement_is_shown_beside_its_norm(knowledge: Knowledge, facts_of: Facts) -> None:
    """Rikli and Jones: women of 70 to 74 below 10 chair stands are below the 25th centile."""
    facts = facts_of("person: {birth_year: 1954, sex: female}\nexamination: {chair-stand-30s: 8}")

    (reading,) = measured(facts, knowledge)

    assert (reading.value, reading.usual, reading.word) == (8, "at least 10 times", "worse than usual")


@pytest.mark.parametrize(
    ("findings", "level"),
    [
        ("achilles-reflex-reduced: {right: 0}, ankle-plantarflexion-weakness: {right: 3}, sensory-loss-lateral-heel: {right: present}", "S1"),
        ("big-toe-extension-weakness: {right: 3}, hip-abduction-weakness: {right: 4}, sensory-loss-dorsal-foot: {right: present}", "L5"),
        ("patellar-reflex-reduced: {right: 0}, sensory-loss-medial-ankle: {right: present}, femoral-stretch: {right: present}, ankle-dorsiflexion-weakness: {right: 4}", "L4"),
    ],
)  # fmt: skip
def test_textbook_signs_point_to_their_level(
    findings: str, level: str, knowledge: Knowledge, facts_of: Facts
) -> None:
    facts = facts_of(f"person: {{birth_year: 1980}}\ncomplaint: {{side: right}}\nexamination: {{{findings}}}")

    levels = root_level(facts, knowledge).levels

    assert max(levels, key=lambda one: levels[one]) == level


def test_without_any_sign_the_two_lowest_roots_are_the_likeliest(
    knowledge: Knowledge, facts_of: Facts
) -> None:
    levels = root_level(facts_of("person: {birth_year: 1980}"), knowledge).levels

    assert levels["L5"] + levels["S1"] > 0.8


def test_every_interval_of_a_level_holds_its_probability(assessed: dict[str, Assessment]) -> None:
    for assessment in assessed.values():
        root = assessment.diagnosis.root
        for level, probability in root.levels.items():
            low, high = root.intervals[level]
            assert low < probability < high


def test_an_edge_needs_findings_at_both_ends(assessed: dict[str, Assessment]) -> None:
    for assessment in assessed.values():
        found = {
            one.contributor.id
            for one in assessment.diagnosis.contributors
            if (one.grading and one.grading.is_found)
            or (one.ledger and any(row.state == "present" and row.shift > 0 for row in one.ledger.rows))
        }
        for edge in assessment.diagnosis.interplay:
            assert {edge.from_, edge.to} <= found
            assert edge.grade in ("high", "moderate", "low", "very-low", "expert")


def test_short_hip_flexors_and_a_deep_curve_are_joined_in_todays_patient(
    assessed: dict[str, Assessment],
) -> None:
    edges = {(edge.from_, edge.to) for edge in assessed["todays-patient"].diagnosis.interplay}

    assert ("hip-flexor-tightness", "increased-lordosis") in edges
    assert ("nerve-root", "hamstring-tightness") in edges


def test_what_was_examined_is_not_proposed_again(
    assessed: dict[str, Assessment], knowledge: Knowledge
) -> None:
    for assessment in assessed.values():
        facts = CaseFacts.of(assessment.case, knowledge)
        for one in assessment.diagnosis.next_examinations:
            assert facts.holds(one.finding) is None
            assert one.gain_bits > 0
            assert knowledge.findings[one.finding].section == "examination"
        assert len(assessment.diagnosis.next_examinations) <= 3


@pytest.mark.parametrize(
    ("now", "present", "absent", "bits"),
    [
        pytest.param(0.5, 1.0, 0.0, 1.0, id="a perfect test of an even chance tells one bit"),
        pytest.param(0.5, 0.5, 0.5, 0.0, id="a test that changes nothing tells nothing"),
        pytest.param(0.5, 0.8, 0.2, 0.278072, id="1 - H(0.8) = 1 - 0.721928"),
        pytest.param(0.3, 0.5, 0.35, 0.0, id="both results above the belief: nothing can be promised"),
    ],
)
def test_expected_gain(now: float, present: float, absent: float, bits: float) -> None:
    assert expected_gain_bits(now=now, if_present=present, if_absent=absent) == pytest.approx(bits, abs=1e-6)


def test_nothing_leads_when_nothing_is_known(knowledge: Knowledge, read: Read) -> None:
    assert assess(read("complaint: {}"), knowledge).diagnosis.leading == ()


def test_a_wide_interval_is_called_cannot_tell_yet(assessed: dict[str, Assessment]) -> None:
    for assessment in assessed.values():
        for one in assessment.diagnosis.contributors:
            if one.ledger is not None:
                low, high = one.ledger.posterior.interval
                if high - low > 0.7:
                    assert one.word == "cannot tell yet"
                elif one.ledger.posterior.probability < 0.2:
                    assert one.word in ("unlikely", "very unlikely")


@pytest.mark.parametrize("case", ["suspected-cauda-equina", "suspected-fracture"])
def test_a_patient_who_must_go_now_is_not_examined_further(
    case: str, assessed: dict[str, Assessment]
) -> None:
    assert assessed[case].diagnosis.next_examinations == ()


def test_strength_feeling_and_reflexes_come_first_when_the_leg_is_numb(
    knowledge: Knowledge, read: Read
) -> None:
    body = "complaint: {side: left, duration_weeks: 8, behaviour: {pain-below-knee: present}}\n"

    proposed = {one.finding for one in assess(read(body), knowledge).diagnosis.next_examinations}

    assert proposed == {
        "motor-deficit-painful-side",
        "sensory-deficit-painful-side",
        "reflex-deficit-painful-side",
    }


@pytest.mark.parametrize(
    ("medical", "never"),
    [
        ("pregnancy: present", "femoral-stretch"),
        ("osteoporosis: present", "sij-thigh-thrust"),
        ("hip-replacement: present", "fadir"),
    ],
)
def test_a_test_that_could_hurt_is_not_proposed(
    medical: str, never: str, knowledge: Knowledge, read: Read
) -> None:
    """Whatever else is examined, one by one, the harmful test never comes up."""
    body = f"person: {{birth_year: 1990, sex: female}}\ncomplaint: {{side: left}}\nmedical: {{{medical}}}\n"
    done: dict[str, str] = {}
    while proposed := assess(
        read(body + f"examination: {{{', '.join(f'{k}: {v}' for k, v in done.items())}}}\n"), knowledge
    ).diagnosis.next_examinations:
        assert never not in {one.finding for one in proposed}
        for one in proposed:
            record = knowledge.findings[one.finding]
            value = "absent"
            if record.kind == "number":
                assert record.measure is not None
                value = str(record.measure.maximum if record.measure.present_at_most is not None else 0)
            done[one.finding] = f"{{left: {value}}}" if record.sided else value


def test_what_stays_unlikely_does_not_stand_before_what_may_be(knowledge: Knowledge, facts_of: Facts) -> None:
    """Groin pain speaks for hip impingement, yet at 66 its whole interval stays below 20 in 100."""
    facts = facts_of(
        "person: {birth_year: 1960}\n"
        "complaint: {side: left, regions: {front: {left: [groin]}, back: {left: [low-back, buttock]}}}\n"
        "examination: {fadir: {left: absent}}"
    )

    found = diagnose(facts, knowledge)

    impingement = next(one.ledger for one in found.contributors if one.contributor.id == "hip-impingement")
    assert impingement is not None
    assert sum(row.shift for row in impingement.rows) > 0
    assert impingement.posterior.interval[1] < 0.2
    assert found.ranking.index("facet") < found.ranking.index("hip-impingement")
