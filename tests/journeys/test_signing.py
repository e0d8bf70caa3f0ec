"""Signing, reading, comparing and the letter: on phone and desktop, without script, by keyboard alone."""

import sqlite3
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Site, sign_in, violations


def visit_key(site: Site, name: str, number: int = 1) -> uuid.UUID:
    """The key of a visit, straight from the database of the site."""
    with sqlite3.connect(site.data / "psoas.sqlite3") as database:
        (key,) = database.execute(
            "SELECT v.key FROM web_visit v JOIN web_person p ON p.id = v.person_id "
            "WHERE p.name = ? AND v.number = ?",
            (name, number),
        ).fetchone()
    return uuid.UUID(key)


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says some words."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText || document.activeElement.name"):
            return
    raise AssertionError(f"no Tab reaches {words}")


def fits_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize(
    ("device", "script", "name", "dark"),
    [
        ("phone", True, "Maria Lindqvist", True),
        ("desktop", True, "Robert Abernathy", False),
        ("phone", False, "Hannah Weiss", False),
    ],
)
def test_a_clinician_edits_the_note_and_signs(
    open_page: OpenPage, site: Site, device: str, script: bool, name: str, dark: bool
) -> None:
    page = open_page(device, script=script, dark=dark)
    sign_in(page, "clinician")
    page.goto(f"/visits/{visit_key(site, name)}/sign/")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Sign: {name}")
    if script:
        assert violations(page) == []
        assert fits_the_window(page)

    note = page.get_by_label("The note")
    note.fill(note.input_value() + "\nShe will call on Monday.")
    page.get_by_role("button", name="Sign and freeze").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name}: signed assessment")
    expect(page.get_by_text("Reproduced: today's program gives the same result")).to_be_visible()
    expect(page.get_by_text("Edited by the clinician.")).to_be_visible()
    page.get_by_text("What was edited").click()
    expect(page.locator("ins")).to_have_text("She will call on Monday.")
    if script:
        assert violations(page) == []
        assert fits_the_window(page)

    page.get_by_role("link", name="Letter to the family doctor").click()
    page.get_by_label("To (optional)").fill("Dr. Ana Ruiz\n12 Elm Street")
    page.get_by_role("button", name="Show in the letter").click()
    expect(page.locator("#letter")).to_contain_text("Dr. Ana Ruiz")
    expect(page.locator("#letter")).to_contain_text(f"{name}, born")
    expect(page.locator("#letter")).not_to_contain_text("Draft")
    if script:
        assert violations(page) == []
        assert fits_the_window(page)


def test_an_emergency_is_signed_by_keyboard_and_only_with_reasons(open_page: OpenPage, site: Site) -> None:
    page = open_page("desktop")
    sign_in(page, "clinician")
    page.goto(f"/visits/{visit_key(site, 'Sofia Okafor')}/sign/")
    expect(page.get_by_role("heading", name="Emergency: Cauda equina syndrome")).to_be_visible()

    tab_to(page, "Sign and freeze")
    page.keyboard.press("Enter")

    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    assert page.title().startswith("Error:")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the first link leads to the first field
    expect(
        page.get_by_label("What has been done about the emergency, and why do you sign now?")
    ).to_be_focused()
    page.keyboard.type("Sent to the hospital at 10:40, phoned ahead.")
    tab_to(page, "reason-questions")
    page.keyboard.type("No time to ask.")
    tab_to(page, "Sign and freeze")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Sofia Okafor: signed assessment")
    expect(page.get_by_text("Sent to the hospital at 10:40, phoned ahead.")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_correction_a_follow_up_and_then_and_now(open_page: OpenPage, site: Site, device: str) -> None:
    name = {"phone": "Maria Lindqvist", "desktop": "Robert Abernathy"}[device]
    page = open_page(device)
    sign_in(page, "clinician")
    key = visit_key(site, name)
    page.goto(f"/visits/{key}/sign/")
    if page.get_by_role("button", name="Sign and freeze").count():  # another journey may have signed it
        page.get_by_role("button", name="Sign and freeze").click()
    page.get_by_role("link", name="Open again to correct").click()
    assert violations(page) == []
    page.get_by_label("Why must it be corrected?").fill("The date was wrong.")
    page.get_by_role("button", name="Open again").click()

    page.goto(f"/visits/{key}/sign/")
    expect(page.get_by_text("Reason: The date was wrong.")).to_be_visible()
    page.get_by_role("button", name="Sign and freeze").click()
    expect(page.get_by_text("Signed as number 2.")).to_be_visible()

    page.get_by_role("button", name="Start a follow-up visit").click()
    expect(page.get_by_text("Safety answers: they are asked anew.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Start the follow-up visit").click()

    later = visit_key(site, name, number=2)
    page.goto(f"/visits/{later}/sign/")
    page.get_by_label("Why do you sign with open safety questions?").fill("By phone only.")
    page.get_by_role("button", name="Sign and freeze").click()
    page.get_by_role("link", name="Compare with before").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name}: then and now")
    expect(page.get_by_label("Compare with")).to_have_value("1-2")
    page.get_by_label("Compare with").select_option("1-1")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_text("Then: visit 1")).to_contain_text("number 1")
    assert violations(page) == []
    assert fits_the_window(page)
