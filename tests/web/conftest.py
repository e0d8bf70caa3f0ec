"""What the web tests share: one world in which somebody works, somebody is treated, and somebody must see nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from psoas.web.audit.record import Actor
from psoas.web.models import Clinic, Person, User, Visit
from psoas.web.people.actions import add_person, give_link

PASSWORD = "a long enough password"


@dataclass(frozen=True)
class World:
    """Riverside with everybody who works there, Alice who is treated there, and a clinic on the hill."""

    clinic: Clinic
    owner: User
    clinician: User
    therapist: User
    desk: User
    stranger: User  # a clinician on the hill
    alice: Person
    visit: Visit
    bob: Person  # treated on the hill

    def by(self, role: str) -> Actor:
        return Actor.staff(getattr(self, role))


@pytest.fixture
def world(db: None) -> World:
    del db
    riverside = Clinic.objects.create(name="Riverside", phone="555 0142", requires_two_factor=False)
    hill = Clinic.objects.create(name="Hill", requires_two_factor=False)

    def user(name: str, clinic: Clinic, role: str) -> User:
        return User.objects.create_user(
            f"{name}@{clinic.name.lower()}.example",
            PASSWORD,
            name=name.title(),
            clinic=clinic,
            **{f"is_{role}": True},
        )

    clinician, stranger = user("chris", riverside, "clinician"), user("sam", hill, "clinician")
    fields = {"birth_year": 1980, "sex": "female", "phone": "555 0199"}
    alice = add_person(clinic=riverside, fields={"name": "Alice Arden", **fields}, by=Actor.staff(clinician))
    bob = add_person(clinic=hill, fields={"name": "Bob Berger", "birth_year": 1970}, by=Actor.staff(stranger))
    return World(
        clinic=riverside,
        owner=user("olivia", riverside, "owner"),
        clinician=clinician,
        therapist=user("tom", riverside, "therapist"),
        desk=user("dana", riverside, "front_desk"),
        stranger=stranger,
        alice=alice,
        visit=Visit.objects.select_related("person__clinic").get(person=alice),
        bob=bob,
    )


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    """A browser in which somebody of the world is signed in."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(getattr(world, role))
        return client

    return sign_in


@pytest.fixture
def token(world: World) -> str:
    """The token of a link that Alice was given."""
    return give_link(person=world.alice, by=world.by("desk"))[1]
