"""The figure's body as data: lengths, profiles, rounded shapes and places, from ``body.yaml`` beside this."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from psoas.foundation.documents import parse_yaml

Row = tuple[float, float, float, float]  # along the segment, half depth, half breadth, forward offset
Three = tuple[float, float, float]


class _Data(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Lengths(_Data):
    """Lengths between joints and half distances of pairs of joints."""

    pelvis: float
    lumbar: float
    thoracic: float
    neck_from: float
    neck: float
    thigh: float
    shank: float
    upper_arm: float
    forearm: float
    palm: float
    hip_half: float
    shoulder_half: float
    shoulder_below: float
    shrug_up: float
    shrug_in: float
    ball: float
    ball_height: float


class Lumps(_Data):
    """Ellipsoids, and which of them a shape spans between."""

    balls: tuple[tuple[Three, Three], ...]
    links: tuple[tuple[int, ...], ...]


class Clothes(_Data):
    """Where T-shirt and shorts begin and end."""

    shirt_from: float
    shorts_to: float
    shorts_leg: float
    sleeve: float
    loose: float


class Body(_Data):
    """Everything that makes the figure look as it does."""

    lengths: Lengths
    trunk: tuple[Row, ...]
    thigh: tuple[Row, ...]
    shank: tuple[Row, ...]
    upper_arm: tuple[Row, ...]
    forearm: tuple[Row, ...]
    neck_and_head: tuple[Row, Row, Row, Row]
    head: Lumps
    ear: Lumps
    hairline: tuple[tuple[float, float], ...]
    hair: float
    foot: Lumps
    toes: Lumps
    hand: Lumps
    shoulder: Lumps
    clothes: Clothes
    places: Mapping[str, tuple[str, Three]]
    own_places: Mapping[str, tuple[str, Three]]
    also_called: Mapping[str, str]
    tinted: Mapping[str, Mapping[str, tuple[tuple[float, ...], ...]]]


@cache
def neutral_body() -> Body:
    """Return the body that stands for everybody."""
    text = (Path(__file__).parent / "body.yaml").read_text(encoding="utf-8")
    return Body.model_validate(parse_yaml(text, trusted=True).value)
