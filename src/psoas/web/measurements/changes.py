"""What has changed over the visits, and whether that is more than the error of measuring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from psoas.foundation.logit_normal import Z_90
from psoas.illustration.sparkline import sparkline
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.change import MeasuredChange, Verdict, measured_change
from psoas.web.measurements.groups import Group
from psoas.web.measurements.queries import Record, Taken
from psoas.web.measurements.words import error_of, with_unit

_LEVELS: Mapping[Verdict, str] = {"better": "ok", "worse": "caution"}
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Step:
    """The difference between two visits, in words."""

    difference: str  # "+12°"
    since: str  # "visit 1, Nov 3"
    detectable: str  # the least that counts
    verdict: str
    level: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One measurement that was taken at several visits."""

    name: str
    line: str  # the drawing over the visits
    last: Step
    first: Step | None  # where there are more than two
    values: Mapping[int, str]  # by the number of the visit


@dataclass(frozen=True, slots=True)
class Changes:
    """All of them, with the visits they were taken at."""

    rows: tuple[ChangeRow, ...]
    visits: tuple[tuple[int, date], ...]


def changes(record: Record, groups: Sequence[Group], knowledge: Knowledge) -> Changes:
    """Return what was measured at two visits or more, in the order of the page."""
    rows: list[ChangeRow] = []
    visits: dict[int, date] = {}
    for group in groups:
        for name in group.findings:
            for side in ("", "right", "left"):
                taken = record.series.get((name, side), ())
                if len(taken) >= _SEVERAL:
                    rows.append(_row(name, side, taken, group, knowledge))
                    visits |= {one.number: one.day for one in taken}
    return Changes(tuple(rows), tuple(sorted(visits.items())))


def _row(name: str, side: str, taken: Sequence[Taken], group: Group, knowledge: Knowledge) -> ChangeRow:
    finding = knowledge.findings[name]
    assert finding.measure is not None
    unit, error, worse = finding.measure.unit, error_of(finding, knowledge), group.worse(name)

    def step(before: Taken) -> Step:
        change = measured_change(before.value, taken[-1].value, error=error, worse=worse)
        return _step(change, before, unit)

    last = step(taken[-2])
    words = f"{finding.short}{f', {side}' if side else ''}"
    told = ", ".join(f"visit {one.number}: {with_unit(one.value, unit)}" for one in taken)
    return ChangeRow(
        name=words,
        line=sparkline(
            [one.value for one in taken],
            error=None if error is None else Z_90 * error,
            title=f"{words} over the visits",
            description=f"{told}. {last.verdict}.",
            prefix=f"line-{name}{f'-{side}' if side else ''}",
        ),
        last=last,
        first=step(taken[0]) if len(taken) > _SEVERAL else None,
        values={one.number: with_unit(one.value, unit) for one in taken},
    )


def _step(change: MeasuredChange, before: Taken, unit: str) -> Step:
    verdict = "cannot tell (error not known)" if change.verdict == "cannot tell" else change.verdict
    return Step(
        difference=("+" if change.difference > 0 else "") + with_unit(change.difference, unit),
        since=f"visit {before.number}, {before.day:%b} {before.day.day}",
        detectable="not known" if change.detectable is None else with_unit(change.detectable, unit),
        verdict=verdict,
        level=_LEVELS.get(change.verdict, ""),
    )
