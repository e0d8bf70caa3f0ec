"""A plan from the proposal to the patient's phone: on phone and desktop, by keyboard, with and without script."""

import re
import sqlite3
from contextlib import closing
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from psoas.web.demo.people import PEOPLE
from tests.journeys.conftest import OpenPage, Site, sign_in, violations

PLANNABLE = {"desktop": "Maria Lindqvist", "phone": "Hannah Weiss"}


def open_plan(page: Page, site: Site, name: str) -> None:
    """Open somebody's plan; its address names nobody, so it is looked up."""
    with closing(sqlite3.connect(site.data / "psoas.sqlite3")) as database:
        found = database.execute(
            "SELECT key FROM web_visit WHERE person_id = (SELECT id FROM web_person WHERE name = ?)", [name]
        ).fetchone()
    page.goto(f"/visits/{UUID(found[0])}/plan/")


def link_of(page: Page, name: str) -> str:
    page.goto("/people/")
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Make a new link").click()
    found = re.search(r"/p/[\w-]{16,}/", page.content())
    assert found is not None
    return found.group()


def open_link(page: Page, link: str, name: str, language: str) -> None:
    page.goto(f"{link}?language={language}")
    born = next(one.birth_year for one in PEOPLE if one.name == name)
    page.fill("[name=birth_year]", str(born))
    page.press("[name=birth_year]", "Enter")
    page.wait_for_url(re.compile("/my/"))
    page.goto("/my/plan/")


@pytest.mark.parametrize(("device", "script"), [("desktop", True), ("phone", False)])
def test_edited_approved_sent_accepted_and_read(
    open_page: OpenPage, site: Site, device: str, script: bool
) -> None:
    name = PLANNABLE[device]
    clinician = open_page(device, script=script)
    sign_in(clinician, "clinician")
    open_plan(clinician, site, name)
    exercise = edit_approve_and_send(clinician, name)

    therapist = open_page(device, script=script)
    sign_in(therapist, "therapist")
    expect(therapist.get_by_role("heading", level=1)).to_have_text("Approved plans")
    accept_and_note(therapist, name)

    link = link_of(clinician, name)
    patient = open_page("phone", script=script)
    open_link(patient, link, name, "es")
    read_in_both_languages(patient, exercise)
    if script:
        assert violations(clinician) + violations(therapist) + violations(patient) == []
        assert patient.evaluate("document.documentElement.scrollWidth") <= 390


def edit_approve_and_send(page: Page, name: str) -> str:
    """Change the first exercise, and return its name."""
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Plan of {name}")
    page.get_by_role("link", name=re.compile("^Dose, days, note")).first.click()
    exercise = page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Repetitions").fill("4")
    page.get_by_label("A note for the patient").fill("Slowly, on the rug.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Slowly, on the rug.").first).to_be_visible()
    page.get_by_role("button", name="Approve this plan").click()
    expect(page.get_by_text("The plan is approved.")).to_be_visible()
    page.get_by_role("button", name="Send to the patient's link").click()
    expect(page.locator(".tag").first).to_have_text(re.compile("Approved and sent"))
    return exercise


def accept_and_note(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    assert page.get_by_role("link", name="Swap").count() == 0
    page.get_by_role("button", name="Accept the massage session").click()
    expect(page.get_by_text("You accepted the massage session.")).to_be_visible()
    page.get_by_label("What you did, and how it went").fill("Calmer after ten minutes.")
    page.get_by_role("button", name="Write the note").click()
    expect(page.get_by_text("Calmer after ten minutes.")).to_be_visible()


def read_in_both_languages(page: Page, exercise: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Su plan")
    expect(page.get_by_text("Slowly, on the rug.")).to_be_visible()
    expect(page.get_by_role("heading", name="Cuándo pedir ayuda")).to_be_visible()
    assert exercise not in page.content()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your plan")
    expect(page.get_by_role("heading", name=re.compile(re.escape(exercise)))).to_be_visible()
    assert page.request.get("/my/plan/paper.pdf").body().startswith(b"%PDF")


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_every_page_of_a_change_is_accessible_and_fits(open_page: OpenPage, site: Site, device: str) -> None:
    page = open_page(device)
    sign_in(page, "clinician")
    open_plan(page, site, "Hannah Weiss")
    plan = page.url
    places = ["add/", "frame/", "walking/", "advice/", "massage/", "massage/none/"]
    first = page.get_by_role("link", name=re.compile("^Swap")).first.get_attribute("href") or ""
    places += [first, first.replace("swap/", ""), first.replace("swap/", "remove/")]
    for place in ["", *places]:
        page.goto(place if place.startswith("/") else plan + place)
        assert violations(page) == [], place
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], place  # type: ignore[index]


def test_a_swap_by_keyboard_alone(open_page: OpenPage, site: Site) -> None:
    page = open_page("desktop")
    sign_in(page, "clinician")
    open_plan(page, site, "Hannah Weiss")
    swap = page.get_by_role("link", name=re.compile("^Swap")).first
    old = (swap.inner_text()).removeprefix("Swap").strip()
    swap.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Swap {old}")
    page.get_by_label("Why").focus()
    page.keyboard.type("Not on the floor.")
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.getAttribute('name')")
        if focused == "new":
            break
    new = page.evaluate("document.activeElement.value")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"#{new}$"))

    expect(page.locator(f"#{new}")).to_be_visible()
    expect(page.get_by_text("Not on the floor.").first).to_be_visible()


def test_two_at_once_are_told_and_lose_nothing(open_page: OpenPage, site: Site) -> None:
    one, other = open_page("desktop"), open_page("desktop", script=False)
    for page in (one, other):
        sign_in(page, "clinician")
        open_plan(page, site, "Hannah Weiss")
        page.get_by_role("link", name="Change goals, time and review").click()
    one.get_by_label("Goals, one a line").fill("Carry the baby.")
    one.get_by_role("button", name="Save").click()
    expect(one.get_by_text("Carry the baby.").first).to_be_visible()

    other.get_by_label("Goals, one a line").fill("Sleep on my side.")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("heading", level=1)).to_have_text(
        "The plan changed while you were working on it"
    )
    expect(other.get_by_text("The goals are now: Carry the baby.")).to_be_visible()
    expect(other.get_by_text("Sleep on my side.")).to_be_visible()
    other.get_by_role("button", name="Apply mine").click()
    expect(other.get_by_text("Sleep on my side.").first).to_be_visible()


def test_a_yes_rules_an_exercise_out_on_the_spot(open_page: OpenPage, site: Site) -> None:
    page = open_page("phone")
    sign_in(page, "clinician")
    open_plan(page, site, "Hannah Weiss")
    page.get_by_role("link", name="Change goals, time and review").click()
    page.get_by_label("Goals, one a line").fill("Walk with the pram.")  # a plan, no longer the bare proposal
    page.get_by_role("button", name="Save").click()
    question = page.locator(".ask", has_text="Do you have a knee problem")
    question.get_by_role("button", name=re.compile("^Yes")).click()

    expect(page.get_by_role("heading", name="Ruled out for this patient now")).to_be_visible()
    expect(page.get_by_role("button", name="Approve this plan")).to_be_disabled()
    assert violations(page) == []
