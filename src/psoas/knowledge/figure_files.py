"""Reading the drawings of exercises and postures.

They stand beside the knowledge, not in it: a better drawing changes no assessment, so it must not change
the fingerprint that an assessment keeps.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePath

from pydantic import ValidationError

from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import KnowledgeError, Problem, UnknownIdentifierError
from psoas.knowledge.poses import Figure, Pose, Written, variants_of, written_poses

FIGURES = Path(__file__).parent / "figures"


def is_drawn(identifier: str) -> bool:
    """Tell whether there is a figure of an exercise or posture; a clinic's own exercise has none."""
    return _path(identifier).is_file()


@cache
def shipped_figure(identifier: str) -> Figure:
    """Return one figure.

    Raises
    ------
    UnknownIdentifierError
        There is none of that name.
    KnowledgeError
        Its file breaks the schema.
    """
    if not is_drawn(identifier):
        raise UnknownIdentifierError(f"no figure {identifier!r}")
    problems: list[Problem] = []
    figure = read_figure(_path(identifier), problems)
    if figure is None or problems:
        raise KnowledgeError("figures", problems)
    return figure


def _path(identifier: str) -> Path:
    return FIGURES / f"{PurePath(identifier).name}.yaml"


@cache
def shipped_figures() -> Mapping[str, Figure]:
    """Return the figures shipped with Psoas, by the exercise or posture they show."""
    return load_figures(FIGURES)


def load_figures(folder: Path) -> Mapping[str, Figure]:
    """Read and check the figures of a folder, one file each.

    Raises
    ------
    KnowledgeError
        A file breaks the schema; every problem is listed.
    """
    problems: list[Problem] = []
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        figure = read_figure(path, problems)
        if figure is not None:
            found[figure.id] = figure
    if problems:
        raise KnowledgeError("figures", problems)
    return found


def read_figure(path: Path, problems: list[Problem]) -> Figure | None:
    """Read one figure with all its poses; what is wrong is added to ``problems``."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.append(Problem(path.name, "It is not text in UTF-8.", "Save it with the encoding UTF-8."))
        return None
    document = parse_yaml(text, trusted=True)
    if document.problems:
        problems += [Problem(f"{path.name}, {one.where}", one.what) for one in document.problems]
        return None
    try:
        figure = Figure.model_validate(document.value)
    except ValidationError as error:
        problems += [
            Problem(f"{path.name}, {document.where(detail['loc'])}", f"{detail['msg']}.")
            for detail in error.errors()
        ]
        return None
    if figure.id != path.stem:
        problems.append(Problem(path.name, f"The id is '{figure.id}'.", f"Make it '{path.stem}'."))
    for variant in variants_of(figure):
        for number, written in enumerate(written_poses(figure, variant), start=1):
            problems += _wrong(path, variant, number, written)
    return figure


def _wrong(path: Path, variant: str, number: int, written: Written) -> list[Problem]:
    """Return what is wrong with a pose as written."""
    try:
        Pose.model_validate(written)
    except ValidationError as error:
        named = written.get("name") or f"pose {number}"
        return [
            Problem(
                f"{path.name}, {variant}, {named}, {'.'.join(map(str, detail['loc']))}", f"{detail['msg']}."
            )
            for detail in error.errors()
        ]
    return []
