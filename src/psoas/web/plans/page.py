"""The plan as its page for staff shows it."""

from dataclasses import dataclass
from typing import Any

from psoas.care.agreed import AgreedItem
from psoas.care.massage import MassageSession
from psoas.care.plan import ProgrammeItem
from psoas.care.verdicts import Verdict, verdict, verdicts
from psoas.knowledge.care import Item
from psoas.knowledge.knowledge import Knowledge
from psoas.web.plans.planning import Planning
from psoas.web.plans.queries import notes_of

CERTAINTY = {
    "high": "high certainty",
    "moderate": "moderate certainty",
    "low": "low certainty",
    "very-low": "very low certainty",
    "expert": "practice, no trial",
}
FIT = {
    "fits": ("ok", "Fits"),
    "differently": ("caution", "Fits, done differently"),
    "equipment": ("info", "Needs equipment"),
    "not-called-for": ("info", "Not called for"),
    "excluded": ("emergency", "Ruled out"),
}
_MOST_SERVED = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One exercise of the programme."""

    item: Item
    agreed: AgreedItem
    days: str
    minutes: float
    is_changed: bool  # against the dose of the library
    adjustments: tuple[str, ...]
    serves: str
    why: str
    evidence: str
    blocked: tuple[str, ...]
    place: int  # from 1
    is_last: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One item of the library that could come in."""

    verdict: Verdict
    level: str
    word: str
    serves: str
    dose: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Work:
    """One muscle of the massage session."""

    muscle: str
    technique: str
    side: str
    minutes: float
    pressure: str
    position: str
    landmarks: str
    serves: str
    adjustments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What nobody has asked, as the findings' own questions: only there does a yes mean that it is so."""

    name: str
    findings: tuple[tuple[str, str], ...]  # identifier and its own question
    concerns: str


def page_of(planning: Planning) -> dict[str, Any]:
    """Return what the page needs."""
    knowledge, plan, content = planning.knowledge, planning.plan, planning.content
    context: dict[str, Any] = {
        "planning": planning,
        "visit": planning.visit,
        "person": planning.visit.person,
        "version": planning.version,
        "precautions": [
            (one.precaution, ", ".join(one.because)) for one in planning.basis.found.applying.values()
        ],
        "warnings": [one for one in planning.concerns if one.kind == "warns"],
        "notes": notes_of(planning.visit),
        "asks": asks(planning),
        "changes": content.changes[::-1] if content and planning.row else (),
    }
    if plan is None or content is None:
        return context
    items = {one.id: one for one in content.agreed.items}
    told = [one for one in plan.programme.items if one.id in items]
    return {
        **context,
        "plan": plan,
        "side": planning.assessment.case.complaint.side,
        "cards": [
            _card(one, items[one.id], planning, place, place == len(told))
            for place, one in enumerate(told, 1)
        ],
        "totals": [
            (
                day,
                sum(one.minutes for one in told if day in one.days),
                len([1 for one in told if day in one.days]),
            )
            for day in ("A", "B")
        ],
        "walking": content.agreed.walking,
        "walking_item": knowledge.items.get(content.agreed.walking.item) if content.agreed.walking else None,
        "massage": massage_rows(planning),
        "session": plan.massage if isinstance(plan.massage, MassageSession) else None,
        "no_massage": () if isinstance(plan.massage, MassageSession) else plan.massage.reasons,
        "pressure_cap": content.agreed.massage.pressure_cap if content.agreed.massage else None,
        "advice": [
            one for part in ("education", "workstation", "lifting", "posture") for one in getattr(plan, part)
        ],
        "left_out": [(_name(one.id, knowledge), one.reason) for one in content.agreed.left_out],
        "rejected": [
            (_name(one.id, knowledge), one.reason)
            for one in plan.rejected
            if one.id not in {left.id for left in content.agreed.left_out}
        ],
        "is_massage_accepted": bool(planning.row and planning.row.massage_accepted_at),
    }


def _card(one: ProgrammeItem, agreed: AgreedItem, planning: Planning, place: int, is_last: bool) -> Card:  # noqa: FBT001 -- a place in the list
    item = planning.knowledge.items[one.id]
    return Card(
        item=item,
        agreed=agreed,
        days="every day" if len(one.days) > 1 else f"day {one.days[0]}",
        minutes=one.minutes,
        is_changed=agreed.dose != item.dose,
        adjustments=one.adjustments,
        serves=served(one.serves, planning.knowledge),
        why=one.why,
        evidence=CERTAINTY[one.evidence],
        blocked=tuple(found.text for found in planning.blocking if found.about == f"item:{one.id}"),
        place=place,
        is_last=is_last,
    )


def massage_rows(planning: Planning) -> list[Work]:
    """Return the massage session row by row."""
    plan, knowledge = planning.plan, planning.knowledge
    if plan is None or not isinstance(plan.massage, MassageSession):
        return []
    return [
        Work(
            muscle=knowledge.muscles[one.muscle].name,
            technique=knowledge.techniques[one.technique].name,
            side=one.side,
            minutes=one.minutes,
            pressure=f"{one.pressure[0]} to {one.pressure[1]}",
            position=one.position,
            landmarks=one.landmarks,
            serves=served(one.serves, knowledge),
            adjustments=one.adjustments,
        )
        for one in plan.massage.work
    ]


def choices(planning: Planning, *, like: Item | None = None, wanted: str = "") -> list[Choice]:
    """List the library for this patient: what may come in, and what may not and why.

    Parameters
    ----------
    planning : Planning
        The patient and the plan; what stands in it already is left out.
    like : Item | None
        An item to put something in the place of: what serves the same purpose comes first.
    wanted : str
        A part of a name, a kind or a target to search for.
    """
    present = {one.id for one in planning.agreed.items}
    found = [
        one
        for one in verdicts(planning.basis)
        if one.item.id not in present and one.item.family != "aerobic" and _matches(one.item, wanted)
    ]
    if like is not None:
        found.sort(key=lambda one: (not one.may_be_chosen, one.item.family != like.family))
    return [_choice(one, planning.knowledge) for one in found]


def _matches(item: Item, wanted: str) -> bool:
    text = " ".join((item.name, item.kind, item.family, *item.targets)).lower().replace("-", " ")
    return all(word in text for word in wanted.lower().replace("-", " ").split())


def _choice(one: Verdict, knowledge: Knowledge) -> Choice:
    level, word = FIT[one.fit]
    return Choice(
        verdict=one,
        level=level,
        word=word,
        serves=served(one.serves, knowledge),
        dose=one.item.dose.text,
        evidence=CERTAINTY[one.item.evidence],
    )


def verdict_of(planning: Planning, item: Item) -> Choice:
    """Judge one item for the page."""
    return _choice(verdict(item, planning.basis), planning.knowledge)


def asks(planning: Planning) -> list[Ask]:
    """List what to ask before the patient starts."""
    findings = planning.knowledge.findings
    return [
        Ask(
            name=one.precaution.name,
            findings=tuple((name, " ".join(findings[name].question.split())) for name in one.findings),
            concerns=", ".join(one.concerns),
        )
        for one in planning.questions
    ]


def served(contributors: tuple[str, ...], knowledge: Knowledge) -> str:
    """Name what something is for."""
    names = [knowledge.contributors[one].name for one in contributors[:_MOST_SERVED]]
    return ", ".join(names)


def _name(identifier: str, knowledge: Knowledge) -> str:
    item = knowledge.items.get(identifier)
    return item.name if item else identifier
