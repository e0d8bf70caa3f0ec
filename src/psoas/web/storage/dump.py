"""Writing a whole database as lines of JSON, as it was at one moment, while others go on writing.

The first line tells where it comes from; then each table: its name and columns, and a line for each row; the
last line counts the rows of each table and gives the SHA-256 of their lines.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from psoas.foundation.version import __version__
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.storage.databases import StorageError
from psoas.web.storage.tables import (
    columns_of,
    kept_models,
    migrations_applied,
    migrations_wanted,
    row_lines,
    table_of,
)

FORMAT = "psoas-dump/1"
SUMS = b'{"sums"'  # how the last line begins


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table adds up to."""

    rows: int
    sha256: str


class Adding:
    """Adds up the lines of a table."""

    def __init__(self) -> None:
        self._rows = 0
        self._digest = hashlib.sha256()

    def add(self, line: bytes) -> None:
        """Take one line in."""
        self._rows += 1
        self._digest.update(line)

    def sum(self) -> Sum:
        """Return what came together."""
        return Sum(self._rows, self._digest.hexdigest())


def dump_lines(alias: str = "default") -> Iterator[bytes]:
    """Yield the lines of a dump, all of one moment; nothing is held but a few hundred rows.

    Raises
    ------
    StorageError
        The database is not at the state this program works on.
    """
    with _one_moment(alias):
        applied = migrations_applied(alias)
        if applied != migrations_wanted():
            raise StorageError(
                f"The database is not at the state of Psoas {__version__}. Back it up with the version that "
                "used it last; 'psoas serve' of this one brings it up to date."
            )
        yield _line(
            {
                "format": FORMAT,
                "psoas": __version__,
                "migrations": applied,
                "knowledge": shipped_knowledge().fingerprint,
                "made_at": timezone.now().isoformat(timespec="seconds"),
            }
        )
        sums = {}
        for model in kept_models():
            yield _line({"table": table_of(model), "columns": columns_of(model)})
            adding = Adding()
            for line in row_lines(model, alias):
                adding.add(line)
                yield line
            sums[table_of(model)] = adding.sum()
        yield _line({"sums": {table: [one.rows, one.sha256] for table, one in sums.items()}})


def sums_of(alias: str) -> dict[str, Sum]:
    """Return what each table of a database adds up to."""
    found = {}
    for model in kept_models():
        adding = Adding()
        for line in row_lines(model, alias):
            adding.add(line)
        found[table_of(model)] = adding.sum()
    return found


def sums_in(line: bytes) -> dict[str, Sum]:
    """Return the sums that the last line of a dump tells."""
    return {table: Sum(rows, sha256) for table, (rows, sha256) in json.loads(line)["sums"].items()}


def _line(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode() + b"\n"


@contextmanager
def _one_moment(alias: str) -> Iterator[None]:
    """Read everything as it was at the first read, and keep nobody from writing."""
    connection = connections[alias]
    if connection.vendor == "sqlite":
        # not atomic(): that would begin by asking for the right to write
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic(using=alias):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
