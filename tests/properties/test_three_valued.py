"""Kleene's logic: what is settled stays settled, whatever the unknown turns out to be."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from psoas.foundation.three_valued import Truth, all_of, any_of, at_least, negation

truths = st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=6)


@given(values=truths, count=st.integers(1, 6))
def test_a_settled_answer_holds_for_every_way_the_unknown_could_turn_out(
    values: list[Truth], count: int
) -> None:
    unknown = [index for index, value in enumerate(values) if value is None]
    outcomes = set()
    for filling in itertools.product([True, False], repeat=len(unknown)):
        filled = list(values)
        for index, value in zip(unknown, filling, strict=True):
            filled[index] = value
        outcomes.add(sum(bool(value) for value in filled) >= count)

    settled = at_least(count, values)
    assert settled is (outcomes.pop() if len(outcomes) == 1 else None)


@given(values=truths)
def test_all_is_not_any_not(values: list[Truth]) -> None:
    assert all_of(values) == negation(any_of(negation(value) for value in values))
