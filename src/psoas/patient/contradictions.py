"""What cannot be true together in one case."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from psoas.anatomy.regions import Side
from psoas.foundation.documents import Path
from psoas.foundation.errors import Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case
from psoas.patient.facts import CaseFacts

Where = Callable[[Path], str]

OLDEST = 120  # years; nobody has lived much longer
CHILDBEARING = range(10, 61)  # years of age
EXCLUSIVE = (("acute-fracture", "fracture-ruled-out"),)
ONLY_FEMALE = ("pregnancy", "recent-childbirth", "began-with-pregnancy-or-birth")
PELVIS = ("pelvic-incidence", "pelvic-tilt", "sacral-slope")
_SECTIONS: dict[str, Path] = {"behaviour": ("complaint", "behaviour")}


def contradictions(case: Case, knowledge: Knowledge, where: Where) -> list[Problem]:
    """Return everything in a case that contradicts something else in it."""
    return [
        *_pain(case, where),
        *_age(case, where),
        *_sex(case, where),
        *_answers(case, knowledge, where),
        *_exclusive(case, where),
        *_sides(case, knowledge, where),
        *_derived(case, knowledge, where),
        *_pelvis(case, knowledge, where),
    ]


def _pain(case: Case, where: Where) -> Iterator[Problem]:
    pain = case.complaint.pain
    for name in ("now", "average"):
        value = getattr(pain, name)
        if value is not None and pain.worst is not None and value > pain.worst:
            yield Problem(
                where(("complaint", "pain", name)),
                f"Pain {name} ({value}) is above the worst pain ({pain.worst}).",
                "The worst is the highest of the three.",
            )


def _age(case: Case, where: Where) -> Iterator[Problem]:
    age, weeks = case.age_years, case.complaint.duration_weeks
    if age is not None and age < 0:
        yield Problem(where(("person", "birth_year")), "The birth year lies after the day of the record.")
    elif age is not None and age > OLDEST:
        yield Problem(where(("person", "birth_year")), f"That makes the patient {age} years old.")
    elif age is not None and weeks is not None and weeks / 52 > age + 1:
        yield Problem(
            where(("complaint", "duration_weeks")),
            "The pain is older than the patient.",
            "Give weeks.",
        )


def _sex(case: Case, where: Where) -> Iterator[Problem]:
    age = case.age_years
    for finding in ONLY_FEMALE:
        if case.person.sex == "male" and _present(case, finding):
            yield Problem(where(("person", "sex")), f"'{finding}' is present and the sex is male.")
    if age is not None and age not in CHILDBEARING and _present(case, "pregnancy"):
        yield Problem(where(("medical", "pregnancy")), f"'pregnancy' is present at the age of {age}.")


def _answers(case: Case, knowledge: Knowledge, where: Where) -> Iterator[Problem]:
    """Compare the safety answers with what the clinician entered and what was drawn."""
    ticked = {answer.question: answer.ticked for answer in case.safety}
    for question, chosen in ticked.items():
        for option in knowledge.safety_questions[question].options:
            for finding in option.absent if option.id in chosen else ():
                if _present(case, finding):
                    what = f"The answer is '{option.id}', but '{finding}' is present."
                    yield Problem(where(("safety", question)), what, "Correct one of the two.")
    saddle_drawn = CaseFacts.of(case, knowledge).drawn("saddle", "either")
    if saddle_drawn and ticked.get("saddle") == ("none",):
        what = "Pain is drawn between the legs, but the saddle question is answered 'none'."
        yield Problem(where(("safety", "saddle")), what, "Ask the question again.")


def _exclusive(case: Case, where: Where) -> Iterator[Problem]:
    for one, other in EXCLUSIVE:
        if _present(case, one) and _present(case, other):
            what = f"'{one}' and '{other}' are both present."
            yield Problem(where(("medical", other)), what, "Correct one of the two.")


def _present(case: Case, finding: str) -> bool:
    return finding in case.present


def _sides(case: Case, knowledge: Knowledge, where: Where) -> Iterator[Problem]:
    marks, side = CaseFacts.of(case, knowledge).marks, case.complaint.side
    if marks and side in ("right", "left"):
        drawn = {mark.side for mark in marks}
        other = Side.LEFT if side == "right" else Side.RIGHT
        if drawn == {other}:
            yield Problem(
                where(("complaint", "side")),
                f"The side is {side}, but everything drawn is on the {other.value}.",
                "Left and right are the patient's own, in both views.",
            )


def _derived(case: Case, knowledge: Knowledge, where: Where) -> Iterator[Problem]:
    """Compare what was entered directly with what the rest of the case says of it."""
    facts = CaseFacts.of(case, knowledge)
    for observed in case.observations:
        record = knowledge.findings[observed.finding]
        if record.derived is None or observed.present is None:
            continue
        without = CaseFacts.of(
            replace(case, observations=tuple(o for o in case.observations if o is not observed)),
            knowledge,
        )
        follows = record.derived.truth(without)
        if follows is not None and follows != observed.present:
            section = _SECTIONS.get(record.section, (record.section,))
            stated = "present" if observed.present else "absent"
            yield Problem(
                where((*section, observed.finding)),
                f"'{record.short}' is entered as {stated}, but the rest of the case says the opposite"
                f"{_reason(facts, observed.finding)}.",
                "Correct one of the two, or leave this line out: it follows by itself.",
            )


def _reason(facts: CaseFacts, finding: str) -> str:
    marks = facts.marks
    if marks and finding in ("pain-below-knee", "pain-both-legs"):
        names = sorted({f"{mark.side.value} {mark.region}" for mark in marks})
        return f" (drawn: {', '.join(names)})"
    return ""


def _pelvis(case: Case, knowledge: Knowledge, where: Where) -> Iterator[Problem]:
    """Pelvic incidence is pelvic tilt plus sacral slope, by geometry."""
    facts = CaseFacts.of(case, knowledge)
    if not all(name in knowledge.findings for name in PELVIS):
        return
    incidence, tilt, slope = (facts.value(name) for name in PELVIS)
    if incidence is None or tilt is None or slope is None:
        return
    tolerance = knowledge.parameter("pelvic-identity-tolerance")
    if abs(incidence - (tilt + slope)) > tolerance:
        yield Problem(
            where(("measurements", "pelvic-incidence")),
            f"Pelvic incidence ({incidence:g}) must equal pelvic tilt plus sacral slope "
            f"({tilt:g} + {slope:g} = {tilt + slope:g} degrees).",
            f"Check the three; {tolerance:g} degrees of measuring error are allowed.",
        )
