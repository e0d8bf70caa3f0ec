"""Who may open what: every URL of the map against everybody, by a matrix that must name each URL."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from psoas.web.access.gate import ACCOUNT_PAGES, GateMiddleware, UndeclaredViewError
from psoas.web.access.patient import SESSION_KEY
from psoas.web.access.permissions import HOLDERS, Permission
from psoas.web.library.own_actions import save_own
from psoas.web.models import Appointment, Visit
from psoas.web.people.actions import add_person, give_link
from psoas.web.signing.actions import sign
from psoas.web.signing.draft import draft_of
from psoas.web.visits.actions import answer_safety
from tests.cases import own_example
from tests.web.conftest import World

MATRIX: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "access_matrix.yaml").read_text(encoding="utf-8")
)
STAFF = ("owner", "clinician", "therapist", "desk")
VISITORS = (*STAFF, "stranger", "patient", "anonymous")


def patterns(found: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern of the map with its whole route."""
    for one in (found or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one


URLS = {pattern.name or route: (route, pattern) for route, pattern in patterns()}
OURS = sorted(name for name, (_, one) in URLS.items() if not one.callback.__module__.startswith("allauth."))


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    assert sorted(MATRIX) == OURS


def test_names_are_unique() -> None:
    names = [pattern.name for _, pattern in patterns()]

    assert sorted(names, key=str) == sorted(set(names), key=str)


@pytest.mark.parametrize("name", OURS)
def test_the_row_agrees_with_what_the_view_declares(name: str) -> None:
    """Two ways to the same answer: the matrix by hand, and the permission with its holders."""
    permission = getattr(URLS[name][1].callback, "permission")  # noqa: B009 -- the gate reads it so
    holders = {"desk" if role == "front_desk" else role for role in HOLDERS.get(permission, ())}
    expected = {
        Permission.OPEN: set(VISITORS),
        Permission.OWN_LINK: {"patient"},
    }.get(permission, holders)

    assert set(MATRIX[name]["in"]) - {"stranger"} == expected - {"stranger"}


def test_every_page_of_the_account_library_is_declared_or_hidden() -> None:
    served = {name for name, (_, one) in URLS.items() if one.callback.__module__.startswith("allauth.")}

    assert set(ACCOUNT_PAGES) <= served
    assert "account_signup" not in served


def test_a_view_that_declares_nothing_is_never_served() -> None:
    def silent(_request: object) -> HttpResponse:
        return HttpResponse("secret")

    request = RequestFactory().get("/")
    request.resolver_match = ResolverMatch(silent, (), {}, url_name="silent")
    gate = GateMiddleware(lambda _request: HttpResponse())

    with pytest.raises(UndeclaredViewError):
        gate.process_view(request, silent, (), {})


@pytest.fixture
def things(world: World) -> dict[str, Any]:
    """One of everything that a URL can name, all of Riverside."""
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=world.by("clinician"))
    booked = Appointment.objects.create(person=world.alice, starts_at=timezone.now())
    _link, token = give_link(person=world.alice, by=world.by("desk"))
    save_own(
        clinic=world.clinic, which="items", text=own_example("exercises"), version=1, by=world.by("owner")
    )
    return {
        "person": world.alice.key,
        "visit": world.visit.key,
        "alert": world.visit.alerts.get().pk,
        "appointment": booked.pk,
        "token": token,
        "signed": signed_visit(world).key,
        "user": world.therapist.pk,
        "figure": "bridge-two-legs",
    }


def signed_visit(world: World) -> Visit:
    """A visit of somebody else at Riverside that has been signed."""
    by = world.by("clinician")
    fields = {"name": "Ann Archer", "birth_year": 1975}
    visit = add_person(clinic=world.clinic, fields=fields, by=by).visits.get()
    draft = draft_of(visit)
    reasons = {one.id: "She could not stay." for one in draft.matters}
    sign(visit=visit, state=draft.state, note=draft.note, reasons=reasons, by=by)
    return visit


@pytest.fixture
def browser_of(world: World) -> Callable[[str], Client]:
    def browser(visitor: str) -> Client:
        client = Client(raise_request_exception=False)
        if visitor == "patient":
            session = client.session
            session[SESSION_KEY] = world.alice.links.order_by("-pk")[0].pk
            session.save()
        elif visitor != "anonymous":
            client.force_login(getattr(world, visitor))
        return client

    return browser


def outcome(client: Client, path: str) -> str:
    """Tell what a visitor meets: in, refused (403), hidden (404), sign-in, closed (a patient's page)."""
    response = client.get(path)
    if response.status_code == 405:
        response = client.post(path)
    if response.status_code == 302 and response["Location"].startswith("/account/login/"):
        return "sign-in"
    if response.status_code == 302 and response["Location"] == "/p/":
        return "closed"
    return {403: "refused", 404: "hidden"}.get(response.status_code, "in")


@pytest.mark.parametrize("visitor", VISITORS)
def test_everybody_meets_what_the_matrix_says(
    things: dict[str, Any], browser_of: Callable[[str], Client], visitor: str
) -> None:
    """One visitor knocks at every door; what a visit changes is undone before the next."""
    client = browser_of(visitor)
    cookies = dict(client.cookies)
    met = {}
    for name in OURS:
        path = reverse(name, args=[things.get(one, one) for one in MATRIX[name].get("args", ())])
        undo = transaction.savepoint()
        met[name] = outcome(client, path)
        transaction.savepoint_rollback(undo)
        client.cookies.clear()
        client.cookies.update(cookies)

    assert met == {name: expected(MATRIX[name], visitor) for name in OURS}


def expected(row: dict[str, Any], visitor: str) -> str:
    """Read a row of the matrix for one visitor."""
    if visitor in row["in"]:
        return "in"
    if row["in"] == ["patient"]:
        return "closed"
    if visitor == "stranger" and "stranger" in row:
        return str(row["stranger"])
    return "sign-in" if visitor in ("patient", "anonymous") else "refused"
