"""A clinic's own exercises: beside the shipped ones, never in their place.

They are full item records, held to what holds for shipped ones and to more: nobody but the clinic vouches
for them, so they say so, claim no more than low certainty, and are left out wherever every shipped item of
their family is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pydantic import ValidationError

from psoas.foundation.documents import Document, parse_yaml, unprintable
from psoas.foundation.errors import KnowledgeError, Problem
from psoas.foundation.yaml_writing import write_yaml
from psoas.knowledge.care import Item
from psoas.knowledge.checks import EQUIPMENT, citations, unknown_leaves
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.local import own_fingerprint, with_local_priors
from psoas.knowledge.record import Model, Text

FORMAT = "psoas-items-1"
PREFIX = "own-"
MOST_CERTAIN = ("low", "very-low", "expert")  # what may be claimed for an exercise no one else has checked
_NOT_HOLDS = ("aerobic", "relief", "relaxation")  # families whose minutes are not made of holds
_SECONDS = 60


class LocalItems(Model):
    """The exercises a clinic adds."""

    format: Text
    clinic: Text
    items: tuple[Item, ...]


def with_local_items(knowledge: Knowledge, text: str, *, name: str = "items") -> Knowledge:
    """Return the knowledge with a clinic's own exercises beside the shipped ones.

    They take part in choosing a plan like any item. The fingerprint changes with them.

    Raises
    ------
    KnowledgeError
        Anything is wrong with the file; all problems are listed.
    """
    local = read_local_items(knowledge, text, name=name)
    shipped = {key: item for key, item in knowledge.items.items() if not key.startswith(PREFIX)}
    return replace(
        knowledge,
        items={**shipped, **{item.id: item for item in local.items}},
        local_fingerprint=own_fingerprint(knowledge.fingerprint, priors=knowledge.local_priors, items=text),
        local_items=text,
    )


def read_local_items(knowledge: Knowledge, text: str, *, name: str = "items") -> LocalItems:
    """Read a file of own exercises and hold it against the knowledge it will stand beside.

    Raises
    ------
    KnowledgeError
        Anything is wrong with the file; all problems are listed.
    """
    document = parse_yaml(text)
    problems = list(document.problems)
    problems += [
        Problem(document.where(path), "A control character stands in this text.")
        for path in unprintable(document.value)
    ]
    if not problems:
        try:
            local = LocalItems.model_validate(document.value)
        except ValidationError as error:
            problems = [
                Problem(document.where(detail["loc"]), detail["msg"] + ".") for detail in error.errors()
            ]
        else:
            problems = list(_problems(local, knowledge, document))
            if not problems:
                return local
    raise KnowledgeError(name, problems)


def with_own(
    knowledge: Knowledge, *, priors: str | None = None, items: str | None = None, name: str = ""
) -> Knowledge:
    """Return the knowledge with all that a clinic has put on top; ``name`` begins the subject of errors.

    Raises
    ------
    KnowledgeError
        Anything is wrong with either file; all its problems are listed.
    """
    if priors is not None:
        knowledge = with_local_priors(knowledge, priors, name=f"{name}priors")
    return knowledge if items is None else with_local_items(knowledge, items, name=f"{name}items")


def write_local_items(clinic: str, items: Iterable[Item]) -> str:
    """Write own exercises as the text of their file."""
    records = [item.model_dump(mode="json", by_alias=True, exclude_defaults=True) for item in items]
    return write_yaml({"format": FORMAT, "clinic": clinic, "items": records})


Where = Callable[..., str]


def _problems(local: LocalItems, knowledge: Knowledge, document: Document) -> Iterator[Problem]:
    if local.format != FORMAT:
        yield Problem("format", "The format is missing or unknown.", f"Write 'format: {FORMAT}'.")
    seen: set[str] = set()
    for place, item in enumerate(local.items):

        def where(*path: str | int, place: int = place) -> str:
            return document.where(("items", place, *path))

        if not item.id.startswith(PREFIX):
            remedy = f"Call it '{PREFIX}{item.id}'."
            yield Problem(where("id"), f"The id of an own exercise begins with '{PREFIX}'.", remedy)
        if item.id in seen:
            yield Problem(where("id"), f"'{item.id}' stands twice.", "Keep one.")
        seen.add(item.id)
        yield from _vouched_for(item, where)
        yield from _refers(item, knowledge, where)
        yield from _as_careful(item, knowledge, where)


def _vouched_for(item: Item, where: Where) -> Iterator[Problem]:
    if item.status != "judgement":
        remedy = "Write 'status: judgement' and say in the rationale why you offer it."
        yield Problem(where("status"), "An own exercise is the clinic's own judgement.", remedy)
    if item.evidence not in MOST_CERTAIN:
        remedy = f"It can be: {', '.join(MOST_CERTAIN)}."
        yield Problem(where("evidence"), "So much certainty needs a review of trials.", remedy)
    dose = item.dose
    held = dose.sets * dose.repetitions * (dose.hold_s or 0) * (2 if dose.each_side else 1) / _SECONDS
    if item.family not in _NOT_HOLDS and held > dose.minutes:
        what = f"The holds alone take {held:.2g} minutes, the session {dose.minutes:g}."
        yield Problem(where("dose", "minutes"), what, "Give it more minutes, or fewer or shorter holds.")


def _refers(item: Item, knowledge: Knowledge, where: Where) -> Iterator[Problem]:
    named = [
        *((("serves", i, "contributor"), "contributors", s.contributor) for i, s in enumerate(item.serves)),
        *((("precautions", i, "code"), "precautions", one.code) for i, one in enumerate(item.precautions)),
        *((("interventions", i), "interventions", one) for i, one in enumerate(item.interventions)),
        *((("cite",), "sources", source) for source in citations(item)),
    ]  # fmt: skip
    known = knowledge.records()
    for path, kind, identifier in named:
        if identifier not in known[kind]:
            yield Problem(where(*path), f"'{identifier}' is not among the {kind}.")
    for place, equipment in enumerate(item.equipment):
        if equipment not in EQUIPMENT:
            remedy = f"It can be: {', '.join(sorted(EQUIPMENT))}."
            yield Problem(where("equipment", place), f"Unknown equipment '{equipment}'.", remedy)
    for what in unknown_leaves(item, knowledge, may_ask_contributors=True):
        yield Problem(where("indicated"), what)


def _as_careful(item: Item, knowledge: Knowledge, where: Where) -> Iterator[Problem]:
    heeded = {one.code for one in item.precautions if one.action == "exclude"}
    for code in sorted(always_excluding(item.family, knowledge) - heeded):
        what = f"Every shipped exercise of the family '{item.family}' is left out under '{code}'."
        yield Problem(where("precautions"), what, "Add it, with 'action: exclude'.")
    if item.indicated is None and needs_indication(item.family, knowledge):
        what = f"Shipped exercises of the family '{item.family}' are offered only where findings call for it."
        yield Problem(where("indicated"), what, "Say when it is, under 'indicated'.")


def shipped_family(family: str, knowledge: Knowledge) -> tuple[Item, ...]:
    """Return the shipped items of a family."""
    return tuple(
        item for item in knowledge.items.values() if item.family == family and not item.id.startswith(PREFIX)
    )


def always_excluding(family: str, knowledge: Knowledge) -> frozenset[str]:
    """Return the precautions under which every shipped item of a family is left out."""
    excluding = [
        frozenset(one.code for one in item.precautions if one.action == "exclude")
        for item in shipped_family(family, knowledge)
    ]
    return frozenset.intersection(*excluding) if excluding else frozenset()


def needs_indication(family: str, knowledge: Knowledge) -> bool:
    """Tell whether every shipped item of a family is offered only where something calls for it."""
    shipped = shipped_family(family, knowledge)
    return bool(shipped) and all(item.indicated is not None for item in shipped)
