"""Processes that write through the real actions, for tests that kill them or let them race.

A process of its own, so that writers are forked from it with everything loaded and no database open:
``python -m tests.web.writing killed 100 1`` or ``... racing 4``; each prints lines of JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

from psoas.web.serving import set_up

set_up()

from django.db import connection, connections, transaction  # noqa: E402 -- after the settings are loaded

from psoas.web.audit.record import Actor, first_broken  # noqa: E402
from psoas.web.models import Alert, AuditEvent, Clinic, Observation, Person, SafetyAnswer, User, Visit  # noqa: E402
from psoas.web.people.actions import add_person  # noqa: E402
from psoas.web.storage.moving import make_ready  # noqa: E402
from psoas.web.visits.actions import answer_safety, handle_alert, observe, tell  # noqa: E402

Told = list[Any]  # of an audit event: action, target or key of the person, detail
FINDINGS = ("slr", "bragard", "antalgic-gait", "bent-knee-stretch", "adductor-tenderness")
VALUES = ("present", "absent", "not-examined")


def say(content: Any) -> None:
    sys.stdout.write(json.dumps(content) + "\n")
    sys.stdout.flush()


def found(clinic: Clinic) -> Actor:
    return Actor.staff(User.objects.get(clinic=clinic))


def write_one(turn: random.Random, clinic: Clinic, by: Actor) -> list[Told]:
    """Do one thing through an action, and return what its audit events must tell."""
    if turn.random() < 0.2:
        person = add_person(
            clinic=clinic, fields={"name": "Alice Arden", "birth_year": turn.randint(1950, 2000)}, by=by
        )
        visit = Visit.objects.get(person=person)
        return [["person.added", str(person.key), {}], ["visit.started", f"visit:{visit.key}", {}]]
    visit = Visit.objects.select_related("person__clinic").order_by("?").first() or Visit()
    target = f"visit:{visit.key}"
    what = turn.choice(["observe", "tell", "answer"])
    if what == "observe":
        finding, side, value = turn.choice(FINDINGS), turn.choice(["left", "right"]), turn.choice(VALUES)
        observe(visit=visit, finding=finding, side=side, value=value, by=by)
        return [["observation.recorded", target, {f"{finding}:{side}": value}]]
    if what == "tell":
        field = turn.choice(["duration_weeks", "in_the_patients_words"])
        told: int | str = turn.randint(1, 50) if field == "duration_weeks" else "It pulls."
        tell(visit=visit, part="complaint", values={field: told}, by=by)
        return [["complaint.told", target, {"fields": [field]}]]
    ticked = turn.choice([["none"], ["leak-pee"]])
    answer_safety(visit=visit, question="bladder", ticked=ticked, by=by)
    return [["safety.answered", target, {"question": "bladder", "ticked": ticked}]]


def told_since(clinic: Clinic, number: int) -> list[Told]:
    events = AuditEvent.objects.filter(clinic=clinic, number__gt=number).order_by("number")
    return [[event.action, event.target or str(event.person_key), event.detail] for event in events]


def contradictions(clinic: Clinic) -> list[str]:
    """Where the database, its audit log and its rows contradict each other."""
    wrong: list[str] = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            integrity = cursor.execute("PRAGMA integrity_check").fetchall()
            orphans = cursor.execute("PRAGMA foreign_key_check").fetchall()
        wrong += [] if integrity == [("ok",)] else [f"integrity: {integrity}"]
        wrong += [f"orphan: {orphan}" for orphan in orphans]
    broken = first_broken(clinic)
    wrong += [] if broken is None else [f"audit chain broken at {broken}"]
    told = told_since(clinic, 0)
    _compare(
        wrong,
        "persons",
        {str(one.key) for one in Person.objects.all()},
        {t for a, t, _ in told if a == "person.added"},
    )
    _compare(
        wrong,
        "visits",
        {f"visit:{one.key}" for one in Visit.objects.all()},
        {t for a, t, _ in told if a == "visit.started"},
    )
    observations: dict[str, str] = {}
    fields: dict[str, set[str]] = {}
    answers: list[str] = []
    for action, target, detail in told:
        match action:
            case "observation.recorded":
                observations |= {f"{target} {name}": value for name, value in detail.items()}
            case "complaint.told":
                fields.setdefault(target, set()).update(detail["fields"])
            case "safety.answered":
                answers.append(f"{target} {detail['question']} {detail['ticked']}")
    _compare(
        wrong,
        "observations",
        {
            f"visit:{one.visit.key} {one.finding}:{one.side} {'present' if one.present else 'absent'}"
            for one in Observation.objects.select_related("visit")
        },
        {f"{name} {value}" for name, value in observations.items() if value != "not-examined"},
    )
    _compare(
        wrong,
        "told",
        {
            f"visit:{one.key} {field}"
            for one in Visit.objects.all()
            for field in one.told.get("complaint", {})
        },
        {f"{target} {field}" for target, names in fields.items() for field in names},
    )
    stored = SafetyAnswer.objects.select_related("visit").order_by("id")
    _compare(
        wrong,
        "answers",
        sorted(f"visit:{one.visit.key} {one.question} {one.ticked}" for one in stored),
        sorted(answers),
    )
    return wrong


def _compare(wrong: list[str], what: str, stored: Any, told: Any) -> None:
    if stored != told:
        wrong.append(f"{what}: stored {stored}, told {told}")


def forked(work: Callable[[int], None]) -> tuple[int, int]:
    """Start a process that does something and writes to a pipe; return its number and the reading end."""
    connections.close_all()
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    code = 1
    try:
        os.close(reading)
        work(writing)
        code = 0
    finally:
        os._exit(code)  # never into the parent's code


def write_on(pipe: int, seed: int, clinic: Clinic) -> None:
    """Write until killed; report each committed change."""
    turn = random.Random(seed)
    by = found(clinic)
    while True:
        os.write(pipe, json.dumps(write_one(turn, clinic, by)).encode() + b"\n")


def killed(times: int, seed: int) -> None:
    """Kill a writer in the middle of writing, again and again; after each, say what it left behind."""
    turn = random.Random(seed)
    clinic = begin()
    for n in range(times):
        number = AuditEvent.objects.filter(clinic=clinic).count()
        process, pipe = forked(lambda writing, n=n: write_on(writing, seed * 1000 + n, clinic))  # type: ignore[misc]
        with os.fdopen(pipe, "rb") as lines:
            first = [lines.readline() for _ in range(turn.randint(1, 4))]
            if not all(first):
                raise RuntimeError("the writer ended by itself")
            time.sleep(turn.uniform(0, 0.06))
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            reported = [told for line in [*first, *lines] for told in json.loads(line)]
        told = told_since(clinic, number)
        kept = told[: len(reported)] == reported
        further = [action for action, _, _ in told[len(reported) :]]
        say(
            {
                "committed": len(reported),
                "kept": kept,
                "further": further,  # committed, and killed before it could be reported
                "wrong": contradictions(clinic),
            }
        )


def begin() -> Clinic:
    """Make the database, a clinic, somebody who works there, and a first person."""
    make_ready()
    with transaction.atomic():
        clinic = Clinic.objects.create(name="Riverside")
        User.objects.create_user(
            "chris@riverside.example", None, name="Chris", clinic=clinic, is_clinician=True
        )
        person = add_person(
            clinic=clinic, fields={"name": "Alice Arden", "birth_year": 1980}, by=found(clinic)
        )
        visit = Visit.objects.select_related("person__clinic").get(person=person)
        # the first assessment loads what is slow to load
        observe(visit=visit, finding="slr", side="right", value="absent", by=found(clinic))
    return clinic


def racing(writers: int, _seed: int) -> None:
    """Let several write to one visit at once: each its own findings and part, and all the same finding."""
    clinic = begin()
    visit = Visit.objects.get()
    own = [("slr", "right"), ("slr", "left"), ("bragard", "right"), ("bragard", "left")]
    parts: list[tuple[str, dict[str, Any]]] = [
        ("complaint", {"duration_weeks": 8}),
        ("function", {"walking_minutes": 15}),
        ("work", {"kind": "desk"}),
        ("complaint", {"in_the_patients_words": "It pulls."}),
    ]

    def write(n: int) -> None:
        by = found(clinic)
        mine = Visit.objects.select_related("person__clinic").get(pk=visit.pk)  # read before others write
        finding, side = own[n]
        for turn in range(10):
            observe(visit=mine, finding=finding, side=side, value=VALUES[turn % 2], by=by)
            observe(visit=mine, finding="antalgic-gait", side="right", value=VALUES[(turn + n) % 2], by=by)
            answer_safety(
                visit=mine, question="bladder", ticked=["leak-pee" if (turn + n) % 2 else "none"], by=by
            )
            tell(visit=mine, part=parts[n][0], values=parts[n][1], by=by)
            for alert in Alert.objects.filter(visit=visit, handled_at=None).select_related(
                "visit__person__clinic"
            ):
                handle_alert(alert=alert, how="Called.", by=by)

    processes = [forked(lambda _, n=n: write(n))[0] for n in range(writers)]  # type: ignore[misc]
    codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
    visit.refresh_from_db()
    last = AuditEvent.objects.filter(clinic=clinic, action="observation.recorded").order_by("number")
    gait = [next(iter(one.detail.values())) for one in last if "antalgic-gait:right" in one.detail]
    say(
        {
            "codes": codes,
            "observations": sorted(f"{one.finding}:{one.side}" for one in visit.observations.all()),
            "gait_told": len(gait),
            "gait_last": gait[-1],
            "gait_stored": ["absent", "present"][
                bool(visit.observations.get(finding="antalgic-gait").present)
            ],
            "told": visit.told,
            "answers": visit.safety_answers.count(),
            "disposition": visit.disposition,
            "last_ticked": visit.safety_answers.last().ticked,  # type: ignore[union-attr]
            "numbers": sorted(AuditEvent.objects.values_list("number", flat=True)),
            "wrong": contradictions(clinic),
        }
    )


def on(_count: int, seed: int) -> None:
    """Write until killed."""
    clinic = begin()
    say("begun")
    turn, by = random.Random(seed), found(clinic)
    while True:
        write_one(turn, clinic, by)


def check(_count: int, _seed: int) -> None:
    """Look for contradictions in a database."""
    say({"events": AuditEvent.objects.count(), "wrong": contradictions(Clinic.objects.get())})


if __name__ == "__main__":
    command, count, start = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    {"killed": killed, "racing": racing, "on": on, "check": check}[command](count, start)
