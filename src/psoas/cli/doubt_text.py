"""What stands beside a ledger in the terminal: rules, mechanism, look-alikes, outlook, and doubt."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from psoas.application.assess import Assessment
from psoas.cli.terminal import column, dim, heading, percent, print_table, terminal
from psoas.diagnosis.diagnosis import Diagnosis
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.published_rules import RuleBeside
from psoas.diagnosis.sensitivity import Sensitivity, sensitivity
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.outlook import Outlook
from psoas.patient.facts import CaseFacts
from psoas.reports.wording import within_days

if TYPE_CHECKING:
    from psoas.application.recompute import Recomputed

_AGREES = {True: "agrees", False: "disagrees", None: ""}


def print_mechanism(console: Console, diagnosis: Diagnosis) -> None:
    """Print which pain mechanism the pattern fits."""
    readings = diagnosis.mechanism.readings
    if all(one.fit == "cannot tell yet" for one in readings):
        return
    heading(console, "Which pain mechanism the pattern fits (a description, no probability)")
    for one in readings:
        known = len(one.met) + len(one.not_met)
        told = f"{len(one.met)} of {known} criteria met" + (
            f", {len(one.not_known)} not known" if one.not_known else ""
        )
        console.print(f"  {one.mechanism.name}: {one.fit} ({told})")
    dim(console, "  The published patterns were tested against the same clinicians' judgement.")


def print_look_alikes(console: Console, diagnosis: Diagnosis) -> None:
    """Print other conditions whose pattern holds."""
    if not diagnosis.look_alikes:
        return
    heading(console, "It could also be (by its pattern; judgement, no probability)")
    for found in diagnosis.look_alikes:
        one = found.look_alike
        console.print(Text.assemble("  ", (one.name, "bold"), f": {'; '.join(found.because)}"))
        for words, texts in (("for it too", found.supports), ("against it", found.speaks_against)):
            if texts:
                console.print(f"    {words}: {'; '.join(texts)}")
        console.print(f"    settled by: {one.settled_by}")
        console.print(f"    send to: {one.send_to} ({within_days(one.within_days)})")


def print_rules(console: Console, rules: tuple[RuleBeside, ...], knowledge: Knowledge) -> None:
    """Print published rules beside our own estimate."""
    if not rules:
        return
    heading(console, "Published rules beside it (they never enter the ledger)")
    for beside in rules:
        reading, band = beside.reading, beside.reading.band
        own = reading.rule.contributor
        about = "" if own is None else f" [{knowledge.contributors[own].short}]"
        if band is None:
            said = f"open: {' or '.join(reading.possible)}, {len(reading.not_examined)} not examined"
        else:
            said = f"{band.name}: {band.reading}"
        console.print(Text.assemble("  ", (reading.rule.name, "bold"), f"{about}: {said}"))
        if beside.alone is not None:
            low, high = beside.alone.interval
            console.print(f"    alone {percent(beside.alone.probability)} ({percent(low)}-{percent(high)})")
        if beside.agrees is not None:
            console.print(f"    {_AGREES[beside.agrees]} with ours")


def print_outlook(console: Console, outlook: Outlook) -> None:
    """Print the usual course and what goes with a slower or quicker one."""
    decided = [(one.rule, one.band) for one in outlook.entered if one.band is not None]
    if not (outlook.course or outlook.slower or outlook.quicker or decided or outlook.predictions):
        return
    heading(console, "How it usually goes on (it moves no diagnosis)")
    if outlook.course is not None:
        console.print(f"  {outlook.course.summary}")
    for words, factors in (("slower", outlook.slower), ("quicker", outlook.quicker)):
        if factors:
            console.print(f"  goes with a {words} course: {'; '.join(one.name for one in factors)}")
    for rule, band in decided:
        console.print(f"  {rule.name}: {band.name}")
    for prediction in outlook.predictions:
        span = f"{percent(prediction.least)}" + (
            f" to {percent(prediction.most)}" if prediction.not_known else ""
        )
        console.print(
            f"  {prediction.model.name}: {prediction.model.outcome}, {span} in 100 "
            f"(all people studied: {percent(prediction.model.baseline)})"
        )


def print_doubt(judged: Judged, assessment: Assessment, knowledge: Knowledge) -> None:
    """Print what a conclusion leans on and what could turn it."""
    if judged.ledger is None:
        return
    console = terminal()
    found = sensitivity(judged.contributor, CaseFacts.of(assessment.case, knowledge), knowledge)
    _leaning(console, found, knowledge)
    mine = tuple(
        one for one in assessment.diagnosis.rules if one.reading.rule.contributor == judged.contributor.id
    )
    print_rules(console, mine, knowledge)


def _leaning(console: Console, found: Sensitivity, knowledge: Knowledge) -> None:
    if found.leans_on:
        heading(console, "What it leans on (in 100)")
        rows = []
        for one in found.leans_on:
            other = (
                f"{percent(one.lowest)} to {percent(one.highest)} ({one.studies} more)"
                if one.studies
                else "no other"
            )
            change = "" if one.word_without == found.word else one.word_without
            name = f"{knowledge.findings[one.finding].short} {one.state}"
            rows.append((name, (f"{percent(one.without)} {change}".rstrip(), other)))
        columns = (column("finding"), column("without it"), column("by other studies"))
        print_table(console, columns, rows)
    if found.could_turn:
        heading(console, "What would change the word")
        for turn in found.could_turn:
            console.print(
                f"  {knowledge.findings[turn.finding].short}: {percent(turn.if_present)} if present "
                f"({turn.word_if_present}), {percent(turn.if_absent)} if absent ({turn.word_if_absent})"
            )


def print_what_if(
    suppositions: tuple[str, ...], now: Assessment, then: Assessment, contributor: str, knowledge: Knowledge
) -> None:
    """Print what a supposed finding would change, for one contributor and for every other it moves."""
    console = terminal()
    heading(console, f"If {', '.join(suppositions)}")
    before = {one.contributor.id: one for one in now.diagnosis.contributors}
    for judged in then.diagnosis.contributors:
        identifier = judged.contributor.id
        was = before[identifier]
        if _said(was) != _said(judged) or identifier == contributor:
            name = knowledge.contributors[identifier].short
            console.print(f"  {name}: {_said(was)} → {_said(judged)}")
    if now.screening.disposition != then.screening.disposition:
        console.print(f"  Screening: {now.screening.disposition} → {then.screening.disposition}")


def _said(judged: Judged) -> str:
    if judged.ledger is None:
        return judged.word
    low, high = judged.ledger.posterior.interval
    return f"{percent(judged.ledger.posterior.probability)} ({percent(low)}-{percent(high)}), {judged.word}"


def print_recomputed(found: "Recomputed", knowledge: Knowledge) -> None:
    """Print a past assessment beside the same case on the knowledge of its day and on today's."""
    console, then = terminal(), found.then
    console.print(
        f"Then: Psoas {then.psoas_version}, knowledge {then.knowledge_version} ({then.fingerprint}), "
        f"{then.disposition}.\nToday: Psoas {found.today.psoas_version}, knowledge "
        f"{found.today.knowledge_version} ({found.today.knowledge_fingerprint}), "
        f"{found.today.screening.disposition}."
    )
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
    columns = (column("in 100, or the grade"), column("then"), column("again"), column("today"))
    print_table(console, columns, rows)


def _value(value: float | str) -> str:
    return value.replace("-", " ") if isinstance(value, str) else f"{100 * value:.1f}"
