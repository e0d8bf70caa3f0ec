"""The assessment in the terminal. Rich turns colors off by itself where there is no terminal."""

import math
from collections.abc import Iterable

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from psoas.application.assess import Assessment
from psoas.care.plan import Plan
from psoas.cli.doubt_text import (
    print_doubt,
    print_look_alikes,
    print_mechanism,
    print_outlook,
    print_rules,
)
from psoas.cli.plan_text import print_plan_in_short
from psoas.cli.terminal import (
    ROOMY,
    Row,
    column,
    dim,
    hanging,
    heading,
    line,
    percent,
    print_table,
    terminal,
)
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.ledger import Ledger, with_shipped_prior
from psoas.foundation.errors import UnknownIdentifierError
from psoas.foundation.logit_normal import logit
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.reading import nearest
from psoas.reports.clinician_case import extent_in_words
from psoas.reports.suggested import suggested
from psoas.reports.wording import capital, small, within
from psoas.screening.unanswered import question_text

_REMOTE = "very unlikely"
_BAR, _SHORT_BAR = 20, 14  # characters from 0 to 100
_WIDE = 90  # columns that leave room for the long bar
_LEAST = 50  # columns in which probabilities without a bar still fit
_SEVEN_COLUMNS = 140  # columns of the terminal in which the vocabulary's seven can be read
_STYLES = {
    "emergency": "bold white on red",
    "urgent": "bold red",
    "refer": "bold yellow",
    "incomplete": "bold yellow",
    "proceed": "bold green",
}
_MEANING = {
    "emergency": "Emergency: act now. No exercise or massage is planned.",
    "urgent": "Urgent: to be seen today or within days. No exercise or massage is planned.",
    "refer": "Refer: a colleague should look; care can go on meanwhile.",
    "incomplete": "Incomplete: safety questions are open. Nothing is planned until they are answered.",
    "proceed": "Proceed: no red flag among the answers.",
}


def print_assessment(assessment: Assessment, plan: Plan | None, knowledge: Knowledge) -> None:
    """Print everything in short: what matters first, and what a clinician would look up later not at all."""
    console = terminal()
    case = assessment.case
    who = ", ".join(
        part
        for part in (case.person.sex, None if case.age_years is None else f"{case.age_years} years")
        if part
    )
    console.print(
        Text("   ".join(part for part in (case.id, who, f"{case.recorded_on}") if part), style="bold")
    )
    print_screening(assessment, knowledge)
    heading(console, "What contributes (several can be true; 90 % intervals; * leads)")
    _contributors(console, assessment)
    _graded(console, assessment)
    _opinions(console, assessment)
    print_look_alikes(console, assessment, knowledge)
    print_mechanism(console, assessment.diagnosis)
    print_rules(console, assessment.diagnosis, knowledge)
    _root(console, assessment)
    _drawing(console, assessment)
    _next(console, assessment, knowledge)
    if assessment.day:
        heading(console, "What it does to the day")
        line(console, " ".join(limit.text for limit in assessment.day))
    print_outlook(console, assessment.outlook)
    _interplay(console, assessment, knowledge)
    if plan is not None:
        print_plan_in_short(plan, knowledge)
    dim(
        console,
        f"\nPsoas {assessment.psoas_version}, knowledge {assessment.knowledge_version} "
        f"({assessment.knowledge_fingerprint}). It supports a clinician, who decides.",
    )


def print_screening(assessment: Assessment, knowledge: Knowledge) -> None:
    """Print the disposition, the actions, and the questions left."""
    console, screening = terminal(), assessment.screening
    heading(console, "Is it safe?")
    line(console, _MEANING[screening.disposition], style=_STYLES[screening.disposition])
    for action in screening.actions:
        when = f" ({action.urgency}, {within(action.within_hours)})"
        console.print(Text.assemble("\n  ", (action.condition, "bold"), when))
        line(console, f"found: {'; '.join(action.because)}", indent=4)
        line(console, f"do: {action.advice}", indent=4)
        if action.sources:
            dim(console, f"    {', '.join(action.sources)}")
    if screening.unanswered:
        console.print("\n  Still to ask:")
        for identifier in screening.unanswered:
            line(console, f"{identifier}: {question_text(identifier, knowledge)}", indent=4)
    lines = suggested(assessment, knowledge)
    if lines:
        console.print("\n  What the patient wrote or drew:")
        for words in lines:
            line(console, words, indent=4)


def _drawing(console: Console, assessment: Assessment) -> None:
    """Print how much is drawn, and what follows from it."""
    found = assessment.drawing
    if found is None or not found.marks:
        return
    heading(console, "The drawing")
    line(console, extent_in_words(found))
    if found.follows:
        line(console, f"counts as present: {', '.join(small(one.short) for one in found.follows)}")


