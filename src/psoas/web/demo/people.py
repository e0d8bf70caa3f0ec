"""The invented people of the invented clinic."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist; ``case`` names the file with what they answered."""

    name: str
    birth_year: int
    sex: str
    phone: str
    language: str = "en"
    case: str | None = None


PEOPLE = (
    Invented("Maria Lindqvist", 1980, "female", "555 0171", case="todays-patient"),
    Invented("Sofia Okafor", 1984, "female", "555 0114", case="suspected-cauda-equina"),
    Invented("Robert Abernathy", 1953, "male", "555 0133", case="lumbar-stenosis"),
    Invented("Diego Fuentes", 1992, "male", "555 0158", language="es"),
    Invented("Hannah Weiss", 1994, "female", "555 0126", case="sacroiliac-after-birth"),
)
