"""The index of references agrees with a search through every word of every record."""

from collections.abc import Iterator
from typing import Any

import pytest

from psoas import Knowledge
from psoas.knowledge.references import References, everything, references

# Words that look like an identifier of some record and name none: the key says what they are instead.
NOT_A_NAME = {
    "id", "kind", "family", "group", "section", "status", "evidence", "grade", "unit", "position", "spectrum",
    "basis", "role", "type", "read_as", "topic", "choice", "one_of", "quantity", "drawn", "side", "level",
    "key_regions", "adjacent_regions", "path", "equipment", "direction", "outcome", "measure", "name", "short",
    "reading", "standing", "urgency", "action", "says", "offered_as", "targets", "plain_name", "sex", "text",
    "condition", "levels", "select", "published_in", "joint", "motion", "segment", "phrases", "but_not", "match", "no_match",
}  # fmt: skip
GROUPED = {"accuracy", "root_levels"}  # whose "group" names a dependence group


def words(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from words(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from words(inner, key)
    elif isinstance(value, str):
        yield key, value


@pytest.fixture(scope="module")
def found(knowledge: Knowledge) -> References:
    return references(knowledge)


def test_the_index_agrees_with_a_search_through_every_word(knowledge: Knowledge, found: References) -> None:
    kinds_of: dict[str, set[str]] = {}
    for kind, records in knowledge.records().items():
        for identifier in records:
            kinds_of.setdefault(identifier, set()).add(kind)
    indexed = {
        (kind, identifier, other) for (kind, identifier), named in found.to.items() for _, other in named
    }
    searched = {
        (kind, identifier, word)
        for kind, identifier, record in everything(knowledge)
        for key, word in words(record.model_dump(mode="json", by_alias=True))
        if word in kinds_of and (key not in NOT_A_NAME or (key == "group" and kind in GROUPED))
    }

    assert indexed == searched
    assert len(indexed) > 5000


def test_every_reference_leads_to_a_record_and_back(knowledge: Knowledge, found: References) -> None:
    known = knowledge.records()
    pairs = {(one, other) for one, named in found.to.items() for other in named}

    assert [other for _, other in pairs if other[1] not in known[other[0]]] == []
    assert pairs == {(one, other) for other, naming in found.by.items() for one in naming}


@pytest.mark.parametrize(
    ("name", "by"),
    [
        (("precautions", "ci-anticoagulant"), ("items", "ball-on-buttock")),
        (("interventions", "self-massage"), ("items", "ball-on-buttock")),
        (("sources", "altman-1991-hip"), ("rules", "altman-hip-osteoarthritis")),
        (("sources", "nice-2016-ng59"), ("interventions", "acupuncture")),
        (("findings", "hip-internal-rotation"), ("rules", "altman-hip-osteoarthritis")),
        (("findings", "femoral-stretch"), ("root_levels", "level-femoral-stretch-suri")),
        (("dependence_groups", "neurodynamic-femoral"), ("root_levels", "level-femoral-stretch-suri")),
        (("findings", "chronic-back-pain-before-45"), ("accuracy", "axspa-heel-rudwaleit")),
        (("safety_questions", "aorta"), ("phrases", "aorta")),
        (("contributors", "discogenic"), ("interplay", "sitting-load-to-discogenic")),
    ],
)
def test_what_a_file_says_is_in_the_index(
    name: tuple[str, str], by: tuple[str, str], found: References
) -> None:
    assert by in found.by[name]
    assert name in found.to[by]
