"""The intake in a browser: on a phone and a desktop, by finger and by keyboard, with and without script."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.cases import ROOT
from tests.journeys.answering import answer, draw, focus, go_on, press_continue, swipe, walk
from tests.journeys.conftest import OpenPage, Site, violations

HEAVIEST = 300_000  # bytes of a page with everything it loads
FIRST_CONTENT = 1000  # milliseconds until something is seen on a slow phone
SLOW_PHONE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}

# Makes a new patient with a link that is open, and prints the key of the session.
_OPEN = """
import sys, django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from psoas.web.access.patient import LANGUAGE_KEY, SESSION_KEY
from psoas.web.audit.record import Actor
from psoas.web.models import User
from psoas.web.people.actions import add_person, give_link
desk = User.objects.get(email="desk@riverside.example")
by = Actor.staff(desk)
fields = {"name": sys.argv[1], "birth_year": 1980, "sex": "female", "language": sys.argv[2]}
person = add_person(clinic=desk.clinic, fields=fields, by=by)
session = SessionStore()
session[SESSION_KEY] = give_link(person=person, by=by)[0].pk
session[LANGUAGE_KEY] = sys.argv[2]
session.create()
print(session.session_key)
"""


OpenPhone = Callable[..., Page]


@pytest.fixture
def open_phone(open_page: OpenPage, site: Site) -> OpenPhone:
    """A browser in which the link of a new patient is open."""
    numbers = count(1)

    def open_one(device: str = "phone", *, language: str = "en", **options: bool) -> Page:
        own = {
            "DJANGO_SETTINGS_MODULE": "psoas.web.settings",
            "PSOAS_DATA": str(site.data),
            "PSOAS_HTTPS": "false",
        }
        command = [sys.executable, "-c", _OPEN, f"Patient {next(numbers)}", language]
        done = subprocess.run(
            command, env={**os.environ, **own}, cwd=ROOT, capture_output=True, text=True, check=True
        )
        page = open_page(device, **options)
        page.context.add_cookies([{"name": "sessionid", "value": done.stdout.split()[-1], "url": site.url}])
        page.goto("/my/")
        return page

    return open_one


def is_fine(page: Page) -> None:
    """Nothing runs over the side, one heading of the first level, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert violations(page) == [], page.url


@pytest.mark.parametrize(
    ("device", "language", "dark"),
    [("phone", "en", False), ("phone", "es", True), ("desktop", "en", True), ("desktop", "es", False)],
)
def test_everything_is_answered_and_sent(
    open_phone: OpenPhone, device: str, language: str, dark: bool
) -> None:
    page = open_phone(device, language=language, dark=dark)

    seen = walk(page, is_fine)

    sent = "Your answers are sent" if language == "en" else "Sus respuestas se enviaron"
    expect(page.get_by_role("heading", level=1)).to_have_text(sent)
    assert len(seen.pages) == 1 + 15 + 1 + 18 + 2  # welcome, safety, drawing, pages, check and sent
    assert 20_000 < seen.heaviest < HEAVIEST
    page.goto("/my/")
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("language", ["en", "es"])
def test_without_script_it_is_complete(open_phone: OpenPhone, language: str) -> None:
    page = open_phone(language=language, script=False)
    steps = 0

    with page.expect_navigation():
        page.locator("main form button").first.click()
    while "/check/" not in page.url:
        steps += 1
        if "/safety/" in page.url:
            page.locator("input[value=none]").check()
        elif "/drawing/" in page.url:
            expect(page.locator("[data-drawing]").first).to_be_hidden()
            page.locator("input[value='back:right:buttock']").check()
        else:
            for group in page.locator("main fieldset").all():
                options = group.locator("input[type=radio]")
                if options.count():
                    options.nth(1).check()
            if page.locator("input[type=checkbox][value=none]").count():
                page.locator("input[type=checkbox][value=none]").check()
        on = page.locator("main form.stack button").last
        if "/drawing/" in page.url:
            on = page.get_by_role("button", name="Continue" if language == "en" else "Continuar")
        with page.expect_navigation():
            on.click()
        assert steps < 45
    page.locator("main form button").first.click()

    assert steps == 15 + 1 + 18
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your answers are sent" if language == "en" else "Sus respuestas se enviaron"
    )


def test_the_keyboard_is_enough(open_phone: OpenPhone) -> None:
    """Tab, space, arrows and Enter; the focus is always seen."""
    page = open_phone("desktop")
    focus(page, "main form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/safety/bladder/")
    focus(page, "input[value=none]")
    page.keyboard.press("Space")
    press_continue(page, "**/safety/bowel/")
    focus(page, "input[value=none]")
    page.keyboard.press("Space")
    press_continue(page, "**/safety/saddle/")
    focus(page, "input[type=radio]")
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator("input[value=none]")).to_be_checked()
    press_continue(page, "**/safety/sexual-function/")

    page.goto("/my/drawing/")
    focus(page, ".places summary")
    page.keyboard.press("Enter")
    focus(page, "input[value='back:right:buttock']")
    page.keyboard.press("Space")
    press_continue(page, "**/safety/sexual-function/")
    page.goto("/my/questions/strength/")
    for name, steps in (("now", 3), ("average", 4), ("worst", 6)):
        focus(page, f"input[name={name}]")
        page.keyboard.press("Space")
        for _ in range(steps):
            page.keyboard.press("ArrowRight")
        expect(page.locator(f"input[name={name}][value='{steps}']")).to_be_checked()


