"""The command line: its commands, and what each error and disposition means as an exit code."""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from psoas.application.assess import Assessment, assess
from psoas.application.load_case import load_case
from psoas.application.plan_care import plan_care
from psoas.application.what_if import supposed
from psoas.care.clinic import DEFAULT, Clinic, check_offers, read_clinic
from psoas.cli import knowledge_commands, web_commands
from psoas.cli.cohort_command import cohort_command
from psoas.cli.doubt_text import print_recomputed, print_what_if
from psoas.cli.figure_command import figure_command
from psoas.cli.files import OutputError, read_text, write_new, write_reports
from psoas.cli.plan_text import print_plan
from psoas.cli.terminal import forgiving_streams, print_error, print_json, quiet_console, terminal
from psoas.cli.text import print_assessment, print_contributor, print_findings, print_screening
from psoas.foundation.errors import ClinicError, PsoasError, UnknownIdentifierError
from psoas.foundation.version import __version__
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.loader import load_knowledge
from psoas.knowledge.local import with_local_priors
from psoas.knowledge.local_items import with_local_items
from psoas.patient.template import empty_case
from psoas.reports.language import Language
from psoas.reports.story import story_text, tell_story

EXIT_CODES = {"proceed": 0, "refer": 10, "urgent": 11, "emergency": 12, "incomplete": 13}
NOT_REPRODUCED = 14
BAD_INPUT = 2
FORMATS = ("text", "json", "html", "pdf")

