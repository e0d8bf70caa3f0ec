"""The regions of the body chart: their names, the view they are seen in, and how far down the leg they lie.

Left and right are always the patient's own. Front and back views share the regions of the body's side
(lateral hip, lateral thigh, saddle); feet have a view from above and one of the soles.
"""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """The patient's own side."""

    RIGHT = "right"
    LEFT = "left"


class View(StrEnum):
    """A drawing of the body chart."""

    FRONT = "front"
    BACK = "back"
    FOOT_TOP = "foot-top"
    SOLE = "sole"


class Extent(StrEnum):
    """How far the pain reaches, the strongest single clue in the history."""

    BACK_ONLY = "back-only"
    ABOVE_KNEE = "above-knee"
    BELOW_KNEE = "below-knee"


@dataclass(frozen=True, slots=True)
class Region:
    """One region of one view, on either side."""

    name: str
    view: View
    plain: str  # what a patient would call it
    extent: Extent


def _regions(view: View, *rows: tuple[str, str, Extent]) -> tuple[Region, ...]:
    return tuple(Region(name, view, plain, extent) for name, plain, extent in rows)


_TRUNK, _THIGH, _LEG = Extent.BACK_ONLY, Extent.ABOVE_KNEE, Extent.BELOW_KNEE

REGIONS: tuple[Region, ...] = (
    *_regions(
        View.FRONT,
        ("chest", "chest", _TRUNK),
        ("abdomen", "tummy", _TRUNK),
        ("lateral-hip", "side of the hip", _THIGH),
        ("groin", "groin", _THIGH),
        ("saddle", "between the legs", _TRUNK),
        ("lateral-thigh", "outer thigh", _THIGH),
        ("anterior-thigh", "front of the thigh", _THIGH),
        ("medial-thigh", "inner thigh", _THIGH),
        ("anterior-knee", "knee", _THIGH),
        ("lateral-shin", "outer shin", _LEG),
        ("medial-shin", "inner shin", _LEG),
        ("anterior-ankle", "ankle", _LEG),
        ("dorsal-foot", "top of the foot", _LEG),
    ),
    *_regions(
        View.BACK,
        ("mid-back", "mid back", _TRUNK),
        ("low-back", "lower back", _TRUNK),
        ("lateral-hip", "side of the hip", _THIGH),
        ("buttock", "buttock", _THIGH),
        ("sacroiliac", "the joint at the back of the pelvis", _TRUNK),
        ("saddle", "between the legs", _TRUNK),
        ("lateral-thigh", "outer thigh", _THIGH),
        ("posterior-thigh", "back of the thigh", _THIGH),
        ("posterior-knee", "back of the knee", _THIGH),
        ("calf", "calf", _LEG),
        ("posterior-heel", "back of the ankle and heel", _LEG),
    ),
    *_regions(
        View.FOOT_TOP,
        ("big-toe", "big toe side of the foot", _LEG),
        ("outer-toes", "outer toes", _LEG),
        ("instep", "instep", _LEG),
    ),
    *_regions(
        View.SOLE,
        ("toes", "toes", _LEG),
        ("forefoot", "ball of the foot", _LEG),
        ("arch", "arch of the foot", _LEG),
        ("sole-heel", "heel", _LEG),
    ),
)

REGION_NAMES = frozenset(region.name for region in REGIONS)


def regions_in(view: View) -> dict[str, Region]:
    """Return the regions of a view by name."""
    return {region.name: region for region in REGIONS if region.view is view}
