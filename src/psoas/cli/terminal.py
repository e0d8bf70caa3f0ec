"""The terminal: texts printed as they are, tables that fit, and streams that fail with a clear word."""

import contextlib
import io
import json
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text

ROOMY = 70  # columns that a table of ours needs; narrower, its numbers and names would be cut
BAD_OUTPUT = 2
_PIPE_CLOSED = 1  # as Python's manual and the libraries below us have it

Row = tuple[RenderableType, Sequence[str]]  # what it is about, and one cell for each further column


def terminal() -> Console:
    """Return a console on standard output.

    Markup is off for good: what stands in a case file or a path is text, whatever brackets it has.
    """
    return Console(highlight=False, markup=False, emoji=False)


def quiet_console() -> Console:
    """Return a console that leaves standard output to the data."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def heading(console: Console, text: str) -> None:
    """Print a heading, with room above."""
    console.print()
    console.print(Text(text, style="bold cyan"))


def dim(console: Console, text: str) -> None:
    """Print something that stands behind."""
    console.print(Text(text, style="dim"))


def line(console: Console, words: str, *, lead: str = "", indent: int = 2, style: str = "") -> None:
    """Print words behind a bold lead; where they wrap, they go on a step further in, or as a paragraph.

    A number and its interval, "45 (14-80)", stay together, and so do a number and its percent sign.
    """
    kept = re.sub(r"(?<=\d) (?=[(%])", "\0", lead + words)
    wrapped = textwrap.wrap(
        kept,
        width=max(console.width, 2 * ROOMY // 5),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + 2 if lead or indent else 0),
        break_on_hyphens=False,
    )
    shown = Text("\n".join(wrapped).replace("\0", " "), style=style)
    shown.stylize("bold", indent, indent + len(lead))
    console.print(shown, soft_wrap=True)


def percent(probability: float) -> str:
    """Write a probability in 100; nothing is ever 0 or 100."""
    rounded = round(100 * probability)
    return "<1" if rounded < 1 else ">99" if rounded > 99 else str(rounded)  # noqa: PLR2004 -- in 100


def column(header: str = "", *, is_whole: bool = False) -> Column:
    """Return a column whose cells wrap, or, for numbers and single words, stay ``whole``."""
    return Column(header, overflow="fold", no_wrap=is_whole)


def hanging(mark: str, text: str, *, style: str = "") -> Table:
    """Return a text behind a mark; where it wraps, it goes on under itself."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=1)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=style), Text(text, style=style))
    return grid


def print_table(
    console: Console, columns: Sequence[Column], rows: Iterable[Row], *, least: int = ROOMY
) -> None:
    """Print rows as a table, or one cell below the other on a terminal of less than ``least`` columns."""
    if console.width < least:
        for head, cells in rows:
            console.print(head)
            for text in _named(columns[1:], cells):
                console.print(Padding(text, (0, 0, 0, 4)))
        return
    has_header = any(one.header for one in columns)
    table = Table(*columns, box=None, pad_edge=False, padding=(0, 1), show_header=has_header)
    for head, cells in rows:
        table.add_row(head, *cells)
    console.print(table)


def _named(columns: Sequence[Column], cells: Sequence[str]) -> Iterator[str]:
    for one, cell in zip(columns, cells, strict=True):
        if cell:
            yield f"{one.header}: {cell}" if one.header else cell


def print_json(text: str) -> None:
    """Print JSON; where a letter cannot be shown, all are escaped, so that no value changes."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(json.loads(text), indent=2)
    print(text)


def print_error(text: str) -> None:
    """Print an error as it is; where even that cannot be written, the exit code has to say it."""
    with contextlib.suppress(OSError):
        quiet_console().print(text, soft_wrap=True)


@contextlib.contextmanager
def forgiving_streams() -> Iterator[None]:
    """Print in any encoding; end quietly where nobody reads on, with one line where nothing can be written.

    Standard output is flushed in here: at the interpreter's end, a failure would only be noise.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        try:
            yield
        finally:
            if isinstance(sys.stdout, io.TextIOWrapper):  # it is None when closed by the caller
                sys.stdout.flush()
    except BrokenPipeError:
        _abandon_output()
        sys.exit(_PIPE_CLOSED)
    except OSError as error:
        _abandon_output()
        subject = "The output cannot be written" if error.filename is None else str(error.filename)
        print_error(f"{subject}: {error.strerror or error}.")
        sys.exit(BAD_OUTPUT)


def _abandon_output() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not fail on it once more."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
