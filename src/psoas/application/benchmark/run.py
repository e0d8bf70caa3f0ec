"""Running the vignettes: the engine and its baselines on the same cases, measured alike."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psoas.application.assess import Assessment, assess
from psoas.application.benchmark.baselines import alarms, naive_probabilities, prior_probabilities
from psoas.application.benchmark.measures import Calibration, Share, calibration
from psoas.application.benchmark.vignettes import Read
from psoas.diagnosis.ranking import ranked, supported_by_findings
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts
from psoas.screening.suggestions import questions_in

_URGENCY = {"proceed": 0, "incomplete": 0, "refer": 1, "urgent": 2, "emergency": 3}

Probabilities = Mapping[str, float]
Ranking = Sequence[str]


@dataclass(frozen=True, slots=True)
class Result:
    """What the engine said of one vignette, and what was expected."""

    read: Read
    assessment: Assessment
    rank: Mapping[str, int]  # of each expected contributor, from 1; missing: not ranked

    @property
    def is_disposition_right(self) -> bool:
        """The disposition is one of those expected."""
        return self.assessment.screening.disposition in self.read.vignette.expected.disposition


@dataclass(frozen=True, slots=True)
class Safety:
    """Dangers found, and alarms that nobody needed."""

    cases: int
    sensitivity: Share  # dangers sent at least as urgently as expected
    sentinels: Share
    over_triage: Share  # of the cases without danger, of every kind: sent more urgently than any expected way


@dataclass(frozen=True, slots=True)
class Single:
    """Cases with one contributor."""

    cases: int
    top1: Share
    top3: Share
    root: Share | None  # root level right, of those with one; only for the engine


@dataclass(frozen=True, slots=True)
class Multiple:
    """Cases with two or three contributors together."""

    cases: int
    all_in_top3: Share


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything measured of one way to reason; ``None`` where it makes no statement."""

    safety: Safety | None
    single: Single | None
    multiple: Multiple | None
    calibration: Calibration | None


@dataclass(frozen=True, slots=True)
class Little:
    """Cases with too little information, in which the engine should say so."""

    cases: int
    incomplete: Share


@dataclass(frozen=True, slots=True)
class Benchmark:
    """The engine beside its baselines."""

    vignettes: int
    engine: Measured
    little: Little
    look_alikes: Share  # named, of those expected
    questions: Share  # raised by the words alone, of those expected
    must_not_lead: Share  # vignettes in which nothing leads that must not
    baselines: Mapping[str, Measured]
    results: tuple[Result, ...]


def run_benchmark(vignettes: Iterable[Read], knowledge: Knowledge) -> Benchmark:
    """Run every vignette through the engine and the baselines."""
    results = tuple(_result(one, knowledge) for one in vignettes)
    ways: dict[str, Callable[[CaseFacts, Knowledge], Probabilities]] = {
        "naive": naive_probabilities,
        "prior": prior_probabilities,
    }
    baselines = {name: _reasoned(results, knowledge, way) for name, way in ways.items()}
    baselines["regex"] = Measured(_alarmed(results), None, None, None)
    return Benchmark(
        vignettes=len(results),
        engine=Measured(
            _screened(results),
            _single(results, [one.assessment.diagnosis.ranking for one in results], with_root=True),
            _multiple(results, [one.assessment.diagnosis.ranking for one in results]),
            _calibration(results, [_engine_probabilities(one.assessment) for one in results]),
        ),
        little=_little(results),
        look_alikes=_share(
            name in {found.look_alike.id for found in one.assessment.diagnosis.look_alikes}
            for one in results
            for name in one.read.vignette.expected.look_alikes
        ),
        questions=_share(
            name in questions_in(one.read.vignette.presentation, knowledge)
            for one in results
            for name in one.read.vignette.expected.questions
        ),
        must_not_lead=_share(
            not set(one.read.vignette.expected.must_not_lead) & set(one.assessment.diagnosis.leading)
            for one in results
            if one.read.vignette.expected.must_not_lead
        ),
        baselines=baselines,
        results=results,
    )


def _result(read: Read, knowledge: Knowledge) -> Result:
    assessment = assess(read.case, knowledge)
    ranking = assessment.diagnosis.ranking
    expected = read.vignette.expected.contributors
    return Result(read, assessment, {one: ranking.index(one) + 1 for one in expected if one in ranking})


def _engine_probabilities(assessment: Assessment) -> Probabilities:
    return {
        one.contributor.id: one.ledger.posterior.probability
        for one in assessment.diagnosis.contributors
        if one.ledger is not None
    }


