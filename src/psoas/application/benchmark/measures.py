"""Measures with their intervals: shares, Brier score, calibration."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from psoas.foundation.logit_normal import Z_90

Array = NDArray[np.float64]

_SEED = 20261122
_DRAWS = 500
_BINS = (0.0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases with its 90 % interval (Wilson)."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share; none without cases."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 90 % interval of Wilson, which stays inside 0 to 1 for small numbers."""
        if not self.of:
            return None
        share, z = self.count / self.of, Z_90
        middle = (share + z * z / (2 * self.of)) / (1 + z * z / self.of)
        half = z * math.sqrt(share * (1 - share) / self.of + (z / (2 * self.of)) ** 2) / (1 + z * z / self.of)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Bin:
    """One step of the reliability diagram."""

    low: float
    high: float
    predicted: float
    observed: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """How well probabilities match what was expected; 90 % intervals by drawing vignettes anew."""

    pairs: int
    brier: float
    brier_interval: tuple[float, float]
    slope: float
    slope_interval: tuple[float, float]
    intercept: float
    bins: tuple[Bin, ...]


def calibration(probability: Array, outcome: Array, vignette: NDArray[np.int64]) -> Calibration:
    """Compare probabilities with outcomes.

    Parameters
    ----------
    probability, outcome : Array
        One entry a contributor of a vignette; outcomes 0 or 1.
    vignette : NDArray[np.int64]
        Which vignette each entry belongs to: whole vignettes are drawn for the intervals.
    """
    generator = np.random.default_rng(_SEED)
    members = [np.flatnonzero(vignette == one) for one in np.unique(vignette)]
    drawn: list[tuple[float, float]] = []
    for _ in range(_DRAWS):
        chosen = np.concatenate([members[one] for one in generator.integers(0, len(members), len(members))])
        drawn.append(
            (brier(probability[chosen], outcome[chosen]), slope(probability[chosen], outcome[chosen])[0])
        )
    briers, slopes = np.array(drawn).T
    fitted, intercept = slope(probability, outcome)
    return Calibration(
        pairs=len(outcome),
        brier=brier(probability, outcome),
        brier_interval=_ends(briers),
        slope=fitted,
        slope_interval=_ends(slopes[~np.isnan(slopes)]),  # without draws in which all outcomes are the same
        intercept=intercept,
        bins=_bins(probability, outcome),
    )


def _ends(drawn: Array) -> tuple[float, float]:
    """Return the ends of the central 90 %; NaN where nothing was drawn."""
    if not len(drawn):
        return math.nan, math.nan
    low, high = np.quantile(drawn, [0.05, 0.95])
    return float(low), float(high)


def brier(probability: Array, outcome: Array) -> float:
    """Return the mean squared distance between probability and outcome; 0 is perfect."""
    return float(np.mean((probability - outcome) ** 2))


def slope(probability: Array, outcome: Array) -> tuple[float, float]:
    """Fit outcome on the log-odds of the probability; a slope below 1 means too sure, above 1 too timid.

    Returns
    -------
    tuple[float, float]
        Slope and intercept; NaN where all outcomes are the same.
    """
    if len(np.unique(outcome)) < 2:  # noqa: PLR2004 -- nothing to tell apart
        return math.nan, math.nan
    clipped = np.clip(probability, 1e-9, 1 - 1e-9)
    log_odds = np.log(clipped) - np.log1p(-clipped)

    def loss(parameters: Array) -> tuple[float, Array]:
        fitted = parameters[0] * log_odds + parameters[1]
        error = expit(fitted) - outcome
        value = np.sum(np.logaddexp(0, fitted) - outcome * fitted)
        return float(value), np.array([error @ log_odds, error.sum()])

    found = minimize(loss, np.array([1.0, 0.0]), jac=True, method="BFGS")
    return float(found.x[0]), float(found.x[1])


def _bins(probability: Array, outcome: Array) -> tuple[Bin, ...]:
    place = np.clip(np.searchsorted(_BINS, probability, side="right") - 1, 0, len(_BINS) - 2)
    return tuple(
        Bin(
            _BINS[one],
            _BINS[one + 1],
            float(probability[place == one].mean()),
            Share(int(outcome[place == one].sum()), int((place == one).sum())),
        )
        for one in range(len(_BINS) - 1)
        if (place == one).any()
    )
