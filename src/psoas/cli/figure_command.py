"""psoas figure: exercises, postures and lifts as drawings."""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, get_args

import typer

from psoas.cli.files import OutputError, write_all
from psoas.cli.terminal import column, print_table, quiet_console, terminal
from psoas.foundation.errors import UnknownIdentifierError
from psoas.illustration.figure.wanted import Tempo, name_of
from psoas.knowledge.figure_files import shipped_figures
from psoas.knowledge.loader import load_knowledge
from psoas.knowledge.poses import VARIANTS
from psoas.reports.wording import counted

if TYPE_CHECKING:
    from psoas.knowledge.knowledge import Knowledge
    from psoas.knowledge.poses import Figure

_Word = TypeVar("_Word", bound=str)
_PIXELS = 1200  # of a PNG's longer side


def figure_command(  # noqa: PLR0913 -- the options of a command
    identifier: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An exercise, such as bridge-two-legs, or a posture.")
    ] = None,
    view: Annotated[
        str | None, typer.Option("--view", help="side, front, back, corner, behind, raised or above.")
    ] = None,
    variant: Annotated[str, typer.Option("--variant", help="main, easier or harder.")] = "main",
    side: Annotated[str | None, typer.Option("--side", help="Which side works: right or left.")] = None,
    shape: Annotated[
        str,
        typer.Option(
            "--shape",
            help="card: the end over a pale start; pair: both side by side; strip: every key pose; single.",
        ),
    ] = "card",
    sex: Annotated[
        str | None, typer.Option("--sex", help="female or male proportions; neutral by default.")
    ] = None,
    *,
    animate: Annotated[
        bool, typer.Option("--animate", help="A moving SVG with its own play button.")
    ] = False,
    sheet: Annotated[bool, typer.Option("--sheet", help="All figures on one contact sheet.")] = False,
    captions: Annotated[
        bool, typer.Option("--captions/--no-captions", help="On the sheet: names, or numbers only.")
    ] = True,
    check: Annotated[
        bool, typer.Option("--check", help="Measure contacts, joints, floor and balance of every pose.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .svg or .png file; without it, SVG is printed.")
    ] = None,
) -> None:
    """Draw an exercise or posture; without an ID, list what there is.

    A problem found by --check is exit code 1.
    """
    knowledge = load_knowledge()
    if check:
        _check(knowledge, identifier)
    elif sheet:
        _write(_sheet(knowledge, captions=captions), output)
    elif identifier is None:
        _list(knowledge)
    else:
        figure = _figure(identifier)
        options = {"view": view, "variant": variant, "side": side, "shape": shape, "sex": sex}
        _write(_drawing(figure, knowledge, options, animate=animate), output)


def _figure(identifier: str) -> "Figure":
    figures = shipped_figures()
    if identifier not in figures:
        close = get_close_matches(identifier, tuple(figures), n=3)
        near = " or ".join(f"'{one}'" for one in close)
        hint = f"Did you mean {near}?" if close else "'psoas figure' lists them."
        raise UnknownIdentifierError(f"no figure {identifier!r}. {hint}")
    return figures[identifier]


def _drawing(
    figure: "Figure", knowledge: "Knowledge", options: Mapping[str, str | None], *, animate: bool
) -> str:
    from psoas.illustration.figure.animation import animation  # noqa: PLC0415 -- slow import
    from psoas.illustration.figure.cards import Shape, drawing, drawn  # noqa: PLC0415 -- slow import
    from psoas.illustration.figure.persons import Sex, body_of  # noqa: PLC0415 -- slow import

    variant = _one_of("variant", options["variant"], VARIANTS)
    shape = _one_of("shape", options["shape"], get_args(Shape))
    side = _one_of("side", options["side"], ("right", "left"))
    sex = _one_of("sex", options["sex"], get_args(Sex))
    item = knowledge.items.get(figure.id)
    shown = drawn(
        figure,
        variant=variant or "main",
        view=options["view"],
        works=side,
        muscles=() if item is None else item.targets,
        body=None if sex is None else body_of(knowledge, sex),
    )
    title = name_of(figure, knowledge)
    if not animate:
        return drawing(shown, shape or "card", title=title)
    if len(shown.scenes) == 1:
        raise OutputError(f"{figure.id} is a posture that is held: nothing moves. Leave --animate out.")
    return animation(shown, Tempo(0.0 if item is None else item.dose.hold_s or 0.0), title=title)


def _one_of(name: str, given: str | None, known: tuple[_Word, ...]) -> _Word | None:
    if given is not None and given not in known:
        raise typer.BadParameter(f"'{given}' is no {name}; it can be {', '.join(known)}.")
    return next((one for one in known if one == given), None)


def _sheet(knowledge: "Knowledge", *, captions: bool) -> str:
    from psoas.illustration.figure.sheet import contact_sheet, entries_of  # noqa: PLC0415 -- slow import

    entries = entries_of(shipped_figures().values(), knowledge)
    if not captions:
        entries = [replace(one, caption=str(number)) for number, one in enumerate(entries, start=1)]
    return contact_sheet(entries, title="All exercises and postures")


def _check(knowledge: "Knowledge", identifier: str | None) -> None:
    from psoas.illustration.figure.audit import audit  # noqa: PLC0415 -- slow import

    figures = shipped_figures().values() if identifier is None else [_figure(identifier)]
    found = [(figure.id, fault) for figure in figures for fault in audit(figure, knowledge)]
    console = terminal()
    for name, fault in found:
        console.print(f"{name}, {fault.variant}, {fault.pose}: {fault.what}.", soft_wrap=True)
    if found:
        raise typer.Exit(1)
    console.print(f"No problem found in {counted(len(list(figures)), 'figure', 'figures')}.")


def _list(knowledge: "Knowledge") -> None:
    rows = [
        (figure.id, (name_of(figure, knowledge), str(len(figure.poses)), figure.view))
        for figure in shipped_figures().values()
    ]
    columns = (column("figure", is_whole=True), column("name"), column("key poses"), column("view"))
    print_table(terminal(), columns, rows)


def _write(svg: str, output: Path | None) -> None:
    if output is None:
        print(svg)
        return
    if output.suffix not in {".svg", ".png"}:
        raise typer.BadParameter(f"'{output.name}' is neither .svg nor .png.")
    content = svg.encode() if output.suffix == ".svg" else _png(svg)
    write_all({output: content})
    quiet_console().print(f"Written: {output}", soft_wrap=True)


def _png(svg: str) -> bytes:
    """Return the picture as pixels, on white."""
    import vl_convert  # noqa: PLC0415 -- slow import

    view = svg.split('viewBox="', 1)[1].split('"', 1)[0].split()
    wide, high = float(view[2]), float(view[3])
    scale = _PIXELS / max(wide, high)
    back = f'<rect x="{view[0]}" y="{view[1]}" width="{wide}" height="{high}" fill="#fff"/>'
    head, _, rest = svg.partition(">")
    sized = f'{head} width="{wide * scale:.0f}" height="{high * scale:.0f}">{back}{rest}'
    return bytes(vl_convert.svg_to_png(sized))
