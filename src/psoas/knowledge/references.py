"""Which record refers to which: read once from the knowledge, so that every page can say "used by"."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from psoas.knowledge.anatomy import Muscle
from psoas.knowledge.body import BreadthRow, JointRangeRow, SegmentRow
from psoas.knowledge.care import Advice, GuidelineView, Intervention, Item, ItemPrecaution, Serves
from psoas.knowledge.conditions import ContributorIs, FindingIs
from psoas.knowledge.contributors import AccuracyRow, Contributor, Interplay, LevelRow, NormRow, RedFlagRow
from psoas.knowledge.course import ModelTerm
from psoas.knowledge.findings import SafetyOption
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.patterns import LookAlike
from psoas.knowledge.phrases import Phrase
from psoas.knowledge.record import Citation
from psoas.knowledge.rules import PublishedRule

# The fields that name a record of another kind; where there are two kinds, it is one of either.
POINTERS: Mapping[type[BaseModel], Mapping[str, tuple[str, ...]]] = {
    Citation: {"source": ("sources",)},
    GuidelineView: {"source": ("sources",)},
    FindingIs: {"finding": ("findings",)},
    ContributorIs: {"contributor": ("contributors",)},
    AccuracyRow: {
        "contributor": ("contributors",),
        "finding": ("findings",),
        "group": ("dependence_groups",),
        "against": ("contributors", "look_alikes"),
        "applies": ("findings",),
        "superseded_by": ("findings",),
        "source": ("sources",),
    },
    RedFlagRow: {"finding": ("findings",), "source": ("sources",)},
    LevelRow: {"finding": ("findings",), "group": ("dependence_groups",), "source": ("sources",)},
    NormRow: {"finding": ("findings",), "source": ("sources",)},
    SegmentRow: {"source": ("sources",)},
    BreadthRow: {"source": ("sources",)},
    JointRangeRow: {"source": ("sources",)},
    ModelTerm: {"finding": ("findings",)},
    SafetyOption: {"present": ("findings",), "absent": ("findings",)},
    Phrase: {"question": ("safety_questions",), "findings": ("findings",)},
    Contributor: {"looked_at": ("findings",)},
    PublishedRule: {"contributor": ("contributors",)},
    LookAlike: {"mimics": ("contributors",)},
    Interplay: {"from_": ("contributors",), "to": ("contributors",)},
    Serves: {"contributor": ("contributors",)},
    ItemPrecaution: {"code": ("precautions",)},
    Item: {"interventions": ("interventions",)},
    Muscle: {"techniques": ("techniques",), "serves": ("contributors",)},
    Intervention: {"suits": ("contributors",)},
    Advice: {"serves": ("contributors",)},
}

Name = tuple[str, str]  # kind and identifier


@dataclass(frozen=True, slots=True)
class References:
    """Who names whom, in both directions; each pair once, in the order of the kinds."""

    to: Mapping[Name, tuple[Name, ...]]  # what a record or row names
    by: Mapping[Name, tuple[Name, ...]]  # what names a record


def references(knowledge: Knowledge) -> References:
    """Find every reference between records and rows."""
    named: dict[Name, dict[Name, None]] = {}
    naming: dict[Name, dict[Name, None]] = {}
    known = knowledge.records()
    for kind, identifier, record in everything(knowledge):
        for kinds, wanted in pointed_to(record):
            for other in kinds:
                if wanted in known[other]:
                    named.setdefault((kind, identifier), {})[other, wanted] = None
                    naming.setdefault((other, wanted), {})[kind, identifier] = None
    return References(
        {name: tuple(others) for name, others in named.items()},
        {name: tuple(others) for name, others in naming.items()},
    )


def everything(knowledge: Knowledge) -> Iterator[tuple[str, str, BaseModel]]:
    """Yield every record and row with its kind and identifier."""
    for kind, records in knowledge.records().items():
        for identifier, record in records.items():
            yield kind, identifier, record
    for kind, rows in knowledge.rows().items():
        for row in rows:
            yield kind, row.id, row


def pointed_to(value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield what a record names, with the kinds it may be of, from everywhere inside it."""
    if isinstance(value, tuple):
        for inner in value:
            yield from pointed_to(inner)
    elif isinstance(value, BaseModel):
        for kinds, inner in _pointers(value):
            for wanted in inner if isinstance(inner, tuple) else (inner,):
                if isinstance(wanted, str):
                    yield kinds, wanted
        for inner in value.__dict__.values():
            if isinstance(inner, BaseModel | tuple):
                yield from pointed_to(inner)


def _pointers(value: BaseModel) -> Iterator[tuple[tuple[str, ...], object]]:
    for field, kinds in POINTERS.get(type(value), {}).items():
        yield kinds, value.__dict__[field]
