"""What stands beside the ledgers in the JSON document: rules, mechanism, look-alikes, outlook, doubt."""

from dataclasses import dataclass

from psoas.diagnosis.look_alikes import LookAlikeFound
from psoas.diagnosis.mechanism import MechanismReading
from psoas.diagnosis.published_rules import RuleBeside
from psoas.knowledge.course import CoursePoint, PrognosticFactor
from psoas.knowledge.record import Cited
from psoas.outcomes.outlook import Outlook, Prediction
from psoas.patient.rule_reading import RuleReading

Interval = tuple[float, float]  # 90 %


@dataclass(frozen=True, slots=True)
class LookAlikePart:
    """Another condition whose pattern holds; recognised by judgement, without a probability."""

    id: str
    name: str
    group: str
    because: tuple[str, ...]
    supports: tuple[str, ...]
    speaks_against: tuple[str, ...]
    settled_by: str
    send_to: str
    within_days: int
    status: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MechanismPart:
    """One pain mechanism: which criteria of its published cluster are met."""

    id: str
    name: str
    fit: str
    met: tuple[str, ...]
    not_met: tuple[str, ...]
    not_known: tuple[str, ...]
    indicators: tuple[str, ...]
    sensitivity: float
    specificity: float
    warning: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleItemPart:
    """One item of a published rule; ``state`` is present, absent or not examined."""

    text: str
    state: str
    points: float | None


@dataclass(frozen=True, slots=True)
class RulePart:
    """A published rule beside our own estimate; it never enters it."""

    id: str
    name: str
    contributor: str | None
    family: str | None
    predicts: str
    reading: str  # for, against, neither, open
    band: str | None
    could_be: tuple[str, ...]
    least: float
    most: float
    items: tuple[RuleItemPart, ...]
    sensitivity: float | None
    specificity: float | None
    ratio: float | None
    ratio_interval_95: Interval | None
    share: float | None  # with the condition in this band, in the study
    alone: float | None  # our prior moved by the rule's ratio and nothing else
    alone_interval: Interval | None
    agrees: bool | None
    standing: str
    warning: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactorPart:
    """Something that goes with a slower or a quicker course."""

    id: str
    name: str
    outcome: str
    effect: float | None
    effect_kind: str | None
    effect_interval_95: Interval | None
    can_be_changed: bool
    evidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoursePart:
    """The mean course of people like these, with 95 % intervals of the mean."""

    id: str
    name: str
    who: str
    measure: str
    unit: str
    points: tuple[CoursePoint, ...]
    summary: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PredictionPart:
    """A published model's share for a person like this, between the ends over what is not known."""

    id: str
    name: str
    outcome: str
    least: float
    most: float
    not_known: tuple[str, ...]
    baseline: float
    warning: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutlookPart:
    """How it usually goes on. Prognosis never moves a diagnosis."""

    course: CoursePart | None
    slower: tuple[FactorPart, ...]
    quicker: tuple[FactorPart, ...]
    entered: tuple[RulePart, ...]
    predictions: tuple[PredictionPart, ...]


def look_alike_part(found: LookAlikeFound) -> LookAlikePart:
    """Lay out a look-alike."""
    one = found.look_alike
    return LookAlikePart(
        one.id, one.name, one.group, found.because, found.supports, found.speaks_against, one.settled_by,
        one.send_to, one.within_days, one.status, sources(one),
    )  # fmt: skip


def mechanism_part(reading: MechanismReading) -> MechanismPart:
    """Lay out a mechanism."""
    one = reading.mechanism
    return MechanismPart(
        id=one.id,
        name=one.name,
        fit=reading.fit,
        met=reading.met,
        not_met=reading.not_met,
        not_known=reading.not_known,
        indicators=reading.indicators,
        sensitivity=one.performance.sensitivity,
        specificity=one.performance.specificity,
        warning=one.warning,
        sources=sources(one.performance),
    )


def rule_part(beside: RuleBeside) -> RulePart:
    """Lay out a rule beside our own estimate."""
    return _rule(
        beside.reading,
        alone=None if beside.alone is None else beside.alone.probability,
        alone_interval=None if beside.alone is None else beside.alone.interval,
        agrees=beside.agrees,
    )


def _rule(
    reading: RuleReading,
    *,
    alone: float | None = None,
    alone_interval: Interval | None = None,
    agrees: bool | None = None,
) -> RulePart:
    rule, band = reading.rule, reading.band
    ratio = None if band is None else band.ratio
    return RulePart(
        id=rule.id,
        name=rule.name,
        contributor=rule.contributor,
        family=rule.family,
        predicts=rule.predicts,
        reading=reading.reading,
        band=None if band is None else band.name,
        could_be=reading.possible,
        least=reading.least,
        most=reading.most,
        items=tuple(RuleItemPart(item.text, _STATES[item.truth], item.points) for item in reading.items),
        sensitivity=None if band is None else band.sensitivity,
        specificity=None if band is None else band.specificity,
        ratio=None if ratio is None else ratio.value,
        ratio_interval_95=(
            None if ratio is None or ratio.low is None or ratio.high is None else (ratio.low, ratio.high)
        ),
        share=None if band is None else band.probability,
        alone=alone,
        alone_interval=alone_interval,
        agrees=agrees,
        standing=rule.standing,
        warning=rule.warning,
        sources=sources(rule),
    )


_STATES = {True: "present", False: "absent", None: "not examined"}


def outlook_part(outlook: Outlook) -> OutlookPart:
    """Lay out the outlook."""
    course = outlook.course
    return OutlookPart(
        course=None
        if course is None
        else CoursePart(
            course.id, course.name, course.who, course.measure, course.unit, course.points, course.summary,
            sources(course),
        ),
        slower=tuple(_factor(one) for one in outlook.slower),
        quicker=tuple(_factor(one) for one in outlook.quicker),
        entered=tuple(_rule(one) for one in outlook.entered),
        predictions=tuple(_prediction(one) for one in outlook.predictions),
    )  # fmt: skip


def _factor(one: PrognosticFactor) -> FactorPart:
    effect = one.effect
    interval = None
    if effect is not None and effect.low is not None and effect.high is not None:
        interval = (effect.low, effect.high)
    return FactorPart(
        one.id, one.name, one.outcome, None if effect is None else effect.value, one.effect_kind, interval,
        one.can_be_changed, one.evidence, sources(one),
    )  # fmt: skip


def _prediction(one: Prediction) -> PredictionPart:
    model = one.model
    return PredictionPart(
        model.id, model.name, model.outcome, one.least, one.most, one.not_known, model.baseline,
        model.warning, sources(model),
    )  # fmt: skip


def sources(cited: Cited) -> tuple[str, ...]:
    """Return the sources something rests on, each once."""
    return tuple(dict.fromkeys(citation.source for citation in cited.cite))
