"""A past assessment, worked out again on the knowledge of its day and on today's."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psoas.application.assess import Assessment, assess
from psoas.foundation.documents import parse_json
from psoas.foundation.errors import CaseError, Problem
from psoas.knowledge.archives import archived, find_knowledge
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.local import with_local_priors
from psoas.patient.case import Case
from psoas.patient.reading import read_case_json

TOLERANCE = 1e-9  # of a probability: what two processors may differ by


@dataclass(frozen=True, slots=True)
class Then:
    """A past assessment as it was written down."""

    psoas_version: str
    knowledge_version: str
    fingerprint: str
    disposition: str
    values: Mapping[str, float | str]  # of each contributor: its probability, or its grade
    leading: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One contributor then and now; ``again`` is what today's program gives on the knowledge of that day."""

    contributor: str
    then: float | str | None
    again: float | str | None
    today: float | str | None


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Then, again and today."""

    then: Then
    again: Assessment | None  # none where the knowledge of that day is not at hand
    today: Assessment
    contributors: tuple[Compared, ...]

    @property
    def is_reproduced(self) -> bool:
        """Today's program gives on the knowledge of that day what was written down."""
        return (
            self.again is not None
            and self.again.screening.disposition == self.then.disposition
            and all(_same(one.then, one.again) for one in self.contributors if one.then is not None)
        )


def recompute(text: str, knowledge: Knowledge, *, folders: Iterable[Path] = (), name: str) -> Recomputed:
    """Work out a past assessment again.

    Parameters
    ----------
    text : str
        What ``psoas assess --format json`` printed.
    knowledge : Knowledge
        Today's.
    folders : Iterable[Path]
        Where else to look for the knowledge of that day; shipped archives are looked at first.
    name : str
        The file, for messages.

    Raises
    ------
    CaseError
        The text is no such assessment, or its case cannot be read today.
    KnowledgeError
        The archive of that day's knowledge is damaged.
    """
    stored = _stored(text, name)
    local = stored["input"]["local_priors"]
    then = _then(stored)
    of_that_day = _of_that_day(then.fingerprint, local, knowledge, folders)
    case_text = json.dumps(_plain(stored["input"]["case"]))
    again = None if of_that_day is None else assess(_case(case_text, of_that_day, name), of_that_day)
    current = knowledge if local is None else with_local_priors(knowledge, local)
    today = assess(_case(case_text, current, name), current)
    before, now = {} if again is None else _values(again), _values(today)
    names = dict.fromkeys((*now, *then.values))
    return Recomputed(
        then,
        again,
        today,
        tuple(Compared(one, then.values.get(one), before.get(one), now.get(one)) for one in names),
    )


def _of_that_day(
    wanted: str, local: str | None, knowledge: Knowledge, folders: Iterable[Path]
) -> Knowledge | None:
    """Find the knowledge with a fingerprint; with local priors, the one that has it together with them."""
    if local is None:
        return find_knowledge(wanted, current=knowledge, folders=folders)
    for known in (knowledge, *archived(folders)):
        together = with_local_priors(known, local)
        if together.local_fingerprint == wanted:
            return together
    return None


def _stored(text: str, name: str) -> Mapping[str, Any]:
    document = parse_json(text)
    value = document.value
    if document.problems:
        raise CaseError(name, document.problems)
    missing = [part for part in _PARTS if not isinstance(value, dict) or part not in value]
    if missing or not isinstance(value["input"], dict) or "case" not in value["input"]:
        what = "This is no assessment that can be worked out again" + (
            f": it has no '{missing[0]}'." if missing else ": it does not hold its case."
        )
        raise CaseError(name, [Problem("the file", what, "Give what 'psoas assess --format json' printed.")])
    return dict(value)


_PARTS = ("case", "knowledge", "screening", "contributors", "leading", "input")


def _then(stored: Mapping[str, Any]) -> Then:
    return Then(
        psoas_version=stored["knowledge"]["psoas"],
        knowledge_version=stored["knowledge"]["version"],
        fingerprint=stored["knowledge"]["fingerprint"],
        disposition=stored["screening"]["disposition"],
        values={
            one["id"]: one["grade"] if one["probability"] is None else one["probability"]
            for one in stored["contributors"]
        },
        leading=tuple(stored["leading"]),
    )


def _case(text: str, knowledge: Knowledge, name: str) -> Case:
    return read_case_json(text, knowledge=knowledge, name=name)


def _values(assessment: Assessment) -> dict[str, float | str]:
    values: dict[str, float | str] = {}
    for judged in assessment.diagnosis.contributors:
        if judged.ledger is not None:
            values[judged.contributor.id] = judged.ledger.posterior.probability
        elif judged.grading is not None:
            values[judged.contributor.id] = judged.grading.grade
    return values


def _same(one: float | str | None, other: float | str | None) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= TOLERANCE
    return one == other


def _plain(value: object) -> object:
    """Return parsed values with lists again in place of tuples."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value
