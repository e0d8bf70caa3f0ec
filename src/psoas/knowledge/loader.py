"""Reading the knowledge files: strict, every problem at once, and a fingerprint over all of it."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import KnowledgeError, Problem
from psoas.knowledge.anatomy import Muscle, Root
from psoas.knowledge.care import (
    Advice,
    Intervention,
    Item,
    Precaution,
    SessionTemplate,
    Technique,
)
from psoas.knowledge.checks import check, citations
from psoas.knowledge.contributors import (
    AccuracyRow,
    Contributor,
    DependenceGroup,
    Interplay,
    LevelRow,
    NormRow,
    Parameter,
    Ratio,
)
from psoas.knowledge.findings import Finding, SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.record import Model, Record
from psoas.knowledge.red_flags import RedFlag
from psoas.knowledge.review import ReviewRule
from psoas.knowledge.sources import Source

CONTENT = Path(__file__).parent / "content"

RECORD_KINDS: Mapping[str, type[Record]] = {
    "sources": Source,
    "findings": Finding,
    "safety_questions": SafetyQuestion,
    "red_flags": RedFlag,
    "contributors": Contributor,
    "dependence_groups": DependenceGroup,
    "roots": Root,
    "muscles": Muscle,
    "interplay": Interplay,
    "parameters": Parameter,
    "precautions": Precaution,
    "items": Item,
    "techniques": Technique,
    "massage_sessions": SessionTemplate,
    "advice": Advice,
    "interventions": Intervention,
    "review_rules": ReviewRule,
}
ROW_KINDS: Mapping[str, tuple[str, type[Model]]] = {
    "accuracy": ("accuracy/*.csv", AccuracyRow),
    "root_levels": ("root_levels.csv", LevelRow),
    "norms": ("norms.csv", NormRow),
}

M = TypeVar("M", bound=Model)


def load_knowledge(content: Path = CONTENT) -> Knowledge:
    """Read and check all knowledge files.

    Parameters
    ----------
    content : Path
        The folder that holds them; the one shipped with Psoas by default.

    Raises
    ------
    KnowledgeError
        Any file breaks the schema, or files contradict one another; every problem is listed.
    """
    problems: list[Problem] = []
    records = {
        kind: dict(_read_records(content, kind, model, problems)) for kind, model in RECORD_KINDS.items()
    }
    rows = {
        kind: list(_read_rows(content, pattern, model, problems))
        for kind, (pattern, model) in ROW_KINDS.items()
    }
    version = _version(content, problems)
    if problems:
        raise KnowledgeError("knowledge", problems)
    checked = {kind: [row for row in found if not _unchecked(row)] for kind, found in rows.items()}
    shown = {
        kind: {key: _without_unchecked(record) for key, record in found.items() if not _unchecked(record)}
        for kind, found in records.items()
    }  # fmt: skip
    fields: dict[str, Any] = {**shown, **{kind: tuple(found) for kind, found in checked.items()}}
    knowledge = Knowledge(
        version=version,
        fingerprint=fingerprint(content),
        unchecked=sum(map(len, rows.values())) - sum(map(len, checked.values())),
        **fields,
    )
    hidden = (
        record
        for found in (*(kind.values() for kind in records.values()), *rows.values())
        for record in found
        if _has_unchecked(record)
    )
    also_cited = frozenset(source for record in hidden for source in citations(record))
    problems += check(knowledge, also_cited=also_cited)
    if problems:
        raise KnowledgeError("knowledge", problems)
    return knowledge


def fingerprint(content: Path = CONTENT) -> str:
    """Return a digest over the names and bytes of all knowledge files."""
    digest = hashlib.sha256()
    for path in sorted(content.rglob("*")):
        if path.is_file() and path.suffix in {".yaml", ".csv", ".txt"}:
            digest.update(path.relative_to(content).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _version(content: Path, problems: list[Problem]) -> str:
    path = content / "VERSION.txt"
    if not path.is_file():
        problems.append(Problem("VERSION.txt", "The version of the knowledge is missing."))
        return ""
    return path.read_text(encoding="utf-8").strip()


def _read_records(
    content: Path, kind: str, model: type[Record], problems: list[Problem]
) -> Iterator[tuple[str, Record]]:
    for path in sorted((content / kind).glob("*.yaml")):
        name = path.relative_to(content).as_posix()
        document = parse_yaml(path.read_text(encoding="utf-8"))
        problems += [Problem(f"{name}, {found.where}", found.what) for found in document.problems]
        if document.problems:
            continue
        try:
            record = model.model_validate(document.value)
        except ValidationError as error:
            problems += [
                Problem(f"{name}, {document.where(_plain_path(detail['loc']))}", detail["msg"] + ".")
                for detail in error.errors()
            ]
            continue
        if record.id != path.stem:
            problems.append(Problem(name, f"The id is '{record.id}'.", f"Make it '{path.stem}'."))
        yield record.id, record


def _plain_path(location: Sequence[int | str]) -> tuple[int | str, ...]:
    return tuple(location)


def _read_rows(content: Path, pattern: str, model: type[M], problems: list[Problem]) -> Iterator[M]:
    for path in sorted(content.glob(pattern)):
        name = path.relative_to(content).as_posix()
        lines = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), strict=True)
        for number, line in enumerate(lines, start=2):
            try:
                yield model.model_validate(_typed(line, model))
            except ValidationError as error:
                for detail in error.errors():
                    cell = ".".join(map(str, detail["loc"]))
                    problems.append(Problem(f"{name}, line {number}", f"{cell}: {detail['msg']}."))
            except ValueError as error:
                problems.append(Problem(f"{name}, line {number}", f"{error}."))


def _typed(line: Mapping[str, str], model: type[Model]) -> dict[str, Any]:
    """Turn the cells of a CSV line into what the strict model expects; an empty cell is None."""
    typed: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        kinds = set(get_args(field.annotation)) or {field.annotation}
        if Ratio in kinds:
            value, low, high = (_number(line.get(key)) for key in (name, f"{name}_low", f"{name}_high"))
            typed[name] = None if value is None else Ratio(value=value, low=low, high=high)
            continue
        cell = (line[name] or "").strip()
        if name == "levels":
            typed[name] = tuple(cell.split())
        elif kinds & {float, int} and kinds <= {float, int, NoneType}:
            number = _number(cell)
            typed[name] = int(number) if number is not None and int in kinds else number
        elif not cell and NoneType in kinds:
            typed[name] = None
        else:
            typed[name] = cell
    return typed


def _number(cell: str | None) -> float | None:
    return float(cell) if cell and cell.strip() else None


def _unchecked(record: Model) -> bool:
    return getattr(record, "status", None) == "unchecked"


def _has_unchecked(record: Model) -> bool:
    return _unchecked(record) or any(_unchecked(effect) for effect in getattr(record, "effects", ()))


def _without_unchecked(record: Model) -> Model:
    """Drop the unchecked effects inside an intervention; they may stand in the file, no further."""
    if isinstance(record, Intervention):
        effects = tuple(effect for effect in record.effects if effect.status != "unchecked")
        return record.model_copy(update={"effects": effects})
    return record
