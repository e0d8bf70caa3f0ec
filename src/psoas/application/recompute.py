"""A past assessment, worked out again on the knowledge of its day and on today's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from psoas.application.assess import Assessment, assess
from psoas.foundation.documents import parse_json
from psoas.foundation.errors import CaseError, Problem
from psoas.knowledge.archives import archived, find_knowledge
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.local import own_fingerprint
from psoas.knowledge.local_items import with_own
from psoas.patient.case import Case
from psoas.patient.reading import read_case_value

TOLERANCE = 1e-9  # of a probability: what two processors may differ by


class _Part(BaseModel):
    """A part of the JSON of an assessment, as far as it is needed here; the rest may be anything."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class _Knowledge(_Part):
    version: str
    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    psoas: str


class _Screening(_Part):
    disposition: str


class _Contributor(_Part):
    id: str
    probability: float | None = Field(ge=0, le=1)
    grade: str | None

    @model_validator(mode="after")
    def _one(self) -> "_Contributor":
        if (self.probability is None) == (self.grade is None):
            raise ValueError("a contributor has a probability or a grade")
        return self

    @property
    def value(self) -> float | str:
        value = self.grade if self.probability is None else self.probability
        assert value is not None
        return value


class _Input(_Part):
    case: dict[str, Any]
    local_priors: str | None = None
    local_items: str | None = None


class _Stored(_Part):
    knowledge: _Knowledge
    screening: _Screening
    contributors: tuple[_Contributor, ...] = Field(min_length=1)
    leading: tuple[str, ...]
    input: _Input


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
    knowledge: Knowledge | None  # of that day, where it is at hand

    @property
    def is_reproduced(self) -> bool:
        """Today's program gives on the knowledge of that day what was written down."""
        return (
            self.again is not None
            and self.again.screening.disposition == self.then.disposition
            and self.again.diagnosis.leading == self.then.leading
            and all(_same(one.then, one.again) for one in self.contributors)
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
    raw = stored.input.case
    then = _then(stored)
    of_that_day = _of_that_day(then.fingerprint, stored.input, knowledge, folders, name)
    again = None if of_that_day is None else assess(_case(raw, of_that_day, name), of_that_day)
    current = _with_own(knowledge, stored.input, name)
    today = assess(_case(raw, current, name), current)
    before, now = {} if again is None else _values(again), _values(today)
    names = dict.fromkeys((*now, *before, *then.values))
    return Recomputed(
        then,
        again,
        today,
        tuple(Compared(one, then.values.get(one), before.get(one), now.get(one)) for one in names),
        of_that_day,
    )


def _of_that_day(
    wanted: str, given: _Input, knowledge: Knowledge, folders: Iterable[Path], name: str
) -> Knowledge | None:
    """Find the knowledge with a fingerprint, which it has together with what the clinic put on top of it."""
    places = tuple(folders)
    for known in (knowledge.fingerprint, *archived(places)):
        if wanted != own_fingerprint(known, priors=given.local_priors, items=given.local_items):
            continue
        found = find_knowledge(known, current=knowledge, folders=places)
        return None if found is None else _with_own(found, given, name)
    return None


def _with_own(knowledge: Knowledge, given: _Input, name: str) -> Knowledge:
    return with_own(knowledge, priors=given.local_priors, items=given.local_items, name=f"{name}, its ")


def _stored(text: str, name: str) -> _Stored:
    document = parse_json(text)
    problems = list(document.problems)
    if not problems:
        try:
            return _Stored.model_validate(document.value)
        except ValidationError as error:
            problems = [
                Problem(document.where(detail["loc"]), detail["msg"] + ".") for detail in error.errors()
            ]
            remedy = "Give what 'psoas assess --format json' of version 0.2 or later printed."
            problems.append(Problem("the file", "This is no assessment to be worked out again.", remedy))
    raise CaseError(name, problems)


def _then(stored: _Stored) -> Then:
    return Then(
        psoas_version=stored.knowledge.psoas,
        knowledge_version=stored.knowledge.version,
        fingerprint=stored.knowledge.fingerprint,
        disposition=stored.screening.disposition,
        values={one.id: one.value for one in stored.contributors},
        leading=stored.leading,
    )


def _case(raw: Mapping[str, Any], knowledge: Knowledge, name: str) -> Case:
    return read_case_value(raw, knowledge=knowledge, name=name)


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
