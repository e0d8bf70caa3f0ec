"""Drawings as SVG, open to everybody: they are the same for all and say nothing of anyone.

A page shows them as images, so that it stays light and a drawing is fetched once.
"""

from typing import get_args

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from psoas.foundation.version import __version__
from psoas.illustration.figure.cards import Shape
from psoas.illustration.figure.exercise import moves, moving_picture, picture
from psoas.illustration.figure.wanted import Side, Wanted, name_of, wanted
from psoas.knowledge.figure_files import is_drawn, shipped_figure
from psoas.knowledge.poses import VARIANTS, variants_of
from psoas.web.access.permissions import Permission, allow
from psoas.web.clinic_knowledge import shipped_knowledge

A_DAY = 86_400


def _etag(request: HttpRequest, figure: str) -> str:
    return f'"{__version__}-{figure}-{request.GET.urlencode()}"'


@allow(Permission.OPEN)
@require_safe
@gzip_page  # nothing in it is secret
@condition(etag_func=_etag)
def still(request: HttpRequest, figure: str) -> HttpResponse:
    """Return key poses side by side, or in the shape that is asked for."""
    shape = request.GET.get("shape", "paper")
    known = next((one for one in get_args(Shape) if one == shape), None)
    if known is None:
        raise Http404(f"no shape {shape!r}")
    what = _wanted(request, figure)
    return _svg(picture(what, known, name_of(shipped_figure(figure), shipped_knowledge())))


@allow(Permission.OPEN)
@require_safe
@gzip_page  # nothing in it is secret
@condition(etag_func=_etag)
# the drawing hides its motion where less of it is wanted
@csp_update({"style-src": ["'unsafe-inline'"]})  # type: ignore[untyped-decorator]
def moving(request: HttpRequest, figure: str) -> HttpResponse:
    """Return the figure in motion; it plays when it is shown."""
    what = _wanted(request, figure)
    shown = shipped_figure(figure)
    if not moves(shown, what.variant):
        raise Http404(f"{figure} is held")
    return _svg(moving_picture(what, name_of(shown, shipped_knowledge()), plays_by_itself=True))


def _wanted(request: HttpRequest, figure: str) -> Wanted:
    variant = next((one for one in VARIANTS if one == request.GET.get("variant", "main")), None)
    side = next((one for one in get_args(Side) if one == request.GET.get("side")), None)
    if not is_drawn(figure) or variant is None or variant not in variants_of(shipped_figure(figure)):
        raise Http404(f"no figure {figure!r}")
    what = wanted(figure, shipped_knowledge().items.get(figure), side=side, variant=variant)
    assert what is not None
    return what


def _svg(drawn: str) -> HttpResponse:
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={A_DAY}"
    return response
