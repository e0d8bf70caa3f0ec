"""psoas benchmark: the vignettes against the engine and its baselines."""

from pathlib import Path

import typer

from psoas.application.benchmark.run import Benchmark, Measured, run_benchmark
from psoas.application.benchmark.vignettes import read_vignettes
from psoas.cli.terminal import column, heading, print_json, print_table, terminal
from psoas.knowledge.loader import load_knowledge
from psoas.reports.benchmark_document import ROWS, benchmark_json, is_missed, percent_of


def print_benchmark(folder: Path, form: str) -> None:
    """Run the vignettes of a folder and print what was measured, as text or JSON."""
    if form not in ("text", "json"):
        raise typer.BadParameter(f"'{form}' is no format; it can be text or json.")
    knowledge = load_knowledge()
    found = run_benchmark(read_vignettes(folder, knowledge), knowledge)
    if form == "json":
        print_json(benchmark_json(found, knowledge))
    else:
        _print(found)


def _print(found: Benchmark) -> None:
    console = terminal()
    console.print(f"{found.vignettes} vignettes; in percent, with 90 % intervals")
    ways: dict[str, Measured] = {"": found.engine, **found.baselines}
    columns = (
        column(), column("Psoas"), column("naive product"), column("priors only"),
        column("words in the text"),
    )  # fmt: skip
    rows = [(name, tuple(of(one) for one in ways.values())) for name, of in ROWS.items()]
    print_table(console, columns, rows)
    heading(console, "Also")
    console.print(f"  too little information, and said so: {percent_of(found.little.incomplete)}")
    console.print(f"  look-alikes named: {percent_of(found.look_alikes)}")
    console.print(f"  safety questions raised by the words alone: {percent_of(found.questions)}")
    console.print(f"  nothing leads that must not: {percent_of(found.must_not_lead)}")
    if found.engine.single is not None and found.engine.single.root is not None:
        console.print(f"  root level right: {percent_of(found.engine.single.root)}")
    missed = [one for one in found.results if is_missed(one)]
    if missed:
        heading(console, "Where it went wrong")
    for one in missed:
        expected = one.read.vignette.expected
        console.print(
            f"  {one.read.vignette.id}: expected {' or '.join(expected.disposition)}; "
            f"{', '.join(expected.contributors)}. Said {one.assessment.screening.disposition}; "
            f"{', '.join(one.assessment.diagnosis.ranking[:3])}",
            soft_wrap=True,
        )
