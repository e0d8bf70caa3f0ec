"""Everything a clinician can change in a plan, one function each: from what was decided to what is now.

None of them stores anything, and none looks at contraindications: whoever stores a change checks the
whole plan (``actions.change_plan``).
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from psoas.care.agreed import Agreed, AgreedItem, LeftOut
from psoas.care.doses import Amounts, redosed
from psoas.care.selection import DAYS
from psoas.knowledge.care import Item
from psoas.knowledge.knowledge import Knowledge
from psoas.web.plans.content import checked, refuse

Edit = Callable[[Agreed, Knowledge], Agreed]


def add(identifier: str, days: Sequence[str] = DAYS) -> Edit:
    """Add an item of the library at the end, in its own dose."""

    def edit(agreed: Agreed, knowledge: Knowledge) -> Agreed:
        item = _absent(identifier, agreed, knowledge)
        return checked(
            agreed, items=(*agreed.items, _as_proposed(item, days)), left_out=_without(agreed, identifier)
        )

    return edit


def swap(old: str, new: str, reason: str) -> Edit:
    """Put an item in the place and on the days of another, in its own dose."""

    def edit(agreed: Agreed, knowledge: Knowledge) -> Agreed:
        place = _place(old, agreed, knowledge)
        item = _absent(new, agreed, knowledge)
        items = list(agreed.items)
        items[place] = _as_proposed(item, items[place].days)
        told = reason.strip() or f"{item.name} instead."
        return checked(agreed, items=tuple(items), left_out=_leaving(agreed, old, told, now_in=new))

    return edit


def remove(identifier: str, reason: str) -> Edit:
    """Take an item out, and keep why."""

    def edit(agreed: Agreed, knowledge: Knowledge) -> Agreed:
        place = _place(identifier, agreed, knowledge)
        items = (*agreed.items[:place], *agreed.items[place + 1 :])
        return checked(agreed, items=items, left_out=_leaving(agreed, identifier, reason.strip()))

    return edit


def move(identifier: str, where: str) -> Edit:
    """Move an item one place up or down."""

    def edit(agreed: Agreed, knowledge: Knowledge) -> Agreed:
        place = _place(identifier, agreed, knowledge)
        other = place + {"up": -1, "down": 1}.get(where, 0)
        if other == place:
            raise refuse("The order", "An exercise moves up or down.")
        if not 0 <= other < len(agreed.items):
            return agreed
        items = list(agreed.items)
        items[place], items[other] = items[other], items[place]
        return checked(agreed, items=tuple(items))

    return edit


def change_item(identifier: str, amounts: Amounts, days: Sequence[str], note: str) -> Edit:
    """Change dose, days and note of an item."""

    def edit(agreed: Agreed, knowledge: Knowledge) -> Agreed:
        place = _place(identifier, agreed, knowledge)
        items = list(agreed.items)
        before = items[place]
        item = knowledge.items.get(identifier)
        # back to the amounts of the evidence brings back its words as well
        is_proposed = item is not None and amounts == Amounts.of(item.dose)
        dose = item.dose if item is not None and is_proposed else redosed(before.dose, amounts)
        ordered = tuple(day for day in DAYS if day in days)
        items[place] = before.model_copy(update={"dose": dose, "days": ordered, "note": note.strip()})
        return checked(agreed, items=tuple(one.model_dump() for one in items))

    return edit


def walk(start: float, goal: float) -> Edit:
    """Change how long the walks are, or bring walking back."""

    def edit(agreed: Agreed, knowledge: Knowledge) -> Agreed:
        item = agreed.walking.item if agreed.walking else "walking-programme"
        record = knowledge.items.get(item)
        if record is None:
            raise refuse("Walking", "It is not in the library.")
        if goal < start:
            raise refuse("Walking", "The goal is below the start.", "Enter a goal at least as long.")
        same = agreed.walking is not None and (start, goal) == (
            agreed.walking.start_minutes,
            agreed.walking.goal_minutes,
        )
        if same:
            return agreed
        walking = {
            "item": item,
            "text": record.dose.text,
            "start_minutes": float(start),
            "goal_minutes": float(goal),
        }
        return checked(agreed, walking=walking)

    return edit


def no_walking(agreed: Agreed, _knowledge: Knowledge) -> Agreed:
    """Leave walking out."""
    return checked(agreed, walking=None)


def massage(rows: Sequence[dict[str, Any]], pressure_cap: int) -> Edit:
    """Change the massage session: muscle, technique, side and minutes a row."""

    def edit(agreed: Agreed, knowledge: Knowledge) -> Agreed:
        for row in rows:
            muscle = knowledge.muscles.get(row["muscle"])
            if muscle is None or row["technique"] not in muscle.techniques:
                raise refuse("Massage", f"'{row['technique']}' is no technique for '{row['muscle']}'.")
        if not rows:
            raise refuse("Massage", "No muscle is chosen.", "Choose one, or leave the massage out.")
        session = {"work": tuple(rows), "pressure_cap": pressure_cap}
        return checked(agreed, massage=session, no_massage="")

    return edit


def no_massage(reason: str) -> Edit:
    """Leave the massage out, and keep why."""

    def edit(agreed: Agreed, _knowledge: Knowledge) -> Agreed:
        return checked(agreed, massage=None, no_massage=reason.strip())

    return edit


def advise(advice: Sequence[str], offers: Sequence[str]) -> Edit:
    """Choose which advice to give and which treatments of the clinic to offer."""

    def edit(agreed: Agreed, knowledge: Knowledge) -> Agreed:
        unknown = [one for one in advice if one not in knowledge.advice]
        unknown += [one for one in offers if one not in knowledge.interventions]
        if unknown:
            raise refuse("Advice", f"There is no '{unknown[0]}'.")
        kept = [one for one in agreed.advice if one in advice]
        added = [one for one in advice if one not in kept]
        kept_offers = [one for one in agreed.offers if one in offers]
        added_offers = [one for one in offers if one not in kept_offers]
        return checked(agreed, advice=(*kept, *added), offers=(*kept_offers, *added_offers))

    return edit


def frame(minutes: float, goals: Sequence[str], review_on: date) -> Edit:
    """Change the time the patient has, their goals and when to look again."""

    def edit(agreed: Agreed, _knowledge: Knowledge) -> Agreed:
        return checked(agreed, minutes=float(minutes), goals=tuple(goals), review_on=review_on)

    return edit


def _as_proposed(item: Item, days: Sequence[str]) -> AgreedItem:
    return AgreedItem.model_validate(
        {"id": item.id, "days": tuple(day for day in DAYS if day in days), "dose": item.dose}
    )


def _absent(identifier: str, agreed: Agreed, knowledge: Knowledge) -> Item:
    item = knowledge.items.get(identifier)
    if item is None:
        raise refuse("The library", f"There is no '{identifier}'.")
    if item.family == "aerobic":
        raise refuse(item.name, "It stands beside the exercises.", "Change it under Walking.")
    if any(one.id == identifier for one in agreed.items):
        raise refuse(item.name, "It is in the plan already.")
    return item


def _place(identifier: str, agreed: Agreed, knowledge: Knowledge) -> int:
    for place, one in enumerate(agreed.items):
        if one.id == identifier:
            return place
    item = knowledge.items.get(identifier)
    raise refuse(item.name if item else identifier, "It is not in the plan.")


def _leaving(agreed: Agreed, identifier: str, reason: str, *, now_in: str = "") -> tuple[LeftOut, ...]:
    if not reason:
        raise refuse("The reason", "Say why it is left out.")
    rest = _without(agreed, identifier, now_in)
    return (*rest, LeftOut(id=identifier, reason=reason))


def _without(agreed: Agreed, *identifiers: str) -> tuple[LeftOut, ...]:
    return tuple(one for one in agreed.left_out if one.id not in identifiers)


def find(identifier: str, agreed: Agreed, knowledge: Knowledge) -> AgreedItem:
    """Return an item of the plan.

    Raises
    ------
    PlanError
        It is not in the plan.
    """
    return agreed.items[_place(identifier, agreed, knowledge)]
