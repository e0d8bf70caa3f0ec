"""Accounts: signing in, guessing, second factors, sessions; and what the pages say and do not say."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from psoas.web.access.accounts import DEACTIVATED, LOCKED
from psoas.web.models import AuditEvent, User
from tests.web.conftest import PASSWORD, World

SignedIn = Callable[[str], Client]
LOGIN = "/account/login/"
NOT_RIGHT = "The email address or the password is not right."


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """Wrong tries are counted in the process, and would go from test to test."""
    cache.clear()
    yield
    cache.clear()


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code of RFC 6238, worked out here."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30 + steps), hashlib.sha1).digest()
    place = digest[-1] & 15
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"


def test_the_code_is_that_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 6238, appendix B: at 59 seconds the eight digits are 94287082."""
    monkeypatch.setattr(time, "time", lambda: 59)

    assert code_of(base64.b32encode(b"12345678901234567890").decode()) == "287082"


def enter(client: Client, email: str, password: str = PASSWORD, address: str = "192.0.2.1") -> str:
    """Try to sign in; tell what the page says, or that it went well."""
    response = client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)
    if response.status_code == 302:
        return str(response["Location"])
    page = response.content.decode().replace("&#x27;", "'")
    return next((one for one in (NOT_RIGHT, LOCKED, DEACTIVATED) if one in page), f"{response.status_code}")


def test_signing_in_leads_on_and_is_noted(world: World) -> None:
    assert enter(Client(), world.clinician.email) == "/"
    assert enter(Client(), " CHRIS@riverside.example ") == "/"
    event = AuditEvent.objects.filter(clinic=world.clinic).order_by("-number")[0]
    assert (event.action, event.actor_id) == ("account.signed-in", world.clinician.pk)


def test_signing_in_leads_where_one_wanted_and_never_elsewhere(world: World) -> None:
    fields = {"login": world.desk.email, "password": PASSWORD}

    assert Client().post(LOGIN, {**fields, "next": "/people/add/"})["Location"] == "/people/add/"
    assert Client().post(LOGIN, {**fields, "next": "https://evil.example/"})["Location"] == "/"


