"""Numbers and status of the knowledge, as they are written on its pages."""

from psoas.knowledge.contributors import Ratio

STATUSES = {
    "read": "read in the source",
    "secondary": "read in a page that quotes it",
    "judgement": "judgment",
}
CERTAINTIES = {
    "high": "high certainty",
    "moderate": "moderate certainty",
    "low": "low certainty",
    "very-low": "very low certainty",
    "expert": "practice that no trial has tested",
}
MEASURES = {
    "MD": "mean difference",
    "SMD": "standardized mean difference",
    "RR": "risk ratio",
    "OR": "odds ratio",
    "HR": "hazard ratio",
}
BENEFITS = {3: "the main thing it is for", 2: "some", 1: "a little"}


def spaced(word: str) -> str:
    """Write an identifier's words apart: "lateral hip"."""
    return word.replace("-", " ").replace("_", " ")


def ratio(value: Ratio | None) -> str:
    """Write a ratio with its published interval: "2.13 (1.2 to 3.9)"; nothing if there is none."""
    return "" if value is None else with_interval(value.value, value.low, value.high)


def with_interval(value: float | None, low: float | None, high: float | None, unit: str = "") -> str:
    """Write a number with its interval and unit, or the interval alone where only that was published."""
    after = f" {unit}" if unit else ""
    span = "" if low is None or high is None else f"{number(low)} to {number(high)}"
    if value is None:
        return f"{span}{after}" if span else ""
    return f"{number(value)}{after}" + (f" ({span})" if span else "")


def share(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """Write a share of people in percent, with its interval."""
    parts = [None if one is None else round(one * 100, 1) for one in (value, low, high)]
    return with_interval(parts[0], parts[1], parts[2], "%")


def number(value: float) -> str:
    """Write a number without digits it does not have; thousands are set apart."""
    if float(value).is_integer():
        return f"{value:,.0f}".replace("-", "\N{MINUS SIGN}")
    return f"{value:.6g}".replace("-", "\N{MINUS SIGN}")
