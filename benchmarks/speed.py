"""How long an assessment takes: inside a running process and from the shell.

Run with ``make bench``. Machines are noisy: the figures are the median and the 95th percentile of many
runs, and the parts are compared within one run.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from psoas import assess, load_case, load_knowledge, plan_care

RUNS = 40  # of every example
EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))


def milliseconds(work: Callable[[], object], *, repeats: int) -> tuple[float, float]:
    """Return the median and the 95th percentile of several runs."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]


def main() -> None:
    """Print a table of medians."""
    knowledge = load_knowledge()
    cases = [load_case(path, knowledge=knowledge) for path in EXAMPLES]
    for case in cases:  # once, so that imports and caches are not counted
        plan_care(assess(case, knowledge), knowledge)
    print(f"{'in a running process':34}{'median ms':>10}{'p95 ms':>10}")
    print(f"{'load the knowledge':34}" + "{:10.1f}{:10.1f}".format(*milliseconds(load_knowledge, repeats=5)))
    for case in cases:
        assessment = assess(case, knowledge)
        works: dict[str, Callable[[], object]] = {
            "assess": partial(assess, case, knowledge),
            "plan": partial(plan_care, assessment, knowledge),
        }
        for name, work in works.items():
            median, p95 = milliseconds(work, repeats=RUNS)
            print(f"{name + ' ' + case.id:34}{median:10.1f}{p95:10.1f}")
    print(f"\n{'from the shell':34}{'median ms':>10}{'p95 ms':>10}")
    for arguments in (
        ("--version",),
        ("screen", str(EXAMPLES[0])),
        ("assess", str(EXAMPLES[-2])),
        ("assess", str(EXAMPLES[-2]), "--format", "json"),
    ):
        command = [sys.executable, "-m", "psoas", *arguments]
        run = partial(subprocess.run, command, capture_output=True, check=False)
        median, p95 = milliseconds(run, repeats=5)
        label = " ".join(["psoas", *(Path(part).stem for part in arguments)])
        print(f"{label:34}{median:10.0f}{p95:10.0f}")


if __name__ == "__main__":
    main()
