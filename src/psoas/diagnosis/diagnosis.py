"""What contributes to this pain, how sure, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from psoas.diagnosis.graded import GRADES, grade
from psoas.diagnosis.interplay import Edge, interplay
from psoas.diagnosis.judged import Judged, strength, word
from psoas.diagnosis.ledger import Ledger, ledger
from psoas.diagnosis.look_alikes import LookAlikeFound, look_alikes
from psoas.diagnosis.measured import Measured, measured
from psoas.diagnosis.mechanism import PainMechanism, pain_mechanism
from psoas.diagnosis.next_examination import NextExamination, next_examinations
from psoas.diagnosis.published_rules import RuleBeside, published_rules
from psoas.diagnosis.ranking import leading, ranked
from psoas.diagnosis.root_level import RootFinding, root_level
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts

NERVE_ROOT = "nerve-root"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All contributors, what stands beside them, and what to examine next."""

    contributors: tuple[Judged, ...]  # probabilities first, falling; then grades, falling
    leading: tuple[str, ...]
    ranking: tuple[str, ...]  # every contributor that has a probability or was found, in order of weight
    root: RootFinding
    mechanism: PainMechanism
    rules: tuple[RuleBeside, ...]
    look_alikes: tuple[LookAlikeFound, ...]
    interplay: tuple[Edge, ...]
    next_examinations: tuple[NextExamination, ...]
    measured: tuple[Measured, ...]

    def strengths(self, knowledge: Knowledge) -> dict[str, float]:
        """Return every contributor's weight in the plan, 0 to 1; see `strength`."""
        return {judged.contributor.id: strength(judged, knowledge) for judged in self.contributors}


def diagnose(facts: CaseFacts, knowledge: Knowledge) -> Diagnosis:
    """Judge every contributor on its own; several can be true at once."""
    opinions = {opinion.contributor: opinion for opinion in facts.case.opinions}
    ledgers: dict[str, Ledger] = {}
    judged: list[Judged] = []
    for contributor in knowledge.contributors.values():
        if contributor.kind == "probability":
            found = ledger(contributor, facts, knowledge)
            ledgers[contributor.id] = found
            opinion = opinions.get(contributor.id)
            judged.append(Judged(contributor, found, None, word(found, knowledge), opinion))
        else:
            grading = grade(contributor, facts)
            opinion = opinions.get(contributor.id)
            judged.append(Judged(contributor, None, grading, grading.grade.replace("-", " "), opinion))
    judged.sort(key=_falling)
    places = ranked(judged, knowledge)
    return Diagnosis(
        contributors=tuple(judged),
        leading=leading(places),
        ranking=tuple(one.identifier for one in places),
        root=root_level(facts, knowledge),
        mechanism=pain_mechanism(facts, knowledge),
        rules=published_rules(ledgers, facts, knowledge),
        look_alikes=look_alikes(facts, knowledge),
        interplay=interplay(_with_findings(judged, knowledge), knowledge),
        next_examinations=next_examinations(ledgers, facts, knowledge),
        measured=measured(facts, knowledge),
    )


def _falling(judged: Judged) -> tuple[bool, float, str]:
    if judged.probability is not None:
        return (False, -judged.probability, judged.contributor.id)
    assert judged.grading is not None
    return (True, -GRADES.index(judged.grading.grade), judged.contributor.id)


def _with_findings(judged: list[Judged], knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    least = knowledge.parameter("interplay-probability")
    found: dict[str, tuple[str, ...]] = {}
    for one in judged:
        if one.grading is not None and one.grading.is_found:
            found[one.contributor.id] = one.grading.because
        elif one.ledger is not None and one.ledger.posterior.probability >= least:
            seen = [row for row in one.ledger.rows if row.state == "present" and row.shift > 0]
            if seen:
                found[one.contributor.id] = tuple(knowledge.findings[row.finding].name for row in seen)
    return found
