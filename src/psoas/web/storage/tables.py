"""Which tables hold what must not be lost, and how a row is written so that both databases agree on it."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Field, Model, QuerySet

from psoas.web.storage.databases import StorageError

APPS = ("web", "account", "mfa")  # ours, addresses of accounts, second factors
# Of these apps, what is not carried along: letters that wait to be confirmed, which nobody sends here.
LEFT_OUT = frozenset({"account_emailconfirmation"})
_EXACT = 1e16  # from here on, one database writes a float as an integer and the other does not
_CHUNK = 500


def kept_models() -> list[type[Model]]:
    """Return the models whose rows are carried along, in the order of a dump."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in found if table_of(model) not in LEFT_OUT]


def table_of(model: type[Model]) -> str:
    """Return the name of a model's table."""
    return model._meta.db_table  # noqa: SLF001 -- Django's public name for it


def fields_of(model: type[Model]) -> "list[Field[Any, Any]]":
    """Return the fields that are columns."""
    return list(model._meta.concrete_fields)  # noqa: SLF001 -- Django's public name for it


def columns_of(model: type[Model]) -> list[str]:
    """Return the names of the columns."""
    return [str(field.column) for field in fields_of(model)]


def row_lines(model: type[Model], alias: str) -> Iterator[bytes]:
    """Yield each row as one line of JSON, by key; the same data gives the same bytes on any database."""
    rows: QuerySet[Model] = QuerySet(model, using=alias).order_by("pk")
    names = [field.attname for field in fields_of(model)]
    for row in rows.values_list(*names).iterator(chunk_size=_CHUNK):
        yield (
            json.dumps([_plain(value) for value in row], sort_keys=True, separators=(",", ":")).encode()
            + b"\n"
        )


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            if not math.isfinite(value):
                raise StorageError("A number in the database is not finite; it cannot be written down.")
            return int(value) if value.is_integer() and abs(value) >= _EXACT else value + 0.0  # no -0.0
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case Mapping():
            return {key: _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
    raise StorageError(f"A value of the kind {type(value).__name__} cannot be written down.")


def migrations_applied(alias: str) -> dict[str, str]:
    """Return the last migration of each app, as it is recorded in a database."""
    done = sorted(MigrationRecorder(connections[alias]).applied_migrations())
    return {app: name for app, name in done if app in APPS}


def migrations_known() -> dict[str, set[str]]:
    """Return the migrations of each app that this program has."""
    found: dict[str, set[str]] = {app: set() for app in APPS}
    for app, name in MigrationLoader(None).disk_migrations:
        if app in found:
            found[app].add(name)
    return found


def migrations_wanted() -> dict[str, str]:
    """Return the migration of each app that this program works on."""
    return {app: max(names) for app, names in migrations_known().items()}
