"""What contributes, and why: the evidence part of the clinician's report."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.diagnosis.diagnosis import NERVE_ROOT
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.ledger import Ledger, LedgerRow
from psoas.foundation.logit_normal import logit
from psoas.illustration.charts import Belief, Share
from psoas.knowledge.contributors import Group
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.citations import Citations
from psoas.reports.wording import capital, in_hundred, listed, sentences, signed, with_range

WIDE = 0.3  # an interval from which on it is worth saying why it is wide
NOTE_LETTERS = 26  # of names that fit beside the chart
MOST_SHIFT = 1.5  # of the log-odds, at which the bar of a ledger row is full


@dataclass(frozen=True, slots=True)
class GradedLine:
    """A contributor graded from what was found."""

    name: str
    group: Group
    grade: str
    leads: bool
    because: str
    not_examined: str


@dataclass(frozen=True, slots=True)
class Caution:
    """What must be said with some contributors."""

    names: str
    words: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One finding in a ledger."""

    finding: str
    state: str
    ratio: str  # "1.67 (0.74 to 3.81)"
    weight: str
    shift: str  # of the log-odds, signed
    bar: float  # the same from -1 to 1
    remarks: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LedgerTable:
    """The whole ledger of one contributor."""

    name: str
    group: Group
    starts: str
    lines: tuple[LedgerLine, ...]
    ends: str
    not_examined: str
    without_ratio: str
    caution: str
    evidence: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OtherLine:
    """A contributor that does not lead, in one line."""

    name: str
    group: Group
    belief: str
    words: str
    caution: str