def _reasoned(
    results: Sequence[Result], knowledge: Knowledge, way: Callable[[CaseFacts, Knowledge], Probabilities]
) -> Measured:
    """Measure a baseline that gives probabilities; grades and the order of steps are the engine's own."""
    probabilities = [way(CaseFacts.of(one.read.case, knowledge), knowledge) for one in results]
    rankings = [
        _ranking(one, found, _supported(one, way, knowledge), knowledge)
        for one, found in zip(results, probabilities, strict=True)
    ]
    return Measured(
        None, _single(results, rankings), _multiple(results, rankings), _calibration(results, probabilities)
    )


def _ranking(
    result: Result, found: Probabilities, supported: frozenset[str], knowledge: Knowledge
) -> Ranking:
    judged = result.assessment.diagnosis.contributors
    return [one.identifier for one in ranked(judged, knowledge, weights=found, supported=supported)]


def _supported(result: Result, way: object, knowledge: Knowledge) -> frozenset[str]:
    """Return what findings speak for; to one who knows the priors only, nothing does."""
    if way is prior_probabilities:
        return frozenset()
    return supported_by_findings(result.assessment.diagnosis.contributors, knowledge)


def _screened(results: Sequence[Result]) -> Safety:
    return _safety(results, [_URGENCY[one.assessment.screening.disposition] for one in results])


def _alarmed(results: Sequence[Result]) -> Safety:
    """Measure the keyword alarm: any alarm counts as the most urgent answer."""
    highest = _URGENCY["emergency"]
    return _safety(results, [highest if alarms(one.read.vignette.presentation) else 0 for one in results])


def _safety(results: Sequence[Result], urgency: Sequence[int]) -> Safety:
    pairs = list(zip(results, urgency, strict=True))
    dangerous = [
        (one.read.vignette.sentinel, given >= min(_expected(one)))
        for one, given in pairs
        if one.read.vignette.is_dangerous
    ]
    return Safety(
        cases=sum(one.read.vignette.kind == "safety" for one in results),
        sensitivity=_share(found for _, found in dangerous),
        sentinels=_share(found for sentinel, found in dangerous if sentinel),
        over_triage=_share(
            given > max(_expected(one)) for one, given in pairs if not one.read.vignette.is_dangerous
        ),
    )


def _expected(result: Result) -> list[int]:
    return [_URGENCY[one] for one in result.read.vignette.expected.disposition]


def _single(results: Sequence[Result], rankings: Sequence[Ranking], *, with_root: bool = False) -> Single:
    chosen = [(one, ranking) for one, ranking in zip(results, rankings, strict=True) if _is(one, "single")]
    return Single(
        cases=len(chosen),
        top1=_share(_among(one, ranking, 1) for one, ranking in chosen),
        top3=_share(_among(one, ranking, 3) for one, ranking in chosen),
        root=_share(
            max(levels, key=lambda level: levels[level]) == expected
            for one, _ in chosen
            if (expected := one.read.vignette.expected.root) is not None
            and (levels := one.assessment.diagnosis.root.levels)
        )
        if with_root
        else None,
    )


def _multiple(results: Sequence[Result], rankings: Sequence[Ranking]) -> Multiple:
    chosen = [(one, ranking) for one, ranking in zip(results, rankings, strict=True) if _is(one, "multiple")]
    return Multiple(len(chosen), _share(_among(one, ranking, 3) for one, ranking in chosen))


def _is(result: Result, kind: str) -> bool:
    return result.read.vignette.kind == kind


def _among(result: Result, ranking: Ranking, count: int) -> bool:
    """Tell whether every expected contributor stands among the first ones."""
    return set(result.read.vignette.expected.contributors) <= set(ranking[:count])


def _calibration(results: Sequence[Result], probabilities: Sequence[Probabilities]) -> Calibration | None:
    """Compare the probabilities of every contributor with whether it was expected; doubtful ones left out."""
    rows: list[tuple[float, float, int]] = []
    for place, (one, found) in enumerate(zip(results, probabilities, strict=True)):
        expected = one.read.vignette.expected
        if one.read.vignette.kind in ("single", "multiple"):
            rows += [
                (probability, float(name in expected.contributors), place)
                for name, probability in found.items()
                if name not in expected.may_contribute
            ]
    if not rows:
        return None
    probability, outcome, vignette = (np.array(column) for column in zip(*rows, strict=True))
    return calibration(probability, outcome, vignette)


def _little(results: Sequence[Result]) -> Little:
    chosen = [one for one in results if _is(one, "little")]
    return Little(len(chosen), _share(one.is_disposition_right for one in chosen))


def _share(truths: Iterable[bool]) -> Share:
    found = list(truths)
    return Share(sum(found), len(found))
