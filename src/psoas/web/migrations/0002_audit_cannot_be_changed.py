"""The database refuses to change or delete an audit event, whoever asks through the application."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = [
    f"CREATE TRIGGER audit_keeps_{event.lower()} BEFORE {event} ON web_auditevent "
    "BEGIN SELECT RAISE(ABORT, 'the audit log cannot be changed'); END"
    for event in ("UPDATE", "DELETE")
]
_POSTGRESQL = [
    """CREATE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log cannot be changed'; END $$""",
    """CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON web_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_keeps()""",
]
_SQLITE_BACK = ["DROP TRIGGER audit_keeps_update", "DROP TRIGGER audit_keeps_delete"]
_POSTGRESQL_BACK = ["DROP TRIGGER audit_keeps ON web_auditevent", "DROP FUNCTION audit_keeps()"]


def guard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Set the triggers."""
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)


def release(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    for statement in _SQLITE_BACK if editor.connection.vendor == "sqlite" else _POSTGRESQL_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Triggers on the audit log."""

    dependencies = [("web", "0001_initial")]
    operations = [migrations.RunPython(guard, release)]
