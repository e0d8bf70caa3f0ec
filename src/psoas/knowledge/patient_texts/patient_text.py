"""One text that a patient reads or is asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PatientText:
    """A text for patients and where it stands: in which field of which record of which kind."""

    kind: str
    id: str
    field: str
    text: str
