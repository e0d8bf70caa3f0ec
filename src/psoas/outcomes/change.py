"""Has it changed? A difference counts only when it is more than the error of asking, or of measuring."""

import math
from dataclasses import dataclass
from typing import Literal

from psoas.foundation.logit_normal import Z_90
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Pain

Change = Literal["better", "worse", "no clear change"]
Worse = Literal["high", "low"]
Verdict = Literal["better", "worse", "more", "less", "no clear change", "cannot tell"]


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


def detectable_change(error: float) -> float:
    """Return the least difference of two measurements that chance gives once in ten, from their error."""
    return Z_90 * math.sqrt(2) * error


@dataclass(frozen=True, slots=True)
class MeasuredChange:
    """A measurement at two times; ``detectable``: the least change that is hardly chance, where known."""

    difference: float
    detectable: float | None
    verdict: Verdict


def measured_change(before: float, now: float, *, error: float | None, worse: Worse | None) -> MeasuredChange:
    """Compare a measurement at two times.

    Parameters
    ----------
    before, now : float
        What was measured.
    error : float | None
        The standard error of one measurement; nothing where it is not known.
    worse : Worse | None
        Whether a high or a low value is the worse one; nothing where neither is.

    Returns
    -------
    MeasuredChange
        "More" and "less" where neither direction is worse; "cannot tell" where the error is not known.
    """
    difference = now - before
    detectable = None if error is None else detectable_change(error)
    return MeasuredChange(difference, detectable, _verdict(difference, detectable, worse))


def _verdict(difference: float, detectable: float | None, worse: Worse | None) -> Verdict:
    if difference == 0:
        return "no clear change"
    if detectable is None:
        return "cannot tell"
    if abs(difference) < detectable:
        return "no clear change"
    rises = difference > 0
    if worse is None:
        return "more" if rises else "less"
    return "worse" if rises == (worse == "high") else "better"