app = typer.Typer(
    name="psoas",
    help="From complaint to plan for low back pain that radiates to the hip or leg, with every reason shown. "
    "It supports a clinician, who decides.",
    epilog="Exit codes of assess, screen and plan: 0 proceed, 10 refer, 11 urgent, 12 emergency, "
    "13 incomplete (safety questions open), 2 bad input.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="A case file, YAML or JSON.")]
ClinicPath = Annotated[
    Path,
    typer.Option(
        "--clinic",
        show_default="an invented clinic",
        help="The clinic's name, address, phone and offers, a YAML file.",
    ),
]
PriorsPath = Annotated[
    Path | None,
    typer.Option("--priors", help="A clinic's own starting values, a YAML file; they stand in front."),
]
ItemsPath = Annotated[
    Path | None,
    typer.Option(
        "--items", help="A clinic's own exercises, a YAML file; they stand beside the shipped ones."
    ),
]


@app.command("assess")
def assess_command(  # noqa: PLR0913, PLR0917 -- the options of a command
    case: CasePath,
    formats: Annotated[
        list[str],
        typer.Option("--format", "-f", help="text, json, html or pdf; may be given several times."),
    ] = ["text"],  # noqa: B006 -- typer copies it
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for html and pdf.")] = Path("output"),
    clinic: ClinicPath = DEFAULT,
    priors: PriorsPath = None,
    items: ItemsPath = None,
    language: Annotated[
        Language | None,
        typer.Option(
            "--language",
            show_default="en",
            help="Tell the patient's story in English (en) or Spanish (es); if given, text prints it too.",
        ),
    ] = None,
) -> None:
    """Assess a case: is it safe, what contributes, what to do.

    html and pdf are written to a folder named after the case: the patient's story and the clinician's report,
    which is always in English.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise typer.BadParameter(f"'{unknown[0]}' is no format; it can be {', '.join(FORMATS)}.")
    knowledge, assessment = _assessed(case, priors, items)
    house = _clinic(clinic, knowledge)
    plan = plan_care(assessment, knowledge, offers=house.offers)
    story = tell_story(assessment, plan, knowledge=knowledge, clinic=house, language=language or "en")
    kinds = [name for name in formats if name in ("html", "pdf")]
    # before anything is printed: where they cannot be written, an error stands alone
    written = write_reports(assessment, plan, story, knowledge, kinds=kinds, folder=output) if kinds else []
    if "text" in formats:
        print_assessment(assessment, plan, knowledge)
        if language is not None:
            terminal().print(f"\n{story_text(story)}", soft_wrap=True)
    if "json" in formats:
        from psoas.reports.document import assessment_document, document_json  # noqa: PLC0415 -- slow import

        print_json(document_json(assessment_document(assessment, plan, story_text(story), knowledge)))
    _print_written(written, is_aside="json" in formats)
    raise typer.Exit(EXIT_CODES[assessment.screening.disposition])


@app.command()
def screen(case: CasePath) -> None:
    """Apply the safety rules only."""
    knowledge, assessment = _assessed(case)
    print_screening(assessment, knowledge)
    raise typer.Exit(EXIT_CODES[assessment.screening.disposition])


@app.command()
def plan(
    case: CasePath, clinic: ClinicPath = DEFAULT, priors: PriorsPath = None, items: ItemsPath = None
) -> None:
    """Show the whole plan, and what was rejected and why."""
    knowledge, assessment = _assessed(case, priors, items)
    made = plan_care(assessment, knowledge, offers=_clinic(clinic, knowledge).offers)
    if made is None:
        print_screening(assessment, knowledge)
    else:
        print_plan(made, knowledge)
    raise typer.Exit(EXIT_CODES[assessment.screening.disposition])


@app.command()
def explain(
    case: CasePath,
    contributor: Annotated[str, typer.Argument(metavar="CONTRIBUTOR", help="Such as nerve-root.")],
    supposing: Annotated[
        list[str],
        typer.Option("--if", metavar="FINDING=VALUE", help="What one finding would change; may be repeated."),
    ] = [],  # noqa: B006 -- typer copies it
    priors: PriorsPath = None,
) -> None:
    """Show one contributor's whole ledger, and what it leans on.

    The ledger can be checked by hand.
    """
    knowledge, assessment = _assessed(case, priors)
    if contributor not in knowledge.contributors:
        names = ", ".join(sorted(knowledge.contributors))
        raise UnknownIdentifierError(f"no contributor {contributor!r}. It can be: {names}.")
    if not supposing:
        print_contributor(assessment, contributor, knowledge)
        return
    imagined = assessment.case
    for supposition in supposing:
        imagined = supposed(imagined, supposition, knowledge)
    then = assess(imagined, knowledge)
    print_what_if(tuple(supposing), assessment, then, contributor, knowledge)
    print_contributor(then, contributor, knowledge)


@app.command("recompute")
def recompute_command(
    assessment: Annotated[
        Path, typer.Argument(metavar="ASSESSMENT", help="What 'psoas assess --format json' printed.")
    ],
    archives: Annotated[
        list[Path],
        typer.Option(
            "--archive",
            exists=True,
            file_okay=False,
            help="A folder with archived knowledge; may be repeated.",
        ),
    ] = [],  # noqa: B006 -- typer copies it
) -> None:
    """Work out a past assessment again, and compare.

    It is worked out on the knowledge of its day and on today's. Exit code 0: today's program gives what was
    written down; 14: it does not, or that knowledge is missing.
    """
    from psoas.application.recompute import recompute  # noqa: PLC0415 -- slow import

    knowledge = load_knowledge()
    found = recompute(read_text(assessment), knowledge, folders=archives, name=assessment.name)
    print_recomputed(found, knowledge)
    raise typer.Exit(0 if found.is_reproduced else NOT_REPRODUCED)


@app.command()
def findings(
    word: Annotated[
        str | None, typer.Argument(metavar="WORD", help="Only findings with this word in them.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, with everything.")] = False,
) -> None:
    """List the findings a case file may hold.

    Each comes with its question, sides, unit and range. With --json also every field of a case file, the
    regions of the body chart and the safety questions: enough to write a case from.
    """
    knowledge = load_knowledge()
    if as_json:
        from psoas.reports.vocabulary import findings_json  # noqa: PLC0415 -- slow import

        print_json(findings_json(knowledge))
    else:
        print_findings(knowledge, word or "")


@app.command()
def new(
    case: Annotated[Path, typer.Argument(metavar="CASE", help="The file to write; it must not exist.")],
) -> None:
    """Write an empty case file, every line explained."""
    if case.suffix.lower() == ".json":
        raise OutputError(f"{case}: a new case is written as YAML. Choose a name that ends in .yaml or .yml.")
    write_new(case, empty_case(load_knowledge(), name=case.stem))
    terminal().print(f"Written: {case}", soft_wrap=True)


@app.command()
def schema() -> None:
    """Print the JSON Schema of 'psoas assess --format json'."""
    from psoas.reports.document import schema_text  # noqa: PLC0415 -- slow import

    print_json(schema_text().rstrip())


app.command("cohort")(cohort_command)
app.command("figure")(figure_command)


@app.command("benchmark", help="Run the vignettes, and measure how often Psoas is right.")
def _benchmark(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The vignettes, one YAML file each.")
    ] = Path("benchmarks/vignettes"),
    form: Annotated[str, typer.Option("--format", "-f", help="text or json.")] = "text",
) -> None:
    from psoas.cli.benchmark_command import print_benchmark  # noqa: PLC0415 -- slow import

    print_benchmark(folder, form)


app.add_typer(knowledge_commands.app, name="knowledge")
web_commands.register(app)


def _version(*, value: bool) -> None:
    if value:
        print(f"psoas {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _version(value=value),
            is_eager=True,
            help="Show the version.",
        ),
    ] = False,
) -> None:
    del version


def _assessed(
    path: Path, priors: Path | None = None, items: Path | None = None
) -> tuple[Knowledge, Assessment]:
    knowledge = load_knowledge()
    if priors is not None:
        knowledge = with_local_priors(knowledge, read_text(priors), name=priors.name)
    if items is not None:
        knowledge = with_local_items(knowledge, read_text(items), name=items.name)
    return knowledge, assess(load_case(path, knowledge=knowledge), knowledge)


def _clinic(path: Path, knowledge: Knowledge) -> Clinic:
    clinic = read_clinic(read_text(path, error=ClinicError), name=path.name)
    check_offers(clinic, knowledge, name=path.name)
    return clinic


def _print_written(paths: list[Path], *, is_aside: bool) -> None:
    if paths:
        console = quiet_console() if is_aside else terminal()
        console.print("\nWritten:")
        for path in paths:
            console.print(f"  {path}", soft_wrap=True)


def main() -> None:
    """Run a command; show an error as it is, without a traceback."""
    # A command lives for a second; looking for cycles in a library that stays costs a tenth of it.
    gc.disable()
    with forgiving_streams():
        try:
            app()
        except PsoasError as error:
            print_error(str(error))
            sys.exit(BAD_INPUT)
