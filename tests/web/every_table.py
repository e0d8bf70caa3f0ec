"""Rows for every table, with every column filled and values that databases like to treat differently."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

KEYS = (41, 42)
NESTED = {
    "z": [1, 2.5, None, True, -0.125, "ñ"],
    "a": {"b": {}},
    "empty": [],
    "large": 10**15,
    "tiny": 0.00001,
}
BOUND = {("observation", "side"): "left"}  # what a constraint of the database allows


# The first that fits counts: a date with a time is a date as well.
MAKERS: tuple[tuple[type[Any], Callable[[Any, int], Any]], ...] = (
    (models.AutoField, lambda _, key: key),
    (models.ForeignKey, lambda _, key: key),
    (models.BooleanField, lambda _, key: key % 2 == 0),
    (models.UUIDField, lambda field, key: uuid.uuid5(uuid.NAMESPACE_DNS, f"{field.model._meta.label}.{key}")),
    (models.JSONField, lambda _, key: {**NESTED, "key": key}),
    (models.DateTimeField, lambda _, key: dt.datetime(2026, 3, 8, 1, 59, 59, key, tzinfo=dt.UTC)),
    (models.DateField, lambda _, key: dt.date(2026, 2, key - 20)),
    (models.FloatField, lambda _, key: key + 0.1),
    (models.IntegerField, lambda _, key: key),
    (models.TextField, lambda _, key: f'Line one of {key}\r\n\t“two” \\ "three" %s 🙂\n'),
    (models.CharField, lambda field, key: f"{key}é'%"[: field.max_length]),
)


def value_of(field: "models.Field[Any, Any]", key: int) -> Any:
    """A value for a column, other for each key."""
    bound = BOUND.get((field.model._meta.model_name or "", field.name))
    if bound is not None:
        return bound
    make = next(make for kind, make in MAKERS if isinstance(field, kind))
    return make(field, key)


def fill(tables: Iterable[type[models.Model]], alias: str) -> None:
    """Put two rows into each table; each points to rows with its own key."""
    with transaction.atomic(using=alias):
        for model in tables:
            for key in KEYS:
                row = model(**{field.attname: value_of(field, key) for field in model._meta.concrete_fields})
                row.save_base(raw=True, using=alias, force_insert=True)


def contents(tables: Iterable[type[models.Model]], alias: str) -> dict[str, list[dict[str, Any]]]:
    """Everything in the tables."""
    return {
        model._meta.db_table: list(QuerySet(model, using=alias).order_by("pk").values()) for model in tables
    }
