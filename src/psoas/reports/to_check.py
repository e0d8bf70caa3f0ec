"""What a colleague should look at while care goes on, in plain words, each matter once."""

import re
from collections.abc import Iterable

from psoas.application.assess import Assessment
from psoas.diagnosis.look_alikes import LookAlikeFound
from psoas.foundation.sayable import sayable
from psoas.reports.language import retold, said
from psoas.reports.wording import Told, by_sentence

MOST_LOOK_ALIKES = 2  # of those whose pattern holds; the clinician's report names all
NOT_PRESSING = 30  # days; what may wait so long is named without worrying anybody

_SOMETHING_ELSE = sayable("Something else may play a part too.")
_CHECK_FIRST = sayable("Something should be checked before we can say where your pain comes from.")


def to_check(assessment: Assessment) -> tuple[str, ...]:
    """Tell what the rules found, and the look-alikes that press most, without saying a thing twice.

    A look-alike whose signs made a rule fire already is the same matter, and the rule has told it.
    """
    actions = assessment.screening.actions
    acted_on = {sign for action in actions for sign in action.because}
    others = [one for one in assessment.diagnosis.look_alikes if not _is_told(one, acted_on)]
    named = [by_sentence(one.look_alike.plain) for one in others[:MOST_LOOK_ALIKES]]
    if named and assessment.diagnosis.leading:
        named[0].insert(0, Told(_SOMETHING_ELSE, said(_SOMETHING_ELSE)))
    return _each_once([*(by_sentence(one.plain) for one in actions), *named])


def instead_of_a_cause(assessment: Assessment) -> str:
    """Say what stands in front where nothing leads but something was found; nothing where nothing was."""
    if assessment.screening.actions:
        return said(_CHECK_FIRST)
    for one in assessment.diagnosis.look_alikes[:1]:
        if one.look_alike.within_days >= NOT_PRESSING:
            name = retold(one.look_alike.plain_name)
            return said("What may explain your pain is {name}.").format(name=name)
        return said(_CHECK_FIRST)
    return ""


def _is_told(one: LookAlikeFound, acted_on: set[str]) -> bool:
    return 2 * sum(sign in acted_on for sign in one.because) >= len(one.because) > 0


def _each_once(texts: Iterable[list[Told]]) -> tuple[str, ...]:
    """Leave out a sentence that was said before, and a text that begins with one: it is the same matter."""
    before: set[str] = set()
    kept: list[str] = []
    for text in texts:
        parts = [(one.told, re.sub(r"[^a-z]+", "", one.english.lower())) for one in text]
        if parts[0][1] in before:
            continue
        kept.append(" ".join(told for told, letters in parts if letters not in before))
        before.update(letters for _, letters in parts)
    return tuple(kept)
