"""Choosing the home programme: a small integer programme, solved by HiGHS through SciPy.

Two alternating days, A and B, each within the minutes the patient has. The families that every plan
covers count so much that they are left out only when nothing of them is possible or no time is left; next
comes one item that is made for what leads in this patient.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from psoas.care.candidates import REQUIRED_FAMILIES, Candidate
from psoas.knowledge.knowledge import Knowledge

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

ONE_OF_A_FAMILY = (*REQUIRED_FAMILIES, "direction", "relief", "self-massage", "other-stretch")
HABITS = ("posture", "relief")
DAYS = ("A", "B")
REAL_USE = 2  # of the three steps of an item's benefit: "some"


@dataclass(frozen=True, slots=True)
class Chosen:
    """An item of the programme and the days it is done on."""

    candidate: Candidate
    days: tuple[str, ...]


def minutes_a_day(candidate: Candidate) -> float:
    """Return the time an item takes out of a day's session, in minutes.

    Habits (posture breaks, a rest position for bad hours) are spread over the day and take nothing from
    the session.
    """
    if _is_habit(candidate):
        return 0.0
    return candidate.item.dose.minutes * candidate.item.dose.times_a_day


def _is_habit(candidate: Candidate) -> bool:
    return candidate.item.family in HABITS


def _undominated(eligible: Sequence[Candidate], leader: str | None, knowledge: Knowledge) -> list[Candidate]:
    """Leave out what can never be chosen: as many better items of its family as the family may have."""
    daily = knowledge.parameter("programme-daily-from-days")
    return [
        one
        for one in eligible
        if sum(_beats(other, one, leader, daily) for other in eligible) < _most_of(one.item.family, knowledge)
    ]


def _beats(other: Candidate, one: Candidate, leader: str | None, daily: float) -> bool:
    """Tell whether an item of the same family is no worse in any respect that counts, and not the same."""
    if other is one or other.item.family != one.item.family:
        return False
    gains = (
        other.value - one.value,
        minutes_a_day(one) - minutes_a_day(other),
        float(other.item.dose.days_a_week >= daily) - float(one.item.dose.days_a_week >= daily),
        float(_is_for(other, leader)) - float(_is_for(one, leader)),
    )
    return min(gains) >= 0 and (max(gains) > 0 or other.item.id < one.item.id)


def _is_for(candidate: Candidate, leader: str | None) -> bool:
    return any(
        serves.contributor == leader and serves.benefit >= REAL_USE for serves in candidate.item.serves
    )


def _most_of(family: str, knowledge: Knowledge) -> float:
    return 1 if family in ONE_OF_A_FAMILY else knowledge.parameter("programme-items-a-family")


def select(
    eligible: Sequence[Candidate], *, minutes: float, leader: str | None, knowledge: Knowledge
) -> tuple[Chosen, ...]:
    """Choose the items with the greatest benefit that fit the time.

    Parameters
    ----------
    eligible : Sequence[Candidate]
        What may be chosen.
    minutes : float
        Minutes a day. [min]
    leader : str | None
        The contributor that counts most; one item that is of real use for it should be chosen.
    knowledge : Knowledge
        The weights and limits.

    Notes
    -----
    Binary unknowns: item i on day A, ``a[i]``, and on day B, ``b[i]``; item i at all, ``y[i]``; wish w
    (a required family, or the leader) left out, ``z[w]``. Minimise
    ``cost * minutes * (2 a + b) - value * (y + share * daily * (a + b)) + penalty * z``, subject to the
    time and the number of items of each day, the number of items and of habits in all, and variety by
    family. Day A is the longer one: it counts twice, so that the days come out alike; and of each pair of
    mirrored programmes the solver needs to look at one only.

    Knowledge: ``parameters/programme-*``
    """
    from scipy.optimize import Bounds, milp  # noqa: PLC0415 -- slow import

    items = _undominated(eligible, leader, knowledge)
    if not items:
        return ()
    wishes = _wishes(items, leader)
    objective = _objective(items, wishes, knowledge)
    solution = milp(
        objective,
        constraints=_constraints(items, wishes, minutes, knowledge),
        integrality=np.ones(len(objective), dtype=int),
        bounds=Bounds(0, 1),
    )
    if solution.x is None:  # leaving everything out is always possible, so this is a fault of the solver
        raise RuntimeError(f"HiGHS found no programme: {solution.message}")
    picked = np.rint(solution.x).astype(bool)
    on_a, on_b, chosen = picked[: 3 * len(items)].reshape(3, len(items))
    return tuple(
        Chosen(one, tuple(day for day, on in zip(DAYS, (on_a[i], on_b[i]), strict=True) if on))
        for i, one in enumerate(items)
        if chosen[i]
    )


def _wishes(items: Sequence[Candidate], leader: str | None) -> list[tuple[NDArray[np.bool_], bool]]:
    """Return sets of items of which one should be chosen, and whether the set is a required family."""
    families = [np.array([one.item.family == family for one in items]) for family in REQUIRED_FAMILIES]
    wishes = [(family, True) for family in families if family.any()]
    for_leader = np.array([_is_for(one, leader) for one in items])
    return [*wishes, (for_leader, False)] if for_leader.any() else wishes


def _objective(
    items: Sequence[Candidate], wishes: Sequence[tuple[NDArray[np.bool_], bool]], knowledge: Knowledge
) -> NDArray[np.float64]:
    values = np.array([one.value for one in items])
    times = np.array([minutes_a_day(one) for one in items])
    daily = np.array([one.item.dose.days_a_week for one in items]) >= knowledge.parameter(
        "programme-daily-from-days"
    )
    cost = knowledge.parameter("programme-minute-cost") * times
    share = knowledge.parameter("programme-second-day-share") * values * daily
    # Leaving out the leader is dearer than all items together, and a required family dearer than both.
    dear = np.abs(values).sum() + len(items)
    left_out = np.array([2 * dear if is_family else dear for _, is_family in wishes])
    return np.concatenate([2 * cost - share, cost - share, -values, left_out])


def _constraints(
    items: Sequence[Candidate],
    wishes: Sequence[tuple[NDArray[np.bool_], bool]],
    minutes: float,
    knowledge: Knowledge,
) -> "list[LinearConstraint]":
    from scipy.optimize import LinearConstraint  # noqa: PLC0415 -- slow import

    count = len(items)
    families = sorted({one.item.family for one in items})
    each, none = np.eye(count), np.zeros((count, count))
    times = np.array([[minutes_a_day(one) for one in items]])
    session = np.array([[float(not _is_habit(one)) for one in items]])
    no_time = np.zeros((1, count))

    def of_family(names: Sequence[str]) -> NDArray[np.float64]:
        return np.array([[float(one.item.family == name) for one in items] for name in names])

    def rows(a: NDArray[np.float64], b: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.hstack([a, b, y, np.zeros((len(a), len(wishes)))])

    most = [_most_of(name, knowledge) for name in families]
    absent = np.zeros((len(families), count))
    constraints = [
        LinearConstraint(rows(times, no_time, no_time), ub=minutes),
        LinearConstraint(rows(-times, times, no_time), ub=0),
        LinearConstraint(rows(session, no_time, no_time), ub=knowledge.parameter("programme-items-a-day")),
        LinearConstraint(rows(no_time, session, no_time), ub=knowledge.parameter("programme-items-a-day")),
        LinearConstraint(rows(no_time, no_time, session), ub=knowledge.parameter("programme-items")),
        LinearConstraint(rows(no_time, no_time, 1 - session), ub=knowledge.parameter("programme-habits")),
        LinearConstraint(rows(absent, absent, of_family(families)), ub=most),
        # an item is chosen when it stands on a day, and only then
        LinearConstraint(rows(each, none, -each), ub=0),
        LinearConstraint(rows(none, each, -each), ub=0),
        LinearConstraint(rows(each, each, -each), lb=0),
    ]
    if wishes:
        left_out = np.eye(len(wishes))
        serving = np.array([one_of for one_of, _ in wishes], dtype=float)
        covered = np.hstack([np.zeros((len(wishes), 2 * count)), serving, left_out])
        constraints.append(LinearConstraint(covered, lb=1))
    return constraints
