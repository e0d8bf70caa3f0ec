"""A whole examination by taps, on a phone and on a desk; by keyboard alone; without script; in the dark."""

import re
import statistics
import sys

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import OpenPage, sign_in, violations

MOST_ACTIONS = 40  # of an examination of 25 items
SLOWEST = 1.0  # seconds at the 95th percentile, on a machine that does other things too

# One line an item: the row, the side, and what is tapped, typed or slid.
EXAMINATION = [
    ("lateral-shift", 0, "absent"),
    ("lumbar-flexion-restricted", 0, "present"),
    ("lumbar-extension-restricted", 0, "absent"),
    ("spinal-percussion-pain", 0, "absent"),
    ("single-leg-stance-pain", 0, "absent"),
    ("trendelenburg", 0, "absent"),
    ("slump", 0, "present"),
    ("slump", 1, "absent"),
    ("patellar-reflex-reduced", 0, "2"),
    ("patellar-reflex-reduced", 1, "2"),
    ("hip-flexion-weakness", 0, "5"),
    ("knee-extension-weakness", 0, "5"),
    ("slr", 0, "present"),
    ("slr", 1, "absent"),
    ("ankle-dorsiflexion-weakness", 0, "4"),
    ("big-toe-extension-weakness", 0, "4"),
    ("sensory-loss-dorsal-foot", 0, "present"),
    ("sensory-loss-lateral-heel", 0, "absent"),
    ("sij-distraction", 0, "absent"),
    ("sij-thigh-thrust", 0, "absent"),
    ("fadir", 0, "absent"),
    ("hip-flexion-range", 0, "slide 115"),
    ("trochanter-tenderness", 0, "absent"),
    ("achilles-reflex-reduced", 0, "1"),
    ("gluteal-tenderness", 0, "present"),
]


# Notes in the browser itself how long each tap takes until new bars are painted, so that the time the test's
# own driver needs to find and press a button does not count.
WATCH = """() => {
  window.taps = [];
  let began;
  document.addEventListener("change", () => { began = performance.now(); }, true);
  document.addEventListener("htmx:afterOnLoad", () =>
    requestAnimationFrame(() => window.taps.push(performance.now() - began)));
}"""


def open_case(page: Page, name: str) -> None:
    sign_in(page, "clinician")
    page.goto("/worklist/")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def row(page: Page, finding: str) -> Locator:
    return page.locator(f"#row-{finding}")


def choice(page: Page, finding: str, side: int, value: str) -> Locator:
    """The label that is tapped: the button itself lies invisible in it."""
    sides = row(page, finding).locator(".side")
    return sides.nth(side).locator(f".segment:has(input[value='{value}'])")


def act(page: Page, finding: str, side: int, value: str) -> None:
    """Do one item, and wait until the answer stands on the page."""
    with page.expect_response(lambda answer: answer.url.endswith("/examine/")) as answered:
        if value.startswith("slide "):
            row(page, finding).locator(".slider").nth(side).fill(value.removeprefix("slide "))
        else:
            choice(page, finding, side, value).click()
    assert answered.value.status == 200, answered.value.text()
    expect(row(page, finding).locator(".saved")).to_be_visible()


def skip_impression(page: Page) -> None:
    if page.get_by_role("button", name="Skip").count():
        page.get_by_role("button", name="Skip").click()
    expect(page.get_by_role("heading", name="Contributors")).to_be_visible()


