"""What speaks against something in this patient, what does not, and what nobody has asked yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from psoas.knowledge.care import ItemPrecaution, Precaution
from psoas.knowledge.conditions import FindingIs, leaves
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts
from psoas.patient.reasons import reasons


@dataclass(frozen=True, slots=True)
class Applying:
    """A precaution that applies, and the facts that make it apply."""

    precaution: Precaution
    because: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """Its name, and the facts."""
        return f"{self.precaution.name}: {', '.join(self.because)}" if self.because else self.precaution.name


@dataclass(frozen=True, slots=True)
class Precautions:
    """Every precaution code is in exactly one of the two, or known not to apply."""

    applying: Mapping[str, Applying]
    unknown: Mapping[str, Precaution]
    askable: frozenset[str]  # unknown only for want of a question about health, not of an examination

    def excluding(self, listed: Iterable[ItemPrecaution]) -> tuple[Applying, ...]:
        """Return those that rule an item out."""
        return tuple(
            self.applying[one.code] for one in listed if one.action == "exclude" and one.code in self.applying
        )

    def modifying(self, listed: Iterable[ItemPrecaution]) -> tuple[str, ...]:
        """Return how an item must be done differently."""
        return tuple(
            one.instead
            for one in listed
            if one.action == "modify" and one.code in self.applying and one.instead
        )

    def to_ask(self, listed: Iterable[ItemPrecaution]) -> tuple[str, ...]:
        """Return the questions, not asked yet, whose answers could rule something out."""
        return tuple(dict.fromkeys(one.ask for one in self.open(listed) if one.ask))

    def open(self, listed: Iterable[ItemPrecaution]) -> tuple[Precaution, ...]:
        """Return those that could rule something out and that nobody has asked about yet, each once."""
        codes = (one.code for one in listed if one.action == "exclude" and one.code in self.askable)
        return tuple(self.unknown[code] for code in dict.fromkeys(codes))


def precautions(facts: CaseFacts, knowledge: Knowledge) -> Precautions:
    """Evaluate every precaution.

    Knowledge: ``precautions/*``
    """
    applying: dict[str, Applying] = {}
    unknown: dict[str, Precaution] = {}
    for code, precaution in knowledge.precautions.items():
        truth = precaution.holds(facts)
        if truth:
            applying[code] = Applying(precaution, reasons(precaution.when, facts))
        elif truth is None:
            unknown[code] = precaution
    askable = frozenset(code for code, one in unknown.items() if _is_askable(one, facts))
    return Precautions(applying, unknown, askable)


def _is_askable(precaution: Precaution, facts: CaseFacts) -> bool:
    return bool(unasked(precaution, facts))


def unasked(precaution: Precaution, facts: CaseFacts) -> tuple[str, ...]:
    """Return the findings of a patient's health that a precaution waits for, each once."""
    return tuple(
        dict.fromkeys(
            leaf.finding
            for leaf in leaves(precaution.when)
            if isinstance(leaf, FindingIs)
            and leaf.truth(facts) is None
            and facts.knowledge.findings[leaf.finding].section == "medical"
        )
    )
