"""psoas knowledge: look into what Psoas knows."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from psoas.application.coverage import coverage, rows_in_words
from psoas.cli.files import write_all
from psoas.cli.terminal import column, line, print_json, print_table, terminal
from psoas.foundation.errors import UnknownIdentifierError
from psoas.knowledge.archives import archive_bytes, archive_name, current_texts
from psoas.knowledge.contributors import AccuracyRow
from psoas.knowledge.loader import load_knowledge
from psoas.patient.reading import nearest
from psoas.reports.wording import counted

app = typer.Typer(help="Look into the knowledge: its records, sources and checks.", no_args_is_help=True)
_EIGHT_COLUMNS = 130  # columns of the terminal in which the table's eight can be read


@app.command()
def check() -> None:
    """Check every knowledge file; a problem is exit code 2."""
    knowledge = load_knowledge()
    counts = {
        kind: len(records) for kind, records in (*knowledge.records().items(), *knowledge.rows().items())
    }
    console = terminal()
    for kind, count in counts.items():
        console.print(f"{count:5}  {kind.replace('_', ' ')}")
    read = sum(row.status == "read" for row in knowledge.accuracy)
    console.print(
        f"\nNo problem found. {read} of {len(knowledge.accuracy)} accuracy rows were read in the source; "
        f"{knowledge.unchecked} unchecked rows reach nobody.\n"
        f"Version {knowledge.version}, fingerprint {knowledge.fingerprint}.",
        soft_wrap=True,
    )


@app.command("list")
def list_records(
    kind: Annotated[str | None, typer.Argument(help="One kind of record, such as items.")] = None,
) -> None:
    """List the records, of one kind or all."""
    knowledge = load_knowledge()
    kinds = knowledge.records()
    if kind is not None and kind not in kinds:
        raise UnknownIdentifierError(f"no kind of record {kind!r}. It can be: {', '.join(kinds)}.")
    console = terminal()
    for name in [kind] if kind else list(kinds):
        console.print(Text(name, style="bold"))
        for identifier, record in kinds[name].items():
            label = next(
                (value for key in ("name", "title", "condition", "summary", "short", "text")
                 if (value := getattr(record, key, None))),
                "",
            )  # fmt: skip
            console.print(Text.assemble(f"  {identifier}  ", (label, "dim")), soft_wrap=True)


@app.command()
def show(identifier: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show everything that carries an identifier, as JSON."""
    knowledge = load_knowledge()
    try:
        found = knowledge.find(identifier)
    except UnknownIdentifierError as error:
        names = tuple(key for records in knowledge.records().values() for key in records)
        raise UnknownIdentifierError(f"{error}. {nearest(identifier, names)}") from None
    for kind, record in found:
        data = record.model_dump(mode="json", exclude_none=True, by_alias=True)
        terminal().print(Text(kind, style="bold"))
        print_json(json.dumps(data, indent=2, ensure_ascii=False))


@app.command("coverage")
def coverage_command() -> None:
    """Show how well each contributor is covered, with its best and its weakest scoring evidence."""
    knowledge = load_knowledge()
    console = terminal()
    if console.width < _EIGHT_COLUMNS:
        for one in coverage(knowledge):
            line(
                console,
                f"{one.findings} findings, {one.rows} rows ({one.read} read, {one.scoring} scoring), "
                f"{counted(one.rules, 'rule', 'rules')}; best: {_row_in_words(one.best)}; "
                f"weakest: {_row_in_words(one.weakest)}",
                lead=f"{one.contributor}: ",
                indent=0,
            )
        line(console, rows_in_words(knowledge), indent=0)
        return
    columns = (
        column("contributor"), column("findings"), column("rows"), column("read"), column("scoring"),
        column("rules"), column("best"), column("weakest"),
    )  # fmt: skip
    rows = [
        (
            Text(one.contributor, style="bold"),
            (
                *(str(count) for count in (one.findings, one.rows, one.read, one.scoring, one.rules)),
                *(_row_in_words(row) for row in (one.best, one.weakest)),
            ),
        )
        for one in coverage(knowledge)
    ]
    print_table(console, columns, rows)
    console.print(f"\n{rows_in_words(knowledge)}", soft_wrap=True)


def _row_in_words(row: AccuracyRow | None) -> str:
    if row is None:
        return "nothing scores"
    people = "" if row.participants is None else f", {row.participants} people"
    return f"{row.finding}: {row.status}, {row.spectrum}{people}"


@app.command()
def archive(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to write it.")],
) -> None:
    """Write the knowledge as one file, so that today's assessments can be worked out again later."""
    texts = current_texts()
    path = folder / archive_name(texts)
    write_all({path: archive_bytes(texts)})
    terminal().print(f"Written: {path}", soft_wrap=True)


@app.command()
def sources() -> None:
    """List every source, with where to find it."""
    rows = []
    for source in load_knowledge().sources.values():
        where = source.doi or (f"PMID {source.pmid}" if source.pmid else source.url)
        told = f"{source.authors} ({source.year}). {source.title}. {source.published_in}. {where}"
        rows.append((Text(source.id, style="bold"), (told,)))
    print_table(terminal(), (column("id", is_whole=True), column("source")), rows)
