"""Reading a case file: every problem at once, each with its place and what would be right."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter, ValidationError

from psoas.anatomy.regions import Side, View, regions_in
from psoas.foundation.documents import Document, Path, parse_json, parse_yaml, unprintable
from psoas.foundation.errors import CaseError, Problem
from psoas.knowledge.checks import EQUIPMENT
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import (
    Case,
    Complaint,
    DrawnRegion,
    Function,
    Judgement,
    Observation,
    Opinion,
    Pain,
    Person,
    SafetyAnswer,
    Wishes,
    Work,
)
from psoas.patient.contradictions import contradictions
from psoas.patient.observing import read_finding
from psoas.patient.strokes import read_strokes

FORMAT = "psoas-case-1"

T = TypeVar("T")

_ADAPTERS: dict[type, TypeAdapter[Any]] = {}
IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_YEARS = range(2000, 2100)  # in which a case can have been recorded
_MOST_SHOWN = 80  # characters of what does not fit
_FEW = 15  # names that still fit in one sentence

SECTION_PATHS: Mapping[str, Path] = {
    "behaviour": ("complaint", "behaviour"),
    "history": ("history",),
    "medical": ("medical",),
    "examination": ("examination",),
    "measurements": ("measurements",),
}
TOP_LEVEL = (
    "format", "id", "recorded_on", "person", "complaint", "function", "history", "medical", "safety",
    "examination", "measurements", "work", "wishes", "opinions",
)  # fmt: skip


def read_case_yaml(text: str, *, knowledge: Knowledge, name: str = "case") -> Case:
    """Read a case from YAML text.

    Raises
    ------
    CaseError
        Anything is wrong with it; all problems are listed and no case is made.
    """
    return _read(parse_yaml(text), knowledge, name)


def read_case_json(text: str, *, knowledge: Knowledge, name: str = "case") -> Case:
    """Read a case from JSON text; see `read_case_yaml`."""
    return _read(parse_json(text), knowledge, name)


def read_case_value(value: Any, *, knowledge: Knowledge, name: str = "case") -> Case:
    """Read a case from plain data, as it stands inside another file; see `read_case_yaml`."""
    return _read(Document(value, {}), knowledge, name)


def _read(document: Document, knowledge: Knowledge, name: str) -> Case:
    reader = _Reader(document, knowledge)
    unreadable = document.value is None and document.problems
    case = None if unreadable else reader.case()
    if case is not None:
        reader.problems += contradictions(case, knowledge, reader.where)
    reader.problems += [
        Problem(reader.where(path), "This text holds control characters.", "Write it again by hand.")
        for path in unprintable(document.value)
    ]
    problems = [*document.problems, *reader.problems]
    if problems or case is None:
        raise CaseError(name, problems)
    return case


@dataclass
class _Reader:
    document: Document
    knowledge: Knowledge
    problems: list[Problem] = field(default_factory=list)

    def where(self, path: Path) -> str:
        return self.document.where(path)

    def case(self) -> Case | None:
        raw = self.document.value
        if not isinstance(raw, dict):
            self._problem((), "A case file holds named parts.", f"Start with 'format: {FORMAT}'.")
            return None
        self._known((), raw, TOP_LEVEL)
        if raw.get("format") != FORMAT:
            self._problem(("format",), "The format is missing or unknown.", f"Write 'format: {FORMAT}'.")
        complaint = self._mapping(("complaint",))
        complaint_fields = {
            key: value
            for key, value in complaint.items()
            if key not in ("behaviour", "regions", "strokes", "pain")
        }
        self._known(("complaint",), complaint_fields, (*_names(Complaint, "drawn"), "behaviour", "regions"))
        identity = self._identity(raw)
        person = self._part(Person, ("person",), self._mapping(("person",)))
        pain = self._part(Pain, ("complaint", "pain"), self._mapping(("complaint", "pain")))
        about = self._part(Complaint, ("complaint",), complaint_fields, known=True)
        function = self._part(Function, ("function",), self._mapping(("function",)))
        work = self._part(Work, ("work",), self._mapping(("work",)))
        wishes = self._part(Wishes, ("wishes",), self._mapping(("wishes",)))
        drawn = self._drawn()
        strokes = read_strokes(complaint.get("strokes"), ("complaint", "strokes"), self._problem)
        safety = self._safety()
        observations = self._observations()
        opinions = self._opinions()
        self._equipment(wishes)
        if identity is None:
            return None
        return Case(
            id=identity[0],
            recorded_on=identity[1],
            person=person,
            complaint=Complaint(
                onset=about.onset,
                duration_weeks=about.duration_weeks,
                course=about.course,
                side=about.side,
                pain=pain,
                drawn=drawn,
                strokes=strokes,
                in_the_patients_words=about.in_the_patients_words,
            ),
            function=function,
            work=work,
            wishes=wishes,
            safety=safety,
            observations=observations,
            opinions=opinions,
        )

    def _problem(self, path: Path, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(self.where(path), what, remedy))

    def _mapping(self, path: Path) -> dict[str, Any]:
        value = self.document.value
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._problem(path, "This part holds names with values.", "Write one 'name: value' a line.")
            return {}
        return {str(key): inner for key, inner in value.items()}

    def _known(self, path: Path, given: Mapping[str, Any], names: tuple[str, ...]) -> None:
        for key in given:
            if key not in names:
                self._problem((*path, key), f"'{key}' is no part of it.", nearest(key, names))

    def _identity(self, raw: Mapping[str, Any]) -> tuple[str, date] | None:
        identifier, written = raw.get("id"), raw.get("recorded_on")
        is_named = isinstance(identifier, str | int) and IDENTIFIER.fullmatch(str(identifier)) is not None
        if not is_named:
            remedy = "Give it a short name that is no person's name: letters, digits, '-', '_' and '.'."
            what = "The case has no id." if identifier is None else f"{_shown(identifier)} is no id."
            self._problem(("id",), what, remedy)
        day = day_of(written)
        if day is None:
            what = "The day is missing." if written is None else f"{_shown(written)} is no day."
            self._problem(("recorded_on",), what, "Write it as 2026-11-22.")
        return (str(identifier), day) if is_named and day is not None else None

    def _part(self, kind: type[T], path: Path, given: Mapping[str, Any], *, known: bool = False) -> T:
        """Check one part against its dataclass; ``known``: its names have been checked already."""
        if not known:
            self._known(path, given, _names(kind))
        try:
            # Through JSON: strict there refuses "yes" for a number, yet takes a list for a tuple.
            return _adapter(kind).validate_json(json.dumps(given), strict=True)
        except ValidationError as error:
            for detail in error.errors():
                place = (*path, *detail["loc"])
                self._problem(place, f"{_shown(detail['input'])} does not fit here.", _remedy(detail))
        return kind()

    def _drawn(self) -> tuple[DrawnRegion, ...] | None:
        path: Path = ("complaint", "regions")
        complaint = self.document.value.get("complaint") or {}
        if not isinstance(complaint, dict) or complaint.get("regions") is None:
            return None
        marks: set[DrawnRegion] = set()
        views = self._mapping(path)
        self._known(path, views, tuple(View))
        for view in View:
            sides = self._mapping((*path, view.value))
            self._known((*path, view.value), sides, tuple(Side))
            for side in Side:
                marks |= self._marks(view, side, sides.get(side.value, ()))
        return tuple(sorted(marks))

    def _marks(self, view: View, side: Side, names: Any) -> set[DrawnRegion]:
        path: Path = ("complaint", "regions", view.value, side.value)
        known = regions_in(view)
        if not isinstance(names, tuple):
            self._problem(path, f"{_shown(names)} is no list of regions.", "Write [low-back, buttock].")
            return set()
        for index, name in enumerate(names):
            if not isinstance(name, str) or name not in known:
                what = f"{_shown(name)} is no region of the {view.value} view."
                self._problem((*path, index), what, nearest(str(name), tuple(known)))
        return {DrawnRegion(view, side, name) for name in names if isinstance(name, str) and name in known}

    def _safety(self) -> tuple[SafetyAnswer, ...]:
        questions = self.knowledge.safety_questions
        given = self._mapping(("safety",))
        self._known(("safety",), given, tuple(questions))
        answers = []
        for question in sorted(questions.values(), key=lambda one: one.order):
            if given.get(question.id) is None:
                continue
            ticked = given[question.id]
            ticked = (ticked,) if isinstance(ticked, str) else ticked
            options = tuple(option.id for option in question.options)
            problem = tick_problem(ticked, options, select_many=question.select == "many")
            if problem:
                self._problem(("safety", question.id), *problem)
            else:
                answers.append(SafetyAnswer(question.id, tuple(o for o in options if o in ticked)))
        return tuple(answers)

    def _observations(self) -> tuple[Observation, ...]:
        observations: list[Observation] = []
        for section, path in SECTION_PATHS.items():
            for identifier, value in self._mapping(path).items():
                record = self.knowledge.findings.get(identifier)
                place = (*path, identifier)
                if record is None:
                    names = tuple(f.id for f in self.knowledge.findings.values() if f.section != "safety")
                    self._problem(place, f"There is no finding '{identifier}'.", nearest(identifier, names))
                elif record.section == "safety":
                    question = self.knowledge.question_asking.get(identifier, "")
                    self._problem(
                        place,
                        "This is asked by a safety question.",
                        f"Answer 'safety: {question}'.",
                    )
                elif record.section != section:
                    right = ".".join(str(part) for part in SECTION_PATHS[record.section])
                    self._problem(place, f"'{identifier}' stands in the wrong part.", f"Move it to {right}.")
                else:
                    found, problems = read_finding(record, value)
                    observations += found
                    for inner, what, remedy in problems:
                        self._problem((*place, *inner), what, remedy)
        return tuple(sorted(observations, key=lambda o: (o.finding, o.side or "")))

    def _opinions(self) -> tuple[Opinion, ...]:
        contributors = tuple(self.knowledge.contributors)
        opinions = []
        for name, given in self._mapping(("opinions",)).items():
            place: Path = ("opinions", name)
            if name not in contributors:
                self._problem(place, f"There is no contributor '{name}'.", nearest(name, contributors))
                continue
            parts = self._mapping(place)
            self._known(place, parts, ("judged", "reason"))
            judged: Judgement | None = parts.get("judged")
            reason = parts.get("reason")
            if judged not in get_args(Judgement):
                what = "The judgement is missing." if judged is None else f"{_shown(judged)} is no judgement."
                self._problem((*place, "judged"), what, f"It can be: {', '.join(get_args(Judgement))}.")
            elif not isinstance(reason, str) or not reason.strip():
                self._problem((*place, "reason"), "The reason is missing.", "Say why in a sentence.")
            elif given is not None and judged is not None:
                opinions.append(Opinion(name, judged, reason))
        return tuple(sorted(opinions))

    def _equipment(self, wishes: Wishes) -> None:
        for index, name in enumerate(wishes.equipment):
            if name not in EQUIPMENT:
                place: Path = ("wishes", "equipment", index)
                self._problem(place, f"Unknown equipment '{name}'.", nearest(name, tuple(EQUIPMENT)))


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    """Return what checks a part; it takes longer to make than a case to read."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def nearest(word: str, names: tuple[str, ...]) -> str:
    """Suggest the names closest to a word, or list them if there are few."""
    close = (
        get_close_matches(word, names, n=3, cutoff=0.5)
        or [name for name in names if word and (word in name or name in word)][:3]
    )
    if close:
        return "Did you mean " + " or ".join(f"'{name}'" for name in close) + "?"
    if len(names) <= _FEW:
        return "It can be: " + ", ".join(sorted(names)) + "."
    return "'psoas findings' lists the names."