def _contributors(console: Console, assessment: Assessment) -> None:
    """Print probabilities with their intervals, and a bar where there is room for one.

    Those that are very unlikely and do not lead come together, without a bar.
    """
    length = _bar_length(console.width)
    rows: list[Row] = []
    remote: list[str] = []
    for judged in assessment.diagnosis.contributors:
        if judged.ledger is None:
            continue
        low, high = judged.ledger.posterior.interval
        middle = judged.ledger.posterior.probability
        numbers = f"{percent(middle)} ({percent(low)}-{percent(high)})"
        if judged.word == _REMOTE and judged.contributor.id not in assessment.diagnosis.leading:
            remote.append(f"{judged.contributor.short} {numbers}")
            continue
        bar = _bar(low, middle, high, length=length, is_ascii=console.options.ascii_only)
        cells = (numbers, *([bar] if length else []), judged.word)
        is_narrow = console.width < _LEAST
        rows.append((_name(judged, assessment), (f"{numbers}, {judged.word}",) if is_narrow else cells))
    _print_contributors(console, rows, length)
    if remote:
        line(console, ", ".join(remote), lead=f"{capital(_REMOTE)}: ")


def _print_contributors(console: Console, rows: list[Row], length: int) -> None:
    if console.width < _LEAST:
        print_table(console, (column(), column("in 100")), rows, least=_LEAST)
        return
    scale = Column("0".ljust(length - 2) + "100", no_wrap=True, min_width=length + 1)
    columns = (
        Column(overflow="fold", max_width=36),
        Column("in 100", justify="right", no_wrap=True),
        *([scale] if length else []),
        Column(overflow="fold", max_width=13),  # "very unlikely" in one line
    )
    print_table(console, columns, rows, least=_LEAST)


def _bar_length(width: int) -> int:
    """Return how many characters go from 0 to 100: fewer, or none, rather than cut a name or a number."""
    return 0 if width < ROOMY else _SHORT_BAR if width < _WIDE else _BAR


def _name(judged: Judged, assessment: Assessment) -> Table:
    leads = judged.contributor.id in assessment.diagnosis.leading
    return hanging("*" if leads else "", judged.contributor.short, style="bold" if leads else "")


def _graded(console: Console, assessment: Assessment) -> None:
    is_narrow = console.width < ROOMY
    rows: list[Row] = []
    for judged in assessment.diagnosis.contributors:
        if judged.grading is not None and judged.grading.is_found:
            because = "; ".join(judged.grading.because)
            cells = (f"{judged.word}: {because}",) if is_narrow else (judged.word, because)
            rows.append((_name(judged, assessment), cells))
    if not rows:
        return
    dim(console, "\n  Graded from what was found, without a probability:")
    if is_narrow:
        print_table(console, (column(), column()), rows)
    else:
        print_table(console, (Column(overflow="fold", max_width=32), column(is_whole=True), column()), rows)


def _bar(low: float, middle: float, high: float, *, length: int, is_ascii: bool) -> str:
    line, point = ("-", "o") if is_ascii else ("─", "●")
    cells = [" "] * (length + 1)
    for place in range(round(low * length), round(high * length) + 1):
        cells[place] = line
    cells[round(middle * length)] = point
    return "".join(cells)


def _opinions(console: Console, assessment: Assessment) -> None:
    """Print what the clinician thinks beside what is computed, and what a clinic's own priors change."""
    for judged in assessment.diagnosis.contributors:
        name = judged.contributor.short
        if judged.opinion is not None:
            said = judged.opinion.judged.replace("-", " ")
            line(console, f"the clinician says {said}, because: {judged.opinion.reason}", lead=f"{name}: ")
        found = judged.ledger
        if found is not None and found.shipped is not None:
            shipped = with_shipped_prior(found)
            line(
                console,
                f"{percent(found.posterior.probability)} with this clinic's own starting value, "
                f"{percent(shipped.probability)} with the shipped one",
                lead=f"{name}: ",
            )


def _root(console: Console, assessment: Assessment) -> None:
    root = assessment.diagnosis.root
    # below one another where a level would otherwise be torn from its number
    levels = ("   " if console.width >= ROOMY else "\n  ").join(
        f"{level} {percent(p)} ({percent(root.intervals[level][0])}-{percent(root.intervals[level][1])})"
        for level, p in root.levels.items()
    )
    side = f", on the {root.side}" if root.side in ("right", "left") else ""
    heading(console, f"If it is a nerve root{side}, which one (in 100)")
    console.print(f"  {levels}")


def _interplay(console: Console, assessment: Assessment, knowledge: Knowledge) -> None:
    leading, edges = assessment.diagnosis.leading, assessment.diagnosis.interplay
    if not edges:
        return
    heading(console, "How those that lead feed each other (evidence)")
    strong = [edge for edge in edges if edge.from_ in leading and edge.to in leading]
    for edge in strong:
        names = [knowledge.contributors[identifier].short for identifier in (edge.from_, edge.to)]
        line(console, f"{names[0]} → {names[1]} ({edge.grade.replace('-', ' ')})")
    others = len(edges) - len(strong)
    if others:
        line(
            console,
            f"{others} {'more link' if strong else 'link'}{'s' * (others > 1)} with others",
            style="dim",
        )


