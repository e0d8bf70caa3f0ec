"""The benchmark as plain data and as a page for the documentation."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from psoas.application.benchmark.measures import Bin, Calibration, Share
from psoas.application.benchmark.run import Benchmark, Measured, Result
from psoas.foundation.version import __version__
from psoas.knowledge.knowledge import Knowledge

_SENSIBLE = 3  # decimals


def benchmark_data(found: Benchmark, knowledge: Knowledge) -> dict[str, Any]:
    """Return the benchmark as plain data; shares are 0 to 1, intervals 90 %."""
    return {
        "psoas": __version__,
        "knowledge": {"version": knowledge.version, "fingerprint": knowledge.fingerprint},
        "vignettes": found.vignettes,
        **_measured(found.engine),
        "little": {"cases": found.little.cases, **_share("incomplete", found.little.incomplete)},
        **_share("look_alikes", found.look_alikes),
        **_share("questions_from_words", found.questions),
        **_share("must_not_lead", found.must_not_lead),
        "baselines": {name: _measured(one) for name, one in found.baselines.items()},
        "missed": [_missed(one) for one in found.results if is_missed(one)],
    }


def benchmark_json(found: Benchmark, knowledge: Knowledge) -> str:
    """Return the benchmark as JSON text."""
    return json.dumps(benchmark_data(found, knowledge), indent=2, ensure_ascii=False)


def is_missed(one: Result) -> bool:
    """Tell whether the engine said something else than was expected."""
    vignette = one.read.vignette
    limit = {"single": 1, "multiple": 3}.get(vignette.kind)
    is_ranked = limit is None or all(
        one.rank.get(name, math.inf) <= limit for name in vignette.expected.contributors
    )
    return not (one.is_disposition_right and is_ranked)


def _missed(one: Result) -> dict[str, Any]:
    expected = one.read.vignette.expected
    return {
        "id": one.read.vignette.id,
        "disposition": one.assessment.screening.disposition,
        "expected_disposition": list(expected.disposition),
        "ranking": list(one.assessment.diagnosis.ranking[:3]),
        "expected_contributors": list(expected.contributors),
    }


def _measured(one: Measured) -> dict[str, Any]:
    safety, single, multiple, fit = one.safety, one.single, one.multiple, one.calibration
    return {
        "safety": None
        if safety is None
        else {
            "cases": safety.cases,
            **_share("sensitivity", safety.sensitivity),
            **_share("sentinels", safety.sentinels),
            **_share("over_triage", safety.over_triage),
        },
        "single": None
        if single is None
        else {
            "cases": single.cases,
            **_share("top1", single.top1),
            **_share("top3", single.top3),
            **({} if single.root is None else _share("root_level", single.root)),
        },
        "multiple": None
        if multiple is None
        else {"cases": multiple.cases, **_share("all_in_top3", multiple.all_in_top3)},
        "calibration": None if fit is None else _calibration(fit),
    }


def _calibration(fit: Calibration) -> dict[str, Any]:
    return {
        "pairs": fit.pairs,
        "brier": _number(fit.brier),
        "brier_interval": [_number(end) for end in fit.brier_interval],
        "slope": _number(fit.slope),
        "slope_interval": [_number(end) for end in fit.slope_interval],
        "intercept": _number(fit.intercept),
        "reliability": [
            {
                "from": one.low,
                "to": one.high,
                "predicted": _number(one.predicted),
                **_share("observed", one.observed),
            }
            for one in fit.bins
        ],
    }


def _share(name: str, share: Share) -> dict[str, Any]:
    interval = share.interval
    return {
        name: None if share.value is None else _number(share.value),
        f"{name}_interval": None if interval is None else [_number(end) for end in interval],
        f"{name}_count": [share.count, share.of],
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, _SENSIBLE)


def benchmark_page(found: Benchmark, picture: str) -> str:
    """Return the results as a page in Markdown; ``picture`` is the file shown in it."""
    return "\n".join(_page(found, picture)) + "\n"


def _page(found: Benchmark, picture: str) -> Iterator[str]:
    engine = found.engine
    yield "## Results"
    yield ""
    yield f"{found.vignettes} vignettes; shares in percent with 90 % intervals."
    yield ""
    yield "| | Psoas | naive product | priors only | words in the text |"
    yield "|---|---|---|---|---|"
    ways: Mapping[str, Measured] = {"": engine, **found.baselines}
    for name, of in ROWS.items():
        yield f"| {name} | " + " | ".join(of(one) for one in ways.values()) + " |"
    yield ""
    yield f"Too little information, and said so: {percent_of(found.little.incomplete)}."
    yield f"Look-alikes named: {percent_of(found.look_alikes)}."
    yield f"Safety questions raised by the patient's words alone: {percent_of(found.questions)}."
    yield f"Nothing leads that must not: {percent_of(found.must_not_lead)}."
    if engine.single is not None and engine.single.root is not None:
        yield f"Root level right: {percent_of(engine.single.root)}."
    yield ""
    yield f"![Reliability diagram]({picture})"
    yield ""
    yield "## Where it went wrong"
    yield ""
    yield "| vignette | expected | said |"
    yield "|---|---|---|"
    for one in found.results:
        if is_missed(one):
            expected = one.read.vignette.expected
            wanted = " or ".join(expected.disposition) + "; " + ", ".join(expected.contributors)
            said = (
                one.assessment.screening.disposition + "; " + ", ".join(one.assessment.diagnosis.ranking[:3])
            )
            yield f"| {one.read.vignette.id} | {wanted} | {said} |"


def percent_of(share: Share | None) -> str:
    """Say a share in percent with its interval and count."""
    if share is None or share.value is None or share.interval is None:
        return "–"
    low, high = share.interval
    return f"{100 * share.value:.0f} ({100 * low:.0f}–{100 * high:.0f}), {share.count} of {share.of}"


def _interval(value: float, interval: tuple[float, float]) -> str:
    return "–" if math.isnan(value) else f"{value:.3f} ({interval[0]:.3f}–{interval[1]:.3f})"


def _of(part: str, share: str) -> Callable[[Measured], str]:
    """Return how a row of the table reads its share; a way that makes no such statement gets a dash."""

    def told(one: Measured) -> str:
        measured = getattr(one, part)
        return percent_of(None if measured is None else getattr(measured, share))

    return told


def _fit(value: str) -> Callable[[Measured], str]:
    def told(one: Measured) -> str:
        fit = one.calibration
        return "–" if fit is None else _interval(getattr(fit, value), getattr(fit, f"{value}_interval"))

    return told


ROWS: Mapping[str, Callable[[Measured], str]] = {
    "dangers sent in time": _of("safety", "sensitivity"),
    "of them sentinels": _of("safety", "sentinels"),
    "over-triage": _of("safety", "over_triage"),
    "single: first": _of("single", "top1"),
    "single: among three": _of("single", "top3"),
    "several: all among three": _of("multiple", "all_in_top3"),
    "Brier score (0 is perfect)": _fit("brier"),
    "calibration slope (1 is perfect)": _fit("slope"),
}


def reliability_rows(fit: Calibration, name: str) -> Iterator[dict[str, Any]]:
    """Yield the points of a reliability diagram."""
    for one in fit.bins:
        yield from _point(one, name)


def _point(one: Bin, name: str) -> Iterator[dict[str, Any]]:
    value, interval = one.observed.value, one.observed.interval
    if value is not None and interval is not None:
        low, high = interval
        yield {
            "way": name,
            "predicted": 100 * one.predicted,
            "observed": 100 * value,
            "low": 100 * low,
            "high": 100 * high,
            "pairs": one.observed.of,
        }