def day_of(written: Any) -> date | None:
    """Read a day on which a case can have been recorded; nothing if it is none."""
    if not isinstance(written, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def tick_problem(ticked: Any, options: tuple[str, ...], *, select_many: bool) -> tuple[str, str] | None:
    """Say what is wrong with the answer to a safety question, and what would be right."""
    if not isinstance(ticked, tuple) or not ticked:
        return f"{_shown(ticked)} is no answer.", "It can be: " + ", ".join(options) + "."
    unknown = [str(one) for one in ticked if one not in options]
    if unknown:
        return f"'{unknown[0]}' is no answer to it.", "It can be: " + ", ".join(options) + "."
    if len(ticked) > 1 and not select_many:
        return "Only one answer fits.", "Keep one of: " + ", ".join(str(one) for one in ticked) + "."
    if len(ticked) > 1 and "none" in ticked:
        return "'none' stands beside another answer.", "Keep 'none' or the others."
    return None


def _names(kind: type, *without: str) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name not in without)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return f"'{'yes' if value else 'no'}'"
    if isinstance(value, str):
        return f"'{value[:_MOST_SHOWN]}{'…' if len(value) > _MOST_SHOWN else ''}'"
    return f"'{value}'" if isinstance(value, int | float) else "This value"


def _remedy(detail: Any) -> str:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "literal_error":
            return f"It can be {context['expected']}."
        case "greater_than_equal":
            return f"It must be {context['ge']:g} or more."
        case "less_than_equal":
            return f"It must be {context['le']:g} or less."
        case "int_type" | "int_from_float":
            return "It must be a whole number."
        case "float_type":
            return "It must be a number."
        case "string_type":
            return "It must be a text."
        case "string_too_long":
            return f"Shorten it to {context['max_length']} characters."
        case "tuple_type":
            return "It must be a list, such as [one, two]."
    return f"{detail['msg']}."
