"""Small pieces every template may use."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.timesince import timesince

from psoas.knowledge.sources import Source

register = template.Library()

_INITIALS = re.compile(r"\s+[A-Z]{1,3}$")
_ICONS = Path(__file__).parents[1] / "templates/parts/icons"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it stands beside a word and says nothing by itself."""
    return mark_safe((_ICONS / f"{name}.svg").read_text(encoding="utf-8"))  # noqa: S308 -- our own file


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """Look a key up in a mapping; nothing if it is missing."""
    return mapping.get(key) if mapping else None


@register.filter
def cited(source: Source) -> str:
    """Name a source in a few words: "Ekedahl 2012", "American College of Radiology 2021"."""
    first = source.authors.split(",", maxsplit=1)[0].removesuffix(" and others")
    return f"{_INITIALS.sub('', first)} {source.year}"


@register.filter
def waiting(since: datetime) -> str:
    """Say how long something has lasted, in one unit: "just now", "for 12 minutes", "for 3 days"."""
    if (timezone.now() - since).total_seconds() < 60:  # noqa: PLR2004 -- a minute
        return "just now"
    return f"for {timesince(since, depth=1)}"
