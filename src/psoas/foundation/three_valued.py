"""Kleene's three-valued logic: true, false, and not known.

"Not examined" must never turn into "absent". Every rule in the knowledge is therefore evaluated over
``bool | None``, where ``None`` means that nobody has looked yet.
"""

from collections.abc import Iterable

Truth = bool | None


def negation(truth: Truth) -> Truth:
    """Swap true and false; what is not known stays not known."""
    return None if truth is None else not truth


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """Tell whether at least ``count`` of ``truths`` hold, as far as that is settled."""
    values = list(truths)
    holding = sum(value is True for value in values)
    if holding >= count:
        return True
    possible = holding + sum(value is None for value in values)
    return None if possible >= count else False


def any_of(truths: Iterable[Truth]) -> Truth:
    """Return true as soon as one holds, false only when every one is known to fail."""
    found: Truth = False
    for truth in truths:
        if truth:
            return True
        if truth is None:
            found = None
    return found


def all_of(truths: Iterable[Truth]) -> Truth:
    """Return false as soon as one fails, true only when every one is known to hold."""
    found: Truth = True
    for truth in truths:
        if truth is None:
            found = None
        elif not truth:
            return False
    return found
