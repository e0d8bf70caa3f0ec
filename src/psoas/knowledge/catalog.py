"""The catalog of the knowledge: a title for every record and row, and a search over all their words."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from re import findall

from pydantic import BaseModel

from psoas.knowledge.anatomy import Root
from psoas.knowledge.body import BreadthRow, JointRangeRow, SegmentRow
from psoas.knowledge.care import Advice, Dose
from psoas.knowledge.contributors import AccuracyRow, Interplay, LevelRow, NormRow, Parameter, RedFlagRow
from psoas.knowledge.findings import SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.phrases import Phrase
from psoas.knowledge.red_flags import RedFlag
from psoas.knowledge.references import Name, everything
from psoas.knowledge.review import ReviewRule
from psoas.knowledge.sources import Source

# What is looked for most stands first where two records fit a search equally well.
_ORDER = (
    "contributors", "red_flags", "findings", "items", "safety_questions", "look_alikes", "rules",
    "precautions", "interventions", "techniques", "muscles", "roots", "mechanisms", "courses",
    "prognostic_factors", "advice", "massage_sessions", "review_rules", "parameters", "interplay",
    "dependence_groups", "phrases", "sources", "prediction_models",
)  # fmt: skip

# Terms of the field that stand for one another; words of a phrase must all be there.
_SYNONYMS = (
    ("slr", "lasegue", "straight leg raise"),
    ("sciatica", "radiculopathy", "radicular", "nerve root"),
    ("faber", "patrick"),
    ("fai", "impingement"),
    ("ces", "cauda equina"),
    ("oa", "arthrosis", "osteoarthritis"),
    ("sij", "si joint", "sacroiliac"),
    ("cancer", "tumor", "tumour", "malignancy", "metastasis"),
    ("urine", "pee", "bladder"),
    ("stool", "poo", "bowel"),
    ("piriformis", "deep gluteal"),
    ("gtps", "bursitis", "trochanteric"),
    ("axspa", "bechterew", "ankylosing spondylitis", "spondyloarthritis"),
    ("dvt", "clot", "thrombosis"),
    ("aaa", "aneurysm"),
    ("prolapse", "slipped disc", "herniation"),
    ("discitis", "spondylodiscitis", "spinal infection"),
    ("zoster", "shingles"),
    ("anticoagulant", "blood thinner", "blood thinners"),
    ("epidural", "injection"),
    ("crp", "c reactive"),
    ("fibromyalgia", "nociplastic", "widespread pain"),
)

_IN_IDENTIFIER, _IN_TITLE, _IN_TEXT = 8, 6, 2  # how much a word counts, by where it stands
_BEGINS, _SYNONYM = 0.6, 0.8  # and how much less, where it only begins so, or stands for another
_WHOLE = 20  # the title or the identifier is just what was asked for


_FIRST, _ASIDE = 1.3, 0.6  # contributors lead; sources and rows of tables are mostly looked up from elsewhere
_LINES = (
    "question",
    "summary",
    "rule",
    "what",
    "predicts",
    "reason",
    "who",
    "plain",
    "referral",
    "dose",
    "visits",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record or row."""

    kind: str
    identifier: str
    title: str
    line: str  # what it is, in a sentence; may be empty


@dataclass(frozen=True)
class Catalog:
    """Every record and row, by name and by word."""

    entries: Mapping[Name, Entry]
    _places: Mapping[str, Mapping[Name, int]]  # of each word: where it stands, and how much it counts there
    _words: tuple[str, ...]  # in order, so that beginnings are found by halving

    def search(self, wanted: str) -> tuple[Entry, ...]:
        """Return what fits every word of a search, the best first."""
        words = _folded(wanted)
        if not words:
            return ()
        found: dict[Name, float] | None = None
        whole = " ".join(words)
        for phrase in [whole] if any(_standing_for(whole)) else dict.fromkeys(words):
            fitting = self._fitting(phrase)
            found = fitting if found is None else _both(found, fitting)
        ranked = [
            (
                -score * _share(name) - (_WHOLE if whole in _names_of(self.entries[name]) else 0),
                _place(name),
                name,
            )
            for name, score in (found or {}).items()
        ]
        return tuple(self.entries[name] for _, _, name in sorted(ranked))

    def near(self, kind: str, identifier: str) -> tuple[Entry, ...]:
        """Return records whose identifier is close to one that does not exist, those of its kind first."""
        known = {name[1]: None for name in self.entries}
        close = get_close_matches(identifier.lower(), known, n=8, cutoff=0.6)
        found = [entry for one in close for name, entry in self.entries.items() if name[1] == one]
        return tuple(sorted(found, key=lambda entry: entry.kind != kind))

    def _fitting(self, phrase: str) -> dict[Name, float]:
        """Return where a phrase, or what stands for it, is found, and how much it counts."""
        found = self._together(phrase)
        for other in _standing_for(phrase):
            for name, score in self._together(other).items():
                found[name] = max(found.get(name, 0.0), score * _SYNONYM)
        return found

    def _together(self, phrase: str) -> dict[Name, float]:
        """Return where all words of a phrase are found."""
        first, *more = (self._beginning(word) for word in phrase.split())
        for other in more:
            first = {name: min(score, other[name]) for name, score in first.items() if name in other}
        return first

    def _beginning(self, word: str) -> dict[Name, float]:
        found: dict[Name, float] = {}
        for index in range(bisect_left(self._words, word), len(self._words)):
            candidate = self._words[index]
            if not candidate.startswith(word):
                break
            share = 1.0 if candidate == word else _BEGINS
            for name, weight in self._places[candidate].items():
                found[name] = max(found.get(name, 0.0), weight * share)
        return found


