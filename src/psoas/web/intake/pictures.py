"""What is drawn and what is said of places: the body chart, the marks on it, and the list beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from psoas.anatomy.regions import REGIONS, Side, View, regions_in
from psoas.illustration.body_chart import SCREEN, body_chart_svg, outline_path, region_path, stroke_path
from psoas.patient.case import DrawnRegion
from psoas.reports.language import Language, retold, said, speaking
from psoas.reports.told import where
from psoas.reports.wording import capital
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.intake.alarm import spoken
from psoas.web.intake.drawing import SADDLE, drawn, marks_of
from psoas.web.models import Visit

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (gettext_noop("The back"), ("low-back", "mid-back", "sacroiliac")),
    (gettext_noop("Hip and bottom"), ("buttock", "lateral-hip", "groin", SADDLE)),
    (gettext_noop("Thigh"), ("posterior-thigh", "lateral-thigh", "anterior-thigh", "medial-thigh")),
    (gettext_noop("Knee"), ("anterior-knee", "posterior-knee")),
    (gettext_noop("Lower leg"), ("calf", "lateral-shin", "medial-shin")),
    (
        gettext_noop("Ankle and foot"),
        ("anterior-ankle", "posterior-heel", "dorsal-foot", "instep", "big-toe", "outer-toes",
         "sole-heel", "arch", "forefoot", "toes"),
    ),
    (gettext_noop("Front of the body"), ("abdomen", "chest")),
)  # fmt: skip
_SIDES = {Side.RIGHT: gettext_noop("Right"), Side.LEFT: gettext_noop("Left")}
_SADDLE_FRAMES = {View.FRONT: "52 150 116 126", View.BACK: "272 150 116 126"}
_SADDLE_WORDS = {View.FRONT: gettext_noop("From the front"), View.BACK: gettext_noop("From the back")}


@dataclass(frozen=True, slots=True)
class Box:
    """One side of a place, as a box to tick."""

    value: str
    side: str
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the body with its two boxes."""

    name: str
    boxes: tuple[Box, ...]


def chart_picture() -> SafeString:
    """Return the body chart without marks; they are drawn over it."""
    return _chart(spoken())


@cache
def _chart(language: Language) -> SafeString:
    with speaking(language):
        svg = body_chart_svg(
            drawn=(),
            title=_("The body from the front and the back, and the feet"),
            description=_("Right and left are your own."),
            say=said,
        )
    return mark_safe(svg)  # noqa: S308 -- drawn by us


@cache
def clips() -> tuple[tuple[str, str], ...]:
    """Return the outlines by view, by which marks are cut off."""
    return tuple((view.value, outline_path(view)) for view in View)


def stroke_paths(complaint: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return everything marked as paths over the chart, in the order in which it was drawn."""
    regions, strokes = marks_of(complaint)
    return [
        *({"view": one.view.value, "d": region_path(one.view, one.side, one.region)} for one in regions),
        *({"view": one.view.value, "d": stroke_path(one)} for one in strokes),
    ]


def place_groups(complaint: Mapping[str, Any], marked: Iterable[str] | None) -> list[tuple[str, list[Place]]]:
    """Return the list of places, with what was sent or what is kept ticked."""
    ticked = set(marked) if marked is not None else _ticked(marks_of(complaint)[0])
    return [(_(group), [_place(name, ticked) for name in names]) for group, names in GROUPS]


def where_words(visit: Visit) -> str:
    """Say back where the pain was marked."""
    marks = drawn(visit.told.get("complaint", {}), knowledge_of(visit.person.clinic))
    if not marks:
        return ""
    with speaking(spoken()):
        return _("You marked pain %(places)s.") % {"places": where(marks)}


@cache
def _saddle_picture(language: Language) -> SafeString:
    del language
    figures = []
    for view, frame in _SADDLE_FRAMES.items():
        body = outline_path(view)
        area = " ".join(region_path(view, side, SADDLE) for side in Side)
        clip = f'<clipPath id="saddle-{view}"><path d="{body}"/></clipPath>'
        figures.append(
            f'<figure><svg viewBox="{frame}" aria-hidden="true" focusable="false">{clip}'
            f'<path d="{body}" fill="{SCREEN.body}" stroke="{SCREEN.outline}" stroke-width="1.2"/>'
            f'<path d="{area}" fill="{SCREEN.pain}" stroke="{SCREEN.pain_edge}" stroke-width="1.4" '
            f'clip-path="url(#saddle-{view})"/></svg><figcaption>{_(_SADDLE_WORDS[view])}</figcaption></figure>'
        )
    return mark_safe("".join(figures))  # noqa: S308 -- drawn by us


def saddle_picture() -> SafeString:
    """Return the picture of the place that the saddle question asks about."""
    return _saddle_picture(spoken())


def _ticked(regions: Iterable[DrawnRegion]) -> set[str]:
    return {value_of(one.side, one.region) for one in regions}


def value_of(side: Side, region: str) -> str:
    """Return how a box names a place: by the first view that shows it."""
    view = next(one for one in View if region in regions_in(one))
    return f"{view}:{side}:{region}"


def _place(name: str, ticked: set[str]) -> Place:
    plain = next(one.plain for one in REGIONS if one.name == name)
    with speaking(spoken()):
        told = capital(retold(plain))
    boxes = tuple(
        Box(value_of(side, name), _(word), value_of(side, name) in ticked) for side, word in _SIDES.items()
    )
    return Place(told, boxes)
