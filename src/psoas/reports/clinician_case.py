"""Who it is about, and what the patient came with: the head of the clinician's report."""

from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.patient.case import Case
from psoas.patient.drawing import Drawing
from psoas.reports.citations import Citations
from psoas.reports.told import where
from psoas.reports.wording import capital, day_in_words, duration_in_words, listed

_LIMITS = {
    "none": "not limited",
    "some": "somewhat limited",
    "a-lot": "very limited",
    "unable": "not possible",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value, with its sources by number."""

    name: str
    value: str
    cites: tuple[int, ...] = ()


def header(assessment: Assessment) -> tuple[Fact, ...]:
    """Say which case, on what day, by what knowledge."""
    case = assessment.case
    age = "not given" if case.age_years is None else f"{case.age_years} years"
    return (
        Fact("Case", case.id),
        Fact("Date", day_in_words(case.recorded_on)),
        Fact("Age", age),
        Fact("Sex", case.person.sex or "not given"),
        Fact("Knowledge", f"{assessment.knowledge_version}, {assessment.knowledge_fingerprint}"),
        Fact("Program", f"Psoas {assessment.psoas_version}"),
    )


def complaint(assessment: Assessment) -> tuple[Fact, ...]:
    """Say what the patient came with, and what it does to the day."""
    case = assessment.case
    told, pain = case.complaint, case.complaint.pain
    scores = [
        f"{name} {score}"
        for name, score in (("now", pain.now), ("average", pain.average), ("worst", pain.worst))
        if score is not None
    ]
    history = [
        f"for {duration_in_words(told.duration_weeks)}" if told.duration_weeks is not None else "",
        f"onset {told.onset.replace('-', ' ')}" if told.onset else "",
        told.course.replace("-", " ") if told.course else "",
    ]
    facts = [
        Fact("Pain", capital(where(assessment.drawn).removeprefix("in ").replace("your ", "the "))),
        Fact("History", capital(", ".join(part for part in history if part))),
        Fact("Side", told.side or ""),
        Fact("Pain, 0 to 10", ", ".join(scores)),
        Fact("Function", "; ".join(limit_in_words(one.activity, one.value) for one in assessment.day)),
        Fact("Work", _work(case)),
        Fact("Body", _body(case)),
    ]
    return tuple(fact for fact in facts if fact.value)


def drawing_facts(drawing: Drawing | None, cited: Citations) -> tuple[Fact, ...]:
    """Say what follows from the drawing, each with its rule."""
    if drawing is None or not drawing.marks:
        return ()
    facts = [Fact("Extent", capital(extent_in_words(drawing)))]
    facts += [Fact(one.short, one.rule, cited.of(*one.sources)) for one in drawing.follows]
    if drawing.fullest:
        facts.append(Fact("Skin areas", _skin_areas(drawing), cited.of(*drawing.fullest.sources)))
    return tuple(facts)


def drawing_note(drawing: Drawing | None) -> str:
    """Say how far the maps can be trusted, of the root whose area holds most of the drawing."""
    return drawing.fullest.maps if drawing is not None and drawing.fullest is not None else ""


def extent_in_words(drawing: Drawing) -> str:
    """Say how much is drawn, on which sides and in how many places."""
    places = "1 place" if drawing.places == 1 else f"{drawing.places} separate places"
    sides = " and ".join(side.value for side in drawing.sides)
    on = f" on the {sides}" if len(drawing.sides) == 1 else f", {sides}"
    return f"{drawing.percent:.1f} % of the body (front and back together), {places}{on if sides else ''}"


def _skin_areas(drawing: Drawing) -> str:
    """Say how much of the drawing in the leg lies in the usual area of a root, and how much beside it."""
    shares = [(one.level, f"{100 * one.key:.0f}", f"{100 * one.adjacent:.0f}") for one in drawing.roots]
    told = [
        f"{level} {inside} % and {beside} %" for level, inside, beside in shares if inside + beside != "00"
    ]
    empty = [level for level, inside, beside in shares if inside + beside == "00"]
    told += [f"none in {listed(empty)}"] if empty else []
    said = "share of the leg drawing in the usual skin area of a root, and right beside it"
    return f"{capital(said)}: {'; '.join(told)}."


def limit_in_words(activity: str, value: str | float) -> str:
    """Say how far an activity is limited."""
    name = activity.replace("-", " ")
    if activity in ("fatigue", "quality-of-life"):
        return f"{name} {value:g} of 10"
    if isinstance(value, str):
        return f"{name} {_LIMITS.get(value, value.replace('-', ' '))}"
    return f"{name} {value:g} minutes"


def _work(case: Case) -> str:
    work = case.work
    parts = [
        work.kind.replace("-", " ") if work.kind and work.kind != "none" else "",
        f"sits {work.sitting_hours_a_day:g} h a day" if work.sitting_hours_a_day is not None else "",
        f"{work.chair} chair" if work.chair in ("good", "poor") else "",
        f"lifts {work.lifting_kg:g} kg" if work.lifting_kg else "",
        f"{work.lifts_a_day} lifts a day" if work.lifts_a_day else "",
    ]
    return capital(", ".join(part for part in parts if part))


def _body(case: Case) -> str:
    height, mass = case.person.height_cm, case.person.mass_kg
    parts = [f"{height:g} cm" if height else "", f"{mass:g} kg" if mass else ""]
    if height and mass:
        parts.append(f"body mass index {mass / (height / 100) ** 2:.0f}")
    return ", ".join(part for part in parts if part)
