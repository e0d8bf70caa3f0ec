"""Backing up, restoring and moving the web application's database, from the shell."""

import sys
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Column

from psoas.cli.files import read_text
from psoas.cli.terminal import print_table, terminal
from psoas.cli.web_loading import DataPath, set_up
from psoas.foundation.errors import PsoasError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psoas.web.storage.dump import Sum

ExistingData = Annotated[
    Path | None,
    typer.Option(
        "--data", exists=True, file_okay=False, help="Folder of the database; PSOAS_DATA, or 'data'."
    ),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        exists=True,
        dir_okay=False,
        help="A file with the passphrase in its first line; else PSOAS_BACKUP_PASSPHRASE, or asked for.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup_command)
    app.command("restore")(restore_command)
    app.command("migrate-database")(migrate_database_command)


def backup_command(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE.age",
            help="Must not exist yet; a dated name in the data folder's 'backups' if left out.",
        ),
    ] = None,
    data: ExistingData = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write an encrypted backup of the whole database, also while Psoas is running.

    It is read back and compared before it gets its name. Sessions are left out: after a restore, everybody
    signs in again.
    """
    set_up(data)
    from psoas.web.storage.backup import write_backup  # noqa: PLC0415 -- needs loaded settings
    from psoas.web.storage.dump import dump_lines  # noqa: PLC0415 -- needs loaded settings
    from psoas.web.storage.moving import must_answer  # noqa: PLC0415 -- needs loaded settings

    must_answer()
    passphrase = _passphrase(passphrase_file, is_new=True)
    target = file or _dated("psoas")
    size = write_backup(target, dump_lines(), passphrase=passphrase)
    terminal().print(f"Written and read back: {target} ({_in_words(size)})", soft_wrap=True)


def restore_command(
    file: Annotated[Path, typer.Argument(metavar="FILE.age", help="What 'psoas backup' wrote.")],
    data: DataPath = None,
    passphrase_file: PassphraseFile = None,
    *,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace", help="Replace what is in the database; it is backed up first, beside the others."
        ),
    ] = False,
) -> None:
    """Restore a backup into an empty database: all of it, compared with what was written, or nothing.

    Stop Psoas before.
    """
    set_up(data)
    from psoas.web.storage.backup import read_backup, write_backup  # noqa: PLC0415 -- needs loaded settings
    from psoas.web.storage.dump import dump_lines  # noqa: PLC0415 -- needs loaded settings
    from psoas.web.storage.moving import is_filled, restore  # noqa: PLC0415 -- needs loaded settings

    say = terminal().print
    passphrase = _passphrase(passphrase_file)
    lines = read_backup(file, passphrase=passphrase)
    if is_filled():
        if not replace:
            raise PsoasError(
                "The database is not empty, and nothing was changed. Give --data another folder, "
                "or replace what is there with --replace; it is backed up first."
            )
        before = _dated("before-restore")
        write_backup(before, dump_lines(), passphrase=passphrase)
        say(f"Backed up what was there: {before}", soft_wrap=True)
    sums = restore(lines, replace=replace)
    rows = sum(one.rows for one in sums.values())
    say(f"Restored and compared: {rows} rows in {len(sums)} tables.")


def migrate_database_command(
    target: Annotated[
        str,
        typer.Option(
            "--to", metavar="URL", help="An empty database, such as postgres://psoas@localhost/psoas."
        ),
    ],
    data: ExistingData = None,
) -> None:
    """Copy everything into another, empty database, and compare table by table.

    Stop Psoas before. The database in use stays as it is.
    """
    set_up(data)
    from django.db import connections  # noqa: PLC0415 -- slow import

    from psoas.web.storage.moving import copy_everything, opened  # noqa: PLC0415 -- needs loaded settings

    with opened(target) as other:
        if _place(connections["default"].settings_dict) == _place(connections[other].settings_dict):
            raise PsoasError("This is the database in use. Name another one.")
        sums = copy_everything(source="default", target=other)
    _print_sums(sums)
    say = terminal().print
    say("\nEvery table is the same in both. The database used so far was not changed.")
    say("Set DATABASE_URL to the new one and start Psoas; everybody signs in again.")


def _place(settings: "Mapping[str, object]") -> tuple[object, ...]:
    options = settings.get("OPTIONS")
    host = options.get("host") if isinstance(options, dict) else None
    return (settings["ENGINE"], settings["NAME"], settings["HOST"] or host, settings["PORT"])


def _print_sums(sums: "Mapping[str, tuple[Sum, Sum]]") -> None:
    columns = [
        Column("table"),
        Column("rows", justify="right"),
        Column("copied", justify="right"),
        Column("SHA-256 of both"),
    ]
    rows = [
        (table, [f"{ours.rows}", f"{theirs.rows}", f"{ours.sha256[:16]} {theirs.sha256[:16]}"])
        for table, (ours, theirs) in sums.items()
    ]
    print_table(terminal(), columns, rows)


def _passphrase(file: Path | None, *, is_new: bool = False) -> str:
    """Return the passphrase from where it was put; it is never an argument, which everybody could read."""
    from django.conf import settings  # noqa: PLC0415 -- slow import

    if file is not None:
        found = next(iter(read_text(file).splitlines()), "")
        if not found:
            raise PsoasError(f"{file}: its first line is empty. It must be the passphrase.")
        return found
    if settings.BACKUP_PASSPHRASE:
        return str(settings.BACKUP_PASSPHRASE)
    if not sys.stdin.isatty():
        raise PsoasError(
            "The passphrase is missing. Put it into a file and name it with --passphrase-file, "
            "or set PSOAS_BACKUP_PASSPHRASE."
        )
    first = getpass("Passphrase: ")
    if is_new and getpass("Once more: ") != first:
        raise PsoasError("The two passphrases differ. Nothing was written.")
    return first


def _dated(name: str) -> Path:
    from django.conf import settings  # noqa: PLC0415 -- needs loaded settings

    moment = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")  # noqa: TID251 -- a file's name, no clinical day
    return Path(settings.DATA) / "backups" / f"{name}-{moment}.age"


def _in_words(size: int) -> str:
    kilobytes = size / 1000
    return f"{kilobytes:.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"  # noqa: PLR2004 -- units
