"""Files that the command line writes: whole, or not at all."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from psoas.application.assess import Assessment
from psoas.care.plan import Plan
from psoas.foundation.errors import PsoasError
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.story import Story


class OutputError(PsoasError):
    """A file cannot be written."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file through a neighbour that is renamed, so that a half-written one is never seen."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".psoas-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(f"{path}: it cannot be written: {error.strerror}.") from None


def write_new(path: Path, text: str) -> None:
    """Write a file that must not exist yet."""
    if path.exists():
        raise OutputError(f"{path}: this file exists already. Choose another name; nothing was changed.")
    write_whole(path, text.encode())


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
    for path, content in contents.items():  # only after everything has been made
        write_whole(path, content)
    return list(contents)
