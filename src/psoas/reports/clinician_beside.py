"""What stands beside the ledgers in the clinician's report: look-alikes, mechanism, rules, doubt, outlook."""

from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.look_alikes import LookAlikeFound
from psoas.diagnosis.mechanism import MechanismReading
from psoas.diagnosis.published_rules import RuleBeside
from psoas.diagnosis.sensitivity import Leaning, Sensitivity, sensitivity
from psoas.knowledge.course import PrognosticFactor
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.outlook import Prediction
from psoas.patient.facts import CaseFacts
from psoas.reports.citations import Citations
from psoas.reports.clinician_case import Fact
from psoas.reports.document_parts import sources
from psoas.reports.wording import capital, counted, in_hundred, listed, with_range, within_days

MOST_LEANING = 3  # findings a conclusion is said to lean on
MOST_TURNING = 4  # findings that could still turn it

_AGREES = {True: "agrees", False: "disagrees", None: "–"}


@dataclass(frozen=True, slots=True)
class LookAlikeLine:
    """Another condition whose pattern holds."""

    name: str
    facts: tuple[Fact, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MechanismLine:
    """One pain mechanism."""

    name: str
    fit: str
    met: str
    not_met: str
    not_known: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A published rule that came to a band."""

    name: str
    about: str
    said: str
    alone: str
    agrees: str
    standing: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DoubtLine:
    """What one conclusion leans on, and what could turn it."""

    name: str
    leans: str
    turns: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Everything that stands beside the ledgers."""

    look_alikes: tuple[LookAlikeLine, ...]
    mechanisms: tuple[MechanismLine, ...]
    mechanism_note: str
    rules: tuple[RuleLine, ...]
    open_rules: str
    doubt: tuple[DoubtLine, ...]
    opinions: tuple[Fact, ...]
    outlook: tuple[Fact, ...]


def beside(assessment: Assessment, knowledge: Knowledge, cited: Citations) -> Beside:
    """Lay out what stands beside the ledgers."""
    diagnosis = assessment.diagnosis
    facts = CaseFacts.of(assessment.case, knowledge)
    readings = [one for one in diagnosis.mechanism.readings if one.fit != "cannot tell yet"]
    decided = [one for one in diagnosis.rules if one.reading.band is not None]
    undecided = [one for one in diagnosis.rules if one.reading.band is None]
    doubted = [
        sensitivity(one.contributor, facts, knowledge)
        for one in diagnosis.contributors
        if one.ledger is not None and one.contributor.id in diagnosis.leading
    ]
    return Beside(
        look_alikes=tuple(_look_alike(one, cited) for one in diagnosis.look_alikes),
        mechanisms=tuple(_mechanism(one, cited) for one in readings),
        mechanism_note=(
            "A description of the pattern, not a probability. The clusters were tested against the judgment "
            "of the clinicians who ticked them."
            if readings
            else ""
        ),
        rules=tuple(_rule(one, knowledge, cited) for one in decided),
        open_rules=_open(undecided),
        doubt=tuple(_doubt(one, knowledge) for one in doubted),
        opinions=tuple(_opinion(one) for one in diagnosis.contributors if one.opinion is not None),
        outlook=_outlook(assessment),
    )


def _look_alike(found: LookAlikeFound, cited: Citations) -> LookAlikeLine:
    one = found.look_alike
    facts = [
        Fact("Found", "; ".join(found.because)),
        Fact("Also for it", "; ".join(found.supports)),
        Fact("Against it", "; ".join(found.speaks_against)),
        Fact("Settled by", one.settled_by),
        Fact("Send to", f"{one.send_to}, {within_days(one.within_days)}"),
    ]
    return LookAlikeLine(one.name, tuple(fact for fact in facts if fact.value), cited.of(*sources(one)))


def _mechanism(one: MechanismReading, cited: Citations) -> MechanismLine:
    return MechanismLine(
        name=one.mechanism.name,
        fit=one.fit,
        met="; ".join(one.met),
        not_met="; ".join(one.not_met),
        not_known="" if not one.not_known else f"{len(one.not_known)} not known",
        cites=cited.of(*sources(one.mechanism.performance)),
    )


def _rule(one: RuleBeside, knowledge: Knowledge, cited: Citations) -> RuleLine:
    rule, band = one.reading.rule, one.reading.band
    assert band is not None
    about = "" if rule.contributor is None else knowledge.contributors[rule.contributor].short
    alone = "" if one.alone is None else with_range(one.alone.probability, one.alone.interval)
    return RuleLine(
        name=rule.name,
        about=about or capital((rule.family or "").replace("-", " ")),
        said=f"{band.name}: {band.reading}",
        alone=alone.removeprefix("about "),
        agrees=_AGREES[one.agrees] if rule.contributor is not None else "",
        standing=rule.standing.replace("-", " "),
        cites=cited.of(*sources(rule)),
    )


def _open(rules: list[RuleBeside]) -> str:
    if not rules:
        return ""
    told = [
        f"{one.reading.rule.name} ({counted(len(one.reading.not_examined), 'item', 'items')})"
        for one in rules
    ]
    return f"Still open, because items were not examined: {listed(told)}."


def _doubt(one: Sensitivity, knowledge: Knowledge) -> DoubtLine:
    leans = [
        f"{knowledge.findings[row.finding].short} {row.state} (without it {in_hundred(row.without)}"
        + ("" if row.word_without == one.word else f", {row.word_without}")
        + f"{_by_others(row)})"
        for row in one.leans_on[:MOST_LEANING]
    ]
    turns = [
        f"{knowledge.findings[row.finding].short} ({in_hundred(row.if_present)} if present, "
        f"{in_hundred(row.if_absent)} if absent)"
        for row in one.could_turn[:MOST_TURNING]
    ]
    return DoubtLine(
        name=knowledge.contributors[one.contributor].short,
        leans="; ".join(leans) or "nothing but where it starts",
        turns="; ".join(turns) or "no single finding left to examine",
    )


def _by_others(row: Leaning) -> str:
    """Say what other studies of the same finding would give."""
    if not row.studies:
        return ""
    others = counted(row.studies, "other study", "other studies")
    return f"; by {others} {in_hundred(row.lowest)} to {in_hundred(row.highest)}"


def _opinion(one: Judged) -> Fact:
    assert one.opinion is not None
    computed = one.word
    if one.ledger is not None:
        belief = one.ledger.posterior
        computed = f"{with_range(belief.probability, belief.interval)} in 100"
    said = one.opinion.judged.replace("-", " ")
    return Fact(
        one.contributor.short, f"Clinician: {said}. Computed: {computed}. Reason: {one.opinion.reason}"
    )


def _outlook(assessment: Assessment) -> tuple[Fact, ...]:
    outlook = assessment.outlook
    facts = []
    if outlook.course is not None:
        facts.append(Fact("Usual course", outlook.course.summary))
    for name, factors in (("Slower", outlook.slower), ("Quicker", outlook.quicker)):
        if factors:
            facts.append(Fact(f"{name} course with", "; ".join(_factor(one) for one in factors)))
    facts += [
        Fact(one.rule.name, f"{one.band.name}. {one.rule.warning}")
        for one in outlook.entered
        if one.band is not None
    ]
    facts += [Fact(one.model.name, _prediction(one)) for one in outlook.predictions]
    return tuple(facts)


def _factor(one: PrognosticFactor) -> str:
    effect = ""
    if one.effect is not None and one.effect_kind is not None:
        kind = one.effect_kind.replace("-", " ")
        interval = "" if one.effect.low is None else f", {one.effect.low:g} to {one.effect.high:g}"
        effect = f" ({kind} {one.effect.value:g}{interval})"
    return one.name + effect


def _prediction(one: Prediction) -> str:
    span = str(in_hundred(one.least))
    if one.not_known:
        span += f" to {in_hundred(one.most)}, depending on what is not known"
    baseline = in_hundred(one.model.baseline)
    return f"{one.model.outcome}: {span} in 100 like this; of all studied {baseline}. {one.model.warning}"
