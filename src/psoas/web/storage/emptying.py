"""Emptying a database before something else is loaded into it, in the transaction of the loading."""

from django.apps import apps
from django.db import connections

from psoas.web.storage.tables import table_of

# Filled by migrations and needed afterwards.
_OF_DJANGO = frozenset({"django_migrations", "django_content_type", "auth_permission"})


def empty(alias: str) -> None:
    """Delete every row of the models, the audit log and all sessions included.

    The guard of the audit log is lifted for that and stands again afterwards: inside a transaction, nobody
    else ever sees it lifted.
    """
    models = apps.get_models(include_auto_created=True)
    tables = sorted({table_of(model) for model in models} - _OF_DJANGO)
    connection = connections[alias]
    names = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 -- names of models
        for _, definition in guards:
            cursor.execute(definition)
