"""The journal: what it tells, and that no word of a patient is ever in it, whatever goes wrong."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client

from psoas.web import serving
from psoas.web.access import patient
from psoas.web.access.journal import JsonLines
from psoas.web.models import Person
from psoas.web.people import views as people_views
from psoas.web.people.actions import give_link
from psoas.web.visits.actions import tell
from tests.web.conftest import World

NAME, PHONE, EMAIL, TEXT = (
    "Xanthippe Vandersloot",
    "555 8642",
    "xan@vandersloot.example",
    "cobalt giraffe pain",
)
SECRETS = (NAME, "Vandersloot", "vandersloot", PHONE, "5558642", EMAIL, TEXT, "cobalt")


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What the application would write to its standard error, at its most talkative."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def xanthippe(world: World) -> Person:
    Person.objects.filter(pk=world.alice.pk).update(name=NAME, phone=PHONE, email=EMAIL)
    world.alice.refresh_from_db()
    tell(visit=world.visit, part="wishes", values={"goals": [TEXT]}, by=world.by("clinician"))
    return world.alice


def leaks(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in told if any(word in json.dumps(line, ensure_ascii=False) for word in SECRETS)]


def test_a_line_holds_the_route_and_never_the_path(
    world: World, signed_in: Callable[[str], Client], lines: Callable[[], list[dict[str, Any]]]
) -> None:
    signed_in("desk").get(f"/people/{world.alice.key}/?q=anything")
    requests = [line for line in lines() if line.get("event") == "request"]

    assert [{k: line[k] for k in ("route", "method", "status")} for line in requests] == [
        {"route": "people/<uuid:key>/", "method": "GET", "status": 200}
    ]
    assert set(requests[0]) == {"time", "level", "logger", "event", "route", "method", "status", "ms"}


def test_pages_with_a_patient_on_them_leave_nothing_in_the_log(
    world: World,
    xanthippe: Person,
    signed_in: Callable[[str], Client],
    lines: Callable[[], list[dict[str, Any]]],
) -> None:
    _link, token = give_link(person=xanthippe, by=world.by("desk"))
    person = {"name": NAME, "birth_year": "1066", "phone": PHONE, "email": EMAIL, "language": "en"}
    owner, clinician, desk, nobody = signed_in("owner"), signed_in("clinician"), signed_in("desk"), Client()
    visits = [
        desk.get("/people/", {"q": "Vandersloot"}),
        desk.get(f"/people/{xanthippe.key}/"),
        desk.post("/people/add/", person),  # 422: the year
        desk.post("/people/add/", {**person, "birth_year": "1980"}),
        desk.post(f"/people/{NAME}/", {"text": TEXT}),  # 404, with a name in the path
        desk.get("/clinic/", {"q": TEXT}),  # 403
        clinician.get("/worklist/"),
        owner.get("/clinic/audit/", {"person": "Vandersloot"}),
        owner.get("/clinic/audit.csv", {"person": "Vandersloot"}),
        owner.get("/clinic/records/", {"q": PHONE}),
        owner.get(f"/clinic/records/{xanthippe.key}/"),
        owner.post(f"/clinic/records/{xanthippe.key}/export/"),
        owner.get("/clinic/audit/", {"day": TEXT}),  # 422
        nobody.get(f"/p/{token}/"),
        nobody.post(f"/p/{token}/", {"year": TEXT}),
        nobody.post("/account/login/", {"login": EMAIL, "password": TEXT}),
        nobody.get(f"/no-such-page/{NAME}/?text={TEXT}"),
        nobody.get("/", headers={"host": "vandersloot.example"}),  # 400
        Client(enforce_csrf_checks=True).post("/account/login/", {"login": EMAIL, "password": TEXT}),  # 403
    ]

    told = lines()
    assert {one.status_code for one in visits} >= {200, 302, 400, 403, 404, 422}
    assert len([line for line in told if line.get("event") == "request"]) >= 15
    assert leaks(told) == []
    assert token not in json.dumps(told)


def test_an_error_is_told_by_its_kind_and_places_under_the_number_on_the_page(
    world: World,
    xanthippe: Person,
    lines: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_user: object) -> None:
        raise ValueError(f"cannot show {NAME}, {PHONE}: {TEXT}")

    monkeypatch.setattr(people_views, "visible_people", broken)
    client = Client(raise_request_exception=False)
    client.force_login(world.desk)
    response = client.post(f"/people/{xanthippe.key}/?q={NAME}")
    response = client.get(f"/people/{xanthippe.key}/", {"q": NAME})

    told = lines()
    [error] = [line for line in told if line.get("event") == "error"]
    assert (response.status_code, error["error"], error["route"]) == (500, "ValueError", "people/<uuid:key>/")
    assert f"<strong>{error['id']}</strong>" in response.content.decode()
    assert any(place.startswith("views.py:") for place in error["at"])
    assert leaks(told) == []
    assert NAME not in response.content.decode()


@pytest.mark.parametrize("kind", [ValueError, SuspiciousOperation])
def test_an_error_around_the_views_tells_nothing_either(
    world: World,
    lines: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
    kind: type[Exception],
) -> None:
    def broken(_identifier: object) -> None:
        raise kind(f"link of {NAME}: {TEXT}")

    client = Client(raise_request_exception=False)
    client.force_login(world.desk)
    monkeypatch.setattr(patient, "open_link", broken)
    response = client.get(f"/people/?q={NAME}")

    assert response.status_code in (400, 500)
    assert NAME not in response.content.decode()
    assert leaks(lines()) == []


class _Odd:
    """Something whose words would quote a patient."""

    words: ClassVar[str] = f"{NAME} {TEXT}"

    def __str__(self) -> str:
        return self.words


@pytest.mark.parametrize(
    "name", ["django.request", "django.security.x", "django.db.backends", "allauth", "fontTools", "x"]
)
def test_messages_of_libraries_lose_what_they_quote(
    lines: Callable[[], list[dict[str, Any]]], name: str
) -> None:
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.DEBUG)
    try:
        logger.error("Not found: %s", _Odd())
        logger.error(f"about {NAME}: {TEXT}")  # noqa: G004 -- as some libraries do
        logger.error("%s first", _Odd(), extra={"note": NAME})
        try:
            dict[str, str]()[TEXT]
        except KeyError:
            logger.exception("failed for %s", NAME)
    finally:
        logger.setLevel(before)

    told = lines()
    assert len(told) == 4
    assert told[0]["event"] == "Not found:"
    assert told[3]["error"] == "KeyError"
    assert leaks(told) == []


def test_the_servers_own_messages_tell_where_and_not_what(capsys: pytest.CaptureFixture[str]) -> None:
    """Granian writes a traceback with the exception's words into its message."""
    record = logging.LogRecord(
        "_granian.utils", logging.ERROR, "", 1,
        f'Application callable raised an exception\nTraceback (most recent call last):\n  File "/a/wsgi.py", '
        f'line 57, in _runner\n    rv = callback("{TEXT}")\nValueError: {NAME}\n', (), None,
    )  # fmt: skip
    line = json.loads(JsonLines().format(record))

    assert (line["event"], line["at"]) == ("Application callable raised an exception", ["wsgi.py:57"])
    assert leaks([line]) == []
    assert capsys.readouterr().err == ""


def test_the_servers_messages_go_through_the_same_formatter() -> None:
    config = serving._LOGGING
    formatter = config["formatters"]["json"]["()"]

    assert formatter == "psoas.web.access.journal.JsonLines"
    assert config["loggers"]["_granian"] == {"handlers": ["stderr"], "propagate": False}
