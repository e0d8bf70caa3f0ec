"""A figure in motion: outlines that change from frame to frame (SMIL), with a play button, without a script.

Every frame between two key poses is worked out anew, so that feet stand and hands hold all the way. An
outline keeps its number of points; where parts change the order in which they hide one another, one drawing
takes over from the other. Whoever asks their device for less motion sees start and end side by side.
"""

import zlib
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from psoas.illustration.figure.cards import Drawn, pair_of, view_box
from psoas.illustration.figure.layers import Layer
from psoas.illustration.figure.outlines import rings
from psoas.illustration.figure.picture import bounds, ground
from psoas.illustration.figure.svg import SCALE, group, look
from psoas.illustration.figure.timing import Film, Frame, film
from psoas.illustration.figure.turning import Vector
from psoas.illustration.figure.wanted import Tempo

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

CYCLES = 3
_STILL = 0.12  # percent of stature: less is no movement
_GRAIN = 2  # the moving outlines are half as fine as those of a still
# Whether the figure moves back to its start, and how fine its outlines are; the next where it is too large.
_ATTEMPTS = ((True, 1.0), (True, 0.8), (False, 1.0), (False, 0.75), (False, 0.55), (False, 0.4))
_MOST_BYTES = 39_500  # compressed
_ALMOST = 0.98
_COUNTED_S = 2.0  # a shorter hold needs no ring


def animation(
    shown: Drawn, tempo: Tempo, *, title: str, description: str = "", plays_by_itself: bool = False
) -> str:
    """Return the moving SVG of a figure.

    Parameters
    ----------
    shown : Drawn
        Its key poses, two or more.
    tempo : Tempo
        How long it is held.
    title, description : str
        For those who do not see the picture.
    plays_by_itself : bool
        It starts when it is shown and goes on until it is hidden, for a page that shows it when asked to;
        otherwise it has its own button, and stops after a few times.

    Raises
    ------
    ValueError
        There is only one pose.
    """
    if len(shown.scenes) < 2:  # noqa: PLR2004
        raise ValueError(f"{shown.figure.id} has one pose: nothing moves")
    told = f"<title>{escape(title)}</title>" + (f"<desc>{escape(description)}</desc>" if description else "")
    drawn = ""
    films: dict[bool, Film] = {}
    for returns, detail in _ATTEMPTS:
        played = films.get(returns) or films.setdefault(returns, film(shown, tempo, returns=returns))
        drawn = _drawn(shown, played, told, detail, plays_by_itself=plays_by_itself)
        if len(zlib.compress(drawn.encode(), 6)) <= _MOST_BYTES:
            break
    return drawn


def _drawn(shown: Drawn, played: Film, told: str, detail: float, *, plays_by_itself: bool) -> str:
    """Return the whole picture: what stands still, what moves, and the pair for those who want no motion."""
    total = played.seconds
    repeats, begin = ("indefinite", "0s") if plays_by_itself else (CYCLES, "play.click")
    clock = f'dur="{total:g}s" repeatCount="{repeats}" begin="{begin}"'
    standing = [ground(shown.scenes, shown.camera), *(() if played.moves_things else shown.scenes[0].behind)]
    runs = enumerate(_runs(played.frames))
    moving = "".join(_run(run, total, clock, first=not number, detail=detail) for number, run in runs)
    box = bounds([*standing, *(layer for frame in played.frames for layer in frame.layers)])
    ring = _hold_ring(box, played, clock, mirrored=shown.mirrored)
    button = "" if plays_by_itself else _button(box, total, mirrored=shown.mirrored)
    view = view_box(box, mirrored=shown.mirrored)
    left, top, wide, high = view.split()
    flip = ' transform="scale(-1,1)"' if shown.mirrored else ""
    still = pair_of(shown)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" role="img">{told}'
        "<style>.still{display:none}@media (prefers-reduced-motion:reduce)"
        "{.moves{display:none}.still{display:inline}}</style>"
        f'<g class="moves"><g{flip}>{group(standing)}'
        f'<g stroke-linejoin="round" transform="scale({_GRAIN})">{moving}</g></g>{ring}{button}</g>'
        f'<svg class="still" viewBox="{still.view}" x="{left}" y="{top}" width="{wide}" height="{high}">'
        f"{still.content}</svg></svg>"
    )


def _runs(frames: Sequence[Frame]) -> list[list[Frame]]:
    """Split frames where the order of the layers changes; a run begins where the one before ends."""
    runs: list[list[Frame]] = [[frames[0]]]
    order = [layer.name for layer in frames[0].layers]
    for frame in frames[1:]:
        names = [layer.name for layer in frame.layers]
        merged = _merged(order, names)
        if frame.cut:
            runs.append([frame])
            order = names
        elif merged is None:
            before = runs[-1][-1]
            runs.append([Frame(_sorted_like(before.layers, names), before.at), frame])
            order = _merged(names, [layer.name for layer in runs[-1][0].layers]) or names
        else:
            runs[-1].append(frame)
            order = merged
    return runs


def _sorted_like(layers: Sequence[Layer], names: Sequence[str]) -> tuple[Layer, ...]:
    place = {name: index for index, name in enumerate(names)}
    return tuple(sorted((one for one in layers if one.name in place), key=lambda one: place[one.name]))


