"""What stands around and what is held: its faces and lines in the world, and the surfaces it offers.

Sizes, in percent of stature, by kind (what is not given has its usual value): chair, stool, bench: seat
height, depth, width, and height of a chair's back · bed, box, step, counter, desk, mat, load: length (x),
width (y), height · wall: width, height · ball: radius · roller: radius, length · pillow, pack: half length,
half width, half height · bag: width, depth, height · water: height, width · lines: thickness.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from psoas.illustration.figure.turning import Vector, Y, Z, about_z, vector
from psoas.knowledge.poses import Thing

FLOOR = "floor"
_ROUND = np.linspace(0, 2 * np.pi, 25)[:-1]


@dataclass(frozen=True, slots=True)
class Face:
    """A flat piece, seen from the side its corners run around counterclockwise."""

    corners: Vector
    held: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line through places, with its thickness."""

    places: Vector
    thick: float
    held: bool = False


@dataclass(frozen=True, slots=True)
class Lump:
    """A rounded piece: an ellipsoid, or what spans between several."""

    balls: tuple[tuple[Vector, Vector], ...]  # middles and axes
    held: bool = True


@dataclass(frozen=True, slots=True)
class Water:
    """A surface of water, the body seen through it."""

    height: float
    width: float


Piece = Face | Line | Lump | Water


@dataclass(frozen=True, slots=True)
class Block:
    """A box that bears or stops the body: middle, half sizes, and turn."""

    at: Vector
    half: Vector
    turn: Vector

    def distance(self, place: Vector) -> float:
        """Return how far a place is outside; negative inside."""
        local = np.abs(self.turn.T @ (place - self.at)) - self.half
        outside = float(np.linalg.norm(np.maximum(local, 0.0)))
        return outside + min(float(np.max(local)), 0.0)


@dataclass(frozen=True, slots=True)
class Rod:
    """A ball or a roller that bears the body: the ends of its middle line, and its radius."""

    start: Vector
    end: Vector
    radius: float

    def distance(self, place: Vector) -> float:
        """Return how far a place is outside; negative inside."""
        way = self.end - self.start
        along = float(np.clip((place - self.start) @ way / max(float(way @ way), 1e-9), 0, 1))
        return float(np.linalg.norm(place - self.start - way * along)) - self.radius


Find = Callable[[str], Vector]

SEAT = (25.5, 24.0, 26.0, 26.0)
STOOL = (25.5, 20.0, 20.0)
USUAL: Mapping[str, tuple[float, ...]] = {
    "chair": SEAT, "stool": STOOL, "bench": (25.5, 24.0, 60.0), "bed": (118.0, 52.0, 27.0),
    "wall": (60.0, 112.0), "counter": (30.0, 60.0, 53.0), "desk": (36.0, 60.0, 42.0),
    "step": (18.0, 30.0, 9.0), "mat": (112.0, 36.0, 0.8), "box": (20.0, 20.0, 20.0),
    "ball": (2.0,), "roller": (4.4, 26.0), "pillow": (9.0, 12.0, 3.2), "pack": (3.0, 7.0, 6.0),
    "bag": (13.0, 7.0, 14.0), "load": (15.0, 15.0, 12.0), "towel": (0.9,), "band": (0.9,), "stick": (1.1,),
    "line": (0.8,), "bike": (), "cart": (), "water": (70.0, 150.0),
}  # fmt: skip


def sizes(thing: Thing) -> tuple[float, ...]:
    """Return the sizes of a thing, the usual ones where none are given."""
    usual = USUAL[thing.kind]
    return (*thing.size, *usual[len(thing.size) :])


def heights(things: Mapping[str, Thing]) -> dict[str, float]:
    """Return the height of every surface that something can rest on."""
    found = {FLOOR: 0.0}
    for name, thing in things.items():
        if isinstance(thing.at[0], str):
            continue
        base, size = thing.at[0][2], sizes(thing)
        if thing.kind in {"chair", "stool", "bench"}:
            found[name] = base + size[0]
        elif thing.kind in {"bed", "box", "step", "counter", "desk", "mat"}:
            found[name] = base + size[2]
        elif thing.kind in {"pillow", "pack"}:
            found[name] = base + 2 * size[2] - 1.6  # it gives way
        elif thing.kind in {"ball", "roller"}:
            found[name] = base + size[0]
    return found