def test_the_page_does_not_tell_whether_an_address_exists(world: World) -> None:
    client = Client()
    wrong = client.post(LOGIN, {"login": world.clinician.email, "password": "wrong"})
    unknown = client.post(LOGIN, {"login": "nobody@riverside.example", "password": "wrong"})

    def without_what_was_entered(page: bytes) -> str:
        text = page.decode().replace(world.clinician.email, "X").replace("nobody@riverside.example", "X")
        return re.sub(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "\w+"', "", text)

    assert NOT_RIGHT in wrong.content.decode()
    assert without_what_was_entered(wrong.content) == without_what_was_entered(unknown.content)


def test_guessing_locks_the_address_for_a_while(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    email = world.clinician.email
    tries = [enter(Client(), email, "wrong", f"192.0.2.{number}") for number in range(6)]

    assert tries == [NOT_RIGHT] * 5 + [LOCKED]
    assert enter(Client(), email, address="192.0.2.77") == LOCKED  # the right one
    assert enter(Client(), email.upper(), address="192.0.2.78") == LOCKED
    assert enter(Client(), world.desk.email) == "/"
    later = time.time() + 601
    monkeypatch.setattr(ratelimit.time, "time", lambda: later)
    assert enter(Client(), email) == "/"


def test_an_unknown_address_locks_alike(world: World) -> None:
    del world
    tries = [enter(Client(), "nobody@x.example", "wrong", f"192.0.2.{number}") for number in range(6)]

    assert tries == [NOT_RIGHT] * 5 + [LOCKED]


def test_the_servers_several_names_give_no_further_tries(world: World) -> None:
    for name in ("localhost", "127.0.0.1", "localhost:81", "localhost:82", "127.0.0.1:83"):
        Client(SERVER_NAME=name.split(":")[0]).post(
            LOGIN, {"login": world.desk.email, "password": "wrong"}, HTTP_HOST=name
        )

    assert enter(Client(), world.desk.email) == LOCKED


def test_guessing_many_addresses_locks_where_it_comes_from(world: World) -> None:
    tries = [enter(Client(), f"n{number}@x.example", "wrong") for number in range(21)]

    assert tries == [NOT_RIGHT] * 20 + [LOCKED]
    assert enter(Client(), world.desk.email) == LOCKED
    assert enter(Client(), world.desk.email, address="198.51.100.9") == "/"


def test_signing_in_does_not_use_up_tries(world: World) -> None:
    assert [enter(Client(), world.desk.email) for _ in range(8)] == ["/"] * 8


def test_many_other_tries_push_no_count_out(world: World) -> None:
    """The cache that counts must hold more than an attacker can put into it within the time."""
    for number in range(5):
        enter(Client(), world.desk.email, "wrong", f"192.0.2.{number}")
    for number in range(2000):
        cache.set(f"other-{number}", 1)

    assert enter(Client(), world.desk.email, address="198.51.100.9") == LOCKED


def test_a_new_link_opens_what_guessing_has_locked(world: World, signed_in: SignedIn) -> None:
    for number in range(5):
        enter(Client(), world.desk.email, "wrong", f"192.0.2.{number}")
    shown = signed_in("owner").post(f"/clinic/users/{world.desk.pk}/link/", {"version": 1}, follow=True)
    link = re.search(r"/account/set-password/[\w/-]+", shown.content.decode())
    assert link is not None
    Client().post(link[0], {"new_password1": "new words here", "new_password2": "new words here"})

    assert enter(Client(), world.desk.email, "new words here", "198.51.100.9") == "/"


def test_only_who_knows_the_password_learns_of_a_deactivation(world: World) -> None:
    User.objects.filter(pk=world.desk.pk).update(is_active=False)

    assert enter(Client(), world.desk.email) == DEACTIVATED
    assert enter(Client(), world.desk.email, "wrong") == NOT_RIGHT


def test_nobody_signs_up_or_resets_a_password_alone(world: World) -> None:
    del world
    client = Client()
    paths = ("signup/", "password/reset/", "email/", "social/connections/", "2fa/webauthn/signup/")

    assert [client.get(f"/account/{path}").status_code for path in paths] == [404] * len(paths)
    assert "sign up" not in client.get(LOGIN).content.decode().lower()


def confirmed(client: Client) -> Client:
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_confirmation_takes_the_own_password(signed_in: SignedIn) -> None:
    client = signed_in("desk")
    assert client.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")

    wrong = client.post("/account/reauthenticate/", {"password": "wrong"})
    assert "That password is not right." in wrong.content.decode()
    assert client.get("/account/2fa/totp/activate/").status_code == 302
    assert confirmed(client).get("/account/2fa/totp/activate/").status_code == 200


def test_guessing_on_a_confirmation_locks_as_well(world: World, signed_in: SignedIn) -> None:
    client = signed_in("desk")
    for _ in range(5):
        client.post("/account/reauthenticate/", {"password": "wrong"})

    assert LOCKED in client.post("/account/reauthenticate/", {"password": PASSWORD}).content.decode()
    assert enter(Client(), world.desk.email, address="198.51.100.9") == LOCKED
    assert enter(Client(), world.clinician.email, address="198.51.100.9") == "/"


def with_app(client: Client) -> str:
    """Set up an authenticator app; return its secret."""
    page = confirmed(client).get("/account/2fa/totp/activate/").content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', page)
    assert secret is not None
    assert 'src="data:image/svg+xml;base64,' in page
    done = client.post("/account/2fa/totp/activate/", {"code": code_of(secret[1])})
    assert done["Location"] == "/account/2fa/recovery-codes/"
    return secret[1]


def test_an_app_is_set_up_and_asked_for_from_then_on(
    world: World, signed_in: SignedIn, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secret = with_app(signed_in("desk"))
    assert AuditEvent.objects.filter(action="account.totp-activated", actor_id=world.desk.pk).count() == 1

    client = Client()
    assert enter(client, world.desk.email) == "/account/2fa/authenticate/"
    assert client.get("/people/").status_code == 302  # half signed in is not signed in
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "That code is not right." in wrong.content.decode()
    right = client.post("/account/2fa/authenticate/", {"code": code_of(secret, steps=1)})
    assert right["Location"] == "/"
    assert client.get("/people/").status_code == 200


def test_a_code_works_once(world: World, signed_in: SignedIn) -> None:
    secret = with_app(signed_in("desk"))
    code, outcomes = code_of(secret, steps=1), []
    for _ in range(2):
        client = Client()
        enter(client, world.desk.email)
        outcomes.append(client.post("/account/2fa/authenticate/", {"code": code}).status_code)

    assert outcomes == [302, 200]


def test_guessing_codes_locks(world: World, signed_in: SignedIn) -> None:
    secret, client = with_app(signed_in("desk")), Client()
    enter(client, world.desk.email)
    for _ in range(5):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    response = client.post("/account/2fa/authenticate/", {"code": code_of(secret, steps=1)})

    assert LOCKED in response.content.decode()


def test_a_recovery_code_signs_in_once(world: World, signed_in: SignedIn) -> None:
    desk = signed_in("desk")
    with_app(desk)
    codes = re.findall(
        r"<li><code>(\d{8})</code></li>", desk.get("/account/2fa/recovery-codes/").content.decode()
    )
    assert len(codes) == 10
    outcomes = []
    for _ in range(2):
        client = Client()
        enter(client, world.desk.email)
        outcomes.append(client.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code)

    assert outcomes == [302, 200]


@pytest.mark.parametrize(
    "path", ["/", "/people/", "/people/add/", "/worklist/", "/clinic/", "/clinic/audit/"]
)
def test_a_clinic_that_requires_a_second_step_opens_nothing_before(
    world: World, signed_in: SignedIn, path: str
) -> None:
    world.clinic.requires_two_factor = True
    world.clinic.save()
    User.objects.filter(clinic=world.clinic).update(is_owner=True, is_clinician=True, is_front_desk=True)
    client = signed_in("desk")

    for response in (client.get(path), client.post(path, {})):
        assert (response.status_code, response["Location"]) == (302, "/account/2fa/")
    page = client.get("/account/2fa/").content.decode()
    assert "Set up a second step first" in page
    assert "Alice" not in page

    with_app(client)
    assert client.get(path).status_code == 302 if path == "/" else 200
    assert "Set up a second step first" not in client.get("/account/2fa/").content.decode()


def test_recovery_codes_alone_are_no_second_step(world: World, signed_in: SignedIn) -> None:
    world.clinic.requires_two_factor = True
    world.clinic.save()
    client = signed_in("desk")
    with_app(client)
    confirmed(client).post("/account/2fa/totp/deactivate/", {})

    assert not Authenticator.objects.exists()
    assert client.get("/people/")["Location"] == "/account/2fa/"


def test_changing_the_password_signs_out_everywhere_else(world: World, signed_in: SignedIn) -> None:
    here, elsewhere = signed_in("desk"), signed_in("desk")
    fields = {"oldpassword": PASSWORD, "password1": "other words here", "password2": "other words here"}
    changed = here.post("/account/password/change/", fields)

    assert changed["Location"] == "/account/2fa/"
    assert (here.get("/people/").status_code, elsewhere.get("/people/").status_code) == (200, 302)
    assert AuditEvent.objects.filter(action="account.password-changed", actor_id=world.desk.pk).exists()


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"oldpassword": "wrong"}, "That is not your present password."),
        ({"password2": "something else"}, "You must type the same password each time."),
        ({"password1": "short", "password2": "short"}, "This password is too short."),
    ],
)
def test_a_password_change_that_is_refused_says_why(
    signed_in: SignedIn, fields: dict[str, str], told: str
) -> None:
    given = {"oldpassword": PASSWORD, "password1": "other words here", "password2": "other words here"}
    page = signed_in("desk").post("/account/password/change/", {**given, **fields}).content.decode()

    assert page.count(told) == 2
    assert "<title>Error: Change your password" in page


