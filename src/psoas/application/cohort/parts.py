"""What a run has finished so far, kept beside the results, so that a run that was killed goes on from there.

Every part is whole or not there: it is written under another name and renamed.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from psoas.application.cohort.block import Aside, Part
from psoas.foundation.errors import CohortError, Problem

_MANIFEST = "manifest.json"


@dataclass(frozen=True, eq=False)
class Parts:
    """The folder of a run."""

    folder: Path

    @classmethod
    def open(cls, folder: Path, manifest: Mapping[str, str | int]) -> "Parts":
        """Open the folder of a run, or begin one; parts of another input or knowledge are thrown away."""
        stated = folder / _MANIFEST
        if folder.exists():
            if not stated.is_file():
                problem = Problem("the folder", "It is not one of ours.", "Move it away.")
                raise CohortError(str(folder), [problem])
            if stated.read_text(encoding="utf-8") != _text(manifest):
                shutil.rmtree(folder)
        if not folder.exists():
            # whole or not there, like the parts: a folder without a manifest is not ours
            new = folder.with_name(folder.name + ".new")
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir(parents=True)
            (new / _MANIFEST).write_text(_text(manifest), encoding="utf-8")
            new.replace(folder)
        return cls(folder)

    def finished(self) -> Iterator[Part]:
        """Yield the parts from the first row on, as far as none is missing."""
        end = 0
        for path in sorted(self.folder.glob("*.arrow")):
            part = _part(path, start=end)
            if part is None:
                return
            yield part
            end = part.end

    def keep(self, part: Part) -> None:
        """Keep a part. It counts once its table is in place."""
        name = f"{part.start:012}-{part.end:012}"
        asides = self.folder / f"{name}.jsonl"
        asides.write_bytes(aside_lines(part.asides))
        new = self.folder / f"{name}.new"
        with pa.OSFile(str(new), "wb") as file, pa.ipc.new_file(file, part.table.schema) as writer:
            writer.write_table(part.table)
        new.replace(self.folder / f"{name}.arrow")

    def remove(self) -> None:
        """Remove the folder with everything in it."""
        shutil.rmtree(self.folder)


def aside_lines(asides: tuple[Aside, ...]) -> bytes:
    """Return a line of JSON for each reason; half a letter, which UTF-8 does not have, stays an escape."""
    text = "".join(json.dumps(asdict(aside), ensure_ascii=False) + "\n" for aside in asides)
    return text.encode("utf-8", "backslashreplace")


def _part(path: Path, *, start: int) -> Part | None:
    """Read a part; nothing if it does not begin after ``start`` or cannot be read."""
    begin, _, end = path.stem.partition("-")
    if int(begin) != start:
        return None
    try:
        with pa.OSFile(str(path), "rb") as file, pa.ipc.open_file(file) as reader:
            table = reader.read_all()
    except pa.ArrowInvalid:
        return None
    lines = path.with_suffix(".jsonl").read_text(encoding="utf-8").split("\n")
    return Part(start, int(end), table, tuple(Aside(**json.loads(line)) for line in lines if line))


def _text(manifest: Mapping[str, str | int]) -> str:
    return json.dumps(manifest, indent=2) + "\n"
