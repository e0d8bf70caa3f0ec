"""Drawings at their addresses: open to everybody, kept by browsers, and clear where there is none."""

import gzip
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.conftest import World
from tests.web.plans import make_plannable

SignedIn = Callable[[str], Client]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?shape=card",
        "?shape=strip&side=left",
        "?variant=easier&shape=single",
        "?shape=grid&variant=harder",
    ],
)
def test_a_still_is_an_image_that_a_browser_keeps(query: str, client: Client) -> None:
    response = client.get(reverse("picture", args=["bridge-two-legs"]) + query)
    drawn = ET.fromstring(response.content)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert "max-age=86400" in response["Cache-Control"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert drawn.findtext(f"{SVG}title") == "Bridge"
    assert client.get(
        reverse("picture", args=["bridge-two-legs"]) + query, headers={"If-None-Match": response["ETag"]}
    ).status_code == 304  # fmt: skip


def test_each_side_has_its_own_picture(client: Client) -> None:
    address = reverse("picture", args=["hamstring-stretch-lying"])
    plain, right, left = (
        client.get(f"{address}?shape=card{query}").content for query in ("", "&side=right", "&side=left")
    )

    assert plain == right
    assert b"scale(-1,1)" in left
    assert b"scale(-1,1)" not in right


def test_a_moving_picture_comes_compressed_and_may_style_itself(client: Client) -> None:
    address = reverse("moving-picture", args=["sit-to-stand"])
    response = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 40_000
    assert b"<animate" in gzip.decompress(response.content)
    assert "style-src 'unsafe-inline'" in response["Content-Security-Policy"]
    assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/pictures/no-such-exercise.svg",
        "/pictures/own-swimming.svg",
        "/pictures/bridge-two-legs.svg?shape=round",
        "/pictures/bridge-two-legs.svg?variant=easiest",
        "/pictures/sciatic-tensioner-sitting.svg?variant=harder",
        "/pictures/abdominal-brace/moving.svg",  # it is held
        "/pictures/no-such-exercise/moving.svg",
        "/pictures/..%2Fposes.svg",
    ],
)
def test_what_is_not_drawn_is_not_found(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


def test_a_picture_cannot_be_changed(client: Client) -> None:
    assert client.post(reverse("picture", args=["bridge-two-legs"])).status_code == 405


def test_a_plan_shows_each_exercise_with_the_painful_side_working(signed_in: SignedIn, world: World) -> None:
    make_plannable(world, "s1-root-compression")
    page = signed_in("clinician").get(reverse("plan", args=[world.visit.key])).content.decode()
    shown = re.findall(r'<img src="(/pictures/[^"]+)"', page)

    assert len(shown) >= 7
    assert all("side=left" in address for address in shown)  # where that patient's pain is


def test_an_exercise_page_shows_its_easier_and_harder_ways(signed_in: SignedIn) -> None:
    page = signed_in("clinician").get("/knowledge/items/bridge-two-legs/").content.decode()

    assert page.count("<figure") == 3
    assert "variant=easier" in page
    assert "variant=harder" in page


def test_a_piece_of_advice_shows_its_postures(signed_in: SignedIn) -> None:
    page = signed_in("clinician").get("/knowledge/advice/sleep-position/").content.decode()

    assert "Sleeping on your side" in page
    assert "Sleeping on your back" in page
    assert "/pictures/sleeping-on-back.svg" in page
