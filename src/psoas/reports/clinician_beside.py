"""What stands beside the ledgers in the clinician's report: look-alikes, mechanism, rules, doubt, outlook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.look_alikes import LookAlikeFound
from psoas.diagnosis.mechanism import MechanismReading
from psoas.diagnosis.published_rules import RuleBeside
from psoas.diagnosis.sensitivity import Leaning, Sensitivity, sensitivity
from psoas.knowledge.course import PrognosticFactor
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.outlook import Outlook, Prediction
from psoas.patient.facts import CaseFacts
from psoas.reports.citations import Citations
from psoas.reports.clinician_case import Fact
from psoas.reports.document_parts import sources
from psoas.reports.rules_told import open_in_words, quiet_in_words, said_in_words, sorted_rules
from psoas.reports.wording import (
    capital,
    counted,
    in_hundred,
    listed,
    sentences,
    small,
    with_range,
    within_days,
)

SAID_BEFORE = "what stands under “Is it safe?”"
MOST_FOUND = 6  # findings that made a look-alike hold; more would bury the point
MOST_LEANING = 3  # findings a conclusion is said to lean on
MOST_TURNING = 4  # findings that could still turn it

_AGREES = {True: "agrees", False: "disagrees", None: "–"}
_FITTING = ("fits", "partly fits")


@dataclass(frozen=True, slots=True)
class LookAlikeLine:
    """Another condition whose pattern holds."""

    name: str
    within: str
    facts: tuple[Fact, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MechanismLine:
    """One pain mechanism."""

    name: str
    fit: str
    met: str
    not_met: str  # and how many are not known
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A published rule that has something to say."""

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
    other_rules: str  # those that say nothing new, and those that are still open
    doubt: tuple[DoubtLine, ...]
    opinions: tuple[Fact, ...]
    outlook: tuple[Fact, ...]


def beside(assessment: Assessment, knowledge: Knowledge, cited: Citations) -> Beside:
    """Lay out what stands beside the ledgers."""
    diagnosis = assessment.diagnosis
    facts = CaseFacts.of(assessment.case, knowledge)
    readings = [one for one in diagnosis.mechanism.readings if one.fit in _FITTING]
    rules = sorted_rules(diagnosis, knowledge)
    doubted = [
        sensitivity(one.contributor, facts, knowledge)
        for one in diagnosis.contributors
        if one.ledger is not None and one.contributor.id in diagnosis.leading
    ]
    return Beside(
        look_alikes=look_alike_lines(assessment, cited),
        mechanisms=tuple(_mechanism(one, cited) for one in readings),
        mechanism_note=_mechanism_note(diagnosis.mechanism.readings),
        rules=tuple(_rule(one, knowledge, cited) for one in rules.telling),
        other_rules=" ".join((quiet_in_words(rules.quiet), open_in_words(rules.open))).strip(),
        doubt=tuple(doubt_line(one, knowledge) for one in doubted),
        opinions=tuple(_opinion(one) for one in diagnosis.contributors if one.opinion is not None),
        outlook=outlook_facts(assessment.outlook),
    )


def look_alike_lines(assessment: Assessment, cited: Citations) -> tuple[LookAlikeLine, ...]:
    """Lay out every look-alike."""
    acted_on = {text for action in assessment.screening.actions for text in action.because}
    return tuple(_look_alike(one, acted_on, cited) for one in assessment.diagnosis.look_alikes)


def _look_alike(found: LookAlikeFound, acted_on: set[str], cited: Citations) -> LookAlikeLine:
    """Lay out a look-alike; what a safety rule named already is not said again."""
    one = found.look_alike
    new = [text for text in found.because if text not in acted_on]
    because = new if len(new) == len(found.because) else [SAID_BEFORE, *new]
    facts = [
        Fact("Found", capital(_some(because))),
        Fact("Also for it", _some(found.supports)),
        Fact("Against it", _some(found.speaks_against)),
        Fact("Settled by", one.settled_by),
        Fact("Send to", one.send_to),
    ]
    return LookAlikeLine(
        one.name,
        within_days(one.within_days),
        tuple(fact for fact in facts if fact.value),
        cited.of(*sources(one)),
    )


def _some(texts: Sequence[str]) -> str:
    rest = len(texts) - MOST_FOUND
    return "; ".join(texts[:MOST_FOUND]) + (f"; and {rest} more" if rest > 0 else "")


