"""Cases as the flat rows of a cohort, and rows as case documents, written apart from the code under test."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from psoas import Case, Knowledge
from psoas.anatomy.regions import REGIONS, Side
from psoas.knowledge.findings import SafetyQuestion

Row = dict[str, Any]

HEAD: Row = {"id": "t", "recorded_on": "2026-11-22"}

WHOLE = {
    "birth_year": ("person", 1900, 2100),
    "pain_now": ("pain", 0, 10),
    "pain_average": ("pain", 0, 10),
    "pain_worst": ("pain", 0, 10),
    "fatigue": ("function", 0, 10),
    "quality_of_life": ("function", 0, 10),
    "lifts_a_day": ("work", 0, 5000),
}
NUMBERS = {
    "height_cm": ("person", 50, 250),
    "mass_kg": ("person", 15, 400),
    "duration_weeks": ("complaint", 0, 5200),
    "walking_minutes": ("function", 0, 1440),
    "sitting_minutes": ("function", 0, 1440),
    "standing_minutes": ("function", 0, 1440),
    "sitting_hours_a_day": ("work", 0, 24),
    "lifting_kg": ("work", 0, 300),
    "minutes_a_day": ("wishes", 1, 120),
}
WORDS = {
    "sex": ("person", ["female", "male"]),
    "onset": ("complaint", ["sudden", "gradual", "after-lifting", "after-injury"]),
    "course": ("complaint", ["improving", "steady", "worsening", "comes-and-goes"]),
    "side": ("complaint", ["right", "left", "both", "central"]),
    "bending": ("function", ["none", "some", "a-lot", "unable"]),
    "sleep": ("function", ["good", "disturbed", "bad"]),
    "work_status": ("function", ["full", "reduced", "off", "not-working"]),
    "work_kind": (
        "work",
        ["desk", "standing", "driving", "light-manual", "heavy-manual", "home", "none"],
    ),
    "chair": ("work", ["good", "poor", "none"]),
}
RENAMED = {
    "pain_now": "now", "pain_average": "average", "pain_worst": "worst", "work_status": "work",
    "work_kind": "kind",
}  # fmt: skip
PARTS = {name: str(spec[0]) for name, spec in {**WHOLE, **NUMBERS, **WORDS}.items()}
MARKS = [f"{region.view.value}.{side.value}.{region.name}" for region in REGIONS for side in Side]


def flat_row(case: Case, knowledge: Knowledge) -> Row:
    """Write a case as a row."""
    row: Row = {"id": case.id, "recorded_on": case.recorded_on.isoformat()}
    for name, part in PARTS.items():
        holder = case.complaint.pain if part == "pain" else getattr(case, part)
        row[name] = getattr(holder, RENAMED.get(name, name))
    if case.complaint.drawn is not None:
        row["drawn"] = [f"{one.view.value}.{one.side.value}.{one.region}" for one in case.complaint.drawn]
    for answer in case.safety:
        row[f"safety.{answer.question}"] = list(answer.ticked)
    for observed in case.observations:
        name = observed.finding if observed.side is None else f"{observed.finding}.{observed.side.value}"
        if knowledge.findings[observed.finding].kind == "number":
            row[name] = observed.value
        else:
            row[name] = observed.present
            if observed.value is not None:
                row[f"{name}.value"] = observed.value
    return row


def document(row: Row, knowledge: Knowledge) -> dict[str, Any]:
    """Write a row as the document of a case file."""
    parts: dict[str, dict[str, Any]] = {}
    for name, value in row.items():
        if value is None or name in HEAD:
            continue
        if name in PARTS:
            parts.setdefault(PARTS[name], {})[RENAMED.get(name, name)] = value
        elif name == "drawn":
            regions: dict[str, dict[str, list[str]]] = {}
            for mark in value:
                view, side, region = mark.split(".")
                regions.setdefault(view, {}).setdefault(side, []).append(region)
            parts.setdefault("complaint", {})["regions"] = regions
        elif name.startswith("safety."):
            parts.setdefault("safety", {})[name.removeprefix("safety.")] = value
        else:
            _finding(parts, name, value, knowledge)
    complaint = parts.pop("complaint", {})
    for part in ("pain", "behaviour"):
        if part in parts:
            complaint[part] = parts.pop(part)
    return {"format": "psoas-case-1", **{key: row.get(key) for key in HEAD}, "complaint": complaint, **parts}


def _finding(parts: dict[str, dict[str, Any]], name: str, value: Any, knowledge: Knowledge) -> None:
    finding, *rest = name.split(".")
    record = knowledge.findings[finding]
    section = parts.setdefault(record.section, {})
    if rest[:1] in (["right"], ["left"]):
        section, finding = section.setdefault(finding, {}), rest.pop(0)
    if record.kind == "number":
        section[finding] = value
    elif record.kind == "test":
        key = "value" if rest else "state"
        section.setdefault(finding, {})[key] = value if rest else ("present" if value else "absent")
    else:
        section[finding] = "present" if value else "absent"


def write_rows(path: Path, rows: list[Row], **options: Any) -> Path:
    """Write rows as a Parquet file; a column holds null where a row has nothing."""
    names = {name: None for row in rows for name in row}
    table = pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})
    pq.write_table(table, path, **options)
    return path


def write_lines(path: Path, rows: list[Row], knowledge: Knowledge) -> Path:
    """Write rows as lines of case documents."""
    path.write_text("".join(json.dumps(document(row, knowledge)) + "\n" for row in rows), encoding="utf-8")
    return path


@st.composite
def rows(draw: st.DrawFn, knowledge: Knowledge) -> Row:
    """Draw a row, in which now and then something lies outside its limits or contradicts something."""
    scored = sorted({part for row in knowledge.accuracy if row.role == "score"
                     for part in knowledge.parts_of(row.finding)})  # fmt: skip
    entered = [name for name, one in sorted(knowledge.findings.items()) if one.section != "safety"]
    often = [name for name in scored if name in entered and knowledge.findings[name].derived is None]
    findings = draw(st.lists(st.sampled_from(often), max_size=20, unique=True))
    findings += draw(st.lists(st.sampled_from(entered), max_size=3, unique=True))
    row: Row = dict(HEAD)
    row["birth_year"] = draw(st.none() | st.integers(1930, 2010))
    row["duration_weeks"] = draw(st.none() | st.floats(0, 300))
    row["side"] = draw(st.sampled_from([None, "right", "left", "both", "central"]))
    for name in draw(st.lists(st.sampled_from([*WHOLE, *NUMBERS][1:]), max_size=4, unique=True)):
        _, low, high = {**WHOLE, **NUMBERS}[name]
        row[name] = draw(st.integers(low, high) if name in WHOLE else st.floats(low, high))
    for name in draw(st.lists(st.sampled_from(sorted(WORDS)), max_size=5, unique=True)):
        row[name] = draw(st.sampled_from(WORDS[name][1]))
    row["drawn"] = draw(st.none() | st.lists(st.sampled_from(MARKS), max_size=5, unique=True))
    is_calm = draw(st.booleans())
    for question in knowledge.safety_questions.values():
        row[f"safety.{question.id}"] = ["none"] if is_calm else draw(_answers(question))
    for finding in findings:
        for side in sorted(draw(st.sets(st.sampled_from(Side), min_size=1))):
            row.update(_drawn(draw, finding, side, knowledge))
    if draw(st.integers(0, 9)) == 0:
        row.update(draw(st.sampled_from(FAULTS)))
    return row


FAULTS: tuple[Row, ...] = (
    {"birth_year": 1860}, {"birth_year": 2099}, {"duration_weeks": -1.0}, {"sex": "femail"}, {"id": "a b"},
    {"recorded_on": "22.11.2026"}, {"recorded_on": None}, {"safety.bladder": ["none", "leak-pee"]},
    {"safety.bladder": []}, {"safety.bladder": ["leek-pee"]}, {"slr.right.value": 45.0}, {"pain_now": 11},
    {"pelvic-incidence": 50.0, "pelvic-tilt": 10.0, "sacral-slope": 20.0}, {"pain_now": 5, "pain_worst": 4},
    {"sex": "male", "pregnancy": True}, {"acute-fracture": True, "fracture-ruled-out": True},
)  # fmt: skip


def _answers(question: SafetyQuestion) -> st.SearchStrategy[list[str] | None]:
    options = [option.id for option in question.options]
    single = st.sampled_from(options).map(lambda option: [option])
    several = st.lists(st.sampled_from([one for one in options if one != "none"]), min_size=1, max_size=3)
    usual = st.none() | st.just(["none"]) | st.just(["none"]) | single
    return usual | several if question.select == "many" else usual


def _drawn(draw: st.DrawFn, finding: str, side: Side, knowledge: Knowledge) -> Row:
    record = knowledge.findings[finding]
    name = f"{finding}.{side.value}" if record.sided else finding
    if record.measure is None:
        return {name: draw(st.booleans())}
    beyond = draw(st.sampled_from([0] * 40 + [1]))
    value = draw(st.floats(record.measure.minimum, record.measure.maximum + beyond))
    if record.kind == "number":
        return {name: value}
    return {name: draw(st.booleans()), f"{name}.value": draw(st.none() | st.just(value))}
