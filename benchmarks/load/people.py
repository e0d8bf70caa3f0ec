"""Who is there: patients who answer on their phones, clinicians who look at the list and examine."""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field

import httpx

from benchmarks.load.forms import Form, forms_of

READING = (2.0, 6.0)  # seconds a patient looks at a page
TAPPING = (1.0, 3.0)  # seconds between two taps of a clinician
TAPS = 10  # in one look at a case
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_ROUTES = ((re.compile(r"/[0-9a-f-]{36}/"), "/<key>/"), (re.compile(r"/p/[\w-]+/"), "/p/<token>/"))


@dataclass
class Tally:
    """What was measured and what was promised: times by page, errors, writes the server accepted."""

    times: dict[str, list[float]] = field(default_factory=dict)  # milliseconds
    errors: list[str] = field(default_factory=list)
    taps: int = 0
    answers: int = 0

    def note(self, method: str, path: str, began: float, status: int) -> None:
        """Note one answer of the server."""
        for pattern, name in _ROUTES:
            path = pattern.sub(name, path)
        self.times.setdefault(f"{method} {path}", []).append(1000 * (time.perf_counter() - began))
        if status >= 400:
            self.errors.append(f"{method} {path}: {status}")


class Visitor:
    """One browser: its cookies, its clock."""

    def __init__(self, site: str, tally: Tally, seed: int) -> None:
        self.client = httpx.AsyncClient(base_url=site, timeout=60)
        self.tally = tally
        self.choose = random.Random(seed)  # noqa: S311 -- no secret

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page, following where it leads."""
        response = await self._send("GET", path, headers=headers)
        while response.status_code in (301, 302, 303):
            response = await self._send("GET", response.headers["Location"], headers=headers)
        return response

    async def post(self, path: str, data: dict[str, list[str]], **headers: str) -> httpx.Response:
        """Send a form."""
        return await self._send("POST", path, data=data, headers=headers)

    async def _send(self, method: str, path: str, **given: object) -> httpx.Response:
        path = path.split("#", maxsplit=1)[0]
        began = time.perf_counter()
        response = await self.client.request(method, path, **given)  # type: ignore[arg-type]
        self.tally.note(method, path.split("?")[0], began, response.status_code)
        return response

    async def pause(self, span: tuple[float, float]) -> None:
        """Read, think, tap."""
        await asyncio.sleep(self.choose.uniform(*span))


async def patient(visitor: Visitor, link: str, birth_year: int, until: float) -> None:
    """Open the link and answer one page after the other; when all is sent, look at it again."""
    page = await visitor.get(link)
    token = _TOKEN.findall(page.text)[0]
    opened = await visitor.post(link, {"csrfmiddlewaretoken": [token], "birth_year": [str(birth_year)]})
    path = opened.headers["Location"]
    while time.perf_counter() < until:
        page = await visitor.get(path)
        await visitor.pause(READING)
        form = _own_form(page.text)
        if form is None:
            path = _next_link(page.text) or "/my/"
            continue
        target = form.action.split("#")[0] or str(page.url.path)
        answered = await visitor.post(target, form.filled(visitor.choose))
        visitor.tally.answers += answered.status_code in (302, 303) and "/safety/" in target
        path = answered.headers.get("Location", "/my/")


def _own_form(page: str) -> Form | None:
    """Return the form that a page is about: not the language, not leaving."""
    asides = ("language", "leave")
    forms = [one for one in forms_of(page) if one.method == "post"]
    return next((one for one in forms if not any(aside in one.action for aside in asides)), None)


def _next_link(page: str) -> str | None:
    """Return where the page leads to when it asks nothing: its button."""
    links = re.findall(r'<a[^>]*class="[^"]*button[^"]*"[^>]*href="(/my/[^"]*)"', page)
    links += re.findall(r'<a[^>]*href="(/my/[^"]*)"[^>]*class="[^"]*button', page)
    return links[0] if links else None


async def clinician(visitor: Visitor, address: str, password: str, until: float) -> None:
    """Look at the worklist, open a case, tap through an examination."""
    # Signing in is slow by design, and no journey of its own: it is not measured.
    page = await visitor.client.get("/account/login/")
    token = _TOKEN.findall(page.text)[0]
    data = {"csrfmiddlewaretoken": token, "login": address, "password": password}
    await visitor.client.post("/account/login/", data=data)
    while time.perf_counter() < until:
        worklist = await visitor.get("/worklist/")
        await visitor.pause(READING)
        cases = re.findall(r'href="(/visits/[0-9a-f-]{36}/)">Waiting', worklist.text)
        if cases:
            await _examine(visitor, visitor.choose.choice(cases))


async def _examine(visitor: Visitor, case: str) -> None:
    page = await visitor.get(case)
    token = re.findall(r'"X-CSRFToken": "([^"]+)"', page.text)[0]
    taps = sorted(set(re.findall(r'name="([\w-]+:(?:right|left)?:state)"', page.text)))
    for name in visitor.choose.sample(taps, min(TAPS, len(taps))):
        await visitor.pause(TAPPING)
        state = visitor.choose.choice(["present", "absent"])
        headers = {"HX-Request": "true", "X-CSRFToken": token}
        tapped = await visitor.post(f"{case}examine/", {name: [state]}, **headers)
        visitor.tally.taps += tapped.status_code == 200
