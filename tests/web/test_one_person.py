"""Export and erasure of one person: everything goes along, and nothing but a key stays behind."""

import io
import json
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from psoas.application.load_case import load_case
from psoas.knowledge.loader import load_knowledge
from psoas.web.audit.record import first_broken
from psoas.web.models import (
    Appointment,
    AuditEvent,
    CarePlan,
    Person,
    SessionNote,
    SignedAssessment,
    Visit,
)
from psoas.web.owner.erasure import erase_person, word_for
from psoas.web.owner.export import export_person
from psoas.web.people.actions import give_link
from psoas.web.visits.actions import answer_safety, handle_alert, judge, observe, tell
from tests.web.conftest import World

SignedIn = Callable[[str], Client]
WORDS = ("Zebulon Quackenbush", "555 7341", "zeb@quackenbush.example", "walnut-tree words", "therapist's own")


@pytest.fixture
def zebulon(world: World) -> Person:
    """A person of whom something is held in every table that can hold it."""
    person = world.alice
    Person.objects.filter(pk=person.pk).update(
        name="Zebulon Quackenbush", phone="555 7341", email="zeb@quackenbush.example"
    )
    person.refresh_from_db()
    visit, by = Visit.objects.select_related("person__clinic").get(person=person), world.by("clinician")
    tell(visit=visit, part="complaint", values={"onset": "gradual"}, by=by)
    tell(visit=visit, part="wishes", values={"goals": ["walnut-tree words"]}, by=by)
    observe(visit=visit, finding="slr", side="right", value="present", by=by)
    answer_safety(visit=visit, question="bladder", ticked=["leak-pee"], by=by)
    answer_safety(visit=visit, question="bladder", ticked=["none"], by=by)
    handle_alert(alert=visit.alerts.get(), how="walnut-tree words", by=by)
    judge(visit=visit, contributor="facet", judged="likely", reason="walnut-tree words", by=by)
    CarePlan.objects.create(
        visit=visit,
        content={"note": "walnut-tree words"},
        knowledge_fingerprint="f" * 16,
        approved_by=world.clinician,
        review_on=date(2026, 12, 24),
    )
    SessionNote.objects.create(visit=visit, text="therapist's own words", written_by=world.therapist)
    SignedAssessment.objects.create(
        visit=visit,
        number=1,
        document={"case": {"id": visit.key.hex}, "words": "walnut-tree words"},
        knowledge_version="1",
        knowledge_fingerprint="f" * 16,
        psoas_version="1",
        note="walnut-tree words",
        signed_by=world.clinician,
    )
    Appointment.objects.create(person=person, starts_at=timezone.now(), clinician=world.clinician)
    give_link(person=person, by=world.by("desk"))
    return person


def files_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_holds_everything(world: World, zebulon: Person, signed_in: SignedIn) -> None:
    response = signed_in("owner").post(f"/clinic/records/{zebulon.key}/export/")
    files = files_of(b"".join(response.streaming_content))  # type: ignore[attr-defined]

    visit = "visit-1/"
    assert sorted(files) == sorted(
        ["README.txt", "person.json", "links.json", "audit.json"]
        + [visit + name for name in (
            "visit.json", "case.json", "observations.json", "safety-answers.json", "alerts.json",
            "opinions.json", "plan.json", "session-notes.json", "signed-1.json", "story.pdf",
        )]
    )  # fmt: skip
    data = {name: json.loads(content) for name, content in files.items() if name.endswith(".json")}
    assert (data["person.json"]["name"], data["person.json"]["phone"]) == (WORDS[0], WORDS[1])
    assert [one["clinician"] for one in data["person.json"]["appointments"]] == ["Chris"]
    assert [
        (one["finding"], one["side"], one["recorded_by"]) for one in data[visit + "observations.json"]
    ] == [("slr", "right", "Chris")]
    assert [one["ticked"] for one in data[visit + "safety-answers.json"]] == [["leak-pee"], ["none"]]
    assert data[visit + "alerts.json"][0]["handled_how"] == "walnut-tree words"
    assert data[visit + "opinions.json"][0]["reason"] == "walnut-tree words"
    assert (data[visit + "plan.json"]["approved_by"], data[visit + "plan.json"]["review_on"]) == (
        "Chris", "2026-12-24",
    )  # fmt: skip
    assert data[visit + "session-notes.json"][0] | {"written_at": ""} == {
        "text": "therapist's own words", "written_by": "Tom", "written_at": "",
    }  # fmt: skip
    assert data[visit + "signed-1.json"]["document"]["words"] == "walnut-tree words"
    actions = [one["action"] for one in data["audit.json"]]
    assert (actions[0], actions[-1]) == ("person.added", "person.exported")
    assert set(actions) >= {"link.given", "safety.answered", "alert.handled"}
    assert response["Content-Disposition"] == f'attachment; filename="record-{str(zebulon.key)[:8]}.zip"'
    assert world.clinic.name in files["README.txt"].decode()
    for name in files:
        mentioned = name.split("/")[-1].replace("signed-1", "signed-K")
        assert mentioned in files["README.txt"].decode() or name == "README.txt"


