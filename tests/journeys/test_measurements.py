"""Measuring: on a phone and on a desk, without script, by keyboard alone, in the dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, sign_in, violations


def open_measurements(page: Page, name: str) -> None:
    sign_in(page, "clinician")
    page.goto("/people/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name=re.compile("^Visit 1")).click()
    page.get_by_role("link", name="Measurements").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Measurements of {name}")


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_has_no_barrier_and_does_not_scroll_sideways(
    open_page: OpenPage, device: str, dark: bool
) -> None:
    page = open_page(device, dark=dark)
    open_measurements(page, "Hannah Weiss")
    for heading in ("Strength and reflexes", "Questionnaire scores"):
        page.locator("summary", has_text=heading).click()
    page.get_by_text("What the strips show").click()

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("device", "name"), [("phone", "Robert Abernathy"), ("desktop", "Hannah Weiss")])
def test_a_value_is_saved_on_leaving_its_field_and_drawn_below_it(
    open_page: OpenPage, device: str, name: str
) -> None:
    page = open_page(device)
    open_measurements(page, name)
    page.get_by_label("Hip internal rotation, Right", exact=True).fill("18")
    page.get_by_label("Hip internal rotation, Left", exact=True).fill("31")  # the first one is being saved
    page.get_by_label("Hip internal rotation, Left", exact=True).press("Tab")

    row = page.locator("#row-hip-internal-rotation")
    expect(row.locator("svg[role=img]")).to_have_count(2)
    expect(row).to_contain_text("The left measures 13° more, more than the error of two measurements.")
    expect(row).to_contain_text("Recorded by Chris Dale")
    expect(page.locator("#motion .saved")).to_contain_text("Saved")
    assert violations(page) == []
    page.reload()
    expect(page.get_by_label("Hip internal rotation, Right", exact=True)).to_have_value("18")
    expect(page.get_by_label("Hip internal rotation, Left", exact=True)).to_have_value("31")


def test_steppers_count_up_and_down_and_save(open_page: OpenPage) -> None:
    page = open_page("phone", touch=True)
    open_measurements(page, "Robert Abernathy")
    more = page.get_by_role("button", name="More: Five chair stands")
    for _ in range(3):
        more.tap()
    page.get_by_role("button", name="Less: Five chair stands").tap()
    field = page.get_by_label("Five chair stands, value")
    expect(field).to_have_value("4")  # from the least of 3 seconds, up to 5, down to 4
    expect(page.locator("#row-five-times-sit-to-stand svg[role=img]")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Five chair stands, value")).to_have_value("4")


def test_a_wrong_value_is_told_beside_its_field_and_can_be_corrected(open_page: OpenPage) -> None:
    page = open_page("phone")
    open_measurements(page, "Robert Abernathy")
    field = page.get_by_label("Finger-floor distance, value")
    field.fill("140")
    field.press("Tab")

    row = page.locator("#row-finger-floor-distance")
    expect(row.locator(".error-text")).to_contain_text("140 is out of range. Enter a number from 0 to 80 cm.")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("140")
    assert violations(page) == []

    field.fill("14")
    field.press("Tab")
    expect(row.locator("svg[role=img]")).to_be_visible()
    expect(row.locator(".error-text")).to_have_text("")
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_angles_that_do_not_fit_are_told_with_the_numbers(open_page: OpenPage) -> None:
    page = open_page("desktop")
    open_measurements(page, "Hannah Weiss")
    for name, value in (("Pelvic tilt", "15"), ("Sacral slope", "35"), ("Pelvic incidence", "75")):
        page.get_by_label(f"{name}, value").fill(value)
        page.get_by_label(f"{name}, value").press("Tab")
    row = page.locator("#row-pelvic-incidence")
    expect(row.locator(".error-text")).to_contain_text(
        "must equal pelvic tilt plus sacral slope (15 + 35 = 50"
    )

    page.get_by_label("Pelvic incidence, value").fill("51")
    page.get_by_label("Pelvic incidence, value").press("Tab")
    expect(page.locator("#readings")).to_contain_text("They fit.")
    expect(row.locator(".error-text")).to_have_text("")


@pytest.mark.parametrize(("device", "name"), [("phone", "Sofia Okafor"), ("desktop", "Maria Lindqvist")])
def test_without_script_a_group_is_saved_by_its_button(open_page: OpenPage, device: str, name: str) -> None:
    page = open_page(device, script=False)
    open_measurements(page, name)
    page.get_by_label("Hamstring length, Right", exact=True).fill("25")
    page.get_by_label("Hamstring length, Left", exact=True).fill("much")
    page.get_by_role("button", name="Save flexibility").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator("#error-summary")).to_contain_text("“much” is no number.")
    expect(page.get_by_label("Hamstring length, Right", exact=True)).to_have_value("25")

    page.get_by_label("Hamstring length, Left", exact=True).fill("12")
    page.get_by_role("button", name="Save flexibility").click()
    expect(page).to_have_url(re.compile("#flexibility$"))
    expect(page.locator("#row-hamstring-length svg[role=img]")).to_have_count(2)


def test_it_goes_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("desktop")
    open_measurements(page, "Robert Abernathy")
    page.get_by_label("Modified Schober, value").focus()
    page.keyboard.type("4,5")
    page.keyboard.press("Tab")
    expect(page.locator("#row-modified-schober svg[role=img]")).to_be_visible()
    page.keyboard.press("Tab")  # over the stepper, to where it is told how it is done
    focused = page.evaluate("document.activeElement.closest('[data-row]').id")
    page.keyboard.press("Enter")

    assert focused == "row-modified-schober"
    expect(page.locator("#row-modified-schober details")).to_have_attribute("open", "")


@pytest.mark.parametrize("dark", [False, True])
def test_an_emergency_stays_in_sight_and_hides_no_field_that_has_the_focus(
    open_page: OpenPage, dark: bool
) -> None:
    page = open_page("phone", dark=dark)
    open_measurements(page, "Sofia Okafor")
    strip = page.locator("#danger")
    expect(strip).to_be_in_viewport()
    expect(strip).to_contain_text("Emergency: Cauda equina syndrome. Not dealt with.")
    assert violations(page) == []

    page.get_by_label("Flexor endurance, value").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        bottom = page.evaluate("document.activeElement.getBoundingClientRect().bottom")
        assert bottom <= page.evaluate("document.getElementById('danger').getBoundingClientRect().top")
    strip.get_by_role("link").click()
    expect(page).to_have_url(re.compile("#flags$"))
