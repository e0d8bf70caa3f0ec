"""From the rows of a visit to a case, and from there to an assessment."""

from collections.abc import Mapping
from typing import Any

from psoas.application.assess import Assessment, assess
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case
from psoas.patient.reading import FORMAT, SECTION_PATHS, read_case_value
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.models import Observation, Visit


def case_document(visit: Visit, knowledge: Knowledge) -> dict[str, Any]:
    """Return a visit as the plain data of a case file. The case's id is the visit's key, never a name."""
    told: Mapping[str, Any] = visit.told
    person = {"birth_year": visit.person.birth_year, **told.get("person", {})}
    if visit.person.sex:
        person["sex"] = visit.person.sex
    document: dict[str, Any] = {
        "format": FORMAT,
        "id": visit.key.hex,
        "recorded_on": visit.day.isoformat(),
        "person": person,
        **{part: dict(told[part]) for part in ("complaint", "function", "work", "wishes") if part in told},
        "safety": _safety(visit),
        "opinions": {
            one.contributor: {"judged": one.judged, "reason": one.reason} for one in visit.opinions.all()
        },
    }
    for observed in visit.observations.all():
        record = knowledge.findings.get(observed.finding)
        if record is None:
            continue  # left out of the vocabulary since; the row stays, and shows in the record
        section: dict[str, Any] = document
        for part in SECTION_PATHS[record.section]:
            section = section.setdefault(str(part), {})
        value = _value(observed, record.kind)
        if observed.side:
            section.setdefault(observed.finding, {})[observed.side] = value
        else:
            section[observed.finding] = value
    return document


def _safety(visit: Visit) -> dict[str, Any]:
    """Return the last answer to each question; one without a tick is withdrawn, and asked for again."""
    last = {answer.question: answer.ticked for answer in visit.safety_answers.all()}
    return {question: ticked for question, ticked in last.items() if ticked}


def _value(observed: Observation, kind: str) -> Any:
    if kind == "number":
        return observed.value
    word = "present" if observed.present else "absent"
    return word if observed.value is None else {"state": word, "value": observed.value}


def case_of(visit: Visit) -> Case:
    """Return the case a visit holds.

    Raises
    ------
    CaseError
        The record contradicts itself.
    """
    knowledge = knowledge_of(visit.person.clinic)
    return read_case_value(_frozen(case_document(visit, knowledge)), knowledge=knowledge, name="this visit")


def assessment_of(visit: Visit) -> Assessment:
    """Return the assessment of a visit as it stands."""
    return assess(case_of(visit), knowledge_of(visit.person.clinic))


def _frozen(value: Any) -> Any:
    """Return plain data with tuples for lists, as case files are read."""
    if isinstance(value, Mapping):
        return {key: _frozen(inner) for key, inner in value.items()}
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list | tuple) else value
