"""Write the generated part of the documentation: ``make docs``. A test fails when it is stale."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from docs.figures import sheet_names
from psoas import Knowledge, load_knowledge
from psoas.application.coverage import coverage, rows_in_words
from psoas.illustration.figure.wanted import name_of
from psoas.knowledge.contributors import AccuracyRow, Ratio
from psoas.knowledge.figure_files import shipped_figures
from psoas.knowledge.poses import poses_of, variants_of
from psoas.reports.document import schema_text
from psoas.reports.wording import within
from psoas.web.environment import SETTINGS

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs/reference"
COMMANDS = (
    (), ("assess",), ("screen",), ("plan",), ("explain",), ("recompute",), ("cohort",), ("benchmark",), ("figure",), ("findings",),
    ("new",), ("schema",), ("serve",), ("new-clinic",), ("backup",), ("restore",), ("migrate-database",), ("knowledge",), ("knowledge", "check"), ("knowledge", "coverage"), ("knowledge", "list"),
    ("knowledge", "show"), ("knowledge", "sources"), ("knowledge", "archive"),
)  # fmt: skip
SECTIONS = {
    "behaviour": "What the pain does (`complaint.behaviour`)",
    "history": "History (`history`)",
    "medical": "Conditions and medicines that matter for safety (`medical`)",
    "examination": "Examination (`examination`)",
    "measurements": "Measurements and reports (`measurements`)",
}
MARK = "<!-- written by docs/generate.py; change the knowledge files or the code instead -->\n\n"


@cache
def generated() -> dict[Path, str]:
    """Return every generated file with its text."""
    knowledge = load_knowledge()
    return {
        REFERENCE / "findings.md": "".join(_findings(knowledge)),
        REFERENCE / "safety.md": "".join(_safety(knowledge)),
        REFERENCE / "contributors.md": "".join(_contributors(knowledge)),
        REFERENCE / "coverage.md": "".join(_coverage(knowledge)),
        REFERENCE / "rules.md": "".join(_rules(knowledge)),
        REFERENCE / "look-alikes.md": "".join(_look_alikes(knowledge)),
        REFERENCE / "figures.md": "".join(_figures(knowledge)),
        REFERENCE / "command-line.md": "".join(_commands()),
        REFERENCE / "settings.md": "".join(_settings()),
        ROOT / "src/psoas/reports/assessment.schema.json": schema_text(),
    }


def _findings(knowledge: Knowledge) -> Iterator[str]:
    yield f"# Findings\n\n{MARK}"
    yield "The vocabulary of a case file. Each is present, absent or not examined.\n"
    for section, title in SECTIONS.items():
        yield f"\n## {title}\n\n| id | kind | sides | unit and range | question or test |\n|---|---|---|---|---|\n"
        for finding in knowledge.findings.values():
            if finding.section == section:
                measure = finding.measure
                span = "" if measure is None else f"{measure.unit} {measure.minimum:g} to {measure.maximum:g}"
                kind = finding.kind if finding.derived is None else "follows from others"
                sides = "right, left" if finding.sided else ""
                yield f"| `{finding.id}` | {kind} | {sides} | {span} | {_line(finding.question)} |\n"


def _safety(knowledge: Knowledge) -> Iterator[str]:
    yield f"# Safety questions and red flags\n\n{MARK}"
    for question in sorted(knowledge.safety_questions.values(), key=lambda one: one.order):
        must = "" if question.essential else " May be left out."
        yield f"## {question.short} (`safety.{question.id}`)\n\n**{_line(question.text)}** {_line(question.hint or '')}\n\n"
        yield f"Why we ask: {_line(question.why)}\n\nCounts as yes: {_line(question.counts_as_yes)}{must}\n\n"
        yield "".join(f"- `{option.id}`: {_line(option.text)}\n" for option in question.options) + "\n"
    yield "## Red flags\n\n| rule | urgency | time frame | pattern | status |\n|---|---|---|---|---|\n"
    order = ("emergency", "urgent", "refer")
    for flag in sorted(knowledge.red_flags.values(), key=lambda one: (order.index(one.urgency), one.id)):
        yield f"| {flag.condition} (`{flag.id}`) | {flag.urgency} | {within(flag.within_hours)} | {_line(flag.because)} | {flag.status} |\n"


def _contributors(knowledge: Knowledge) -> Iterator[str]:
    yield f"# Contributors and what moves them\n\n{MARK}"
    yield "| contributor | group | kind | scoring rows | read in the source | evidence |\n|---|---|---|---|---|---|\n"
    for one in knowledge.contributors.values():
        rows = knowledge.scoring_rows.get(one.id, ())
        read = sum(row.status == "read" for row in knowledge.accuracy if row.contributor == one.id)
        yield f"| {one.name} (`{one.id}`) | {one.group} | {one.kind} | {len(rows) or ''} | {read or ''} | {one.evidence} |\n"
    yield f"\n{knowledge.unchecked} rows stand in the files unchecked and reach nobody.\n"


def _coverage(knowledge: Knowledge) -> Iterator[str]:
    yield f"# How well each contributor is covered\n\n{MARK}"
    yield f"{rows_in_words(knowledge)} Best and weakest are the scoring rows at the ends of an order by status, patients and number of people.\n\n"
    yield "| contributor | findings | rows | read | secondary | judgement | scoring | pairwise | rules | best | weakest |\n|---|---|---|---|---|---|---|---|---|---|---|\n"
    for one in coverage(knowledge):
        counts = (
            one.findings,
            one.rows,
            one.read,
            one.secondary,
            one.judgement,
            one.scoring,
            one.pairwise,
            one.rules,
        )
        ends = (_row_in_words(row) for row in (one.best, one.weakest))
        yield f"| `{one.contributor}` | " + " | ".join((*map(str, counts), *ends)) + " |\n"


def _row_in_words(row: AccuracyRow | None) -> str:
    if row is None:
        return "nothing scores"
    people = "" if row.participants is None else f", {row.participants} people"
    return f"{row.finding}: {row.status}, {row.spectrum} ({row.source or 'ours'}{people})"


def _rules(knowledge: Knowledge) -> Iterator[str]:
    yield f"# Published rules\n\n{MARK}"
    yield "They stand beside our own estimate and never enter it. A rule speaks when what is not examined cannot change its band.\n"
    for rule in knowledge.rules.values():
        about = rule.contributor or rule.family or "the course"
        yield f"\n## {rule.name} (`{rule.id}`)\n\nAbout `{about}`: {_line(rule.predicts)}. For {_line(rule.applies_to)}. {rule.standing.replace('-', ' ').capitalize()}; {_line(rule.population)}; reference: {_line(rule.reference)}. {_line(rule.warning)}\n\n"
        yield "".join(f"- {item.points:g}: {_line(item.text)}\n" for item in rule.items)
        yield "\n| band | says | sensitivity | specificity | ratio (95 %) | with it, in the study |\n|---|---|---|---|---|---|\n"
        for band in rule.bands:
            numbers = [band.sensitivity, band.specificity, _ratio(band.ratio), band.probability]
            yield (
                f"| {band.name} | {band.reading} | "
                + " | ".join("" if n is None else f"{n}" for n in numbers)
                + " |\n"
            )


def _ratio(ratio: Ratio | None) -> str | None:
    if ratio is None:
        return None
    return f"{ratio.value:g}" + ("" if ratio.low is None else f" ({ratio.low:g}–{ratio.high:g})")


def _look_alikes(knowledge: Knowledge) -> Iterator[str]:
    yield f"# Look-alikes\n\n{MARK}"
    yield "Recognized by their pattern and by judgement, without a probability. What is dangerous has a red-flag rule as well.\n\n"
    yield "| look-alike | group | settled by | send to | within days |\n|---|---|---|---|---|\n"
    for one in sorted(knowledge.look_alikes.values(), key=lambda one: (one.group, one.name)):
        yield f"| {one.name} (`{one.id}`) | {one.group} | {_line(one.settled_by)} | {_line(one.send_to)} | {one.within_days} |\n"


def _figures(knowledge: Knowledge) -> Iterator[str]:
    yield f"# Exercises and postures, drawn\n\n{MARK}"
    yield "Every figure with its key poses, from `psoas figure --sheet`; how they are made and which are weak: [the figure](../explanation/figure.md).\n\n"
    yield "".join(
        f"![Figures, sheet {number}](../pictures/{path.name})\n\n"
        for number, path in enumerate(sheet_names(), 1)
    )
    yield "| figure | name | shows | view | key poses | other variants |\n|---|---|---|---|---|---|\n"
    for figure in shipped_figures().values():
        poses = ", ".join(pose.name for pose in poses_of(figure))
        others = ", ".join(variants_of(figure)[1:])
        shows = "an exercise" if figure.id in knowledge.items else ", ".join(figure.advice)
        yield f"| `{figure.id}` | {name_of(figure, knowledge)} | {shows} | {figure.view} | {_line(poses)} | {others} |\n"


def _commands() -> Iterator[str]:
    yield f"# Command line\n\n{MARK}"
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "90", "TERMINAL_WIDTH": "90"}
    for command in COMMANDS:
        help_text = subprocess.run(
            [sys.executable, "-m", "psoas", *command, "--help"],
            env=environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        lines = [line.rstrip() for line in help_text.replace("python -m psoas", "psoas").strip().splitlines()]
        yield f"## psoas {' '.join(command)}".rstrip() + "\n\n```\n" + "\n".join(lines) + "\n```\n\n"


def _settings() -> Iterator[str]:
    yield f"# Settings of the web application\n\n{MARK}"
    yield "From the environment. A name with `_FILE` behind it reads its value from a file, for secrets.\n\n"
    yield "| name | default | meaning |\n|---|---|---|\n"
    for one in SETTINGS:
        yield f"| `{one.name}` | {_line(one.default)} | {_line(one.meaning)} |\n"


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


def main() -> None:
    """Write all files."""
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
