"""Two assessments of the same person side by side: what changed, and what is no clear change."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from psoas.knowledge.knowledge import Knowledge
from psoas.outcomes.change import detectable_change
from psoas.patient.past import PastObservation, past_observations

Interval = tuple[float, float]  # 90 %
Change = Literal["higher", "lower", "no clear change", "other grade", "the same", "not comparable"]
Size = Literal["the same", "beyond the error", "within the error", "error not known"]

NOT_EXAMINED = "not-examined"

_NUMBERS = (
    (("complaint", "pain", "now"), "points"),
    (("complaint", "pain", "average"), "points"),
    (("complaint", "pain", "worst"), "points"),
    (("function", "walking_minutes"), "minutes"),
    (("function", "sitting_minutes"), "minutes"),
    (("function", "standing_minutes"), "minutes"),
    (("function", "fatigue"), "points"),
    (("function", "quality_of_life"), "points"),
)
_WORDS = (("function", "bending"), ("function", "sleep"), ("function", "work"), ("complaint", "course"))


@dataclass(frozen=True, slots=True)
class Held:
    """What was held of a contributor: a probability with its interval, or a grade."""

    probability: float | None
    interval: Interval | None
    grade: str | None
    word: str
    opinion: str | None  # what the clinician judged


@dataclass(frozen=True, slots=True)
class ContributorChange:
    """One contributor then and now; nothing where the knowledge of that day did not have it."""

    id: str
    name: str
    then: Held | None
    now: Held | None

    @property
    def change(self) -> Change:
        """Tell whether it moved: intervals that overlap show no clear change."""
        then, now = self.then, self.now
        if then is None or now is None or NOT_EXAMINED in (then.grade, now.grade):
            return "not comparable"
        if then.interval is not None and now.interval is not None:
            if then.interval == now.interval:
                return "the same"
            if now.interval[0] > then.interval[1]:
                return "higher"
            return "lower" if now.interval[1] < then.interval[0] else "no clear change"
        if then.grade is None or now.grade is None:
            return "not comparable"
        return "the same" if then.grade == now.grade else "other grade"


@dataclass(frozen=True, slots=True)
class NumberChange:
    """A number then and now; ``detectable``: the least change that is hardly chance, where it is known."""

    id: str
    side: str | None
    unit: str
    then: float | None
    now: float | None
    detectable: float | None

    @property
    def difference(self) -> float | None:
        """How much it went up; nothing where it was not measured both times."""
        return None if self.then is None or self.now is None else self.now - self.then

    @property
    def size(self) -> Size:
        """Tell whether the difference is beyond what measuring twice gives by itself."""
        if not self.difference:
            return "the same"
        if self.detectable is None:
            return "error not known"
        return "beyond the error" if abs(self.difference) >= self.detectable else "within the error"


@dataclass(frozen=True, slots=True)
class StateChange:
    """A finding that was seen otherwise; ``None``: not examined then, or not now."""

    id: str
    section: str
    side: str | None
    then: bool | None
    now: bool | None


@dataclass(frozen=True, slots=True)
class WordChange:
    """A word that differs, such as how the patient sleeps; empty where it was not told."""

    id: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What came into the plan, what went, what stays."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]
    minutes: tuple[float | None, float | None]  # a day, then and now; nothing where there was no plan


@dataclass(frozen=True, slots=True)
class Comparison:
    """Then and now."""

    days: tuple[str, str]
    fingerprints: tuple[str, str]
    dispositions: tuple[str, str]
    actions_gone: tuple[str, ...]
    actions_new: tuple[str, ...]
    actions_still: tuple[str, ...]
    contributors: tuple[ContributorChange, ...]
    numbers: tuple[NumberChange, ...]
    states: tuple[StateChange, ...]
    words: tuple[WordChange, ...]
    plan: PlanChange

    @property
    def is_same_knowledge(self) -> bool:
        """Both rest on the same knowledge, so that a difference comes from the patient alone."""
        return self.fingerprints[0] == self.fingerprints[1]


def compare(then: Mapping[str, Any], now: Mapping[str, Any], knowledge: Knowledge) -> Comparison:
    """Lay two assessments side by side.

    Parameters
    ----------
    then, now : Mapping
        The documents as plain data, as ``psoas assess --format json`` prints them.
    knowledge : Knowledge
        Where the errors of measurements stand.

    Knowledge: ``findings/*`` (measure.error), ``parameters/pain-change-detectable``
    """
    before = {action["id"]: action["condition"] for action in then["screening"]["actions"]}
    after = {action["id"]: action["condition"] for action in now["screening"]["actions"]}
    return Comparison(
        days=(then["case"]["recorded_on"], now["case"]["recorded_on"]),
        fingerprints=(then["knowledge"]["fingerprint"], now["knowledge"]["fingerprint"]),
        dispositions=(then["screening"]["disposition"], now["screening"]["disposition"]),
        actions_gone=tuple(words for one, words in before.items() if one not in after),
        actions_new=tuple(words for one, words in after.items() if one not in before),
        actions_still=tuple(words for one, words in after.items() if one in before),
        contributors=tuple(_contributors(then, now)),
        numbers=(*_told_numbers(then, now, knowledge), *_measured(then, now, knowledge)),
        states=tuple(_states(then, now, knowledge)),
        words=tuple(_words(then, now)),
        plan=_plan(then["plan"], now["plan"]),
    )


def _contributors(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[ContributorChange]:
    """Yield what leads in one of the two, what the clinician judged, and what moved clearly."""
    before = {one["id"]: one for one in then["contributors"]}
    after = {one["id"]: one for one in now["contributors"]}
    order = dict.fromkeys((*now["leading"], *then["leading"], *after, *before))
    leading = {*now["leading"], *then["leading"]}
    for identifier in order:
        one, other = before.get(identifier), after.get(identifier)
        named = other or one
        assert named is not None
        change = ContributorChange(
            identifier,
            named["name"],
            None if one is None else _held(one),
            None if other is None else _held(other),
        )
        judged = any(held is not None and held.opinion for held in (change.then, change.now))
        if identifier in leading or judged or change.change in ("higher", "lower"):
            yield change


def _held(part: Mapping[str, Any]) -> Held:
    interval, opinion = part["interval"], part["opinion"]
    return Held(
        probability=part["probability"],
        interval=None if interval is None else (interval[0], interval[1]),
        grade=part["grade"],
        word=part["word"],
        opinion=None if opinion is None else opinion["judged"],
    )


def _told_numbers(
    then: Mapping[str, Any], now: Mapping[str, Any], knowledge: Knowledge
) -> Iterator[NumberChange]:
    for path, unit in _NUMBERS:
        before, after = _at(then["input"]["case"], path), _at(now["input"]["case"], path)
        if before is not None or after is not None:
            detectable = knowledge.parameter("pain-change-detectable") if "pain" in path else None
            yield NumberChange("-".join(path).replace("_", "-"), None, unit, before, after, detectable)


def _measured(
    then: Mapping[str, Any], now: Mapping[str, Any], knowledge: Knowledge
) -> Iterator[NumberChange]:
    before, after = _observed(then), _observed(now)
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        first, second = one.value if one else None, other.value if other else None
        record = knowledge.findings.get(key[0])
        if record is None or record.measure is None or (first is None and second is None):
            continue
        error = record.measure.error
        detectable = None if error is None else detectable_change(error)
        yield NumberChange(key[0], key[1], record.measure.unit, first, second, detectable)


def _states(then: Mapping[str, Any], now: Mapping[str, Any], knowledge: Knowledge) -> Iterator[StateChange]:
    before, after = _observed(then), _observed(now)
    for key in dict.fromkeys((*before, *after)):
        one, other = before.get(key), after.get(key)
        record = knowledge.findings.get(key[0])
        if record is not None and record.kind == "number":
            continue  # told as a number
        first, second = one.present if one else None, other.present if other else None
        named = other or one
        assert named is not None
        if first != second:
            yield StateChange(key[0], named.section, key[1], first, second)


def _words(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[WordChange]:
    for path in _WORDS:
        before, after = _at(then["input"]["case"], path) or "", _at(now["input"]["case"], path) or ""
        if before != after:
            yield WordChange("-".join(path), before, after)


def _plan(then: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> PlanChange:
    before, after = _items(then), _items(now)
    return PlanChange(
        added=tuple(name for one, name in after.items() if one not in before),
        removed=tuple(name for one, name in before.items() if one not in after),
        kept=tuple(name for one, name in after.items() if one in before),
        minutes=(
            None if then is None else then["programme"]["minutes"],
            None if now is None else now["programme"]["minutes"],
        ),
    )


def _items(plan: Mapping[str, Any] | None) -> dict[str, str]:
    return {} if plan is None else {item["id"]: item["name"] for item in plan["programme"]["items"]}


def _observed(document: Mapping[str, Any]) -> dict[tuple[str, str | None], PastObservation]:
    return {(one.finding, one.side): one for one in past_observations(document["input"]["case"])}


def _at(document: Mapping[str, Any], path: tuple[str, ...]) -> Any:  # noqa: ANN401 -- as written
    value: Any = document
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
