"""What differs between two plans, in words: for the record, for whoever else was editing, for review."""

from collections.abc import Collection, Iterator

from psoas.care.agreed import Agreed, AgreedItem, AgreedMassage
from psoas.knowledge.knowledge import Knowledge


def differences(before: Agreed, after: Agreed, knowledge: Knowledge) -> tuple[str, ...]:
    """Say what changed from one plan to another, one sentence each."""
    return (
        *_items(before, after, knowledge),
        *_walking(before, after),
        *_massage(before, after, knowledge),
        *_rest(before, after, knowledge),
    )


def _items(before: Agreed, after: Agreed, knowledge: Knowledge) -> Iterator[str]:
    old, new = {one.id: one for one in before.items}, {one.id: one for one in after.items}
    reasons = {one.id: one.reason for one in after.left_out}
    for identifier in old:
        if identifier not in new:
            reason = f": {reasons[identifier]}" if identifier in reasons else "."
            yield f"{_name(identifier, knowledge)} was taken out{reason}"
    for identifier, one in new.items():
        if identifier not in old:
            yield f"{_name(identifier, knowledge)} was added on {_days(one)}."
        else:
            yield from _item(old[identifier], one, _name(identifier, knowledge))
    kept_before = [one for one in old if one in new]
    if kept_before != [one for one in new if one in old]:
        yield "The order of the exercises changed."


def _item(old: AgreedItem, new: AgreedItem, name: str) -> Iterator[str]:
    if old.dose != new.dose:
        yield f"{name}: {new.dose.text} Before: {old.dose.text}"
    if old.days != new.days:
        yield f"{name} is now on {_days(new)}, before on {_days(old)}."
    if old.note != new.note:
        yield f"{name}: the note is now “{new.note}”." if new.note else f"{name}: the note was taken away."


def _walking(before: Agreed, after: Agreed) -> Iterator[str]:
    old, new = before.walking, after.walking
    if old == new:
        return
    if new is None:
        yield "Walking was taken out."
    else:
        yield f"Walking: from {new.start_minutes:g} to {new.goal_minutes:g} minutes."


def _massage(before: Agreed, after: Agreed, knowledge: Knowledge) -> Iterator[str]:
    if (before.massage, before.no_massage) == (after.massage, after.no_massage):
        return
    if after.massage is None:
        yield f"There is no massage in the plan: {after.no_massage or 'left out'}"
    else:
        yield f"Massage: {_session(after.massage, knowledge)}."


def _session(massage: AgreedMassage, knowledge: Knowledge) -> str:
    rows = (
        f"{knowledge.muscles[one.muscle].name if one.muscle in knowledge.muscles else one.muscle}"
        f" {one.minutes:g} min ({one.technique.replace('-', ' ')}, {one.side})"
        for one in massage.work
    )
    return f"{', '.join(rows)}; pressure at most {massage.pressure_cap}"


def _rest(before: Agreed, after: Agreed, knowledge: Knowledge) -> Iterator[str]:
    if before.minutes != after.minutes:
        yield f"The time is now {after.minutes:g} minutes a day, before {before.minutes:g}."
    texts = {one.id: one.text for one in knowledge.advice.values()}
    names = {one.id: one.name for one in knowledge.interventions.values()}
    yield from _listed("Advice", before.advice, after.advice, texts)
    yield from _listed("On offer", before.offers, after.offers, names)
    if before.goals != after.goals:
        yield f"The goals are now: {' · '.join(after.goals)}"
    if before.review_on != after.review_on:
        yield f"Review is now on {after.review_on.isoformat()}, before on {before.review_on.isoformat()}."


def _listed(
    heading: str, before: Collection[str], after: Collection[str], words: dict[str, str]
) -> Iterator[str]:
    for one in before:
        if one not in after:
            yield f"{heading}, taken out: {words.get(one, one)}"
    for one in after:
        if one not in before:
            yield f"{heading}, added: {words.get(one, one)}"


def _name(identifier: str, knowledge: Knowledge) -> str:
    item = knowledge.items.get(identifier)
    return item.name if item else identifier


def _days(item: AgreedItem) -> str:
    return "every day" if len(item.days) > 1 else f"day {item.days[0]}"
