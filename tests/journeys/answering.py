"""How the intake is answered in a browser: by mouse, by finger and by keyboard."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

# The bytes of a page and of everything it loads, unpacked, whether it came over the line or was kept.
_WEIGHT = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .reduce((sum, one) => sum + one.decodedBodySize, 0)"""


@dataclass
class Seen:
    """What a browser met on its way."""

    pages: list[str]
    heaviest: int = 0


def go_on(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form.stack button:not([type=button])").first.click()


def answer(page: Page) -> None:
    """Give a reassuring or middling answer to whatever is asked."""
    if "/safety/" in page.url:
        page.locator("input[value=none]").check()
        return
    if "/drawing/" in page.url:
        if page.locator(".can-draw").count():
            draw(page, (345, 195), (358, 205))
            expect(page.locator("#where")).to_contain_text("right" if in_english(page) else "derech")
        else:
            page.locator("input[value='back:right:buttock']").check()
        return
    names = page.evaluate(
        "[...new Set([...document.querySelectorAll('main [type=radio]')].map(one => one.name))]"
    )
    for name in names:
        page.locator(f"input[name='{name}']").nth(1).check()
    none = page.locator("main form.stack input[value=none][type=checkbox]")
    if none.count():
        none.check()


def in_english(page: Page) -> bool:
    return page.locator("html").get_attribute("lang") == "en"


def on_screen(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return where a place of the body chart is on the screen."""
    found = page.evaluate(
        """([x, y]) => {
            const line = document.getElementById("line");
            const at = new DOMPoint(x, y).matrixTransform(line.getScreenCTM());
            return [at.x, at.y];
        }""",
        [x, y],
    )
    return found[0], found[1]


def draw(page: Page, *points: tuple[float, float]) -> None:
    """Draw a line with the mouse, in the coordinates of the chart."""
    page.locator("#chart").scroll_into_view_if_needed()
    places = [on_screen(page, x, y) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    with page.expect_response("**/my/drawing/lines/"):
        page.mouse.up()


def walk(page: Page, on_page: Callable[[Page], None]) -> Seen:
    """Answer everything from the welcome to the check, and send it."""
    seen = Seen([])

    def look() -> None:
        seen.heaviest = max(seen.heaviest, page.evaluate(_WEIGHT))
        seen.pages.append(page.url.split("/my/")[1].split("?")[0])
        on_page(page)

    page.reload()
    look()
    with page.expect_navigation():
        page.locator("main form button").first.click()
    while "/check/" not in page.url:
        look()
        answer(page)
        go_on(page)
        assert len(seen.pages) < 45
    look()
    with page.expect_navigation():
        page.locator("main form button").first.click()
    look()
    return seen


def focus(page: Page, wanted: str) -> None:
    """Press Tab until something has the focus; it must be seen there."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none"
            return
    raise AssertionError(f"no way by keyboard to {wanted}")


def press_continue(page: Page, url: str) -> None:
    focus(page, "main form.stack button:not([type=button])")
    page.keyboard.press("Enter")
    page.wait_for_url(url)


def swipe(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw with a finger, while the palm of the hand touches too."""
    page.locator("#chart").scroll_into_view_if_needed()

    def at(place: tuple[float, float], finger: int) -> dict[str, float]:
        x, y = on_screen(page, *place)
        return {"x": x, "y": y, "id": finger}

    touch = page.context.new_cdp_session(page)
    palm = (start[0] + 40, start[1] + 40)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at(start, 1)]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at(start, 1), at(palm, 2)]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at(middle, 1), at(palm, 2)]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at(end, 1), at(palm, 2)]})
    with page.expect_response("**/my/drawing/lines/"):
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
