"""The clinician's report as content: the point first, nothing twice, nothing that says nothing."""

from collections.abc import Callable

import pytest
from tests.cases import SAFE

from psoas import Assessment, Case, Knowledge, Plan, assess
from psoas.care.clinic import Clinic
from psoas.reports.clinician import Report, clinician_report
from psoas.reports.clinician_beside import SAID_BEFORE
from psoas.reports.rules_told import sorted_rules
from psoas.reports.wording import capital

Read = Callable[[str], Case]

WALKING = """
complaint: {side: right, duration_weeks: 40, regions: {back: {right: [calf]}},
  behaviour: {worse-walking: present, eased-standing-still: present, fixed-distance-cramp: present}}
examination: {foot-pulses-absent: {right: present}}
measurements: {ankle-brachial-index: {right: 0.6}}
"""


@pytest.fixture(scope="module")
def reports(
    assessed: dict[str, Assessment], planned: dict[str, Plan | None], knowledge: Knowledge, clinic: Clinic
) -> dict[str, Report]:
    return {
        name: clinician_report(one, planned[name], knowledge=knowledge, clinic=clinic)
        for name, one in assessed.items()
    }


def of(read: Read, knowledge: Knowledge, clinic: Clinic, body: str) -> tuple[Assessment, Report]:
    assessment = assess(read(body + SAFE), knowledge)
    return assessment, clinician_report(assessment, None, knowledge=knowledge, clinic=clinic)


def test_in_short_begins_with_what_to_do_and_names_every_leader_once(
    reports: dict[str, Report], assessed: dict[str, Assessment]
) -> None:
    for name, report in reports.items():
        told = {fact.name: fact.value for fact in report.in_short}
        diagnosis = assessed[name].diagnosis
        leaders = [one for one in diagnosis.contributors if one.contributor.id in diagnosis.leading]

        if assessed[name].screening.actions:
            assert report.in_short[0].name in ("Do now", "Do soon", "Refer")
        said = f"{told['Leads']}; {told.get('Found', '')}".lower()
        assert [
            one.contributor.short for one in leaders if said.count(one.contributor.short.lower()) != 1
        ] == []


def test_what_a_safety_rule_named_is_not_said_again_of_a_look_alike(
    read: Read, knowledge: Knowledge, clinic: Clinic
) -> None:
    assessment, report = of(read, knowledge, clinic, WALKING)
    (line,) = report.beside.look_alikes
    found = next(fact.value for fact in line.facts if fact.name == "Found")
    acted_on = {sign for action in assessment.screening.actions for sign in action.because}

    assert found.startswith(capital(SAID_BEFORE))
    assert [sign for sign in acted_on if sign in found] == []
    assert line.within == "within 14 days"


def test_every_rule_is_told_or_counted(assessed: dict[str, Assessment], knowledge: Knowledge) -> None:
    for assessment in assessed.values():
        rules = sorted_rules(assessment.diagnosis, knowledge)

        assert sorted(one.reading.rule.id for one in (*rules.telling, *rules.quiet, *rules.open)) == sorted(
            one.reading.rule.id for one in assessment.diagnosis.rules
        )
        assert all(one.reading.reading in ("for", "against") for one in rules.telling)
        assert all(one.agrees is not False and one.reading.reading != "for" for one in rules.quiet)
        assert all(one.reading.band is None for one in rules.open)


def test_root_levels_take_a_chart_only_where_findings_speak_for_some(reports: dict[str, Report]) -> None:
    drawn = {name for name, report in reports.items() if report.evidence.shares}

    assert "l5-root-compression" in drawn
    assert "almost-nothing-answered" not in drawn
    assert all(reports[name].evidence.levels for name in drawn)
    assert "no finding speaks for one level" in reports["almost-nothing-answered"].evidence.root


def test_no_report_of_an_example_has_more_than_seven_pages(
    reports: dict[str, Report],
) -> None:
    import pypdfium2  # noqa: PLC0415 -- only here

    from psoas.reports.rendering import render_report  # noqa: PLC0415 -- slow import

    for name, report in reports.items():
        with pypdfium2.PdfDocument(render_report(report, kind="pdf")) as document:
            assert len(document) <= 7, name
