"""What a colleague should look at while care goes on, in plain words, each matter once."""

import re
from collections.abc import Iterable

from psoas.application.assess import Assessment
from psoas.diagnosis.look_alikes import LookAlikeFound
from psoas.reports.wording import sentences

MOST_LOOK_ALIKES = 2  # of those whose pattern holds; the clinician's report names all
NOT_PRESSING = 30  # days; what may wait so long is named without worrying anybody

_SOMETHING_ELSE = "Something else may play a part too."


def to_check(assessment: Assessment) -> tuple[str, ...]:
    """Tell what the rules found, and the look-alikes that press most, without saying a thing twice.

    A look-alike whose signs made a rule fire already is the same matter, and the rule has told it.
    """
    actions = assessment.screening.actions
    acted_on = {sign for action in actions for sign in action.because}
    others = [one for one in assessment.diagnosis.look_alikes if not _is_told(one, acted_on)]
    named = [one.look_alike.plain for one in others[:MOST_LOOK_ALIKES]]
    if named and assessment.diagnosis.leading:
        named[0] = f"{_SOMETHING_ELSE} {named[0]}"
    return _each_once([*(one.plain for one in actions), *named])


def instead_of_a_cause(assessment: Assessment) -> str:
    """Say what stands in front where nothing leads but something was found; nothing where nothing was."""
    if assessment.screening.actions:
        return "Something should be checked before we can say where your pain comes from."
    for one in assessment.diagnosis.look_alikes[:1]:
        if one.look_alike.within_days >= NOT_PRESSING:
            return f"What may explain your pain is {one.look_alike.plain_name}."
        return "Something should be checked before we can say where your pain comes from."
    return ""


def _is_told(one: LookAlikeFound, acted_on: set[str]) -> bool:
    return 2 * sum(sign in acted_on for sign in one.because) >= len(one.because) > 0


def _each_once(texts: Iterable[str]) -> tuple[str, ...]:
    """Leave out a sentence that was said before, and a text that begins with one: it is the same matter."""
    said: set[str] = set()
    kept: list[str] = []
    for text in texts:
        parts = [(one, re.sub(r"[^a-z]+", "", one.lower())) for one in sentences(text)]
        if parts[0][1] in said:
            continue
        kept.append(" ".join(one for one, letters in parts if letters not in said))
        said.update(letters for _, letters in parts)
    return tuple(kept)
