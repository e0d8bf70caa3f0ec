"""Choosing the home programme: a small integer programme, solved by HiGHS through SciPy.

Two alternating days, A and B, each within the minutes the patient has. The families that every plan
covers count so much that they are left out only when nothing of them is possible or no time is left.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from psoas.care.candidates import REQUIRED_FAMILIES, Candidate
from psoas.knowledge.knowledge import Knowledge

ONE_OF_A_FAMILY = (*REQUIRED_FAMILIES, "direction", "relief", "self-massage", "other-stretch", "posture")
DAYS = ("A", "B")


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item of the programme and the days it is done on."""

    candidate: Candidate
    days: tuple[str, ...]


def minutes_a_day(candidate: Candidate) -> float:
    """Return the time an item takes out of a day's session. [min]

    Posture habits are spread over the day and take nothing from the session.
    """
    if _is_habit(candidate):
        return 0.0
    return candidate.item.dose.minutes * candidate.item.dose.times_a_day


def _is_habit(candidate: Candidate) -> bool:
    return candidate.item.family == "posture"


def _undominated(eligible: Sequence[Candidate], knowledge: Knowledge) -> list[Candidate]:
    """Leave out what can never be chosen: as many better items of its family as the family may have."""
    daily = knowledge.parameter("programme-daily-from-days")
    return [
        one
        for one in eligible
        if sum(_beats(other, one, daily) for other in eligible) < _most_of(one.item.family, knowledge)
    ]


def _beats(other: Candidate, one: Candidate, daily: float) -> bool:
    """Tell whether an item of the same family is no worse in any respect that counts, and not the same."""
    if other is one or other.item.family != one.item.family:
        return False
    gains = (
        other.value - one.value,
        minutes_a_day(one) - minutes_a_day(other),
        float(other.item.dose.days_a_week >= daily) - float(one.item.dose.days_a_week >= daily),
    )
    return min(gains) >= 0 and (max(gains) > 0 or other.item.id < one.item.id)


def _most_of(family: str, knowledge: Knowledge) -> float:
    return 1 if family in ONE_OF_A_FAMILY else knowledge.parameter("programme-items-a-family")


def select(
    eligible: Sequence[Candidate], *, minutes: float, knowledge: Knowledge
) -> tuple[Chosen, ...]:
    """Choose the items with the greatest benefit that fit the time.

    Parameters
    ----------
    eligible : Sequence[Candidate]
        What may be chosen.
    minutes : float
        Minutes a day. [min]

    Notes
    -----
    Binary unknowns: item i on day d, ``x[i, d]``; item i at all, ``y[i]``; family f left out, ``z[f]``.
    Maximise ``sum(value * (y + share * (xA + xB))) - cost * minutes - penalty * z``, subject to the
    minutes and the number of items of each day, the number of items in all, and variety by family.

    Knowledge: ``parameters/programme-*``
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 -- slow import

    eligible = _undominated(eligible, knowledge)
    count = len(eligible)
    if not count:
        return ()
    values = np.array([candidate.value for candidate in eligible])
    times = np.array([minutes_a_day(candidate) for candidate in eligible])
    families = np.array([candidate.item.family for candidate in eligible])
    in_session = np.array([not _is_habit(candidate) for candidate in eligible], dtype=float)
    required = [family for family in REQUIRED_FAMILIES if (families == family).any()]
    daily = knowledge.parameter("programme-daily-from-days")
    every_day = np.array([candidate.item.dose.days_a_week >= daily for candidate in eligible])
    unknowns = 3 * count + len(required)  # xA, xB, y, z
    days = [slice(0, count), slice(count, 2 * count)]
    chosen, left_out = slice(2 * count, 3 * count), slice(3 * count, unknowns)

    share = knowledge.parameter("programme-second-day-share")
    cost = knowledge.parameter("programme-minute-cost")
    objective = np.zeros(unknowns)
    for day in days:
        objective[day] = cost * times - share * values * every_day
    objective[chosen] = -values
    objective[left_out] = values.sum() + unknowns  # dearer than everything else together

    rows: list[tuple[np.ndarray, float, float]] = []

    def constrain(low: float, high: float, *terms: tuple[slice | int, object]) -> None:
        row = np.zeros(unknowns)
        for place, coefficients in terms:
            row[place] = coefficients
        rows.append((row, low, high))

    for day in days:
        constrain(-np.inf, minutes, (day, times))
        constrain(-np.inf, knowledge.parameter("programme-items-a-day"), (day, in_session))
    constrain(-np.inf, knowledge.parameter("programme-items"), (chosen, in_session))
    for i in range(count):  # an item is chosen when it stands on a day, and only then
        constrain(0, np.inf, (i, 1.0), (count + i, 1.0), (2 * count + i, -1.0))
        for day in days:
            constrain(-np.inf, 0, (day.start + i, 1.0), (2 * count + i, -1.0))
    for place, family in enumerate(required):
        members = (families == family).astype(float)
        constrain(1, np.inf, (chosen, members), (3 * count + place, 1.0))
    for family in set(families):
        constrain(-np.inf, _most_of(family, knowledge), (chosen, (families == family).astype(float)))

    matrix, low, high = (np.array(part) for part in zip(*rows, strict=True))
    solution = milp(
        objective,
        constraints=LinearConstraint(matrix, low, high),
        integrality=np.ones(unknowns),
        bounds=Bounds(0, 1),
    )
    if solution.x is None:  # leaving everything out is always possible, so this is a fault of the solver
        raise RuntimeError(f"HiGHS found no programme: {solution.message}")
    picked = solution.x > 0.5  # noqa: PLR2004 -- binary unknowns come back as floats
    return tuple(
        Chosen(
            candidate,
            tuple(name for name, day in zip(DAYS, days, strict=True) if picked[day.start + i]),
        )
        for i, candidate in enumerate(eligible)
        if picked[2 * count + i]
    )

