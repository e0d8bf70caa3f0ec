"""From a database's URL to Django's settings: the same for the clinic's own and for one it moves to."""

from pathlib import Path
from typing import Any

from environ import FileAwareEnv

from psoas.foundation.errors import PsoasError

PATIENCE = 20  # seconds a writer waits for another before it gives up
_SCHEMES = ("sqlite", "postgres", "postgresql")


class StorageError(PsoasError):
    """A database or a backup that cannot be used as asked; nothing was changed."""


def database_at(url: str) -> dict[str, Any]:
    """Return the settings of the database at a URL.

    Raises
    ------
    StorageError
        It names no database we can work on.
    """
    scheme = url.split("://", maxsplit=1)[0]
    if "://" not in url or scheme not in _SCHEMES:
        # the URL itself is not repeated: it may hold a password
        raise StorageError(
            "The database's URL is not understood. It looks like postgres://user:password@host/name "
            "or sqlite:////folder/psoas.sqlite3."
        )
    found: dict[str, Any] = dict(FileAwareEnv.db_url_config(url))
    if scheme == "sqlite":
        if not found["NAME"] or found["NAME"] == ":memory:":
            raise StorageError("A SQLite database needs a file: sqlite:////folder/psoas.sqlite3.")
        return sqlite_at(Path(found["NAME"]))
    found["OPTIONS"] = {
        "connect_timeout": 10,
        "options": f"-c lock_timeout={PATIENCE}s",
        **found.get("OPTIONS", {}),
    }
    return {**found, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}


def sqlite_at(file: Path) -> dict[str, Any]:
    """Return the settings of a SQLite file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": {
            # Writers queue instead of failing half-way, readers never wait, a killed process loses nothing,
            # and what is deleted is overwritten in the file.
            "transaction_mode": "IMMEDIATE",
            "timeout": PATIENCE,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;",
        },
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
