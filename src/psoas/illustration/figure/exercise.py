"""Pictures of exercises and postures, ready for a page: the one door to the figure from outside."""

from functools import lru_cache

from psoas.illustration.figure.animation import animation
from psoas.illustration.figure.cards import Drawn, Panels, Shape, as_svg, drawn, panels_of
from psoas.illustration.figure.wanted import Wanted
from psoas.knowledge.figure_files import shipped_figure, shipped_figures
from psoas.knowledge.poses import Figure, VariantName

_KEPT = 256  # pictures that are not drawn again


def moves(figure: Figure, variant: VariantName = "main") -> bool:
    """Tell whether a figure has more than one pose to move between."""
    varied = None if variant == "main" else getattr(figure, variant)
    return len(figure.poses if varied is None else varied.poses) > 1


def figures_of_advice(advice: str) -> tuple[Figure, ...]:
    """Return the figures that show a piece of advice."""
    return tuple(figure for figure in shipped_figures().values() if advice in figure.advice)


def picture(what: Wanted, shape: Shape, title: str) -> str:
    """Return a still as SVG; for shapes see `psoas.illustration.figure.cards.panels_of`.

    Raises
    ------
    UnknownIdentifierError
        There is no such figure or variant.
    """
    return as_svg(_panels(what, shape), title=title)


def size_on_paper(what: Wanted) -> tuple[float, float]:
    """Return width and height of the ``paper`` picture, in percent of stature: so that all have one scale."""
    return _panels(what, "paper").size


@lru_cache(maxsize=_KEPT)
def moving_picture(what: Wanted, title: str, *, plays_by_itself: bool) -> str:
    """Return a moving SVG; see `psoas.illustration.figure.animation.animation`.

    Raises
    ------
    UnknownIdentifierError
        There is no such figure or variant.
    ValueError
        The figure has one pose.
    """
    return animation(_drawn(what), what.tempo, title=title, plays_by_itself=plays_by_itself)


@lru_cache(maxsize=_KEPT)
def _drawn(what: Wanted) -> Drawn:
    return drawn(shipped_figure(what.figure), variant=what.variant, works=what.side, muscles=what.tint)


@lru_cache(maxsize=_KEPT)
def _panels(what: Wanted, shape: Shape) -> Panels:
    return panels_of(_drawn(what), shape)
