"""The assessment in the terminal. Rich turns colors off by itself where there is no terminal."""

import math

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
from psoas.cli.plan_text import print_plan
from psoas.cli.terminal import (
    ROOMY,
    Row,
    column,
    dim,
    hanging,
    heading,
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
from psoas.reports.citations import Citations
from psoas.reports.clinician_case import drawing_facts, drawing_note
from psoas.reports.suggested import suggested
from psoas.reports.wording import within
from psoas.screening.unanswered import question_text

_BAR, _SHORT_BAR = 20, 14  # characters from 0 to 100
_WIDE = 90  # columns that leave room for the long bar
_LEAST = 50  # columns in which probabilities without a bar still fit
_SEVEN_COLUMNS = 120  # columns of the terminal in which the vocabulary's seven can be read
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
    """Print screening, contributors, root, interplay, the day, next examinations and the plan."""
    console = terminal()
    case = assessment.case
    who = ", ".join(
        part
        for part in (case.person.sex, None if case.age_years is None else f"{case.age_years} years")
        if part
    )
    console.print(Text(f"{case.id}   {who}   {case.recorded_on}", style="bold"))
    print_screening(assessment, knowledge)
    _drawing(console, assessment, knowledge)
    heading(console, "What contributes (several can be true; 90 % intervals; * leads)")
    _contributors(console, assessment)
    dim(console, "  Muscle, alignment and load are graded from what was found, without a probability:")
    _graded(console, assessment)
    _opinions(console, assessment)
    print_look_alikes(console, assessment.diagnosis)
    print_mechanism(console, assessment.diagnosis)
    _root(console, assessment)
    print_rules(console, assessment.diagnosis.rules, knowledge)
    _interplay(console, assessment, knowledge)
    if assessment.day:
        heading(console, "What it does to the day")
        for limit in assessment.day:
            console.print(f"  {limit.text}")
    print_outlook(console, assessment.outlook)
    _next(console, assessment, knowledge)
    if plan is not None:
        print_plan(plan, knowledge, with_rejected=False)
    dim(
        console,
        f"\nPsoas {assessment.psoas_version}, knowledge {assessment.knowledge_version} "
        f"({assessment.knowledge_fingerprint}). It supports a clinician, who decides.",
    )


def print_screening(assessment: Assessment, knowledge: Knowledge) -> None:
    """Print the disposition, the actions, and the questions left."""
    console, screening = terminal(), assessment.screening
    heading(console, "Is it safe?")
    console.print(Text(f"  {_MEANING[screening.disposition]}", style=_STYLES[screening.disposition]))
    for action in screening.actions:
        when = f" ({action.urgency}, {within(action.within_hours)})"
        console.print(Text.assemble("\n  ", (action.condition, "bold"), when))
        console.print(f"    found: {'; '.join(action.because)}")
        console.print(f"    do: {action.advice}")
        if action.sources:
            dim(console, f"    {', '.join(action.sources)}")
    if screening.unanswered:
        console.print("\n  Still to ask:")
        for identifier in screening.unanswered:
            console.print(f"    {identifier}: {question_text(identifier, knowledge)}")
    lines = suggested(assessment, knowledge)
    if lines:
        console.print("\n  What the patient wrote or drew:")
        for line in lines:
            console.print(f"    {line}")


def _drawing(console: Console, assessment: Assessment, knowledge: Knowledge) -> None:
    """Print how much is drawn, and what follows from it by which rule."""
    facts = drawing_facts(assessment.drawing, Citations(knowledge.sources))
    if not facts:
        return
    heading(console, "The drawing")
    for fact in facts:
        console.print(f"  {fact.name}: {fact.value}")
    if note := drawing_note(assessment.drawing):
        dim(console, f"  {note}")


def _contributors(console: Console, assessment: Assessment) -> None:
    """Print probabilities with their intervals, and a bar where there is room for one."""
    length = _bar_length(console.width)
    rows: list[Row] = []
    for judged in assessment.diagnosis.contributors:
        if judged.ledger is not None:
            low, high = judged.ledger.posterior.interval
            middle = judged.ledger.posterior.probability
            numbers = f"{percent(middle)} ({percent(low)}-{percent(high)})"
            bar = _bar(low, middle, high, length=length, is_ascii=console.options.ascii_only)
            rows.append((_name(judged, assessment), (numbers, *([bar] if length else []), judged.word)))
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
    rows = [
        (_name(judged, assessment), (judged.word, "; ".join(judged.grading.because)))
        for judged in assessment.diagnosis.contributors
        if judged.grading is not None and judged.grading.is_found
    ]
    if rows:
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
            console.print(f"  {name}: the clinician says {said}, because: {judged.opinion.reason}")
        found = judged.ledger
        if found is not None and found.shipped is not None:
            shipped = with_shipped_prior(found)
            console.print(
                f"  {name}: {percent(found.posterior.probability)} with this clinic's own starting value, "
                f"{percent(shipped.probability)} with the shipped one"
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
    if assessment.diagnosis.interplay:
        heading(console, "How they feed each other (evidence)")
        for edge in assessment.diagnosis.interplay:
            names = [knowledge.contributors[identifier].short for identifier in (edge.from_, edge.to)]
            console.print(f"  {names[0]} → {names[1]} ({edge.grade})")


def _next(console: Console, assessment: Assessment, knowledge: Knowledge) -> None:
    if not assessment.diagnosis.next_examinations:
        return
    heading(console, "Worth examining next")
    for one in assessment.diagnosis.next_examinations:
        change = one.changes[0]
        name = knowledge.contributors[change.contributor].short
        console.print(
            f"  {knowledge.findings[one.finding].short} ({one.minutes:g} min, {one.gain_bits:.2f} bit): "
            f"{name} {percent(change.now)} → {percent(change.if_present)} if present, "
            f"{percent(change.if_absent)} if absent"
        )


def print_contributor(assessment: Assessment, identifier: str, knowledge: Knowledge) -> None:
    """Print the whole ledger of one contributor, or the steps of a graded one."""
    console = terminal()
    judged = next(one for one in assessment.diagnosis.contributors if one.contributor.id == identifier)
    console.print(Text.assemble((judged.contributor.name, "bold"), f" ({judged.contributor.group})"))
    console.print(judged.contributor.summary)
    if judged.contributor.caution:
        console.print(Text(judged.contributor.caution, style="yellow"))
    if judged.ledger is not None:
        _ledger(console, judged, judged.ledger, knowledge)
        print_doubt(judged, assessment, knowledge)
    elif judged.grading is not None:
        console.print(f"\nGrade: {judged.word}")
        for reason in judged.grading.because:
            console.print(f"  {reason}")
        if judged.grading.not_examined:
            console.print("Not examined: " + ", ".join(judged.grading.not_examined))


def _ledger(console: Console, judged: Judged, ledger: Ledger, knowledge: Knowledge) -> None:
    prior, belief = ledger.prior, ledger.posterior
    console.print(
        f"\nPrior for {prior.who[0].lower() + prior.who[1:]}: {prior.probability:.3f} "
        f"({prior.low:g} to {prior.high:g}), log-odds {logit(prior.probability):+.3f}"
    )
    dim(console, f"  {prior.status}: {prior.rationale or ''}")
    console.print("\n  LR (90 % interval) of each finding; it moves the log-odds by weight x ln LR:")
    for row in ledger.rows:
        low, high = row.lr_interval
        numbers = f"  {row.shift:+.3f} = {row.weight:.3g} x ln {row.lr:.3g} ({low:.2f}-{high:.2f})  "
        finding = (knowledge.findings[row.finding].short, "bold")
        console.print(Text.assemble(numbers, finding, f" {row.state}"))
        notes = [row.group, row.source or row.status, *row.remarks]
        dim(console, f"           {'; '.join(notes)}")
    low, high = belief.interval
    console.print(
        f"\nSum of log-odds {belief.mean:+.3f}, standard deviation {math.sqrt(belief.variance):.3f}: "
        f"probability {belief.probability:.3f}, 90 % interval {low:.3f} to {high:.3f} ({judged.word})"
    )
    if ledger.not_examined:
        names = ", ".join(knowledge.findings[name].short for name in ledger.not_examined)
        console.print(f"Not examined: {names}")
    if ledger.without_ratio:
        names = ", ".join(knowledge.findings[name].short for name in ledger.without_ratio)
        console.print(f"Examined, but no ratio was published for this result: {names}")
    if ledger.shipped is not None:
        shipped, who = ledger.shipped, ledger.shipped.who
        console.print(
            f"The starting value is this clinic's own. With the shipped one, {shipped.probability:.3f} for "
            f"{who[0].lower() + who[1:]}: {with_shipped_prior(ledger).probability:.3f}."
        )
    if judged.opinion is not None:
        console.print(
            f"The clinician says {judged.opinion.judged.replace('-', ' ')}: {judged.opinion.reason}"
        )


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
