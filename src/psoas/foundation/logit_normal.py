"""Probabilities whose log-odds are normally distributed: an estimate with its interval in closed form."""

import math
from dataclasses import dataclass

from psoas.foundation.errors import ImplausibleInputError

Z_90 = 1.6448536269514722  # half-width of a central 90 % interval, in standard deviations
Z_95 = 1.959963984540054


def logit(probability: float) -> float:
    """Return the log-odds of a probability.

    Raises
    ------
    ImplausibleInputError
        The probability does not lie strictly between 0 and 1 (NaN included).
    """
    if not 0 < probability < 1:
        raise ImplausibleInputError(f"a probability must lie between 0 and 1, got {probability}")
    return math.log(probability) - math.log1p(-probability)


def expit(log_odds: float) -> float:
    """Return the probability that has these log-odds."""
    if log_odds >= 0:
        return 1 / (1 + math.exp(-log_odds))
    odds = math.exp(log_odds)
    return odds / (1 + odds)


@dataclass(frozen=True, slots=True)
class LogitNormal:
    """A belief about a probability: mean and variance of its log-odds."""

    mean: float
    variance: float

    @classmethod
    def from_range(cls, *, probability: float, low: float, high: float) -> "LogitNormal":
        """Read a plausible range as a 90 % interval around ``probability``.

        Raises
        ------
        ImplausibleInputError
            The three do not rise strictly within (0, 1).
        """
        if not 0 < low < probability < high < 1:
            raise ImplausibleInputError(
                f"expected 0 < low < probability < high < 1, got {low}, {probability}, {high}"
            )
        deviation = (logit(high) - logit(low)) / (2 * Z_90)
        return cls(logit(probability), deviation**2)

    def shifted(self, *, by: float, variance: float) -> "LogitNormal":
        """Add an independent normal term to the log-odds."""
        return LogitNormal(self.mean + by, self.variance + variance)

    @property
    def probability(self) -> float:
        """The median probability."""
        return expit(self.mean)

    @property
    def interval(self) -> tuple[float, float]:
        """The central 90 % interval."""
        half = Z_90 * math.sqrt(self.variance)
        return expit(self.mean - half), expit(self.mean + half)


def binary_entropy_bits(probability: float) -> float:
    """Return the entropy of a yes-or-no question, in bits."""
    if probability in (0.0, 1.0):
        return 0.0
    rest = 1 - probability
    return -(probability * math.log2(probability) + rest * math.log2(rest))
