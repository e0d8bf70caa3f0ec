"""A process that asks the application for a page while its database is gone or held by somebody else."""

import json
import sys
import threading
from collections.abc import Callable
from typing import Any

from psoas.web.serving import set_up

set_up()

from django.conf import settings  # noqa: E402 -- after the settings are loaded
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from psoas.web.audit.record import Actor  # noqa: E402
from psoas.web.models import AuditHead, Clinic, Person, User  # noqa: E402
from psoas.web.people.actions import add_person  # noqa: E402
from psoas.web.storage.moving import make_ready  # noqa: E402

PATIENCE = 0.3  # seconds, instead of the usual ones
settings.ALLOWED_HOSTS = ["testserver"]
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def say(content: Any) -> None:
    sys.stdout.write(json.dumps(content) + "\n")


def health() -> None:
    answer = Client().get("/health")
    say({"status": answer.status_code, "told": answer.json()["status"]})


def page(path: str) -> None:
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "somebodys-session-of-thirty-two-x"
    answer = client.get(path)
    say(
        {
            "status": answer.status_code,
            "retry_after": answer.get("Retry-After"),
            "text": answer.content.decode(),
        }
    )


def locked() -> None:
    make_ready()
    clinic = Clinic.objects.create(name="Riverside", requires_two_factor=False)
    desk = User.objects.create_user(
        "dana@riverside.example", None, name="Dana", clinic=clinic, is_front_desk=True
    )
    by = Actor.staff(desk)
    add_person(
        clinic=clinic, fields={"name": "Bob", "birth_year": 1970}, by=by
    )  # the clinic's audit log has begun
    client = Client(raise_request_exception=False)
    client.force_login(desk)
    connection.close()
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = PATIENCE
    else:
        connection.settings_dict["OPTIONS"]["options"] = f"-c lock_timeout={PATIENCE}s"
    fields = {"name": "Alice Arden", "birth_year": "1980", "sex": "", "language": "en"}
    held, done = threading.Event(), threading.Event()
    holder = threading.Thread(target=hold, args=(held, done))
    holder.start()
    held.wait()
    answer = client.post("/people/add/", fields)
    names = [one.name for one in Person.objects.exclude(name="Bob")]
    done.set()
    holder.join()
    later = client.post("/people/add/", fields)
    say(
        {
            "status": answer.status_code,
            "retry_after": answer.get("Retry-After"),
            "names": names,
            "later": later.status_code,
            "names_later": [one.name for one in Person.objects.exclude(name="Bob")],
        }
    )


def hold(held: threading.Event, done: threading.Event) -> None:
    """Hold what every action needs, from a connection of its own."""
    with transaction.atomic():
        list(AuditHead.objects.select_for_update())
        held.set()
        done.wait()
    connection.close()


if __name__ == "__main__":
    commands: dict[str, Callable[..., None]] = {"health": health, "page": page, "locked": locked}
    commands[sys.argv[1]](*sys.argv[2:])
