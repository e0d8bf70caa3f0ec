"""Reading what was signed, and working it out again: the same knowledge must give the same result."""

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.application.recompute import Recomputed, recompute
from psoas.foundation.errors import PsoasError
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.document import AssessmentDocument, read_document
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.models import SignedAssessment, Visit


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A signed assessment that today's program has reproduced, with the knowledge of its day."""

    assessment: Assessment
    knowledge: Knowledge


@dataclass(frozen=True, slots=True)
class Frozen:
    """A signed assessment and what working it out again gave."""

    signed: SignedAssessment
    document: AssessmentDocument
    recomputed: Recomputed | None
    problem: str  # why it could not be worked out again

    @property
    def reproduced(self) -> WorkedOut | None:
        """The assessment behind the document, where it was reproduced exactly."""
        found = self.recomputed
        if found is None or not found.is_reproduced or found.again is None or found.knowledge is None:
            return None
        return WorkedOut(found.again, found.knowledge)


def frozen(signed: SignedAssessment) -> Frozen:
    """Read a signed assessment and work it out again, with the clinic's own priors of that day."""
    document = read_document(signed.document)
    try:
        again = recompute(json.dumps(signed.document), shipped_knowledge(), name="the signed assessment")
    except PsoasError as error:
        return Frozen(signed, document, None, str(error))
    return Frozen(signed, document, again, "")


def earlier(signed: SignedAssessment) -> list[SignedAssessment]:
    """Return what was signed before for the same person: the last of other visits first."""
    others = SignedAssessment.objects.filter(
        visit__person=signed.visit.person, visit__number__lte=signed.visit.number, pk__lt=signed.pk
    )
    return sorted(
        others.select_related("visit", "signed_by"),
        key=lambda one: (one.visit_id == signed.visit_id, -one.visit.number, -one.number),
    )


def latest(visit: Visit) -> SignedAssessment | None:
    """Return the last that was signed of a visit."""
    return visit.signed.select_related("signed_by", "visit__person__clinic").order_by("-number").first()


def note_changes(before: str, after: str) -> Iterable[tuple[str, str]]:
    """Yield the lines of a note that were taken out (``out``) or written in (``in``)."""
    words = {"-": "out", "+": "in"}
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        if line[0] in words and line[2:].strip():
            yield words[line[0]], line[2:]
