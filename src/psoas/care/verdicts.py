"""Every item of the library against one patient: may it be chosen, how is it done, what is it good for."""

from dataclasses import dataclass
from typing import Literal

from psoas.care.basis import Basis
from psoas.care.candidates import NOT_CALLED_FOR
from psoas.knowledge.care import Item, Precaution

Fit = Literal["fits", "differently", "equipment", "not-called-for", "excluded"]
FITS: tuple[Fit, ...] = ("fits", "differently", "equipment", "not-called-for", "excluded")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What speaks for and against one item in one patient."""

    item: Item
    fit: Fit
    against: tuple[str, ...]  # why it is ruled out, or does not fit as it is
    instead: tuple[str, ...]  # what to do in its place, where it is ruled out
    adjustments: tuple[str, ...]  # how it is done differently
    to_ask: tuple[Precaution, ...]  # what could rule it out and nobody has asked about
    why: str
    serves: tuple[str, ...]
    value: float

    @property
    def may_be_chosen(self) -> bool:
        """Only a contraindication rules an item out; on anything else a clinician decides."""
        return self.fit != "excluded"


def verdict(item: Item, basis: Basis) -> Verdict:
    """Judge one item for a patient.

    Knowledge: ``items/*``, ``precautions/*``
    """
    candidate, found = basis.candidate(item), basis.found
    excluding = found.excluding(item.precautions)
    codes = {one.precaution.id for one in excluding}
    missing = [name.replace("-", " ") for name in item.equipment if name not in _equipment(basis)]
    is_called_for = item.indicated is None or item.indicated.truth(basis.facts) is True
    fit: Fit = "differently" if candidate.adjustments else "fits"
    against: tuple[str, ...] = ()
    if excluding:
        fit, against = "excluded", tuple(one.in_words for one in excluding)
    elif not is_called_for:
        fit, against = "not-called-for", (NOT_CALLED_FOR,)
    elif missing:
        fit, against = "equipment", (f"Needs equipment: {', '.join(missing)}.",)
    return Verdict(
        item=item,
        fit=fit,
        against=against,
        instead=tuple(one.instead for one in item.precautions if one.code in codes and one.instead),
        adjustments=candidate.adjustments,
        to_ask=found.open(item.precautions),
        why=candidate.why,
        serves=candidate.serves,
        value=candidate.value,
    )


def verdicts(basis: Basis) -> tuple[Verdict, ...]:
    """Judge the whole library: what may be chosen first, of that what helps most first."""
    judged = (verdict(item, basis) for item in basis.knowledge.items.values())
    return tuple(sorted(judged, key=lambda one: (FITS.index(one.fit) > 1, -one.value, one.item.id)))


def _equipment(basis: Basis) -> tuple[str, ...]:
    return basis.facts.case.wishes.equipment
