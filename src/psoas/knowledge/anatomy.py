"""What is known of nerve roots and muscles."""

from typing import Literal

from pydantic import Field

from psoas.knowledge.conditions import Condition
from psoas.knowledge.record import Cited, Identifier, Record, Text


class LevelShare(Cited):
    """How often this root is the one, among people with root pain like these."""

    when: Condition | None = None  # the first share whose condition holds is used
    who: Text
    share: float = Field(gt=0, lt=1)


class Root(Cited, Record):
    """A nerve root: where it is felt, what it moves, and how it is tested."""

    level: Literal["L2", "L3", "L4", "L5", "S1"]
    disc_level: Text  # "L4-L5 disc, usually"
    sensory_point: Text
    key_regions: tuple[str, ...] = Field(min_length=1)  # of the body chart
    adjacent_regions: tuple[str, ...] = ()
    maps: str = ""  # what the maps of its skin area agree on, and what not
    path: tuple[str, ...] = Field(min_length=1)  # regions the nerve pain runs through, from the back down
    muscles: tuple[Text, ...]
    reflex: Text | None = None
    neurodynamic: tuple[Text, ...] = ()
    plain: Text  # where it is felt, in plain words
    shares: tuple[LevelShare, ...] = Field(min_length=1)


class Muscle(Cited, Record):
    """A muscle that massage and stretching can reach."""

    name: Text
    plain_name: Text
    position: Text  # how the patient lies
    landmarks: Text  # how the therapist finds it
    techniques: tuple[Identifier, ...] = Field(min_length=1)
    referral: Text  # where its tender points refer
    mimics: Text | None = None
    serves: tuple[Identifier, ...] = Field(min_length=1)  # contributors
