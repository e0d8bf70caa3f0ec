"""The kinds of records as readers meet them: their names, what they are, and the columns of their lists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from psoas.knowledge.knowledge import Knowledge
from psoas.patient.observing import UNITS
from psoas.reports.wording import within, within_days
from psoas.web.library.words import STATUSES, number, ratio, spaced

Cell = Callable[[Any, Knowledge], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record."""

    name: str
    one: str  # "finding"
    title: str  # "Findings"
    what: str
    columns: tuple[tuple[str, Cell], ...] = ()  # beside the name, which links to the record
    shows_line: bool = False  # the sentence of the catalog, where no column says as much


def _status(record: Any, _knowledge: Knowledge) -> str:
    return STATUSES[record.status]


def _certainty(record: Any, _knowledge: Knowledge) -> str:
    return spaced(getattr(record, "evidence", None) or record.grade)


def _about(record: Any, knowledge: Knowledge) -> str:
    if record.contributor:
        return knowledge.contributors[record.contributor].short
    return spaced(record.family or "the course")


def _stops(record: Any, _knowledge: Knowledge) -> str:
    return "everything" if record.stops_everything else "massage" if record.stops_massage else ""


def _unit(record: Any, _knowledge: Knowledge) -> str:
    return "" if record.measure is None else UNITS[record.measure.unit].strip("()")


def _people(record: Any, _knowledge: Knowledge) -> str:
    return "" if record.participants is None else number(record.participants)


def _given(field: str) -> Cell:
    """Return a cell with a number that may be missing."""
    return lambda record, _: "" if getattr(record, field) is None else number(getattr(record, field))


def _word(field: str) -> Cell:
    """Return a cell with an identifier's words apart."""
    return lambda record, _: spaced(getattr(record, field))


def _yes(field: str) -> Cell:
    return lambda record, _: "yes" if getattr(record, field) else "no"


def _answer(record: Any, _knowledge: Knowledge) -> str:
    return "follows from others" if record.derived else record.kind


def _authors(record: Any, _knowledge: Knowledge) -> str:
    names = record.authors.split(",")
    return record.authors if len(names) <= _MOST_AUTHORS else f"{names[0]} and others"


_MOST_AUTHORS = 3

_RATIOS: tuple[tuple[str, Cell], ...] = (
    ("Ratio if present", lambda r, _: ratio(r.positive)),
    ("Ratio if absent", lambda r, _: ratio(r.negative)),
)

