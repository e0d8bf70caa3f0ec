"""How it is served: settings from the environment, headers, cookies, the check before deployment, health."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from psoas.foundation.version import __version__
from psoas.web.environment import SETTINGS
from psoas.web.models import Clinic
from tests.cases import ROOT
from tests.web.conftest import PASSWORD, World

SOURCE = ROOT / "src/psoas/web/settings.py"


def environment(data: Path, **given: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PSOAS_", "DJANGO_", "DATABASE_"))}
    return {**kept, "PSOAS_DATA": str(data), "DJANGO_SETTINGS_MODULE": "psoas.web.settings", **given}


def asked(expression: str, data: Path, **given: str) -> object:
    """Evaluate an expression over the settings, in a process that starts with an environment."""
    code = f"import json, psoas.web.settings as s; print(json.dumps({expression}, default=str))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(data, **given),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def read_from_the_environment() -> dict[str, str]:
    """What settings.py asks for, with its default as written there."""
    found: dict[str, str] = {}
    for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if isinstance(owner, ast.Name) and owner.id == "env" and isinstance(node.args[0], ast.Constant):
                default = next((ast.unparse(one.value) for one in node.keywords if one.arg == "default"), "")
                found[str(node.args[0].value)] = found.get(str(node.args[0].value)) or default
    return found


def test_every_setting_that_is_read_is_described_and_every_description_is_read() -> None:
    assert sorted(read_from_the_environment()) == sorted(one.name for one in SETTINGS)


def test_the_defaults_described_are_those_in_force() -> None:
    """Where a default can be said in one word; the others say in words what happens."""
    in_words = {"DATABASE_URL", "PSOAS_SECRET_KEY", "PSOAS_BACKUP_PASSPHRASE"}
    read = {
        name: ast.literal_eval(text)
        for name, text in read_from_the_environment().items()
        if name not in in_words
    }
    described = {one.name: one.default for one in SETTINGS if one.name not in in_words}

    assert described == {
        name: ",".join(value) if isinstance(value, list) else str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in read.items()
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expression", "expected"),
    [
        ({}, "[s.HTTPS, s.DEBUG, s.SESSION_COOKIE_AGE, s.TIME_ZONE]", [True, False, 3600, "UTC"]),
        ({"PSOAS_SESSION_MINUTES": "15"}, "s.SESSION_COOKIE_AGE", 900),
        ({"PSOAS_HOSTS": "a.example,b.example"}, "s.ALLOWED_HOSTS", ["a.example", "b.example"]),
        ({"PSOAS_HOSTS": "a.example"}, "s.CSRF_TRUSTED_ORIGINS", ["https://a.example"]),
        ({"PSOAS_TIME_ZONE": "America/Chicago"}, "s.TIME_ZONE", "America/Chicago"),
        ({"PSOAS_BEHIND_PROXY": "true"}, "s.ALLAUTH_TRUSTED_PROXY_COUNT", 1),
        ({}, "hasattr(s, 'SECURE_PROXY_SSL_HEADER')", False),
        ({"PSOAS_LOG_LEVEL": "WARNING"}, "s.LOGGING['root']['level']", "WARNING"),
        ({"PSOAS_DEBUG": "true"}, "s.DEBUG", True),
        ({"PSOAS_HTTPS": "false"}, "[s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS]", [False, 0]),
        ({"DATABASE_URL": "postgres://u:p@db.example/psoas"}, "s.DATABASES['default']['HOST']", "db.example"),
        ({"PSOAS_SECRET_KEY": "k" * 60}, "s.SECRET_KEY", "k" * 60),
    ],
)  # fmt: skip
def test_a_setting_does_what_it_says(
    tmp_path: Path, given: dict[str, str], expression: str, expected: object
) -> None:
    assert asked(expression, tmp_path / "data", **given) == expected


def test_a_secret_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("f" * 60, encoding="utf-8")

    assert asked("s.SECRET_KEY", tmp_path / "data", PSOAS_SECRET_KEY_FILE=str(tmp_path / "key")) == "f" * 60


def test_the_secret_key_is_made_once_and_read_by_nobody_else(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first, second = asked("s.SECRET_KEY", data), asked("s.SECRET_KEY", data)

    assert first == second
    assert len(str(first)) >= 50
    assert (data / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [one.name for one in data.glob("secret-key*")] == ["secret-key"]


def test_the_check_before_deployment_finds_nothing(tmp_path: Path) -> None:
    """With the settings of production, and every warning an error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment(tmp_path / "data", PSOAS_HTTPS="true", PSOAS_HOSTS="psoas.example"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout.strip()) == (
        0, "System check identified no issues (0 silenced).",
    ), done.stderr  # fmt: skip


