"""Why a condition holds, in words: the facts of this patient that made it true."""

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
    "age_years": "{:g} years old",
    "duration_weeks": "{:g} weeks of pain",
    "pain_now": "pain now {:g} of 10",
    "pain_average": "average pain {:g} of 10",
    "pain_worst": "worst pain {:g} of 10",
    "walking_minutes": "walks {:g} minutes",
    "sitting_minutes": "sits {:g} minutes",
    "standing_minutes": "stands {:g} minutes",
    "fatigue": "fatigue {:g} of 10",
    "quality_of_life": "quality of life {:g} of 10",
    "sitting_hours_a_day": "sits {:g} h a day",
    "lifting_kg": "lifts {:g} kg",
    "lifts_a_day": "lifts {:g} times a day",
    "minutes_a_day": "{:g} minutes a day for exercise",
    "body_mass_index": "body mass index {:.0f}",
    "pi_minus_ll": "pelvic incidence minus lordosis {:g} degrees",
    "drawn_percent": "pain drawn over {:.0f} % of the body",
}
_CHOICES = {
    "onset": "onset {}",
    "course": "course {}",
    "extent": "pain {}",
    "complaint_side": "side {}",
    "sleep": "sleep {}",
    "work_status": "work {}",
    "chair": "{} chair",
    "work_kind": "{} work",
}


def reasons(condition: Condition, facts: CaseFacts) -> tuple[str, ...]:
    """Return the facts that make a condition hold, each once, in reading order."""
    told = (leaf for leaf in holding(condition, facts) if not _is_sex(leaf))
    return tuple(dict.fromkeys(in_words(leaf, facts) for leaf in told))


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


def in_words(leaf: Leaf, facts: CaseFacts) -> str:
    """Say one fact of this patient in the clinician's words."""
    match leaf:
        case FindingIs(finding=finding, side=side):
            record = facts.knowledge.findings[finding]
            value = facts.value(finding, side)
            if value is None or record.measure is None:
                return record.name
            unit = "" if record.measure.unit == "ratio" else f" {UNITS[record.measure.unit]}"
            return f"{record.short} {value:g}{unit}"
        case QuantityIs(quantity="duration_weeks") if facts.quantity("duration_weeks") == 1:
            return "1 week of pain"
        case QuantityIs(quantity=name):
            return _QUANTITIES[name].format(facts.quantity(name))
        case ChoiceIs(choice=name):
            return _CHOICES.get(name, "{}").format(facts.choice(name))
        case RegionDrawn(drawn=regions, side=side):
            marked = [region for region in regions if facts.drawn(region, side)]
            return "pain drawn: " + ", ".join(region.replace("-", " ") for region in marked)
        case ContributorIs(contributor=name):
            return facts.knowledge.contributors[name].name
