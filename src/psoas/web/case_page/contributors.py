"""The contributors as they stand, each with its ledger on request, beside the clinician's own impression."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from psoas.application.assess import Assessment
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.ledger import Ledger
from psoas.diagnosis.sensitivity import sensitivity
from psoas.diagnosis.separation import not_separated
from psoas.knowledge.contributors import Group
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.sources import Source
from psoas.patient.facts import CaseFacts
from psoas.reports.citations import Citations
from psoas.reports.clinician_beside import DoubtLine, doubt_line
from psoas.reports.clinician_evidence import (
    LedgerLine,
    LedgerTable,
    graded_line,
    is_found,
    ledger_table,
    not_found,
    why_wide,
)
from psoas.reports.wording import in_hundred, listed
from psoas.web.case_page.bars import glyph_svg, interval_svg
from psoas.web.models import Visit

JUDGEMENTS = (
    ("ruled-out", "Ruled out"),
    ("unlikely", "Unlikely"),
    ("possible", "Possible"),
    ("likely", "Likely"),
    ("established", "Established"),
)
GROUPS: dict[Group, str] = {
    "nerve": "Nerve",
    "disc": "Disc",
    "joint": "Joint",
    "muscle": "Muscle",
    "hip": "Hip",
    "alignment": "Alignment and load",
    "other": "Other",
}


Verdict = Literal["agrees", "not settled", "differs"]
_OPEN_WORDS = ("possible", "about as likely as not", "cannot tell yet", "mild", "not examined")
MOST_IN_SHORT = 3


@dataclass(frozen=True, slots=True)
class LedgerShown:
    """Why a contributor stands where it stands."""

    summary: str
    caution: str
    table: LedgerTable | None  # of those with a probability
    lines: tuple[tuple[LedgerLine, Source | None], ...]
    prior_sources: tuple[Source, ...]
    doubt: DoubtLine | None
    because: str  # of the graded
    not_examined: str
    root: str


@dataclass(frozen=True, slots=True)
class ContributorRow:
    """One contributor of the panel."""

    id: str
    name: str
    group_name: str
    glyph: str
    bar: str  # empty for the graded
    number: str  # "about 60 (45 to 80) in 100"
    word: str
    note: str
    leads: bool
    judged: str  # the clinician's opinion, if there is one
    judged_in_words: str
    reason: str
    ledger: LedgerShown | None  # when it is open


@dataclass(frozen=True, slots=True)
class Compared:
    """One contributor of the clinician's impression, beside what the findings say."""

    name: str
    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class Contributors:
    """The whole panel."""

    rows: tuple[ContributorRow, ...]
    not_found: str
    not_separated: tuple[str, ...]
    impression: tuple[Compared, ...]
    is_skipped: bool
    missed: str  # what leads and was not in the impression
    in_short: tuple[tuple[str, str], ...]  # the first few, for a phone


@dataclass(frozen=True, slots=True)
class Choices:
    """The contributors a clinician can name in the impression, of one group."""

    group: str
    glyph: str
    contributors: tuple[tuple[str, str], ...]


def choices(knowledge: Knowledge) -> tuple[Choices, ...]:
    """Return every contributor by group, in the order of the groups: nothing in it comes from the patient."""
    grouped: dict[Group, list[tuple[str, str]]] = {group: [] for group in GROUPS}
    for one in knowledge.contributors.values():
        grouped[one.group].append((one.id, one.short))
    return tuple(
        Choices(GROUPS[group], glyph_svg(group), tuple(members))
        for group, members in grouped.items()
        if members
    )


