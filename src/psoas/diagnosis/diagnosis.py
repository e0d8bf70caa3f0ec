"""What contributes to this pain, how sure, and why."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from psoas.diagnosis.graded import GRADES, Grading, grade
from psoas.diagnosis.interplay import Edge, interplay
from psoas.diagnosis.ledger import Ledger, ledger
from psoas.diagnosis.look_alikes import LookAlikeFound, look_alikes
from psoas.diagnosis.measured import Measured, measured
from psoas.diagnosis.mechanism import PainMechanism, pain_mechanism
from psoas.diagnosis.next_examination import NextExamination, next_examinations
from psoas.diagnosis.published_rules import RuleBeside, published_rules
from psoas.diagnosis.root_level import RootFinding, root_level
from psoas.knowledge.conditions import ChoiceIs, FindingIs, leaves
from psoas.knowledge.contributors import Contributor
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Opinion
from psoas.patient.facts import CaseFacts

NERVE_ROOT = "nerve-root"


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
    weights = {one.contributor.id: strength(one, knowledge) for one in judged}
    supported = supported_by_findings(judged, knowledge)
    ranked = _ranked(judged, weights, supported, knowledge)
    return Diagnosis(
        contributors=tuple(judged),
        leading=_leading(judged, ranked, supported, knowledge),
        ranking=tuple(one.identifier for one in ranked),
        root=root_level(facts, knowledge),
        mechanism=pain_mechanism(facts, knowledge),
        rules=published_rules(ledgers, facts, knowledge),
        look_alikes=look_alikes(facts, knowledge),
        interplay=interplay(_with_findings(judged, knowledge), knowledge),
        next_examinations=next_examinations(ledgers, facts, knowledge),
        measured=measured(facts, knowledge),
    )


def word(found: Ledger, knowledge: Knowledge) -> str:
    """Return the word that goes with a probability, always beside the number.

    "Cannot tell yet" where the interval is too wide to act on, or where too few findings that could tell
    were examined. What starts unlikely and has nothing for it stays unlikely.

    Knowledge: ``parameters/word-*``, ``parameters/cannot-tell-*``
    """
    low, high = found.posterior.interval
    if high - low > knowledge.parameter("cannot-tell-width"):
        return "cannot tell yet"
    is_open = found.posterior.probability >= knowledge.parameter("word-unlikely-below")
    if is_open and _telling(found, knowledge) < knowledge.parameter("cannot-tell-findings", before=0):
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


def _falling(judged: Judged) -> tuple[bool, float, str]:
    if judged.probability is not None:
        return (False, -judged.probability, judged.contributor.id)
    assert judged.grading is not None
    return (True, -GRADES.index(judged.grading.grade), judged.contributor.id)


class _Ranked(NamedTuple):
    """Where a contributor stands; sorts by its fields, the first to lead first."""

    step: int
    is_context: bool
    minus_strength: float
    identifier: str


_STEPS = {"marked": 1, "moderate": 3, "mild": 5}
_LAST_LEADING_STEP = 3
_SUPPORTED_STEP, _UNSUPPORTED_STEP = 4, 6


def ranking_of(
    diagnosis: Diagnosis,
    probabilities: Mapping[str, float],
    knowledge: Knowledge,
    *,
    supported: Collection[str],
) -> tuple[str, ...]:
    """Return the order in which contributors would stand with other probabilities and the same grades.

    ``supported``: the contributors for which anything was found by that way of reasoning.
    """
    weights = {**diagnosis.strengths(knowledge), **probabilities}
    return tuple(one.identifier for one in _ranked(diagnosis.contributors, weights, supported, knowledge))


def supported_by_findings(judged: Sequence[Judged], knowledge: Knowledge) -> frozenset[str]:
    """Return the contributors that findings together speak for, or the clinician.

    A high starting value that already counts a finding of this patient (pain below the knee, a sport) is
    support as well; one by age and sex alone is not.

    Knowledge: ``parameters/support-ratio``, ``parameters/leading-probability-alone``
    """
    return frozenset(one.contributor.id for one in judged if _is_supported(one, knowledge))


def _is_supported(one: Judged, knowledge: Knowledge) -> bool:
    if one.ledger is None:
        return one.opinion is not None
    least = math.log(knowledge.parameter("support-ratio", before=1))
    prior = one.ledger.prior
    is_specific = prior.when is not None and any(
        isinstance(leaf, FindingIs) or (isinstance(leaf, ChoiceIs) and leaf.choice == "extent")
        for leaf in leaves(prior.when)
    )
    return (
        one.opinion is not None
        or (is_specific and prior.probability >= knowledge.parameter("leading-probability-alone"))
        or sum(row.shift for row in one.ledger.rows) >= least
    )


def _ranked(
    judged: Sequence[Judged],
    weights: Mapping[str, float],
    supported: Collection[str],
    knowledge: Knowledge,
) -> list[_Ranked]:
    """Put every contributor in its place.

    The likely ones come first, then marked findings, what is as likely as not, moderate findings, the less
    likely that something speaks for, mild findings, and last what stands by age and sex alone. Within a step
    tissue stands before alignment and load, which are a context and never stand before a likely tissue.

    Knowledge: ``parameters/leading-probability``, ``parameters/word-even-below``
    """
    least = knowledge.parameter("leading-probability")
    likely = knowledge.parameter("word-even-below")
    ranked: list[_Ranked] = []
    for one in judged:
        identifier, is_context = one.contributor.id, one.contributor.group == "alignment"
        if one.opinion is not None or one.ledger is not None:
            weight = weights[identifier]
            is_supported = identifier in supported
            below = 2 if weight >= least else _SUPPORTED_STEP
            step = 0 if weight >= likely else below if is_supported else _UNSUPPORTED_STEP
            ranked.append(_Ranked(step, False, -weight, identifier))
        elif one.grading is not None and one.grading.is_found:
            step = max(_STEPS[one.grading.grade], _LAST_LEADING_STEP if is_context else 0)
            ranked.append(_Ranked(step, is_context, 0.0, identifier))
    return sorted(ranked)


def _leading(
    judged: list[Judged], ranked: list[_Ranked], supported: Collection[str], knowledge: Knowledge
) -> tuple[str, ...]:
    """Return the contributors the story leads with, the strongest first.

    If nothing reaches the least probability, the first contributor that findings speak for leads alone.

    Knowledge: ``parameters/leading-*``
    """
    leading = tuple(one.identifier for one in ranked if one.step <= _LAST_LEADING_STEP)
    if leading:
        return leading
    fallback = knowledge.parameter("leading-probability-alone")
    strengths = {one.contributor.id: strength(one, knowledge) for one in judged if one.ledger is not None}
    alone = (one.identifier for one in ranked if one.identifier in supported)
    return tuple(name for name in alone if strengths.get(name, 0) >= fallback)[:1]


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
