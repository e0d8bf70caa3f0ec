"""What the documents promise: code that runs, commands that answer, links that lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from docs.figures import digest, sheet_names
from docs.generate import generated
from tests.cases import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert 60 <= len(README.splitlines()) <= 120


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL))
def test_the_code_of_the_readme_runs_as_it_stands(code: str) -> None:
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.stderr == ""
    assert run.returncode == 0
    said = [line.removeprefix("# ") for line in code.splitlines() if line.startswith("# ")]
    assert run.stdout.split("\n")[: len(said)] == said


def test_the_library_example_is_ten_lines() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)

    assert len([line for line in code.splitlines() if line and not line.startswith("#")]) == 10


@pytest.mark.parametrize("command", re.findall(r"^\$ psoas (.*)$", README, re.MULTILINE))
def test_the_output_shown_in_the_readme_is_real(command: str) -> None:
    shown = README.split(f"$ psoas {command}\n")[1].split("```")[0].split("\n$ ")[0]
    run = subprocess.run(
        [sys.executable, "-m", "psoas", *command.split()], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"COLUMNS": "100", "NO_COLOR": "1", "PATH": "/usr/bin"},
    )  # fmt: skip
    real = [line.rstrip() for line in run.stdout.splitlines()]

    for line in shown.splitlines():
        if line.strip() and line.strip() != "...":
            assert line.rstrip() in real


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_project_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http", "mailto:")):
            assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", sheet_names(), ids=lambda path: path.name)
def test_contact_sheets_are_drawn_from_what_is_there_now(path: Path) -> None:
    assert path.read_text(encoding="utf-8").endswith(f"<!-- {digest()} -->\n"), "run 'make docs'"


@pytest.mark.parametrize("path", sorted(generated()), ids=lambda path: path.name)
def test_generated_files_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == generated()[path], "run 'make docs'"
