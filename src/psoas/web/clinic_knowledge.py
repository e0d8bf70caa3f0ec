"""The knowledge a clinic works with: what Psoas ships, with the clinic's own on top."""

from functools import cache, lru_cache

from psoas.care.clinic import Clinic as ClinicInWords
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.loader import load_knowledge
from psoas.knowledge.local import with_local_priors
from psoas.web.models import Clinic


@cache
def shipped_knowledge() -> Knowledge:
    """Return what Psoas ships."""
    return load_knowledge()


def knowledge_of(clinic: Clinic) -> Knowledge:
    """Return the knowledge a clinic works with; it was checked when the clinic's own was entered."""
    return _with(clinic.own_priors)


@lru_cache(maxsize=32)
def _with(priors: str) -> Knowledge:
    knowledge = shipped_knowledge()
    return with_local_priors(knowledge, priors) if priors else knowledge


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
