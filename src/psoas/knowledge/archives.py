"""Knowledge as one file: written when a version is released, found again by its fingerprint."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from psoas.foundation.errors import KnowledgeError, Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.loader import fingerprint, load_texts, read_texts

SHIPPED = Path(__file__).parent / "archive"
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
        The file is no archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if not name.endswith("/"))
            # Lines end as they do when a file is read as text: the fingerprint is taken over that.
            return {name: archive.read(name).decode("utf-8").replace("\r\n", "\n") for name in names}
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise KnowledgeError(path.name, [Problem("the file", f"It is no archive: {error}.")]) from None


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


def archived(folders: Iterable[Path] = ()) -> Iterator[Knowledge]:
    """Yield the knowledge of every archive, the newest first."""
    for folder in (SHIPPED, *folders):
        for path in sorted(folder.glob("psoas-knowledge-*.zip"), reverse=True):
            yield load_texts(read_archive(path))


def current_texts() -> dict[str, str]:
    """Return the texts of the knowledge shipped with Psoas."""
    return read_texts()
