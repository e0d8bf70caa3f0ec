"""A plan to work with: Alice strained a muscle while lifting, and is safe to plan for."""

from django.test import Client
from django.urls import reverse

from psoas.web.access.patient import LANGUAGE_KEY, SESSION_KEY
from psoas.web.demo.clinic import _told
from psoas.web.models import CarePlan, Visit
from psoas.web.people.actions import give_link
from psoas.web.plans.planning import Planning, planning_of
from tests.web.conftest import World

KNEELING = "hip-flexor-stretch-half-kneeling"


def make_plannable(world: World, case: str = "muscle-strain-after-lifting") -> Visit:
    """Put the answers of an example into Alice's visit."""
    _told(world.alice, case)
    return Visit.objects.select_related("person__clinic").get(pk=world.visit.pk)


def planning(world: World) -> Planning:
    return planning_of(Visit.objects.select_related("person__clinic").get(pk=world.visit.pk))


def version(world: World) -> str:
    return planning(world).version


def url(world: World, name: str, *rest: str) -> str:
    return reverse(name, args=[world.visit.key, *rest])


def post(client: Client, world: World, name: str, *rest: str, **fields: object) -> int:
    """Send a form with the version that stands now; return the status."""
    data = {"version": version(world), **fields}
    return client.post(url(world, name, *rest), data).status_code


def items(world: World) -> list[str]:
    return [one.id for one in planning(world).agreed.items]


def row(world: World) -> CarePlan:
    return CarePlan.objects.get(visit=world.visit)


def patient(world: World, language: str = "en") -> Client:
    """A browser in which Alice has opened her link."""
    link, _token = give_link(person=world.alice, by=world.by("desk"))
    client = Client()
    session = client.session
    session[SESSION_KEY], session[LANGUAGE_KEY] = link.pk, language
    session.save()
    return client
