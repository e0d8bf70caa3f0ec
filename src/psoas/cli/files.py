"""Files that the command line writes: whole, or not at all."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from psoas.application.assess import Assessment
from psoas.care.plan import Plan
from psoas.foundation.errors import Problem, ProblemsError, PsoasError
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.story import Story


class OutputError(PsoasError):
    """A file cannot be written."""


def read_text(path: Path, *, error: type[ProblemsError] = ProblemsError) -> str:
    """Read a text file that the user named.

    Raises
    ------
    ProblemsError
        It cannot be read, or is no text; of the kind asked for.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as failure:
        problem = Problem("the file", f"It cannot be read: {failure.strerror}.")
    except UnicodeDecodeError:
        problem = Problem("the file", "It is not text in UTF-8.", "Save it with the encoding UTF-8.")
    raise error(str(path), [problem])


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write files through neighbours that are renamed once all are complete.

    A half-written file is never seen, and where one cannot be written, none is put in its place.
    """
    prepared: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            with _telling(path):
                prepared[path] = _neighbour(path, content)
        for path, neighbour in prepared.items():
            with _telling(path):
                neighbour.replace(path)
    finally:
        for neighbour in prepared.values():  # those not renamed
            neighbour.unlink(missing_ok=True)


def _neighbour(path: Path, content: bytes) -> Path:
    """Write the content to a new file beside ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():  # found here and not on renaming, when other files would be in place
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".psoas-")
    neighbour = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        neighbour.chmod(0o644)
    except BaseException:
        neighbour.unlink(missing_ok=True)
        raise
    return neighbour


def write_new(path: Path, content: str | bytes) -> None:
    """Write a file that must not exist yet; creating it is the check, so that nothing slips in between."""
    with _telling(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = path.open("xb")
        except FileExistsError:
            raise OutputError(
                f"{path}: this file exists already. Choose another name; nothing was changed."
            ) from None
        try:
            with file:
                file.write(content.encode() if isinstance(content, str) else content)
        except BaseException:
            path.unlink(missing_ok=True)
            raise


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Turn an error of the system into one that names the file."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: it cannot be written: {error.strerror}.") from None


def write_reports(
    assessment: Assessment,
    plan: Plan | None,
    story: Story,
    knowledge: Knowledge,
    *,
    kinds: Iterable[str],
    folder: Path,
) -> list[Path]:
    """Write the story and the clinician's report in each kind; return where."""
    from psoas.reports.rendering import render  # noqa: PLC0415 -- slow import

    contents: dict[Path, bytes] = {}
    for kind in kinds:
        for name, content in render(assessment, plan, story, knowledge, kind=kind).items():
            contents[folder / assessment.case.id / f"{name}.{kind}"] = content
    write_all(contents)
    return list(contents)
