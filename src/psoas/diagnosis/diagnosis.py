"""What contributes to this pain, how sure, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from psoas.diagnosis.graded import GRADES, Grading, grade
from psoas.diagnosis.interplay import Edge, interplay
from psoas.diagnosis.ledger import Ledger, ledger
from psoas.diagnosis.measured import Measured, measured
from psoas.diagnosis.next_examination import NextExamination, next_examinations
from psoas.diagnosis.root_level import RootFinding, root_level
from psoas.knowledge.contributors import Contributor
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts

NERVE_ROOT = "nerve-root"


@dataclass(frozen=True, slots=True)
class Judged:
    """One contributor with what was found: a ledger, or a grading."""

    contributor: Contributor
    ledger: Ledger | None
    grading: Grading | None
    word: str  # "likely", "cannot tell yet"; graded: the grade

    @property
    def probability(self) -> float | None:
        """The median probability; none for graded contributors."""
        return None if self.ledger is None else self.ledger.posterior.probability


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All contributors, the root, their interplay, and what to examine next."""

    contributors: tuple[Judged, ...]  # probabilities first, falling; then grades, falling
    leading: tuple[str, ...]
    root: RootFinding
    interplay: tuple[Edge, ...]
    next_examinations: tuple[NextExamination, ...]
    measured: tuple[Measured, ...]

    def strengths(self, knowledge: Knowledge) -> dict[str, float]:
        """Return every contributor's weight in the plan, 0 to 1; grades by their parameter."""
        return {
            judged.contributor.id: (
                judged.probability
                if judged.probability is not None
                else grade_strength(judged.grading, knowledge)
            )
            for judged in self.contributors
        }


def diagnose(facts: CaseFacts, knowledge: Knowledge) -> Diagnosis:
    """Judge every contributor on its own; several can be true at once."""
    ledgers: dict[str, Ledger] = {}
    judged: list[Judged] = []
    for contributor in knowledge.contributors.values():
        if contributor.kind == "probability":
            found = ledger(contributor, facts, knowledge)
            ledgers[contributor.id] = found
            judged.append(Judged(contributor, found, None, word(found, knowledge)))
        else:
            grading = grade(contributor, facts)
            judged.append(Judged(contributor, None, grading, grading.grade.replace("-", " ")))
    judged.sort(key=_falling)
    return Diagnosis(
        contributors=tuple(judged),
        leading=_leading(judged, knowledge),
        root=root_level(facts, knowledge),
        interplay=interplay(_with_findings(judged, knowledge), knowledge),
        next_examinations=next_examinations(ledgers, facts, knowledge),
        measured=measured(facts, knowledge),
    )


def word(found: Ledger, knowledge: Knowledge) -> str:
    """Return the word that goes with a probability, always beside the number.

    "Cannot tell yet" where nothing informative was examined or the interval is too wide to act on.

    Knowledge: ``parameters/word-*``, ``parameters/cannot-tell-width``
    """
    low, high = found.posterior.interval
    if high - low > knowledge.parameter("cannot-tell-width"):
        return "cannot tell yet"
    ladder = (
        ("very unlikely", "word-very-unlikely-below"),
        ("unlikely", "word-unlikely-below"),
        ("possible", "word-possible-below"),
        ("about as likely as not", "word-even-below"),
        ("likely", "word-likely-below"),
    )
    for name, parameter in ladder:
        if found.posterior.probability < knowledge.parameter(parameter):
            return name
    return "very likely"


def grade_strength(grading: Grading | None, knowledge: Knowledge) -> float:
    """Return the weight of a grade in the plan, 0 to 1.

    Knowledge: ``parameters/strength-*``
    """
    if grading is None or not grading.is_found:
        return 0.0
    return knowledge.parameter(f"strength-{grading.grade}")


def _falling(judged: Judged) -> tuple[bool, float, str]:
    if judged.probability is not None:
        return (False, -judged.probability, judged.contributor.id)
    assert judged.grading is not None
    return (True, -GRADES.index(judged.grading.grade), judged.contributor.id)


def _leading(judged: list[Judged], knowledge: Knowledge) -> tuple[str, ...]:
    """Return the contributors the story leads with, the strongest first.

    Likely contributors come first, then marked findings, then what is as likely as not, then moderate
    findings; within a step, tissue before the load on it. If nothing reaches the least probability, the
    most probable contributor leads alone, provided anything is known that speaks for this patient.

    Knowledge: ``parameters/leading-*``, ``parameters/word-even-below``
    """
    least = knowledge.parameter("leading-probability")
    likely = knowledge.parameter("word-even-below")
    ranked: list[tuple[int, bool, float, str]] = []
    for one in judged:
        identifier, is_context = one.contributor.id, one.contributor.group == "alignment"
        if one.probability is not None and one.probability >= least:
            ranked.append((0 if one.probability >= likely else 2, False, -one.probability, identifier))
        elif one.grading is not None and one.grading.grade in ("moderate", "marked"):
            step = 1 if one.grading.grade == "marked" else 3
            ranked.append((step, is_context, 0.0, identifier))
    if ranked:
        return tuple(identifier for *_, identifier in sorted(ranked))
    fallback = knowledge.parameter("leading-probability-alone")
    first = judged[0]
    is_informed = first.ledger is not None and (first.ledger.rows or first.ledger.prior.when is not None)
    if first.probability is not None and first.probability >= fallback and is_informed:
        return (first.contributor.id,)
    return ()


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
