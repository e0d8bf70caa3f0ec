"""The command line as a user runs it: what it prints, writes and returns."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cases import ROOT

ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}


def psoas(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "psoas", *arguments],
        cwd=cwd,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("example", "code"),
    [
        ("todays-patient", 0),
        ("l5-root-compression", 10),
        ("suspected-fracture", 11),
        ("suspected-cauda-equina", 12),
        ("almost-nothing-answered", 13),
    ],
)
def test_the_exit_code_says_the_disposition(example: str, code: int) -> None:
    assessed = psoas("assess", f"examples/{example}.yaml")
    screened = psoas("screen", f"examples/{example}.yaml")

    assert (assessed.returncode, screened.returncode) == (code, code)
    assert assessed.stderr == ""


def test_a_bad_file_is_code_2_lists_problems_and_writes_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("format: psoas-case-1\nid: x\nrecorded_on: 2026-11-22\nexamination: {slump: present}\n")

    run = psoas("assess", str(bad), "--format", "pdf", "--output", str(tmp_path / "out"))

    assert run.returncode == 2
    assert "bad.yaml: 1 problem" in run.stderr
    assert "line 4, examination.slump: The side is missing." in run.stderr
    assert run.stdout == ""
    assert not (tmp_path / "out").exists()


def test_a_missing_file_is_code_2(tmp_path: Path) -> None:
    run = psoas("assess", str(tmp_path / "nowhere.yaml"))

    assert (run.returncode, "There is no such file." in run.stderr) == (2, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "examples/todays-patient.yaml", "--format", "docx"),
        ("explain", "examples/todays-patient.yaml", "nerve-rot"),
        ("knowledge", "show", "no-such-thing"),
        ("knowledge", "list", "no-such-kind"),
        ("assess", "examples/todays-patient.yaml", "--clinic", "nowhere.yaml"),
    ],
)
def test_a_wrong_argument_is_code_2_and_says_what_would_be_right(arguments: tuple[str, ...]) -> None:
    run = psoas(*arguments)

    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    assert run.stderr.strip()


def test_json_goes_to_standard_output_alone() -> None:
    run = psoas("assess", "examples/todays-patient.yaml", "--format", "json")

    assert json.loads(run.stdout)["case"]["id"] == "todays-patient"
    assert run.stderr == ""


def test_explain_shows_a_ledger_that_adds_up() -> None:
    text = psoas("explain", "examples/todays-patient.yaml", "nerve-root").stdout
    lines = text.splitlines()
    prior = float(
        next(
            line
            for line in lines
            if "log-odds" in line and "Prior" in "".join(lines[lines.index(line) - 1 : lines.index(line) + 1])
        ).split("log-odds")[1]
    )
    shifts = [float(line.split()[0]) for line in lines if " x ln " in line and line.lstrip()[:1] in "+-"]
    total = float(next(line for line in lines if line.startswith("Sum of log-odds")).split()[3].rstrip(","))

    assert len(shifts) > 5
    assert prior + sum(shifts) == pytest.approx(total, abs=0.02)  # each printed to three places


def test_new_writes_a_case_that_reads_as_nothing_known(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"

    assert psoas("new", str(path)).returncode == 0
    assert psoas("assess", str(path)).returncode == 13
    assert "worse-bending: not-examined" in path.read_text()
    again = psoas("new", str(path))
    assert (again.returncode, "exists already" in again.stderr) == (2, True)


def test_every_commented_line_of_a_new_case_can_be_filled_in(tmp_path: Path) -> None:
    """Take away every '#' in front of a finding: the file still reads."""
    path = tmp_path / "case.yaml"
    psoas("new", str(path))
    lines = [
        line.removeprefix("#").split("   #")[0]
        if line.startswith("#") and ": not-examined" in line.split("   #")[0]
        else line
        for line in path.read_text().splitlines()
    ]
    path.write_text("\n".join(lines).replace("#  behaviour:", "  behaviour:"))

    assert psoas("screen", str(path)).returncode == 13


def test_findings_lists_the_vocabulary() -> None:
    listed = json.loads(psoas("findings", "--json").stdout)
    slr = next(one for one in listed["findings"] if one["id"] == "slr")

    assert (slr["kind"], slr["sides"], slr["unit"], slr["range"]) == (
        "test",
        ["right", "left"],
        "deg",
        [0, 120],
    )
    assert len(listed["safety_questions"]) == 15
    assert "slr" in psoas("findings").stdout


def test_knowledge_commands_answer() -> None:
    assert "No problem found." in psoas("knowledge", "check").stdout
    assert "hamstring-stretch-lying" in psoas("knowledge", "list", "items").stdout
    assert '"id": "slr"' in psoas("knowledge", "show", "slr").stdout
    assert "suri-2010-stenosis" in psoas("knowledge", "sources").stdout


def test_no_colours_when_it_is_not_a_terminal() -> None:
    environment = {key: value for key, value in ENVIRONMENT.items() if key != "NO_COLOR"}
    run = subprocess.run(
        [sys.executable, "-m", "psoas", "assess", "examples/todays-patient.yaml"],
        cwd=ROOT, env=environment, capture_output=True, check=False,
    )  # fmt: skip

    assert b"\x1b[" not in run.stdout


def test_every_command_has_help() -> None:
    for command in ("assess", "screen", "plan", "explain", "findings", "new", "schema", "knowledge"):
        run = psoas(command, "--help")

        assert run.returncode == 0
        assert "Usage: psoas" in run.stdout or "Usage: python -m psoas" in run.stdout
