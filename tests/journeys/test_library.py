"""Reading the knowledge and adding to it, on phone and desktop, by keyboard, and without script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenPage, sign_in, violations

PAGES = (
    "/knowledge/",
    "/knowledge/?q=sciatica",
    "/knowledge/accuracy/?contributor=sacroiliac",
    "/knowledge/red_flags/",
    "/knowledge/findings/slr/",
    "/knowledge/contributors/sacroiliac/",
    "/knowledge/red_flags/cauda-equina/",
    "/knowledge/items/ball-on-buttock/",
    "/knowledge/interventions/acupuncture/",
    "/knowledge/rules/altman-hip-osteoarthritis/",
    "/knowledge/sources/nice-2016-ng59/",
    "/knowledge/items/bird-dogs/",
    "/knowledge/own/",
    "/knowledge/own/priors/",
    "/knowledge/own/exercises/add/?like=bird-dog",
)


def fits(page: Page) -> bool:
    """Tell that nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True])
def test_every_kind_of_page_is_accessible_and_fits(open_page: OpenPage, device: str, dark: bool) -> None:
    page = open_page(device, dark=dark)
    sign_in(page, "owner")
    for path in PAGES:
        page.goto(path)
        assert violations(page) == [], path
        assert fits(page), path


def test_a_clinician_finds_a_record_while_typing_and_follows_it_to_its_source(open_page: OpenPage) -> None:
    page = open_page("desktop")
    sign_in(page, "clinician")
    page.get_by_role("link", name="Knowledge", exact=True).click()
    page.get_by_role("searchbox").press_sequentially("ball on butt", delay=20)

    expect(page.locator(".found li a").first).to_have_text("Ball on the buttock")
    expect(page).to_have_url(re.compile("q=ball"))
    page.locator(".found li a").first.click()
    page.locator(".cite a", has_text="Wilke").first.click()
    expect(page.get_by_role("heading", name="Used by")).to_be_visible()
    page.locator("#used-by a", has_text="Ball on the buttock").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ball on the buttock")


def test_a_therapist_reads_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("desktop")
    sign_in(page, "therapist")
    page.goto("/knowledge/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the content
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("bird dog")
    page.keyboard.press("Enter")
    expect(page.locator(".found li a").first).to_have_text("Bird dog")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Bird dog":
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bird dog")


@pytest.mark.parametrize("device", ["phone", "desktop"])
@pytest.mark.parametrize("script", [True, False])
def test_an_owner_adds_an_exercise_corrects_it_and_removes_it(
    open_page: OpenPage,
    device: str,
    script: bool,
) -> None:
    name = f"Wall lean {device} {'with' if script else 'without'} script"
    page = open_page(device, script=script)
    sign_in(page, "owner")
    page.goto("/knowledge/own/")
    page.get_by_role("link", name="Add an exercise").click()
    page.get_by_label("Begin with what a shipped exercise says").select_option("bird-dog")
    page.get_by_role("button", name="Fill in").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page).to_have_title("Error: Add an exercise")
    page.get_by_label("Why you offer it").fill("Taught here since 2019.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"“{name}” is saved.")).to_be_visible()
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_text("Taught here since 2019.")).to_be_visible()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Sets").fill("2")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name=f"Remove {name}").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text(f"“{name}” is removed.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_an_owner_checks_starting_values_before_saving_them(open_page: OpenPage, script: bool) -> None:
    page = open_page("desktop", script=script)
    sign_in(page, "owner")
    page.goto("/knowledge/own/priors/")
    begin = "format: psoas-priors-1\nclinic: Riverside\npriors:\n  facet:\n    - who: everybody here\n"
    rest = "      probability: 0.2\n      low: 0.1\n      high: 0.3\n      status: judgement\n"
    page.get_by_label("Starting values").fill(begin + rest)
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("link", name="line 5", exact=False)).to_contain_text("needs a rationale")
    page.get_by_label("Starting values").fill(begin + rest + "      rationale: Counted in 2025.\n")
    page.get_by_role("button", name="Check").click()

    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    expect(page.get_by_role("row", name="Ours everybody here everybody 20 % (10 to 30)")).to_be_visible()
    if script:
        assert violations(page) == []
