"""What the row of a measurement shows: fields, the value on its scale, norm, error, the earlier value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from psoas.alignment.sagittal import AlignmentReading
from psoas.diagnosis.measured import Measured
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.sources import Source
from psoas.outcomes.change import MeasuredChange, Worse, detectable_change, measured_change
from psoas.patient.case import Case
from psoas.patient.facts import CaseFacts
from psoas.patient.norms import norm_for
from psoas.web.measurements.forms import Sent, Typed, field_name, recorded, sides_of
from psoas.web.measurements.queries import Record, Taken
from psoas.web.measurements.strips import Scale, drawn
from psoas.web.measurements.words import (
    SHORT_UNITS,
    NormShown,
    change_in_words,
    cut_off_in_words,
    error_in_brief,
    error_in_words,
    error_of,
    norm_shown,
    range_in_words,
    where_error_comes_from,
    with_unit,
)
from psoas.web.models import Observation

_STEPS: Mapping[str, float] = {"cm": 0.5, "ratio": 0.05, "ml": 10}
_FIELD_UNITS: Mapping[str, str] = {"deg": "degrees"}  # a mere ring beside a field is overlooked
COULD_HURT = "It could hurt this patient: think twice before you test it."


@dataclass(frozen=True, slots=True)
class SideRow:
    """The fields of a measurement on one side, and what is told of them."""

    side: str
    label: str
    field: str  # the name of the field
    id: str
    typed: Typed
    was: str  # what is recorded, as the fields would show it
    problem: str
    strip: str  # the drawing; empty where there is nothing to draw
    word: str  # "worse than usual"
    recorded: str  # who recorded it and when
    before: Taken | None
    before_words: str
    change: MeasuredChange | None  # since then
    change_words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement."""

    finding: str
    short: str
    how: str
    unit: str
    step: float
    minimum: float
    maximum: float
    is_test: bool
    inputmode: str
    sides: tuple[SideRow, ...]
    error: str  # of one measurement, in words
    error_brief: str
    error_from: tuple[tuple[str, Source | None], ...]
    norm: NormShown | None
    no_norm: str
    range: str
    cut_off: str
    difference: str  # between the sides
    caution: str

    @property
    def has_problem(self) -> bool:
        """Something typed was refused."""
        return any(one.problem for one in self.sides)


@dataclass(frozen=True, slots=True)
class Context:
    """What every row of a page needs."""

    case: Case
    knowledge: Knowledge
    record: Record
    measured: Mapping[tuple[str, str], Measured]
    readings: Mapping[str, AlignmentReading]
    sent: Sent


def row(name: str, worse: Worse | None, context: Context) -> Row:
    """Return the row of a finding."""
    finding = context.knowledge.findings[name]
    measure = finding.measure
    assert measure is not None
    case = context.case
    norm = norm_for(context.knowledge, name, age=case.age_years, sex=case.person.sex)
    error = error_of(finding, context.knowledge)
    scale = Scale(finding, worse, norm, error, context.readings.get(name))
    hurts = finding.not_when is not None and finding.not_when.truth(CaseFacts.of(case, context.knowledge))
    return Row(
        finding=name,
        short=finding.short,
        how=" ".join(finding.question.split()),
        unit=_FIELD_UNITS.get(measure.unit, SHORT_UNITS[measure.unit]),
        step=_STEPS.get(measure.unit, 1),
        minimum=measure.minimum,
        maximum=measure.maximum,
        is_test=finding.kind == "test",
        inputmode="decimal" if measure.minimum >= 0 else "text",  # a phone's number pad has no minus
        sides=tuple(_side(scale, side, context) for side in sides_of(finding)),
        error=error_in_words(error, measure.unit),
        error_brief=error_in_brief(error, measure.unit),
        error_from=where_error_comes_from(finding, context.knowledge),
        no_norm=_no_norm(name, context.knowledge),
        range=range_in_words(finding),
        norm=None if norm is None else norm_shown(norm, measure.unit, context.knowledge),
        cut_off=cut_off_in_words(finding),
        difference=_difference(finding, error, context),
        caution=COULD_HURT if hurts is True else "",
    )


def _side(scale: Scale, side: str, context: Context) -> SideRow:
    finding = scale.finding
    assert finding.measure is not None
    key, unit = (finding.id, side), finding.measure.unit
    found = context.record.now.get(key)
    value = None if found is None else found.value
    before = context.record.before(key)
    was = recorded(found, finding)
    usual = context.measured.get(key)
    changed = None
    if value is not None and before is not None:
        changed = measured_change(before.value, value, error=scale.error, worse=scale.worse)
    identifier = f"m-{finding.id}" + (f"-{side}" if side else "")
    return SideRow(
        side=side,
        label=side.capitalize(),
        field=field_name(finding.id, side),
        id=identifier,
        typed=context.sent.typed.get(key, was),
        was=was.shown,
        problem=context.sent.problems.get(key, ""),
        strip=drawn(
            scale,
            side=side,
            value=value,
            before=before,
            knowledge=context.knowledge,
            prefix=f"strip-{identifier}",
        ),
        word=usual.word if usual else scale.reading.word if scale.reading else "",
        recorded=_by(found),
        before=before,
        before_words="" if before is None else with_unit(before.value, unit),
        change=changed,
        change_words="" if changed is None else change_in_words(changed, unit),
    )


def _no_norm(name: str, knowledge: Knowledge) -> str:
    """Say why nothing stands for what is usual."""
    is_for_others = any(one.finding == name for one in knowledge.norms)
    return "No norm for this age and sex." if is_for_others else "No norm."


def _difference(finding: Finding, error: float | None, context: Context) -> str:
    """Compare the sides: a difference within the error of two measurements is none."""
    assert finding.measure is not None
    found = [context.record.now.get((finding.id, side)) for side in ("right", "left")]
    right, left = (one.value if one is not None else None for one in found)
    if right is None or left is None:
        return ""
    if right == left:
        return "Both sides are the same."
    more = "right" if right > left else "left"
    amount = with_unit(abs(right - left), finding.measure.unit)
    if error is None:
        return f"The {more} measures {amount} more; the error is not known."
    within = abs(right - left) < detectable_change(error)
    held = "within" if within else "more than"
    return f"The {more} measures {amount} more, {held} the error of two measurements."


def _by(found: Observation | None) -> str:
    if found is None:
        return ""
    when = _when(found.recorded_at)
    if found.told_by_patient:
        return f"Told by the patient, {when}"
    return f"Recorded by {found.recorded_by.name}, {when}" if found.recorded_by else f"Recorded {when}"


def _when(moment: datetime) -> str:
    local = localtime(moment)
    return f"{local:%b} {local.day}, {local:%H:%M}"
