"""The lumbosacral nerve roots that Psoas tells apart."""

from enum import StrEnum


class RootLevel(StrEnum):
    """A nerve root, named after the vertebra it belongs to."""

    L2 = "L2"
    L3 = "L3"
    L4 = "L4"
    L5 = "L5"
    S1 = "S1"
