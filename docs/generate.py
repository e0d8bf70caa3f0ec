"""Write the generated part of the documentation: ``make docs``. A test fails when it is stale."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from psoas import Knowledge, load_knowledge
from psoas.reports.document import schema_text
from psoas.reports.wording import within

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs/reference"
COMMANDS = (
    (), ("assess",), ("screen",), ("plan",), ("explain",), ("findings",), ("new",), ("schema",),
    ("knowledge",), ("knowledge", "check"), ("knowledge", "list"), ("knowledge", "show"), ("knowledge", "sources"),
)  # fmt: skip
SECTIONS = {
    "behaviour": "What the pain does (`complaint.behaviour`)",
    "history": "History (`history`)",
    "medical": "Conditions and medicines that matter for safety (`medical`)",
    "examination": "Examination (`examination`)",
    "measurements": "Measurements and reports (`measurements`)",
}
MARK = "<!-- written by docs/generate.py; change the knowledge files or the code instead -->\n\n"


def generated() -> dict[Path, str]:
    """Return every generated file with its text."""
    knowledge = load_knowledge()
    return {
        REFERENCE / "findings.md": "".join(_findings(knowledge)),
        REFERENCE / "safety.md": "".join(_safety(knowledge)),
        REFERENCE / "contributors.md": "".join(_contributors(knowledge)),
        REFERENCE / "command-line.md": "".join(_commands()),
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


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")


def main() -> None:
    """Write all files."""
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
