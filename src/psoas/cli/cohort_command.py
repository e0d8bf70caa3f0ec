"""psoas cohort: assess every case of a file, and write the results as one table."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from psoas.cli.files import OutputError, read_text, write_new
from psoas.cli.terminal import quiet_console, terminal
from psoas.knowledge.loader import load_knowledge
from psoas.knowledge.local import with_local_priors

if TYPE_CHECKING:
    from psoas.application.cohort.run import Tally, Told


def _template(path: Path | None) -> None:
    if path is None:
        return
    from psoas.application.cohort.template import template  # noqa: PLC0415 -- slow import

    write_new(path, template(load_knowledge(), kind=path.suffix.lower()))
    terminal().print(f"Written: {path}", soft_wrap=True)
    raise typer.Exit


def cohort_command(
    cases: Annotated[
        Path,
        typer.Argument(metavar="CASES", help="Cases: .parquet with flat columns, or .jsonl, a case a line."),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="RESULTS", help="The .parquet file to write.")
    ],
    priors: Annotated[
        Path | None,
        typer.Option("--priors", help="A clinic's own starting values, a YAML file; they stand in front."),
    ] = None,
    template: Annotated[  # noqa: ARG001 -- its callback has ended the command
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            callback=_template,
            is_eager=True,
            help="Write the columns of a cohort and stop: .csv explains them, .parquet is an empty cohort.",
        ),
    ] = None,
) -> None:
    """Assess every case of a file, and write one table.

    The table has the result of the safety rules, and each contributor's probability with its interval. Rows
    that are no case are set aside, each with its column and the reason, in a file beside the results; the
    exit code is 0 then too. A run that was interrupted goes on where it was.
    """
    gc.enable()  # this one can take long
    if output.suffix.lower() != ".parquet" or output.is_dir() or output.resolve() == cases.resolve():
        raise OutputError(f"{output}: results are written to a .parquet file of their own.")
    from psoas.application.cohort.run import run_cohort  # noqa: PLC0415 -- slow import

    knowledge = load_knowledge()
    if priors is not None:
        knowledge = with_local_priors(knowledge, read_text(priors), name=priors.name)
    with _progress() as told:
        tally = run_cohort(cases, output, knowledge, told=told)
    _print_tally(tally)


@contextmanager
def _progress() -> Iterator["Told"]:
    """Show how far a run has come, where there is a terminal."""
    from rich import progress as bars  # noqa: PLC0415 -- slow import

    console = quiet_console()
    columns = (bars.BarColumn(), bars.MofNCompleteColumn(), bars.TimeRemainingColumn())
    with bars.Progress(
        *columns, console=console, disable=not console.is_terminal, transient=True
    ) as progress:
        task = progress.add_task("")
        yield lambda done, rows: progress.update(task, completed=done, total=rows)


def _print_tally(tally: "Tally") -> None:
    console = terminal()
    cases = tally.assessed + tally.set_aside  # empty lines are none
    console.print(f"{tally.assessed:,} of {cases:,} cases assessed.", soft_wrap=True)
    if tally.resumed:
        console.print(f"{tally.resumed:,} rows had been done by an earlier run.", soft_wrap=True)
    console.print(f"Written: {tally.results}", soft_wrap=True)
    if tally.rejected is not None:
        console.print(f"{tally.set_aside:,} set aside, with the reasons: {tally.rejected}", soft_wrap=True)
