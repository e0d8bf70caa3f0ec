"""What journeys share: a server with the invented clinic in it, and browsers to visit it with."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from psoas.web.demo.clinic import PASSWORD
from tests.browser_present import browser as system_browser
from tests.cases import ROOT

WIDTHS = {"phone": (390, 844), "desktop": (1440, 900)}
PATIENCE = 60  # seconds until the server must answer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, where there is no browser."""
    if system_browser() is None:
        skip = pytest.mark.skip(reason="no Chromium on this machine (Debian: apt-get install chromium)")
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


@dataclass(frozen=True)
class Site:
    """A running server."""

    url: str
    data: Path
    pid: int


def start_site(data: Path, *options: str, **environment: str) -> tuple[Site, subprocess.Popen[bytes]]:
    """Start a server on a free port of loopback and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "psoas", "serve", "--data", str(data), "--port", str(port), *options]
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    log = data.parent / f"{data.name}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=file, cwd=ROOT, env={**inherited, **environment}
        )
    site = Site(f"http://127.0.0.1:{port}", data, process.pid)
    for _ in range(PATIENCE * 10):
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{site.url}/health").status_code == 200:
                return site, process
        except httpx.TransportError:
            time.sleep(0.1)
    process.kill()
    raise RuntimeError(f"the server did not start: {log.read_text(encoding='utf-8')[-2000:]}")


def stop_site(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of its own for each file of journeys, with the invented clinic."""
    running, process = start_site(tmp_path_factory.mktemp("site") / "data", "--demo", PSOAS_HTTPS="false")
    yield running
    stop_site(process)


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[OpenPage]:
    """Open a browser window: ``open_page("phone", script=False)``. Console errors and foreign requests fail it."""
    contexts = []
    complaints: list[str] = []

    def open_one(
        device: str = "desktop", *, script: bool = True, dark: bool = False, touch: bool = False
    ) -> Page:
        width, height = WIDTHS[device]
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            has_touch=touch,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not re.search(r"status of 4\d\d", message.text)
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith((site.url, "data:")) else complaints.append(request.url)
            ),
        )
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, role: str) -> None:
    """Sign in as somebody of the invented clinic: owner, clinician, therapist or desk."""
    page.goto("/account/login/")
    page.fill("[name=login]", f"{role}@riverside.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
