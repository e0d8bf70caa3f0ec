"""What to do: the plan part of the clinician's report."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from psoas.care.massage import MassageSession, MuscleWork
from psoas.care.plan import AdviceGiven, Plan, ProgrammeItem
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.citations import Citations
from psoas.reports.wording import capital, day_in_words, sentences, small

_CONTRAINDICATED = "Not for this patient now."  # how a reason begins that rules an item out
MOST_SERVED = 3  # contributors named beside an item, the most helped first
_EQUIPMENT = "Needs equipment"
_SAME_PURPOSE = "serves the same purpose"


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One item of the home programme."""

    name: str
    days: str
    minutes: str
    dose: str
    serves: str
    why: str
    adjustments: str
    evidence: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MassageLine:
    """One muscle of the session."""

    muscle: str
    landmarks: str
    technique: str
    side: str
    minutes: str
    pressure: str
    position: str
    serves: str
    adjustments: str


@dataclass(frozen=True, slots=True)
class Massage:
    """The session, or why there is none."""

    summary: str
    note: str
    lines: tuple[MassageLine, ...]
    adjustments: tuple["Pair", ...]  # the letters of the lines, and what they mean
    avoid: tuple[str, ...]
    ask_first: tuple[str, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """Advice on one topic: its first sentences, each with its certainty."""

    topic: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A complementary treatment the clinic offers."""

    name: str
    evidence: str
    words: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A heading and its words."""

    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class PlanPart:
    """The plan as a report shows it."""

    goals: tuple[str, ...]
    ask_first: tuple[str, ...]
    massage: Massage
    programme: str
    items: tuple[ProgrammeLine, ...]
    walking: str
    walking_cites: tuple[int, ...]
    advice: tuple[AdviceLine, ...]
    offers: tuple[OfferLine, ...]
    review: str
    rules: tuple[Pair, ...]
    contraindicated: tuple[Pair, ...]
    kept_for_later: tuple[Pair, ...]


def plan_part(plan: Plan, knowledge: Knowledge, cited: Citations) -> PlanPart:
    """Lay out a plan; massage first, as it opens the visit."""
    massage = _massage(plan, knowledge, cited)
    items = tuple(_item(one, knowledge, cited) for one in plan.programme.items)
    return PlanPart(
        goals=plan.goals,
        ask_first=plan.ask_first,
        massage=massage,
        programme=_programme(plan),
        items=items,
        walking=_walking(plan),
        walking_cites=cited.of(*plan.walking.sources) if plan.walking is not None else (),
        advice=tuple(_advice(plan)),
        offers=tuple(
            OfferLine(
                one.name,
                one.grade,
                " ".join([sentences(one.plain)[0], *one.cautions]),
                cited.of(*one.sources),
            )
            for one in plan.complementary
        ),
        review=f"Review by {day_in_words(plan.review.date)}.",
        rules=tuple(Pair(capital(rule.kind.replace("-", " ")), rule.text) for rule in plan.review.rules),
        contraindicated=_contraindicated(plan, knowledge),
        kept_for_later=_kept_for_later(plan, knowledge),
    )


def _programme(plan: Plan) -> str:
    programme = plan.programme
    text = (
        f"{programme.minutes:g} of {programme.minutes_available:g} minutes on the longer day; "
        "days A and B alternate."
    )
    if programme.not_covered:
        families = ", ".join(family.replace("-", " ") for family in programme.not_covered)
        text += f" Not covered: {families} (see what is contraindicated)."
    return text


def _item(one: ProgrammeItem, knowledge: Knowledge, cited: Citations) -> ProgrammeLine:
    return ProgrammeLine(
        name=one.name,
        days=", ".join(one.days),
        minutes=f"{one.minutes:g}" if one.minutes else "–",
        dose=one.dose,
        serves=_names(one.serves[:MOST_SERVED], knowledge),
        why=capital(one.why),
        adjustments=" ".join(one.adjustments),
        evidence=_certainty(one.evidence),
        cites=cited.of(*one.sources),
    )


def _walking(plan: Plan) -> str:
    walking = plan.walking
    if walking is None:
        return ""
    parts = [
        f"Start with {walking.start_minutes:g} minutes, build up to {walking.goal_minutes:g}.",
        *walking.adjustments,
        f"Evidence: {_certainty(walking.evidence)}.",
    ]
    return " ".join(parts)


def _massage(plan: Plan, knowledge: Knowledge, cited: Citations) -> Massage:
    session = plan.massage
    if not isinstance(session, MassageSession):
        return Massage("None in this plan. " + " ".join(session.reasons), "", (), (), (), (), ())
    texts = list(dict.fromkeys(text for one in session.work for text in one.adjustments))
    letters = dict(zip(texts, ascii_lowercase, strict=False))
    return Massage(
        summary=(
            f"{session.minutes:g} minutes. {session.visits.rstrip('.')}. {session.stop_rule} "
            f"Evidence: {_certainty(session.evidence)}."
        ),
        note=session.note or "",
        lines=tuple(_muscle(one, letters, knowledge) for one in session.work),
        adjustments=tuple(Pair(letter, text) for text, letter in letters.items()),
        avoid=session.avoid,
        ask_first=session.ask_first,
        cites=cited.of(*session.sources),
    )


def _muscle(one: MuscleWork, letters: Mapping[str, str], knowledge: Knowledge) -> MassageLine:
    low, high = one.pressure
    return MassageLine(
        muscle=knowledge.muscles[one.muscle].name,
        landmarks=one.landmarks,
        technique=knowledge.techniques[one.technique].name,
        side=one.side,
        minutes=f"{one.minutes:g}",
        pressure=f"{low} to {high}" if low != high else f"up to {high}",
        position=one.position,
        serves=_names(one.serves, knowledge),
        adjustments=", ".join(letters[text] for text in one.adjustments if text in letters),
    )


def _advice(plan: Plan) -> Iterable[AdviceLine]:
    for topic, given in (
        ("Posture, sleep, driving", plan.posture),
        ("Lifting", plan.lifting),
        ("Workstation", plan.workstation),
        ("Education", plan.education),
        ("Flare plan", plan.flare),
    ):
        if given:
            yield AdviceLine(topic, tuple(_in_short(one) for one in given))


def _in_short(advice: AdviceGiven) -> str:
    return f"{sentences(advice.text)[0].rstrip('.')} ({_certainty(advice.evidence)})."


def _contraindicated(plan: Plan, knowledge: Knowledge) -> tuple[Pair, ...]:
    """Group what is ruled out by its reason."""
    grouped: dict[str, list[str]] = {}
    for rejection in plan.rejected:
        if rejection.reason.startswith(_CONTRAINDICATED):
            reason = rejection.reason.removeprefix(_CONTRAINDICATED).strip()
            grouped.setdefault(reason, []).append(knowledge.items[rejection.id].name)
    return tuple(Pair(", ".join(names), reason) for reason, names in grouped.items())


def _kept_for_later(plan: Plan, knowledge: Knowledge) -> tuple[Pair, ...]:
    grouped: dict[str, list[str]] = {}
    for rejection in plan.rejected:
        if rejection.reason.startswith(_CONTRAINDICATED):
            continue
        reason, name = rejection.reason.rstrip("."), small(knowledge.items[rejection.id].name)
        if _SAME_PURPOSE in reason:
            reason = "Another item serves the same purpose and fits better"
        if reason.startswith(_EQUIPMENT):
            reason, name = _EQUIPMENT, f"{name} ({reason.removeprefix(_EQUIPMENT).lstrip(': ')})"
        grouped.setdefault(reason, []).append(name)
    return tuple(Pair(reason, "; ".join(names)) for reason, names in grouped.items())


def _names(contributors: Sequence[str], knowledge: Knowledge) -> str:
    return ", ".join(small(knowledge.contributors[name].short) for name in contributors)


def _certainty(grade: str) -> str:
    return grade.replace("-", " ")