@pytest.mark.parametrize(
    ("device", "patient"), [("desktop", "Maria Lindqvist"), ("phone", "Robert Abernathy")]
)
def test_an_examination_of_25_items_takes_taps_only(
    open_page: OpenPage, device: str, patient: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = open_page(device, touch=device == "phone")
    open_case(page, patient)
    skip_impression(page)
    before = page.locator("#contributors").get_attribute("data-digest")

    page.evaluate(WATCH)
    for item in EXAMINATION:
        act(page, *item)
    seconds = [one / 1000 for one in page.evaluate("window.taps")]

    assert len({finding for finding, _, _ in EXAMINATION}) + 3 == len(EXAMINATION) == 25
    assert len(seconds) == len(EXAMINATION)
    assert 1 + len(seconds) <= MOST_ACTIONS
    slow = statistics.quantiles(seconds, n=20)[-1]
    with capsys.disabled():
        middle = statistics.median(seconds)
        sys.stdout.write(f"\n{device}: p50 {1000 * middle:.0f} ms, p95 {1000 * slow:.0f} ms a tap\n")
    assert slow <= SLOWEST
    assert page.locator("#contributors").get_attribute("data-digest") != before
    page.reload()
    expect(row(page, "hip-flexion-range").locator(".measured").first).to_have_value("115")
    expect(choice(page, "slr", 0, "present").locator("input")).to_be_checked()
    expect(choice(page, "fadir", 1, "absent").locator("input")).not_to_be_checked()
    assert violations(page) == []


def test_the_impression_comes_first_and_is_compared(open_page: OpenPage) -> None:
    page = open_page("desktop")
    open_case(page, "Hannah Weiss")
    expect(page.locator(".interval")).to_have_count(0)
    assert violations(page) == []
    for name in ("Sacroiliac joint pain", "Lumbar nerve-root pain"):
        page.locator(".segment", has_text=name).click()
    page.get_by_role("button", name="Open the contributors").click()

    mine = page.locator(".mine")
    expect(mine).to_contain_text(re.compile("Sacroiliac joint pain: (agrees|not settled|differs)"))
    expect(page.locator(".interval").first).to_be_visible()
    page.locator("#contributor-sacroiliac > summary").click()
    expect(page.locator("#contributor-sacroiliac .ledger")).to_contain_text("Not examined yet:")
    page.locator("#contributor-nerve-root > summary").click()
    expect(page.locator("#contributor-nerve-root .ledger")).to_contain_text("Starts at")
    act(page, "slump", 1, "present")
    expect(page.locator("#contributor-nerve-root .ledger-table")).to_contain_text("Slump, present")
    assert violations(page) == []

    opinion = page.locator("#opinion-sacroiliac")
    opinion.locator("summary").click()
    opinion.locator(".segment", has_text="Likely").first.click()
    opinion.get_by_label("Because").fill("Four tests together, and it began")
    act(page, "sij-distraction", 0, "present")  # a tap takes nothing away that is half written
    expect(opinion.get_by_label("Because")).to_have_value("Four tests together, and it began")
    opinion.get_by_label("Because").fill("")
    opinion.get_by_role("button", name="Save my judgement").click()
    expect(page.locator("#error-opinion-sacroiliac")).to_contain_text("Say why in a sentence.")
    opinion.get_by_label("Because").fill("It began after birth.")
    opinion.get_by_role("button", name="Save my judgement").click()
    expect(page.locator("#contributor-sacroiliac > summary")).to_contain_text("It began after birth.")


def test_an_error_stands_beside_its_row_and_the_number_stays(open_page: OpenPage) -> None:
    page = open_page("desktop")
    open_case(page, "Diego Fuentes")
    field = row(page, "hip-flexion-range").locator(".measured").first
    field.fill("900")
    field.press("Tab")

    expect(row(page, "hip-flexion-range").get_by_role("alert")).to_contain_text("900 is out of range.")
    expect(row(page, "hip-flexion-range").locator(".measured").first).to_have_value("900")
    assert violations(page) == []
    row(page, "hip-flexion-range").locator(".measured").first.fill("110")
    row(page, "hip-flexion-range").locator(".measured").first.press("Tab")
    expect(row(page, "hip-flexion-range").locator(".saved")).to_be_visible()


def test_the_rest_of_a_block_is_normal_by_one_tap_and_can_be_taken_back(open_page: OpenPage) -> None:
    page = open_page("desktop")
    open_case(page, "Diego Fuentes")
    block = page.locator("form.block", has=page.get_by_role("heading", name="Sitting"))
    identifier = block.get_attribute("id")
    block.get_by_role("button", name="Mark the rest of this block normal").click()

    expect(page.locator(f"#marked-{identifier}")).to_contain_text("recorded as normal")
    expect(choice(page, "slump", 1, "absent").locator("input")).to_be_checked()
    expect(choice(page, "patellar-reflex-reduced", 0, "2").locator("input")).to_be_checked()
    page.get_by_role("button", name="Undo").click()
    expect(choice(page, "slump", 1, "").locator("input")).to_be_checked()
    assert violations(page) == []


def test_any_other_finding_is_found_by_name(open_page: OpenPage) -> None:
    page = open_page("desktop")
    open_case(page, "Diego Fuentes")
    page.get_by_label("Any other finding").press_sequentially("log roll")
    page.get_by_role("link", name="Log roll").click()

    expect(row(page, "log-roll-pain")).to_be_focused()
    act(page, "log-roll-pain", 1, "present")
    page.get_by_role("link", name="Log roll").click()  # it is there already
    expect(row(page, "log-roll-pain")).to_have_count(1)


def test_a_dangerous_answer_interrupts_until_it_is_dealt_with(open_page: OpenPage) -> None:
    page = open_page("desktop", dark=True)
    open_case(page, "Diego Fuentes")
    page.locator(".open-questions > summary").click()
    bladder = page.locator("details.ask", has=page.locator("#question-bladder"))
    bladder.locator("summary").click()
    bladder.locator(".segment", has_text="I leak pee").click()
    bladder.get_by_role("button", name="Save the answer").click()

    strip = page.locator("#strip")
    expect(strip).to_contain_text("Emergency: Cauda equina syndrome")
    expect(strip).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="Dealt with").first.click()
    expect(page.locator(".refused")).to_contain_text("Say how it was dealt with")
    page.locator(".segment", has_text="Sent to the emergency department.").first.click()
    page.get_by_role("button", name="Dealt with").first.click()
    expect(page.locator("#flags")).to_contain_text("Dealt with: Sent to the emergency department.")
    expect(page.locator("[data-emergency]")).to_have_count(0)


