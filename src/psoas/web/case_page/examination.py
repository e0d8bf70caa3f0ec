"""Which rows of the examination a clinician sees, and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from psoas.application.assess import Assessment
from psoas.diagnosis.next_examination import NextExamination
from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import KnowledgeError, Problem
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.facts import CaseFacts
from psoas.reports.wording import in_hundred
from psoas.web.case_page.rows import Row, row
from psoas.web.models import Observation

Order = Literal["worth", "position"]
Recorded = Mapping[tuple[str, str], Observation]

FILE = Path(__file__).with_name("core_examination.yaml")
POSITIONS = ("walking", "standing", "sitting", "supine", "side-lying", "prone", "")
_HEADINGS = {
    "walking": "Standing",
    "standing": "Standing",
    "sitting": "Sitting",
    "supine": "On the back",
    "side-lying": "On the side",
    "prone": "On the front",
    "": "In any position",
}
EXAMINED = ("examination", "measurements")
_MOST_FOUND = 12
_MOST_CHANGES = 2
COULD_HURT = "It could hurt this patient; it is not asked for here."


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under one heading."""

    id: str
    heading: str
    rows: tuple[Row, ...]

    @property
    def has_open(self) -> bool:
        """A row can still be marked as normal."""
        return any(one.is_open and one.asked.normal is not None for one in self.rows)


@dataclass(frozen=True, slots=True)
class Worth:
    """An examination worth doing next, with what it could change."""

    finding: str
    name: str
    minutes: str
    changes: tuple[tuple[str, str, str, str], ...]  # contributor, now, if present, if absent


def core_examination(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the core set of findings, in order.

    Raises
    ------
    KnowledgeError
        The file names something that is not examined by hand, or names it twice.
    """
    names = _names()
    problems = []
    for place, name in enumerate(names):
        record = knowledge.findings.get(name)
        if record is None or record.section != "examination" or record.derived is not None:
            problems.append(Problem(name, "It is no finding of the examination."))
        elif record.position is None:
            problems.append(Problem(name, "It has no position."))
        if name in names[:place]:
            problems.append(Problem(name, "It stands there twice."))
    if problems:
        raise KnowledgeError(FILE.name, problems)
    return names


@cache
def _names() -> tuple[str, ...]:
    return tuple(parse_yaml(FILE.read_text(encoding="utf-8"), trusted=True).value)


def is_examined(finding: Finding) -> bool:
    """Tell whether a finding is entered in the examination: seen or measured there."""
    return finding.section in EXAMINED and may_be_entered(finding)


def may_be_entered(finding: Finding) -> bool:
    """Tell whether somebody states a finding: answers of safety questions state theirs, and much is derived.

    What is derived can be examined as a whole where that has a time of its own ("any reflex deficit").
    """
    return finding.section != "safety" and (finding.derived is None or finding.minutes is not None)


def blocks(
    assessment: Assessment,
    knowledge: Knowledge,
    recorded: Recorded,
    *,
    order: Order,
    added: Iterable[str] = (),
    make_row: "RowMaker",
) -> tuple[Block, ...]:
    """Lay out the rows: the core set, what was examined beside it, and what was added by its name.

    In the order ``worth``, what is worth examining next stands first; the rest goes by position, so that
    nobody is turned twice.
    """
    facts = CaseFacts.of(assessment.case, knowledge)
    seen = [
        name
        for name, _ in recorded
        if name in knowledge.findings and knowledge.findings[name].section in EXAMINED
    ]
    first = [one.finding for one in assessment.diagnosis.next_examinations] if order == "worth" else []
    core = [name for name in core_examination(knowledge) if name in seen or not could_hurt(name, facts)]
    names = list(dict.fromkeys([*first, *core]))
    extra = [name for name in dict.fromkeys([*seen, *added]) if name not in names]
    groups: dict[str, list[str]] = {"Worth examining first": first} if first else {}
    for position in POSITIONS:
        placed = [
            name
            for name in names
            if name not in first and (knowledge.findings[name].position or "") == position
        ]
        if placed:
            groups.setdefault(_HEADINGS[position], []).extend(placed)
    if extra:
        groups["Beside these"] = extra
    return tuple(
        Block(f"block-{place}", heading, tuple(make_row(name, facts) for name in members))
        for place, (heading, members) in enumerate(groups.items())
    )


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes rows of one page."""

    knowledge: Knowledge
    recorded: Recorded
    reader: int | None
    typed: Mapping[str, str] | None = None
    errors: Mapping[str, Sequence[str]] | None = None

    def __call__(self, finding: str, facts: CaseFacts | None = None) -> Row:
        """Make the row of a finding."""
        return row(
            self.knowledge.findings[finding],
            self.recorded,
            reader=self.reader,
            typed=self.typed,
            errors=(self.errors or {}).get(finding, ()),
            caution=COULD_HURT if facts is not None and could_hurt(finding, facts) else "",
        )


def could_hurt(finding: str, facts: CaseFacts) -> bool:
    """Tell whether a finding is better not examined in this patient."""
    condition = facts.knowledge.findings[finding].not_when
    return condition is not None and condition.truth(facts) is True


def worth_next(assessment: Assessment, knowledge: Knowledge, *, with_changes: bool) -> tuple[Worth, ...]:
    """Say what is worth examining next; what it could change only once the clinician may see it."""
    return tuple(_worth(one, knowledge, with_changes) for one in assessment.diagnosis.next_examinations)


def _worth(one: NextExamination, knowledge: Knowledge, with_changes: bool) -> Worth:  # noqa: FBT001 -- private
    changes = [
        (
            knowledge.contributors[change.contributor].short,
            str(in_hundred(change.now)),
            str(in_hundred(change.if_present)),
            str(in_hundred(change.if_absent)),
        )
        for change in one.changes[:_MOST_CHANGES]
    ]
    minutes = f"{one.minutes:g} min" if one.minutes >= 1 else "under 1 min"
    shown = tuple(changes) if with_changes else ()
    return Worth(one.finding, knowledge.findings[one.finding].short, minutes, shown)


def search(words: str, knowledge: Knowledge) -> list[Finding]:
    """Return the findings whose name, short name or identifier holds all the words; the shortest first."""
    wanted = words.lower().split()
    if not wanted:
        return []
    found = [
        one
        for one in knowledge.findings.values()
        if may_be_entered(one) and all(word in f"{one.short} {one.name} {one.id}".lower() for word in wanted)
    ]
    found.sort(key=lambda one: (not is_examined(one), len(one.short), one.id))
    return found[:_MOST_FOUND]
