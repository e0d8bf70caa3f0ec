"""The patient's own plan: only what was approved and sent, in their language; and the plan on paper."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse
from django.utils.translation.template import templatize

import psoas.web
from psoas.web.access.patient import SESSION_KEY
from psoas.web.people.actions import give_link, revoke_links
from psoas.web.plans.papers import story_of
from psoas.web.visits.actions import answer_safety, observe, start_visit
from tests.web.conftest import World
from tests.web.plans import make_plannable, patient, planning, post, url

WEB = Path(psoas.web.__file__).parent
SignIn = Callable[[str], Client]


@pytest.fixture
def clinician(world: World, signed_in: SignIn) -> Client:
    make_plannable(world)
    return signed_in("clinician")


@pytest.fixture
def sent(world: World, clinician: Client) -> None:
    """Alice's plan is approved and sent."""
    assert post(clinician, world, "plan-approve") == 302
    assert post(clinician, world, "plan-send") == 302


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)


def test_a_patient_sees_a_plan_only_once_it_is_approved_and_sent(world: World, clinician: Client) -> None:
    alice = patient(world)
    assert "There is no plan for you yet" in alice.get("/my/plan/").content.decode()
    post(
        clinician,
        world,
        "plan-item",
        "hip-hinge-with-stick",
        sets=2,
        repetitions=6,
        times_a_day=1,
        days_a_week=4,
        days=["A"],
        note="On the rug.",
    )
    post(clinician, world, "plan-approve")
    assert "Hip hinge" not in alice.get("/my/plan/").content.decode()
    assert alice.get("/my/plan/paper.pdf").status_code == 302

    post(clinician, world, "plan-send")
    page = alice.get("/my/plan/").content.decode()
    made = planning(world)
    assert made.plan is not None
    item = made.knowledge.items["hip-hinge-with-stick"]
    for shown in (
        "Hip hinge",
        item.start,
        item.steps[0],
        item.harder,
        "2 sets of 6, once a day, 4 days a week.",
        "On the rug.",
        "When to get help",
        "If it flares up",
    ):
        assert shown in page, shown
    for name in {judged.contributor.name for judged in made.assessment.diagnosis.contributors}:
        assert f"{name}:" not in page
    assert "in 100" not in page
    assert "Alice" not in page  # a page left open names nobody
    assert alice.get("/my/plan/").headers["Cache-Control"] == "no-store"
    paper = alice.get("/my/plan/paper.pdf")
    assert "DRAFT" not in text_of(paper.content)
    assert "Hip hinge" in text_of(paper.content)


@pytest.mark.usefixtures("sent")
def test_a_patient_sees_only_their_own(world: World) -> None:
    link, _token = give_link(person=world.bob, by=world.by("stranger"))
    bob = Client()
    session = bob.session
    session[SESSION_KEY] = link.pk
    session.save()

    page = bob.get("/my/plan/").content.decode()
    assert "There is no plan for you yet" in page
    assert "Hip hinge" not in page
    assert bob.get(url(world, "plan")).status_code == 302  # to sign in


@pytest.mark.usefixtures("sent")
def test_a_revoked_link_shows_nothing(world: World) -> None:
    alice = patient(world)
    revoke_links(person=world.alice, by=world.by("desk"))

    assert alice.get("/my/plan/").headers["Location"] == reverse("link-closed")


@pytest.mark.usefixtures("sent")
def test_the_plan_stays_with_the_patient_when_a_further_visit_begins(world: World) -> None:
    start_visit(person=world.alice, by=world.by("desk"))

    assert "Hip hinge" in patient(world).get("/my/plan/").content.decode()


@pytest.mark.usefixtures("sent")
def test_a_patient_is_told_to_wait_when_something_is_ruled_out(world: World) -> None:
    observe(visit=world.visit, finding="knee-problem", side="", value="present", by=world.by("clinician"))
    alice = patient(world)
    page = alice.get("/my/plan/").content.decode()

    assert "Please wait with your plan" in page
    assert "Hip flexor" not in page
    assert "555 0142" in page
    assert alice.get("/my/plan/paper.pdf").status_code == 302


@pytest.mark.usefixtures("sent")
def test_danger_comes_before_the_plan(world: World) -> None:
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=world.by("clinician"))
    page = patient(world).get("/my/plan/").content.decode()

    assert "Call 911 or go to" in page
    assert "Hip hinge" not in page