def blocks(things: Mapping[str, Thing]) -> dict[str, list[Block | Rod]]:
    """Return what bears and stops the body, by the name of the thing."""
    found: dict[str, list[Block | Rod]] = {}
    for name, thing in things.items():
        if isinstance(thing.at[0], str):
            continue
        x, y, z = thing.at[0]
        turn, size = about_z(thing.facing), sizes(thing)
        if thing.kind in {"ball", "roller"}:
            long = turn @ (Y * (size[1] / 2 if thing.kind == "roller" else 0.0))
            centre = vector((x, y, z))
            found[name] = [Rod(centre - long, centre + long, size[0])]
            continue
        for part, (middle, half) in _boxes(thing.kind, size).items():
            block = Block(vector((x, y, z)) + turn @ vector(middle), vector(half), turn)
            found.setdefault(f"{name}{part}", []).append(block)
    return found


Boxes = dict[str, tuple[Sequence[float], Sequence[float]]]


def _boxes(kind: str, size: tuple[float, ...]) -> Boxes:
    """Return the boxes of a thing in its own axes: it faces x, and its place is in the middle of its foot."""
    match kind:
        case "chair":
            seat, deep, wide, back = size
            return {
                "": ((0, 0, seat - 1.2), (deep / 2, wide / 2, 1.2)),
                " back": ((-deep / 2 - 0.9, 0, seat + back / 2), (0.9, wide / 2, back / 2)),
            }
        case "stool" | "bench":
            seat, deep, wide = size
            return {"": ((0, 0, seat - 1.2), (deep / 2, wide / 2, 1.2))}
        case "wall":
            wide, high = size
            return {"": ((-1.0, 0, high / 2), (1.0, wide / 2, high / 2))}
        case "desk":
            long, wide, high = size
            return {"": ((0, 0, high - 1.0), (long / 2, wide / 2, 1.0))}
        case "bed" | "box" | "step" | "counter" | "mat":
            long, wide, high = size
            return {"": ((0, 0, high / 2), (long / 2, wide / 2, high / 2))}
        case _:
            return {}


def pieces(thing: Thing, find: Find) -> list[Piece]:
    """Return what is drawn of a thing; ``find`` tells where a place of the body is."""
    at = [find(one) if isinstance(one, str) else vector(one) for one in thing.at]
    made = Made(at, sizes(thing), about_z(thing.facing), thing)
    found = list(_BUILDERS[thing.kind](made)) if thing.kind in _BUILDERS else []
    for middle, half in _boxes(thing.kind, made.size).values():
        found += _faces(Block(at[0] + made.turn @ vector(middle), vector(half), made.turn), held=False)
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """A thing with its places found and its sizes known."""

    at: Sequence[Vector]
    size: tuple[float, ...]
    turn: Vector
    thing: Thing


def _faces(block: Block, *, held: bool) -> list[Face]:
    found = []
    for axis in range(3):
        first, second = (axis + 1) % 3, (axis + 2) % 3
        for sign in (-1.0, 1.0):
            corners = []
            for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
                local = np.zeros(3)
                local[axis] = sign * block.half[axis]
                local[first], local[second] = a * block.half[first], b * block.half[second]
                corners.append(block.at + block.turn @ local)
            found.append(Face(np.array(corners if sign > 0 else corners[::-1]), held))
    return found


def _chair_legs(made: Made) -> list[Piece]:
    seat, deep, wide = made.size[:3]
    return _legs(made, deep, wide, seat)


def _desk_legs(made: Made) -> list[Piece]:
    long, wide, high = made.size
    return _legs(made, long - 3, wide - 3, high)


def _legs(made: Made, deep: float, wide: float, high: float) -> list[Piece]:
    found: list[Piece] = []
    for x, y in ((-1, 1), (1, 1), (-1, -1), (1, -1)):
        foot = made.at[0] + made.turn @ vector((x * (deep / 2 - 0.8), y * (wide / 2 - 0.8), 0.5))
        found.append(Line(np.array([foot, foot + Z * (high - 1.5)]), 1.5))
    return found


def _ball(made: Made) -> list[Piece]:
    return [Lump(((made.at[0], np.eye(3) * made.size[0]),))]


def _roller(made: Made) -> list[Piece]:
    radius, length = made.size
    ends = [made.at[0] + made.turn @ (Y * length / 2 * sign) for sign in (-1, 1)]
    return [Lump(tuple((end, made.turn @ np.diag([radius, 0.2, radius])) for end in ends))]


