"""Which contributors cannot be separated yet."""

import pytest

from psoas import Knowledge
from psoas.diagnosis.judged import Judged
from psoas.diagnosis.ledger import Ledger
from psoas.diagnosis.separation import not_separated
from psoas.foundation.logit_normal import LogitNormal
from psoas.patient.case import Opinion


def judged(identifier: str, belief: tuple[float, float, float], knowledge: Knowledge) -> Judged:
    contributor = knowledge.contributors[identifier]
    low, probability, high = belief
    posterior = LogitNormal.from_range(probability=probability, low=low, high=high)
    return Judged(contributor, Ledger(contributor.priors[-1], None, posterior, (), (), ()), None, "possible")


@pytest.mark.parametrize(
    ("beliefs", "expected"),
    [
        # each within the other's interval
        ({"nerve-root": (0.4, 0.6, 0.8), "facet": (0.3, 0.5, 0.7)}, (("nerve-root", "facet"),)),
        # one is well above the other
        ({"nerve-root": (0.7, 0.8, 0.9), "facet": (0.2, 0.3, 0.4)}, ()),
        # the wide one holds the narrow one, but not the other way round
        ({"nerve-root": (0.78, 0.8, 0.82), "facet": (0.3, 0.6, 0.85)}, ()),
        # three in a row
        (
            {"nerve-root": (0.4, 0.6, 0.8), "facet": (0.35, 0.55, 0.75), "discogenic": (0.3, 0.5, 0.7)},
            (("nerve-root", "facet", "discogenic"),),
        ),
        # what is unlikely is no question any more
        ({"nerve-root": (0.05, 0.1, 0.3), "facet": (0.04, 0.09, 0.3)}, ()),
    ],
)
def test_neighbors_within_each_others_intervals_are_not_separated(
    knowledge: Knowledge,
    beliefs: dict[str, tuple[float, float, float]],
    expected: tuple[tuple[str, ...], ...],
) -> None:
    found = [judged(name, belief, knowledge) for name, belief in beliefs.items()]

    assert not_separated(found, list(beliefs), knowledge) == expected


def test_what_the_clinician_has_judged_is_settled(knowledge: Knowledge) -> None:
    first = judged("nerve-root", (0.4, 0.6, 0.8), knowledge)
    second = judged("facet", (0.3, 0.5, 0.7), knowledge)
    opinion = Opinion("facet", "unlikely", "No pain on extension.")
    settled = Judged(second.contributor, second.ledger, None, "possible", opinion)

    assert not_separated([first, settled], ["nerve-root", "facet"], knowledge) == ()