def _merged(one: Sequence[str], two: Sequence[str]) -> list[str] | None:
    """Return one order that keeps both, or None when they contradict one another."""
    shared = set(one) & set(two)
    if [name for name in one if name in shared] != [name for name in two if name in shared]:
        return None
    found: list[str] = []
    rest = list(two)
    for name in one:
        if name in shared:
            cut = rest.index(name)
            found += rest[:cut]
            rest = rest[cut + 1 :]
        found.append(name)
    return found + rest


def _run(run: Sequence[Frame], total: float, clock: str, *, first: bool, detail: float) -> str:
    """Return the layers of a run; it shows from its first moment to its last."""
    order: list[str] = []
    for frame in run:
        order = _merged(order, [layer.name for layer in frame.layers]) or order
    looks = {layer.name: layer for frame in reversed(run) for layer in frame.layers}
    times = [frame.at / total for frame in run]
    paths = []
    for name in order:
        outlines = rings([_area(frame, name) for frame in run], detail)
        paths.append(_path(looks[name], outlines, times, clock))
    shows = ""
    if not (first and times[-1] >= 1):
        visible = _shown_between(times[0], times[-1])
        shows = f'<animate attributeName="display" {visible} calcMode="discrete" {clock}/>'
    hidden = "" if first else ' display="none"'
    return f"<g{hidden}>{shows}{''.join(paths)}</g>"


def _shown_between(start: float, end: float) -> str:
    times, values = [0.0], ["inline" if start <= 0 else "none"]
    if start > 0:
        times.append(start)
        values.append("inline")
    if end < 1:
        times.append(end)
        values.append("none")
    return f'values="{";".join(values)}" keyTimes="{";".join(f"{time:.4g}" for time in times)}"'


def _area(frame: Frame, name: str) -> "BaseGeometry | None":
    return next((layer.area for layer in frame.layers if layer.name == name), None)


def _path(layer: Layer, outlines: Sequence[Vector], times: Sequence[float], clock: str) -> str:
    first = _data(outlines[0])
    if all(float(np.abs(ring - outlines[0]).max()) < _STILL for ring in outlines):
        return f'<path {look(layer, grain=_GRAIN)} d="{first}"/>'
    values = ";".join(_data(ring) for ring in outlines)
    keys = ";".join(f"{time:.4g}" for time in times)
    if times[0] > 0:
        values, keys = f"{first};{values}", f"0;{keys}"
    if times[-1] < 1:
        values, keys = f"{values};{_data(outlines[-1])}", f"{keys};1"
    return (
        f'<path {look(layer, grain=_GRAIN)} d="{first}">'
        f'<animate attributeName="d" values="{values}" keyTimes="{keys}" {clock}/></path>'
    )


def _data(ring: Vector) -> str:
    whole = np.rint(ring * np.array([SCALE, -SCALE]) / _GRAIN).astype(int)
    moves = "".join(f" {x} {y}" for x, y in np.diff(whole, axis=0))
    return f"M{whole[0, 0]} {whole[0, 1]}l{moves.replace(' -', '-').strip()}z"


def _hold_ring(box: tuple[float, float, float, float], played: Film, clock: str, *, mirrored: bool) -> str:
    """Return a ring that fills while the last pose is held."""
    start, end = (moment / played.seconds for moment in played.held)
    if round(played.held[1] - played.held[0], 6) < _COUNTED_S:
        return ""
    radius = 3.2 * SCALE
    x = (-box[0] if mirrored else box[2]) * SCALE - radius
    y = -box[3] * SCALE + radius
    around = round(2 * np.pi * radius)
    circle = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}"'
    moments = [(0.0, around), (start, around), (end, 0)]
    if end < 1:  # it is emptied at once, and stays so
        moments += [((end + 1) / 2 if end > _ALMOST else end + 0.01, 0), (1.0, around)]
    times, values = (";".join(f"{one:.4g}" for one in column) for column in zip(*moments, strict=True))
    return (
        f'<g transform="rotate(-90 {x:.0f} {y:.0f})" fill="none" stroke-width="{1.3 * SCALE:g}">'
        f'{circle} stroke="#E4E9ED"/>{circle} stroke="#B45309" stroke-dasharray="{around}" '
        f'stroke-dashoffset="{around}"><animate attributeName="stroke-dashoffset" keyTimes="{times}" '
        f'values="{values}" {clock}/></circle></g>'
    )


def _button(box: tuple[float, float, float, float], total: float, *, mirrored: bool) -> str:
    """Return the play button: a link, so that it is reached by keyboard; it hides while the figure moves."""
    size = 5 * SCALE
    x = round((-box[2] if mirrored else box[0]) * SCALE) + size
    y = round(-box[3] * SCALE) + size
    left, high = round(0.3 * size), round(0.9 * size)
    triangle = f"M{x - left} {y - high // 2}v{high}l{round(0.8 * size)}-{high // 2}z"
    return (
        f'<a id="play" href="#play" role="button" aria-label="Play"><circle cx="{x}" cy="{y}" r="{size}" '
        f'fill="#B45309"/><path d="{triangle}" fill="#fff"/><set attributeName="visibility" to="hidden" '
        f'begin="play.click" dur="{total * CYCLES:g}s"/></a>'
    )
