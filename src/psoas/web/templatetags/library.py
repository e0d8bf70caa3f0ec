"""Pieces of the knowledge pages."""

from django import template

from psoas.reports.wording import within
from psoas.web.library.words import spaced

register = template.Library()
register.filter("spaced", spaced)
register.filter("within", within)
