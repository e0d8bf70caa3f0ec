"""What the patient came with: words, numbers, the drawing, and what it does to the day."""

from dataclasses import dataclass

from psoas.application.assess import Assessment
from psoas.illustration.body_chart import body_chart_svg
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.clinician_case import Fact, complaint
from psoas.reports.explained import nerve_path
from psoas.reports.told import where
from psoas.reports.wording import capital, duration_in_words, listed
from psoas.web.case_page.examination import Recorded, RowMaker
from psoas.web.case_page.rows import Row
from psoas.web.case_page.safety import Question, answered

_SECTIONS = (
    ("behaviour", "What makes it better or worse"),
    ("history", "History"),
    ("medical", "Medical"),
)


@dataclass(frozen=True, slots=True)
class Head:
    """Who it is about, in a line."""

    age: str
    sex: str
    duration: str


@dataclass(frozen=True, slots=True)
class Story:
    """The left column."""

    words: str
    where: str
    facts: tuple[Fact, ...]
    present: tuple[tuple[str, str], ...]  # heading, what the patient said yes to
    chart: str
    nerve: str  # the suspected path in words
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Answers of one kind, to look at and change."""

    heading: str
    rows: tuple[Row, ...]


def head(assessment: Assessment) -> Head:
    """Say who it is about."""
    case = assessment.case
    age = "" if case.age_years is None else f"{case.age_years} years"
    since = duration_in_words(case.complaint.duration_weeks)
    return Head(age, case.person.sex or "", f"for {since}" if since else "")


def story(assessment: Assessment, knowledge: Knowledge, *, with_nerve: bool) -> Story:
    """Lay out what the patient told; the suspected nerve path only once the clinician may see it."""
    case = assessment.case
    place = where(assessment.drawn)
    nerve = nerve_path(assessment, knowledge) if with_nerve else ()
    course = listed([f"{one.level} on the {one.side}" for one in nerve])
    return Story(
        words=case.complaint.in_the_patients_words or "",
        where=capital(place.removeprefix("in ").replace("your ", "the ")),
        facts=tuple(one for one in complaint(assessment) if one.name != "Pain"),
        present=tuple(_present(assessment, knowledge)),
        chart=body_chart_svg(
            drawn=case.complaint.marks,
            nerve=nerve,
            title="Where it hurts",
            description=f"Drawn by the patient: {place or 'nothing'}."
            + (f" Suspected nerve path: {course}." if course else ""),
        ),
        nerve=course,
        is_drawn=bool(case.complaint.marks),
    )


def sections(
    assessment: Assessment, knowledge: Knowledge, recorded: Recorded, make_row: RowMaker
) -> tuple[tuple[Section, ...], tuple[Question, ...]]:
    """Lay out the answers to look at and change: what was said yes to first; and the safety answers."""
    found = []
    for section, heading in _SECTIONS:
        names = [
            (not one.present, name)
            for (name, _), one in recorded.items()
            if name in knowledge.findings and knowledge.findings[name].section == section
        ]
        rows = tuple(make_row(name) for _, name in sorted(dict.fromkeys(names)))
        if rows:
            found.append(Section(heading, rows))
    return tuple(found), answered(assessment.case, knowledge)


def _present(assessment: Assessment, knowledge: Knowledge) -> list[tuple[str, str]]:
    said: dict[str, list[str]] = {}
    for one in assessment.case.observations:
        if one.present:
            said.setdefault(knowledge.findings[one.finding].section, []).append(
                knowledge.findings[one.finding].short
            )
    return [(heading, "; ".join(said[section])) for section, heading in _SECTIONS if section in said]
