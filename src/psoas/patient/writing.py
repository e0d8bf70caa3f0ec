"""Writing a case as YAML or JSON, so that reading it gives the same case."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from psoas.anatomy.regions import View
from psoas.foundation.yaml_writing import InOneLine, write_yaml
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case, Observation
from psoas.patient.reading import FORMAT, SECTION_PATHS


def write_case_yaml(case: Case, *, knowledge: Knowledge) -> str:
    """Write a case as YAML text."""
    document = case_document(case, knowledge=knowledge)
    return write_yaml(document)


def write_case_json(case: Case, *, knowledge: Knowledge) -> str:
    """Write a case as JSON text."""
    return json.dumps(case_document(case, knowledge=knowledge), indent=2, ensure_ascii=False) + "\n"


def case_document(case: Case, *, knowledge: Knowledge) -> dict[str, Any]:
    """Return a case as the plain data of its file."""
    complaint = asdict(case.complaint)
    drawn, strokes = complaint.pop("drawn"), complaint.pop("strokes")
    document: dict[str, Any] = {
        "format": FORMAT,
        "id": case.id,
        "recorded_on": case.recorded_on.isoformat(),
        "person": _filled(asdict(case.person)),
        "complaint": _filled({**complaint, "pain": _filled(complaint["pain"])}),
        "function": _filled(asdict(case.function)),
        "work": _filled(asdict(case.work)),
        "wishes": _filled(asdict(case.wishes)),
        "safety": {
            answer.question: answer.ticked[0] if len(answer.ticked) == 1 else list(answer.ticked)
            for answer in case.safety
        },
    }
    if case.opinions:
        document["opinions"] = {
            opinion.contributor: {"judged": opinion.judged, "reason": opinion.reason}
            for opinion in case.opinions
        }
    if drawn is not None:
        document["complaint"]["regions"] = _regions(case)
    if strokes is not None:
        document["complaint"]["strokes"] = _strokes(case)
    for observed in case.observations:
        record = knowledge.findings[observed.finding]
        path = SECTION_PATHS[record.section]
        part = document
        for key in path:
            part = part.setdefault(str(key), {})
        if observed.side is None:
            part[observed.finding] = _value(observed, record)
        else:
            part.setdefault(observed.finding, {})[observed.side.value] = _value(observed, record)
    return {key: value for key, value in document.items() if value not in ({}, ())}


def _regions(case: Case) -> dict[str, dict[str, list[str]]]:
    regions: dict[str, dict[str, list[str]]] = {}
    for mark in case.complaint.drawn or ():
        view = regions.setdefault(View(mark.view).value, {})
        view.setdefault(mark.side.value, []).append(mark.region)
    return regions


def _strokes(case: Case) -> list[dict[str, Any]]:
    return [
        {"view": View(stroke.view).value, "points": InOneLine(list(point) for point in stroke.points)}
        for stroke in case.complaint.strokes or ()
    ]


def _value(observed: Observation, record: Finding) -> Any:
    word = "present" if observed.present else "absent"
    if observed.value is None:
        return word
    number = int(observed.value) if observed.value.is_integer() else observed.value
    return number if record.kind == "number" else {"state": word, "value": number}


def _filled(part: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in part.items()
        if value not in (None, (), {})
    }
