"""The chosen programme against trying every possibility."""

import itertools
from dataclasses import replace

import pytest

from psoas import Knowledge
from psoas.care.candidates import REQUIRED_FAMILIES, Candidate
from psoas.care.selection import ONE_OF_A_FAMILY, minutes_a_day, select

SIZE = 7


def candidates(knowledge: Knowledge, offset: int) -> list[Candidate]:
    """Take some items of the library with values that follow no pattern."""
    items = [item for item in knowledge.items.values() if item.family not in ("aerobic", "posture")]
    picked = items[offset % len(items) :: 11][:SIZE]
    return [
        Candidate(item, value=0.3 + (7 * i + offset) % 5 / 2, serves=(), why="", adjustments=())
        for i, item in enumerate(picked)
    ]


def worth(items: list[Candidate], days: tuple[tuple[bool, bool], ...], knowledge: Knowledge) -> float:
    """Score one way to fill the two days; the penalty of a family left out stands for "only if it must"."""
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
    families = {one.item.family for one in items}
    done = {one.item.family for one, on in zip(items, days, strict=True) if any(on)}
    left_out = sum(family in families and family not in done for family in REQUIRED_FAMILIES)
    return score - cost * max(longest) - penalty * left_out


def is_allowed(
    items: list[Candidate], days: tuple[tuple[bool, bool], ...], minutes: float, knowledge: Knowledge
) -> bool:
    chosen = [one for one, on in zip(items, days, strict=True) if any(on)]
    for day in (0, 1):
        here = [one for one, on in zip(items, days, strict=True) if on[day]]
        if sum(map(minutes_a_day, here)) > minutes or len(here) > knowledge.parameter(
            "programme-items-a-day"
        ):
            return False
    for family in {one.item.family for one in chosen}:
        most = 1 if family in ONE_OF_A_FAMILY else knowledge.parameter("programme-items-a-family")
        if sum(one.item.family == family for one in chosen) > most:
            return False
    return len(chosen) <= knowledge.parameter("programme-items")


@pytest.mark.parametrize(("offset", "minutes"), list(itertools.product((0, 3, 8, 13), (4, 10, 20))))
def test_no_other_programme_is_worth_more(knowledge: Knowledge, offset: int, minutes: float) -> None:
    items = candidates(knowledge, offset)
    every_day = [(a, b) for a in (False, True) for b in (False, True)]
    best = max(
        worth(items, days, knowledge)
        for days in itertools.product(every_day, repeat=len(items))
        if is_allowed(items, days, minutes, knowledge)
    )

    chosen = {one.candidate.item.id: one.days for one in select(items, minutes=minutes, knowledge=knowledge)}
    days = tuple(("A" in chosen.get(one.item.id, ()), "B" in chosen.get(one.item.id, ())) for one in items)

    assert is_allowed(items, days, minutes, knowledge)
    assert worth(items, days, knowledge) == pytest.approx(best, abs=1e-6)


def test_nothing_to_choose_from_gives_an_empty_programme(knowledge: Knowledge) -> None:
    assert select([], minutes=15, knowledge=knowledge) == ()


def test_a_family_left_out_is_the_last_resort(knowledge: Knowledge) -> None:
    """One minute a day is too short for anything: nothing is chosen rather than too much."""
    items = [replace(one, value=100.0) for one in candidates(knowledge, 0)]

    assert select(items, minutes=1, knowledge=knowledge) == ()
