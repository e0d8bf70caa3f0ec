"""Which numbers there are, in which group, and which direction is the worse one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from psoas.foundation.documents import parse_yaml
from psoas.foundation.errors import KnowledgeError, Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.change import Worse

FILE = Path(__file__).with_name("groups.yaml")
ALIGNMENT = "alignment"

_DIRECTIONS: Mapping[str, Worse] = {"high-is-worse": "high", "low-is-worse": "low"}


@dataclass(frozen=True, slots=True)
class Group:
    """Measurements under one heading, saved together."""

    id: str
    name: str
    short: str  # in the line of links
    findings: Mapping[str, Literal["high", "low", "neither"]]
    is_closed: bool = False  # opened on demand

    def worse(self, finding: str) -> Worse | None:
        """Return which direction is the worse one."""
        direction = self.findings[finding]
        return None if direction == "neither" else direction


_GROUPS: TypeAdapter[tuple[Group, ...]] = TypeAdapter(tuple[Group, ...])


def groups(knowledge: Knowledge) -> tuple[Group, ...]:
    """Return the groups in the order of the page.

    Raises
    ------
    KnowledgeError
        A number stands in no group or in two, a name is no number, or a direction contradicts the knowledge.
    """
    found = _read()
    problems = list(group_problems(found, knowledge))
    if problems:
        raise KnowledgeError(FILE.name, problems)
    return found


def group_problems(found: tuple[Group, ...], knowledge: Knowledge) -> Iterator[Problem]:
    """Say what is wrong with the groups."""
    numbers = {name for name, one in knowledge.findings.items() if one.measure is not None}
    placed = Counter(name for group in found for name in group.findings)
    for name in sorted(numbers - set(placed)):
        yield Problem(name, "It is measured, but stands in no group.")
    for name in sorted(set(placed) - numbers):
        yield Problem(name, "It is no finding with a number.")
    for name, times in placed.items():
        if times > 1:
            yield Problem(name, f"It stands in {times} groups.")
    for group in found:
        for name, direction in group.findings.items():
            for stated, where in _stated(name, knowledge):
                if direction not in ("neither", stated):
                    yield Problem(name, f"'{direction}' is said to be worse, but {where} says '{stated}'.")


def _stated(name: str, knowledge: Knowledge) -> Iterator[tuple[Worse, str]]:
    """Yield what the knowledge itself says about the worse direction."""
    record = knowledge.findings.get(name)
    if record is not None and record.measure is not None:
        if record.measure.present_at_least is not None:
            yield "high", "its cut-off"
        if record.measure.present_at_most is not None:
            yield "low", "its cut-off"
    for norm in knowledge.norms:
        if norm.finding == name:
            yield _DIRECTIONS[norm.direction], f"the norm '{norm.id}'"


@cache
def _read() -> tuple[Group, ...]:
    value: Any = parse_yaml(FILE.read_text(encoding="utf-8"), trusted=True).value
    try:
        return _GROUPS.validate_python(value)
    except ValidationError as error:
        wrong = [Problem(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        raise KnowledgeError(FILE.name, wrong) from error
