"""Drawings of exercises in a browser: on a phone, by keyboard, without script, and with less motion."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from psoas.illustration.figure.animation import animation
from psoas.illustration.figure.cards import drawn
from psoas.illustration.figure.wanted import Tempo
from psoas.knowledge.figure_files import shipped_figure
from tests.journeys.conftest import OpenPage, Site, sign_in, violations
from tests.journeys.test_plans import link_of, open_link, open_plan

NAME = "Maria Lindqvist"


def moves(picture: Locator, page: Page) -> bool:
    """Tell whether a picture looks different a while later."""
    page.wait_for_timeout(1500)  # the start is held for a moment
    first = picture.screenshot()
    page.wait_for_timeout(900)
    return picture.screenshot() != first


@pytest.mark.parametrize("script", [True, False])
def test_a_patient_follows_the_pictures(open_page: OpenPage, site: Site, script: bool) -> None:
    clinician = open_page("desktop")
    sign_in(clinician, "clinician")
    open_plan(clinician, site, NAME)
    expect(clinician.locator(".plan .figure img").first).to_be_visible()
    if script:  # the second patient has the same plan
        clinician.get_by_role("button", name="Approve this plan").click()
        clinician.get_by_role("button", name="Send to the patient's link").click()
    expect(clinician.locator(".tag").first).to_have_text(re.compile("Approved and sent"))
    patient = open_page("phone", script=script)
    fetched: dict[str, int] = {}
    patient.on(
        "response", lambda one: fetched.update({one.url: one.status}) if "/pictures/" in one.url else None
    )

    open_link(patient, link_of(clinician, NAME), NAME, "en")
    exercises = patient.locator("article.exercise")
    for number in range(exercises.count()):
        figure = exercises.nth(number).locator(".figure > img")
        figure.scroll_into_view_if_needed()
        expect(figure).to_be_visible()
        assert (figure.get_attribute("alt") or "").endswith(", drawn.")
    patient.wait_for_load_state("networkidle")

    assert exercises.count() >= 5
    assert len(fetched) >= exercises.count()
    assert set(fetched.values()) == {200}
    if script:  # without, browsers fetch every picture at once
        assert not [url for url in fetched if "moving" in url]

    summary = patient.get_by_text("Show the movement").first
    summary.focus()
    patient.keyboard.press("Enter")
    picture = patient.locator(".figure details[open] img").first
    expect(picture).to_be_visible()

    assert moves(picture, patient)


def test_the_picture_of_an_exercise_moves_only_for_those_who_want_motion(open_page: OpenPage) -> None:
    page = open_page("desktop")
    sign_in(page, "clinician")
    page.goto("/knowledge/items/bridge-two-legs/")
    assert page.locator(".figure > img").count() == 3  # easier and harder look different
    page.get_by_text("Show the movement").first.click()
    picture = page.locator(".figure details[open] img").first
    expect(picture).to_be_visible()
    assert moves(picture, page)
    assert violations(page) == []

    page.emulate_media(reduced_motion="reduce")
    page.reload()
    page.get_by_text("Show the movement").first.click()
    expect(picture).to_be_visible()
    assert not moves(picture, page)


def test_advice_shows_its_postures(open_page: OpenPage) -> None:
    page = open_page("phone")
    sign_in(page, "clinician")
    page.goto("/knowledge/advice/sitting-arms-and-screen/")
    picture = page.get_by_role("img", name="Sitting at a desk, drawn.")
    picture.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")

    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    assert violations(page) == []


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_a_moving_picture_by_itself_has_its_own_button(by: str, chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "bridge.svg"
    file.write_text(
        animation(drawn(shipped_figure("bridge-two-legs")), Tempo(5), title="Bridge"), encoding="utf-8"
    )
    context = chromium.new_context(viewport={"width": 600, "height": 400}, java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    still = page.screenshot()
    page.wait_for_timeout(1200)
    assert page.screenshot() == still  # nothing moves before it is asked to

    if by == "mouse":
        page.locator("#play").click()
    else:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    page.wait_for_timeout(1800)
    moved = page.screenshot()
    context.close()

    assert moved != still
