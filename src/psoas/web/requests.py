"""What views may take for granted once the gate has let a request through."""

from typing import cast

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from psoas.web.audit.record import Actor
from psoas.web.models import Clinic, PatientLink, User


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in and works in a clinic."""

    user: User
    htmx: HtmxDetails


class PatientRequest(HttpRequest):
    """A request of a patient whose link is open."""

    patient_link: PatientLink
    htmx: HtmxDetails


def clinic_of(request: StaffRequest) -> Clinic:
    """Return the clinic of who is signed in."""
    return cast("Clinic", request.user.clinic)


def staff(request: StaffRequest) -> Actor:
    """Return who is signed in, as the audit log names them."""
    return Actor.staff(request.user)


def patient(request: PatientRequest) -> Actor:
    """Return the patient of the open link, as the audit log names them."""
    return Actor.patient(request.patient_link)
