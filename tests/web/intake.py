"""What the tests of the intake share: a phone in which Alice's link is open, and how she answers."""

from collections.abc import Mapping
from typing import Any

from django.test import Client

from psoas.web.access.patient import LANGUAGE_KEY, SESSION_KEY
from psoas.web.models import Visit
from psoas.web.people.actions import give_link
from tests.web.conftest import World

SAFETY = (
    "bladder", "bowel", "saddle", "sexual-function", "leg-strength", "both-legs", "fever", "immune",
    "cancer", "weight", "trauma", "steroids", "bones", "aorta", "calf",
)  # fmt: skip
# What Alice answers on each page, in the order in which they are asked; she is a woman of 46.
PAGES: dict[str, dict[str, Any]] = {
    "since": {"duration": "9"},
    "began": {"onset": "gradual", "course": "steady"},
    "words": {"words": "It pulls into my leg."},
    "strength": {"now": "4", "average": "5", "worst": "7"},
    "minutes": {"walking": "20", "sitting": "10", "standing": "120"},
    "day": {"bending": "a-lot", "sleep": "disturbed"},
    "energy": {"fatigue": "6", "quality": "5"},
    "worse": {"worse": ["worse-sitting", "worse-bending"]},
    "eases": {"eases": ["none"]},
    "signs": {"signs": ["shooting-pain"]},
    "before": {"before": ["previous-episodes"]},
    "conditions": {"conditions": ["none"]},
    "body": {"body": ["knee-problem"]},
    "pregnancy": {"pregnancy": ["none"]},
    "job": {"kind": "desk", "status": "full"},
    "load": {"hours": "7.5", "lifting": "10"},
    "time": {"minutes-a-day": "15", "equipment": ["band"], "massage": "yes"},
    "goals": {"goals-1": "Walk the dog", "goals-2": "", "goals-3": ""},
}


def phone_of(world: World, *, language: str = "en", consented: bool = True) -> Client:
    """A browser in which Alice's link is open."""
    link, _ = give_link(person=world.alice, by=world.by("desk"))
    client = Client()
    session = client.session
    session[SESSION_KEY], session[LANGUAGE_KEY] = link.pk, language
    session.save()
    if consented:
        client.post("/my/agree/")
    return client


def answer_safety(phone: Client, question: str, *ticked: str) -> Any:
    return phone.post(f"/my/safety/{question}/", {"answer": list(ticked)})


def answer_page(phone: Client, page: str, answers: Mapping[str, Any] | None = None) -> Any:
    return phone.post(f"/my/questions/{page}/", PAGES[page] if answers is None else answers)


def mark(phone: Client, *places: str) -> Any:
    return phone.post("/my/drawing/", {"place": list(places)})


def answer_all(phone: Client) -> None:
    for question in SAFETY:
        answer_safety(phone, question, "none")
    mark(phone, "back:right:buttock")
    for page in PAGES:
        answer_page(phone, page)


def alices(world: World) -> Visit:
    return Visit.objects.select_related("person__clinic").get(pk=world.visit.pk)
