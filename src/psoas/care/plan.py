"""One plan that treats spine, nerves and muscles together."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from psoas.care.candidates import REQUIRED_FAMILIES, Candidate, Rejection, candidates
from psoas.care.massage import MassageSession, NoMassage, massage_session
from psoas.care.precautions import Precautions, precautions
from psoas.care.selection import REAL_USE, Chosen, minutes_a_day, select
from psoas.knowledge.care import Advice
from psoas.knowledge.conditions import fits
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.record import Certainty
from psoas.patient.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class ProgrammeItem:
    """One item of the home programme."""

    id: str
    name: str
    kind: str
    days: tuple[str, ...]  # "A", "B": the alternating days it stands on
    minutes: float
    targets: tuple[str, ...]
    serves: tuple[str, ...]
    dose: str
    evidence: Certainty
    why: str
    adjustments: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """What the patient does at home: two days that alternate."""

    minutes: float  # of the longer day
    minutes_available: float
    items: tuple[ProgrammeItem, ...]
    not_covered: tuple[str, ...]  # families every plan covers that this one could not


@dataclass(frozen=True, slots=True)
class Walking:
    """The walking part, beside the programme."""

    item: str
    text: str
    start_minutes: float
    goal_minutes: float
    evidence: Certainty
    adjustments: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdviceGiven:
    """One piece of advice in the plan."""

    id: str
    text: str
    why: str
    evidence: Certainty


@dataclass(frozen=True, slots=True)
class Option:
    """A complementary treatment that the clinic offers."""

    id: str
    name: str
    plain: str
    grade: Certainty
    cautions: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for the time after the visit."""

    kind: str
    text: str
    plain: str


@dataclass(frozen=True, slots=True)
class Review:
    """When to look again, and what decides."""

    date: date
    rules: tuple[Rule, ...]


TOPICS: Mapping[str, tuple[str, ...]] = {
    "posture": ("posture", "sleep", "driving"),
    "lifting": ("lifting",),
    "workstation": ("sitting", "standing-desk", "work"),
    "education": ("education", "walking", "prevention"),
    "flare": ("flare",),
}
"""Which topics of advice stand in which part of a plan."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole plan. It stands only when a clinician agrees."""

    goals: tuple[str, ...]
    massage: MassageSession | NoMassage
    programme: Programme
    walking: Walking | None
    posture: tuple[AdviceGiven, ...]
    lifting: tuple[AdviceGiven, ...]
    workstation: tuple[AdviceGiven, ...]
    complementary: tuple[Option, ...]
    education: tuple[AdviceGiven, ...]
    flare: tuple[AdviceGiven, ...]
    review: Review
    ask_first: tuple[str, ...]  # precautions nobody has asked about that matter to this plan
    rejected: tuple[Rejection, ...]


def make_plan(
    facts: CaseFacts,
    knowledge: Knowledge,
    *,
    strengths: Mapping[str, float],
    offers: Collection[str] = (),
) -> Plan | None:
    """Make the plan for a patient who has passed screening.

    Parameters
    ----------
    facts : CaseFacts
        The patient, with the contributors' strengths as probabilities.
    strengths : Mapping[str, float]
        How much each contributor counts, 0 to 1.
    offers : Collection[str]
        Complementary interventions that the clinic offers.

    Returns
    -------
    Plan | None
        Nothing when a precaution stops everything.
    """
    found = precautions(facts, knowledge)
    if any(one.precaution.stops_everything for one in found.applying.values()):
        return None
    wishes = facts.case.wishes
    minutes = wishes.minutes_a_day or knowledge.parameter("programme-minutes")
    eligible, rejected = candidates(
        facts, knowledge, strengths=strengths, found=found, equipment=wishes.equipment
    )
    aerobic = [one for one in eligible if one.item.family == "aerobic"]
    exercises = [one for one in eligible if one.item.family != "aerobic"]
    chosen = select(exercises, minutes=minutes, leader=_leader(exercises, strengths), knowledge=knowledge)
    used = [one for item in chosen for one in item.candidate.item.precautions]
    ask = found.to_ask(used)
    advice = _advice(facts, knowledge)
    return Plan(
        goals=_goals(facts, knowledge),
        massage=massage_session(facts, knowledge, strengths=strengths, found=found),
        programme=programme(sorted(chosen, key=_in_session_order), minutes),
        walking=_walking(facts, aerobic, knowledge),
        posture=advice_on(advice, *TOPICS["posture"]),
        lifting=advice_on(advice, *TOPICS["lifting"]),
        workstation=advice_on(advice, *TOPICS["workstation"]),
        complementary=options_of(knowledge, found, offers),
        education=advice_on(advice, *TOPICS["education"]),
        flare=advice_on(advice, *TOPICS["flare"]),
        review=_review(facts, knowledge),
        ask_first=ask,
        rejected=(*rejected, *_not_chosen(exercises, chosen, knowledge)),
    )


