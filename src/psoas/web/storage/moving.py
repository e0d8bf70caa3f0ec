"""Other databases beside the clinic's own: preparing one, and copying everything into it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, InterfaceError, connections
from django.db.migrations.recorder import MigrationRecorder

from psoas.web.storage.databases import StorageError, database_at
from psoas.web.storage.dump import SUMS, Sum, dump_lines, sums_in, sums_of
from psoas.web.storage.load import check_header, filled_tables, load, refuse_if_filled


@contextmanager
def opened(url: str, alias: str = "other") -> Iterator[str]:
    """Know a further database under a name while something is done with it."""
    settings = connections.configure_settings({"default": {}, alias: database_at(url)})
    connections.databases[alias] = settings[alias]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


def must_answer(alias: str = "default") -> None:
    """Check that there is a database that was used before.

    Raises
    ------
    StorageError
        It does not answer, or nothing is in it.
    """
    connection = connections[alias]
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        # opening it would make one
        raise StorageError(f"There is no database at {connection.settings_dict['NAME']}.")
    reach(alias)
    if not MigrationRecorder(connection).has_table():
        raise StorageError("The database is empty: Psoas has never used it.")


def reach(alias: str = "default") -> None:
    """Open a database.

    Raises
    ------
    StorageError
        It does not answer; with the reason the database gives.
    """
    try:
        connections[alias].ensure_connection()
    except (DatabaseError, InterfaceError) as error:
        reason = str(error).strip().splitlines()[0]
        raise StorageError(f"The database cannot be opened: {reason}") from None


def make_ready(alias: str = "default") -> None:
    """Make the tables of a database, or bring them up to date."""
    reach(alias)
    call_command("migrate", database=alias, interactive=False, verbosity=0)


def is_filled(alias: str = "default") -> bool:
    """Tell whether there is anything in a database that would be lost."""
    connection = connections[alias]
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).is_file():
        return False
    reach(alias)
    return bool(filled_tables(alias))


def restore(lines: Iterable[bytes], *, alias: str = "default", replace: bool = False) -> dict[str, Sum]:
    """Load a dump into a database, whose tables are made first; return what each adds up to.

    Raises
    ------
    StorageError
        The dump does not fit this program, or the database is not empty; it is as it was.
    """
    stream = iter(lines)
    header = next(stream, b"")
    check_header(header)
    if not replace and is_filled(alias):
        refuse_if_filled(alias)
    make_ready(alias)
    return load(chain([header], stream), alias=alias, replace=replace)


def copy_everything(*, source: str, target: str) -> dict[str, tuple[Sum, Sum]]:
    """Copy one database into another, empty one; return the sums of both, table by table.

    Raises
    ------
    StorageError
        The target is not empty, or what arrived differs; then it is as it was.
    """
    must_answer(source)
    sent: dict[str, Sum] = {}
    restore(_noting(dump_lines(source), sent), alias=target)
    arrived = sums_of(target)  # once more, now that it is committed
    return {table: (one, arrived[table]) for table, one in sent.items()}


def _noting(lines: Iterable[bytes], sent: dict[str, Sum]) -> Iterator[bytes]:
    """Pass the lines of a dump on, and note the sums in the last one."""
    for line in lines:
        if line.startswith(SUMS):
            sent |= sums_in(line)
        yield line
