"""Why a condition holds, in words: the facts of this patient that made it true."""

from collections.abc import Callable

from psoas.foundation.sayable import sayable
from psoas.knowledge.conditions import (
    ChoiceIs,
    Condition,
    ContributorIs,
    FindingIs,
    Leaf,
    Not,
    QuantityIs,
    RegionDrawn,
    parts,
)
from psoas.patient.facts import CaseFacts
from psoas.patient.observing import UNITS

_QUANTITIES = {
    "age_years": sayable("{:g} years old"),
    "duration_weeks": sayable("{:g} weeks of pain"),
    "pain_now": sayable("pain now {:g} of 10"),
    "pain_average": sayable("average pain {:g} of 10"),
    "pain_worst": sayable("worst pain {:g} of 10"),
    "walking_minutes": sayable("walks {:g} minutes"),
    "sitting_minutes": sayable("sits {:g} minutes"),
    "standing_minutes": sayable("stands {:g} minutes"),
    "fatigue": sayable("fatigue {:g} of 10"),
    "quality_of_life": sayable("quality of life {:g} of 10"),
    "sitting_hours_a_day": sayable("sits {:g} h a day"),
    "lifting_kg": sayable("lifts {:g} kg"),
    "lifts_a_day": sayable("lifts {:g} times a day"),
    "minutes_a_day": sayable("{:g} minutes a day for exercise"),
    "body_mass_index": sayable("body mass index {:.0f}"),
    "pi_minus_ll": sayable("pelvic incidence minus lordosis {:g} degrees"),
    "drawn_percent": sayable("pain drawn over {:.0f} % of the body"),
}
_CHOICES = {
    "onset": sayable("onset {}"),
    "course": sayable("course {}"),
    "extent": sayable("pain {}"),
    "complaint_side": sayable("side {}"),
    "sleep": sayable("sleep {}"),
    "work_status": sayable("work {}"),
    "chair": sayable("{} chair"),
    "work_kind": sayable("{} work"),
}
_ONE_WEEK = sayable("1 week of pain")
_DRAWN = sayable("pain drawn: {}")


def reasons(condition: Condition, facts: CaseFacts, *, say: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return the facts that make a condition hold, each once, in reading order.

    ``say`` says each piece in another language.
    """
    told = (leaf for leaf in holding(condition, facts) if not _is_sex(leaf))
    return tuple(dict.fromkeys(in_words(leaf, facts, say) for leaf in told))


def _is_sex(leaf: Leaf) -> bool:
    """Tell a cut-off by sex, which is no finding of its own."""
    return isinstance(leaf, ChoiceIs) and leaf.choice == "sex"


def holding(condition: Condition, facts: CaseFacts) -> list[Leaf]:
    """Return the leaves that make a condition hold; none if it does not."""
    if condition.truth(facts) is not True or isinstance(condition, Not):
        return []
    if isinstance(condition, Leaf):
        return [condition]
    return [leaf for part in parts(condition) for leaf in holding(part, facts)]


def in_words(leaf: Leaf, facts: CaseFacts, say: Callable[[str], str] = str) -> str:
    """Say one fact of this patient in the clinician's words."""
    match leaf:
        case FindingIs(finding=finding, side=side):
            record = facts.knowledge.findings[finding]
            value = facts.value(finding, side)
            if value is None or record.measure is None:
                return say(record.name)
            unit = "" if record.measure.unit == "ratio" else f" {say(UNITS[record.measure.unit])}"
            return f"{say(record.short)} {value:g}{unit}"
        case QuantityIs(quantity="duration_weeks") if facts.quantity("duration_weeks") == 1:
            return say(_ONE_WEEK)
        case QuantityIs(quantity=name):
            return say(_QUANTITIES[name]).format(facts.quantity(name))
        case ChoiceIs(choice=name):
            return say(_CHOICES.get(name, "{}")).format(say(str(facts.choice(name))))
        case RegionDrawn(drawn=regions, side=side):
            marked = [region for region in regions if facts.drawn(region, side)]
            return say(_DRAWN).format(", ".join(say(region.replace("-", " ")) for region in marked))
        case ContributorIs(contributor=name):
            return say(facts.knowledge.contributors[name].name)