@dataclass(frozen=True, slots=True)
class LevelLine:
    """A finding that speaks for or against root levels."""

    finding: str
    state: str
    levels: str
    ratio: str
    weight: str
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Contributors, root, ledgers."""

    beliefs: tuple[Belief, ...]  # of the chart
    small: str  # those too improbable for the chart, in a sentence
    graded: tuple[GradedLine, ...]
    cautions: tuple[Caution, ...]  # of the graded
    not_found: str
    shares: tuple[Share, ...]  # of the chart; none where a sentence is enough
    root: str
    levels: tuple[LevelLine, ...]
    ledgers: tuple[LedgerTable, ...]
    others: tuple[OtherLine, ...]
    unmoved: str  # the others that no finding moved, in a sentence


def evidence(assessment: Assessment, knowledge: Knowledge, cited: Citations) -> Evidence:
    """Lay out what contributes, how sure, and why."""
    diagnosis = assessment.diagnosis
    weighed = [one for one in diagnosis.contributors if one.ledger is not None]
    graded = [one for one in diagnosis.contributors if one.grading is not None]
    charted = [one for one in weighed if _belongs_in_chart(one, assessment, knowledge)]
    leading = [one for one in weighed if one.contributor.id in diagnosis.leading] or weighed[:1]
    others = [one for one in weighed if one not in leading]
    root, is_shown = diagnosis.root, _is_root_in_question(assessment)
    return Evidence(
        beliefs=tuple(_belief(one, knowledge) for one in charted),
        small=listed([f"{one.contributor.short} {_numbers(one)}" for one in weighed if one not in charted]),
        graded=tuple(graded_line(one, assessment, knowledge) for one in graded if is_found(one)),
        cautions=cautions([one for one in graded if is_found(one)]),
        not_found=not_found(graded),
        shares=tuple(
            Share(level, share, root.intervals[level], with_range(share, root.intervals[level]))
            for level, share in root.levels.items()
            if is_shown
        ),
        root=_root(assessment, with_levels=not is_shown),
        levels=tuple(
            LevelLine(
                finding=knowledge.findings[one.finding].short,
                state=one.state,
                levels=", ".join(one.levels),
                ratio=f"{one.lr:.2f}",
                weight=f"{one.weight:.3g}",
                cites=cited.of(one.source),
            )
            for one in root.evidence
            if is_shown
        ),
        ledgers=tuple(ledger_table(one, knowledge, cited) for one in leading),
        others=tuple(_other(one, knowledge) for one in others if _is_moved(one)),
        unmoved=listed([f"{one.contributor.short} {_numbers(one)}" for one in others if not _is_moved(one)]),
    )


def _belongs_in_chart(judged: Judged, assessment: Assessment, knowledge: Knowledge) -> bool:
    assert judged.ledger is not None
    _, high = judged.ledger.posterior.interval
    is_leading = judged.contributor.id in assessment.diagnosis.leading
    return is_leading or high >= knowledge.parameter("word-unlikely-below")


def _belief(judged: Judged, knowledge: Knowledge) -> Belief:
    assert judged.ledger is not None
    belief = judged.ledger.posterior
    return Belief(
        name=judged.contributor.short,
        group=judged.contributor.group,
        belief=belief,
        number=with_range(belief.probability, belief.interval),
        word=judged.word,
        note=why_wide(judged.ledger, knowledge),
    )


def why_wide(ledger: Ledger, knowledge: Knowledge) -> str:
    """Say what was not examined, beside a wide interval; a clinician cares for the cause of doubt."""
    low, high = ledger.posterior.interval
    if high - low < WIDE:
        return ""
    open_names = [knowledge.findings[name].short for name in ledger.not_examined]
    if not open_names:
        return (
            "wide: rests on the starting value"
            if not ledger.rows
            else "wide: the studies disagree or are small"
        )
    shown: list[str] = []
    for name in open_names:
        if len(", ".join([*shown, name])) <= NOTE_LETTERS:
            shown.append(name)
    rest = len(open_names) - len(shown)
    return f"not examined: {', '.join(shown)}" + (f" +{rest}" if rest else "")


def graded_line(judged: Judged, assessment: Assessment, knowledge: Knowledge) -> GradedLine:
    """Lay out a contributor graded from what was found."""
    assert judged.grading is not None
    return GradedLine(
        name=judged.contributor.short,
        group=judged.contributor.group,
        grade=judged.word,
        leads=judged.contributor.id in assessment.diagnosis.leading,
        because="; ".join(judged.grading.because),
        not_examined=", ".join(knowledge.findings[name].short for name in judged.grading.not_examined),
    )


def cautions(judged: Sequence[Judged]) -> tuple[Caution, ...]:
    """Say each caution once, with all whom it concerns."""
    grouped: dict[str, list[str]] = {}
    for one in judged:
        if one.contributor.caution:
            grouped.setdefault(one.contributor.caution, []).append(one.contributor.short)
    return tuple(Caution(", ".join(names), words) for words, names in grouped.items())


def is_found(judged: Judged) -> bool:
    """Tell whether something of a graded contributor was found."""
    return judged.grading is not None and judged.grading.is_found


def not_found(graded: Sequence[Judged]) -> str:
    """Say which graded contributors were looked at without finding them, and which were not examined."""
    parts = []
    for grade, words in (("none", "Looked at, not found"), ("not-examined", "Not examined")):
        names = [
            one.contributor.short for one in graded if one.grading is not None and one.grading.grade == grade
        ]
        if names:
            parts.append(f"{words}: {', '.join(names)}.")
    return " ".join(parts)


def _is_root_in_question(assessment: Assessment) -> bool:
    """Tell whether the levels deserve a chart: findings speak for some, and root pain is not unlikely."""
    nerve = next(one for one in assessment.diagnosis.contributors if one.contributor.id == NERVE_ROOT)
    is_likely = NERVE_ROOT in assessment.diagnosis.leading or "unlikely" not in nerve.word
    return bool(assessment.diagnosis.root.evidence) and is_likely


def _root(assessment: Assessment, *, with_levels: bool) -> str:
    """Say how probable root pain is, where it would be, and on which side."""
    root = assessment.diagnosis.root
    nerve = next(one for one in assessment.diagnosis.contributors if one.contributor.id == NERVE_ROOT)
    level = max(root.levels, key=lambda one: root.levels[one])
    side = f" on the {root.side}" if root.side in ("right", "left") else ""
    text = (
        f"Root pain itself: {_numbers(nerve)} in 100 ({nerve.word}). If a root is the source, it is most "
        f"probably {level}{side}"
    )
    if with_levels:
        text += f" ({', '.join(f'{name} {in_hundred(share)}' for name, share in root.levels.items())} in 100)"
    if not root.evidence:
        text += "; no finding speaks for one level rather than another"
    return f"{text}. Dermatome maps disagree, so the drawing counts little."


def ledger_table(judged: Judged, knowledge: Knowledge, cited: Citations) -> LedgerTable:
    """Lay out the whole ledger of a contributor with a probability, its lines in the order of its rows."""
    ledger = judged.ledger
    assert ledger is not None
    prior, belief = ledger.prior, ledger.posterior
    basis = (
        ""
        if prior.status == "read"
        else f" ({prior.status}: {sentences(prior.rationale or '')[0].rstrip('.')})"
    )
    total = sum(row.shift for row in ledger.rows)
    return LedgerTable(
        name=judged.contributor.name,
        group=judged.contributor.group,
        starts=(
            f"Starts at {_of_hundred(prior.probability, (prior.low, prior.high))} for "
            f"{prior.who[0].lower() + prior.who[1:]}{basis}; log-odds {signed(logit(prior.probability))}."
        ),
        lines=tuple(_ledger_line(row, knowledge, cited) for row in ledger.rows),
        ends=(
            f"Sum {signed(total)}; log-odds {signed(belief.mean)}, standard deviation "
            f"{math.sqrt(belief.variance):.2f}: {_of_hundred(belief.probability, belief.interval)}, "
            f"{judged.word}."
        ),
        not_examined=", ".join(knowledge.findings[name].short for name in ledger.not_examined),
        without_ratio=", ".join(knowledge.findings[name].short for name in ledger.without_ratio),
        caution=judged.contributor.caution or "",
        evidence=judged.contributor.evidence,
        cites=cited.of(*(citation.source for citation in prior.cite)),
    )


def _ledger_line(row: LedgerRow, knowledge: Knowledge, cited: Citations) -> LedgerLine:
    low, high = row.lr_interval
    remarks = [_in_short(remark) for remark in row.remarks]
    if row.status != "read":
        remarks.append(row.status)
    return LedgerLine(
        finding=knowledge.findings[row.finding].short,
        state=row.state,
        ratio=f"{row.lr:.2f} ({low:.2f} to {high:.2f})",
        weight=f"{row.weight:.3g}",
        shift=signed(row.shift),
        bar=max(-1.0, min(1.0, row.shift / MOST_SHIFT)),
        remarks="; ".join(remarks),
        cites=cited.of(row.source),
    )


def _in_short(remark: str) -> str:
    """Shorten remarks that come often; a note above the tables says what they mean."""
    if remark.startswith("shares its mechanism"):
        return "same mechanism"
    return remark.removesuffix(": may be off in first contact")


def _is_moved(judged: Judged) -> bool:
    return judged.ledger is not None and any(row.weight for row in judged.ledger.rows)


def _other(judged: Judged, knowledge: Knowledge) -> OtherLine:
    ledger = judged.ledger
    assert ledger is not None
    counted = sorted((row for row in ledger.rows if row.weight), key=lambda row: -abs(row.shift))
    rows = [
        f"{knowledge.findings[row.finding].short} {row.state} (LR {row.lr:.2f}"
        + (f", weight {row.weight:.3g})" if row.weight < 1 else ")")
        for row in counted
    ]
    open_count = len(ledger.not_examined)
    start = f"starts at {_of_hundred(ledger.prior.probability, (ledger.prior.low, ledger.prior.high))}"
    parts = [capital(start), *rows]
    if open_count:
        parts.append(f"{open_count} not examined")
    return OtherLine(
        name=judged.contributor.short,
        group=judged.contributor.group,
        belief=f"{_numbers(judged)}, {judged.word}",
        words="; ".join(parts) + ".",
        caution=judged.contributor.caution or "",
    )


def _numbers(judged: Judged) -> str:
    assert judged.ledger is not None
    belief = judged.ledger.posterior
    return _range(belief.probability, belief.interval)


def _of_hundred(probability: float, interval: tuple[float, float]) -> str:
    """Say a probability to the nearest 1 in 100, so that a ledger can be followed by hand."""
    middle, low, high = (_percent(one) for one in (probability, *interval))
    return f"{middle} ({low} to {high}) in 100"


def _percent(probability: float) -> str:
    percent = 100 * probability
    return "<1" if percent < 1 else ">99" if percent > 99 else f"{percent:.0f}"  # noqa: PLR2004 -- the ends


def _range(probability: float, interval: tuple[float, float]) -> str:
    return f"{in_hundred(probability)} ({in_hundred(interval[0])} to {in_hundred(interval[1])})"
