"""A cohort against the cases in it, one by one: same probabilities, same rules, same refusals."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pyarrow.parquet as pq
import pytest
from benchmarks.cohorts import write_cohort
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.flat_rows import Row, document, flat_row, rows, write_lines, write_rows

from psoas import Assessment, Case, Knowledge
from psoas.anatomy.regions import REGION_NAMES, View
from psoas.application.cohort.layout import layout
from psoas.application.cohort.reading import read_rows
from psoas.application.cohort.run import run_cohort
from psoas.diagnosis.ledger import ledger
from psoas.foundation.errors import CaseError
from psoas.knowledge.checks import CHOICES, QUANTITIES
from psoas.knowledge.conditions import ChoiceIs, WhichSide
from psoas.knowledge.local import with_local_priors
from psoas.patient.case import Stroke
from psoas.patient.column_facts import ColumnFacts
from psoas.patient.columns import columns_of
from psoas.patient.facts import CaseFacts
from psoas.patient.reading import read_case_json
from psoas.patient.writing import write_case_json
from psoas.screening.screening import screen

TOLERANCE = 1e-12
LOCAL = """
format: psoas-priors-1
clinic: invented
priors:
  nerve-root:
    - who: patients over 40
      when: {quantity: age_years, at_least: 41}
      probability: 0.44
      low: 0.3
      high: 0.6
      status: judgement
      rationale: Invented for this test.
