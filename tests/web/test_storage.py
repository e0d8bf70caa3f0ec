"""Dumping, loading and backing up: everything comes back the same on either database, or nothing changes."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyrage
import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from psoas.web.models import AuditEvent, Clinic, Person, SessionNote, User
from psoas.web.storage.backup import read_backup, write_backup
from psoas.web.storage.databases import StorageError, database_at
from psoas.web.storage.dump import dump_lines
from psoas.web.storage.load import load
from psoas.web.storage.moving import copy_everything, must_answer, opened, restore
from psoas.web.storage.tables import LEFT_OUT, kept_models, migrations_known
from tests.web import every_table
from tests.web.databases import KINDS, new_database

TABLES = kept_models()
NOT_KEPT = {
    "django_migrations",  # each database has its own
    "django_content_type", "auth_permission",  # filled by migrations
    "auth_group", "auth_group_permissions", "web_user_groups", "web_user_user_permissions",  # roles stand in for them
    "django_session",  # everybody signs in again
}  # fmt: skip
LINES = [b'{"name": "Alice Arden"}\n'] * 3
PASSPHRASE = "a passphrase with ñ and spaces"
OpenNew = Callable[..., str]


@contextmanager
def _opening(folder: Path) -> Iterator[OpenNew]:
    with ExitStack() as stack:

        def open_one(kind: str, alias: str, *, bare: bool = False) -> str:
            url = stack.enter_context(new_database(kind, folder, bare=bare))
            stack.enter_context(opened(url, alias))
            return url

        yield open_one


@pytest.fixture
def open_new(tmp_path: Path, unblocked: None) -> Iterator[OpenNew]:  # noqa: ARG001 -- it opens the way
    """Open a database of a kind under a name, with its tables unless it is to be ``bare``."""
    with _opening(tmp_path) as open_one:
        yield open_one


@pytest.fixture(scope="module")
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Databases of our own; the suite's one is not touched."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def filled(
    kind: str,
    tmp_path_factory: pytest.TempPathFactory,
    unblocked: None,  # noqa: ARG001 -- it opens the way
) -> Iterator[str]:
    """A database with rows in every table, for reading only. Its name is ``source``."""
    with _opening(tmp_path_factory.mktemp("source")) as open_one:
        url = open_one(kind, "source")
        every_table.fill(TABLES, "source")
        yield url


def rows(alias: str) -> int:
    return sum(len(rows) for rows in every_table.contents(TABLES, alias).values())


@pytest.mark.parametrize("other", KINDS)
@pytest.mark.usefixtures("filled")
def test_everything_is_the_same_on_the_other_database(other: str, open_new: OpenNew) -> None:
    open_new(other, "target")
    written = every_table.contents(TABLES, "source")

    sums = load(dump_lines("source"), alias="target")

    assert every_table.contents(TABLES, "target") == written
    assert {table: one.rows for table, one in sums.items()} == dict.fromkeys(written, 2)
    assert list(dump_lines("target"))[1:] == list(dump_lines("source"))[1:]


@pytest.mark.usefixtures("filled")
def test_a_new_row_is_numbered_behind_the_loaded_ones(kind: str, open_new: OpenNew) -> None:
    open_new(kind, "target")
    load(dump_lines("source"), alias="target")

    assert Clinic.objects.using("target").create(name="Further").pk == max(every_table.KEYS) + 1


@pytest.mark.usefixtures("filled")
def test_the_guard_of_the_audit_log_stands_after_loading(kind: str, open_new: OpenNew) -> None:
    open_new(kind, "target")
    load(dump_lines("source"), alias="target")
    load(dump_lines("source"), alias="target", replace=True)

    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic(using="target"):
        AuditEvent.objects.using("target").update(action="nothing")


def test_every_table_is_carried_along_or_named_with_its_reason(kind: str, open_new: OpenNew) -> None:
    open_new(kind, "target")
    there = set(connections["target"].introspection.table_names())

    assert there - {model._meta.db_table for model in TABLES} == NOT_KEPT | LEFT_OUT


def test_a_dump_is_of_one_moment_and_keeps_nobody_from_writing(kind: str, open_new: OpenNew) -> None:
    url = open_new(kind, "written")
    every_table.fill(TABLES, "written")
    whole = list(dump_lines("written"))
    with opened(url, "writer"):
        reading = dump_lines("written")
        taken = [next(reading), next(reading)]
        SessionNote.objects.using("writer").create(visit_id=41, text="written meanwhile")
        Person.objects.using("writer").filter(pk=41).update(name="Somebody else")
        taken += reading
        after = list(dump_lines("written"))

    assert taken[1:] == whole[1:]
    assert len(after) == len(whole) + 1


@pytest.mark.usefixtures("filled")
def test_a_database_with_rows_is_refused(kind: str, open_new: OpenNew) -> None:
    open_new(kind, "target")
    Clinic.objects.using("target").create(name="Here first")

    with pytest.raises(StorageError, match=r"not empty: there are rows in web_clinic. Nothing"):
        restore(dump_lines("source"), alias="target")

    assert rows("target") == 1


@pytest.mark.usefixtures("filled")
def test_replacing_leaves_nothing_of_what_was_there(kind: str, open_new: OpenNew) -> None:
    open_new(kind, "target")
    hill = Clinic.objects.using("target").create(name="Hill")
    User.objects.using("target").create(name="Sam", email="sam@hill.example", clinic=hill)
    Session.objects.using("target").create(session_key="k", session_data="d", expire_date=timezone.now())

    load(dump_lines("source"), alias="target", replace=True)

    assert every_table.contents(TABLES, "target") == every_table.contents(TABLES, "source")
    assert not Session.objects.using("target").exists()


def _without_a_row(lines: list[bytes]) -> list[bytes]:
    return lines[:2] + lines[3:]


def _with_a_row_changed(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"41", b"43", 1) if line.startswith(b"[41") else line for line in lines]


def _with_a_row_too_short(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], b"[41]\n", *lines[3:]]


def _with_a_table_unknown(lines: list[bytes]) -> list[bytes]:
    return [lines[0], b'{"table": "elsewhere", "columns": []}\n', *lines[1:]]


def _with_a_table_less(lines: list[bytes]) -> list[bytes]:
    sums = json.loads(lines[-1])["sums"]
    sums.pop("mfa_authenticator")
    return [*lines[:-4], json.dumps({"sums": sums}).encode() + b"\n"]


DAMAGED: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a row is missing": _without_a_row,
    "a row is changed": _with_a_row_changed,
    "a row is too short": _with_a_row_too_short,
    "a table is unknown": _with_a_table_unknown,
    "a table is missing": _with_a_table_less,
    "the end is missing": lambda lines: lines[:-1],
    "half is missing": lambda lines: lines[: len(lines) // 2],
    "something follows": lambda lines: [*lines, b"[]\n"],
    "a line is cut": lambda lines: [*lines[:5], lines[5][:7]],
    "nothing but a header": lambda lines: lines[:1],
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.usefixtures("filled")
def test_a_damaged_dump_changes_nothing(
    kind: str, open_new: OpenNew, damage: Callable[[list[bytes]], list[bytes]]
) -> None:
    open_new(kind, "target")

    with pytest.raises(StorageError, match="damaged or cut off"):
        load(damage(list(dump_lines("source"))), alias="target")

    assert rows("target") == 0


@pytest.mark.usefixtures("filled")
def test_what_the_database_refuses_is_undone_and_what_was_replaced_is_still_there(
    kind: str, open_new: OpenNew
) -> None:
    open_new(kind, "target")
    Clinic.objects.using("target").create(name="Here first")
    lines = list(dump_lines("source"))
    place = next(n for n, line in enumerate(lines) if b'"web_opinion"' in line)
    lost = [line.replace(b",41,", b",77,") if n == place + 1 else line for n, line in enumerate(lines)]
    lost[-1] = json.dumps(_sums_anew(lost)).encode() + b"\n"

    with pytest.raises(
        StorageError, match=r"refused what was loaded \((ForeignKeyViolation|IntegrityError)\)"
    ):
        load(lost, alias="target", replace=True)

    assert [clinic.name for clinic in Clinic.objects.using("target").all()] == ["Here first"]


def _sums_anew(lines: list[bytes]) -> dict[str, dict[str, list[object]]]:
    sums: dict[str, list[bytes]] = {}
    table = ""
    for line in lines[1:-1]:
        if line.startswith(b"{"):
            table = json.loads(line)["table"]
            sums[table] = []
        else:
            sums[table].append(line)
    return {
        "sums": {name: [len(one), hashlib.sha256(b"".join(one)).hexdigest()] for name, one in sums.items()}
    }


def _written_at(lines: list[bytes], name: str) -> list[bytes]:
    header = json.loads(lines[0])
    header |= {"psoas": "9.9.9", "migrations": {**header["migrations"], "web": name}}
    return [json.dumps(header).encode() + b"\n", *lines[1:]]


@pytest.mark.usefixtures("filled")
def test_a_dump_of_a_newer_or_older_program_is_refused_with_the_way_out(kind: str, open_new: OpenNew) -> None:
    open_new(kind, "target", bare=True)
    lines = list(dump_lines("source"))
    oldest = min(migrations_known()["web"])

    with pytest.raises(
        StorageError, match=r"newer than this .* \(web.9999_later\). Install Psoas 9.9.9 or later"
    ):
        restore(_written_at(lines, "9999_later"), alias="target")
    with pytest.raises(
        StorageError, match=rf"older \(web.{oldest}\). Restore it with Psoas 9.9.9, then upgrade"
    ):
        restore(_written_at(lines, oldest), alias="target")
    with pytest.raises(StorageError, match="no dump that Psoas"):
        restore([b'{"format": "something else"}\n'], alias="target")

    assert connections["target"].introspection.table_names() == []


@pytest.mark.usefixtures("filled")
def test_copying_compares_every_table_and_leaves_the_source_as_it_is(kind: str, open_new: OpenNew) -> None:
    other = next(one for one in KINDS if one != kind)
    open_new(other, "target", bare=True)
    before = every_table.contents(TABLES, "source")

    sums = copy_everything(source="source", target="target")

    assert all(ours == theirs and ours.rows == 2 for ours, theirs in sums.values())
    assert sorted(sums) == sorted(before)
    assert every_table.contents(TABLES, "source") == before
    assert every_table.contents(TABLES, "target") == before


def test_a_database_that_was_never_used_is_no_source(kind: str, open_new: OpenNew) -> None:
    open_new(kind, "bare", bare=True)

    with pytest.raises(StorageError, match=r"Psoas has never used it|There is no database at"):
        must_answer("bare")


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its encryption is slow by design: once is enough."""
    file = tmp_path_factory.mktemp("backup") / "folder" / "clinic.age"
    write_backup(file, LINES, passphrase=PASSPHRASE)
    return file