def contributors(
    assessment: Assessment, visit: Visit, knowledge: Knowledge, *, opened: Collection[str]
) -> Contributors:
    """Lay out the contributors in the order in which they stand, with the ledgers that are open."""
    diagnosis = assessment.diagnosis
    judged = {one.contributor.id: one for one in diagnosis.contributors}
    chosen: Sequence[str] = visit.impression or ()
    names = [knowledge.contributors[one].short for one in diagnosis.leading if one not in chosen]
    return Contributors(
        rows=tuple(
            _row(judged[identifier], assessment, knowledge, is_open=identifier in opened)
            for identifier in diagnosis.ranking
        ),
        not_found=not_found([one for one in judged.values() if one.grading is not None]),
        not_separated=tuple(
            listed([knowledge.contributors[one].short for one in group])
            for group in not_separated(diagnosis.contributors, diagnosis.ranking, knowledge)
        ),
        impression=tuple(_compared(judged[one], assessment) for one in chosen if one in judged),
        is_skipped=visit.impression == [],
        missed=listed(names) if chosen else "",
        in_short=tuple(
            (judged[one].contributor.short, _in_short(judged[one]))
            for one in diagnosis.ranking[:MOST_IN_SHORT]
        ),
    )


def ledger_of(identifier: str, assessment: Assessment, knowledge: Knowledge) -> LedgerShown:
    """Lay out why a contributor stands where it stands."""
    one = next(one for one in assessment.diagnosis.contributors if one.contributor.id == identifier)
    caution = one.contributor.caution or ""
    if one.ledger is None:
        line = graded_line(one, assessment, knowledge)
        return LedgerShown(
            one.contributor.summary, caution, None, (), (), None, line.because, line.not_examined, ""
        )
    table = ledger_table(one, knowledge, Citations(knowledge.sources))
    facts = CaseFacts.of(assessment.case, knowledge)
    return LedgerShown(
        summary=one.contributor.summary,
        caution=caution,
        table=table,
        lines=tuple(zip_longest(table.lines, _sources(one.ledger, knowledge))),
        prior_sources=tuple(knowledge.sources[cite.source] for cite in one.ledger.prior.cite),
        doubt=doubt_line(sensitivity(one.contributor, facts, knowledge), knowledge),
        because="",
        not_examined=table.not_examined,
        root=_root(assessment) if identifier == "nerve-root" else "",
    )


def _sources(ledger: Ledger, knowledge: Knowledge) -> list[Source | None]:
    return [None if row.source is None else knowledge.sources[row.source] for row in ledger.rows]


def _row(one: Judged, assessment: Assessment, knowledge: Knowledge, *, is_open: bool) -> ContributorRow:
    record, number, bar, note = one.contributor, "", "", ""
    if one.ledger is not None:
        belief = one.ledger.posterior
        low, high = (in_hundred(end) for end in belief.interval)
        number = f"about {in_hundred(belief.probability)} ({low} to {high}) in 100"
        bar, note = interval_svg(belief, record.group), why_wide(one.ledger, knowledge)
    elif is_found(one):
        note = graded_line(one, assessment, knowledge).because
    opinion = one.opinion
    return ContributorRow(
        id=record.id,
        name=record.short,
        group_name=GROUPS[record.group],
        glyph=glyph_svg(record.group),
        bar=bar,
        number=number,
        word=one.word,
        note=note,
        leads=record.id in assessment.diagnosis.leading,
        judged="" if opinion is None else opinion.judged,
        judged_in_words="" if opinion is None else opinion.judged.replace("-", " "),
        reason="" if opinion is None else opinion.reason,
        ledger=ledger_of(record.id, assessment, knowledge) if is_open else None,
    )


def _compared(one: Judged, assessment: Assessment) -> Compared:
    verdict: Verdict = "differs"
    if one.contributor.id in assessment.diagnosis.leading:
        verdict = "agrees"
    elif one.word in _OPEN_WORDS:
        verdict = "not settled"
    return Compared(one.contributor.short, verdict, _in_short(one))


def _in_short(one: Judged) -> str:
    if one.ledger is None:
        return one.word
    return f"{one.word}, {in_hundred(one.ledger.posterior.probability)} in 100"


def _root(assessment: Assessment) -> str:
    root = assessment.diagnosis.root
    levels = sorted(root.levels.items(), key=lambda one: -one[1])
    shares = ", ".join(f"{level} {in_hundred(share)}" for level, share in levels)
    side = f" on the {root.side}" if root.side in ("right", "left") else ""
    return f"If a nerve root is the source{side}, in 100: {shares}."
