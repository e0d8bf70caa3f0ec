"""How well each contributor is covered: how many findings, how many read in their source, how good."""

from dataclasses import dataclass

from psoas.knowledge.contributors import AccuracyRow
from psoas.knowledge.knowledge import Knowledge

_SPECTRUM = ("primary", "mixed", "specialist", "injection", "surgical", "case-control")
_STATUS = ("read", "secondary", "judgement")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The evidence behind one contributor.

    ``best`` and ``weakest`` are the scoring rows at the two ends of an order by status, kind of patients
    and number of people; ``None`` where nothing scores.
    """

    contributor: str
    findings: int  # that a row of it is about
    rows: int
    scoring: int
    read: int
    secondary: int
    judgement: int
    pairwise: int  # rows that only tell it apart from one other condition
    rules: int
    best: AccuracyRow | None
    weakest: AccuracyRow | None


def coverage(knowledge: Knowledge) -> tuple[Coverage, ...]:
    """Count the evidence behind every contributor that has a probability.

    Knowledge: ``accuracy/*.csv``, ``rules/*``
    """
    return tuple(
        _covered(identifier, knowledge)
        for identifier, contributor in knowledge.contributors.items()
        if contributor.kind == "probability"
    )


def rows_in_words(knowledge: Knowledge) -> str:
    """Say how many rows there are about what, and how many of them were read in their source."""
    contributors, dangers, levels = knowledge.accuracy, knowledge.red_flag_accuracy, knowledge.root_levels
    read = [
        *(row.status == "read" for row in contributors),
        *(row.status == "read" for row in dangers),
        *(row.status == "read" for row in levels),
    ]
    return (
        f"{len(contributors)} rows about contributors, {len(dangers)} about dangers, "
        f"{len(levels)} about root levels; {sum(read)} of {len(read)} read in their source; "
        f"{knowledge.unchecked} unchecked rows reach nobody."
    )


def _covered(identifier: str, knowledge: Knowledge) -> Coverage:
    rows = [row for row in knowledge.accuracy if row.contributor == identifier]
    scoring = sorted((row for row in rows if row.role == "score"), key=_quality)
    by_status = {status: sum(row.status == status for row in rows) for status in _STATUS}
    return Coverage(
        contributor=identifier,
        findings=len({row.finding for row in rows}),
        rows=len(rows),
        scoring=len(scoring),
        read=by_status["read"],
        secondary=by_status["secondary"],
        judgement=by_status["judgement"],
        pairwise=sum(row.against is not None for row in rows),
        rules=sum(rule.contributor == identifier for rule in knowledge.rules.values()),
        best=scoring[0] if scoring else None,
        weakest=scoring[-1] if scoring else None,
    )


def _quality(row: AccuracyRow) -> tuple[int, int, int, str]:
    return (
        _STATUS.index(row.status) if row.status in _STATUS else len(_STATUS),
        _SPECTRUM.index(row.spectrum),
        -(row.participants or 0),
        row.id,
    )
