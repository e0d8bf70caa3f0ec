"""From a tap to new bars in a browser: p50 and p95 over 100 taps on a running case page.

``python -m benchmarks.taps`` starts a server with the invented clinic in a folder of its own, opens the
case of a patient in Chromium, and taps through the examination. A tap ends when the new contributors
have been painted. Server times are those of the server's own journal.
"""

import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.browser_present import browser

TAPS, WARM_UP, LIMIT = 100, 10, 200  # milliseconds from tap to new bars
CLINICIAN = "clinician@riverside.example"
_MEASURE = """id => new Promise(resolve => {
  const began = performance.now();
  let swapped = false;
  const note = event => { swapped ||= event.detail.target.id === "contributors"; };
  document.addEventListener("htmx:oobAfterSwap", note);
  document.addEventListener("htmx:afterOnLoad", () => {
    document.removeEventListener("htmx:oobAfterSwap", note);
    requestAnimationFrame(() => setTimeout(() => resolve(swapped ? performance.now() - began : null)));
  }, { once: true });
  document.getElementById(id).click();
})"""


def main() -> int:
    """Measure, print, and say by the exit code whether the limit is kept."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        with (Path(folder) / "journal").open("w+", encoding="utf-8") as journal:
            url, process = _serve(data, journal.fileno())
            try:
                times = _tapped(url, _password(Path(journal.name)))
            finally:
                process.terminate()
                process.wait(timeout=20)
            journal.seek(0)
            server = _served(journal.read().splitlines())[WARM_UP:]
    p95 = _report("tap to new bars", times)
    _report("of it in the server", server)
    print(f"limit {LIMIT} ms: {'kept' if p95 <= LIMIT else 'NOT kept'}")
    return int(p95 > LIMIT)


def _serve(data: Path, log: int) -> tuple[str, "subprocess.Popen[bytes]"]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "psoas", "serve", "--demo", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/health"):  # noqa: S310 -- our own server
                return url, process
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    process.kill()
    raise RuntimeError("the server did not start")


def _password(output: Path) -> str:
    """Return the password of the invented clinic, which the server says at its start."""
    found = re.search(r"password for all: (\S+)", output.read_text(encoding="utf-8"))
    if found is None:
        raise RuntimeError("the server did not say the password")
    return found[1]


def _tapped(url: str, password: str) -> list[float]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        page = opened.new_page(viewport={"width": 1440, "height": 900})
        _open_case(page, url, password)
        times: list[float] = []
        rows = page.locator(".block:not(#block-0) .state .side").evaluate_all(
            "all => all.map(one => one.querySelector('[value=absent]').id)"
        )
        for absent in [one for _ in range(9) for one in rows]:
            for choice in (f"{absent[:-1]}3", absent):
                taken = page.evaluate(_MEASURE, choice)
                if taken is not None:  # nothing: the tap moved no contributor
                    times.append(taken)
            if len(times) >= TAPS + WARM_UP:
                break
        opened.close()
    return times[WARM_UP : WARM_UP + TAPS]


def _open_case(page: Page, url: str, password: str) -> None:
    page.goto(f"{url}/account/login/")
    page.fill("[name=login]", CLINICIAN)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda at: "/login" not in at)
    page.goto(f"{url}{_case_of(page)}")
    page.click("button[name=skip]")
    page.wait_for_selector("ul.contributors")


def _case_of(page: Page) -> str:
    """Return where the case of the first patient on the worklist is that is safe to go on with."""
    link = page.locator("li.proceed a[href^='/visits/']").first
    return str(link.get_attribute("href"))


def _served(lines: list[str]) -> list[float]:
    """Return the milliseconds of each tap from the server's journal."""
    entries = (json.loads(line) for line in lines if line.startswith("{"))
    return [one["ms"] for one in entries if str(one.get("route", "")).endswith("/examine/")]


def _report(what: str, times: list[float]) -> float:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"{what}: {len(times)} taps, p50 {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, most {max(times):.0f} ms"
    )
    return p95


if __name__ == "__main__":
    raise SystemExit(main())