def test_a_backup_is_an_age_file_that_only_its_passphrase_opens(backup: Path) -> None:
    content = backup.read_bytes()

    assert content.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"Alice" not in content
    assert backup.stat().st_mode & 0o077 == 0
    assert list(read_backup(backup, passphrase=PASSPHRASE)) == LINES
    assert [one.name for one in backup.parent.iterdir()] == ["clinic.age"]
    with pytest.raises(StorageError, match=r"cannot be decrypted. Either the passphrase is wrong"):
        read_backup(backup, passphrase="another passphrase")


@pytest.mark.parametrize("damage", ["truncated", "flipped", "foreign", "missing"])
def test_what_cannot_be_opened_is_told_clearly(backup: Path, tmp_path: Path, damage: str) -> None:
    content, file = backup.read_bytes(), tmp_path / "clinic.age"
    match damage:
        case "truncated":
            file.write_bytes(content[:-3])
        case "flipped":
            file.write_bytes(content[:-20] + bytes([content[-20] ^ 1]) + content[-19:])
        case "foreign":
            file.write_bytes(b"PK\x03\x04 something else")

    expected = {"missing": "cannot be read: No such file"}
    with pytest.raises(StorageError, match=expected.get(damage, "the file is damaged, cut off or no backup")):
        read_backup(file, passphrase=PASSPHRASE)


