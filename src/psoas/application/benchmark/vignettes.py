"""Vignettes: a patient in plain words, the coded case, and what a clinician expects of it.

Expectations are written before the engine is run on them. A later change of one needs a reason in the file.
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import CaseError, Problem, ProblemsError
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.record import Identifier, Model, Text
from psoas.patient.case import Case
from psoas.patient.reading import FORMAT, read_case_value

DAY = "2026-11-22"  # on which every vignette is seen

Kind = Literal["safety", "single", "multiple", "little"]
Disposition = Literal["emergency", "urgent", "refer", "proceed", "incomplete"]


class VignetteError(ProblemsError):
    """Vignettes that cannot be read; every problem of every file is listed."""


class Expected(Model):
    """What a clinician expects.

    ``contributors`` truly contribute; ``may_contribute`` could, and count neither way.
    """

    disposition: tuple[Disposition, ...] = Field(min_length=1)  # any of these is right
    contributors: tuple[Identifier, ...] = ()
    may_contribute: tuple[Identifier, ...] = ()
    must_not_lead: tuple[Identifier, ...] = ()
    root: Literal["L2", "L3", "L4", "L5", "S1"] | None = None
    look_alikes: tuple[Identifier, ...] = ()
    families: tuple[Text, ...] = ()  # of red flags that must fire
    questions: tuple[Identifier, ...] = ()  # safety questions that the words themselves should raise


class Change(Model):
    """An expectation that was changed after the engine had been run, and why."""

    on: Text
    what: Text
    why: Text


class Vignette(Model):
    """One patient of the benchmark."""

    id: Identifier
    kind: Kind
    presentation: Text  # in plain words, as the patient tells it
    pattern: Text  # where the pattern comes from
    same_report_as: Identifier | None = None  # a vignette of the same published case, coded by another
    sentinel: bool = False  # a danger that must never be missed
    is_dangerous: bool = False  # safety only: there is a danger; otherwise it only sounds like one
    wording: Literal["lay", "negated", "plain"] = "plain"
    case: dict[str, Any]  # a case file without its format, id and day
    expected: Expected
    changes: tuple[Change, ...] = ()

    @model_validator(mode="after")
    def _coherent(self) -> "Vignette":
        count = len(self.expected.contributors)
        if self.kind == "single" and count != 1:
            raise ValueError("a single vignette expects one contributor")
        if self.kind == "multiple" and count not in (2, 3):
            raise ValueError("a multiple vignette expects two or three contributors")
        if self.sentinel and not self.is_dangerous:
            raise ValueError("a sentinel is dangerous")
        if self.is_dangerous and self.kind != "safety":
            raise ValueError("only a safety vignette is dangerous")
        if self.is_dangerous and {"proceed", "incomplete"} & set(self.expected.disposition):
            raise ValueError("a danger is sent somewhere: give emergency, urgent or refer")
        return self


@dataclass(frozen=True, slots=True)
class Read:
    """A vignette with its case."""

    vignette: Vignette
    case: Case


def read_vignettes(folder: Path, knowledge: Knowledge) -> tuple[Read, ...]:
    """Read every vignette of a folder.

    Raises
    ------
    VignetteError
        Any vignette breaks the schema, names what does not exist, or holds a case that cannot be read.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise VignetteError(str(folder), [Problem("the folder", "It holds no vignettes.", "Give another.")])
    problems: list[Problem] = []
    found = [one for path in paths for one in _vignette(path, knowledge, problems)]
    if problems:
        raise VignetteError(str(folder), problems)
    return tuple(found)


def _vignette(path: Path, knowledge: Knowledge, problems: list[Problem]) -> list[Read]:
    try:
        document = parse_yaml(path.read_text(encoding="utf-8"))
    except OSError as error:
        problems.append(Problem(path.name, f"It cannot be read: {error.strerror}."))
        return []
    except UnicodeDecodeError:
        problems.append(Problem(path.name, "It is not text in UTF-8.", "Save it with the encoding UTF-8."))
        return []
    problems += [Problem(f"{path.name}, {one.where}", one.what, one.remedy) for one in document.problems]
    if document.problems:
        return []
    try:
        vignette = Vignette.model_validate(document.value)
    except ValidationError as error:
        problems += [
            Problem(f"{path.name}, {document.where(detail['loc'])}", detail["msg"] + ".")
            for detail in error.errors()
        ]
        return []
    if vignette.id != PurePosixPath(path.name).stem:
        problems.append(Problem(path.name, f"The id is '{vignette.id}'.", f"Make it '{path.stem}'."))
    problems += [Problem(path.name, what) for what in _unknown(vignette, knowledge)]
    head = {"format": FORMAT, "id": vignette.id, "recorded_on": DAY}
    problems += [
        Problem(path.name, f"The case gives its own '{name}'.", "Leave it out: it follows from the vignette.")
        for name in head
        if name in vignette.case
    ]
    value = {**vignette.case, **head}
    try:
        case = read_case_value(value, knowledge=knowledge, name=path.name)
    except CaseError as error:
        problems += [
            Problem(f"{path.name}, case: {one.where}", one.what, one.remedy) for one in error.problems
        ]
        return []
    return [Read(vignette, case)]


def _unknown(vignette: Vignette, knowledge: Knowledge) -> list[str]:
    expected = vignette.expected
    families = {rule.family for rule in knowledge.red_flags.values()}
    named: tuple[tuple[str, tuple[str, ...], set[str]], ...] = (
        ("contributor", (*expected.contributors, *expected.may_contribute, *expected.must_not_lead),
         set(knowledge.contributors)),
        ("look-alike", expected.look_alikes, set(knowledge.look_alikes)),
        ("family of red flags", expected.families, set(families)),
        ("safety question", expected.questions, set(knowledge.safety_questions)),
    )  # fmt: skip
    return [
        f"There is no {what} '{name}'." for what, names, known in named for name in names if name not in known
    ]
