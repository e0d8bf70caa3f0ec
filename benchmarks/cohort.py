"""How long a cohort takes and how much memory, with the same inference by another library beside it.

Run with ``python -m benchmarks.cohort [patients]``; three runs each, medians. The other library is pyAgrum,
from the authors of aGrUM: a naive Bayes network for one contributor over findings of different dependence
groups, where the ledger's weights are all 1 and both must give the same numbers.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pyagrum

from benchmarks.cohorts import write_cohort
from psoas import Case, Knowledge, load_case, load_knowledge
from psoas.anatomy.regions import Side, View
from psoas.application.cohort.run import run_cohort
from psoas.diagnosis.ledger import LedgerRow, ledger, ledger_row, prior_for
from psoas.diagnosis.posteriors import ledger_plans, posterior
from psoas.knowledge.contributors import Contributor, Prior
from psoas.patient.case import Complaint, DrawnRegion, Observation
from psoas.patient.column_facts import ColumnFacts
from psoas.patient.columns import columns_of
from psoas.patient.facts import SAID_OF_LEG, CaseFacts
from psoas.patient.writing import write_case_json

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.yaml"))
RUNS = 3
LINES = 2000
COMPARED = 5000
AGREED = 1e-9

# finding, and the ratios it is used with when present and when absent
Test = tuple[str, LedgerRow, LedgerRow]


def main() -> None:
    """Print every figure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    knowledge = load_knowledge()
    with tempfile.TemporaryDirectory() as folder:
        _parquet(Path(folder), knowledge, count)
        _lines(Path(folder), knowledge)
    _beside_pyagrum(knowledge)


def _parquet(folder: Path, knowledge: Knowledge, count: int) -> None:
    source = folder / "cases.parquet"
    write_cohort(source, knowledge, count=count)
    print(f"{count:,} cases as Parquet, {source.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} cores")
    seconds, processor, memory = [], [], []
    for _ in range(RUNS):
        start = time.perf_counter()
        output = str(folder / "results.parquet")
        command = [sys.executable, "-m", "psoas", "cohort", str(source), "--output", output]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        seconds.append(time.perf_counter() - start)
        processor.append(usage.ru_utime + usage.ru_stime)
        memory.append(usage.ru_maxrss / 1e3)
    print(
        f"  from the shell: median {statistics.median(seconds):.2f} s "
        f"({', '.join(f'{one:.2f}' for one in seconds)}), "
        f"processor time {statistics.median(processor):.2f} s, "
        f"{1e6 * statistics.median(seconds) / count:.1f} microseconds a case, "
        f"peak memory {max(memory):.0f} MB"
    )


def _lines(folder: Path, knowledge: Knowledge) -> None:
    source = folder / "cases.jsonl"
    cases = [load_case(path, knowledge=knowledge) for path in EXAMPLES]
    written = [json.dumps(json.loads(write_case_json(case, knowledge=knowledge))) for case in cases]
    source.write_text("".join(written[place % len(written)] + "\n" for place in range(LINES)))
    seconds = _median(lambda: run_cohort(source, folder / "lines.parquet", knowledge))
    print(f"{LINES:,} cases as lines of JSON: {LINES / seconds:.0f} a second")