KINDS: tuple[Kind, ...] = (
    Kind(
        "contributors",
        "contributor",
        "Contributors",
        "What may be behind such pain, and how much is believed of it beforehand.",
        (
            ("Group", lambda r, _: r.group),
            ("Worked out as", lambda r, _: r.kind),
            ("Scoring rows", lambda r, k: str(len(k.scoring_rows[r.id]))),
            ("Certainty", _certainty),
        ),
    ),
    Kind(
        "red_flags",
        "red flag",
        "Red flags",
        "Rules for dangers: what is suspected, how soon somebody must look, and what to do.",
        (
            ("Urgency", lambda r, _: r.urgency),
            ("Within", lambda r, _: within(r.within_hours)),
            ("Status", _status),
        ),
        shows_line=True,
    ),
    Kind(
        "findings",
        "finding",
        "Findings",
        "What can be asked, examined or measured.",
        (
            ("Part of the record", lambda r, _: r.section),
            ("Answer", _answer),
            ("Unit", _unit),
            ("Sides", lambda r, _: "right, left" if r.sided else ""),
        ),
    ),
    Kind(
        "safety_questions",
        "safety question",
        "Safety questions",
        "What every patient is asked first, in plain words.",
        (
            ("Answers", lambda r, _: str(len(r.options))),
            ("Must be answered", _yes("essential")),
        ),
        shows_line=True,
    ),
    Kind(
        "items",
        "exercise",
        "Exercises",
        "What a patient can do at home; a plan is chosen from these.",
        (
            ("Family", _word("family")),
            ("Minutes", lambda r, _: f"{r.dose.minutes:g}"),
            ("Certainty", _certainty),
            ("Whose", lambda r, _: "your clinic" if r.id.startswith("own-") else ""),
        ),
    ),
    Kind(
        "look_alikes",
        "look-alike",
        "Look-alikes",
        "Other conditions that can look like this, recognized by their pattern.",
        (
            ("Group", _word("group")),
            ("Send to", lambda r, _: r.send_to),
            ("To be seen", lambda r, _: within_days(r.within_days)),
        ),
    ),
    Kind(
        "rules",
        "published rule",
        "Published rules",
        "Decision rules as published, with how well they did. They stand beside the estimate.",
        (
            ("About", _about),
            ("Items", lambda r, _: str(len(r.items))),
            ("Standing", _word("standing")),
            ("People", _people),
        ),
    ),
    Kind(
        "precautions",
        "precaution",
        "Precautions",
        "What speaks against an exercise, a technique, or everything.",
        (
            ("Stops", _stops),
            ("Status", _status),
        ),
        shows_line=True,
    ),
    Kind(
        "interventions",
        "intervention",
        "Interventions",
        "Kinds of treatment, with the evidence and what guidelines say.",
        (
            ("Offered as", _word("offered_as")),
            ("Results", lambda r, _: str(len(r.effects))),
            ("Certainty", _certainty),
        ),
    ),
    Kind(
        "techniques",
        "technique",
        "Massage techniques",
        "What a therapist's hands do.",
        (
            ("Pressure", lambda r, _: f"{r.pressure_low} to {r.pressure_high} of 10"),
            ("Minutes", lambda r, _: f"{r.minutes:g}"),
            ("Certainty", _certainty),
        ),
        shows_line=True,
    ),
    Kind(
        "muscles",
        "muscle",
        "Muscles",
        "Muscles that massage and stretching can reach, and where they refer.",
        shows_line=True,
    ),
    Kind(
        "massage_sessions",
        "massage session",
        "Massage sessions",
        "The frame of a course of massage.",
        shows_line=True,
    ),
    Kind(
        "advice",
        "piece of advice",
        "Advice",
        "What patients are told about posture, work, sleep and flares.",
        (
            ("Topic", _word("topic")),
            ("Certainty", _certainty),
        ),
        shows_line=True,
    ),
    Kind(
        "review_rules",
        "review rule",
        "Review rules",
        "When to step up, step down, hold, stop or refer after the visit.",
        (("Kind", _word("kind")),),
        shows_line=True,
    ),
    Kind(
        "roots",
        "nerve root",
        "Nerve roots",
        "Where each root is felt, what it moves, and how often it is the one.",
        shows_line=True,
    ),
    Kind(
        "mechanisms",
        "pain mechanism",
        "Pain mechanisms",
        "Published clusters of criteria for the mechanism of the pain.",
        shows_line=True,
    ),
    Kind("courses", "course", "Courses", "How such pain usually goes on.", shows_line=True),
    Kind(
        "prognostic_factors",
        "prognostic factor",
        "Prognostic factors",
        "What goes with a slower or a quicker course.",
        (
            ("Goes with", lambda r, _: f"a {r.direction} course"),
            ("Can be changed", _yes("can_be_changed")),
            ("Certainty", _certainty),
        ),
    ),
    Kind(
        "prediction_models",
        "prediction model",
        "Prediction models",
        "Published models of the course, with their coefficients.",
    ),
    Kind(
        "interplay",
        "interplay",
        "Interplay",
        "How one contributor feeds another.",
        (("Certainty", _certainty),),
        shows_line=True,
    ),
    Kind(
        "dependence_groups",
        "dependence group",
        "Dependence groups",
        "Findings that share a mechanism, so that nothing is counted twice.",
        shows_line=True,
    ),
    Kind(
        "parameters",
        "parameter",
        "Parameters",
        "Every number the engine uses, with its reason.",
        (
            ("Value", lambda r, _: f"{r.value:g} {spaced(r.unit)}"),
            ("Plausible", lambda r, _: f"{r.minimum:g} to {r.maximum:g}"),
            ("Status", _status),
        ),
        shows_line=True,
    ),
    Kind(
        "phrases",
        "set of phrases",
        "Phrases",
        "Words of a patient that make a safety question worth asking.",
        (("Phrases", lambda r, _: str(len(r.phrases))),),
        shows_line=True,
    ),
    Kind(
        "sources",
        "source",
        "Sources",
        "Papers, guidelines and data sets, and what was read of them.",
        (
            ("Authors", _authors),
            ("Year", lambda r, _: str(r.year)),
            ("Kind", _word("kind")),
            ("Read", _word("read_as")),
        ),
    ),
    Kind(
        "accuracy",
        "accuracy row",
        "Accuracy of findings",
        "How well one finding tells one contributor, from one source.",
        (
            ("Role", lambda r, _: "scores" if r.role == "score" else "shows the range"),
            *_RATIOS,
            ("Status", _status),
            ("People", _people),
        ),
    ),
    Kind(
        "red_flag_accuracy",
        "red-flag accuracy row",
        "Accuracy of danger signs",
        "Shown beside the rules, never part of a score.",
        (
            *_RATIOS,
            ("Status", _status),
            ("People", _people),
        ),
    ),
    Kind(
        "root_levels",
        "root-level row",
        "Root levels",
        "How a finding shifts which nerve root it is.",
        (*_RATIOS, ("Status", _status)),
    ),
    Kind(
        "norms",
        "norm",
        "Norms",
        "What is usual for a measured finding at an age.",
        (
            ("Mean", _given("mean")),
            ("Cut-off", _given("cut_off")),
            ("Status", _status),
        ),
    ),
    Kind(
        "joint_ranges",
        "joint range",
        "Joint ranges",
        "How far joints move in healthy adults; drawings of exercises stay within it.",
        (("Mean", lambda r, _: f"{r.mean:g}°"), ("SD", _given("sd")), ("Status", _status)),
    ),
    Kind(
        "body_segments",
        "body segment",
        "Body segments",
        "Length, mass and centre of mass of the parts of the body, as the drawn figure uses them.",
        (("Length", _given("length")), ("Mass", _given("mass")), ("Status", _status)),
    ),
    Kind(
        "body_breadths",
        "body measure",
        "Body measures",
        "Mean breadths, depths and heights of the body as a share of stature.",
        (("Share of stature", lambda r, _: number(r.fraction)), ("Status", _status)),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Safety",
        ("safety_questions", "red_flags", "precautions", "phrases", "look_alikes", "red_flag_accuracy"),
    ),
    (
        "What is behind it",
        (
            "contributors",
            "findings",
            "accuracy",
            "rules",
            "mechanisms",
            "roots",
            "root_levels",
            "interplay",
            "dependence_groups",
            "norms",
            "joint_ranges",
            "body_segments",
            "body_breadths",
        ),
    ),
    (
        "What to do",
        (
            "items",
            "interventions",
            "techniques",
            "muscles",
            "massage_sessions",
            "advice",
            "review_rules",
        ),
    ),
    ("How it goes on", ("courses", "prognostic_factors", "prediction_models")),
    ("What it all rests on", ("sources", "parameters")),
)
