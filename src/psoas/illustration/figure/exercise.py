"""Pictures of exercises and postures, ready for a page: the one door to the figure from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from psoas.foundation.errors import UnknownIdentifierError
from psoas.illustration.figure.animation import animation
from psoas.illustration.figure.cards import Drawn, Shape, Variant, drawing, drawn
from psoas.illustration.figure.timing import Tempo
from psoas.knowledge.care import Item
from psoas.knowledge.figure_files import shipped_figures
from psoas.knowledge.poses import Figure

Side = Literal["right", "left"]
_KEPT = 256  # pictures that are not drawn again


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which picture: of what, which variant, which side working, from where."""

    figure: str
    variant: Variant = "main"
    side: Side | None = None
    view: str | None = None


def figure_of(identifier: str) -> Figure:
    """Return a figure.

    Raises
    ------
    UnknownIdentifierError
        There is none of that name.
    """
    figures = shipped_figures()
    if identifier not in figures:
        raise UnknownIdentifierError(f"no figure {identifier!r}")
    return figures[identifier]


def is_drawn(identifier: str) -> bool:
    """Tell whether there is a picture; a clinic's own exercise has none."""
    return identifier in shipped_figures()


def variants_of(figure: Figure) -> tuple[Variant, ...]:
    """Return the variants of a figure that look different."""
    found: list[Variant] = ["main"]
    if figure.easier is not None:
        found.append("easier")
    if figure.harder is not None:
        found.append("harder")
    return tuple(found)


def moves(identifier: str, variant: Variant = "main") -> bool:
    """Tell whether a figure has more than one pose to move between."""
    figure = figure_of(identifier)
    varied = None if variant == "main" else getattr(figure, variant)
    return len(figure.poses if varied is None else varied.poses) > 1


@lru_cache(maxsize=_KEPT)
def picture(wanted: Wanted, shape: Shape, tint: Sequence[str], title: str, description: str = "") -> str:
    """Return a still as SVG.

    Parameters
    ----------
    wanted : Wanted
        Which picture.
    shape : str
        ``card``, ``pair``, ``strip`` or ``single``; see `psoas.illustration.figure.cards.drawing`.
    tint : tuple of str
        What the exercise targets: tinted where it has a place on the body.
    title, description : str
        For those who do not see the picture.

    Raises
    ------
    UnknownIdentifierError
        There is no such figure, variant or view.
    """
    return drawing(_drawn(wanted, tuple(tint)), shape, title=title, description=description)


@lru_cache(maxsize=_KEPT)
def moving_picture(
    wanted: Wanted,
    tempo: Tempo,
    tint: Sequence[str],
    title: str,
    description: str = "",
    *,
    plays_by_itself: bool = False,
) -> str:
    """Return a moving SVG; see `picture` and `psoas.illustration.figure.animation.animation`.

    Raises
    ------
    UnknownIdentifierError
        There is no such figure, variant or view.
    ValueError
        The figure has one pose.
    """
    return animation(
        _drawn(wanted, tuple(tint)),
        tempo,
        title=title,
        description=description,
        plays_by_itself=plays_by_itself,
    )


def tempo_of(item: Item | None) -> Tempo:
    """Return how long a position is held, from the dose of an exercise."""
    return Tempo(0.0 if item is None else item.dose.hold_s or 0.0)


@lru_cache(maxsize=_KEPT)
def _drawn(wanted: Wanted, tint: tuple[str, ...]) -> Drawn:
    return drawn(
        figure_of(wanted.figure), variant=wanted.variant, view=wanted.view, works=wanted.side, muscles=tint
    )
