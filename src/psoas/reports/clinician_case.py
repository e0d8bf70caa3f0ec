"""Who it is about, and what the patient came with: the head of the clinician's report."""

from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.patient.case import Case
from psoas.reports.told import where
from psoas.reports.wording import capital, day_in_words, duration_in_words

_LIMITS = {
    "none": "not limited",
    "some": "somewhat limited",
    "a-lot": "very limited",
    "unable": "not possible",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value."""

    name: str
    value: str


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
        Fact("Pain", capital(where(case).removeprefix("in ").replace("your ", "the "))),
        Fact("History", capital(", ".join(part for part in history if part))),
        Fact("Side", told.side or ""),
        Fact("Pain, 0 to 10", ", ".join(scores)),
        Fact("Function", "; ".join(_limit(one.activity, one.value) for one in assessment.day)),
        Fact("Work", _work(case)),
        Fact("Body", _body(case)),
    ]
    return tuple(fact for fact in facts if fact.value)


def _limit(activity: str, value: str | float) -> str:
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
        f"sits {work.sitting_hours_a_day:g} hours a day" if work.sitting_hours_a_day is not None else "",
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
