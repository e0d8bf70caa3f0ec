"""Knowledge as one file: written when a version is released, found again by its fingerprint."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from psoas.foundation.errors import KnowledgeError, Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.loader import fingerprint, load_texts, read_texts

SHIPPED = Path(__file__).parent / "archive"
_MOST_BYTES = 50_000_000  # unpacked; some thirty times what our knowledge takes
_UNREADABLE = (
    OSError, RuntimeError, EOFError, UnicodeDecodeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError
)  # fmt: skip
_DAY = (1980, 1, 1, 0, 0, 0)  # the same texts always give the same bytes


def archive_name(texts: Mapping[str, str]) -> str:
    """Return the file name of an archive: its version and fingerprint."""
    return f"psoas-knowledge-{texts['VERSION.txt'].strip()}-{fingerprint(texts)}.zip"


def archive_bytes(texts: Mapping[str, str]) -> bytes:
    """Pack knowledge texts into one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in sorted(texts.items()):
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text)
    return packed.getvalue()


def read_archive(path: Path) -> dict[str, str]:
    """Return the texts of an archive by name, in the order of a folder.

    Raises
    ------
    KnowledgeError
        The file is no archive, is damaged, or unpacks to more than knowledge takes.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = sorted(
                (one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename
            )
            if sum(one.file_size for one in entries) > _MOST_BYTES:
                raise KnowledgeError(path.name, [Problem("the file", "It unpacks to too much.")])
            return {one.filename: _text(archive, one) for one in entries}
    except _UNREADABLE as error:
        raise KnowledgeError(path.name, [Problem("the file", f"It is no archive: {error}.")]) from None


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """Return a text; its lines end as in a file read as text, over which the fingerprint is taken."""
    with archive.open(entry) as file:  # no more is unpacked than the directory says
        return file.read(entry.file_size).decode("utf-8").replace("\r\n", "\n")


def find_knowledge(wanted: str, *, current: Knowledge, folders: Iterable[Path] = ()) -> Knowledge | None:
    """Return the knowledge with a fingerprint: the current one, a shipped archive, or one in a folder.

    An archive is opened only when its name says that it is the one, and checked before it is used.

    Raises
    ------
    KnowledgeError
        The archive is damaged: its texts do not have the fingerprint in its name.
    """
    if current.fingerprint == wanted:
        return current
    for folder in (SHIPPED, *folders):
        for path in sorted(folder.glob(f"psoas-knowledge-*-{wanted}.zip")):
            texts = read_archive(path)
            if fingerprint(texts) != wanted:
                raise KnowledgeError(path.name, [Problem("the file", "Its texts are not those it names.")])
            return load_texts(texts)
    return None


def archived(folders: Iterable[Path] = ()) -> Iterator[str]:
    """Yield the fingerprint in the name of every archive."""
    for folder in (SHIPPED, *folders):
        for path in sorted(folder.glob("psoas-knowledge-*.zip")):
            yield path.stem.rpartition("-")[2]


def current_texts() -> dict[str, str]:
    """Return the texts of the knowledge shipped with Psoas."""
    return read_texts()