def test_it_goes_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page("desktop")
    open_case(page, "Hannah Weiss")
    skip_impression(page)
    page.goto(f"{page.url.split('#')[0]}?order=position")
    page.keyboard.press("j")
    expect(row(page, "antalgic-gait")).to_be_focused()
    for _ in range(20):
        if page.evaluate("document.activeElement.id") == "row-slump":
            break
        page.keyboard.press("j")
    with page.expect_response(lambda answer: answer.url.endswith("/examine/")):
        page.keyboard.press("3")
    with page.expect_response(lambda answer: answer.url.endswith("/examine/")):
        page.keyboard.press("Shift+2")
    expect(choice(page, "slump", 0, "present").locator("input")).to_be_checked()
    expect(choice(page, "slump", 1, "absent").locator("input")).to_be_checked()
    page.keyboard.press("/")
    expect(page.get_by_label("Any other finding")).to_be_focused()
    page.keyboard.type("j3")  # letters in a field are letters
    expect(page.get_by_label("Any other finding")).to_have_value("j3")

    page.locator(".keys > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Use shortcuts").focus()
    page.keyboard.press("Space")
    page.locator(".keys > summary").focus()
    page.keyboard.press("j")
    expect(page.locator(".keys > summary")).to_be_focused()


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_it_is_whole_without_script(open_page: OpenPage, device: str) -> None:
    page = open_page(device, script=False)
    open_case(page, "Sofia Okafor")
    if page.get_by_role("button", name="Skip").count():
        page.locator(".segment", has_text="Lumbar nerve-root pain").click()
        page.get_by_role("button", name="Open the contributors").click()
    expect(page.locator(".mine")).to_contain_text("Lumbar nerve-root pain")
    block = page.locator("form.block", has=page.get_by_role("heading", name="On the back"))
    choice(page, "sij-distraction", 0, "absent").click()
    row(page, "hip-flexion-range").locator(".measured").first.fill("900")
    block.get_by_role("button", name="Save").click()
    expect(page.locator("#error-summary")).to_contain_text("900 is out of range.")
    expect(choice(page, "sij-distraction", 0, "absent").locator("input")).to_be_checked()

    row(page, "hip-flexion-range").locator(".measured").first.fill("100")
    page.locator("form.block", has=page.get_by_role("heading", name="On the back")).get_by_role(
        "button", name="Save"
    ).click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(row(page, "hip-flexion-range").locator(".measured").first).to_have_value("100")
    page.locator("#contributor-nerve-root > summary").click()
    page.locator("#contributor-nerve-root").get_by_role("link", name="Show the reasons").click()
    expect(page.locator("#contributor-nerve-root .ledger")).to_contain_text("Starts at")
    page.get_by_label("Any other finding").fill("log roll")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Log roll").click()
    expect(row(page, "log-roll-pain")).to_be_visible()


@pytest.mark.parametrize("device", ["desktop", "phone"])
@pytest.mark.parametrize("dark", [False, True])
def test_it_has_no_barrier_and_does_not_scroll_sideways(open_page: OpenPage, device: str, dark: bool) -> None:
    page = open_page(device, dark=dark)
    open_case(page, "Sofia Okafor")
    skip_impression(page)
    page.locator("#contributor-nerve-root > summary").click()
    expect(page.locator("#contributor-nerve-root .ledger")).to_contain_text("Starts at")
    page.locator("#beside > summary").click()
    expect(page.locator("#beside")).to_contain_text("Published rules")
    page.locator("#answers > summary").click()
    expect(page.locator("#answers")).to_contain_text("Safety questions")

    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
