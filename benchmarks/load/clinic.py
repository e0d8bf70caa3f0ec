"""The clinic under load: made in its database before the server starts, counted after it has stopped.

Run as a program of its own, since Django is set up once a process: ``python -m benchmarks.load.clinic make``.
"""

import json
import sys

from psoas.web import serving

PASSWORD = "a benchmark's password"  # noqa: S105 -- of a clinic that lives for a minute
YEAR = 1980


def make(patients: int, clinicians: int) -> dict[str, list[str]]:
    """Make a clinic; return the addresses of its staff and the links of its patients."""
    from psoas.web.audit.record import SYSTEM  # noqa: PLC0415 -- needs loaded settings
    from psoas.web.models import Clinic, User, Visit  # noqa: PLC0415 -- needs loaded settings
    from psoas.web.people.actions import add_person, give_link  # noqa: PLC0415 -- needs loaded settings

    clinic = Clinic.objects.create(name="Load", phone="555 0100", requires_two_factor=False)
    staff = [f"clinician{number}@load.example" for number in range(clinicians)]
    for address in staff:
        User.objects.create_user(address, PASSWORD, name=address, clinic=clinic, is_clinician=True)
    links = []
    for number in range(patients):
        fields = {"name": f"Patient {number}", "birth_year": YEAR, "sex": "female"}
        person = add_person(clinic=clinic, fields=fields, by=SYSTEM)
        links.append(f"/p/{give_link(person=person, by=SYSTEM)[1]}/")
    for number in range(clinicians):  # who has answered already, for the clinicians to examine
        person = add_person(
            clinic=clinic, fields={"name": f"Waiting {number}", "birth_year": YEAR}, by=SYSTEM
        )
        Visit.objects.filter(person=person).update(stage=Visit.Stage.WAITING)
    return {"staff": staff, "links": links}


def count() -> dict[str, int]:
    """Count what arrived, and look whether the audit log is whole."""
    from psoas.web.audit.record import first_broken  # noqa: PLC0415 -- needs loaded settings
    from psoas.web.models import AuditEvent, Clinic, SafetyAnswer  # noqa: PLC0415 -- needs loaded settings

    taps = AuditEvent.objects.filter(action="observation.recorded", actor_kind="staff").count()
    broken = first_broken(Clinic.objects.get())
    return {"taps": taps, "answers": SafetyAnswer.objects.count(), "broken": broken or 0}


if __name__ == "__main__":
    serving.set_up()
    serving.prepare()
    told = make(int(sys.argv[2]), int(sys.argv[3])) if sys.argv[1] == "make" else count()
    print(json.dumps(told))
