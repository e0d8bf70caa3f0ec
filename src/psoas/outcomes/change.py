"""Has it changed? A difference counts only when it is more than the error of asking."""

from typing import Literal

from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Pain

Change = Literal["better", "worse", "no clear change"]


def pain_change(before: Pain, now: Pain, knowledge: Knowledge) -> Change | None:
    """Compare the average pain of one patient at two times; the worst where an average is missing.

    Returns
    -------
    Change | None
        Nothing when one of the two was not told.

    Knowledge: ``parameters/pain-change-detectable``
    """
    pairs = ((before.average, now.average), (before.worst, now.worst), (before.now, now.now))
    told = [b - a for a, b in pairs if a is not None and b is not None]
    if not told:
        return None
    difference = told[0]
    if abs(difference) < knowledge.parameter("pain-change-detectable"):
        return "no clear change"
    return "better" if difference < 0 else "worse"
