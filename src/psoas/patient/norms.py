"""Measurements against what is usual for people of the same age and sex."""

from psoas.knowledge.contributors import NormRow
from psoas.knowledge.knowledge import Knowledge


def norm_for(knowledge: Knowledge, finding: str, *, age: float | None, sex: str | None) -> NormRow | None:
    """Return the norm that fits best: own sex and age first, then own age, then any.

    Knowledge: ``norms.csv``
    """
    rows = [
        row
        for row in knowledge.norms
        if row.finding == finding
        and row.sex in ("any", sex)
        and (age is None or row.age_from <= age <= row.age_to)
    ]
    return min(rows, key=lambda row: (row.sex == "any", row.age_to - row.age_from), default=None)


def deviation(value: float, norm: NormRow) -> float:
    """Return how much worse than usual a value is, in standard deviations; negative: better.

    Where only a cut-off was published, a value beyond it counts as one standard deviation.
    """
    worse = -1.0 if norm.direction == "low-is-worse" else 1.0
    if norm.mean is not None and norm.sd:
        return worse * (value - norm.mean) / norm.sd
    reference = norm.cut_off if norm.cut_off is not None else norm.mean
    if reference is None:
        return 0.0
    return 1.0 if worse * (value - reference) > 0 else 0.0
