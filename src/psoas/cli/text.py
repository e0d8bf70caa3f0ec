"""The assessment in the terminal. Rich turns colors off by itself where there is no terminal."""

import math

from rich.console import Console
from rich.table import Table
from rich.text import Text

from psoas.application.assess import Assessment
from psoas.care.massage import MassageSession
from psoas.care.plan import AdviceGiven, Plan
from psoas.diagnosis.diagnosis import Judged
from psoas.diagnosis.ledger import Ledger
from psoas.foundation.logit_normal import logit
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.wording import day_in_words, within

_BAR = 20  # characters from 0 to 100
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


def quiet_console() -> Console:
    """Return a console that leaves standard output to the data."""
    return Console(stderr=True, highlight=False)


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


def print_assessment(assessment: Assessment, plan: Plan | None, knowledge: Knowledge) -> None:
    """Print screening, contributors, root, interplay, the day, next examinations and the plan."""
    console = _console()
    case = assessment.case
    who = ", ".join(
        part
        for part in (case.person.sex, None if case.age_years is None else f"{case.age_years} years")
        if part
    )
    console.print(Text(f"{case.id}   {who}   {case.recorded_on}", style="bold"))
    print_screening(assessment, knowledge)
    _heading(console, "What contributes (several can be true; 90 % intervals; * leads)")
    console.print(_contributors(assessment))
    console.print(
        "  [dim]Muscle, alignment and load are graded from what was found, without a probability:[/dim]"
    )
    console.print(_graded(assessment))
    _root(console, assessment)
    _interplay(console, assessment, knowledge)
    if assessment.day:
        _heading(console, "What it does to the day")
        for limit in assessment.day:
            console.print(f"  {limit.text}")
    _next(console, assessment, knowledge)
    if plan is not None:
        print_plan(plan, knowledge, with_rejected=False)
    console.print(
        f"\n[dim]Psoas {assessment.psoas_version}, knowledge {assessment.knowledge_version} "
        f"({assessment.knowledge_fingerprint}). It supports a clinician, who decides.[/dim]"
    )


def print_screening(assessment: Assessment, knowledge: Knowledge) -> None:
    """Print the disposition, the actions, and the questions left."""
    console, screening = _console(), assessment.screening
    _heading(console, "Is it safe?")
    console.print(Text(f"  {_MEANING[screening.disposition]}", style=_STYLES[screening.disposition]))
    for action in screening.actions:
        console.print(
            f"\n  [bold]{action.condition}[/bold] ({action.urgency}, {within(action.within_hours)})"
        )
        console.print(f"    found: {'; '.join(action.because)}")
        console.print(f"    do: {action.advice}")
        if action.sources:
            console.print(f"    [dim]{', '.join(action.sources)}[/dim]")
    if screening.unanswered:
        console.print("\n  Still to ask:")
        for identifier in screening.unanswered:
            question = knowledge.safety_questions.get(identifier)
            console.print(
                f"    {identifier}: {question.text if question else 'In what year was the patient born?'}"
            )


def _heading(console: Console, text: str) -> None:
    console.print(f"\n[bold cyan]{text}[/bold cyan]")


def _contributors(assessment: Assessment) -> Table:
    """Probabilities with their intervals, for a terminal of 80 columns."""
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    scale = "0".ljust(_BAR - 2) + "100"
    table.add_column("", no_wrap=True, max_width=36)
    table.add_column("in 100", justify="right", no_wrap=True)
    table.add_column(scale, no_wrap=True, min_width=_BAR + 1)
    table.add_column("")
    for judged in assessment.diagnosis.contributors:
        if judged.ledger is not None:
            low, high = judged.ledger.posterior.interval
            middle = judged.ledger.posterior.probability
            numbers = f"{percent(middle)} ({percent(low)}-{percent(high)})"
            table.add_row(_name(judged, assessment), numbers, _bar(low, middle, high), judged.word)
    return table


