"""What stands beside a ledger in the terminal: rules, mechanism, look-alikes, outlook, and doubt."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from psoas.application.assess import Assessment
from psoas.cli.terminal import ROOMY, column, heading, line, percent, print_table, terminal
from psoas.diagnosis.diagnosis import Diagnosis
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.published_rules import RuleBeside
from psoas.diagnosis.sensitivity import Sensitivity, sensitivity
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.outlook import Outlook
from psoas.patient.facts import CaseFacts
from psoas.reports.citations import Citations
from psoas.reports.clinician_beside import look_alike_lines, outlook_facts
from psoas.reports.rules_told import open_in_words, quiet_in_words, said_in_words, sorted_rules
from psoas.reports.wording import small

if TYPE_CHECKING:
    from psoas.application.recompute import Recomputed


def print_mechanism(console: Console, diagnosis: Diagnosis) -> None:
    """Print which pain mechanism the pattern fits, and which it does not."""
    readings = [one for one in diagnosis.mechanism.readings if one.fit != "cannot tell yet"]
    if not readings:
        return
    heading(console, "Which pain mechanism the pattern fits (a description, no probability)")
    for one in readings:
        known = len(one.met) + len(one.not_met)
        told = f"{len(one.met)} of {known} criteria met" + (
            f", {len(one.not_known)} not known" if one.not_known else ""
        )
        line(console, f"{one.fit}, {told}", lead=f"{one.mechanism.name}: ")


def print_look_alikes(console: Console, assessment: Assessment, knowledge: Knowledge) -> None:
    """Print other conditions whose pattern holds."""
    lines = look_alike_lines(assessment, Citations(knowledge.sources))
    if not lines:
        return
    heading(console, "It could also be (by its pattern, no probability)")
    for one in lines:
        line(console, f", {one.within}", lead=one.name)
        for fact in one.facts:
            line(console, f"{small(fact.name)}: {fact.value}", indent=4)


def print_rules(console: Console, diagnosis: Diagnosis, knowledge: Knowledge) -> None:
    """Print the published rules that say something, and count the others."""
    rules = sorted_rules(diagnosis, knowledge)
    if not diagnosis.rules:
        return
    heading(console, "Published rules beside it (they never enter the ledger)")
    for one in rules.telling:
        _rule(console, one, knowledge)
    for words in (quiet_in_words(rules.quiet), open_in_words(rules.open)):
        if words:
            line(console, words, style="dim")


def _rule(console: Console, one: RuleBeside, knowledge: Knowledge) -> None:
    rule = one.reading.rule
    about = "" if rule.contributor is None else f" [{knowledge.contributors[rule.contributor].short}]"
    parts = [said_in_words(one)]
    if one.alone is not None:
        low, high = one.alone.interval
        parts.append(f"on its own {percent(one.alone.probability)} ({percent(low)}-{percent(high)}) in 100")
    if one.agrees is not None:
        parts.append(f"{'agrees' if one.agrees else 'disagrees'} with ours")
    line(console, f"{about}: {', '.join(parts)}", lead=rule.name)


def _rules_of(console: Console, rules: list[RuleBeside], knowledge: Knowledge) -> None:
    """Print every rule about one contributor, the open ones with what they still need."""
    if not rules:
        return
    heading(console, "Published rules beside it (they never enter the ledger)")
    for one in rules:
        if one.reading.band is not None:
            _rule(console, one, knowledge)
            continue
        needed = "; ".join(one.reading.not_examined)
        line(console, f": open; not examined: {needed}", lead=one.reading.rule.name)


def print_outlook(console: Console, outlook: Outlook) -> None:
    """Print the usual course and what goes with a slower or quicker one."""
    facts = outlook_facts(outlook)
    if facts:
        heading(console, "How it usually goes on (it moves no diagnosis)")
    for fact in facts:
        line(console, fact.value, lead=f"{fact.name}: ")


def print_doubt(judged: Judged, assessment: Assessment, knowledge: Knowledge) -> None:
    """Print what a conclusion leans on and what could turn it."""
    if judged.ledger is None:
        return
    console = terminal()
    found = sensitivity(judged.contributor, CaseFacts.of(assessment.case, knowledge), knowledge)
    _leaning(console, found, knowledge)
    identifier = judged.contributor.id
    mine = [one for one in assessment.diagnosis.rules if one.reading.rule.contributor == identifier]
    _rules_of(console, mine, knowledge)


def _leaning(console: Console, found: Sensitivity, knowledge: Knowledge) -> None:
    if found.leans_on:
        heading(console, "What it leans on (in 100)")
        rows = []
        for one in found.leans_on:
            low, high = percent(one.lowest), percent(one.highest)
            span = low if low == high else f"{low} to {high}"
            other = f"{span} ({one.studies} more)" if one.studies else "no other"
            change = "" if one.word_without == found.word else one.word_without
            name = f"{knowledge.findings[one.finding].short} {one.state}"
            rows.append((name, (f"{percent(one.without)} {change}".rstrip(), other)))
        columns = (column("finding"), column("without it"), column("by other studies"))
        print_table(console, columns, rows)
    if found.could_turn:
        heading(console, "What would change the word")
        for turn in found.could_turn:
            line(
                console,
                f"{percent(turn.if_present)} if present ({turn.word_if_present}), "
                f"{percent(turn.if_absent)} if absent ({turn.word_if_absent})",
                lead=f"{knowledge.findings[turn.finding].short}: ",
            )


def print_what_if(
    suppositions: tuple[str, ...], now: Assessment, then: Assessment, contributor: str, knowledge: Knowledge
) -> None:
    """Print what a supposed finding would change, for one contributor and for every other it moves."""
    console = terminal()
    console.print(Text(f"If {', '.join(suppositions)}", style="bold cyan"))
    before = {one.contributor.id: one for one in now.diagnosis.contributors}
    for judged in then.diagnosis.contributors:
        identifier = judged.contributor.id
        was = before[identifier]
        if _said(was) != _said(judged) or identifier == contributor:
            name = knowledge.contributors[identifier].short
            line(console, f"{_said(was)} → {_said(judged)}", lead=f"{name}: ")
    if now.screening.disposition != then.screening.disposition:
        line(console, f"{now.screening.disposition} → {then.screening.disposition}", lead="Screening: ")
    console.print()


def _said(judged: Judged) -> str:
    if judged.ledger is None:
        return judged.word
    low, high = judged.ledger.posterior.interval
    return f"{percent(judged.ledger.posterior.probability)} ({percent(low)}-{percent(high)}), {judged.word}"


def print_recomputed(found: "Recomputed", knowledge: Knowledge) -> None:
    """Print a past assessment beside the same case on the knowledge of its day and on today's."""
    console, then = terminal(), found.then
    today = found.today
    for when, psoas, version, fingerprint, disposition in (
        ("Then", then.psoas_version, then.knowledge_version, then.fingerprint, then.disposition),
        (
            "Today", today.psoas_version, today.knowledge_version, today.knowledge_fingerprint,
            today.screening.disposition,
        ),
    ):  # fmt: skip
        told = f"Psoas {psoas}, knowledge {version} ({fingerprint}), {disposition}."
        line(console, told, lead=f"{when}: ", indent=0)
    if found.again is None:
        console.print("The knowledge of that day is not at hand: name its folder with --archive.")
    elif found.is_reproduced:
        console.print("On the knowledge of that day, today's program gives what was written down.")
    else:
        console.print(
            "On the knowledge of that day, today's program gives something else: "
            "the program or the file was changed."
        )
        if found.again.diagnosis.leading != then.leading:
            again = ", ".join(found.again.diagnosis.leading)
            console.print(f"It led with: {', '.join(then.leading)}. Again: {again}.", soft_wrap=True)
    rows = [
        (
            knowledge.contributors[one.contributor].short
            if one.contributor in knowledge.contributors
            else one.contributor,
            tuple("" if value is None else _value(value) for value in (one.then, one.again, one.today)),
        )
        for one in found.contributors
    ]
    if console.width < ROOMY:
        for name, values in rows:
            times = zip(("then", "again", "today"), values, strict=True)
            line(console, ", ".join(f"{time} {value or '-'}" for time, value in times), lead=f"{name}: ")
        return
    columns = (column("in 100, or the grade"), column("then"), column("again"), column("today"))
    print_table(console, columns, rows)


def _value(value: float | str) -> str:
    return value.replace("-", " ") if isinstance(value, str) else f"{100 * value:.1f}"
