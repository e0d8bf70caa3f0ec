"""What the knowledge says of bodies, as the figure's audit needs it."""

from collections.abc import Mapping
from statistics import mean

from psoas.knowledge.knowledge import Knowledge

# the figure's angle, its positive and its negative motion in the knowledge
_MOTIONS = {
    "hip flexion": ("hip flexion", "hip extension"),
    "hip abduction": ("hip abduction", "hip adduction"),
    "hip outward": ("hip external-rotation", "hip internal-rotation"),
    "knee flexion": ("knee flexion", "knee extension"),
    "ankle up": ("ankle dorsiflexion", "ankle plantarflexion"),
    "toes up": ("metatarsophalangeal extension", None),
    "shoulder flexion": ("shoulder flexion", "shoulder extension"),
    "elbow flexion": ("elbow flexion", "elbow extension"),
    "wrist bend": ("wrist extension", None),
    "lumbar flexion": ("lumbar flexion", "lumbar extension"),
    "lumbar side-bend": ("lumbar side-bend", "lumbar side-bend"),
    "thoracic flexion": ("thoracic flexion", "thoracic extension"),
    "thoracic rotation": ("thoracic rotation", "thoracic rotation"),
    "neck flexion": ("neck flexion", "neck extension"),
    "neck side-bend": ("neck side-bend", "neck side-bend"),
    "neck rotation": ("neck rotation", "neck rotation"),
}  # fmt: skip


def joint_ranges(knowledge: Knowledge) -> dict[str, tuple[float, float]]:
    """Return the lowest and highest angle of each joint that is still normal.

    Normal is what lies within two standard deviations of the mean of a sample of healthy adults, or within
    what was seen among them; of several samples the widest counts, because they measured in different
    positions. Without either the mean is the limit. Rests on the rows of ``joint_ranges.csv``.
    """
    means: dict[str, float] = {}
    for row in knowledge.joint_ranges:
        name = f"{row.joint} {row.motion}"
        means[name] = max(means.get(name, 0.0), row.mean + 2 * (row.sd or 0.0), row.highest or 0.0)
    return {
        angle: (-means.get(below, 0.0) if below else 0.0, means[above])
        for angle, (above, below) in _MOTIONS.items()
        if above in means
    }


def segment_masses(knowledge: Knowledge) -> Mapping[str, tuple[float, float]]:
    """Return mass and place of the centre of mass of each segment, the mean of women and men.

    Rests on the rows of ``body_segments.csv`` after de Leva (1996), those between joint centres.
    """
    rows = [row for row in knowledge.body_segments if row.source == "de-leva-1996-segments"]
    found = {}
    for segment in ("head", "trunk", "upper-arm", "forearm", "hand", "thigh", "shank", "foot"):
        own = [row for row in rows if row.id in {f"{segment}-{sex}-de-leva" for sex in ("female", "male")}]
        found[segment] = (mean(row.mass or 0.0 for row in own), mean(row.com or 0.0 for row in own))
    return found