def test_signing_out_ends_the_session_on_the_server(signed_in: SignedIn) -> None:
    client = signed_in("desk")
    key = client.session.session_key
    assert client.get("/account/logout/").status_code == 200  # asks; a link elsewhere signs nobody out
    assert client.get("/people/").status_code == 200

    client.post("/account/logout/")
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_ends_after_the_idle_minutes(world: World) -> None:
    client = Client()
    enter(client, world.desk.email)
    session = Session.objects.get()
    minutes = (session.expire_date - timezone.now()) / timedelta(minutes=1)
    assert minutes == pytest.approx(settings.SESSION_COOKIE_AGE / 60, abs=1)

    session.expire_date = timezone.now() + timedelta(minutes=5)
    session.save()
    fields = client.session
    fields["seen"] = int(time.time()) - 61
    fields.save()
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    assert client.get("/people/").status_code == 200  # being there prolongs it
    assert Session.objects.get().expire_date > timezone.now() + timedelta(minutes=50)

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/people/")["Location"].startswith(LOGIN)


def test_the_session_cookie_ends_with_the_browser(world: World) -> None:
    client = Client()
    enter(client, world.desk.email)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]

    assert (cookie["max-age"], cookie["expires"], cookie["httponly"], cookie["samesite"]) == (
        "", "", True, "Lax",
    )  # fmt: skip


def test_signing_in_changes_the_session(world: World) -> None:
    """A session planted before signing in is worth nothing after it."""
    client = Client()
    planted = client.session
    planted["x"] = 1
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(planted.session_key)
    enter(client, world.desk.email)

    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()


def test_pages_of_staff_are_kept_by_no_browser(signed_in: SignedIn) -> None:
    client = signed_in("desk")

    assert {client.get(path)["Cache-Control"] for path in ("/people/", "/account/2fa/")} == {"no-store"}
