"""Pieces of the knowledge pages."""

from typing import Any

from django import template

from psoas.web.library.words import number, ratio, share, spaced, with_interval

register = template.Library()
register.filter("spaced", spaced)
register.filter("number", number)
register.filter("ratio", ratio)
register.filter("share", share)


@register.simple_tag
def probability(prior: Any) -> str:
    """Write a prior with its plausible range, in percent."""
    return share(prior.probability, prior.low, prior.high)


@register.simple_tag
def performance(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """Write a number with its interval."""
    return with_interval(value, low, high)
