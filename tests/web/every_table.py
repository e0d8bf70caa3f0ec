"""Rows for every table, with every column filled and values that databases like to treat differently."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

KEYS = (41, 42)
NESTED = {"z": [1, 2.5, None, True, -0.125, "ñ"], "a": {"b": {}}, "empty": [], "large": 10**15, "tiny": 0.00001}
BOUND = {("observation", "side"): "left"}  # what a constraint of the database allows


def value_of(field: "models.Field[Any, Any]", key: int) -> Any:
    """A value for a column, other for each key."""
    bound = BOUND.get((field.model._meta.model_name or "", field.name))
    if bound is not None:
        return bound
    match field:
        case models.AutoField() | models.ForeignKey():
            return key
        case models.BooleanField():
            return key % 2 == 0
        case models.UUIDField():
            return uuid.uuid5(uuid.NAMESPACE_DNS, f"{field.model._meta.label}.{key}.example")
        case models.JSONField():
            return {**NESTED, "key": key}
        case models.DateTimeField():
            return dt.datetime(2026, 3, 8, 1, 59, 59, key, tzinfo=dt.UTC)
        case models.DateField():
            return dt.date(2026, 2, key - 20)
        case models.FloatField():
            return key + 0.1
        case models.IntegerField():
            return key
        case models.TextField():
            return f'Line one of {key}\r\n\t“two” \\ "three" %s 🙂\n'
        case models.CharField():
            return f"{key}é'%"[: field.max_length]
    raise TypeError(f"no value for a {type(field).__name__}")


def fill(tables: Iterable[type[models.Model]], alias: str) -> None:
    """Put two rows into each table; each points to rows with its own key."""
    with transaction.atomic(using=alias):
        for model in tables:
            for key in KEYS:
                row = model(
                    **{field.attname: value_of(field, key) for field in model._meta.concrete_fields}
                )
                row.save_base(raw=True, using=alias, force_insert=True)


def contents(tables: Iterable[type[models.Model]], alias: str) -> dict[str, list[dict[str, Any]]]:
    """Everything in the tables."""
    return {
        model._meta.db_table: list(QuerySet(model, using=alias).order_by("pk").values()) for model in tables
    }
