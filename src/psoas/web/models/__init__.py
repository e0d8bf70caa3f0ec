"""What is stored: fields and constraints only. What happens to it stands in ``actions``."""

from psoas.web.models.audit import AuditEvent, AuditHead
from psoas.web.models.clinics import Clinic, User
from psoas.web.models.people import Appointment, PatientLink, Person
from psoas.web.models.plans import CarePlan, SessionNote
from psoas.web.models.signing import Reopening, SignedAssessment
from psoas.web.models.visits import Alert, Observation, Opinion, SafetyAnswer, Visit

__all__ = [
    "Alert",
    "Appointment",
    "AuditEvent",
    "AuditHead",
    "CarePlan",
    "Clinic",
    "Observation",
    "Opinion",
    "PatientLink",
    "Person",
    "Reopening",
    "SafetyAnswer",
    "SessionNote",
    "SignedAssessment",
    "User",
    "Visit",
]
