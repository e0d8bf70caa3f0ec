"""Run the load on both databases and say what each page took."""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.load.clinic import PASSWORD, YEAR
from benchmarks.load.people import Tally, Visitor, clinician, patient
from benchmarks.load.server import database, serving

PATIENTS, CLINICIANS = 35, 15
LIMIT_MB = 400
PAGE = Path(__file__).parents[2] / "docs/explanation/load.md"


@dataclass(frozen=True)
class Run:
    """One run on one database."""

    kind: str
    tally: Tally
    seconds: float
    memory_mb: float
    counted: dict[str, int]

    @property
    def lost(self) -> int:
        """How many accepted writes are not in the database."""
        return (
            self.tally.taps
            - self.counted["taps"]
            + self.tally.answers
            - self.counted["answers"]
            + self.counted["broken"]
        )


async def _people(url: str, told: dict[str, list[str]], tally: Tally, seconds: float) -> None:
    """Let everybody in within a few seconds, and go on until the time is over."""
    until = time.perf_counter() + seconds
    tasks = [
        _later(0.2 * number, patient(Visitor(url, tally, number), link, YEAR, until))
        for number, link in enumerate(told["links"])
    ]
    tasks += [
        _later(0.5 * number, clinician(Visitor(url, tally, 1000 + number), address, PASSWORD, until))
        for number, address in enumerate(told["staff"])
    ]
    await asyncio.gather(*tasks)


async def _later(seconds: float, work: Coroutine[None, None, None]) -> None:
    await asyncio.sleep(seconds)
    await work


def run(kind: str, seconds: float) -> Run:
    """Run the load on one kind of database."""
    with tempfile.TemporaryDirectory(prefix="psoas-load-") as name:
        folder = Path(name)
        with database(kind, folder) as environment:
            environment |= {"PSOAS_DATA": str(folder / "data"), "PSOAS_HTTPS": "false"}
            told = _clinic(environment, "make", str(PATIENTS), str(CLINICIANS))
            tally = Tally()
            with serving(folder, environment) as server:
                began = time.perf_counter()
                asyncio.run(_people(server.url, told, tally, seconds))
                took = time.perf_counter() - began
                memory = server.peak_memory_mb()
            return Run(kind, tally, took, memory, _clinic(environment, "count"))


def _clinic(environment: dict[str, str], *what: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.load.clinic", *what]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def table(done: Run) -> str:
    """Say what each page took."""
    lines = ["| page | times | p50 ms | p95 ms |", "|---|---:|---:|---:|"]
    for page, times in sorted(done.tally.times.items(), key=lambda item: -len(item[1])):
        lines.append(f"| `{page}` | {len(times)} | {_share(times, 0.5):.0f} | {_share(times, 0.95):.0f} |")
    every = [one for times in done.tally.times.values() for one in times]
    lines.append(f"| all | {len(every)} | {_share(every, 0.5):.0f} | {_share(every, 0.95):.0f} |")
    accepted = done.tally.taps + done.tally.answers
    told = (
        f"{len(every) / done.seconds:.1f} requests a second for {done.seconds:.0f} s; "
        f"{len(done.tally.errors)} errors; {accepted} taps and safety answers accepted, {done.lost} lost; "
        f"peak memory of the server {done.memory_mb:.0f} MB."
    )
    return "\n".join(
        [
            f"### {'SQLite' if done.kind == 'sqlite' else 'PostgreSQL'}",
            "",
            told,
            "",
            *lines,
            "",
        ]
    )


def _share(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def main() -> int:
    """Run, print, and say by the exit code whether nothing failed and nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=90)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/explanation/load.md")
    chosen = parser.parse_args()
    runs = [run(kind, chosen.seconds) for kind in chosen.database or ("sqlite", "postgresql")]
    tables = "\n".join(table(one) for one in runs)
    print(tables)
    for one in runs:
        print("\n".join(sorted(set(one.tally.errors))))
    if chosen.write:
        head, mark, _old = PAGE.read_text(encoding="utf-8").partition("## Figures\n")
        PAGE.write_text(f"{head}{mark}\n{tables}", encoding="utf-8")
    return int(any(one.tally.errors or one.lost or one.memory_mb > LIMIT_MB for one in runs))


if __name__ == "__main__":
    sys.exit(main())
