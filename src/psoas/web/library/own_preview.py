"""What a clinic's own starting values change: beside each, the shipped ones it stands in front of."""

from dataclasses import dataclass

from psoas.knowledge.contributors import Prior
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.condition_words import in_words
from psoas.web.library.words import share


@dataclass(frozen=True, slots=True)
class PriorLine:
    """One prior."""

    who: str
    holds_when: str
    value: str


@dataclass(frozen=True, slots=True)
class Change:
    """One contributor: the clinic's own priors, in front of the shipped ones."""

    identifier: str
    name: str
    own: tuple[PriorLine, ...]
    shipped: tuple[PriorLine, ...]
    replaces_all: bool  # the last own one fits everybody: no shipped one is used any more


def changes(knowledge: Knowledge) -> tuple[Change, ...]:
    """Return every contributor with priors of the clinic's own."""
    return tuple(
        Change(
            identifier=one.id,
            name=one.name,
            own=tuple(_line(prior, knowledge) for prior in one.local_priors),
            shipped=tuple(_line(prior, knowledge) for prior in one.priors),
            replaces_all=one.local_priors[-1].when is None,
        )
        for one in knowledge.contributors.values()
        if one.local_priors
    )


def _line(prior: Prior, knowledge: Knowledge) -> PriorLine:
    when = "everybody" if prior.when is None else str(in_words(prior.when, knowledge))
    return PriorLine(prior.who, when, share(prior.probability, prior.low, prior.high))
