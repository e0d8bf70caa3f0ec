"""What a picture is made of: areas in one colour, painted one after the other."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

STROKE = 0.75  # of outlines, in percent of stature


@dataclass(frozen=True, slots=True)
class Layer:
    """One area of the picture in one colour."""

    name: str
    role: str  # skin, shirt, shorts, hair, target, thing, ...
    area: "BaseGeometry"
    far: bool = False
    outlined: bool = True
