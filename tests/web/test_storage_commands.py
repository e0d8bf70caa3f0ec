"""``psoas backup``, ``restore`` and ``migrate-database``, as an administrator runs them."""

import json
import os
import pty
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cases import ROOT
from tests.web.databases import environment, new_database, run

PASSPHRASE = "a long passphrase"


@dataclass(frozen=True)
class Installation:
    """A data folder with people in it, the passphrase of its backups, and one of them."""

    data: Path
    passphrase: Path
    backup: Path

    @property
    def within(self) -> Mapping[str, str]:
        return environment(self.data)


def rows(file: Path) -> dict[str, list[Any]]:
    """Every row of every table that is carried along, read without the application."""
    with closing(sqlite3.connect(file)) as database:
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return {
            name: [
                [read(cell) for cell in row]
                for row in database.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
            ]
            for (name,) in names
            if name.startswith(("web_", "mfa_", "account_"))
        }


def read(cell: Any) -> Any:
    """What a cell means: a database may order the keys of JSON as it likes."""
    return json.loads(cell) if isinstance(cell, str) and cell.startswith("{") else cell


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Somebody who works on, until the end."""
    command = [sys.executable, "-m", "tests.web.writing", "on", "0", "7"]
    with subprocess.Popen(command, cwd=ROOT, env=environment(data), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b'"begun"\n'
        time.sleep(0.5)
        yield
        assert process.poll() is None, "it stopped writing"
        process.kill()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation that was backed up while somebody was writing."""
    folder = tmp_path_factory.mktemp("installed")
    made = Installation(folder / "data", folder / "passphrase", folder / "backups" / "clinic.age")
    made.passphrase.write_text(f"{PASSPHRASE}\n")
    with writing(made.data):
        written = psoas(made.within, "backup", str(made.backup), "--passphrase-file", str(made.passphrase))
    assert (written.returncode, written.stderr) == (0, "")
    assert written.stdout.startswith(f"Written and read back: {made.backup} (")
    return made