def test_a_finger_draws_undoes_and_zooms(open_phone: OpenPhone) -> None:
    page = open_phone(touch=True)
    page.locator("main form button").first.click()
    page.goto("/my/drawing/")
    expect(page.locator("[data-show=back]")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("getComputedStyle(document.getElementById('chart')).touchAction") == "none"
    assert page.evaluate("getComputedStyle(document.body).touchAction") == "auto"

    page.click("[data-zoom=hips]")
    swipe(page, (340, 150), (352, 158))
    expect(page.locator("#marks path")).to_have_count(1)
    expect(page.locator("#where")).to_contain_text("the right side of your lower back")
    swipe(page, (300, 200), (306, 206))
    expect(page.locator("#marks path")).to_have_count(2)
    page.click("[data-show=front]")
    page.click("[data-zoom=legs]")
    swipe(page, (92, 250), (94, 262))
    expect(page.locator("#marks path")).to_have_count(3)
    page.click("#undo")
    expect(page.locator("#marks path")).to_have_count(2)
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))

    page.reload()
    expect(page.locator("#marks path")).to_have_count(2)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#clear")
    expect(page.locator("#marks path")).to_have_count(0)
    expect(page.locator("#where")).to_have_text("")


def test_a_line_beside_the_body_is_said_and_nothing_is_lost(open_phone: OpenPhone) -> None:
    page = open_phone("desktop")
    page.locator("main form button").first.click()
    page.goto("/my/drawing/")
    draw(page, (345, 195), (358, 205))
    draw(page, (400, 20), (405, 24))

    expect(page.locator("#lines-problem")).to_contain_text("beside the body")
    expect(page.locator("#marks path")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False])
def test_a_dangerous_answer_says_at_once_what_to_do(open_phone: OpenPhone, script: bool) -> None:
    page = open_phone(script=script)
    page.locator("main form button").first.click()
    page.locator("input[value=leak-pee]").check()
    page.locator("main form.stack button").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Get medical help now: call 911")
    expect(page.locator("a[href='tel:911']")).to_be_in_viewport()
    expect(page.locator("main")).to_contain_text("You leak pee or cannot hold it")
    if script:
        is_fine(page)
    page.get_by_role("button", name="I ticked this by mistake").click()
    expect(page.locator("input[value=leak-pee]")).to_be_checked()
    page.locator("input[value=leak-pee]").uncheck()
    page.locator("input[value=none]").check()
    page.locator("main form.stack button").click()
    page.wait_for_url("**/safety/bowel/")
    expect(page.locator(".strip")).to_have_count(0)


def test_an_error_takes_the_focus_and_keeps_the_answers(open_phone: OpenPhone) -> None:
    page = open_phone()
    page.locator("main form button").first.click()
    page.goto("/my/questions/strength/")
    page.locator("input[name=now][value='9']").check()
    page.locator("input[name=average][value='5']").check()
    page.locator("input[name=worst][value='7']").check()
    page.locator("main form.stack button").click()

    expect(page.locator("#error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    is_fine(page)
    page.locator("#error-summary a").click()
    expect(page.locator("#id_now_0")).to_be_focused()
    expect(page.locator("input[name=now][value='9']")).to_be_checked()


def test_none_of_these_puts_the_others_out(open_phone: OpenPhone) -> None:
    page = open_phone()
    page.locator("main form button").first.click()
    page.locator("input[value=leak-pee]").check()
    page.locator("input[value=none]").check()
    expect(page.locator("input[value=leak-pee]")).not_to_be_checked()
    page.locator("input[value=not-sure]").check()
    expect(page.locator("input[value=none]")).not_to_be_checked()


def test_back_and_forward_of_the_browser_work(open_phone: OpenPhone) -> None:
    page = open_phone()
    page.locator("main form button").first.click()
    for _ in range(3):
        answer(page)
        go_on(page)

    page.go_back()
    page.wait_for_url("**/safety/saddle/")
    page.go_back()
    page.wait_for_url("**/safety/bowel/")
    expect(page.locator("input[value=none]")).to_be_checked()
    page.go_forward()
    page.wait_for_url("**/safety/saddle/")
    expect(page.locator("input[value=none]")).to_be_checked()


# The page may have loaded before anything is painted: wait for the paint.
FIRST_PAINT = """() => new Promise(done => {
  const look = () => {
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    paint ? done(paint.startTime) : requestAnimationFrame(look);
  };
  look();
})"""


def test_something_is_seen_within_a_second_on_a_slow_phone(open_phone: OpenPhone) -> None:
    page = open_phone()
    page.locator("main form button").first.click()
    slow = page.context.new_cdp_session(page)
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SLOW_PHONE)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for path in ("/my/", "/my/safety/saddle/", "/my/drawing/", "/my/questions/conditions/"):
        page.goto(path)
        seen = page.evaluate(FIRST_PAINT)

        assert 0 < seen < FIRST_CONTENT, path


def test_every_target_is_large(open_phone: OpenPhone) -> None:
    page = open_phone()

    def large(page: Page) -> None:
        small = page.evaluate("""[...document.querySelectorAll('main a.button, main button, main label, .tasks a')]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5 && !one.querySelector('h1'))
            .filter(one => !one.matches('label:not(.choice, .chip)'))
            .map(one => one.outerHTML.slice(0, 80))""")
        assert small == []

    walk(page, large)


def test_who_leaves_is_out(open_phone: OpenPhone) -> None:
    page = open_phone()
    page.get_by_role("button", name="Leave this page").click()
    page.goto("/my/")

    assert page.url.endswith("/p/")