PAGES = (
    ("anonymous", "/account/login/"), ("anonymous", "/health"), ("anonymous", "/p/"), ("anonymous", "/nowhere/"),
    ("anonymous", "/account/set-password/MQ/x-y/"),
    ("desk", "/people/"), ("desk", "/people/add/"), ("desk", "/clinic/"), ("desk", "/account/2fa/"),
    ("clinician", "/worklist/"), ("owner", "/clinic/"), ("owner", "/clinic/profile/"), ("owner", "/clinic/audit/"),
    ("owner", "/clinic/backup/"), ("owner", "/clinic/records/"),
)  # fmt: skip


@pytest.mark.parametrize(("visitor", "path"), PAGES)
def test_every_page_carries_its_protections_and_no_script_of_its_own(
    signed_in: Callable[[str], Client], visitor: str, path: str
) -> None:
    response = (Client() if visitor == "anonymous" else signed_in(visitor)).get(path)
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))

    assert policy == {
        "default-src": "'self'", "img-src": "'self' data:", "object-src": "'none'", "base-uri": "'none'",
        "form-action": "'self'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    page = response.content.decode()
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<style" not in page


def test_in_production_cookies_go_over_tls_only_and_plain_requests_are_sent_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The values are those of settings.py with HTTPS, as the check above reads them."""
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"):
        monkeypatch.setattr(settings, name, True)
    monkeypatch.setattr(settings, "SECURE_HSTS_SECONDS", 31_536_000)
    plain = Client().get("/account/login/")
    assert (plain.status_code, plain["Location"]) == (301, "https://testserver/account/login/")
    assert Client().get("/health").status_code == 200  # whoever watches asks without TLS

    client = Client()
    login = {"login": world.desk.email, "password": PASSWORD}
    client.get("/account/login/", secure=True)
    response = client.post("/account/login/", login, secure=True)
    assert response["Strict-Transport-Security"].startswith("max-age=31536000")
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")


def test_production_settings_are_strict(tmp_path: Path) -> None:
    names = (
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS", "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", "DEBUG",
    )  # fmt: skip
    found = asked(f"[getattr(s, name) for name in {names}]", tmp_path / "data")

    assert found == [True, True, True, 31_536_000, True, False, False]


def test_health_tells_versions(world: World) -> None:
    del world
    response = Client().get("/health")

    assert response.status_code == 200
    told = response.json()
    assert (told["status"], told["psoas"]) == ("ok", __version__)


@pytest.mark.django_db
def test_health_says_so_when_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("no such host: db.example")

    monkeypatch.setattr(connection, "cursor", gone)
    response = Client().get("/health")

    assert response.status_code == 503
    assert "db.example" not in response.content.decode()


def command(data: Path, *arguments: str, **given: str) -> "subprocess.CompletedProcess[str]":
    inherited = environment(data, PSOAS_HTTPS="false", NO_COLOR="1", COLUMNS="200", **given)
    inherited.pop("DJANGO_SETTINGS_MODULE")
    return subprocess.run(
        [sys.executable, "-m", "psoas", *arguments], cwd=ROOT, env=inherited,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_first_clinic_of_an_empty_installation(tmp_path: Path) -> None:
    """The link that the command prints opens the page to set a password."""
    data = tmp_path / "data"
    owner = ("--owner", "olga@hill.example", "--owner-name", "Olga Hill")
    made = command(data, "new-clinic", "Hill", *owner, "--address", "https://psoas.example/")

    assert made.returncode == 0, made.stderr
    link = made.stdout.split()[-1]
    assert link.startswith("https://psoas.example/account/set-password/")
    asking = f"from django.test import Client; r = Client().get({link.removeprefix('https://psoas.example')!r}, headers={{'host': 'localhost'}}); print(r.status_code, 'olga@hill.example' in r.content.decode())"
    opened = subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); " + asking], cwd=ROOT,
        env=environment(data, PSOAS_HTTPS="false"), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert opened.stdout.splitlines()[-1] == "200 True"

    again = command(data, "new-clinic", "Hill again", *owner)
    assert again.returncode == 2
    assert "It has an account already." in again.stderr


@pytest.mark.django_db
def test_a_new_clinic_requires_a_second_step() -> None:
    assert Clinic(name="New").requires_two_factor is True
