"""Backups: a dump, compressed and encrypted with a passphrase, in the age format.

Nothing unencrypted is ever on a disk: the compressed dump is held in memory while a file is made or read.
Any tool that reads age files opens it: ``age -d backup.age | gunzip``.
"""

import gzip
import io
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyrage

from psoas.web.storage.databases import StorageError

_MEASUREMENTS = 50
LEAST_LETTERS = 12  # of a passphrase; whoever has the file can try as long as they like


def write_backup(file: Path, lines: Iterable[bytes], *, passphrase: str) -> int:
    """Write a backup under a name that is free, once it has been read back and is the same.

    Returns
    -------
    int
        Its size in bytes.

    Raises
    ------
    StorageError
        The name is taken, the passphrase too short, or the disk refuses; nothing is left behind.
    """
    if len(passphrase) < LEAST_LETTERS:
        raise StorageError(f"The passphrase needs at least {LEAST_LETTERS} characters.")
    if file.exists():
        raise StorageError(f"{file}: this file exists already. Choose another name; nothing was changed.")
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as archive:
        archive.writelines(lines)
    content = packed.getvalue()
    encrypted = pyrage.passphrase.encrypt(content, passphrase)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = _draft(file, encrypted)
        try:
            if _decrypted(draft.read_bytes(), passphrase) != content:
                raise StorageError(f"{file}: what was written does not read back the same. Try another disk.")
            _put(draft, file)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"{file}: it cannot be written: {error.strerror}.") from None
    return len(encrypted)


def read_backup(file: Path, *, passphrase: str) -> Iterator[bytes]:
    """Yield the lines of the dump in a backup; it is decrypted as a whole before the first.

    Raises
    ------
    StorageError
        The passphrase is wrong, or the file is damaged or none of ours.
    """
    try:
        encrypted = file.read_bytes()
    except OSError as error:
        raise StorageError(f"{file}: it cannot be read: {error.strerror}.") from None
    try:
        content = _decrypted(encrypted, passphrase)
    except pyrage.DecryptError:
        raise StorageError(
            f"{file}: it cannot be decrypted. Either the passphrase is wrong, or the file is damaged, cut "
            "off or no backup of Psoas. Nothing was changed."
        ) from None
    return _unpacked(file, content)


def _decrypted(encrypted: bytes, passphrase: str) -> bytes:
    """Decrypt; where a busy machine was measured as a slow one, measure again.

    The library refuses what it thinks would take long here, and judges that by one short measurement.
    """
    for _ in range(_MEASUREMENTS):
        try:
            return bytes(pyrage.passphrase.decrypt(encrypted, passphrase))
        except pyrage.DecryptError as error:
            if "Excessive work" not in str(error):
                raise
        time.sleep(0.1)
    raise StorageError(
        "The backup was made on a machine that is more than sixteen times as fast as this one is now. "
        "Try again when it is less busy, or on a faster one. Nothing was changed."
    )


def _unpacked(file: Path, content: bytes) -> Iterator[bytes]:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as archive:
            yield from archive
    except (OSError, EOFError):
        raise StorageError(
            f"{file}: it was encrypted with this passphrase, but holds no dump of Psoas."
        ) from None


def _draft(file: Path, content: bytes) -> Path:
    """Write a neighbour that only we can read, down to the disk."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".psoas-")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as writing:
            writing.write(content)
            writing.flush()
            os.fsync(writing.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return draft


def _put(draft: Path, file: Path) -> None:
    """Give the file its name unless somebody has taken it in the meantime."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise StorageError(f"{file}: this file exists already. Choose another name.") from None
    except OSError:  # a file system without links
        draft.rename(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