def _leader(eligible: list[Candidate], strengths: Mapping[str, float]) -> str | None:
    """Return what counts most among the contributors that some possible item is of real use for."""
    served = {s.contributor for one in eligible for s in one.item.serves if s.benefit >= REAL_USE}
    return max(sorted(served), key=lambda name: strengths.get(name, 0.0), default=None)


def _goals(facts: CaseFacts, knowledge: Knowledge) -> tuple[str, ...]:
    """Put the patient's own goals first, then what the day lacks most."""
    case = facts.case
    goals = list(case.wishes.goals)
    walking = case.function.walking_minutes
    goal = knowledge.parameter("walking-goal-minutes")
    if walking is not None and walking < goal:
        goals.append(f"Walk {goal:g} minutes at a stretch (now about {walking:g}).")
    if case.function.sleep in ("disturbed", "bad"):
        goals.append("Sleep through more nights.")
    if case.function.bending in ("some", "a-lot", "unable"):
        goals.append("Bend to put on shoes and socks with less trouble.")
    return tuple(dict.fromkeys(goals)) or ("Know what this is, and what to do about it.",)


def programme(chosen: Sequence[Chosen], minutes: float) -> Programme:
    """Lay out the chosen items in the order given, with the time they take."""
    items = tuple(_item(one) for one in chosen)
    totals = [sum(minutes_a_day(one.candidate) for one in chosen if day in one.days) for day in ("A", "B")]
    covered = {one.candidate.item.family for one in chosen}
    missing = tuple(family for family in REQUIRED_FAMILIES if family not in covered and family != "nerve")
    return Programme(max(totals), minutes, items, missing)


_SESSION_ORDER = (
    "relief", "direction", "nerve", "alignment", "core", "hip", "function", "low-back-stretch",
    "hamstring-stretch", "hip-flexor-stretch", "other-stretch", "self-massage", "posture", "relaxation",
)  # fmt: skip


def _in_session_order(one: Chosen) -> tuple[int, str]:
    return _SESSION_ORDER.index(one.candidate.item.family), one.candidate.item.id


def _item(one: Chosen) -> ProgrammeItem:
    item = one.candidate.item
    return ProgrammeItem(
        id=item.id,
        name=item.name,
        kind=item.kind,
        days=one.days,
        minutes=minutes_a_day(one.candidate),
        targets=item.targets,
        serves=one.candidate.serves,
        dose=item.dose.text,
        evidence=item.evidence,
        why=one.candidate.why,
        adjustments=one.candidate.adjustments,
        sources=tuple(citation.source for citation in item.cite),
    )


