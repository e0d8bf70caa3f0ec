"""The vocabulary as data: everything that a person or a program needs to write a case file."""

import json
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import TypeAdapter

from psoas.anatomy.regions import REGIONS, View
from psoas.knowledge.checks import EQUIPMENT
from psoas.knowledge.findings import Finding, SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Complaint, Function, Judgement, Pain, Person, Wishes, Work
from psoas.patient.observing import UNITS
from psoas.patient.reading import FORMAT, SECTION_PATHS

_PARTS: tuple[tuple[str, type], ...] = (
    ("person", Person),
    ("complaint", Complaint),
    ("complaint.pain", Pain),
    ("function", Function),
    ("work", Work),
    ("wishes", Wishes),
)
_NOT_FIELDS = ("pain", "drawn", "strokes")  # told on their own
_MEANING = {
    "complaint.onset": "how this spell of pain began",
    "complaint.duration_weeks": "weeks since this spell of pain began",
    "complaint.course": "how it has gone on since",
    "complaint.side": "the painful side, the patient's own; of findings with two sides, that one counts",
    "complaint.in_the_patients_words": "free text; it suggests questions to ask and states no finding",
    "complaint.pain.now": "pain now, 0 none to 10 the worst imaginable",
    "complaint.pain.average": "average pain of the last week, 0 to 10",
    "complaint.pain.worst": "worst pain of the last week, 0 to 10",
    "function.bending": "how much bending is limited",
    "function.walking_minutes": "minutes until the pain makes the patient stop",
    "function.sitting_minutes": "minutes until the pain makes the patient stop",
    "function.standing_minutes": "minutes until the pain makes the patient stop",
    "function.fatigue": "0 none to 10 worn out",
    "function.quality_of_life": "0 to 10, as good as it can be",
    "wishes.minutes_a_day": "minutes a day for exercise",
}


def _head(path: str, meaning: str) -> dict[str, Any]:
    return {"path": path, "type": "string", "values": None, "range": None, "meaning": meaning}


_HEAD = (
    _head("format", f"always {FORMAT}"),
    _head("id", "a short name that is no person's name; must be there"),
    _head("recorded_on", "the day of the visit, as 2026-11-22; must be there"),
)


def findings_json(knowledge: Knowledge) -> str:
    """Return the vocabulary as JSON text; see `vocabulary`."""
    return json.dumps(vocabulary(knowledge), indent=2, ensure_ascii=False)


def vocabulary(knowledge: Knowledge) -> dict[str, Any]:
    """Return what a case file may hold: its fields, regions, findings and safety questions."""
    questions = sorted(knowledge.safety_questions.values(), key=lambda one: one.order)
    return {
        "format": FORMAT,
        "how": {
            "not_mentioned": "What is not in the file is not known; it is never taken for absent or normal.",
            "state": "present, absent or not-examined",
            "test": "as a state, or with its number: {state: present, value: 40}",
            "number": "the number in its unit; whether it counts as present follows from the cut-off",
            "sides": "with sides: {right: ..., left: ...}, or one of the two, as the patient has them",
            "derived": "follows by itself from other findings; enter it only when those are not known",
            "safety": "safety.<question>: an option, or a list of options where several may be ticked",
        },
        "fields": [*_HEAD, *(field for path, part in _PARTS for field in _fields(path, part))],
        "regions": {
            "path": "complaint.regions.<view>.<right or left>",
            **{view.value: {r.name: r.plain for r in REGIONS if r.view is view} for view in View},
        },
        "findings": [_finding(one) for one in knowledge.findings.values()],
        "safety_questions": [_question(one) for one in questions],
        "equipment": sorted(EQUIPMENT),
        "opinions": {
            "path": "opinions.<contributor>",
            "judged": list(get_args(Judgement)),
            "reason": "a sentence; it must be there",
            "contributors": {one.id: one.name for one in knowledge.contributors.values()},
        },
    }


def _fields(path: str, part: type) -> Iterator[dict[str, Any]]:
    schema = TypeAdapter(part).json_schema()
    for name, rule in schema["properties"].items():
        if name in _NOT_FIELDS:
            continue
        kind = next((one for one in rule.get("anyOf", [rule]) if one.get("type") != "null"), rule)
        place = f"{path}.{name}"
        yield {
            "path": place,
            "type": kind.get("type", "string"),
            "values": kind.get("enum"),
            "range": None if "minimum" not in kind else [kind["minimum"], kind["maximum"]],
            "meaning": _MEANING.get(place),
        }


def _finding(finding: Finding) -> dict[str, Any]:
    measure = finding.measure
    return {
        "id": finding.id,
        "name": finding.name,
        "question": " ".join(finding.question.split()),
        "section": finding.section,
        "path": _path(finding),
        "kind": finding.kind,
        "sides": ["right", "left"] if finding.sided else [],
        "unit": None if measure is None else measure.unit,
        "unit_in_words": None if measure is None else UNITS[measure.unit],
        "range": None if measure is None else [measure.minimum, measure.maximum],
        "meaning": None if measure is None else measure.meaning,
        "present_when": None if measure is None else _cut_off(finding),
        "derived": finding.derived is not None,
        "minutes": finding.minutes,
    }


def _path(finding: Finding) -> str | None:
    """Return where the finding stands in a case file; safety findings are stated by their question."""
    if finding.section == "safety":
        return None
    return ".".join((*(str(part) for part in SECTION_PATHS[finding.section]), finding.id))


def _cut_off(finding: Finding) -> str | None:
    assert finding.measure is not None
    least, most = finding.measure.present_at_least, finding.measure.present_at_most
    if least is not None:
        return f"{least:g} or more"
    return None if most is None else f"{most:g} or less"


def _question(question: SafetyQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "path": f"safety.{question.id}",
        "question": question.text,
        "hint": question.hint,
        "counts_as_yes": question.counts_as_yes,
        "select": question.select,
        "essential": question.essential,
        "options": {option.id: option.text for option in question.options},
    }
