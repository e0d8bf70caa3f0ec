"""One contributor as it was judged: its word, its weight in the plan, and the clinician's opinion."""

import math
from dataclasses import dataclass

from psoas.diagnosis.graded import Grading
from psoas.diagnosis.ledger import Ledger
from psoas.foundation.sayable import sayable
from psoas.knowledge.contributors import Contributor
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Opinion

_CANNOT_TELL = sayable("cannot tell yet")


@dataclass(frozen=True, slots=True)
class Judged:
    """One contributor with what was found, a ledger or a grading, and what the clinician thinks of it.

    An opinion stands beside the computed value and never replaces it here; the plan and the order in
    which contributors lead follow it.
    """

    contributor: Contributor
    ledger: Ledger | None
    grading: Grading | None
    word: str  # "likely", "cannot tell yet"; graded: the grade
    opinion: Opinion | None = None

    @property
    def probability(self) -> float | None:
        """The median probability; none for graded contributors."""
        return None if self.ledger is None else self.ledger.posterior.probability


def word(found: Ledger, knowledge: Knowledge) -> str:
    """Return the word that goes with a probability, always beside the number.

    "Cannot tell yet" where the interval is too wide to act on, or where too few findings that could tell
    were examined. What starts unlikely and has nothing for it stays unlikely.

    Knowledge: ``parameters/word-*``, ``parameters/cannot-tell-*``
    """
    low, high = found.posterior.interval
    if high - low > knowledge.parameter("cannot-tell-width"):
        return _CANNOT_TELL
    is_open = found.posterior.probability >= knowledge.parameter("word-unlikely-below")
    if is_open and _telling(found, knowledge) < knowledge.parameter("cannot-tell-findings", before=0):
        return _CANNOT_TELL
    ladder = (
        (sayable("very unlikely"), "word-very-unlikely-below"),
        (sayable("unlikely"), "word-unlikely-below"),
        (sayable("possible"), "word-possible-below"),
        (sayable("about as likely as not"), "word-even-below"),
        (sayable("likely"), "word-likely-below"),
    )
    for name, parameter in ladder:
        if found.posterior.probability < knowledge.parameter(parameter):
            return name
    return sayable("very likely")


def _telling(found: Ledger, knowledge: Knowledge) -> int:
    """Count the examined findings whose ratio is far enough from 1 to tell anything."""
    least = math.log(knowledge.parameter("cannot-tell-ratio", before=1))
    return sum(row.weight > 0 and abs(math.log(row.lr)) >= least for row in found.rows)


def strength(judged: Judged, knowledge: Knowledge) -> float:
    """Return the weight of a contributor in the plan, 0 to 1: the clinician's opinion before our own.

    Knowledge: ``parameters/opinion-*``, ``parameters/strength-*``
    """
    if judged.opinion is not None:
        return knowledge.parameter(f"opinion-{judged.opinion.judged}")
    return (
        grade_strength(judged.grading, knowledge)
        if judged.ledger is None
        else judged.ledger.posterior.probability
    )


def grade_strength(grading: Grading | None, knowledge: Knowledge) -> float:
    """Return the weight of a grade in the plan, 0 to 1.

    Knowledge: ``parameters/strength-*``
    """
    if grading is None or not grading.is_found:
        return 0.0
    return knowledge.parameter(f"strength-{grading.grade}")