def test_the_case_file_reads_back(world: World, zebulon: Person, tmp_path: Path) -> None:
    files = files_of(export_person(person=zebulon, by=world.by("owner")))
    file = tmp_path / "case.json"
    file.write_bytes(files["visit-1/case.json"])
    case = load_case(file, knowledge=load_knowledge())

    assert [(one.finding, one.side) for one in case.observations] == [("slr", "right")]


def test_the_story_is_a_pdf_that_can_be_read(world: World, zebulon: Person) -> None:
    files = files_of(export_person(person=zebulon, by=world.by("owner")))
    with pypdfium2.PdfDocument(files["visit-1/story.pdf"]) as document:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()

    assert "Riverside" in "".join(texts)


def test_no_link_can_be_opened_from_what_is_exported(world: World, zebulon: Person) -> None:
    _link, token = give_link(person=zebulon, by=world.by("desk"))
    content = export_person(person=zebulon, by=world.by("owner"))
    texts = b"".join(files_of(content).values()).decode(errors="replace")

    links = json.loads(files_of(content)["links.json"])
    assert len(links) == 2
    assert token not in texts
    assert all(one.digest not in texts for one in zebulon.links.all())


def test_a_record_that_contradicts_itself_is_exported_all_the_same(world: World, zebulon: Person) -> None:
    told = {"complaint": {"pain": {"now": 9, "worst": 4}}}
    Visit.objects.filter(person=zebulon).update(told=told)
    files = files_of(export_person(person=zebulon, by=world.by("owner")))

    assert "visit-1/story.pdf" not in files
    assert "above the worst" in files["visit-1/missing.txt"].decode()
    assert json.loads(files["visit-1/case.json"])["complaint"] == told["complaint"]


def everywhere() -> Iterator[tuple[str, str]]:
    """Every value of every column of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    yield table, value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def found_in_tables(words: tuple[str, ...]) -> set[str]:
    return {table for table, text in everywhere() for word in words if word.lower() in text.lower()}


def test_after_an_erasure_nothing_of_a_person_is_in_any_table(world: World, zebulon: Person) -> None:
    assert found_in_tables(WORDS) == {  # or the search finds nothing because it looks nowhere
        "web_person", "web_visit", "web_alert", "web_opinion", "web_careplan", "web_sessionnote",
        "web_signedassessment",
    }  # fmt: skip
    before = list(AuditEvent.objects.order_by("pk").values())

    erase_person(person=zebulon, by=world.by("owner"))

    assert found_in_tables(WORDS) == set()
    after = list(AuditEvent.objects.order_by("pk").values())
    assert after[:-1] == before
    assert (after[-1]["action"], after[-1]["person_key"]) == ("person.erased", zebulon.key)
    assert first_broken(world.clinic) is None
    hanging = [model for model in apps.get_app_config("web").get_models() if "visit" in vars(model)]
    assert len(hanging) >= 6
    left = [one for one in hanging if one._default_manager.exclude(visit__person=world.bob).exists()]
    assert left == []
    assert Person.objects.get() == world.bob


def test_an_erasure_that_fails_half_way_erases_nothing(
    world: World, zebulon: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_person: Person) -> None:
        raise OSError

    monkeypatch.setattr(Person, "delete", fail)
    with pytest.raises(OSError):  # noqa: PT011 -- ours
        erase_person(person=zebulon, by=world.by("owner"))

    assert not AuditEvent.objects.filter(action="person.erased").exists()
    assert SessionNote.objects.count() == 1


def confirmed(client: Client, world: World) -> Client:
    """The same browser, just after its owner has entered the password once more."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(world.owner.pk)
    session.save()
    return client


