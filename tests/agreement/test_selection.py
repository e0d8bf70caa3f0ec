"""The chosen programme against trying every possibility."""

import itertools
from dataclasses import replace

import pytest

from psoas import Knowledge
from psoas.care.candidates import REQUIRED_FAMILIES, Candidate
from psoas.care.selection import HABITS, ONE_OF_A_FAMILY, minutes_a_day, select

SIZE = 7


def candidates(knowledge: Knowledge, offset: int) -> list[Candidate]:
    """Take some items of the library with values that follow no pattern."""
    items = [item for item in knowledge.items.values() if item.family != "aerobic"]
    picked = items[offset % len(items) :: 11][:SIZE]
    return [
        Candidate(item, value=0.3 + (7 * i + offset) % 5 / 2, serves=(), why="", adjustments=())
        for i, item in enumerate(picked)
    ]


Days = tuple[tuple[bool, bool], ...]


def worth(items: list[Candidate], days: Days, leader: str | None, knowledge: Knowledge) -> float:
    """Score one way to fill the two days; the penalties stand for "only if it must"."""
    share = knowledge.parameter("programme-second-day-share")
    cost = knowledge.parameter("programme-minute-cost")
    daily = knowledge.parameter("programme-daily-from-days")
    score, longest = 0.0, [0.0, 0.0]
    for one, on in zip(items, days, strict=True):
        if any(on):
            score += one.value
        for day, here in enumerate(on):
            if here:
                longest[day] += minutes_a_day(one)
                score -= cost * minutes_a_day(one)
                if one.item.dose.days_a_week >= daily:
                    score += share * one.value
    penalty = sum(one.value for one in items) + len(items)
    of_use = [any(s.contributor == leader and s.benefit >= 2 for s in one.item.serves) for one in items]
    if any(of_use) and not any(use and any(on) for use, on in zip(of_use, days, strict=True)):
        score -= penalty
    families = {one.item.family for one in items}
    done = {one.item.family for one, on in zip(items, days, strict=True) if any(on)}
    left_out = sum(family in families and family not in done for family in REQUIRED_FAMILIES)
    return score - cost * max(longest) - 2 * penalty * left_out


def is_allowed(items: list[Candidate], days: Days, minutes: float, knowledge: Knowledge) -> bool:
    chosen = [one for one, on in zip(items, days, strict=True) if any(on)]
    habits = sum(one.item.family in HABITS for one in chosen)
    for day in (0, 1):
        here = [one for one, on in zip(items, days, strict=True) if on[day]]
        exercises = sum(one.item.family not in HABITS for one in here)
        if sum(map(minutes_a_day, here)) > minutes:
            return False
        if exercises > knowledge.parameter("programme-items-a-day"):
            return False
    for family in {one.item.family for one in chosen}:
        most = 1 if family in ONE_OF_A_FAMILY else knowledge.parameter("programme-items-a-family")
        if sum(one.item.family == family for one in chosen) > most:
            return False
    if habits > knowledge.parameter("programme-habits"):
        return False
    return len(chosen) - habits <= knowledge.parameter("programme-items")


@pytest.mark.parametrize(("offset", "minutes"), list(itertools.product((0, 3, 8, 13), (4, 10, 20))))
@pytest.mark.parametrize("leader", [None, "trochanteric-pain", "lumbar-stenosis"])
def test_no_other_programme_is_worth_more(
    knowledge: Knowledge, offset: int, minutes: float, leader: str | None
) -> None:
    items = candidates(knowledge, offset)
    every_day = [(a, b) for a in (False, True) for b in (False, True)]
    best = max(
        worth(items, days, leader, knowledge)
        for days in itertools.product(every_day, repeat=len(items))
        if is_allowed(items, days, minutes, knowledge)
    )

    chosen = {
        one.candidate.item.id: one.days
        for one in select(items, minutes=minutes, leader=leader, knowledge=knowledge)
    }
    days = tuple(("A" in chosen.get(one.item.id, ()), "B" in chosen.get(one.item.id, ())) for one in items)

    assert is_allowed(items, days, minutes, knowledge)
    assert worth(items, days, leader, knowledge) == pytest.approx(best, abs=1e-6)


def test_nothing_to_choose_from_gives_an_empty_programme(knowledge: Knowledge) -> None:
    assert select([], minutes=15, leader=None, knowledge=knowledge) == ()


def test_a_family_left_out_is_the_last_resort(knowledge: Knowledge) -> None:
    """One minute a day is too short for anything: nothing is chosen rather than too much."""
    items = [replace(one, value=100.0) for one in candidates(knowledge, 0)]

    assert select(items, minutes=1, leader=None, knowledge=knowledge) == ()
