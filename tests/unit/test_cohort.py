"""Cohorts: what is set aside and why, what a file may hold, and the command."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from benchmarks.cohorts import write_cohort
from tests.cases import ROOT
from tests.flat_rows import HEAD, Row, write_lines, write_rows

from psoas import Knowledge
from psoas.application.cohort.run import Tally, run_cohort
from psoas.foundation.errors import CohortError

Run = Callable[..., tuple[Tally, list[Row], list[Row]]]


@pytest.fixture
def run(knowledge: Knowledge, tmp_path: Path) -> Run:
    """Run over rows; return the tally, the results and what was set aside."""

    def run_rows(*rows: Row) -> tuple[Tally, list[Row], list[Row]]:
        source = write_rows(tmp_path / "cases.parquet", [{**HEAD, **row} for row in rows])
        return run_source(source, knowledge)

    return run_rows


def run_source(source: Path, knowledge: Knowledge) -> tuple[Tally, list[Row], list[Row]]:
    output = source.with_name("results.parquet")
    tally = run_cohort(source, output, knowledge)
    lines = tally.rejected.read_text(encoding="utf-8").splitlines() if tally.rejected else []
    return tally, pq.read_table(output).to_pylist(), [json.loads(line) for line in lines]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"id": None}, "id", "The case has no id."),
        ({"id": "Jane Doe"}, "id", "'Jane Doe' is no id."),
        ({"recorded_on": None}, "recorded_on", "The day is missing."),
        ({"recorded_on": "22.11.2026"}, "recorded_on", "'22.11.2026' is no day. Write it as 2026-11-22."),
        ({"recorded_on": "1926-11-22"}, "recorded_on", "'1926-11-22' is no day."),
        ({"pain_now": 11}, "pain_now", "'11' does not fit here. It holds a whole number, 0 to 10."),
        ({"pain_now": 2.5}, "pain_now", "'2.5' does not fit here. It holds a whole number, 0 to 10."),
        ({"duration_weeks": float("inf")}, "duration_weeks", "'inf' does not fit here."),
        ({"sex": "femail"}, "sex", "'femail' does not fit here. Did you mean 'female'"),
        ({"slump.right": 2}, "slump.right", "'2' does not fit here. Write true or false."),
        ({"hip-internal-rotation.left": 400.0}, "hip-internal-rotation.left", "400 is out of range."),
        ({"slr.right.value": 45.0}, "slr.right.value", "It has a value but was not examined."),
        ({"safety.bladder": ["leek-pee"]}, "safety.bladder", "'leek-pee' is no answer to it."),
        ({"safety.bladder": []}, "safety.bladder", "This value is no answer."),
        ({"safety.bladder": ["none", "leak-pee"]}, "safety.bladder", "'none' stands beside another answer."),
        ({"safety.trauma": ["none", "none"]}, "safety.trauma", "Only one answer fits."),
        ({"drawn": ["back.right.knee"]}, "drawn", "A mark is unknown"),
        ({"pain_now": 6, "pain_worst": 5}, "pain_now", "Pain now (6) is above the worst pain (5)."),
        ({"birth_year": 2050}, "birth_year", "The birth year lies after the day of the record."),
        ({"sex": "male", "pregnancy": True}, "sex", "'pregnancy' is present and the sex is male."),
        ({"side": "right", "drawn": ["back.left.calf"]}, "side", "The side is right, but everything drawn"),
    ],
)
def test_a_row_that_is_no_case_is_set_aside_with_its_reason(
    run: Run, row: Row, column: str, reason: str
) -> None:
    tally, found, asides = run({"id": "good"}, row, {"id": "good-too"})

    assert [one["id"] for one in found] == ["good", "good-too"]
    assert (tally.rows, tally.assessed, tally.set_aside) == (3, 2, 1)
    (aside,) = asides
    assert (aside["row"], aside["column"], aside["id"]) == (2, column, row.get("id", "t"))
    assert aside["reason"].startswith(reason)


def test_every_reason_of_a_row_is_listed_and_the_row_counts_once(run: Run) -> None:
    tally, _, asides = run({"pain_now": 11, "sex": "x", "id": "a"}, {"id": "b"})

    assert tally.set_aside == 1
    assert [one["column"] for one in asides] == ["pain_now", "sex"]


def test_a_run_without_faults_leaves_no_file_of_them(run: Run) -> None:
    tally, _, _ = run({"pain_now": 11})
    assert tally.rejected is not None
    stale = tally.rejected

    tally, _, _ = run({"pain_now": 10})

    assert tally.rejected is None
    assert not stale.exists()


def test_what_is_not_given_is_not_known(run: Run) -> None:
    """Null, NaN and no column at all are the same."""
    _, found, _ = run(
        {"id": "a", "duration_weeks": float("nan"), "slump.right": None},
        {"id": "b"},
    )

    assert {**found[0], "id": "", "row": 0} == {**found[1], "id": "", "row": 0}
    assert found[0]["disposition"] == "incomplete"


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("id", pa.array(["t", "u"]).dictionary_encode()),
        ("id", pa.array([1, 2])),
        ("recorded_on", pa.array([date(2026, 11, 22)] * 2)),
        ("recorded_on", pa.array([datetime(2026, 11, 22, 9, 30)] * 2)),  # noqa: DTZ001 -- has no zone
        ("birth_year", pa.array([1950.0, 1950.0])),
        ("sex", pa.array(["male", None], pa.large_string())),
        ("slump.right", pa.array([1, 0], pa.int8())),
        ("slump.right", pa.array([1.0, float("nan")])),
        ("slump.right", pa.array([True, None])),
        ("slump.right", pa.nulls(2)),
        ("safety.bladder", pa.array(["none", "leak-pee"])),
        ("safety.bladder", pa.array([["none"], None], pa.large_list(pa.string()))),
        ("safety.bladder", pa.nulls(2)),
        ("drawn", pa.array([[], None], pa.list_(pa.string()))),
        ("drawn.back.right.calf", pa.array([False, None])),
    ],
)
def test_a_column_may_have_any_type_that_says_the_same(
    knowledge: Knowledge, tmp_path: Path, name: str, array: pa.Array
) -> None:
    columns = {"id": pa.array(["t", "u"]), "recorded_on": pa.array([HEAD["recorded_on"]] * 2), name: array}
    source = tmp_path / "cases.parquet"
    pq.write_table(pa.table(columns), source)
    tally, _, _ = run_source(source, knowledge)

    assert (tally.assessed, tally.set_aside) == (2, 0)


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"pain_nwo": 1}, "column pain_nwo: There is no such column. Did you mean 'pain_now'"),
        ({"slump": True}, "column slump: There is no such column. It has sides: 'slump.right' and"),
        ({"qqq": 1}, "'psoas cohort --template columns.csv' lists the names."),
        ({"pain_now": "5"}, "column pain_now: Its type is string. It holds a whole number, 0 to 10."),
        ({"slump.right": "present"}, "column slump.right: Its type is string. It holds true or false."),
        ({"sex": 1}, "column sex: Its type is int64. It holds one of female, male."),
        ({"drawn": [], "drawn.back.right.calf": True}, "Marks are given as a list and one by one."),
        ({"bladder-fullness-not-felt": True}, "There is no such column."),
    ],
)
def test_a_file_with_other_columns_is_refused(run: Run, columns: Row, said: str) -> None:
    with pytest.raises(CohortError) as refused:
        run(columns)

    assert said in str(refused.value)


def test_every_column_that_is_wrong_is_named_at_once(knowledge: Knowledge, tmp_path: Path) -> None:
    source = tmp_path / "cases.parquet"
    pq.write_table(pa.table({"pain": [1], "sexx": ["male"]}), source)

    with pytest.raises(CohortError) as refused:
        run_cohort(source, tmp_path / "r.parquet", knowledge)

    assert [problem.where for problem in refused.value.problems] == [
        "column pain", "column sexx", "column id", "column recorded_on"
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == [source]


def test_a_file_that_is_none_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    for name, text in (("a.parquet", "id\n1\n"), ("a.csv", "id\n1\n")):
        (tmp_path / name).write_text(text)
        with pytest.raises(CohortError):
            run_cohort(tmp_path / name, tmp_path / "r.parquet", knowledge)


def test_a_damaged_file_is_refused_where_it_breaks(knowledge: Knowledge, tmp_path: Path) -> None:
    source = tmp_path / "cases.parquet"
    write_cohort(source, knowledge, count=100, row_group=50)
    content = bytearray(source.read_bytes())
    place = pq.ParquetFile(source).metadata.row_group(1).column(9).data_page_offset
    content[place : place + 200] = b"\xff" * 200
    source.write_bytes(content)

    with pytest.raises(CohortError, match=r"after row .*It cannot be read on"):
        run_cohort(source, tmp_path / "r.parquet", knowledge, chunk=25)
    assert not (tmp_path / "r.parquet").exists()


def test_a_file_whose_directory_is_damaged_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    source = tmp_path / "cases.parquet"
    write_cohort(source, knowledge, count=5)
    content = bytearray(source.read_bytes())
    content[-30:-10] = b"\xff" * 20
    source.write_bytes(content)

    with pytest.raises(CohortError, match="This is no Parquet file"):
        run_cohort(source, tmp_path / "r.parquet", knowledge)


@pytest.mark.parametrize("name", ["cases.rejected.jsonl", "linked.jsonl"])
def test_cases_are_never_overwritten_with_their_results(
    knowledge: Knowledge, tmp_path: Path, name: str
) -> None:
    """What a run sets aside goes to a file named after the results, which may be the file it reads."""
    source = write_lines(tmp_path / name, [{**HEAD}], knowledge)
    output = tmp_path / "cases.parquet"
    if name == "linked.jsonl":
        output.hardlink_to(source)
    before = source.read_bytes()

    with pytest.raises(CohortError, match="would take the place of the cases"):
        run_cohort(source, output, knowledge)
    assert source.read_bytes() == before


def test_half_a_letter_sets_a_line_aside_and_ends_no_run(knowledge: Knowledge, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "cases.jsonl", [{**HEAD, "id": "a"}, {**HEAD, "id": "b"}], knowledge)
    source.write_bytes(source.read_bytes().replace(b'"a"', b'"a\\ud800"'))
    tally, found, asides = run_source(source, knowledge)

    assert [one["id"] for one in found] == ["b"]
    assert tally.set_aside == 1
    assert [one["id"] for one in asides] == ["a\ud800"]


def test_lines_of_json_are_read_strictly(knowledge: Knowledge, tmp_path: Path) -> None:
    source = write_lines(tmp_path / "cases.jsonl", [{**HEAD, "id": "a"}, {**HEAD, "id": "b"}], knowledge)
    lines = source.read_bytes().splitlines()
    wrong = [b"", b"{", b"\xff", lines[0].replace(b'"complaint": {}', b'"complaint": {"pain": {"now": 11}}')]
    source.write_bytes(b"\n".join([*lines, *wrong, lines[0]]))
    tally, found, asides = run_source(source, knowledge)

    assert (tally.rows, tally.assessed, tally.set_aside) == (7, 3, 3)
    assert [one["row"] for one in found] == [1, 2, 7]
    assert [(one["row"], one["id"], one["column"]) for one in asides] == [
        (4, None, "the line"), (5, None, "the line"), (6, "a", "complaint.pain.now")
    ]  # fmt: skip


def test_results_say_what_they_rest_on(run: Run, knowledge: Knowledge) -> None:
    tally, _, _ = run({})
    schema = pq.read_schema(tally.results)

    assert schema.metadata[b"knowledge_fingerprint"].decode() == knowledge.fingerprint
    assert schema.metadata[b"knowledge_version"].decode() == knowledge.version


def test_a_folder_of_another_run_is_not_gone_on_with(knowledge: Knowledge, tmp_path: Path) -> None:
    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    source, output = tmp_path / "cases.parquet", tmp_path / "results.parquet"
    write_cohort(source, knowledge, count=60, seed=1)
    with pytest.raises(KeyboardInterrupt):
        run_cohort(source, output, knowledge, chunk=20, told=stop)
    write_cohort(source, knowledge, count=60, seed=2)
    tally = run_cohort(source, output, knowledge, chunk=20)

    assert tally.resumed == 0
    assert tally.assessed == 60


def test_a_folder_that_is_not_ours_is_left_alone(knowledge: Knowledge, tmp_path: Path) -> None:
    source = tmp_path / "cases.parquet"
    write_cohort(source, knowledge, count=5)
    (tmp_path / "r.parquet.part").mkdir()
    (tmp_path / "r.parquet.part/letter.txt").write_text("mine")

    with pytest.raises(CohortError, match="not one of ours"):
        run_cohort(source, tmp_path / "r.parquet", knowledge)
    assert (tmp_path / "r.parquet.part/letter.txt").read_text() == "mine"


def psoas(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "psoas", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_empty_lines_are_no_cases(tmp_path: Path, knowledge: Knowledge) -> None:
    source = write_lines(tmp_path / "cases.jsonl", [{**HEAD}], knowledge)
    source.write_bytes(source.read_bytes().rstrip() + b"\r\n\r\n")
    done = psoas("cohort", source, "--output", tmp_path / "out.parquet")

    assert done.stdout.splitlines()[0] == "1 of 1 cases assessed."


def test_the_command_says_what_became_of_the_rows(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "cases.parquet", [{**HEAD}, {**HEAD, "pain_now": 12}])
    output = tmp_path / "out.parquet"
    done = psoas("cohort", source, "--output", output)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "1 of 2 cases assessed.",
        f"Written: {output}",
        f"1 set aside, with the reasons: {tmp_path / 'out.rejected.jsonl'}",
    ]


@pytest.mark.parametrize(
    ("source", "output", "said"),
    [
        ("missing.parquet", "out.parquet", "the file: It cannot be read: No such file or directory."),
        ("missing.jsonl", "out.parquet", "the file: It cannot be read: No such file or directory."),
        ("cases.parquet", "cases.parquet", "a .parquet file of their own"),
        ("cases.parquet", "out.csv", "a .parquet file of their own"),
        ("cases.csv", "out.parquet", "It ends in neither .parquet nor .jsonl."),
        ("cases.parquet", "out.parquet", "There is no such column."),
    ],
)
def test_a_file_that_cannot_be_used_is_exit_code_2(
    tmp_path: Path, source: str, output: str, said: str
) -> None:
    write_rows(tmp_path / "cases.parquet", [{**HEAD, "nothing": 1}])
    (tmp_path / "cases.csv").touch()
    done = psoas("cohort", tmp_path / source, "--output", tmp_path / output)

    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_that_is_killed_goes_on_where_it_was(knowledge: Knowledge, tmp_path: Path) -> None:
    source, output = tmp_path / "cases.parquet", tmp_path / "results.parquet"
    write_cohort(source, knowledge, count=4000, seed=5)
    code = (
        "import sys; from pathlib import Path; from psoas import load_knowledge;"
        "from psoas.application.cohort.run import run_cohort;"
        "run_cohort(Path(sys.argv[1]), Path(sys.argv[2]), load_knowledge(), chunk=50)"
    )
    parts = tmp_path / "results.parquet.part"
    with subprocess.Popen([sys.executable, "-c", code, str(source), str(output)], cwd=ROOT) as process:
        until = time.monotonic() + 60
        while len(list(parts.glob("*.arrow"))) < 3 and time.monotonic() < until:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not output.exists()

    tally = run_cohort(source, output, knowledge)
    again = tmp_path / "again.parquet"
    run_cohort(source, again, knowledge)

    assert 150 <= tally.resumed < 4000
    assert pq.read_table(output).equals(pq.read_table(again))


def test_the_template_lists_the_columns_and_is_an_empty_cohort(tmp_path: Path, knowledge: Knowledge) -> None:
    for name in ("columns.csv", "empty.parquet"):
        done = psoas("cohort", "--template", tmp_path / name)
        assert (done.returncode, done.stderr) == (0, "")
    with (tmp_path / "columns.csv").open(encoding="utf-8", newline="") as file:
        listed = [row["column"] for row in csv.DictReader(file)]
    empty = pq.read_schema(tmp_path / "empty.parquet")

    assert [name for name in listed if name != "drawn"] == empty.names
    assert run_cohort(tmp_path / "empty.parquet", tmp_path / "r.parquet", knowledge).rows == 0
    assert psoas("cohort", "--template", tmp_path / "columns.csv").returncode == 2  # it exists
    assert psoas("cohort", "--template", tmp_path / "columns.txt").returncode == 2
