"""What the pain does to the day: the limits a patient named, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from psoas.foundation.sayable import sayable
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case

_BENDING = {
    "none": sayable("Bending is no problem."),
    "some": sayable("Bending is harder than usual."),
    "a-lot": sayable("Bending is very hard."),
    "unable": sayable("Bending is not possible."),
}
_SLEEP = {
    "good": sayable("You sleep well."),
    "disturbed": sayable("The pain disturbs your sleep."),
    "bad": sayable("The pain keeps you from sleeping."),
}
_WORK = {
    "full": sayable("You work as usual."),
    "reduced": sayable("You work less than usual because of the pain."),
    "off": sayable("You are off work because of the pain."),
    "not-working": sayable("You do not go out to work at present."),
}
_AS_LONG_AS_YOU_LIKE = {
    "walking": sayable("You can walk as long as you like."),
    "sitting": sayable("You can sit as long as you like."),
    "standing": sayable("You can stand as long as you like."),
}
_NOT_WITHOUT_PAIN = {
    "walking": sayable("You cannot walk without pain."),
    "sitting": sayable("You cannot sit without pain."),
    "standing": sayable("You cannot stand without pain."),
}
_VERBS = {"walking": "walk", "sitting": "sit", "standing": "stand"}
TIREDNESS = sayable("You rate your tiredness {number} out of 10.")


@dataclass(frozen=True, slots=True)
class Limit:
    """One part of the day."""

    activity: str
    value: str | float
    unit: str
    text: str  # to the patient, in plain words
    is_limited: bool


def day(case: Case, knowledge: Knowledge) -> tuple[Limit, ...]:
    """Return what the patient said about bending, walking, sitting, standing, sleep, work and strength.

    Knowledge: ``parameters/day-no-limit-minutes``
    """
    return tuple(_limits(case, knowledge.parameter("day-no-limit-minutes")))


def _limits(case: Case, no_limit: float) -> Iterator[Limit]:
    function = case.function
    if function.bending is not None:
        limited = function.bending != "none"
        yield Limit("bending", function.bending, "", _BENDING[function.bending], limited)
    for activity, minutes in (
        ("walking", function.walking_minutes),
        ("sitting", function.sitting_minutes),
        ("standing", function.standing_minutes),
    ):
        if minutes is not None:
            yield Limit(activity, minutes, "min", _minutes(activity, minutes, no_limit), minutes < no_limit)
    if function.sleep is not None:
        yield Limit("sleep", function.sleep, "", _SLEEP[function.sleep], function.sleep != "good")
    if function.work is not None:
        limited = function.work in ("reduced", "off")
        yield Limit("work", function.work, "", _WORK[function.work], limited)
    if function.fatigue is not None:
        text = TIREDNESS.format(number=function.fatigue)
        yield Limit("fatigue", float(function.fatigue), "0-10", text, function.fatigue > 0)
    if function.quality_of_life is not None:
        text = f"You rate your quality of life {function.quality_of_life} out of 10 (10 is best)."
        yield Limit(
            "quality-of-life",
            float(function.quality_of_life),
            "0-10",
            text,
            function.quality_of_life < _BEST,
        )


_BEST = 10  # the top of the scale


def _minutes(activity: str, minutes: float, no_limit: float) -> str:
    if minutes >= no_limit:
        return _AS_LONG_AS_YOU_LIKE[activity]
    if minutes == 0:
        return _NOT_WITHOUT_PAIN[activity]
    return f"You can {_VERBS[activity]} for about {minutes:g} minutes before the pain stops you."
