"""The clinic: where to go, whom to call, and what it offers."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import ClinicError, Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.record import Identifier, Model, Text

DEFAULT = Path(__file__).parent / "clinic.yaml"


class InSpanish(Model):
    """The clinic's own words for its Spanish-speaking patients; what is missing is said as it stands."""

    hours: Text | None = None
    emergency_place: Text | None = None  # "la sala de emergencias más cercana"
    clinician: Text | None = None


class Clinic(Model):
    """What a patient needs to know of the clinic. The one shipped with Psoas is invented."""

    name: Text
    address: tuple[Text, ...] = Field(min_length=1, max_length=4)
    phone: Text
    hours: Text
    emergency_number: Annotated[str, Field(pattern=r"^[0-9 ]{3,10}$")]
    emergency_place: Text  # "the nearest emergency department"
    clinician: Text  # who signs: "your physical therapist"
    offers: tuple[Identifier, ...] = ()  # complementary interventions
    in_spanish: InSpanish = InSpanish()


def read_clinic(text: str, *, name: str = "clinic") -> Clinic:
    """Read a clinic file.

    Raises
    ------
    ClinicError
        Anything is wrong with it; all problems are listed.
    """
    document = parse_yaml(text)
    problems = list(document.problems)
    if not problems:
        try:
            return Clinic.model_validate(document.value)
        except ValidationError as error:
            problems = [
                Problem(document.where(detail["loc"]), detail["msg"] + ".") for detail in error.errors()
            ]
    raise ClinicError(name, problems)


def check_offers(clinic: Clinic, knowledge: Knowledge, *, name: str = "clinic") -> None:
    """Check that everything a clinic offers is known; what is not would silently be missing from plans.

    Raises
    ------
    ClinicError
        An offer is no complementary intervention; every such offer is listed, and what it can be.

    Knowledge: ``interventions/*``
    """
    known = sorted(one.id for one in knowledge.interventions.values() if one.offered_as == "complementary")
    unknown = [offer for offer in clinic.offers if offer not in known]
    if unknown:
        remedy = f"It can be: {', '.join(known)}."
        raise ClinicError(name, [Problem("offers", f"There is no '{offer}'.", remedy) for offer in unknown])
