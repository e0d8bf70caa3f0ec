"""Changing a dose within bounds: the words and the minutes follow from the numbers."""

from dataclasses import dataclass

from psoas.knowledge.care import Dose

_TIMES = {1: "once a day", 2: "twice a day"}
EVERY_DAY = 7


@dataclass(frozen=True, slots=True)
class Amounts:
    """The numbers of a dose that a clinician may change."""

    sets: int
    repetitions: int
    hold_s: float | None
    times_a_day: int
    days_a_week: int

    @classmethod
    def of(cls, dose: Dose) -> "Amounts":
        """Take the numbers out of a dose."""
        return cls(dose.sets, dose.repetitions, dose.hold_s, dose.times_a_day, dose.days_a_week)


_MOST = Amounts(sets=5, repetitions=30, hold_s=120, times_a_day=4, days_a_week=7)


def most(dose: Dose) -> Amounts:
    """Return the most that may be asked of a patient: the usual bounds, or the evidence where it has more."""
    return Amounts(
        sets=max(_MOST.sets, dose.sets),
        repetitions=max(_MOST.repetitions, dose.repetitions),
        hold_s=max(_MOST.hold_s or 0.0, dose.hold_s or 0.0),
        times_a_day=max(_MOST.times_a_day, dose.times_a_day),
        days_a_week=_MOST.days_a_week,
    )


def redosed(dose: Dose, amounts: Amounts) -> Dose:
    """Return a dose with other amounts; the same dose, words and all, when nothing differs.

    The minutes of a session grow with the time under work; holds and repetitions count alike.
    """
    if amounts == Amounts.of(dose):
        return dose
    share = _work(amounts) / _work(Amounts.of(dose))
    minutes = max(0.5, round(dose.minutes * share * 2) / 2)
    return dose.model_copy(
        update={
            "sets": amounts.sets,
            "repetitions": amounts.repetitions,
            "hold_s": amounts.hold_s,
            "times_a_day": amounts.times_a_day,
            "days_a_week": amounts.days_a_week,
            "minutes": min(minutes, 45.0),
            "text": in_words(amounts, each_side=dose.each_side),
        }
    )


def in_words(amounts: Amounts, *, each_side: bool) -> str:
    """Write amounts as the library does: "2 sets of 8 on each side, once a day, 5 days a week."."""
    if amounts.hold_s is None:
        work = f"{amounts.repetitions} times"
    else:
        work = f"{_count(amounts.repetitions, 'hold')} of {_count(amounts.hold_s, 'second')}"
    if amounts.sets > 1:
        work = f"{amounts.sets} sets of {work.removesuffix(' times')}"
    side = " on each side" if each_side else ""
    often = _TIMES.get(amounts.times_a_day, f"{amounts.times_a_day} times a day")
    days = "" if amounts.days_a_week == EVERY_DAY else f", {_count(amounts.days_a_week, 'day')} a week"
    return f"{work}{side}, {often}{days}."


def _count(number: float, word: str) -> str:
    return f"{number:g} {word}" if number == 1 else f"{number:g} {word}s"


def _work(amounts: Amounts) -> float:
    return amounts.sets * amounts.repetitions * (amounts.hold_s or 1.0)
