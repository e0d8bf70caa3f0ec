"""The command line as a user runs it: what it prints, writes and returns."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cases import HEAD, ROOT, SAFE

ENVIRONMENT = {**os.environ, "NO_COLOR": "1", "COLUMNS": "100"}


TODAYS = "examples/todays-patient.yaml"


def psoas(*arguments: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "psoas", *arguments],
        cwd=cwd,
        env={**ENVIRONMENT, **variables},
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


def test_brackets_in_a_case_are_text(tmp_path: Path) -> None:
    goal = "walk [bold]far[/] [/x] :smile:"
    case = tmp_path / "[red]case.yaml"
    case.write_text(
        f"{HEAD}person: {{birth_year: 1980}}\ncomplaint: {{duration_weeks: 8}}\n"
        f'wishes: {{goals: ["{goal}"]}}{SAFE}'
    )

    for arguments in (("assess", str(case)), ("plan", str(case))):
        run = psoas(*arguments, COLUMNS="200")

        assert (run.returncode, run.stderr) == (0, "")
        assert goal in run.stdout


def test_brackets_in_a_path_are_text(tmp_path: Path) -> None:
    new = tmp_path / "[red]new[/x].yaml"
    folder = tmp_path / "[bold]out[/x]"

    assert f"Written: {new}" in psoas("new", str(new)).stdout
    written = psoas("assess", TODAYS, "--format", "html", "--output", str(folder))
    assert (written.returncode, f"{folder}/todays-patient/story.html" in written.stdout) == (0, True)
    assert "[/x].json: a new case" in psoas("new", str(tmp_path / "[red]new[/x].json")).stderr


@pytest.mark.parametrize("formats", [("html",), ("text", "json", "html")])
def test_reports_that_cannot_be_written_leave_nothing_printed(
    tmp_path: Path, formats: tuple[str, ...]
) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    wanted = [part for name in formats for part in ("--format", name)]

    run = psoas("assess", TODAYS, *wanted, "--output", str(file / "out"))

    assert (run.returncode, run.stdout) == (2, "")
    assert "cannot be written" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_reports_are_put_in_place_together_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "todays-patient"
    (folder / "report.html").mkdir(parents=True)  # a folder where the second report goes

    run = psoas("assess", TODAYS, "--format", "html", "--output", str(tmp_path))

    assert (run.returncode, run.stdout) == (2, "")
    assert "report.html: it cannot be written" in run.stderr
    assert [path.name for path in folder.iterdir()] == ["report.html"]


def test_reports_are_all_that_is_left_in_their_folder(tmp_path: Path) -> None:
    psoas("assess", TODAYS, "--format", "html", "--output", str(tmp_path))

    assert sorted(path.name for path in (tmp_path / "todays-patient").iterdir()) == [
        "report.html",
        "story.html",
    ]


@pytest.mark.parametrize(
    "variables",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)
def test_a_terminal_without_unicode_shows_everything_it_can(variables: dict[str, str]) -> None:
    run = psoas("assess", TODAYS, cwd=ROOT, **variables)

    assert (run.returncode, run.stderr) == (0, "")
    assert "--o--" in run.stdout  # the bar of a probability


def test_json_keeps_every_letter_where_there_is_no_unicode() -> None:
    run = psoas("findings", "--json", PYTHONIOENCODING="ascii")

    assert json.loads(run.stdout) == json.loads(psoas("findings", "--json", PYTHONIOENCODING="utf-8").stdout)


@pytest.mark.parametrize("arguments", [("findings",), ("findings", "--json"), ("schema",)])
def test_a_reader_that_leaves_early_is_no_error(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)  # before anything is written, so that the first write already fails
    try:
        run = subprocess.run(
            [sys.executable, "-m", "psoas", *arguments],
            cwd=ROOT, env=ENVIRONMENT, stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    finally:
        os.close(writing)

    assert (run.returncode, run.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("arguments", [("findings",), ("schema",), ("--version",), ("assess", TODAYS)])
def test_a_full_disk_is_code_2_and_one_line(arguments: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "psoas", *arguments],
            cwd=ROOT, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip

    assert run.returncode == 2
    assert run.stderr == "The output cannot be written: No space left on device.\n"


def test_a_clinic_file_that_is_not_utf8_says_what_to_do(tmp_path: Path) -> None:
    clinic = tmp_path / "clinic.yaml"
    clinic.write_bytes("name: Klinik am Fluß".encode("latin-1"))

    run = psoas("plan", TODAYS, "--clinic", str(clinic))

    assert (run.returncode, run.stdout) == (2, "")
    assert "Save it with the encoding UTF-8." in run.stderr


def test_a_clinic_that_offers_what_is_unknown_is_told_what_it_can_be(tmp_path: Path) -> None:
    shipped = (ROOT / "src/psoas/care/clinic.yaml").read_text(encoding="utf-8")
    clinic = tmp_path / "clinic.yaml"
    clinic.write_text(shipped.replace("offers: [heat,", "offers: [cupping,"))

    run = psoas("assess", TODAYS, "--clinic", str(clinic))

    assert (run.returncode, run.stdout) == (2, "")
    assert "There is no 'cupping'. It can be: acupuncture, heat," in run.stderr


@pytest.mark.parametrize("name", ["case.json", "case.JSON"])
def test_new_writes_no_json(tmp_path: Path, name: str) -> None:
    run = psoas("new", str(tmp_path / name))

    assert run.returncode == 2
    assert ".yaml or .yml" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_new_leaves_what_is_there_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept.yaml"
    kept.write_text("mine")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere.yaml")  # is there, though it leads to nothing

    for name in ("kept.yaml", "link.yaml"):
        run = psoas("new", str(tmp_path / name))

        assert (run.returncode, "exists already" in run.stderr) == (2, True)
    assert kept.read_text() == "mine"
    assert not (tmp_path / "nowhere.yaml").exists()


@pytest.mark.parametrize("width", ["40", "60", "80", "120"])
def test_no_width_cuts_a_name_or_a_number(width: str) -> None:
    number = re.compile(r"[<>]?\d+ \([<>]?\d+-[<>]?\d+\)")
    text = psoas("assess", TODAYS, COLUMNS=width).stdout
    roomy = psoas("assess", TODAYS, COLUMNS="200").stdout

    assert "…" not in text
    assert len(number.findall(roomy)) > 15  # the contributors and the root levels
    assert number.findall(text) == number.findall(roomy)
    assert ("●" in text) is (int(width) >= 70)
    assert all(len(line) <= int(width) for line in text.splitlines())


def test_the_plan_says_what_is_different_for_this_patient() -> None:
    document = json.loads(psoas("assess", TODAYS, "--format", "json").stdout)
    said = " ".join(psoas("plan", TODAYS, COLUMNS="60").stdout.split())
    plan = document["plan"]
    adjusted = [item["adjustments"] for item in plan["programme"]["items"] if item["adjustments"]]
    cautioned = [option["cautions"] for option in plan["complementary"] if option["cautions"]]

    assert adjusted
    assert cautioned
    for texts in adjusted + cautioned:
        assert f"For this patient: {' '.join(' '.join(texts).split())}" in said
