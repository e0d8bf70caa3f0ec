"""Journeys of an owner: on phone and desktop, with the keyboard alone, without script, in the dark."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from psoas.web.demo.clinic import PASSWORD
from tests.journeys.conftest import OpenPage, sign_in, violations

PAGES = {
    "Users": "/clinic/",
    "Add a user": "/clinic/users/add/",
    "Profile of the clinic": "/clinic/profile/",
    "Audit log": "/clinic/audit/?check=1",
    "Export and erase": "/clinic/records/",
    "Backup and restore": "/clinic/backup/",
}


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def confirm(page: Page) -> None:
    """Enter the password once more."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True])
def test_every_page_is_open_to_everybody_who_reads_it(open_page: OpenPage, device: str, dark: bool) -> None:
    page = open_page(device, dark=dark)
    sign_in(page, "owner")
    for heading, path in PAGES.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert violations(page) == [], path
        assert not is_too_wide(page), path
    for number in (1, 2):
        page.goto(f"/clinic/users/{number}/")
        assert violations(page) == []
        assert not is_too_wide(page)


@pytest.mark.parametrize("script", [True, False])
def test_a_user_is_added_and_signs_in_by_the_link(open_page: OpenPage, script: bool) -> None:
    page = open_page("phone", script=script)
    sign_in(page, "owner")
    page.get_by_role("link", name="Clinic", exact=True).click()
    page.get_by_role("link", name="Add a user").click()
    page.get_by_role("button", name="Add and make the link").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert page.title().startswith("Error: ")

    page.get_by_label("Name", exact=True).fill("Nina New")
    page.get_by_label("Email address").fill(f"nina-{script}@riverside.example".lower())
    page.get_by_label(re.compile("^Therapist")).check()
    page.get_by_role("button", name="Add and make the link").click()
    link = page.get_by_label("Link").input_value()
    expect(page.get_by_role("button", name="Copy")).to_be_visible(visible=script)
    if script:
        assert violations(page) == []
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The link is no longer shown")

    visitor = open_page("phone", script=script)
    visitor.goto(link)
    visitor.get_by_label("New password", exact=True).fill("a fine day for walking")
    visitor.get_by_label("New password again").fill("a fine day for walking")
    if script:
        assert violations(visitor) == []
    visitor.get_by_role("button", name="Set password").click()
    expect(visitor.get_by_text("Your password is set.")).to_be_visible()
    visitor.get_by_label("Email address").fill(f"nina-{script}@riverside.example".lower())
    visitor.get_by_label("Password", exact=True).fill("a fine day for walking")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("button", name="Sign out")).to_be_visible()
    visitor.goto(link)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This link is over")


def test_deactivating_signs_out_at_once(open_page: OpenPage) -> None:
    theirs, page = open_page("desktop"), open_page("desktop")
    sign_in(theirs, "therapist")
    sign_in(page, "owner")
    page.goto("/clinic/")
    page.get_by_role("link", name="Tomas Reyes").click()
    page.get_by_role("button", name="Deactivate Tomas Reyes").click()
    expect(page.get_by_text("is signed out everywhere and cannot sign in.")).to_be_visible()
    theirs.goto("/people/")
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Sign in to Psoas")

    page.get_by_role("button", name="Reactivate Tomas Reyes").click()
    expect(page.get_by_text("can sign in again.")).to_be_visible()


def test_the_profile_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("desktop")
    sign_in(page, "owner")
    page.goto("/clinic/profile/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()

    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                return
        raise AssertionError(f"{name} is not reached")

    tab_to("phone")
    page.keyboard.press("Control+A")
    page.keyboard.type("555 0199")
    tab_to("offers")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. Patients see it from now on.")).to_be_visible()
    expect(page.get_by_label("Phone")).to_have_value("555 0199")
    expect(page.get_by_label("Acupuncture")).not_to_be_checked()


def test_two_windows_do_not_overwrite_each_other(open_page: OpenPage) -> None:
    first, second = open_page("desktop"), open_page("desktop")
    for page in (first, second):
        sign_in(page, "owner")
        page.goto("/clinic/profile/")
    first.get_by_label("Opening hours").fill("Mornings")
    first.get_by_role("button", name="Save the profile").click()
    expect(first.get_by_text("Saved.")).to_be_visible()
    second.get_by_label("Opening hours").fill("Evenings")
    second.get_by_role("button", name="Save the profile").click()

    expect(second.get_by_role("heading", level=1)).to_contain_text("Somebody else changed this")
    first.reload()
    expect(first.get_by_label("Opening hours")).to_have_value("Mornings")


@pytest.mark.parametrize("script", [True, False])
def test_the_log_is_searched_and_taken_along(open_page: OpenPage, script: bool) -> None:
    page = open_page("desktop", script=script)
    sign_in(page, "owner")
    page.goto("/clinic/audit/")
    page.get_by_label("Person").fill("lindqvist")
    page.get_by_label("What happened").select_option("safety.answered")
    page.get_by_role("button", name="Show").click()
    rows = page.locator("tbody tr")
    assert rows.count() > 3
    for row in rows.all():
        expect(row).to_contain_text("Maria Lindqvist")
        expect(row).to_contain_text("safety answered")
    page.get_by_role("link", name="Check that it is whole").click()
    expect(page.get_by_text("Unbroken since the first event")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.count("Maria Lindqvist") == rows.count()


def test_a_record_is_exported_and_erased(open_page: OpenPage) -> None:
    page = open_page("phone")
    sign_in(page, "owner")
    page.goto("/clinic/records/?q=weiss")
    page.get_by_role("link", name="Hannah Weiss").click()
    assert violations(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")

    page.get_by_role("link", name="Go to erasure").click()
    assert violations(page) == []
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Erase the record of Hannah Weiss?")
    assert violations(page) == []
    assert not is_too_wide(page)
    page.get_by_label("To confirm, type").fill("erase")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("To confirm, type").fill(page.locator("code.word").inner_text())
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("The record was erased.")).to_be_visible()
    expect(page.get_by_text("Hannah")).to_have_count(0)

    page.goto("/clinic/audit/?check=1")
    expect(page.get_by_text("Unbroken since the first event")).to_be_visible()
    expect(page.get_by_text("erased person").first).to_be_visible()