def _mechanism(one: MechanismReading, cited: Citations) -> MechanismLine:
    not_known = f"{len(one.not_known)} not known" if one.not_known else ""
    return MechanismLine(
        name=one.mechanism.name,
        fit=one.fit,
        met="; ".join(one.met),
        not_met="; ".join(part for part in (*one.not_met, not_known) if part),
        cites=cited.of(*sources(one.mechanism.performance)),
    )


def _mechanism_note(readings: Iterable[MechanismReading]) -> str:
    """Say what a pattern is worth, and name those that do not fit."""
    others = [small(one.mechanism.name) for one in readings if one.fit == "does not fit"]
    if all(one.fit == "cannot tell yet" for one in readings):
        return ""
    note = (
        "A description of the pattern, not a probability; tested against the judgment of the same clinicians."
    )
    return note + (f" Does not fit: {listed(others)}." if others else "")


def _rule(one: RuleBeside, knowledge: Knowledge, cited: Citations) -> RuleLine:
    rule = one.reading.rule
    about = "" if rule.contributor is None else knowledge.contributors[rule.contributor].short
    alone = "" if one.alone is None else with_range(one.alone.probability, one.alone.interval)
    return RuleLine(
        name=rule.name,
        about=about or capital((rule.family or "").replace("-", " ")),
        said=capital(said_in_words(one)),
        alone=alone.removeprefix("about "),
        agrees=_AGREES[one.agrees] if rule.contributor is not None else "",
        standing=rule.standing.replace("-", " "),
        cites=cited.of(*sources(rule)),
    )


def doubt_line(one: Sensitivity, knowledge: Knowledge) -> DoubtLine:
    """Say what a conclusion leans on, and what could turn it."""
    leans = [_leaning(row, one.word, knowledge) for row in one.leans_on[:MOST_LEANING]]
    turns = [
        f"{knowledge.findings[row.finding].short}: {in_hundred(row.if_present)} if present, "
        f"{in_hundred(row.if_absent)} if absent"
        for row in one.could_turn[:MOST_TURNING]
    ]
    return DoubtLine(
        name=knowledge.contributors[one.contributor].short,
        leans="; ".join(leans) or "nothing but where it starts",
        turns="; ".join(turns) or "no single result would change the word",
    )


def _leaning(row: Leaning, word: str, knowledge: Knowledge) -> str:
    """Say what a conclusion would be without a finding, and by the numbers of other studies of it."""
    text = f"{knowledge.findings[row.finding].short} {row.state}: {in_hundred(row.without)} without it"
    if row.word_without != word:
        text += f" ({row.word_without})"
    if row.studies:
        low, high = in_hundred(row.lowest), in_hundred(row.highest)
        span = f"{low}" if low == high else f"{low} to {high}"
        text += f", {span} by {counted(row.studies, 'other study', 'other studies')}"
    return text


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


def outlook_facts(outlook: Outlook) -> tuple[Fact, ...]:
    """Say how it usually goes on, and what goes with a slower or quicker course."""
    facts = []
    if outlook.course is not None:
        facts.append(Fact("Usual course", f"{outlook.course.name}: {outlook.course.summary}"))
    for name, factors in (("Slower", outlook.slower), ("Quicker", outlook.quicker)):
        if factors:
            facts.append(Fact(f"{name} course with", "; ".join(_factor(one) for one in factors)))
    facts += [
        Fact(one.rule.name, f"{capital(one.band.name)}. {sentences(one.rule.warning)[0]}")
        for one in outlook.entered
        if one.band is not None
    ]
    facts += [Fact(one.model.name, _prediction(one)) for one in outlook.predictions]
    return tuple(facts)


def _factor(one: PrognosticFactor) -> str:
    """Name a factor, with the number it multiplies and by how much where that was published."""
    if one.effect is None:
        return one.name
    interval = "" if one.effect.low is None else f", {one.effect.low:g} to {one.effect.high:g}"
    return f"{one.name} ({one.outcome}: times {one.effect.value:g}{interval})"


def _prediction(one: Prediction) -> str:
    span = str(in_hundred(one.least))
    if one.not_known:
        span += f" to {in_hundred(one.most)}, depending on what is not known"
    baseline = in_hundred(one.model.baseline)
    return f"{one.model.outcome}: {span} in 100 like this; of all studied {baseline}. {one.model.warning}"
