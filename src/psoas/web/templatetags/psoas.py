"""Small pieces every template may use."""

from pathlib import Path
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_ICONS = Path(__file__).parents[1] / "templates/parts/icons"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it stands beside a word and says nothing by itself."""
    return mark_safe((_ICONS / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S308 -- our own file


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look a key up in a mapping; nothing if it is missing."""
    return mapping.get(key) if mapping else None
