"""What every plan for a patient rests on: the facts, how much each contributor counts, the precautions."""

from collections.abc import Mapping
from dataclasses import dataclass

from psoas.care.candidates import Candidate, candidate_of
from psoas.care.precautions import Precautions, precautions
from psoas.knowledge.care import Item
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class Basis:
    """One patient as plans see them."""

    facts: CaseFacts
    strengths: Mapping[str, float]  # of each contributor, 0 to 1
    found: Precautions

    @classmethod
    def of(cls, facts: CaseFacts, strengths: Mapping[str, float]) -> "Basis":
        """Evaluate the precautions of a patient whose contributors have been judged."""
        return cls(facts, strengths, precautions(facts, facts.knowledge))

    @property
    def knowledge(self) -> Knowledge:
        """What it was judged with."""
        return self.facts.knowledge

    @property
    def stopping(self) -> tuple[str, ...]:
        """Why nothing at all may be planned now, beside what screening says."""
        return tuple(one.in_words for one in self.found.applying.values() if one.precaution.stops_everything)

    def candidate(self, item: Item) -> Candidate:
        """Say what an item does for this patient."""
        return candidate_of(item, self.facts, strengths=self.strengths, found=self.found)
