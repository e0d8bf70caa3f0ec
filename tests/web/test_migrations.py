"""Migrations: from nothing, from every earlier state with data in it, and back where that is possible."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from pytest_django import DjangoDbBlocker

from psoas.web.models import AuditEvent
from psoas.web.storage.moving import make_ready, opened
from tests.web import every_table
from tests.web.databases import KINDS, new_database

ALIAS = "migrated"
STATES = sorted(name for app, name in MigrationLoader(None).disk_migrations if app == "web")
LATEST = STATES[-1]


@pytest.fixture(params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """An empty database of each kind."""
    with (
        django_db_blocker.unblock(),
        new_database(request.param, tmp_path, bare=True) as url,
        opened(url, ALIAS),
    ):
        yield ALIAS


def migrate(name: str) -> list[type[models.Model]]:
    """Bring our tables to a state, and return the models as they were then."""
    executor = MigrationExecutor(connections[ALIAS])
    executor.migrate([("web", name)])
    state = MigrationExecutor(connections[ALIAS]).loader.project_state([("web", name)]).apps
    return list(state.get_app_config("web").get_models())


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration() -> None:
    call_command("makemigrations", "web", check=True, dry_run=True, verbosity=0)


def test_migrations_form_one_line() -> None:
    graph = MigrationLoader(None).graph

    assert graph.leaf_nodes("web") == [("web", LATEST)]
    assert [name for app, name in graph.forwards_plan(("web", LATEST)) if app == "web"] == STATES


def test_from_nothing_every_model_has_its_table(database: str) -> None:
    make_ready(database)
    tables = list(apps.get_app_config("web").get_models())
    every_table.fill(tables, database)

    there = set(connections[database].introspection.table_names())
    assert {model._meta.db_table for model in tables} <= there
    assert {len(rows) for rows in every_table.contents(tables, database).values()} == {2}


@pytest.mark.parametrize("state", STATES[:-1])
def test_from_an_earlier_state_nothing_is_lost(database: str, state: str) -> None:
    then = migrate(state)
    every_table.fill(then, database)
    before = every_table.contents(then, database)

    migrate(LATEST)
    after = every_table.contents(apps.get_app_config("web").get_models(), database)

    assert set(before) <= set(after)
    for table, rows in before.items():
        for row, kept in zip(rows, after[table], strict=True):
            assert {column: value for column, value in kept.items() if column in row} == row


@pytest.mark.parametrize("place", range(1, len(STATES)), ids=STATES[1:])
def test_one_step_back_and_forward_again_changes_nothing(database: str, place: int) -> None:
    then = migrate(STATES[place])
    every_table.fill(then, database)
    before = every_table.contents(then, database)

    migrate(STATES[place - 1])
    now = migrate(STATES[place])

    assert every_table.contents(now, database) == before


def test_the_audit_log_is_guarded_and_only_while_its_migration_is_applied(database: str) -> None:
    every_table.fill(migrate(LATEST), database)

    events = AuditEvent.objects.using(database)
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(using=database):
        events.update(action="x")
    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(using=database):
        events.all().delete()
    assert events.count() == 2

    migrate("0001_initial")
    assert AuditEvent.objects.using(database).update(action="x") == 2