def _cushion(made: Made) -> list[Piece]:
    """Return a pillow: four corners with a soft edge, its place in the middle of its lower side."""
    long, wide, high = made.size
    edge = np.diag([min(long, high * 1.2), min(wide, high * 1.2), high])
    reach = (max(0.0, long - edge[0, 0]), max(0.0, wide - edge[1, 1]))
    corners = [(x, y) for x in (-1, 1) for y in (-1, 1)]
    middles = [
        made.at[0] + Z * high + made.turn @ vector((x * reach[0], y * reach[1], 0)) for x, y in corners
    ]
    held = made.thing.kind == "pack"
    return [Lump(tuple((middle, made.turn @ edge) for middle in middles), held)]


def _bag(made: Made) -> list[Piece]:
    """Return a bag that hangs from its place by its handle."""
    (wide, deep, high), hand = made.size, made.at[0]
    middle = hand - Z * (high / 2 + 5)
    top = middle + Z * high / 2
    ends = [top + made.turn @ vector((wide / 4 * sign, 0, 0)) for sign in (-1, 1)]
    body = _faces(Block(middle, vector((wide, deep, high)) / 2, made.turn), held=True)
    return [Line(np.array([ends[0], hand, ends[1]]), 0.9, held=True), *body]


def _load(made: Made) -> list[Piece]:
    return list(_faces(Block(made.at[0], vector(made.size) / 2, made.turn), held=True))


def _line(made: Made) -> list[Piece]:
    return [Line(_hanging(made.at, made.thing.sag), made.size[0], held=made.thing.kind != "line")]


def _water(made: Made) -> list[Piece]:
    return [Water(made.size[0], made.size[1])]


def _hanging(at: Sequence[Vector], sag: float) -> Vector:
    if not sag or len(at) != 2:  # noqa: PLR2004 -- a line between two places
        return np.array(at)
    parts = np.linspace(0, 1, 13)
    return np.array([at[0] + (at[1] - at[0]) * t - Z * 4 * sag * t * (1 - t) for t in parts])


def _ring(at: Vector, radius: float) -> Vector:
    places = [at + vector((radius * np.cos(a), 0, radius * np.sin(a))) for a in _ROUND]
    return np.array([*places, places[0]])


def _bike(made: Made) -> list[Piece]:
    """Return an exercise bike around its crank."""
    x, y, z = (float(one) for one in made.at[0])
    crank = (x, y, z)
    wheel = vector((x + 24, y, 13.0))
    frame: list[list[Sequence[float]]] = [
        [(x - 22, y, 1), (x + 36, y, 1)],
        [(x - 4, y, 1), crank, (x - 16, y, 47)],
        [(x - 18, y, 50), (x - 9, y, 50)],
        [crank, (x + 20, y, 38), (x + 23, y, 62)],
        [(x + 24, y, 13), (x + 20, y, 38)],
        [(x + 23, y, 62), (x + 15, y, 64)],
    ]
    return [
        Line(_ring(wheel, 11.5), 1.8),
        Line(_ring(made.at[0], 4.0), 1.2),
        *(Line(np.array([vector(one) for one in places]), 1.8) for places in frame),
        Lump(((vector((x - 15.5, y, 50.5)), np.diag([7.0, 4.0, 1.6])),), held=False),
    ]


def _cart(made: Made) -> list[Piece]:
    """Return a shopping cart pushed by its handle."""
    handle = made.at[0]
    x, y, z = handle
    basket = np.array([vector(one) for one in (
        (x + 4, y, z), (x + 40, y, z - 3), (x + 36, y, z - 22), (x + 8, y, z - 22), (x + 4, y, z),
    )])  # fmt: skip
    under = np.array([vector(one) for one in ((x + 8, y, z - 22), (x + 12, y, 6), (x + 40, y, 6))])
    return [
        Line(np.array([handle, vector((x + 4, y, z))]), 1.6),
        Line(basket, 1.4),
        *(
            Line(np.array([vector((x + 6 + 9 * n, y, z - 1 - n)), vector((x + 9 + 8 * n, y, z - 22))]), 0.7)
            for n in (1, 2, 3)
        ),
        Line(under, 1.4),
        *(Line(_ring(vector((x + wheel, y, 2.6)), 2.2), 1.2) for wheel in (13, 38)),
    ]


_BUILDERS: Mapping[str, Callable[[Made], list[Piece]]] = {
    "chair": _chair_legs, "stool": _chair_legs, "bench": _chair_legs, "desk": _desk_legs, "ball": _ball,
    "roller": _roller, "pillow": _cushion, "pack": _cushion, "bag": _bag, "load": _load, "towel": _line,
    "band": _line, "stick": _line, "line": _line, "bike": _bike, "cart": _cart, "water": _water,
}  # fmt: skip
