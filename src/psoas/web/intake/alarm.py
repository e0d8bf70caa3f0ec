"""When a dangerous answer interrupts, and what the patient is told then."""

from dataclasses import dataclass

from django.utils.translation import get_language

from psoas.reports.act_now import ActNow, act_now
from psoas.reports.language import Language, retold, speaking
from psoas.web.clinic_knowledge import clinic_in_words, knowledge_of
from psoas.web.intake.actions import CALLS, HELP
from psoas.web.models import Alert, Visit
from psoas.web.visits.case import assessment_of


@dataclass(frozen=True, slots=True)
class Alarm:
    """What stands, and whether the patient has still to be stopped for it."""

    level: str  # emergency or urgent
    interrupts: bool


def alarm_of(visit: Visit) -> Alarm | None:
    """Return the alarm of a visit, if there is one.

    An emergency interrupts until the patient has got help for that rule. Something urgent interrupts once:
    who has read that they should call does not need it again for the next answer.
    """
    alerts = list(Alert.objects.filter(visit=visit, urgency__in=("emergency", "urgent")))
    standing = [one for one in alerts if one.gone_at is None]
    emergencies = [one for one in standing if one.urgency == "emergency"]
    if emergencies:
        helped = {one.rule for one in alerts if one.patient_says == HELP}
        return Alarm("emergency", interrupts=any(one.rule not in helped for one in emergencies))
    if standing:
        return Alarm("urgent", interrupts=not any(one.patient_says in (HELP, CALLS) for one in alerts))
    return None


def what_to_do(visit: Visit, language: Language | None = None) -> ActNow | None:
    """Say what to do now, in the language of the page or another; nothing if no alarm stands."""
    assessment = assessment_of(visit)
    if assessment.screening.disposition not in ("emergency", "urgent"):
        return None
    clinic = visit.person.clinic
    with speaking(language or spoken()):
        place = {"emergency_place": retold(clinic.emergency_place)}
        words = clinic_in_words(clinic).model_copy(update=place)
        return act_now(assessment, knowledge_of(clinic), words)


def spoken() -> Language:
    """Return the language of the page, as the reports name it."""
    return "es" if (get_language() or "en").startswith("es") else "en"
