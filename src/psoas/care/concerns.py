"""What speaks against a plan that a clinician decided on, as the patient is known now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from psoas.care.agreed import Agreed
from psoas.care.basis import Basis
from psoas.care.candidates import REQUIRED_FAMILIES
from psoas.care.massage import reasons_against, template_for
from psoas.care.precautions import Applying, unasked
from psoas.care.selection import DAYS, HABITS
from psoas.knowledge.care import Dose, ItemPrecaution, Precaution

EASY_ITEMS_A_DAY = 3
"""More exercises than this a day, and fewer patients keep them up."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing to mind. What blocks must be gone before the plan may be approved or sent."""

    kind: Literal["blocks", "warns"]
    about: str  # "item:bird-dog", "massage", "offer:yoga", "walking", "time"
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question nobody has asked whose answer could rule something in the plan out."""

    precaution: Precaution
    findings: tuple[str, ...]  # what an answer tells
    concerns: tuple[str, ...]  # names of what it could rule out


def concerns(agreed: Agreed, basis: Basis) -> tuple[Concern, ...]:
    """List what speaks against a plan, what blocks it first.

    Knowledge: ``items/*``, ``techniques/*``, ``interventions/*``, ``precautions/*``
    """
    found = [*_blocking(agreed, basis), *_warnings(agreed, basis)]
    return tuple(sorted(found, key=lambda one: one.kind != "blocks"))


def blocking(agreed: Agreed, basis: Basis) -> tuple[Concern, ...]:
    """List what must be gone before the plan may be approved or sent."""
    return tuple(_blocking(agreed, basis))


def questions(agreed: Agreed, basis: Basis) -> tuple[Question, ...]:
    """List what to ask before the patient starts, each question once."""
    names: dict[str, list[str]] = {}
    met: dict[str, Precaution] = {}
    for name, listed in _used(agreed, basis):
        for one in basis.found.open(listed):
            met[one.id] = one
            names.setdefault(one.id, []).append(name)
    return tuple(
        Question(one, unasked(one, basis.facts), tuple(dict.fromkeys(names[code])))
        for code, one in met.items()
        if one.ask
    )


def _used(agreed: Agreed, basis: Basis) -> Iterator[tuple[str, tuple[ItemPrecaution, ...]]]:
    knowledge = basis.knowledge
    walking = [agreed.walking.item] if agreed.walking else []
    for identifier in (*(one.id for one in agreed.items), *walking):
        if item := knowledge.items.get(identifier):
            yield item.name, item.precautions
    for work in agreed.massage.work if agreed.massage else ():
        if technique := knowledge.techniques.get(work.technique):
            yield f"Massage: {technique.name}", technique.precautions


def _blocking(agreed: Agreed, basis: Basis) -> Iterator[Concern]:
    knowledge, found = basis.knowledge, basis.found
    walking = [agreed.walking.item] if agreed.walking else []
    for identifier in (*(one.id for one in agreed.items), *walking):
        about = "walking" if identifier in walking else f"item:{identifier}"
        item = knowledge.items.get(identifier)
        if item is None:
            yield Concern("blocks", about, f"'{identifier}' is no longer in the library.")
        elif excluding := found.excluding(item.precautions):
            yield Concern("blocks", about, f"{item.name} is ruled out now. {_because(excluding)}.")
    for offer in agreed.offers:
        option = knowledge.interventions.get(offer)
        excluding = found.excluding(option.precautions) if option else ()
        if option is not None and excluding:
            yield Concern(
                "blocks", f"offer:{offer}", f"{option.name} is ruled out now. {_because(excluding)}."
            )
    if agreed.massage is not None:
        yield from _against_massage(agreed, basis)


def _against_massage(agreed: Agreed, basis: Basis) -> Iterator[Concern]:
    knowledge, found = basis.knowledge, basis.found
    if stopping := reasons_against(found):
        yield Concern("blocks", "massage", f"There must be no massage now. {' '.join(stopping)}")
        return
    for work in agreed.massage.work if agreed.massage else ():
        muscle, technique = knowledge.muscles.get(work.muscle), knowledge.techniques.get(work.technique)
        if muscle is None or technique is None:
            yield Concern(
                "blocks", "massage", f"'{work.muscle}' with '{work.technique}' is not in the library."
            )
        elif excluding := found.excluding(technique.precautions):
            text = f"{technique.name} on {muscle.name} is ruled out now. {_because(excluding)}."
            yield Concern("blocks", "massage", text)


def _because(excluding: tuple[Applying, ...]) -> str:
    return "; ".join(one.in_words for one in excluding)


def _warnings(agreed: Agreed, basis: Basis) -> Iterator[Concern]:
    knowledge = basis.knowledge
    counted = [
        (one, knowledge.items[one.id])
        for one in agreed.items
        if one.id in knowledge.items and knowledge.items[one.id].family not in HABITS
    ]
    for day in DAYS:
        on_day = [one.dose for one, _ in counted if day in one.days]
        total = sum(minutes_of(dose) for dose in on_day)
        if total > agreed.minutes:
            text = f"Day {day} takes {total:g} minutes; the patient has {agreed.minutes:g}."
            yield Concern("warns", "time", text)
        if len(on_day) > EASY_ITEMS_A_DAY:
            text = f"Day {day} has {len(on_day)} exercises; more than {EASY_ITEMS_A_DAY} are hard to keep up."
            yield Concern("warns", "time", text)
    covered = {item.family for _, item in counted}
    for family in REQUIRED_FAMILIES:
        if family != "nerve" and family not in covered:
            yield Concern("warns", "covers", f"Nothing in the plan is for: {family.replace('-', ' ')}.")
    if agreed.massage is not None:
        total, usual = sum(one.minutes for one in agreed.massage.work), template_for(basis.facts, knowledge)
        if total > usual.minutes:
            text = f"The massage takes {total:g} minutes; a session has {usual.minutes:g}."
            yield Concern("warns", "massage", text)


def minutes_of(dose: Dose) -> float:
    """Return the minutes a dose takes out of a day."""
    return dose.minutes * dose.times_a_day
