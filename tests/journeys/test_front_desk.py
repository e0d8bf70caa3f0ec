"""The front desk adds a person and hands over a link; the clinician's list is fresh by itself."""

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, Site, sign_in, violations


@pytest.mark.parametrize(("device", "script"), [("phone", True), ("desktop", True), ("phone", False)])
def test_adding_a_person_takes_a_name_a_year_and_one_button(
    open_page: OpenPage, device: str, script: bool
) -> None:
    page = open_page(device, script=script)
    sign_in(page, "desk")
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name").fill(f"Nora {device} {script}")
    page.get_by_label("Birth year").fill("1975")
    page.get_by_role("button", name="Add and make the link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("The link for Nora"))
    expect(page.locator("svg.qr")).to_be_visible()
    address = page.get_by_label("Address").input_value()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/p/[\w-]{22}/", address)
    if script:
        assert violations(page) == []


def test_it_goes_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("desktop")
    sign_in(page, "desk")
    page.goto("/people/add/")
    page.keyboard.type("Kim Keys")  # the name has the focus
    page.keyboard.press("Tab")
    page.keyboard.type("1960")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("The link for Kim Keys")


def test_an_error_is_said_at_the_top_and_beside_the_field(open_page: OpenPage) -> None:
    page = open_page("phone")
    sign_in(page, "desk")
    page.goto("/people/add/")
    page.get_by_label("Name").fill("Nora")
    page.get_by_role("button", name="Add and make the link").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("alert")).to_contain_text("Enter a birth year.")
    expect(page.get_by_label("Name")).to_have_value("Nora")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/people/", "/people/appointments/", "/people/add/"])
@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_desks_pages_have_no_barrier_and_do_not_scroll_sideways(
    open_page: OpenPage, path: str, device: str, dark: bool
) -> None:
    page = open_page(device, dark=dark)
    sign_in(page, "desk")
    page.goto(path)

    assert violations(page) == []
    assert not overflows(page)


def overflows(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def link_of_diego(page: Page) -> str:
    sign_in(page, "desk")
    page.goto("/people/?q=Diego")
    page.get_by_role("link", name="Diego Fuentes").click()
    page.get_by_role("button", name="Make a new link").click()
    return page.get_by_label("Address").input_value()


def test_a_patient_opens_the_link_in_spanish_on_a_phone_without_script(open_page: OpenPage) -> None:
    address = link_of_diego(open_page("desktop"))
    phone = open_page("phone", script=False)
    phone.goto(address)
    expect(phone.get_by_label("¿En qué año nació?")).to_be_visible()
    phone.get_by_label("¿En qué año nació?").fill("1992")
    phone.get_by_role("button", name="Continuar").click()

    expect(phone).to_have_url(re.compile("/my/"))


def test_the_opening_page_has_no_barrier(open_page: OpenPage) -> None:
    address = link_of_diego(open_page("desktop"))
    phone = open_page("phone")
    phone.goto(address)

    assert violations(phone) == []
    assert not overflows(phone)
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_role("button", name="Continue")).to_be_visible()


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_worklist_is_fresh_without_reloading(open_page: OpenPage, device: str) -> None:
    desk = open_page("desktop")
    clinician = open_page(device)
    sign_in(clinician, "clinician")
    expect(clinician.get_by_text("Cauda equina syndrome")).to_be_visible()  # of the invented clinic
    assert violations(clinician) == []
    assert not overflows(clinician)

    sign_in(desk, "desk")
    desk.goto("/people/add/")
    desk.get_by_label("Name").fill(f"Late {device}")
    desk.get_by_label("Birth year").fill("1970")
    desk.get_by_role("button", name="Add and make the link").click()

    expect(clinician.get_by_text(f"Late {device}")).to_be_visible(timeout=12_000)


def test_nothing_of_a_patient_is_cached_or_sent_along(site: Site) -> None:
    response = httpx.get(f"{site.url}/p/")

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(("device", "script"), [("phone", False), ("desktop", True)])
def test_the_most_urgent_case_opens_from_the_worklist_by_keyboard(
    open_page: OpenPage, device: str, script: bool
) -> None:
    page = open_page(device, script=script)
    sign_in(page, "clinician")
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.locator(".waiting a:focus").count():
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Sofia Okafor")
    expect(page.get_by_text("Cauda equina syndrome").first).to_be_visible()