def catalog(knowledge: Knowledge) -> Catalog:
    """Put the catalog together."""
    entries: dict[Name, Entry] = {}
    places: dict[str, dict[Name, int]] = {}
    for kind, identifier, record in everything(knowledge):
        name, entry = (kind, identifier), Entry(kind, identifier, *_titled(record, knowledge))
        entries[name] = entry
        for weight, text in (
            (_IN_TEXT, " ".join(_texts(record))),
            (_IN_TITLE, entry.title),
            (_IN_IDENTIFIER, identifier),
        ):
            for word in _folded(text):
                places.setdefault(word, {})[name] = weight
    return Catalog(entries, places, tuple(sorted(places)))


def _titled(record: BaseModel, knowledge: Knowledge) -> tuple[str, str]:
    """Return what a record or row is called, and a sentence about it."""
    match record:
        case AccuracyRow() | RedFlagRow() | LevelRow() | NormRow():
            finding = knowledge.findings[record.finding].short
            return f"{finding}: {_about(record, knowledge)}", record.population
        case JointRangeRow() | SegmentRow() | BreadthRow():
            return f"{_measured(record)}: {_who(record)}", record.population
        case _:
            return _titled_record(record, knowledge)


def _titled_record(record: BaseModel, knowledge: Knowledge) -> tuple[str, str]:
    match record:
        case Source():
            return record.title, f"{record.authors} ({record.year}). {record.published_in}"
        case SafetyQuestion():
            return record.short, record.text
        case Phrase():
            named = (knowledge.findings[one].name for one in record.findings)
            return f"Phrases: {knowledge.safety_questions[record.question].short}", " ".join(
                record.match or named
            )
        case RedFlag():
            return record.condition, record.because
        case Root():
            return f"{record.level} nerve root", record.plain
        case Interplay():
            ends = (knowledge.contributors[one].short for one in (record.from_, record.to))
            return " \N{RIGHTWARDS ARROW} ".join(ends), record.explanation
        case Parameter():
            return _spoken(record.id), record.summary
        case Advice() | ReviewRule():
            return _spoken(record.id), record.text
    line = next((value for key in _LINES if (value := record.__dict__.get(key))), "")
    return str(record.__dict__["name"]), line.text if isinstance(line, Dose) else str(line)


def _spoken(identifier: str) -> str:
    return identifier.replace("-", " ").capitalize()


def _about(row: AccuracyRow | RedFlagRow | LevelRow | NormRow, knowledge: Knowledge) -> str:
    """Say what a row measures its finding against."""
    match row:
        case AccuracyRow():
            return knowledge.contributors[row.contributor].short
        case RedFlagRow():
            return row.family.replace("-", " ")
        case LevelRow():
            return ", ".join(row.levels)
        case NormRow():
            return _who(row)


def _measured(row: JointRangeRow | SegmentRow | BreadthRow) -> str:
    """Say what of the body a row measures."""
    match row:
        case JointRangeRow():
            return _spoken(f"{row.joint}, {row.motion}")
        case SegmentRow():
            return _spoken(row.segment)
        case BreadthRow():
            return _spoken(row.measure)


def _who(row: NormRow | JointRangeRow | SegmentRow | BreadthRow) -> str:
    who = "everybody" if row.sex == "any" else row.sex
    if isinstance(row, NormRow | JointRangeRow):
        return f"{who}, {row.age_from} to {row.age_to} years"
    return who


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        yield from chain.from_iterable(_texts(inner) for inner in value.__dict__.values())
    elif isinstance(value, tuple):
        yield from chain.from_iterable(_texts(inner) for inner in value)


def _folded(text: str) -> list[str]:
    """Return the words of a text without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _standing_for(word: str) -> Iterator[str]:
    for group in _SYNONYMS:
        if word in group:
            yield from (other for other in group if other != word)


def _both(one: Mapping[Name, float], other: Mapping[Name, float]) -> dict[Name, float]:
    return {name: score + other[name] for name, score in one.items() if name in other}


def _names_of(entry: Entry) -> tuple[str, str]:
    return " ".join(_folded(entry.title)), " ".join(_folded(entry.identifier))


def _share(name: Name) -> float:
    if name[0] == "contributors":
        return _FIRST
    return 1.0 if name[0] in _ORDER and name[0] != "sources" else _ASIDE


def _place(name: Name) -> int:
    return _ORDER.index(name[0]) if name[0] in _ORDER else len(_ORDER)
