"""The catalog: every record has a title, and is found by it, by its identifier and by what it is also called."""

import pytest

from psoas import Knowledge
from psoas.knowledge.catalog import Catalog, catalog
from psoas.knowledge.references import everything


@pytest.fixture(scope="module")
def whole(knowledge: Knowledge) -> Catalog:
    return catalog(knowledge)


def test_every_record_and_row_is_in_it_with_a_title(knowledge: Knowledge, whole: Catalog) -> None:
    assert set(whole.entries) == {(kind, identifier) for kind, identifier, _ in everything(knowledge)}
    assert [entry for entry in whole.entries.values() if not entry.title or not entry.line] == []


def test_every_record_is_found_by_its_title_and_its_identifier(whole: Catalog) -> None:
    for entry in list(whole.entries.values())[::7]:
        assert entry in whole.search(entry.title), entry
        assert entry in whole.search(entry.identifier), entry


@pytest.mark.parametrize(
    ("wanted", "kind", "identifier"),
    [
        ("slr", "findings", "slr"),
        ("Straight leg raise", "findings", "slr"),
        ("straight  LEG", "findings", "slr"),
        ("Lasègue", "findings", "slr"),
        ("bird-dog", "items", "bird-dog"),
        ("Bird dog", "items", "bird-dog"),
        ("radiculopathy", "contributors", "nerve-root"),
        ("sciatica", "contributors", "nerve-root"),
        ("SI joint", "contributors", "sacroiliac"),
        ("CES", "red_flags", "cauda-equina"),
        ("tumour", "red_flags", "malignancy-cancer-history"),
        ("blood thinner", "precautions", "ci-anticoagulant"),
        ("altman 1991", "sources", "altman-1991-hip"),
    ],
)
def test_a_search_finds_by_name_identifier_and_synonym(
    wanted: str, kind: str, identifier: str, whole: Catalog
) -> None:
    found = [(entry.kind, entry.identifier) for entry in whole.search(wanted)[:20]]

    assert (kind, identifier) in found


def test_what_is_called_just_so_comes_first(whole: Catalog) -> None:
    assert [whole.search(wanted)[0].identifier for wanted in ("slr", "hip osteoarthritis", "bird dog")] == [
        "slr",
        "hip-osteoarthritis",
        "bird-dog",
    ]
    assert whole.search("hip osteoarthritis")[0].kind == "contributors"


def test_every_word_must_fit(whole: Catalog) -> None:
    both = set(whole.search("hip rotation"))

    assert both == set(whole.search("hip")) & set(whole.search("rotation"))
    assert whole.search("hip zzzz") == whole.search("") == whole.search("  -- ") == ()


def test_a_misspelt_identifier_has_neighbours_those_of_its_kind_first(whole: Catalog) -> None:
    near = whole.near("items", "bird-dogs")

    assert (near[0].kind, near[0].identifier) == ("items", "bird-dog")
    assert whole.near("items", "qqqqqqqqq") == ()
