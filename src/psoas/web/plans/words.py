"""A changed dose in the patient's language; the doses of the library have their own translations."""

import re
from dataclasses import replace

from django.utils.translation import gettext, gettext_noop, ngettext, override

from psoas.care.agreed import Agreed
from psoas.care.doses import EVERY_DAY, Amounts
from psoas.care.plan import Plan
from psoas.knowledge.care import Dose
from psoas.knowledge.knowledge import Knowledge

_WALK = re.compile(r"Walk (?P<goal>[\d.]+) minutes at a stretch \(now about (?P<now>[\d.]+)\)\.")
_GOALS = (  # that the engine adds to the patient's own
    gettext_noop("Sleep through more nights."),
    gettext_noop("Bend to put on shoes and socks with less trouble."),
    gettext_noop("Know what this is, and what to do about it."),
)


def dose_in_words(dose: Dose) -> str:
    """Write the amounts of a dose in the language that is active."""
    amounts = Amounts.of(dose)
    parts = [_work(amounts, each_side=dose.each_side), _times(amounts.times_a_day)]
    if amounts.days_a_week != EVERY_DAY:
        parts.append(
            ngettext("%(count)s day a week", "%(count)s days a week", amounts.days_a_week)
            % {"count": amounts.days_a_week}
        )
    return f"{', '.join(parts)}."


def _work(amounts: Amounts, *, each_side: bool) -> str:
    numbers = {
        "sets": amounts.sets,
        "count": amounts.repetitions,
        "seconds": f"{amounts.hold_s or 0:g}",
    }
    if amounts.hold_s is None:
        one = gettext("%(count)s times") if amounts.sets == 1 else gettext("%(sets)s sets of %(count)s")
    elif amounts.sets == 1:
        one = ngettext(
            "%(count)s hold of %(seconds)s seconds",
            "%(count)s holds of %(seconds)s seconds",
            amounts.repetitions,
        )
    else:
        one = gettext("%(sets)s sets of %(count)s holds of %(seconds)s seconds")
    work = one % numbers
    return gettext("%(work)s on each side") % {"work": work} if each_side else work


def _times(count: int) -> str:
    if count == 1:
        return gettext("once a day")
    return gettext("%(count)s times a day") % {"count": count}


def goal_in_words(goal: str) -> str:
    """Say a goal in the language that is active; what the patient said stays as it was said."""
    if found := _WALK.fullmatch(goal):
        return gettext("Walk %(goal)s minutes at a stretch (now about %(now)s).") % found.groupdict()
    return gettext(goal)


def retold_doses(plan: Plan, agreed: Agreed, knowledge: Knowledge, language: str) -> Plan:
    """Return the plan with every dose that a clinician changed in words of the patient's language."""
    if language == "en":
        return plan
    with override(language):
        changed = {
            one.id: dose_in_words(one.dose)
            for one in agreed.items
            if one.id in knowledge.items and one.dose.text != knowledge.items[one.id].dose.text
        }
    items = tuple(replace(one, dose=changed.get(one.id, one.dose)) for one in plan.programme.items)
    return replace(plan, programme=replace(plan.programme, items=items))
