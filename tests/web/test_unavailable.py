"""A database that is busy or gone: an honest answer, and nothing half-done."""

import json
from pathlib import Path

import pytest

from tests.web.databases import KINDS, environment, new_database, run

NOWHERE = {
    "sqlite": "sqlite:////nowhere/at/all/psoas.sqlite3",
    "postgresql": "postgres://psoas:secret@127.0.0.1:1/x",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_health_endpoint_says_when_the_database_is_gone(kind: str, tmp_path: Path) -> None:
    made = run("tests.web.asking", "health", within=environment(tmp_path, NOWHERE[kind]))

    assert json.loads(made.stdout)["status"] == 503
    assert json.loads(made.stdout)["told"] == "no database"
    assert "Traceback" not in made.stderr


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("page", ["/account/login/", "/people/"])
def test_a_page_that_needs_a_database_that_is_gone_says_so(kind: str, page: str, tmp_path: Path) -> None:
    """The one fails in its view, the other before any view: its session cannot be read."""
    made = run("tests.web.asking", "page", page, within=environment(tmp_path, NOWHERE[kind]))
    answer = json.loads(made.stdout)

    assert answer["status"] == 503
    assert answer["retry_after"] == "5"
    assert "What you sent was not saved." in answer["text"]
    (line,) = [json.loads(one) for one in made.stderr.splitlines() if '"error"' in one]
    assert line["id"] in answer["text"]
    assert line["error"] == "OperationalError"
    assert "secret" not in made.stderr + answer["text"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_while_somebody_holds_the_database_is_refused_and_not_half_written(
    kind: str, tmp_path: Path
) -> None:
    with new_database(kind, tmp_path, bare=True) as url:
        made = run("tests.web.asking", "locked", within=environment(tmp_path, url))
    answer = json.loads(made.stdout)

    assert answer["status"] == 503
    assert answer["retry_after"] == "5"
    assert "Alice" not in made.stderr
    assert answer["names"] == []  # nothing was written
    assert answer["names_later"] == ["Alice Arden"]  # once the lock was gone, the same request went through
