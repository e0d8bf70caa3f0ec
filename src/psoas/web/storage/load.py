"""Reading a dump into a database: all of it in one transaction, compared with what was sent, or nothing."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.models import Field, Model, QuerySet

from psoas.foundation.version import __version__
from psoas.web.storage.databases import StorageError
from psoas.web.storage.dump import FORMAT, Adding, Sum, sums_in, sums_of
from psoas.web.storage.emptying import empty
from psoas.web.storage.tables import (
    columns_of,
    fields_of,
    kept_models,
    migrations_applied,
    migrations_known,
    table_of,
)

_BATCH = 500
_DAMAGED = "What was read is no whole dump of Psoas: it is damaged or cut off."


def check_header(line: bytes) -> dict[str, Any]:
    """Return the header of a dump.

    Raises
    ------
    StorageError
        It is no dump, or of a program whose database differs from ours; with the way out.
    """
    header = _read(line)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise StorageError(f"This is no dump that Psoas {__version__} reads: it must be {FORMAT}.")
    known, theirs = migrations_known(), header["psoas"]
    for app, name in header["migrations"].items():
        if name not in known.get(app, ()):
            raise StorageError(
                f"This was written by Psoas {theirs}, whose database is newer than this Psoas {__version__} "
                f"knows ({app}.{name}). Install Psoas {theirs} or later, then restore it."
            )
        if name != max(known[app]):
            raise StorageError(
                f"This was written by Psoas {theirs}, whose database is older ({app}.{name}). "
                f"Restore it with Psoas {theirs}, then upgrade to Psoas {__version__} and start "
                "'psoas serve': that brings the database up to date."
            )
    return header


def filled_tables(alias: str) -> list[str]:
    """Return the tables with rows in them; a table that is not there yet has none."""
    with connections[alias].cursor() as cursor:
        there = set(connections[alias].introspection.table_names(cursor))
    models = [model for model in kept_models() if table_of(model) in there]
    return [table_of(model) for model in models if QuerySet(model, using=alias).exists()]


def refuse_if_filled(alias: str) -> None:
    """Refuse a database that holds anything.

    Raises
    ------
    StorageError
        There are rows in it.
    """
    if filled := filled_tables(alias):
        raise StorageError(
            f"The database is not empty: there are rows in {', '.join(filled)}. Nothing was changed."
        )


def load(lines: Iterable[bytes], *, alias: str = "default", replace: bool = False) -> dict[str, Sum]:
    """Load a dump into a database that is up to date, and compare what arrived.

    Parameters
    ----------
    lines : Iterable[bytes]
        As `dump_lines` yields them.
    alias : str
        The database; it must be empty.
    replace : bool
        Empty it first, in the same transaction.

    Returns
    -------
    dict[str, Sum]
        Rows and SHA-256 of each table, counted in the loaded database.

    Raises
    ------
    StorageError
        Something does not fit; the database is as it was.
    """
    stream = iter(lines)
    header = check_header(next(stream, b""))
    if migrations_applied(alias) != header["migrations"]:
        raise StorageError("The database is not up to date; start 'psoas serve' on it once.")
    try:
        with transaction.atomic(using=alias):
            if replace:
                empty(alias)
            else:
                refuse_if_filled(alias)
            # whom a session points to may be somebody else in the loaded data
            Session.objects.using(alias).all().delete()
            written = _insert_all(stream, alias)
            connections[alias].check_constraints()
            _count_on(alias)
            if sums_of(alias) != written:
                raise StorageError(
                    "What arrived in the database differs from what was written. It was undone."
                )
    except (KeyError, TypeError, ValueError, ValidationError):
        raise StorageError(_DAMAGED) from None
    except DatabaseError as error:
        kind = type(error.__cause__ or error).__name__
        raise StorageError(
            f"The database refused what was loaded ({kind}). Everything was undone."
        ) from error
    return written


def _insert_all(stream: Iterator[bytes], alias: str) -> dict[str, Sum]:
    """Insert table after table; return their sums, which must be those of the last line."""
    models = {table_of(model): model for model in kept_models()}
    sums: dict[str, Sum] = {}
    line = next(stream, b"")
    while "table" in (head := _head(line)):
        model = models.get(head["table"])
        if model is None or head["columns"] != columns_of(model):
            raise StorageError(_DAMAGED)
        adding = Adding()
        line = b""
        rows: list[Any] = []
        for row_line in stream:
            if not row_line.startswith(b"["):
                line = row_line
                break
            adding.add(row_line)
            rows.append(_read(row_line))
            if len(rows) == _BATCH:
                _insert(model, rows, alias)
                rows = []
        _insert(model, rows, alias)
        sums[head["table"]] = adding.sum()
    if sums != sums_in(line) or set(sums) != set(models) or next(stream, None) is not None:
        raise StorageError(_DAMAGED)
    return sums


def _insert(model: type[Model], rows: list[Any], alias: str) -> None:
    """Insert rows as they are: no default and no clock of a model is asked."""
    if not rows:
        return
    connection = connections[alias]
    fields = fields_of(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in columns_of(model))
    places = ", ".join(["%s"] * len(fields))
    values = [
        [_stored(field, value, connection) for field, value in zip(fields, row, strict=True)] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(table_of(model))} ({columns}) VALUES ({places})",  # noqa: S608 -- names of models
            values,
        )


def _stored(field: "Field[Any, Any]", value: Any, connection: Any) -> Any:
    return field.get_db_prep_save(None if value is None else field.to_python(value), connection)


def _count_on(alias: str) -> None:
    """Let new rows be numbered behind the loaded ones."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(str(statement))


def _head(line: bytes) -> dict[str, Any]:
    head = _read(line)
    if not isinstance(head, dict) or not ({"table", "sums"} & set(head)):
        raise StorageError(_DAMAGED)
    return head


def _read(line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        raise StorageError(_DAMAGED) from None