@pytest.mark.usefixtures("sent")
def test_danger_told_at_a_later_visit_comes_before_the_plan_too(world: World) -> None:
    later = start_visit(person=world.alice, by=world.by("desk"))
    alice = patient(world)
    assert "Hip hinge" in alice.get("/my/plan/").content.decode()
    answer_safety(visit=later, question="bladder", ticked=["leak-pee"], by=world.by("clinician"))
    page = alice.get("/my/plan/").content.decode()

    assert "Call 911 or go to" in page
    assert "Hip hinge" not in page
    assert alice.get("/my/plan/paper.pdf").status_code == 302


def test_the_patient_reads_spanish_and_can_switch(world: World, clinician: Client) -> None:
    post(
        clinician,
        world,
        "plan-item",
        "hip-hinge-with-stick",
        sets=2,
        repetitions=6,
        times_a_day=2,
        days_a_week=4,
        days=["A"],
    )
    post(clinician, world, "plan-approve")
    post(clinician, world, "plan-send")
    alice = patient(world, "es")
    page = alice.get("/my/plan/").content.decode()

    assert '<html lang="es">' in page
    for shown in (
        "Su plan",
        "Esta semana",
        "2 series de 6",
        "2 veces al día",
        "4 días a la semana",
        "Deténgase si:",
        "Cuándo pedir ayuda",
    ):
        assert shown in page, shown
    for english in (
        "Your plan",
        "This week",
        "Stop if:",
        "What you should feel:",
        "once a day",
        "twice a day",
        "Hip hinge",
    ):
        assert english not in page, english
    alice.post("/my/plan/language/", {"language": "en"})
    assert "Your plan" in alice.get("/my/plan/").content.decode()
    alice.post("/my/plan/language/", {"language": "xx"})
    assert "Your plan" in alice.get("/my/plan/").content.decode()


def test_paper_says_draft_until_it_is_approved(world: World, clinician: Client) -> None:
    draft = clinician.get(url(world, "plan-paper"))
    assert draft.headers["Content-Type"] == "application/pdf"
    assert "Alice" not in draft.headers["Content-Disposition"]
    assert "DRAFT, not approved by a clinician." in text_of(draft.content)
    assert "BORRADOR" in text_of(clinician.get(url(world, "plan-paper") + "?language=es").content)
    html = clinician.get(url(world, "plan-paper-html"))
    assert "DRAFT" in html.content.decode()
    assert "script-src" not in html.headers["Content-Security-Policy"]
    assert "default-src 'none'" in html.headers["Content-Security-Policy"]

    assert (
        post(
            clinician,
            world,
            "plan-frame",
            minutes="15",
            goals="Lift my grandson.",
            review_on=planning(world).agreed.review_on.isoformat(),
        )
        == 302
    )
    post(clinician, world, "plan-approve")
    assert "DRAFT" not in text_of(clinician.get(url(world, "plan-paper")).content)
    told = story_of(planning(world), "en").at_home
    assert told is not None
    assert told.goals == ("Lift my grandson.",)


def test_every_text_of_the_patients_page_is_in_the_catalog() -> None:
    """Templates and code on one side, the catalog on the other."""
    told: set[str] = set()
    pages = [*sorted((WEB / "templates/plans").glob("my_*.html")), WEB / "templates/parts/figure.html"]
    for file in pages:
        code = templatize(file.read_text(encoding="utf-8"), origin=file.name)
        told |= _asked_for(code.encode(), ("gettext", "ngettext", "pgettext", "_"))
    for name in ("my_views", "words", "papers"):
        code = (WEB / f"plans/{name}.py").read_text(encoding="utf-8")
        told |= _asked_for(code.encode(), ("gettext", "ngettext", "gettext_noop"))
    with (WEB.parent / "locale/pages-plan/es/LC_MESSAGES/django.po").open("rb") as file_:
        catalog = read_po(file_)
    known = {one.id if isinstance(one.id, str) else one.id[0] for one in catalog if one.id}

    assert told == known
    assert all(one.string for one in catalog if one.id)
    assert not [one.id for one in catalog if one.fuzzy and one.id]
    for one in catalog:
        assert _places(one.string) == _places(one.id), one.id


def _places(text: object) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", str(text)))


def _asked_for(code: bytes, names: tuple[str, ...]) -> set[str]:
    found: Any = extract_python(io.BytesIO(code), dict.fromkeys(names), (), {})
    texts = [told if isinstance(told, tuple) else (told,) for _line, _name, told, _notes in found]
    return {one[0] for one in texts if one[0]}
