"""Journeys of accounts: passwords, apps and passkeys, in a real browser with a key of its own."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from psoas.web.demo.clinic import PASSWORD
from tests.journeys.conftest import OpenPage, Site, sign_in, start_site, stop_site, violations
from tests.web.test_accounts import code_of


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def confirm(page: Page) -> None:
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_account_pages_are_open_to_everybody(open_page: OpenPage, device: str, dark: bool) -> None:
    page = open_page(device, dark=dark)
    page.goto("/account/login/")
    assert violations(page) == []
    assert not is_too_wide(page)
    assert "sign up" not in page.content().lower()
    sign_in(page, "desk")
    page.goto("/account/2fa/totp/activate/")
    assert violations(page) == []
    confirm(page)
    for path in (
        "totp/activate/", "webauthn/add/", "webauthn/", "", "../password/change/", "../logout/",
    ):  # fmt: skip
        page.goto(f"/account/2fa/{path}")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert violations(page) == [], path
        assert not is_too_wide(page), path


@pytest.mark.parametrize("script", [True, False])
def test_a_wrong_password_is_told_at_the_top_and_what_was_entered_stays(
    open_page: OpenPage, script: bool
) -> None:
    page = open_page("phone", script=script)
    page.goto("/account/login/")
    page.get_by_label("Email address").fill("desk@riverside.example")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_text("The email address or the password is not right.")).to_be_visible()
    expect(page.get_by_label("Email address")).to_have_value("desk@riverside.example")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    assert page.title() == "Error: Sign in"
    if script:
        assert violations(page) == []


@pytest.mark.parametrize("script", [True, False])
def test_an_app_from_setting_up_to_signing_in_and_off_again(open_page: OpenPage, script: bool) -> None:
    page = open_page("phone", script=script)
    sign_in(page, "therapist")
    page.get_by_role("link", name="Account").click()
    page.get_by_role("link", name="Set up an app").click()
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code").fill("123")
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert page.locator("code.secret").inner_text() == secret
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    expect(page.locator(".codes li")).to_have_count(10)
    if script:
        assert violations(page) == []
    page.get_by_role("button", name="Sign out").click()

    page.get_by_label("Email address").fill("therapist@riverside.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    if script:
        assert violations(page) == []
    page.get_by_label("Code").fill(code_of(secret, steps=1))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Second step")

    page.goto("/account/2fa/totp/deactivate/")
    if page.get_by_label("Your password").is_visible():
        confirm(page)
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("link", name="Set up an app")).to_be_visible()


@pytest.fixture
def with_key(chromium: Browser, site: Site) -> Iterator[Page]:
    """A window on localhost, since passkeys need a name, with a key that answers for its owner."""
    context = chromium.new_context(base_url=site.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda one: problems.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip
    yield page
    context.close()
    assert problems == []


def test_a_passkey_is_added_signs_in_alone_and_is_removed(with_key: Page) -> None:
    """Under our policy for scripts: anything it forbade would be an error in the console."""
    page = with_key
    sign_in(page, "clinician")
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    confirm(page)
    page.get_by_label("Name").fill("Key at the desk")
    page.get_by_role("button", name="Continue on the device").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("button", name="Sign out").click()

    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Worklist")

    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email address").fill("clinician@riverside.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Worklist")

    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_role("row", name="Key at the desk")).to_contain_text("alone")
    assert violations(page) == []
    page.get_by_role("link", name="Rename Key at the desk").click()
    if page.get_by_role("heading", name="Confirm that it is you").is_visible():
        confirm(page)
    page.get_by_label("Name").fill("Old key")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old key").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()


def test_a_device_that_confirms_nothing_is_told_in_words(open_page: OpenPage, site: Site) -> None:
    """By its number, where browsers allow no passkeys at all."""
    page = open_page("desktop")
    page.goto(f"{site.url}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.locator("[data-passkey-error]")).to_have_text(re.compile("^The passkey did not work."))


def test_without_script_no_passkey_is_offered(open_page: OpenPage) -> None:
    page = open_page("phone", script=False)
    page.goto("/account/login/")

    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_guessing_locks_on_a_server_that_answers_several_at_once(tmp_path: Path) -> None:
    """Counted by one process for all its threads, or two at once would each see a count of their own."""
    site, process = start_site(tmp_path / "data", "--demo", PSOAS_HTTPS="false")
    try:

        def guess(password: str) -> str:
            with httpx.Client(base_url=site.url) as client:
                page = client.get("/account/login/").text
                token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
                assert token is not None
                answer = client.post(
                    "/account/login/",
                    data={
                        "login": "owner@riverside.example",
                        "password": password,
                        "csrfmiddlewaretoken": token[1],
                    },
                )
            if answer.status_code == 302:
                return "in"
            return "locked" if "Too many wrong tries" in answer.text else "wrong"

        with ThreadPoolExecutor(8) as pool:
            told = list(pool.map(guess, [f"wrong {number}" for number in range(12)]))
        assert (told.count("wrong"), told.count("locked")) == (5, 7)
        time.sleep(1)
        assert guess(PASSWORD) == "locked"
    finally:
        stop_site(process)
