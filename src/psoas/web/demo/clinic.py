"""Fills an empty database with the invented clinic, through the same actions that staff use."""

from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils import timezone

from psoas.care.clinic import DEFAULT, read_clinic
from psoas.foundation.documents import parse_yaml
from psoas.patient.case import Observation
from psoas.patient.reading import read_case_value
from psoas.patient.writing import case_document
from psoas.web.audit.record import SYSTEM, Actor
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.demo.people import PEOPLE
from psoas.web.models import Appointment, Clinic, Person, User, Visit
from psoas.web.people.actions import add_person
from psoas.web.visits.actions import answer_safety, assess_again, observe_all, tell

PASSWORD = "try-psoas-here"  # noqa: S105 -- of an invented clinic, printed at every start


@dataclass(frozen=True, slots=True)
class Login:
    """Who can sign in to the invented clinic."""

    role: str
    email: str


LOGINS = (
    Login("owner", "owner@riverside.example"),
    Login("clinician", "clinician@riverside.example"),
    Login("therapist", "therapist@riverside.example"),
    Login("front desk", "desk@riverside.example"),
)
_NAMES = {
    "owner": "Olivia Marsh",
    "clinician": "Chris Dale",
    "therapist": "Tomas Reyes",
    "front desk": "Dana Fields",
}


@transaction.atomic
def fill() -> bool:
    """Make the invented clinic if the database holds no clinic yet; tell whether it did."""
    if Clinic.objects.exists():
        return False
    words = read_clinic(DEFAULT.read_text(encoding="utf-8"))
    clinic = Clinic.objects.create(
        name=words.name,
        address="\n".join(words.address),
        phone=words.phone,
        hours=words.hours,
        emergency_number=words.emergency_number,
        emergency_place=words.emergency_place,
        clinician=words.clinician,
        offers=list(words.offers),
        requires_two_factor=False,
    )
    users = {
        login.role: User.objects.create_user(
            login.email,
            PASSWORD,
            name=_NAMES[login.role],
            clinic=clinic,
            **{f"is_{login.role.replace(' ', '_')}": True},
        )
        for login in LOGINS
    }
    for place, one in enumerate(PEOPLE):
        desk = Actor.staff(users["front desk"])
        fields = {
            "name": one.name,
            "birth_year": one.birth_year,
            "sex": one.sex,
            "phone": one.phone,
            "language": one.language,
        }
        person = add_person(clinic=clinic, fields=fields, by=desk)
        Appointment.objects.create(
            person=person,
            starts_at=timezone.now().replace(minute=0, second=0, microsecond=0)
            + timedelta(minutes=30 * place),
            clinician=users["clinician"],
        )
        if one.case:
            _told(person, one.case)
    return True


def _told(person: Person, name: str) -> None:
    """Put an example's answers into the first visit of a person, as if they had sent them."""
    knowledge = knowledge_of(person.clinic)
    text = (files("psoas.web.demo") / "cases" / f"{name}.yaml").read_text(encoding="utf-8")
    case = read_case_value(parse_yaml(text).value, knowledge=knowledge, name=name)
    visit = Visit.objects.select_related("person__clinic").get(person=person)
    document = case_document(case, knowledge=knowledge)
    complaint = dict(document.get("complaint", {}))
    complaint.pop("behaviour", None)
    body = {
        key: value for key, value in document.get("person", {}).items() if key in ("height_cm", "mass_kg")
    }
    parts: dict[str, dict[str, Any]] = {"person": body, "complaint": complaint}
    parts |= {part: document[part] for part in ("function", "work", "wishes") if part in document}
    for part, values in parts.items():
        tell(visit=visit, part=part, values=values, by=SYSTEM)
    for answer in case.safety:
        answer_safety(visit=visit, question=answer.question, ticked=answer.ticked, by=SYSTEM)
    asked = [
        (one.finding, one.side.value if one.side else "", _value(one))
        for one in case.observations
        if knowledge.findings[one.finding].section in ("behaviour", "history", "medical")
    ]
    observe_all(visit=visit, values=asked, by=SYSTEM)
    visit.stage, visit.sent_at = Visit.Stage.WAITING, timezone.now()
    visit.consented_at = visit.sent_at
    visit.save(update_fields=["stage", "sent_at", "consented_at"])
    assess_again(visit=visit)


def _value(one: Observation) -> Any:
    if one.present is None:
        return one.value
    return "present" if one.present else "absent"
