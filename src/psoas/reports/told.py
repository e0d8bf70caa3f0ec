"""What the patient told us, said back in plain words."""

from collections.abc import Iterable, Mapping

from psoas.anatomy.regions import REGIONS
from psoas.application.assess import Assessment
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case, DrawnRegion
from psoas.reports.wording import capital, duration_in_words, listed, sentence

MOST_PLACES = 4  # of one side; more would bury the point
MOST_MOVEMENTS = 3
MOST_RELIEFS = 1
MOST_SENTENCES = 2

_DOWN_THE_BODY = (
    "mid-back", "chest", "low-back", "abdomen", "sacroiliac", "buttock", "lateral-hip", "groin", "saddle",
    "posterior-thigh", "lateral-thigh", "anterior-thigh", "medial-thigh", "posterior-knee", "anterior-knee",
    "calf", "lateral-shin", "medial-shin", "anterior-ankle", "posterior-heel", "dorsal-foot", "instep",
    "big-toe", "outer-toes", "sole-heel", "arch", "forefoot", "toes",
)  # fmt: skip
_MIDDLE = {"mid-back", "chest", "low-back", "abdomen"}  # a patient thinks of these as one
_PLAIN = {region.name: region.plain for region in REGIONS}
_PLURALS = {"calf": "calves", "foot": "feet"}


def told(case: Case, assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Say where the pain is, how strong, and what changes it."""
    strength_and_behaviour = " ".join([_strength(case), *_behaviour(assessment, knowledge)]).strip()
    return tuple(line for line in (_place_and_time(case, assessment.drawn), strength_and_behaviour) if line)


def safety_answers(case: Case, knowledge: Knowledge) -> tuple[str, ...]:
    """Say which danger signs the patient named in the safety questions."""
    findings = [
        finding
        for answer in case.safety
        for option in knowledge.safety_questions[answer.question].options
        if option.id in answer.ticked
        for finding in option.present
    ]
    return tuple(sentence(knowledge.findings[finding].plain) for finding in dict.fromkeys(findings))


def where(marks: Iterable[DrawnRegion]) -> str:
    """Name the places the patient drew, from the back down; the side is said once.

    "in your lower back and, on the right, in your buttock and the back of your thigh"
    """
    drawn: dict[str, set[str]] = {}
    for mark in marks:
        drawn.setdefault(mark.region, set()).add(mark.side.value)
    if "buttock" in drawn:  # it says the same to a patient
        drawn.pop("sacroiliac", None)
    ordered = {name: drawn[name] for name in _DOWN_THE_BODY if name in drawn}
    middle = [_in_the_middle(name, sides) for name, sides in ordered.items() if name in _MIDDLE]
    limbs = {name: sides for name, sides in ordered.items() if name not in _MIDDLE | {"saddle"}}
    middle += _places(both(_PLAIN[name]) for name, sides in limbs.items() if len(sides) > 1)
    if "saddle" in ordered:
        middle.append("between your legs")
    parts = [listed(middle) if middle == ["between your legs"] else f"in {listed(middle)}"] if middle else []
    for side in ("right", "left"):
        places = _places(_yours(_PLAIN[name]) for name, sides in limbs.items() if sides == {side})
        if places:
            parts.append(f"on the {side}, in {listed(places)}")
    return " and, ".join(parts)


def both(plain: str) -> str:
    """Name a place that hurts on both sides: "both buttocks", "the back of both thighs"."""
    if plain.startswith("the joint"):
        return "both joints at the back of your pelvis"
    if plain.endswith("toes"):
        return f"the {plain} of both feet"
    head, of, tail = plain.rpartition(" of the ")
    plural = " and ".join(
        _PLURALS.get(word, word if word.endswith("s") else word + "s") for word in tail.split(" and ")
    )
    return f"the {head}{of.removesuffix('the ')}both {plural}" if of else f"both {plural}"


def _yours(plain: str) -> str:
    if plain.startswith("the joint"):
        return "the joint at the back of your pelvis"
    head, of, tail = plain.rpartition(" of the ")
    return f"the {head} of your {tail}" if of else f"your {plain}"


def _in_the_middle(name: str, sides: set[str]) -> str:
    whole = f"your {_PLAIN[name]}"
    return whole if len(sides) > 1 else f"the {next(iter(sides))} side of {whole}"


def _places(names: Iterable[str]) -> list[str]:
    places = list(dict.fromkeys(names))
    if len(places) <= MOST_PLACES:
        return places
    return [*places[: MOST_PLACES - 1], f"down to {places[-1]}"]


def _place_and_time(case: Case, marks: Iterable[DrawnRegion]) -> str:
    place, since = where(marks), duration_in_words(case.complaint.duration_weeks)
    if place and since:
        return f"For {since} you have felt this pain {place}."
    if place:
        return f"You feel this pain {place}."
    return f"You have had this pain for {since}." if since else ""


def _strength(case: Case) -> str:
    pain = case.complaint.pain
    average = None if pain.average is None else f"{pain.average} out of 10 on most days"
    worst = None if pain.worst is None else f"{pain.worst} {'' if average else 'out of 10 '}at its worst"
    parts = [part for part in (average, worst) if part]
    return f"It is {listed(parts)}." if parts else ""


def _behaviour(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    plain = _said(assessment, knowledge)
    worse = _causes(plain, "worse-", (" makes it worse", " make it worse", " hurts"))
    eased = _causes(plain, "eased-", (" eases it",))[:MOST_RELIEFS]
    lines = []
    if worse:
        lines.append(f"{capital(listed(worse))} make{'' if len(worse) > 1 else 's'} it worse.")
    if eased:
        lines.append(f"{capital(listed(eased))} eases it.")
    lines += [
        sentence(text) for finding, text in plain.items() if not finding.startswith(("worse-", "eased-"))
    ]
    return lines[:MOST_SENTENCES]


def _said(assessment: Assessment, knowledge: Knowledge) -> Mapping[str, str]:
    """Return what the patient said of the pain, in plain words; what weighs most comes first."""
    leading = set(assessment.diagnosis.leading)
    weight: dict[str, float] = {}
    for judged in assessment.diagnosis.contributors:
        if judged.contributor.id in leading and judged.ledger is not None:
            for row in judged.ledger.rows:
                weight[row.finding] = max(weight.get(row.finding, 0.0), row.shift)
    said = [
        observation.finding
        for observation in assessment.case.observations
        if observation.present and knowledge.findings[observation.finding].section in ("behaviour", "history")
    ]
    return {
        finding: knowledge.findings[finding].plain
        for finding in sorted(dict.fromkeys(said), key=lambda one: -weight.get(one, 0.0))
    }


def _causes(plain: Mapping[str, str], prefix: str, endings: tuple[str, ...]) -> list[str]:
    """Take what comes before the verb: "walking makes it worse" gives "walking"."""
    causes = [
        text.removesuffix(ending)
        for finding, text in plain.items()
        if finding.startswith(prefix)
        for ending in endings
        if text.endswith(ending)
    ]
    return causes[:MOST_MOVEMENTS]
