"""The journal: a line for each request and each error, as JSON, without a word of a patient."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from psoas.web.access.journal import JsonLines
from psoas.web.access.permissions import Permission, allow
from psoas.web.urls import handler500, urlpatterns
from tests.web.conftest import World

__all__ = ["handler500", "urlpatterns"]
SECRETS = ("Alice", "Arden", "1980", "0199", "Zebra", "somewhere@mail.example")
FIELDS = {
    "name": "Zebra Zimmer",
    "birth_year": "1980",
    "phone": "555 0199",
    "email": "somewhere@mail.example",
    "language": "en",
}


@allow(Permission.OPEN)
def broken(_request: HttpRequest, key: str) -> HttpResponse:
    """Fail as a programmer's mistake does: with what was entered in the message."""
    raise ValueError(f"Alice Arden, 555 0199, {key}")


urlpatterns = [*urlpatterns, path("broken/<key>/", broken)]


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """Everything that is logged, as it would be written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def lines_of(journal: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal.getvalue().splitlines()]


@pytest.mark.urls(__name__)
def test_nothing_of_a_patient_is_in_the_journal(
    world: World, signed_in: Callable[[str], Client], token: str, journal: io.StringIO
) -> None:
    desk = signed_in("desk")
    desk.raise_request_exception = False
    visited = [
        desk.get("/people/", {"q": "Alice"}),
        desk.post("/people/add/", FIELDS),
        desk.post("/people/add/", FIELDS | {"birth_year": "1780"}),
        desk.get(f"/people/{world.alice.key}/"),
        desk.get(f"/people/{world.bob.key}/"),
        Client().post(f"/p/{token}/", {"birth_year": "1979"}),
        Client().post(f"/p/{token}/", {"birth_year": "1980"}),
        Client().post("/account/login/", {"login": "alice.arden@mail.example", "password": "Zebra 1980"}),
        desk.get("/nowhere/Alice-Arden/"),
        desk.get(f"/broken/{token}/"),
    ]

    written = journal.getvalue()
    assert [one.status_code for one in visited][-1] == 500
    assert visited[3].status_code == 200
    for secret in (*SECRETS, token, str(world.alice.key), world.alice.key.hex, "riverside"):
        assert secret not in written, secret


@pytest.mark.urls(__name__)
def test_each_request_is_one_line_with_its_route(
    signed_in: Callable[[str], Client], world: World, journal: io.StringIO
) -> None:
    signed_in("desk").get(f"/people/{world.alice.key}/", {"q": "Alice"})

    (line,) = [line for line in lines_of(journal) if line.get("event") == "request"]
    assert line["route"] == "people/<uuid:key>/"
    assert (line["method"], line["status"], line["level"]) == ("GET", 200, "INFO")
    assert isinstance(line["ms"], int)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_an_error_is_one_line_with_its_place_and_the_number_on_the_page(journal: io.StringIO) -> None:
    answer = Client(raise_request_exception=False).get("/broken/somebody/")

    (line,) = [line for line in lines_of(journal) if line["level"] == "ERROR"]
    assert (line["error"], line["route"]) == ("ValueError", "broken/<key>/")
    assert line["at"][-1].startswith("test_journal.py:")
    assert line["id"] in answer.content.decode()
    assert "Alice" not in answer.content.decode()
