"""What must hold in the tables of accuracy: shares, intervals, ratios, and what may score."""

from collections.abc import Iterator

from psoas.foundation.errors import Problem
from psoas.knowledge.contributors import AccuracyRow, RedFlagRow
from psoas.knowledge.knowledge import Knowledge


def check_tables(knowledge: Knowledge) -> Iterator[Problem]:
    """Yield every problem of the tables."""
    yield from _accuracy(knowledge)
    yield from _red_flag_accuracy(knowledge)
    yield from _rows(knowledge)


def _accuracy(knowledge: Knowledge) -> Iterator[Problem]:
    scored: set[tuple[str, str]] = set()
    for row in knowledge.accuracy:
        where = f"accuracy, {row.id}"
        yield from _names(where, row, knowledge)
        if row.against is not None and row.role == "score":
            yield Problem(where, "A row that tells two conditions apart never scores.")
        yield from _accuracies(where, row)
        if row.role == "score":
            pair = (row.contributor, row.finding)
            if pair in scored:
                yield Problem(where, f"A second scoring row for {row.finding}.", "Keep one.")
            scored.add(pair)
            if row.positive is None and row.negative is None:
                yield Problem(where, "A scoring row needs a likelihood ratio.")
        yield from _ratios(where, row)


def _names(where: str, row: AccuracyRow, knowledge: Knowledge) -> Iterator[Problem]:
    contributor = knowledge.contributors.get(row.contributor)
    if contributor is None or contributor.kind != "probability":
        yield Problem(where, f"'{row.contributor}' is no contributor with a probability.")
    for name in ("applies", "superseded_by"):
        finding = getattr(row, name)
        if finding is not None and finding not in knowledge.findings:
            yield Problem(where, f"Unknown finding '{finding}' in {name}.")
    if row.group not in knowledge.dependence_groups:
        yield Problem(where, f"Unknown dependence group '{row.group}'.")
    if row.against is not None and row.against not in {*knowledge.contributors, *knowledge.look_alikes}:
        yield Problem(where, f"'{row.against}' is neither a contributor nor a look-alike.")


def _accuracies(where: str, row: AccuracyRow | RedFlagRow) -> Iterator[Problem]:
    """Check what an accuracy row of any kind must keep to."""
    for name in ("sensitivity", "specificity"):
        low, value, high = (getattr(row, f"{name}{part}") for part in ("_low", "", "_high"))
        given = [one for one in (low, value, high) if one is not None]
        if any(not 0 <= one <= 1 for one in given):
            yield Problem(where, f"The {name} lies outside 0 to 1.")
        if given != sorted(given):
            yield Problem(where, f"The {name} lies outside its interval.")
    if (row.odds is None) != (row.odds_kind is None):
        yield Problem(where, "An odds ratio and its kind stand together.")


def _ratios(where: str, row: AccuracyRow | RedFlagRow) -> Iterator[Problem]:
    for name, ratio in (("positive", row.positive), ("negative", row.negative), ("odds", row.odds)):
        if ratio is None:
            continue
        if (ratio.low is None) != (ratio.high is None):
            yield Problem(where, f"The interval of the {name} ratio has one end only.")
        elif ratio.low is not None and ratio.high is not None and not ratio.low <= ratio.value <= ratio.high:
            yield Problem(where, f"The {name} ratio lies outside its interval.")
    if row.basis == "derived" and row.sensitivity is not None and row.specificity is not None:
        expected = (
            row.sensitivity / max(1 - row.specificity, 1e-9),
            (1 - row.sensitivity) / max(row.specificity, 1e-9),
        )
        for name, ratio, value in zip(
            ("positive", "negative"), (row.positive, row.negative), expected, strict=True
        ):
            if ratio is not None and abs(ratio.value - value) > 0.02 * max(value, 0.5):
                yield Problem(
                    where,
                    f"The {name} ratio {ratio.value} does not follow from its accuracy ({value:.3g}).",
                )
    if row.status in ("read", "secondary") and not (row.source and row.locator):
        yield Problem(where, f"Status {row.status} needs a source and a locator.")


def _red_flag_accuracy(knowledge: Knowledge) -> Iterator[Problem]:
    for row in knowledge.red_flag_accuracy:
        where = f"red_flag_accuracy, {row.id}"
        yield from _accuracies(where, row)
        yield from _ratios(where, row)


def _rows(knowledge: Knowledge) -> Iterator[Problem]:
    for kind, rows in knowledge.rows().items():
        seen: set[str] = set()
        for row in rows:
            if row.id in seen:
                yield Problem(f"{kind}, {row.id}", "This id stands twice.")
            seen.add(row.id)
            finding = getattr(row, "finding", None)
            if finding is not None and finding not in knowledge.findings:
                yield Problem(f"{kind}, {row.id}", f"Unknown finding '{finding}'.")
            if row.status in ("read", "secondary") and not (row.source and row.locator):
                yield Problem(f"{kind}, {row.id}", f"Status {row.status} needs a source and a locator.")
            if row.status == "judgement" and not row.note:
                yield Problem(f"{kind}, {row.id}", "A judgement needs its reason in the note.")