def _name(judged: Judged, assessment: Assessment) -> Text:
    leads = judged.contributor.id in assessment.diagnosis.leading
    return Text(("* " if leads else "  ") + judged.contributor.short, style="bold" if leads else "")


def _graded(assessment: Assessment) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column("", no_wrap=True, max_width=32)
    table.add_column("")
    table.add_column("", overflow="fold")
    for judged in assessment.diagnosis.contributors:
        if judged.grading is not None and judged.grading.is_found:
            table.add_row(_name(judged, assessment), judged.word, "; ".join(judged.grading.because))
    return table


def percent(probability: float) -> str:
    """Write a probability in 100; nothing is ever 0 or 100."""
    rounded = round(100 * probability)
    return "<1" if rounded < 1 else ">99" if rounded > 99 else str(rounded)  # noqa: PLR2004 -- in 100


def _bar(low: float, middle: float, high: float) -> str:
    cells = [" "] * (_BAR + 1)
    for place in range(round(low * _BAR), round(high * _BAR) + 1):
        cells[place] = "─"
    cells[round(middle * _BAR)] = "●"
    return "".join(cells)


def _root(console: Console, assessment: Assessment) -> None:
    root = assessment.diagnosis.root
    levels = "   ".join(
        f"{level} {percent(p)} ({percent(root.intervals[level][0])}-{percent(root.intervals[level][1])})"
        for level, p in root.levels.items()
    )
    side = f", on the {root.side}" if root.side in ("right", "left") else ""
    _heading(console, f"If it is a nerve root{side}, which one (in 100)")
    console.print(f"  {levels}")


def _interplay(console: Console, assessment: Assessment, knowledge: Knowledge) -> None:
    if assessment.diagnosis.interplay:
        _heading(console, "How they feed each other (evidence)")
        for edge in assessment.diagnosis.interplay:
            names = [knowledge.contributors[identifier].short for identifier in (edge.from_, edge.to)]
            console.print(f"  {names[0]} → {names[1]} ({edge.grade})")


def _next(console: Console, assessment: Assessment, knowledge: Knowledge) -> None:
    if not assessment.diagnosis.next_examinations:
        return
    _heading(console, "Worth examining next")
    for one in assessment.diagnosis.next_examinations:
        change = one.changes[0]
        name = knowledge.contributors[change.contributor].short
        console.print(
            f"  {knowledge.findings[one.finding].short} ({one.minutes:g} min, {one.gain_bits:.2f} bit): "
            f"{name} {percent(change.now)} → {percent(change.if_present)} if present, "
            f"{percent(change.if_absent)} if absent"
        )


def print_plan(plan: Plan, knowledge: Knowledge, *, with_rejected: bool) -> None:
    """Print the plan."""
    console = _console()
    _heading(console, "Plan")
    console.print("  Goals: " + " ".join(plan.goals))
    _programme(console, plan)
    if plan.walking is not None:
        walk = plan.walking
        console.print(
            f"  Walking: start with {walk.start_minutes:g} minutes, aim for {walk.goal_minutes:g}. "
            f"{walk.text}"
        )
    _massage(console, plan, knowledge)
    for name, advice in (
        ("Posture", plan.posture),
        ("Lifting", plan.lifting),
        ("Workstation", plan.workstation),
        ("Education", plan.education),
        ("If it flares", plan.flare),
    ):
        _advice(console, name, advice)
    if plan.complementary:
        _heading(console, "The clinic also offers")
        for option in plan.complementary:
            console.print(f"  {option.name} (evidence: {option.grade}): {option.plain}")
    if plan.ask_first:
        _heading(console, "Ask before starting")
        for question in plan.ask_first:
            console.print(f"  {question}")
    _heading(console, f"Review by {day_in_words(plan.review.date)}")
    for rule in plan.review.rules:
        console.print(f"  {rule.kind}: {rule.text}")
    if with_rejected:
        _heading(console, "Considered and not chosen")
        for rejection in plan.rejected:
            console.print(f"  {knowledge.items[rejection.id].name}: {rejection.reason}")