"""


def compare(found: Row, case: Case, knowledge: Knowledge) -> None:
    """Compare a row of results with what the case gives by itself."""
    facts = CaseFacts.of(case, knowledge)
    screening = screen(facts, knowledge)
    assert found["id"] == case.id
    assert found["disposition"] == screening.disposition
    assert found["red_flags"] == [action.id for action in screening.actions]
    fired = {rule.urgency for rule in knowledge.red_flags.values() if rule.holds(facts) is True}
    assert found["strongest_red_flag"] == next(
        (one for one in ("emergency", "urgent", "refer") if one in fired), "none"
    )
    for contributor in knowledge.contributors.values():
        if contributor.kind == "probability":
            belief = ledger(contributor, facts, knowledge).posterior
            expected = (belief.probability, *belief.interval)
            for part, value in zip(("probability", "low", "high"), expected, strict=True):
                assert found[f"{contributor.id}.{part}"] == pytest.approx(value, rel=0, abs=TOLERANCE)


def assessed_rows(source: Path, knowledge: Knowledge, **options: Any) -> list[Row]:
    output = source.with_name(source.name + ".results.parquet")
    run_cohort(source, output, knowledge, **options)
    found: list[Row] = pq.read_table(output).to_pylist()
    return found


def test_every_example_is_assessed_as_by_itself(
    assessed: dict[str, Assessment], knowledge: Knowledge, tmp_path: Path
) -> None:
    cases = [one.case for one in assessed.values()]
    source = write_rows(tmp_path / "c.parquet", [flat_row(case, knowledge) for case in cases])

    for row, case in zip(assessed_rows(source, knowledge), cases, strict=True):
        compare(row, case, knowledge)


@pytest.mark.parametrize(("missing", "count"), [(0.5, 150), (0.02, 60)])
def test_a_dense_cohort_is_assessed_as_its_cases(
    knowledge: Knowledge, tmp_path: Path, missing: float, count: int
) -> None:
    """Half of everything is known, or nearly all; the lines of every dependence group meet."""
    source = tmp_path / "c.parquet"
    write_cohort(source, knowledge, count=count, seed=7, missing=missing)
    table = pq.read_table(source)
    marks = [name for name in table.column_names if name.startswith("drawn.")]
    results = assessed_rows(source, knowledge)

    assert len(results) == count
    assert len({row["disposition"] for row in results}) == 5
    for row, found in zip(table.to_pylist(), results, strict=True):
        drawn = [name.removeprefix("drawn.") for name in marks if row[name]]
        row["drawn"] = None if row[marks[0]] is None else drawn
        row["recorded_on"] = row["recorded_on"].isoformat()
        flat = {name: value for name, value in row.items() if name not in marks}
        compare(found, read_case_json(json.dumps(document(flat, knowledge)), knowledge=knowledge), knowledge)


@settings(
    deadline=None, max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(data=st.data())
def test_any_rows_give_what_their_case_files_give(
    knowledge: Knowledge, tmp_path: Path, data: st.DataObject
) -> None:
    """Parquet, lines of JSON and single case files: the same refusals and the same results."""
    drawn = data.draw(st.lists(rows(knowledge), min_size=1, max_size=4))
    kept: list[tuple[int, Case]] = []
    for place, row in enumerate(drawn, 1):
        row["id"] = f"t{place}"
        try:
            kept.append((place, read_case_json(json.dumps(document(row, knowledge)), knowledge=knowledge)))
        except CaseError:
            continue
    from_parquet = assessed_rows(write_rows(tmp_path / "c.parquet", drawn), knowledge)
    from_lines = assessed_rows(write_lines(tmp_path / "c.jsonl", drawn, knowledge), knowledge)

    assert [row["row"] for row in from_parquet] == [place for place, _ in kept]
    assert from_lines == from_parquet
    for found, (_, case) in zip(from_parquet, kept, strict=True):
        compare(found, case, knowledge)


def test_every_fact_is_the_fact_of_the_case(
    assessed: dict[str, Assessment], knowledge: Knowledge, tmp_path: Path
) -> None:
    """Every finding on every side, every number, word and region, also what no rule asks for today."""
    source = tmp_path / "c.parquet"
    write_cohort(source, knowledge, count=40, seed=11)
    with pq.ParquetFile(source) as file:
        (batch,) = file.iter_batches()
    block = read_rows(batch, layout(knowledge), knowledge, first=1)
    random = list(block.facts.cases.cases([str(row) for row in block.rows], knowledge))
    cases = [*random, *(with_strokes(one.case) for one in assessed.values())]
    columns = ColumnFacts(columns_of(cases, knowledge), knowledge)

    for index, case in enumerate(cases):
        facts = CaseFacts.of(case, knowledge)
        for side in get_args(WhichSide):
            for finding in knowledge.findings:
                found = (None, True, False)[columns.holds(finding, side)[index]]
                assert found == facts.holds(finding, side), (finding, side)
            for region in REGION_NAMES:
                assert (None, True, False)[columns.drawn(region, side)[index]] == facts.drawn(region, side)
        for name in QUANTITIES:
            number = facts.quantity(name)
            expected = pytest.approx(math.nan if number is None else number, abs=1e-9, nan_ok=True)
            assert columns.quantity(name)[index] == expected, name
        for name, words in CHOICES.items():
            for word in words:
                chosen = columns.truth(ChoiceIs(choice=name, one_of=(word,)))[index]
                assert (None, True, False)[chosen] == ChoiceIs(choice=name, one_of=(word,)).truth(facts)


def with_strokes(case: Case) -> Case:
    """Draw over the case with a pen: down the back and the leg."""
    view = View.BACK
    points = ((330.0, 150.0), (380.0, 152.0), (372.0, 330.0), (340.0, 330.0))
    return replace(case, complaint=replace(case.complaint, strokes=(Stroke(view, points),)))


def test_strokes_count_in_lines_of_json(
    assessed: dict[str, Assessment], knowledge: Knowledge, tmp_path: Path
) -> None:
    cases = [replace(with_strokes(one.case), safety=()) for one in assessed.values()]
    source = tmp_path / "c.jsonl"
    lines = [json.dumps(json.loads(write_case_json(case, knowledge=knowledge))) for case in cases]
    source.write_text("\n".join(lines), encoding="utf-8")
    found = {row["id"]: row for row in assessed_rows(source, knowledge)}

    assert len(found) >= 8  # a stroke may contradict the side of the pain
    for case in cases:
        if case.id in found:
            compare(found[case.id], case, knowledge)


def test_a_clinics_own_priors_count(
    assessed: dict[str, Assessment], knowledge: Knowledge, tmp_path: Path
) -> None:
    local = with_local_priors(knowledge, LOCAL)
    cases = [one.case for one in assessed.values()]
    source = write_rows(tmp_path / "c.parquet", [flat_row(case, knowledge) for case in cases])

    for row, case in zip(assessed_rows(source, local), cases, strict=True):
        compare(row, case, local)
