"""The house rules that can be checked: sizes, names, what files may say, what the documents promise."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from tests.cases import ROOT

from psoas import Knowledge

SOURCE = ROOT / "src/psoas"
MODULES = sorted(
    path
    for path in SOURCE.rglob("*.py")
    if not re.match(r"\d{4}_", path.name)  # migrations, made by Django
)
CEILING, TEST_CEILING = 400, 600
BANNED_NAMES = {"utils", "helpers", "common", "core", "services", "manager", "managers", "misc"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_outgrows_a_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= CEILING


def test_no_test_module_outgrows_its_ceiling() -> None:
    sizes = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "tests").rglob("*.py")
    }

    assert [path for path, size in sizes.items() if size > TEST_CEILING] == []


def test_folders_and_modules_are_named_after_what_they_hold() -> None:
    assert [
        path for path in SOURCE.rglob("*") if path.stem in BANNED_NAMES and path.suffix in ("", ".py")
    ] == []


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES}), ids=lambda path: path.name)
def test_every_folder_says_what_it_is(folder: Path) -> None:
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))

    assert docstring
    assert len(docstring) > 25


def test_every_module_says_what_it_is() -> None:
    silent = [path for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert silent == []


def tracked() -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [ROOT / name.decode() for name in names.split(b"\0") if name and (ROOT / name.decode()).is_file()]


def test_no_file_leans_on_a_place_outside_the_project() -> None:
    outside = re.compile(r"\.\./shared|/home/|/root/|/work/|/tmp/[a-z]")
    leaning = [
        path.relative_to(ROOT)
        for path in tracked()
        if path.suffix in {".py", ".md", ".yaml", ".toml", ".csv", ".txt", ".typ", ".jinja", ".css", ""}
        and path != Path(__file__)
        and outside.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert leaning == []


def test_locks_name_no_registry_and_every_line_is_hashed() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        requirements = re.split(r"\n(?=[a-z0-9])", text.strip())

        assert "://" not in text
        assert all("--hash=sha256:" in requirement for requirement in requirements)


def test_nothing_is_left_to_do_in_the_source() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")

    assert [path for path in MODULES if marks.search(path.read_text(encoding="utf-8"))] == []


def test_docstrings_name_only_knowledge_that_exists(knowledge: Knowledge) -> None:
    """Docstrings of the core name the records they rest on, as ``kind/id`` or ``kind/prefix-*``."""
    known = {kind: set(records) for kind, records in knowledge.records().items()}
    for path in MODULES:
        for kind, name in re.findall(r"``([a-z_]+)/([a-z0-9*-]+)``", path.read_text(encoding="utf-8")):
            if not known.get(kind):  # no such kind, or one that holds no record yet
                continue
            stem = name.rstrip("*")
            assert any(one.startswith(stem) for one in known[kind]), f"{path.name}: {kind}/{name}"


def test_every_parameter_is_used(knowledge: Knowledge) -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in MODULES)
    stems = set(re.findall(r'parameter\(\s*f?"([a-z0-9-]+)', source)) | set(
        re.findall(r'"((?:alignment|word|review|lr)-[a-z0-9-]+)"', source)
    )
    unused = [name for name in knowledge.parameters if not any(name.startswith(stem) for stem in stems)]

    assert unused == []