def _not_chosen(
    eligible: list[Candidate], chosen: tuple[Chosen, ...], knowledge: Knowledge
) -> tuple[Rejection, ...]:
    """Say why possible and relevant items were left out."""
    in_plan = {one.candidate.item.id for one in chosen}
    by_family = {one.candidate.item.family: one.candidate.item for one in chosen}
    least = knowledge.parameter("strength-mild")
    rejections = []
    for candidate in sorted(eligible, key=lambda one: -one.value):
        item = candidate.item
        if item.id in in_plan or candidate.value < least:
            continue
        other = by_family.get(item.family)
        reason = (
            f"'{other.name}' serves the same purpose and fits better."
            if other
            else "Of less use than what fills the time; kept for later."
        )
        rejections.append(Rejection(item.id, reason))
    return tuple(rejections)


def _walking(facts: CaseFacts, aerobic: list[Candidate], knowledge: Knowledge) -> Walking | None:
    """Start below what the patient can walk now, and build up.

    Knowledge: ``items/walking-programme``, ``parameters/walking-*``
    """
    walking = next((one for one in aerobic if one.item.id == "walking-programme"), None)
    best = walking or max(aerobic, key=lambda one: one.value, default=None)
    if best is None:
        return None
    now = facts.case.function.walking_minutes
    usual = knowledge.parameter("walking-start-minutes")
    goal = knowledge.parameter("walking-goal-minutes")
    share = knowledge.parameter("walking-start-share")
    start = usual if now is None else min(_round_minutes(now * share), goal)
    enough = now is not None and now >= goal
    return Walking(
        item=best.item.id,
        text="You already walk long enough. Keep it up, 5 days a week." if enough else best.item.dose.text,
        start_minutes=start,
        goal_minutes=goal,
        evidence=best.item.evidence,
        adjustments=best.adjustments,
        sources=tuple(citation.source for citation in best.item.cite),
    )


def _round_minutes(minutes: float) -> float:
    """Round a walk to minutes that people keep: fives from ten on, one at least."""
    return float(max(1, round(minutes))) if minutes < 10 else 5.0 * round(minutes / 5)  # noqa: PLR2004


def _advice(facts: CaseFacts, knowledge: Knowledge) -> list[Advice]:
    return [one for one in knowledge.advice.values() if fits(one.when, facts)]


def advice_on(advice: Iterable[Advice], *topics: str) -> tuple[AdviceGiven, ...]:
    """Give the advice on some topics, in the order of the topics."""
    advice = sorted(advice, key=lambda one: (one.order, one.id))
    return tuple(
        AdviceGiven(one.id, one.text, one.why, one.evidence)
        for topic in topics
        for one in advice
        if one.topic == topic
    )


def options_of(knowledge: Knowledge, found: Precautions, offers: Collection[str]) -> tuple[Option, ...]:
    """Describe what the clinic offers beside the programme, less what is ruled out.

    Knowledge: ``interventions/*``
    """
    return tuple(
        Option(
            id=one.id,
            name=one.name,
            plain=one.plain,
            grade=one.grade,
            cautions=found.modifying(one.precautions),
            sources=tuple(dict.fromkeys(c.source for effect in one.effects for c in effect.cite)),
        )
        for one in knowledge.interventions.values()
        if one.offered_as == "complementary" and one.id in offers and not found.excluding(one.precautions)
    )


def _review(facts: CaseFacts, knowledge: Knowledge) -> Review:
    """Look sooner where a nerve is likely to be involved.

    Knowledge: ``review_rules/*``, ``parameters/review-*``
    """
    nerve = facts.probability("nerve-root") or 0.0
    is_nerve = (
        nerve >= knowledge.parameter("leading-probability") or facts.holds("neurological-deficit") is True
    )
    days = knowledge.parameter("review-days-nerve" if is_nerve else "review-days")
    rules = tuple(
        Rule(rule.kind, rule.text, rule.plain)
        for rule in sorted(knowledge.review_rules.values(), key=lambda rule: rule.order)
        if fits(rule.when, facts)
    )
    return Review(facts.case.recorded_on + timedelta(days=days), rules)
