"""Drawings of exercises and postures in templates."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from psoas.foundation.version import __version__
from psoas.illustration.figure.exercise import figures_of_advice, moves
from psoas.knowledge.figure_files import is_drawn, shipped_figure
from psoas.knowledge.poses import VariantName, variants_of

register = template.Library()


@register.inclusion_tag("parts/figure.html")
def figure(
    identifier: str, name: str, side: str | None = None, variant: VariantName = "main", *, small: bool = False
) -> dict[str, Any]:
    """Show the drawing of an exercise or posture; nothing where there is none, as for a clinic's own."""
    if not is_drawn(identifier):
        return {}
    shown = shipped_figure(identifier)
    query = {"v": __version__}
    if side in {"right", "left"}:
        query["side"] = str(side)
    if variant != "main":
        query["variant"] = variant
    address, moving = reverse("picture", args=[identifier]), reverse("moving-picture", args=[identifier])
    return {
        "name": name,
        "small": small,
        "still": f"{address}?{urlencode(query)}",
        "strip": f"{address}?{urlencode({**query, 'shape': 'strip'})}",  # for those who want no motion
        "moving": f"{moving}?{urlencode(query)}" if moves(shown, variant) else "",
    }


@register.simple_tag
def figures_of(advice: str) -> list[tuple[str, str]]:
    """Return the figures that show a piece of advice, with their names."""
    return [(one.id, one.name or one.id) for one in figures_of_advice(advice)]


@register.filter
def variants(identifier: str) -> tuple[VariantName, ...]:
    """Return the easier and harder variants that have a drawing of their own."""
    return variants_of(shipped_figure(identifier))[1:] if is_drawn(identifier) else ()
