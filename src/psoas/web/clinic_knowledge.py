"""The knowledge a clinic works with: what Psoas ships, with the clinic's own on top."""

from dataclasses import dataclass
from functools import cache, lru_cache

from psoas.care.clinic import Clinic as ClinicInWords
from psoas.foundation.errors import KnowledgeError
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.loader import load_knowledge
from psoas.knowledge.local import with_local_priors
from psoas.knowledge.local_items import with_local_items
from psoas.web.models import Clinic


@dataclass(frozen=True)
class WorkedWith:
    """The knowledge a clinic works with, and what of its own could not be used."""

    knowledge: Knowledge
    left_out: tuple[KnowledgeError, ...]  # what was entered once and no longer fits what is shipped


@cache
def shipped_knowledge() -> Knowledge:
    """Return what Psoas ships."""
    return load_knowledge()


def knowledge_of(clinic: Clinic) -> Knowledge:
    """Return the knowledge a clinic works with."""
    return worked_with(clinic.own_priors, clinic.own_items).knowledge


@lru_cache(maxsize=32)
def worked_with(priors: str, items: str) -> WorkedWith:
    """Put a clinic's own on top of what is shipped; what does not fit is left out and told.

    It fitted when it was entered. A new version of the knowledge may have dropped a record it names: then
    the clinic works on with what is shipped, and its pages say so, until somebody mends it.
    """
    knowledge, left_out = shipped_knowledge(), []
    if priors:
        try:
            knowledge = with_local_priors(knowledge, priors, name="own starting values")
        except KnowledgeError as error:
            left_out.append(error)
    if items:
        try:
            knowledge = with_local_items(knowledge, items, name="own exercises")
        except KnowledgeError as error:
            left_out.append(error)
    return WorkedWith(knowledge, tuple(left_out))


def clinic_in_words(clinic: Clinic) -> ClinicInWords:
    """Return what a patient needs to know of a clinic, as plans and stories take it."""
    return ClinicInWords(
        name=clinic.name,
        address=tuple(clinic.address.splitlines()) or ("-",),
        phone=clinic.phone or "-",
        hours=clinic.hours or "-",
        emergency_number=clinic.emergency_number,
        emergency_place=clinic.emergency_place,
        clinician=clinic.clinician,
        offers=tuple(clinic.offers),
    )
