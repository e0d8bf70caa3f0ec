"""Which picture is wanted; it costs nothing to say, and is drawn only where it is shown."""

from dataclasses import dataclass
from typing import Literal

from psoas.knowledge.care import Item
from psoas.knowledge.figure_files import is_drawn
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.poses import Figure, VariantName

Side = Literal["right", "left"]


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long the movement takes, from the dose."""

    hold_s: float = 0.0  # at the last pose


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of what, which variant, which side working, what is tinted and how long it is held."""

    figure: str
    variant: VariantName = "main"
    side: Side | None = None
    tint: tuple[str, ...] = ()
    tempo: Tempo = Tempo()


def wanted(
    identifier: str, item: Item | None, *, side: Side | None = None, variant: VariantName = "main"
) -> Wanted | None:
    """Return what to draw for an exercise or posture; None where there is no figure, as for a clinic's own.

    Parameters
    ----------
    identifier : str
        Of the exercise or posture.
    item : Item, optional
        The exercise: what it targets is tinted, its dose gives the tempo.
    side : str, optional
        Which side is to be shown working.
    variant : str
        ``main``, ``easier`` or ``harder``.
    """
    if not is_drawn(identifier):
        return None
    if item is None:
        return Wanted(identifier, variant, side)
    return Wanted(identifier, variant, side, item.targets, Tempo(item.dose.hold_s or 0.0))


def name_of(figure: Figure, knowledge: Knowledge) -> str:
    """Return what a figure is called."""
    item = knowledge.items.get(figure.id)
    return figure.name or (figure.id if item is None else item.name)