def psoas(within: Mapping[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return run("psoas", *arguments, within=within)


def refused(within: Mapping[str, str], *arguments: str) -> str:
    """The error of a command that must fail as one on bad input."""
    made = psoas(within, *arguments)
    assert (made.returncode, made.stdout) == (2, "")
    assert "Traceback" not in made.stderr
    return made.stderr


def test_a_backup_of_a_running_system_restores_to_one_moment_of_it(
    installed: Installation, tmp_path: Path
) -> None:
    within = environment(tmp_path / "restored")

    made = psoas(within, "restore", str(installed.backup), "--passphrase-file", str(installed.passphrase))
    checked = json.loads(run("tests.web.writing", "check", "0", "0", within=within).stdout)

    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("Restored and compared: ")
    assert checked["wrong"] == []
    then, now = rows(tmp_path / "restored" / "psoas.sqlite3"), rows(installed.data / "psoas.sqlite3")
    events = "web_auditevent"
    assert 3 < checked["events"] < len(now[events])  # it was written on while the backup was made
    assert then[events] == now[events][: checked["events"]]


def test_replacing_backs_up_what_was_there(installed: Installation, tmp_path: Path) -> None:
    within = environment(tmp_path, PSOAS_BACKUP_PASSPHRASE=PASSPHRASE)
    psoas(within, "restore", str(installed.backup))
    first = rows(tmp_path / "psoas.sqlite3")

    replaced = psoas(within, "restore", str(installed.backup), "--replace")

    assert replaced.stderr == ""
    (before,) = (tmp_path / "backups").iterdir()
    assert before.name.startswith("before-restore-")
    assert replaced.stdout.startswith(f"Backed up what was there: {before}\nRestored and compared: ")
    assert rows(tmp_path / "psoas.sqlite3") == first
    assert len(first["web_person"]) >= 1


def test_what_cannot_be_restored_touches_nothing(installed: Installation, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("another passphrase\n")
    within, backup = environment(tmp_path / "data"), str(installed.backup)
    before = rows(installed.data / "psoas.sqlite3")

    assert "cannot be decrypted" in refused(within, "restore", backup, "--passphrase-file", str(wrong))
    assert "The passphrase is missing. Put it into a file" in refused(within, "restore", backup)
    assert "The database is not empty, and nothing was changed." in refused(
        installed.within, "restore", backup, "--passphrase-file", str(installed.passphrase)
    )
    assert not (tmp_path / "data" / "psoas.sqlite3").exists()
    assert rows(installed.data / "psoas.sqlite3") == before


def test_a_backup_needs_a_database_a_free_name_and_a_passphrase(
    installed: Installation, tmp_path: Path
) -> None:
    empty, file = tmp_path / "empty", tmp_path / "passphrase"
    empty.mkdir()
    file.write_text("\n")
    known = ("--passphrase-file", str(installed.passphrase))

    assert "There is no database at" in refused(environment(empty), "backup", *known)
    assert "exists already" in refused(installed.within, "backup", str(installed.backup), *known)
    assert "first line is empty" in refused(
        installed.within, "backup", str(tmp_path / "a.age"), "--passphrase-file", str(file)
    )
    assert not (tmp_path / "a.age").exists()
    assert not (empty / "psoas.sqlite3").exists()


def at_a_terminal(within: Mapping[str, str], answers: list[str], *arguments: str) -> tuple[int, str]:
    """Run a command at a terminal and type answers, each once it is asked for; return its code and the screen."""
    process, screen = pty.fork()
    if not process:
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "psoas", *arguments], dict(within))
    shown = b""
    with os.fdopen(screen, "r+b", buffering=0) as terminal:
        while True:
            try:
                shown += terminal.read(1024) or b""
            except OSError:  # it has ended
                break
            if answers and shown.endswith((b"Passphrase: ", b"Once more: ")):
                terminal.write(f"{answers.pop(0)}\n".encode())
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()


def test_at_a_terminal_the_passphrase_is_asked_twice_and_never_shown(installed: Installation) -> None:
    differing = at_a_terminal(installed.within, [PASSPHRASE, "a long passphrasé"], "backup")
    assert differing[0] == 2
    assert "The two passphrases differ. Nothing was written." in differing[1]
    assert not (installed.data / "backups").exists()

    code, screen = at_a_terminal(installed.within, [PASSPHRASE, PASSPHRASE], "backup")
    (made,) = (installed.data / "backups").iterdir()
    assert code == 0
    assert PASSPHRASE not in screen
    assert f"Written and read back: {made}" in screen
    assert made.name.startswith("psoas-20")
    assert made.suffix == ".age"


def test_moving_to_postgresql_and_back_by_one_command(installed: Installation, tmp_path: Path) -> None:
    before = rows(installed.data / "psoas.sqlite3")
    back = tmp_path / "back.sqlite3"
    with new_database("postgresql", tmp_path, bare=True) as url:
        there = psoas(installed.within, "migrate-database", "--to", url)
        again = refused(installed.within, "migrate-database", "--to", url)
        itself = refused(environment(installed.data, url), "migrate-database", "--to", url)
        returned = psoas(environment(installed.data, url), "migrate-database", "--to", f"sqlite:///{back}")

    for made in (there, returned):
        assert (made.returncode, made.stderr) == (0, "")
        table = {
            line.split()[0]: line.split()[1:] for line in made.stdout.splitlines() if line.startswith("web_")
        }
        assert {name: int(cells[0]) for name, cells in table.items()} == {
            name: len(found) for name, found in before.items() if name in table
        }
        assert all(cells[0] == cells[1] and cells[2] == cells[3] for cells in table.values())
        assert set(table) == {name for name in before if name.startswith("web_")} - {
            "web_user_groups",
            "web_user_user_permissions",
        }
    assert "Set DATABASE_URL to the new one" in there.stdout
    assert "The database is not empty: there are rows in web_clinic" in again
    assert "This is the database in use" in itself
    assert rows(installed.data / "psoas.sqlite3") == before
    assert rows(back) == before


def test_a_database_that_does_not_answer_is_told_in_one_line(installed: Installation, tmp_path: Path) -> None:
    nowhere = "postgres://psoas:secret@127.0.0.1:1/psoas"
    nofolder = f"sqlite:///{tmp_path}/missing/psoas.sqlite3"

    moved = refused(installed.within, "migrate-database", "--to", nowhere)
    served = psoas(environment(tmp_path, nowhere), "serve", "--port", "1")
    foldered = refused(installed.within, "migrate-database", "--to", nofolder)

    assert moved.startswith("The database cannot be opened: connection failed")
    assert "secret" not in moved
    assert served.returncode == 2
    assert served.stderr.startswith("The database cannot be opened: connection failed")
    assert foldered == "The database cannot be opened: unable to open database file\n"