def test_an_erasure_asks_for_the_password_first(zebulon: Person, signed_in: SignedIn) -> None:
    path = f"/clinic/records/{zebulon.key}/erase/"
    owner = signed_in("owner")

    for response in (owner.get(path), owner.post(path, {"word": word_for(zebulon)})):
        assert response.status_code == 302
        assert response["Location"].startswith("/account/reauthenticate/")
    assert Person.objects.filter(pk=zebulon.pk).exists()


def test_the_word_must_be_typed(world: World, zebulon: Person, signed_in: SignedIn) -> None:
    path, owner = f"/clinic/records/{zebulon.key}/erase/", confirmed(signed_in("owner"), world)
    word = word_for(zebulon)

    page = owner.get(path).content.decode()
    assert word in page
    for wrong in ("", "erase", word_for(world.bob)):
        refused = owner.post(path, {"word": wrong})
        assert refused.status_code == 422
        assert refused.content.decode().count(f"Type the word exactly as it is shown: {word}") == 2
    assert Person.objects.filter(pk=zebulon.pk).exists()

    done = owner.post(path, {"word": f" {word.upper()} "}, follow=True)
    assert "The record was erased." in done.content.decode()
    assert "Quackenbush" not in done.content.decode()
    assert not Person.objects.filter(pk=zebulon.pk).exists()
    assert owner.get(path).status_code == 404


def test_a_person_of_another_clinic_is_not_there(world: World, signed_in: SignedIn) -> None:
    owner, path = confirmed(signed_in("owner"), world), f"/clinic/records/{world.bob.key}/"
    tried = [
        owner.get(path), owner.post(f"{path}export/"), owner.get(f"{path}erase/"),
        owner.post(f"{path}erase/", {"word": word_for(world.bob)}),
    ]  # fmt: skip

    assert [one.status_code for one in tried] == [404] * 4
    assert Person.objects.filter(pk=world.bob.pk).exists()
    assert "Bob" not in owner.get("/clinic/records/?q=b").content.decode()


def test_people_are_found_by_name_or_phone(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")

    assert [
        world.alice.name in owner.get(f"/clinic/records/?q={text}").content.decode()
        for text in ("arden", "0199", "nobody")
    ] == [True, True, False]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into SQLite's file")
def test_erased_bytes_are_gone_from_the_file_as_well(tmp_path: Path) -> None:
    """With the settings that every connection is opened with."""
    from django.conf import settings  # noqa: PLC0415 -- of the running tests

    statements = settings.DATABASES["default"]["OPTIONS"]["init_command"]
    file = tmp_path / "one.sqlite3"
    with sqlite3.connect(file, isolation_level=None) as database:
        database.execute("PRAGMA secure_delete=OFF")  # some builds have it on, some not
        database.executescript(statements)
        database.execute("CREATE TABLE person (name TEXT)")
        database.execute("INSERT INTO person VALUES ('Zebulon Quackenbush')")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert b"Quackenbush" in file.read_bytes()
        database.execute("DELETE FROM person")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        assert b"Quackenbush" not in b"".join(one.read_bytes() for one in tmp_path.iterdir())
    database.close()
