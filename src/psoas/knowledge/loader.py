"""Reading the knowledge files: strict, every problem at once, and a fingerprint over all of it."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from types import NoneType
from typing import Any, get_args

from pydantic import ValidationError

from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import KnowledgeError, Problem
from psoas.knowledge.anatomy import Muscle, Root
from psoas.knowledge.body import BreadthRow, JointRangeRow, SegmentRow
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
    RedFlagRow,
)
from psoas.knowledge.course import Course, PredictionModel, PrognosticFactor
from psoas.knowledge.findings import Finding, SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.patterns import LookAlike, Mechanism
from psoas.knowledge.phrases import Phrase
from psoas.knowledge.record import Model, Record
from psoas.knowledge.red_flags import RedFlag
from psoas.knowledge.review import ReviewRule
from psoas.knowledge.rules import PublishedRule
from psoas.knowledge.sources import Source

CONTENT = Path(__file__).parent / "content"

RECORD_KINDS: Mapping[str, type[Record]] = {
    "sources": Source,
    "findings": Finding,
    "safety_questions": SafetyQuestion,
    "phrases": Phrase,
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
    "rules": PublishedRule,
    "look_alikes": LookAlike,
    "mechanisms": Mechanism,
    "courses": Course,
    "prognostic_factors": PrognosticFactor,
    "prediction_models": PredictionModel,
}
ROW_KINDS: Mapping[str, tuple[str, type[Model]]] = {
    "accuracy": ("accuracy/*.csv", AccuracyRow),
    "red_flag_accuracy": ("red_flag_accuracy.csv", RedFlagRow),
    "root_levels": ("root_levels.csv", LevelRow),
    "norms": ("norms.csv", NormRow),
    "body_segments": ("body_segments.csv", SegmentRow),
    "body_breadths": ("body_breadths.csv", BreadthRow),
    "joint_ranges": ("joint_ranges.csv", JointRangeRow),
}


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
    return load_texts(read_texts(content))


def load_texts(texts: Mapping[str, str]) -> Knowledge:
    """Check the texts of knowledge files and put them together; see `load_knowledge`.

    Raises
    ------
    KnowledgeError
        Any text breaks the schema, or texts contradict one another; every problem is listed.
    """
    problems: list[Problem] = []
    files: dict[str, list[tuple[str, str]]] = {}
    for name, text in texts.items():
        if name.endswith(".yaml"):
            files.setdefault(name.partition("/")[0], []).append((name, text))
    records: dict[str, list[Record]] = {
        kind: [one for name, text in files.get(kind, ()) for one in _record(name, text, model, problems)]
        for kind, model in RECORD_KINDS.items()
    }
    rows: dict[str, list[Model]] = {
        kind: [row for name, text in _in(texts, pattern) for row in _table(name, text, model, problems)]
        for kind, (pattern, model) in ROW_KINDS.items()
    }
    if "VERSION.txt" not in texts:
        problems.append(Problem("VERSION.txt", "The version of the knowledge is missing."))
    if problems:
        raise KnowledgeError("knowledge", problems)
    fields: dict[str, Any] = {
        **{
            kind: {one.id: _shown(one) for one in found if not _unchecked(one)}
            for kind, found in records.items()
        },
        **{kind: tuple(row for row in found if not _unchecked(row)) for kind, found in rows.items()},
    }
    knowledge = Knowledge(
        version=texts["VERSION.txt"].strip(),
        fingerprint=fingerprint(texts),
        unchecked=sum(_unchecked(row) for found in rows.values() for row in found),
        **fields,
    )
    lists: tuple[Sequence[Model], ...] = (*records.values(), *rows.values())
    hidden = (one for found in lists for one in found if _has_unchecked(one))
    also_cited = frozenset(source for one in hidden for source in citations(one))
    problems += check(knowledge, also_cited=also_cited)
    if problems:
        raise KnowledgeError("knowledge", problems)
    return knowledge


def read_texts(content: Path = CONTENT) -> dict[str, str]:
    """Return the text of every knowledge file by its name inside ``content``, in a fixed order."""
    paths = (path for path in content.rglob("*") if path.suffix in {".yaml", ".csv", ".txt"})
    names = sorted(path.relative_to(content).as_posix() for path in paths)
    return {name: (content / name).read_text(encoding="utf-8") for name in names}


def fingerprint(texts: Mapping[str, str]) -> str:
    """Return a digest over the names and texts of all knowledge files."""
    digest = hashlib.sha256()
    for name, text in texts.items():
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()[:16]


def _in(texts: Mapping[str, str], pattern: str) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in texts.items() if fnmatchcase(name, pattern))


def _record(name: str, text: str, model: type[Record], problems: list[Problem]) -> Iterator[Record]:
    document = parse_yaml(text, trusted=True)
    if document.problems:
        problems += [Problem(f"{name}, {found.where}", found.what) for found in document.problems]
        return
    try:
        record = model.model_validate(document.value)
    except ValidationError as error:
        problems += [
            Problem(f"{name}, {document.where(detail['loc'])}", detail["msg"] + ".")
            for detail in error.errors()
        ]
        return
    stem = PurePosixPath(name).stem
    if record.id != stem:
        problems.append(Problem(name, f"The id is '{record.id}'.", f"Make it '{stem}'."))
    yield record


def _table(name: str, text: str, model: type[Model], problems: list[Problem]) -> Iterator[Model]:
    lines = csv.DictReader(io.StringIO(text), strict=True)
    try:
        for number, line in enumerate(lines, start=2):
            yield from _row(f"{name}, line {number}", line, model, problems)
    except csv.Error as error:
        problems.append(Problem(f"{name}, line {lines.line_num}", f"This is no table: {error}."))


def _row(where: str, line: Mapping[str, str], model: type[Model], problems: list[Problem]) -> Iterator[Model]:
    try:
        yield model.model_validate(_typed(line, model))
    except ValidationError as error:
        for detail in error.errors():
            cell = ".".join(map(str, detail["loc"]))
            problems.append(Problem(where, f"{cell}: {detail['msg']}."))
    except (ValueError, OverflowError) as error:
        problems.append(Problem(where, f"{error}."))


def _typed(line: Mapping[str, str], model: type[Model]) -> dict[str, Any]:
    """Turn the cells of a CSV line into what the strict model expects; an empty cell is None."""
    typed: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        kinds = set(get_args(field.annotation)) or {field.annotation}
        if Ratio in kinds:
            value, low, high = (_number(line.get(key)) for key in (name, f"{name}_low", f"{name}_high"))
            typed[name] = None if value is None else Ratio(value=value, low=low, high=high)
            continue
        cell = (line.get(name) or "").strip()  # a column added later is empty in older tables
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


def _shown(record: Model) -> Model:
    """Drop the unchecked effects inside an intervention; they may stand in the file, no further."""
    if isinstance(record, Intervention):
        effects = tuple(effect for effect in record.effects if effect.status != "unchecked")
        return record.model_copy(update={"effects": effects})
    return record