def _programme(console: Console, plan: Plan) -> None:
    programme = plan.programme
    console.print(
        f"  Home programme: {programme.minutes:g} of {programme.minutes_available:g} minutes a day, "
        "days A and B in turn"
    )
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for name in ("", "day", "min", "dose", "evidence"):
        table.add_column(name, overflow="fold")
    for item in programme.items:
        minutes = f"{item.minutes:g}" if item.minutes else "-"
        table.add_row(f"  {item.name}", "+".join(item.days), minutes, item.dose, item.evidence)
    console.print(table)
    for family in programme.not_covered:
        console.print(f"  Not covered: {family.replace('-', ' ')} (see the rejected items)")


def _massage(console: Console, plan: Plan, knowledge: Knowledge) -> None:
    _heading(console, "Massage session, for the therapist")
    if not isinstance(plan.massage, MassageSession):
        console.print("  None: " + " ".join(plan.massage.reasons))
        return
    massage = plan.massage
    console.print(f"  {massage.minutes:g} minutes. {massage.visits} {massage.stop_rule}")
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for name in ("", "technique", "side", "min", "pressure 0-10", "position"):
        table.add_column(name, overflow="fold")
    for work in massage.work:
        low, high = work.pressure
        table.add_row(
            f"  {knowledge.muscles[work.muscle].name}",
            knowledge.techniques[work.technique].name,
            work.side,
            f"{work.minutes:g}",
            f"{low}-{high}" if low != high else f"up to {high}",
            work.position,
        )
    console.print(table)
    for avoid in massage.avoid:
        console.print(f"  Avoid: {avoid}")
    for question in massage.ask_first:
        console.print(f"  Ask first: {question}")


def _advice(console: Console, name: str, advice: tuple[AdviceGiven, ...]) -> None:
    if advice:
        _heading(console, name)
        for one in advice:
            console.print(f"  {one.text} [dim]({one.evidence})[/dim]")


def print_contributor(assessment: Assessment, identifier: str, knowledge: Knowledge) -> None:
    """Print the whole ledger of one contributor, or the steps of a graded one."""
    console = _console()
    judged = next(one for one in assessment.diagnosis.contributors if one.contributor.id == identifier)
    console.print(f"[bold]{judged.contributor.name}[/bold] ({judged.contributor.group})")
    console.print(judged.contributor.summary)
    if judged.contributor.caution:
        console.print(f"[yellow]{judged.contributor.caution}[/yellow]")
    if judged.ledger is not None:
        _ledger(console, judged, judged.ledger, knowledge)
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
    console.print(f"  [dim]{prior.status}: {prior.rationale or ''}[/dim]")
    console.print("\n  LR (90 % interval) of each finding; it moves the log-odds by weight x ln LR:")
    for row in ledger.rows:
        low, high = row.lr_interval
        console.print(
            f"  {row.shift:+.3f} = {row.weight:g} x ln {row.lr:.3g} ({low:.2f}-{high:.2f})  "
            f"[bold]{knowledge.findings[row.finding].short}[/bold] {row.state}"
        )
        notes = [row.group, row.source or row.status, *row.remarks]
        console.print(f"           [dim]{'; '.join(notes)}[/dim]")
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


def print_findings(knowledge: Knowledge) -> None:
    """Print the vocabulary."""
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for name in ("id", "part of the file", "kind", "sides", "unit", "range", "question"):
        table.add_column(name, overflow="fold", no_wrap=name == "id")
    for finding in knowledge.findings.values():
        measure = finding.measure
        table.add_row(
            finding.id,
            finding.section if finding.derived is None else f"{finding.section} (follows by itself)",
            finding.kind,
            "right, left" if finding.sided else "",
            "" if measure is None else measure.unit,
            "" if measure is None else f"{measure.minimum:g} to {measure.maximum:g}",
            " ".join(finding.question.split()),
        )
    _console().print(table)