def _next(console: Console, assessment: Assessment, knowledge: Knowledge) -> None:
    if not assessment.diagnosis.next_examinations:
        return
    heading(console, "Worth examining next")
    for one in assessment.diagnosis.next_examinations:
        change = one.changes[0]
        name = knowledge.contributors[change.contributor].short
        minutes = f"{one.minutes:g} min" if one.minutes >= 1 else "under 1 min"
        line(
            console,
            f" ({minutes}): {name} {percent(change.now)} → {percent(change.if_present)} if present, "
            f"{percent(change.if_absent)} if absent",
            lead=knowledge.findings[one.finding].short,
        )


def print_contributor(assessment: Assessment, identifier: str, knowledge: Knowledge) -> None:
    """Print the whole ledger of one contributor, or the steps of a graded one."""
    console = terminal()
    judged = next(one for one in assessment.diagnosis.contributors if one.contributor.id == identifier)
    console.print(Text.assemble((judged.contributor.name, "bold"), f" ({judged.contributor.group})"))
    line(console, judged.contributor.summary, indent=0)
    if judged.contributor.caution:
        line(console, judged.contributor.caution, indent=0, style="yellow")
    if judged.ledger is not None:
        _ledger(console, judged, judged.ledger, knowledge)
        print_doubt(judged, assessment, knowledge)
    elif judged.grading is not None:
        console.print(f"\nGrade: {judged.word}")
        for reason in judged.grading.because:
            line(console, reason)
        _names(console, "Not examined: ", judged.grading.not_examined, knowledge)


def _ledger(console: Console, judged: Judged, ledger: Ledger, knowledge: Knowledge) -> None:
    prior, belief = ledger.prior, ledger.posterior
    console.print()
    line(
        console,
        f"Prior for {prior.who[0].lower() + prior.who[1:]}: {prior.probability:.3f} "
        f"({prior.low:g} to {prior.high:g}), log-odds {logit(prior.probability):+.3f}",
        indent=0,
    )
    line(console, f"{prior.status}: {prior.rationale or ''}", style="dim")
    console.print()
    line(console, "LR (90 % interval) of each finding; it moves the log-odds by weight x ln LR:", indent=0)
    for row in ledger.rows:
        low, high = row.lr_interval
        numbers = f"{row.shift:+.3f} = {row.weight:.3g} x ln {row.lr:.3g} ({low:.2f}-{high:.2f})  "
        line(console, f"{numbers}{knowledge.findings[row.finding].short} {row.state}")
        line(console, "; ".join((row.group, row.source or row.status, *row.remarks)), indent=9, style="dim")
    low, high = belief.interval
    console.print()
    line(
        console,
        f"Sum of log-odds {belief.mean:+.3f}, standard deviation {math.sqrt(belief.variance):.3f}: "
        f"probability {belief.probability:.3f}, 90 % interval {low:.3f} to {high:.3f} ({judged.word})",
        indent=0,
    )
    _names(console, "Not examined: ", ledger.not_examined, knowledge)
    _names(console, "Examined, but no ratio was published for this result: ", ledger.without_ratio, knowledge)
    if ledger.shipped is not None:
        shipped, who = ledger.shipped, ledger.shipped.who
        line(
            console,
            f"The starting value is this clinic's own. With the shipped one, {shipped.probability:.3f} for "
            f"{who[0].lower() + who[1:]}: {with_shipped_prior(ledger).probability:.3f}.",
            indent=0,
        )
    if judged.opinion is not None:
        said = judged.opinion.judged.replace("-", " ")
        line(console, f"The clinician says {said}: {judged.opinion.reason}", indent=0)


def _names(console: Console, lead: str, findings: Iterable[str], knowledge: Knowledge) -> None:
    names = ", ".join(knowledge.findings[name].short for name in findings)
    if names:
        line(console, f"{lead}{names}", indent=0)


def print_findings(knowledge: Knowledge, word: str) -> None:
    """Print the vocabulary, or the part of it that has a word in its id, name or question."""
    chosen = [
        finding
        for finding in knowledge.findings.values()
        if word.lower() in f"{finding.id} {finding.name} {finding.question}".lower()
    ]
    if not chosen:
        names = tuple(knowledge.findings)
        raise UnknownIdentifierError(f"no finding has {word!r} in it. {nearest(word, names)}")
    names = ("part of the file", "kind", "sides", "unit", "range", "question")
    columns = (column("id", is_whole=True), *(column(name) for name in names))
    rows = [(finding.id, _described(finding)) for finding in chosen]
    print_table(terminal(), columns, rows, least=_SEVEN_COLUMNS)


def _described(finding: Finding) -> tuple[str, ...]:
    measure = finding.measure
    return (
        finding.section if finding.derived is None else f"{finding.section} (follows by itself)",
        finding.kind,
        "right, left" if finding.sided else "",
        "" if measure is None else measure.unit,
        "" if measure is None else f"{measure.minimum:g} to {measure.maximum:g}",
        " ".join(finding.question.split()),
    )
