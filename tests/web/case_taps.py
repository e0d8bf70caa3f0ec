"""What the tests of the case page share: tapping as htmx does, and a red flag."""

from typing import Any

from django.test import Client
from django.urls import reverse

from psoas.web.models import Alert
from psoas.web.visits.actions import answer_safety
from tests.web.conftest import World

HTMX: Any = {"headers": {"HX-Request": "true"}}


def case_url(world: World) -> str:
    return reverse("case", args=[world.visit.key])


def tap(client: Client, world: World, fields: dict[str, str]) -> Any:
    """Tap as htmx does."""
    return client.post(reverse("examine", args=[world.visit.key]), fields, **HTMX)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def emergency(world: World) -> Alert:
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=world.by("clinician"))
    return Alert.objects.get(urgency="emergency")