def _beside_pyagrum(knowledge: Knowledge) -> None:
    """Compare one contributor's probability, and the time it takes a case."""
    contributor, tests = max(
        ((one, _tests(one, knowledge)) for one in knowledge.contributors.values() if one.priors),
        key=lambda pair: len(pair[1]),
    )
    random = np.random.default_rng(1)
    picks = random.choice(3, (COMPARED, len(tests)), p=[0.3, 0.3, 0.4])
    states = [[(True, False, None)[pick] for pick in row] for row in picks]
    cases = [_case(tests, row, knowledge) for row in states]
    facts = ColumnFacts(columns_of(cases, knowledge), knowledge)
    plan = next(plan for plan in ledger_plans(knowledge) if plan.contributor is contributor)
    ours = posterior(plan, facts).probability
    priors = {prior_for(contributor.priors, CaseFacts.of(case, knowledge)) for case in cases}
    (prior,) = (one or contributor.priors[-1] for one in priors)  # all cases are alike in this
    network = _Network.of(prior, tests)
    theirs = np.array([network.probability(row) for row in states])
    difference = np.abs(ours - theirs).max()
    assert difference < AGREED, "the network is no longer the same as the ledger"
    print(
        f"{contributor.id} from {len(tests)} findings ({', '.join(name for name, *_ in tests)}), "
        f"{COMPARED:,} cases: largest difference from pyAgrum {version('pyagrum')}: "
        f"{difference:.1e}"
    )
    timed = {
        "pyAgrum, one case after the other": lambda: [network.probability(row) for row in states],
        "the ledger, one case after the other": lambda: [
            ledger(contributor, CaseFacts.of(case, knowledge), knowledge) for case in cases
        ],
        "all at once": lambda: posterior(plan, ColumnFacts(facts.cases, knowledge)),
    }
    micro = {name: 1e6 * _median(work) / COMPARED for name, work in timed.items()}
    for name, value in micro.items():
        print(f"  {name:40}{value:10.2f} microseconds a case")
    first, _, last = micro.values()
    print(f"  all at once is {first / last:.0f} times as fast as pyAgrum")


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _tests(contributor: Contributor, knowledge: Knowledge) -> list[Test]:
    """Return one finding of each dependence group that can be seen by itself and speaks both ways."""
    found: dict[str, Test] = {}
    for row in knowledge.scoring_rows[contributor.id]:
        record = knowledge.findings[row.finding]
        if row.finding in SAID_OF_LEG:  # it tells how far the pain reaches too, and so moves the prior
            continue
        if row.applies or row.positive is None or row.negative is None or row.group in found:
            continue
        if record.derived is None and record.kind == "state" and record.section != "safety":
            present, absent = (ledger_row(row, knowledge, state=state) for state in (True, False))
            if absent.lr < 1 < present.lr:
                found[row.group] = (row.finding, present, absent)
    return list(found.values())


def _case(tests: Sequence[Test], states: Sequence[bool | None], knowledge: Knowledge) -> Case:
    observations = tuple(
        Observation(finding, side, state)
        for (finding, *_), state in zip(tests, states, strict=True)
        if state is not None
        for side in (Side if knowledge.findings[finding].sided else (None,))
    )
    # pain drawn down to the calf: how far it reaches, and with it the prior, is the same for all
    drawn = Complaint(drawn=(DrawnRegion(View.BACK, Side.RIGHT, "calf"),))
    return Case(id="c", recorded_on=date(2026, 11, 22), complaint=drawn, observations=observations)


@dataclass(frozen=True)
class _Network:
    """The contributor as the cause of each finding; its tables reproduce the ledger's ratios."""

    engine: pyagrum.LazyPropagation
    findings: tuple[str, ...]

    @classmethod
    def of(cls, prior: Prior, tests: Sequence[Test]) -> "_Network":
        network = pyagrum.BayesNet()
        network.add(pyagrum.LabelizedVariable("cause", "cause", 2))
        network.cpt("cause").fillWith([1 - prior.probability, prior.probability])
        for finding, present, absent in tests:
            network.add(pyagrum.LabelizedVariable(finding, finding, 2))
            network.addArc("cause", finding)
            without = (1 - absent.lr) / (present.lr - absent.lr)
            network.cpt(finding)[{"cause": 0}] = [1 - without, without]
            network.cpt(finding)[{"cause": 1}] = [1 - present.lr * without, present.lr * without]
        engine = pyagrum.LazyPropagation(network)
        engine.addTarget("cause")
        return cls(engine, tuple(finding for finding, *_ in tests))

    def probability(self, states: Sequence[bool | None]) -> float:
        """Return the probability of the cause, given what was seen."""
        seen = zip(self.findings, states, strict=True)
        self.engine.setEvidence({finding: int(state) for finding, state in seen if state is not None})
        self.engine.makeInference()
        return float(self.engine.posterior("cause")[1])


if __name__ == "__main__":
    main()
