"""The heart: from a case to an assessment."""

from dataclasses import dataclass, replace

from psoas.alignment.sagittal import AlignmentReading, alignment_readings
from psoas.diagnosis.diagnosis import Diagnosis, diagnose
from psoas.foundation.version import __version__
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.day import Limit, day
from psoas.outcomes.outlook import Outlook, outlook
from psoas.patient.case import Case, DrawnRegion
from psoas.patient.drawing import Drawing, drawing
from psoas.patient.facts import CaseFacts
from psoas.screening.screening import Screening, screen
from psoas.screening.suggestions import Suggestion, suggest


@dataclass(frozen=True)
class Assessment:
    """What follows from a case by the knowledge of its day; enough to work it out again."""

    case: Case
    knowledge_version: str
    knowledge_fingerprint: str
    psoas_version: str
    drawing: Drawing | None
    screening: Screening
    suggestions: tuple[Suggestion, ...]  # they change nothing of the rest
    diagnosis: Diagnosis
    alignment: tuple[AlignmentReading, ...]
    day: tuple[Limit, ...]
    outlook: Outlook
    local_priors: str | None = None  # the clinic's own file, where one was used
    local_items: str | None = None

    @property
    def drawn(self) -> tuple[DrawnRegion, ...]:
        """The regions that count as drawn."""
        return () if self.drawing is None else self.drawing.marks


def assess(case: Case, knowledge: Knowledge) -> Assessment:
    """Assess a case: is it safe, what contributes, what does it do to the day.

    The same case and knowledge always give the same assessment.
    """
    facts = CaseFacts.of(case, knowledge)
    screening = screen(facts, knowledge)
    diagnosis = diagnose(facts, knowledge)
    if screening.disposition in ("emergency", "urgent"):
        # Time now goes into the referral; its advice names what to examine on the way.
        diagnosis = replace(diagnosis, next_examinations=())
    return Assessment(
        case=case,
        knowledge_version=knowledge.version,
        knowledge_fingerprint=knowledge.local_fingerprint or knowledge.fingerprint,
        psoas_version=__version__,
        drawing=drawing(facts, knowledge),
        screening=screening,
        suggestions=suggest(facts, knowledge),
        diagnosis=diagnosis,
        alignment=alignment_readings(facts, knowledge),
        day=day(case, knowledge),
        outlook=outlook(facts, knowledge),
        local_priors=knowledge.local_priors,
        local_items=knowledge.local_items,
    )
