"""Which items of the library could be in this programme, how useful each is, and why others are not."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from psoas.care.precautions import Precautions
from psoas.knowledge.care import Item
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts

REQUIRED_FAMILIES = (
    "hamstring-stretch", "low-back-stretch", "hip-flexor-stretch", "alignment", "core", "nerve",
)  # fmt: skip
"""What every home programme covers, unless it is contraindicated or no time is left. Nerve mobility is
among the candidates only where findings call for it."""

NOT_CALLED_FOR = "Nothing found that calls for it now."


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that may be chosen."""

    item: Item
    value: float  # expected benefit: strength of each contributor times what the item does for it
    serves: tuple[str, ...]  # contributors, the one it helps most first
    why: str
    adjustments: tuple[str, ...]  # how to do it differently, because of precautions

    def with_note(self, note: str) -> "Candidate":
        """Add what the clinician wants the patient to mind."""
        return replace(self, adjustments=(*self.adjustments, note))


@dataclass(frozen=True, slots=True)
class Rejection:
    """A relevant item that is not in the plan, and why."""

    id: str
    reason: str


def candidates(
    facts: CaseFacts,
    knowledge: Knowledge,
    *,
    strengths: Mapping[str, float],
    found: Precautions,
    equipment: Collection[str],
) -> tuple[tuple[Candidate, ...], tuple[Rejection, ...]]:
    """Sort the library into what may be chosen and what may not.

    Parameters
    ----------
    strengths : Mapping[str, float]
        How much each contributor counts, 0 to 1.
    found : Precautions
        What speaks against something in this patient.
    equipment : Collection[str]
        What the patient has, beyond what every home has.

    Knowledge: ``items/*``, ``precautions/*``, ``parameters/evidence-weight-*``
    """
    least = knowledge.parameter("strength-mild")
    eligible: list[Candidate] = []
    rejected: list[Rejection] = []
    for item in knowledge.items.values():
        candidate = candidate_of(item, facts, strengths=strengths, found=found)
        excluding = found.excluding(item.precautions)
        is_relevant = candidate.value >= least or item.family in REQUIRED_FAMILIES
        missing = [name.replace("-", " ") for name in item.equipment if name not in equipment]
        if (excluding or missing) and not is_relevant:
            continue
        if excluding:
            because = "; ".join(one.in_words for one in excluding)
            rejected.append(Rejection(item.id, f"Not for this patient now. {because}."))
        elif item.indicated is not None and item.indicated.truth(facts) is not True:
            rejected.append(Rejection(item.id, NOT_CALLED_FOR))
        elif missing:
            rejected.append(Rejection(item.id, f"Needs equipment: {', '.join(missing)}."))
        elif candidate.value > 0 or item.family in REQUIRED_FAMILIES:
            eligible.append(candidate)
    return tuple(eligible), tuple(rejected)


def candidate_of(
    item: Item, facts: CaseFacts, *, strengths: Mapping[str, float], found: Precautions
) -> Candidate:
    """Say what an item does for this patient, and how it is done differently; not whether it may be done."""
    knowledge = facts.knowledge
    helped = sorted(
        item.serves, key=lambda s: (-s.benefit * strengths.get(s.contributor, 0.0), s.contributor)
    )
    cost = 0.0
    value = sum(serves.benefit * strengths.get(serves.contributor, 0.0) for serves in helped)
    if _goes_where_it_hurts(item, facts):
        cost = knowledge.parameter("painful-direction-cost")
    least = knowledge.parameter("strength-mild")
    serving = [s.contributor for s in helped if strengths.get(s.contributor, 0.0) >= least]
    return Candidate(
        item=item,
        value=value * knowledge.parameter(f"evidence-weight-{item.evidence}") - cost,
        serves=tuple(serving or [helped[0].contributor]),
        why=helped[0].why,
        adjustments=found.modifying(item.precautions),
    )


def _goes_where_it_hurts(item: Item, facts: CaseFacts) -> bool:
    """Tell whether an item moves the back in the direction the patient says makes it worse."""
    if item.direction == "flexion":  # sitting bends the lower back too
        hurts = facts.holds("worse-bending") is True or facts.holds("worse-sitting") is True
        return hurts and facts.holds("eased-bending-forward") is not True
    return item.direction == "extension" and facts.holds("worse-bending-backward") is True