def test_what_was_made_on_a_much_faster_machine_is_told_as_such(backup: Path, tmp_path: Path) -> None:
    file = tmp_path / "clinic.age"
    version, scrypt, rest = backup.read_bytes().split(b"\n", 2)
    file.write_bytes(b"\n".join([version, scrypt.rsplit(b" ", 1)[0] + b" 40", rest]))

    with pytest.raises(StorageError, match="more than sixteen times as fast"):
        read_backup(file, passphrase=PASSPHRASE)


def test_what_was_encrypted_but_is_no_dump_is_told_clearly(tmp_path: Path) -> None:
    file = tmp_path / "letter.age"
    file.write_bytes(pyrage.passphrase.encrypt(b"a letter", PASSPHRASE))

    with pytest.raises(StorageError, match="holds no dump of Psoas"):
        list(read_backup(file, passphrase=PASSPHRASE))


def test_a_backup_never_overwrites_and_leaves_nothing_behind_where_it_fails(tmp_path: Path) -> None:
    taken = tmp_path / "taken.age"
    taken.write_text("precious")

    with pytest.raises(StorageError, match="exists already"):
        write_backup(taken, [b"line\n"], passphrase=PASSPHRASE)
    with pytest.raises(StorageError, match="at least 12 characters"):
        write_backup(tmp_path / "short.age", [b"line\n"], passphrase="short")
    with pytest.raises(StorageError, match="cannot be written"):
        write_backup(taken / "below.age", [b"line\n"], passphrase=PASSPHRASE)

    assert taken.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [taken]


def test_a_database_is_opened_so_that_writers_queue_and_rows_fit_together(
    kind: str, open_new: OpenNew
) -> None:
    open_new(kind, "target")

    def told(statement: str) -> object:
        with connections["target"].cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]

    if kind == "sqlite":
        assert told("PRAGMA journal_mode") == "wal"
        assert told("PRAGMA foreign_keys") == 1
        assert told("PRAGMA busy_timeout") == 20_000
        assert connections["target"].transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]
    else:
        assert told("SHOW lock_timeout") == "20s"


@pytest.mark.parametrize(
    "url", ["mysql://a:secret@host/x", "no url with a secret", "sqlite://", "sqlite:///:memory:"]
)
def test_a_url_that_names_no_database_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(StorageError) as refused:
        database_at(url)

    assert "secret" not in str(refused.value)
