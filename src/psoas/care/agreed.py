"""The plan that a clinician decided on, as data, and the whole plan that follows from it.

A proposal is written down as data too, so that it can be changed piece by piece. What speaks against
something is never stored: it is worked out anew each time from what is known of the patient.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from psoas.care.basis import Basis
from psoas.care.candidates import Rejection
from psoas.care.massage import (
    MassageSession,
    NoMassage,
    reasons_against,
    served_by,
    session_of,
    template_for,
    work_on,
)
from psoas.care.plan import (
    TOPICS,
    AdviceGiven,
    Plan,
    Programme,
    Review,
    Walking,
    advice_on,
    options_of,
    programme,
)
from psoas.care.selection import Chosen
from psoas.knowledge.care import Dose
from psoas.knowledge.record import Identifier, Model

Day = Literal["A", "B"]
Words = Annotated[str, Field(min_length=1, max_length=300)]
MOST_ITEMS, MOST_MUSCLES = 12, 8


class AgreedItem(Model):
    """An item of the programme: on which days, how much, and what the clinician adds for the patient."""

    id: Identifier
    days: tuple[Day, ...] = Field(min_length=1, max_length=2)
    dose: Dose
    note: str = Field(default="", max_length=300)

    @model_validator(mode="after")
    def _days_in_order(self) -> "AgreedItem":
        if list(self.days) != sorted(set(self.days)):
            raise ValueError("the days are A, B, or A and B")
        return self


class AgreedWalking(Model):
    """The walking part, or what stands in for it."""

    item: Identifier
    text: Words
    start_minutes: float = Field(ge=1, le=60)
    goal_minutes: float = Field(ge=1, le=120)


class AgreedWork(Model):
    """One muscle of the massage session."""

    muscle: Identifier
    technique: Identifier
    side: Literal["right", "left", "both"]
    minutes: float = Field(gt=0, le=20)


class AgreedMassage(Model):
    """The massage session; the pressure is never above the cap."""

    work: tuple[AgreedWork, ...] = Field(min_length=1, max_length=MOST_MUSCLES)
    pressure_cap: int = Field(ge=1, le=10)


class LeftOut(Model):
    """Something of the proposal that the clinician left out, and why."""

    id: Identifier
    reason: Words


class Agreed(Model):
    """What a clinician decided; the plan follows from it."""

    minutes: float = Field(ge=1, le=120)  # a day, that the patient has
    items: tuple[AgreedItem, ...] = Field(max_length=MOST_ITEMS)
    left_out: tuple[LeftOut, ...] = ()
    walking: AgreedWalking | None
    massage: AgreedMassage | None
    no_massage: str = Field(default="", max_length=300)  # why it was left out
    advice: tuple[Identifier, ...]
    offers: tuple[Identifier, ...]
    goals: tuple[Annotated[str, Field(min_length=1, max_length=2000)], ...] = Field(min_length=1)  # as told
    review_on: date

    @model_validator(mode="after")
    def _each_once(self) -> "Agreed":
        for listed in ([one.id for one in self.items], self.advice, self.offers):
            if len(listed) != len(set(listed)):
                raise ValueError("the same thing stands in the plan twice")
        return self


def as_agreed(plan: Plan, basis: Basis) -> Agreed:
    """Write a proposal down as if a clinician had agreed to all of it."""
    walking, massage = plan.walking, plan.massage
    given = (*plan.posture, *plan.lifting, *plan.workstation, *plan.education)
    return Agreed(
        minutes=plan.programme.minutes_available,
        items=tuple(
            AgreedItem(id=one.id, days=_days(one.days), dose=basis.knowledge.items[one.id].dose)
            for one in plan.programme.items
        ),
        walking=None
        if walking is None
        else AgreedWalking(
            item=walking.item,
            text=walking.text,
            start_minutes=walking.start_minutes,
            goal_minutes=walking.goal_minutes,
        ),
        massage=None if isinstance(massage, NoMassage) else _massage(massage, basis),
        advice=tuple(one.id for one in given),
        offers=tuple(one.id for one in plan.complementary),
        goals=plan.goals,
        review_on=plan.review.date,
    )


def _days(days: tuple[str, ...]) -> tuple[Day, ...]:
    return tuple(day for day in ("A", "B") if day in days)


def _massage(session: MassageSession, basis: Basis) -> AgreedMassage:
    sides: dict[str, Literal["right", "left", "both"]] = {"right": "right", "left": "left"}
    return AgreedMassage(
        work=tuple(
            AgreedWork(
                muscle=one.muscle,
                technique=one.technique,
                side=sides.get(one.side, "both"),
                minutes=one.minutes,
            )
            for one in session.work
        ),
        pressure_cap=basis.knowledge.massage_sessions[session.template].pressure_cap,
    )


def agreed_plan(agreed: Agreed, proposal: Plan, basis: Basis) -> Plan:
    """Return the plan that follows from what a clinician decided.

    Parameters
    ----------
    agreed : Agreed
        What was decided. What the library no longer holds is left out; see `concerns.concerns`.
    proposal : Plan
        What the engine proposes for the patient as they are known now.
    basis : Basis
        What both rest on.

    Notes
    -----
    Agreeing to a proposal as it stands gives that proposal: ``agreed_plan(as_agreed(p), p) == p``.
    """
    knowledge, found = basis.knowledge, basis.found
    items = [one for one in agreed.items if one.id in knowledge.items]
    used = [one for item in items for one in knowledge.items[item.id].precautions]
    known = {question: place for place, question in enumerate(proposal.ask_first)}
    ask_first = sorted(found.to_ask(used), key=lambda question: known.get(question, len(known)))
    given = [knowledge.advice[one] for one in agreed.advice if one in knowledge.advice]

    def on(part: str) -> tuple[AdviceGiven, ...]:
        return advice_on(given, *TOPICS[part])

    return Plan(
        goals=agreed.goals,
        massage=_session(agreed, proposal, basis),
        programme=_programme(agreed, basis),
        walking=_walking(agreed, basis),
        posture=on("posture"),
        lifting=on("lifting"),
        workstation=on("workstation"),
        complementary=options_of(knowledge, found, agreed.offers),
        education=on("education"),
        flare=proposal.flare,  # what to do in a flare-up always goes with a plan
        review=Review(agreed.review_on, proposal.review.rules),
        ask_first=tuple(ask_first),
        rejected=_rejected(agreed, proposal),
    )


def _programme(agreed: Agreed, basis: Basis) -> Programme:
    chosen = []
    for one in agreed.items:
        item = basis.knowledge.items.get(one.id)
        if item is None:
            continue
        candidate = basis.candidate(item.model_copy(update={"dose": one.dose}))
        if one.note:
            candidate = candidate.with_note(one.note)
        chosen.append(Chosen(candidate, one.days))
    return programme(chosen, agreed.minutes)


def _walking(agreed: Agreed, basis: Basis) -> Walking | None:
    walking = agreed.walking
    item = None if walking is None else basis.knowledge.items.get(walking.item)
    if walking is None or item is None:
        return None
    return Walking(
        item=walking.item,
        text=walking.text,
        start_minutes=walking.start_minutes,
        goal_minutes=walking.goal_minutes,
        evidence=item.evidence,
        adjustments=basis.found.modifying(item.precautions),
        sources=tuple(citation.source for citation in item.cite),
    )


def _session(agreed: Agreed, proposal: Plan, basis: Basis) -> MassageSession | NoMassage:
    knowledge, found = basis.knowledge, basis.found
    if stopping := reasons_against(found):
        return NoMassage(stopping)
    if agreed.massage is None:
        if isinstance(proposal.massage, NoMassage) and not agreed.no_massage:
            return proposal.massage
        return NoMassage((f"Not part of this plan: {agreed.no_massage or 'the clinician left it out'}",))
    work = tuple(
        work_on(
            knowledge.muscles[one.muscle],
            knowledge.techniques[one.technique],
            side=one.side,
            minutes=one.minutes,
            pressure_cap=agreed.massage.pressure_cap,
            serves=served_by(knowledge.muscles[one.muscle], knowledge, basis.strengths),
            found=found,
        )
        for one in agreed.massage.work
        if one.muscle in knowledge.muscles and one.technique in knowledge.techniques
    )
    return session_of(work, template_for(basis.facts, knowledge), knowledge, found)


def _rejected(agreed: Agreed, proposal: Plan) -> tuple[Rejection, ...]:
    chosen = {one.id for one in agreed.items}
    left_out = tuple(Rejection(one.id, one.reason) for one in agreed.left_out)
    settled = chosen | {one.id for one in left_out}
    return (*left_out, *(one for one in proposal.rejected if one.id not in settled))
