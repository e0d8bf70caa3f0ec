"""The pages in a real browser: phone and desktop, without script, without a request to anywhere."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from tests.browser_present import browser as system_browser

from psoas import Assessment, Knowledge, Plan
from psoas.care.clinic import Clinic
from psoas.reports.rendering import render
from psoas.reports.story import tell_story

pytestmark = pytest.mark.skipif(
    system_browser() is None, reason="no Chromium on this machine (Debian: apt-get install chromium)"
)

WIDTHS = {"phone": 390, "desktop": 1440}
PAGES = [
    (example, page)
    for example in (
        "todays-patient",
        "s1-root-compression",
        "suspected-cauda-equina",
        "almost-nothing-answered",
    )
    for page in ("story", "report")
]


@pytest.fixture(scope="module")
def files(
    assessed: dict[str, Assessment],
    planned: dict[str, Plan | None],
    knowledge: Knowledge,
    clinic: Clinic,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("pages")
    written = {}
    for example in {example for example, _ in PAGES}:
        plan = planned[example]
        story = tell_story(assessed[example], plan, knowledge=knowledge, clinic=clinic)
        for name, content in render(assessed[example], plan, story, knowledge, kind="html").items():
            written[example, name] = folder / f"{example}-{name}.html"
            written[example, name].write_bytes(content)
    return written


def opened(
    chromium: Browser, path: Path, width: int, *, script: bool = True
) -> tuple[Page, list[str], list[str]]:
    context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
    page = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(path.as_uri())
    return page, requests, errors


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize(("example", "name"), PAGES)
def test_the_page_fits_asks_nobody_and_reads_without_barriers(
    example: str, name: str, width: int, chromium: Browser, files: dict[tuple[str, str], Path]
) -> None:
    path = files[example, name]
    page, requests, errors = opened(chromium, path, width)

    try:
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        violations = Axe().run(page).response["violations"]

        assert overflow <= 0
        assert [url for url in requests if not url.startswith(("data:", path.as_uri()))] == []
        assert errors == []
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in violations] == []
    finally:
        page.context.close()


def test_the_story_reads_the_same_without_script(
    chromium: Browser, files: dict[tuple[str, str], Path], clinic: Clinic
) -> None:
    page, _, _ = opened(chromium, files["todays-patient", "story"], 390, script=False)

    try:
        text = page.inner_text("main")
        assert clinic.phone in text
        assert "Hamstring stretch" in text
    finally:
        page.context.close()


def test_the_emergency_page_starts_with_what_to_do(
    chromium: Browser, files: dict[tuple[str, str], Path], clinic: Clinic
) -> None:
    page, _, _ = opened(chromium, files["suspected-cauda-equina", "story"], 390)

    try:
        assert clinic.emergency_number in page.inner_text("h1")
        link = page.locator("a[href^='tel:']").first
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44  # a thumb's width
        assert box["y"] < 700  # seen without scrolling
    finally:
        page.context.close()


def test_the_story_weighs_less_than_300_kilobytes(files: dict[tuple[str, str], Path]) -> None:
    sizes = {key: path.stat().st_size for key, path in files.items() if key[1] == "story"}

    assert max(sizes.values()) < 300_000
