"""Write the page on the benchmark and its pictures: ``make benchmark``."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.simulation import CORRELATIONS, PATIENTS, Outcome, simulate, table
from psoas import load_knowledge
from psoas.application.benchmark.run import Benchmark, run_benchmark
from psoas.application.benchmark.vignettes import read_vignettes
from psoas.illustration.charts import chart_svg
from psoas.illustration.reliability_chart import reliability_chart, slopes_chart
from psoas.reports.benchmark_document import benchmark_page, reliability_rows

ROOT = Path(__file__).parent.parent
VIGNETTES = ROOT / "benchmarks/vignettes"
PAGE = ROOT / "docs/explanation/benchmark.md"
RELIABILITY = ROOT / "docs/pictures/reliability.svg"
SLOPES = ROOT / "docs/pictures/simulation.svg"

_INTRODUCTION = """\
# The benchmark

<!-- written by benchmarks/report.py (`make benchmark`); change the vignettes, the knowledge or the code instead -->

Invented patients in plain words, each with its coded case and what a clinician expects: [the
vignettes](../../benchmarks/vignettes). They were written from textbook patterns and published case reports, without
access to the engine, and committed before it was run on them; an expectation that is changed afterward says why in its
file. `psoas benchmark` runs them, `psoas benchmark --format json` prints everything with intervals.

Three baselines see the same cases: every published ratio multiplied as if findings were independent; the starting
values alone; and an alarm on words in the text.

What it can not say: whether the probabilities hold in patients. Textbook patients are clearer than real ones, so the
calibration slope is above 1 (too timid for them), and the plain product, which is bolder, ranks them a little better. The
simulation below shows what boldness costs when findings hang together, as they do in patients.

- **Dangers sent in time**: dangerous vignettes sent at least as urgently as expected. **Sentinels** must never be missed.
- **Over-triage**: vignettes without danger, of every kind, sent more urgently than any way a clinician would accept.
- **First, among three**: where the expected contributor stands. Muscle, alignment and load stand by their grade.

"""

_FIRST_RUN = """\
## What the first run showed

The first 254 vignettes were run once before anything was changed: dangers sent in time 44 of 45 (sentinels 36 of 36),
over-triage 15 of 209, single first 83 of 106 (78 %), among three 97 of 106, several all among three 37 of 44. The 50
patients of published case reports, run after that: dangers 20 of 22 (sentinels 11 of 11), over-triage 0 of 28, single
first 11 of 19, among three 17 of 19, look-alikes named 21 of 29. What was changed after looking at them, with its reason
each: contributors that only their age speaks for no longer stand before those that findings speak for; stenosis needs
symptoms in the leg, and disc, facet and sacroiliac joint need pain where they are felt; weak hip abduction alone is no
sign of a nerve; rules were added for sacral fractures, fractures that X-rays miss, high-grade slips, sacroiliitis on
imaging and night pain that ibuprofen takes away; the questions suggested by the patient's words learned further phrases.
So the figures above flatter the engine somewhat; the ones of this paragraph do not.
"""


def page(found: Benchmark, outcomes: tuple[Outcome, ...]) -> str:
    """Return the whole page."""
    return "\n".join(_parts(found, outcomes))


def _parts(found: Benchmark, outcomes: tuple[Outcome, ...]) -> Iterator[str]:
    yield _INTRODUCTION + benchmark_page(found, "../pictures/reliability.svg")
    yield _FIRST_RUN
    yield "## When findings hang together\n"
    yield (
        f"For every contributor {PATIENTS:,} patients are drawn at each correlation. Findings of one dependence group "
        "share a hidden cause; each keeps its published accuracy. A calibration slope of 1 is right, below 1 is too "
        "sure; a lower Brier score is better. Without any correlation the plain product is right by construction.\n"
    )
    yield table(outcomes)
    yield "\n![Calibration slope by correlation](../pictures/simulation.svg)\n"


def pictures(found: Benchmark, outcomes: tuple[Outcome, ...]) -> dict[Path, str]:
    """Return the pictures by where they stand."""
    naive = found.baselines["naive"]
    assert found.engine.calibration is not None
    assert naive.calibration is not None
    ways = ("Psoas", "naive product")
    points = [
        *reliability_rows(found.engine.calibration, ways[0]),
        *reliability_rows(naive.calibration, ways[1]),
    ]
    slopes = [
        {"way": way, "correlation": one.correlation, "slope": slope}
        for one in outcomes
        for way, slope in zip(ways, (one.grouped_slope, one.naive_slope), strict=True)
    ]
    return {
        RELIABILITY: chart_svg(
            reliability_chart(points, ways),
            title="Reliability of the probabilities on the vignettes",
            description="What was said against what was expected, with 90 % intervals.",
            prefix="reliability",
        ),
        SLOPES: chart_svg(
            slopes_chart(slopes, ways),
            title="Calibration slope when findings hang together",
            description=f"Simulated patients; correlation {CORRELATIONS[0]:g} to {CORRELATIONS[-1]:g}.",
            prefix="slopes",
        ),
    }


def main() -> None:
    """Write the page and the pictures."""
    knowledge = load_knowledge()
    found = run_benchmark(read_vignettes(VIGNETTES, knowledge), knowledge)
    outcomes = simulate(knowledge)
    written = {PAGE: page(found, outcomes), **pictures(found, outcomes)}
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
