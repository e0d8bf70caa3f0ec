"""What the patient told us, said back in plain words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from psoas.anatomy.regions import REGIONS
from psoas.application.assess import Assessment
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Case, DrawnRegion
from psoas.reports import spanish
from psoas.reports.language import retold, said, spoken
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
_WORSE, _EASED = "worse-", "eased-"  # how the findings begin that name what changes the pain
_ENDINGS = {_WORSE: (" makes it worse", " make it worse", " hurts"), _EASED: (" eases it",)}


@dataclass(frozen=True, slots=True)
class _PlaceWords:
    """How a language names the places of the body, by their names on the chart, and joins them."""

    yours: Callable[[str], str]
    both: Callable[[str], str]
    half: Callable[[str, str], str]  # of a place in the middle, and its side
    between: str
    inside: str
    on_a_side: str
    down_to: str
    then: str  # between what is in the middle and what is on each side
    sides: Mapping[str, str]


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
    return tuple(sentence(retold(knowledge.findings[finding].plain)) for finding in dict.fromkeys(findings))


def where(marks: Iterable[DrawnRegion]) -> str:
    """Name the places the patient drew, from the back down; the side is said once.

    "in your lower back and, on the right, in your buttock and the back of your thigh"
    """
    words = _PLACE_WORDS[spoken()]
    drawn: dict[str, set[str]] = {}
    for mark in marks:
        drawn.setdefault(mark.region, set()).add(mark.side.value)
    if "buttock" in drawn:  # it says the same to a patient
        drawn.pop("sacroiliac", None)
    ordered = {name: drawn[name] for name in _DOWN_THE_BODY if name in drawn}
    middle = [_in_the_middle(name, sides, words) for name, sides in ordered.items() if name in _MIDDLE]
    limbs = {name: sides for name, sides in ordered.items() if name not in _MIDDLE | {"saddle"}}
    middle += _places((words.both(name) for name, sides in limbs.items() if len(sides) > 1), words)
    parts = [words.inside.format(places=listed(middle))] if middle else []
    if "saddle" in ordered:
        inside = [words.inside.format(places=middle[0]), *middle[1:]] if middle else []
        parts = [listed([*inside, words.between])]
    for side in ("right", "left"):
        places = _places((words.yours(name) for name, sides in limbs.items() if sides == {side}), words)
        if places:
            parts.append(words.on_a_side.format(side=words.sides[side], places=listed(places)))
    return words.then.join(parts)


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


_PLACE_WORDS = {
    "en": _PlaceWords(
        yours=lambda name: _yours(_PLAIN[name]),
        both=lambda name: both(_PLAIN[name]),
        half=lambda place, side: f"the {side} side of {place}",
        between="between your legs",
        inside="in {places}",
        on_a_side="on the {side}, in {places}",
        down_to="down to {place}",
        then=" and, ",
        sides={"right": "right", "left": "left"},
    ),
    "es": _PlaceWords(
        yours=lambda name: spanish.PLACES[name].one,
        both=lambda name: spanish.PLACES[name].both,
        half=spanish.half_of,
        between="entre las piernas",
        inside="en {places}",
        on_a_side="del lado {side}, en {places}",
        down_to="hasta {place}",
        then=" y, ",
        sides=spanish.SIDES,
    ),
}


def _in_the_middle(name: str, sides: set[str], words: _PlaceWords) -> str:
    whole = words.yours(name)
    return whole if len(sides) > 1 else words.half(whole, next(iter(sides)))


def _places(names: Iterable[str], words: _PlaceWords) -> list[str]:
    places = list(dict.fromkeys(names))
    if len(places) <= MOST_PLACES:
        return places
    return [*places[: MOST_PLACES - 1], words.down_to.format(place=places[-1])]


def _place_and_time(case: Case, marks: Iterable[DrawnRegion]) -> str:
    place, since = where(marks), duration_in_words(case.complaint.duration_weeks)
    if place and since:
        return said("For {duration} you have felt this pain {place}.").format(duration=since, place=place)
    if place:
        return said("You feel this pain {place}.").format(place=place)
    return said("You have had this pain for {duration}.").format(duration=since) if since else ""


def _strength(case: Case) -> str:
    pain = case.complaint.pain
    parts = []
    if pain.average is not None:
        parts.append(said("{number} out of 10 on most days").format(number=pain.average))
    if pain.worst is not None:
        worst = said("{number} at its worst") if parts else said("{number} out of 10 at its worst")
        parts.append(worst.format(number=pain.worst))
    return said("It is {strength}.").format(strength=listed(parts)) if parts else ""


def _behaviour(assessment: Assessment, knowledge: Knowledge) -> list[str]:
    plain = _said(assessment, knowledge)
    worse = _causes(plain, _WORSE)[:MOST_MOVEMENTS]
    eased = _causes(plain, _EASED)[:MOST_RELIEFS]
    lines = []
    if worse:
        makes = said("{causes} make it worse.") if len(worse) > 1 else said("{causes} makes it worse.")
        lines.append(capital(makes.format(causes=listed(worse))))
    if eased:
        lines.append(capital(said("{causes} eases it.").format(causes=listed(eased))))
    lines += [
        sentence(retold(text)) for finding, text in plain.items() if not finding.startswith((_WORSE, _EASED))
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


def every_cause(knowledge: Knowledge) -> tuple[str, ...]:
    """Return all that can be named as making the pain worse or easing it; Spanish has its own words."""
    plain = {finding.id: finding.plain for finding in knowledge.findings.values()}
    return tuple(cause for prefix in (_WORSE, _EASED) for cause in _before_the_verb(plain, prefix))


def _causes(plain: Mapping[str, str], prefix: str) -> list[str]:
    causes = _before_the_verb(plain, prefix)
    return [spanish.CAUSES.get(cause, cause) for cause in causes] if spoken() == "es" else list(causes)


def _before_the_verb(plain: Mapping[str, str], prefix: str) -> Iterator[str]:
    """Take what comes before the verb: "walking makes it worse" gives "walking"."""
    for finding, text in plain.items():
        if finding.startswith(prefix):
            for ending in _ENDINGS[prefix]:
                if text.endswith(ending):
                    yield text.removesuffix(ending)
