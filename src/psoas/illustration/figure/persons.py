"""The figure's body as a woman's or a man's: the neutral one, stretched as published means differ."""

from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Literal

import numpy as np

from psoas.illustration.figure.body import Body, Lengths, Row, neutral_body
from psoas.knowledge.knowledge import Knowledge

Sex = Literal["female", "male"]

# what each length and each profile grows with, among the measures of body_breadths.csv
_LENGTHS: Mapping[str, str] = {
    "thigh": "trochanterion-height", "shank": "knee-height", "upper_arm": "acromion-radiale-length",
    "forearm": "radiale-stylion-length", "palm": "hand-length", "hip_half": "bicristal-breadth",
    "shoulder_half": "biacromial-breadth", "ball": "foot-length",
}  # fmt: skip
_LIMBS: Mapping[str, tuple[str, str]] = {  # at the proximal and at the distal end
    "thigh": ("thigh-circumference", "lower-thigh-circumference"),
    "shank": ("calf-circumference", "ankle-circumference"),
    "upper_arm": ("biceps-circumference", "forearm-circumference"),
    "forearm": ("forearm-circumference", "wrist-circumference"),
}
# heights up the trunk, in percent of stature above the hips, at which its depth and breadth are measured
_TRUNK: Sequence[tuple[float, str, str]] = (
    (1.0, "buttock-depth", "hip-breadth"),
    (9.5, "waist-depth", "waist-breadth"),
    (20.0, "chest-depth", "chest-breadth"),
    (27.0, "chest-depth", "biacromial-breadth"),
)


def body_of(knowledge: Knowledge, sex: Sex) -> Body:
    """Return the figure's body with a woman's or a man's proportions, for the same stature.

    Each measure of the neutral body is multiplied by how the mean of one sex differs from the mean of both.
    Rests on the rows of ``body_breadths.csv``. Lengths stay in percent of stature.
    """
    ratios = _ratios(knowledge, sex)
    neutral = neutral_body()
    lengths = {
        name: value * ratios.get(_LENGTHS.get(name, ""), 1.0)
        for name, value in neutral.lengths.model_dump().items()
    }
    limbs = {
        name: _limb(getattr(neutral, name), *(ratios[one] for one in ends)) for name, ends in _LIMBS.items()
    }
    return neutral.model_copy(
        update={"lengths": Lengths(**lengths), "trunk": _trunk(neutral.trunk, ratios), **limbs}
    )


def _ratios(knowledge: Knowledge, sex: Sex) -> dict[str, float]:
    """Return, of every measure, one sex's mean against the mean of both."""
    fractions: dict[str, dict[str, float]] = {}
    for row in knowledge.body_breadths:
        fractions.setdefault(row.measure, {})[row.sex] = row.fraction
    return {
        measure: by_sex[sex] / mean((by_sex["female"], by_sex["male"]))
        for measure, by_sex in fractions.items()
        if {"female", "male"} <= set(by_sex)
    }


def _limb(rows: Sequence[Row], above: float, below: float) -> tuple[Row, ...]:
    return tuple(
        (along, deep * (grown := above + (below - above) * along), broad * grown, forward)
        for along, deep, broad, forward in rows
    )


def _trunk(rows: Sequence[Row], ratios: Mapping[str, float]) -> tuple[Row, ...]:
    heights = [height for height, _, _ in _TRUNK]
    depths = [ratios[deep] for _, deep, _ in _TRUNK]
    breadths = [ratios[broad] for _, _, broad in _TRUNK]
    return tuple(
        (
            height,
            deep * float(np.interp(height, heights, depths)),
            broad * float(np.interp(height, heights, breadths)),
            forward,
        )
        for height, deep, broad, forward in rows
    )
