"""What an administrator is told to type: every command exists as written, and those on data do what they say."""

import re
import shlex
from pathlib import Path

import pytest
import typer
from tests.cases import ROOT
from tests.web.databases import environment, new_database, run

from psoas.cli.main import app

PAGES = sorted((ROOT / "docs/how-to").glob("*.md"))
SERVER, BACKUP, POSTGRESQL = (
    ROOT / f"docs/how-to/{name}.md"
    for name in ("run-a-clinic-server", "back-up-and-restore", "move-to-postgresql")
)
PASSPHRASE = "six words drawn at random"


def commands_in(page: Path) -> list[str]:
    """The ``psoas`` commands in the fenced blocks of a page, whatever stands in front of them."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    found = [
        re.search(r"(?:^|-- |/bin/|ExecStart=/opt/psoas/bin/)psoas ([a-z-]+ ?.*)$", line) for line in lines
    ]
    return [one[1].split(" #")[0].rstrip() for one in found if one and not one[1].startswith("PSOAS_")]


@pytest.mark.parametrize(
    ("page", "command"),
    [pytest.param(page, one, id=f"{page.stem}: {one}"[:80]) for page in PAGES for one in commands_in(page)],
)
def test_a_command_of_a_page_exists_with_its_options(page: Path, command: str) -> None:
    del page
    group = typer.main.get_command(app)
    words = shlex.split(command)
    while isinstance(group, typer.core.TyperGroup):
        assert words[0] in group.commands, f"there is no command {words[0]}"
        group = group.commands[words.pop(0)]
    options = {name for parameter in group.params for name in (*parameter.opts, *parameter.secondary_opts)}

    assert {word for word in words if word.startswith("-")} <= options


def test_the_commands_on_data_do_what_the_pages_say(tmp_path: Path) -> None:
    """On one invented installation; only the places differ."""
    data, passphrase = tmp_path / "var/lib/psoas", tmp_path / "etc/psoas/passphrase"
    passphrase.parent.mkdir(parents=True)
    passphrase.write_text(PASSPHRASE)
    made = run("tests.web.writing", "racing", "1", "1", within=environment(data))
    assert made.returncode == 0

    def do(command: str, **places: str) -> str:
        for written, real in {"/var/": f"{tmp_path}/var/", "/etc/": f"{tmp_path}/etc/", **places}.items():
            command = command.replace(written, real)
        done = run(
            "psoas",
            *shlex.split(command),
            within=environment(data),
        )
        assert (done.returncode, done.stderr) == (0, ""), command
        return done.stdout

    backup = next(one for one in commands_in(BACKUP) if one.startswith("backup /var"))
    restore = next(one for one in commands_in(BACKUP) if one.startswith("restore"))
    move = next(one for one in commands_in(POSTGRESQL) if one.startswith("migrate-database"))
    assert "Written and read back" in do(backup)
    assert "Restored and compared" in do(restore)
    with new_database("postgresql", tmp_path, bare=True) as url:
        told = do(move, **{"postgres://psoas@localhost/psoas": shlex.quote(url)})
    assert "Every table is the same in both" in told
    assert sorted(one.name for one in data.parent.iterdir()) == ["psoas", "psoas-test"]


def test_the_pages_name_the_commands_they_are_about() -> None:
    assert {one.split()[0] for one in commands_in(SERVER)} == {"serve", "new-clinic", "backup"}
    assert {one.split()[0] for one in commands_in(BACKUP)} == {"backup", "restore"}
    assert {one.split()[0] for one in commands_in(POSTGRESQL)} == {"migrate-database"}


def test_the_settings_the_pages_name_exist() -> None:
    from psoas.web.environment import SETTINGS  # noqa: PLC0415 -- beside the pages it is compared with

    told = {
        name
        for page in (SERVER, BACKUP, POSTGRESQL)
        for name in re.findall(r"\bPSOAS_[A-Z_]+\b", page.read_text("utf-8"))
    }

    assert told <= {one.name for one in SETTINGS}
