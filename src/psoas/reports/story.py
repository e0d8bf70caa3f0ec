"""The patient's story: one page in plain words, as content for page, paper and plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from psoas.application.assess import Assessment
from psoas.care.clinic import Clinic
from psoas.care.plan import Plan
from psoas.diagnosis.judged import Judged
from psoas.foundation.sayable import sayable
from psoas.illustration.body_chart import NervePath
from psoas.illustration.figure.wanted import Side as WorkingSide
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.case import Mark
from psoas.reports.act_now import ActNow, act_now
from psoas.reports.at_home import (
    Exercise,
    Tip,
    ToDo,
    Topic,
    call_clinic,
    call_now,
    exercises,
    flare_plan,
    helps,
    in_your_day,
    offers,
    prevention,
    to_do,
)
from psoas.reports.explained import (
    Contribution,
    affected,
    also,
    contributions,
    expect,
    leading,
    nerve_path,
    one_line,
    still_open,
    together,
)
from psoas.reports.language import Language, retold, said, speaking, spoken
from psoas.reports.to_check import instead_of_a_cause, to_check
from psoas.reports.told import told, where
from psoas.reports.wording import call_or_go, day_in_words, sentence

TITLE = sayable("Your back, hip and leg: what we think, and what helps")
NOT_EXCLUSIVE = sayable("More than one can be true, so these do not add up to 100.")
TAKE_TURNS = sayable("Days A and B take turns; a day off is fine.")


@dataclass(frozen=True, slots=True)
class AtHome:
    """What the patient does, and when to call."""

    goals: tuple[str, ...]
    to_do: tuple[ToDo, ...]
    exercises: tuple[Exercise, ...]
    ask_first: tuple[str, ...]
    prevention: str
    in_your_day: tuple[Topic, ...]
    flare: tuple[Tip, ...]
    offers: str
    call_clinic: tuple[str, ...]
    review: str


@dataclass(frozen=True, slots=True)
class Story:
    """The whole story. Without a plan ``act`` says what to do now, and ``at_home`` is missing."""

    language: Language
    title: str
    day: date
    clinic: Clinic
    act: ActNow | None
    in_one_line: str
    expect: str
    told: tuple[str, ...]
    where: str  # in words, for those who do not see the chart
    drawn: tuple[Mark, ...]
    nerve: tuple[NervePath, ...]
    check: tuple[str, ...]  # what a colleague should look at while care goes on
    think: tuple[Contribution, ...]
    also: str
    together: str
    open: str
    affected: str
    helps: tuple[str, ...]
    at_home: AtHome | None
    call_now: tuple[str, ...]
    has_chances: bool  # a number of people is told of a contributor


def tell_story(
    assessment: Assessment,
    plan: Plan | None,
    *,
    knowledge: Knowledge,
    clinic: Clinic,
    language: Language = "en",
) -> Story:
    """Tell the patient what was found and what to do, in plain words.

    Parameters
    ----------
    assessment : Assessment
        Of the case.
    plan : Plan | None
        The plan; without one the story says what to do now, and no more.
    knowledge : Knowledge
        The knowledge both were made with.
    clinic : Clinic
        Whom to call and where to go.
    language : Language
        ``en`` or ``es``.
    """
    with speaking(language):
        return _told(assessment, plan, knowledge, _in_its_own_words(clinic))


def _told(assessment: Assessment, plan: Plan | None, knowledge: Knowledge, clinic: Clinic) -> Story:
    case = assessment.case
    act = None if plan is not None else act_now(assessment, knowledge, clinic)
    judged = [] if plan is None else leading(assessment)
    return Story(
        language=spoken(),
        title=said(TITLE) if act is None else act.heading,
        day=case.recorded_on,
        clinic=clinic,
        act=act,
        in_one_line=_in_one_line(assessment, judged, knowledge) if act is None else act.steps[0],
        expect="" if plan is None else expect(assessment, plan, judged),
        told=told(case, assessment, knowledge),
        where=where(assessment.drawn),
        drawn=case.complaint.marks,
        nerve=() if plan is None else nerve_path(assessment, knowledge),
        check=() if plan is None else to_check(assessment),
        think=contributions(judged),
        also=also(judged),
        together=together(assessment, judged),
        open="" if plan is None else still_open(assessment, knowledge),
        affected="" if plan is None else affected(assessment.day),
        helps=() if plan is None else helps(judged, plan),
        at_home=None if plan is None else _at_home(plan, assessment, knowledge),
        call_now=() if act is not None and act.level == "emergency" else call_now(knowledge),
        has_chances=any(one.opinion is None and one.probability is not None for one in judged),
    )


def _in_its_own_words(clinic: Clinic) -> Clinic:
    """Say what the clinic says of itself in the language of the story, as far as it has words for it."""
    if spoken() == "en":
        return clinic
    own = clinic.in_spanish
    return clinic.model_copy(
        update={
            "hours": own.hours or retold(clinic.hours),
            "emergency_place": own.emergency_place or retold(clinic.emergency_place),
            "clinician": own.clinician or retold(clinic.clinician),
        }
    )


def _in_one_line(assessment: Assessment, judged: list[Judged], knowledge: Knowledge) -> str:
    instead = "" if judged else instead_of_a_cause(assessment)
    return instead or one_line(judged, knowledge)


def _at_home(plan: Plan, assessment: Assessment, knowledge: Knowledge) -> AtHome:
    return AtHome(
        goals=assessment.case.wishes.goals,
        to_do=to_do(plan),
        exercises=exercises(plan, knowledge, side=_working_side(assessment)),
        ask_first=tuple(map(retold, plan.ask_first)),
        prevention=prevention(plan, knowledge),
        in_your_day=in_your_day(plan, knowledge),
        flare=flare_plan(plan),
        offers=offers(plan, knowledge),
        call_clinic=call_clinic(plan),
        review=said("Please come again by {day}.").format(day=day_in_words(plan.review.date)),
    )


def _working_side(assessment: Assessment) -> WorkingSide | None:
    """Return the painful side, if it is one side: exercises are drawn with it working."""
    sides: dict[str, WorkingSide] = {"right": "right", "left": "left"}
    return sides.get(assessment.case.complaint.side or "")


def not_exclusive(story: Story) -> str:
    """Return what must be said beside several contributors with a number among them."""
    with speaking(story.language):
        return said(NOT_EXCLUSIVE) if story.has_chances and len(story.think) > 1 else ""


def story_text(story: Story) -> str:
    """Write the story as plain text, in the language it was told in."""
    with speaking(story.language):
        return _text(story)


def _text(story: Story) -> str:
    clinic = story.clinic
    opening = [story.title] if story.act else [story.title, f"{story.in_one_line} {story.expect}".strip()]
    sections = _act_sections(story.act) if story.act else []
    sections += [
        (said("What you told us"), story.told),
        (said("What we think adds to it"), _thoughts(story)),
        (said("What should be checked"), story.check),
        (said("How these work together"), [story.together]),
        (said("What we do not know yet"), [story.open]),
        (said("How it affects your day"), [story.affected]),
        (said("What helps"), story.helps),
        *(_home_sections(story.at_home) if story.at_home else []),
        (call_or_go(said("Call {number} or go to {place} if"), clinic), story.call_now),
    ]
    if story.at_home:
        sections += [
            (said("Call us on {phone} if").format(phone=clinic.phone), story.at_home.call_clinic),
            (said("Next visit"), [story.at_home.review]),
        ]
    blocks = [_block(heading, [line for line in lines if line]) for heading, lines in sections]
    address = ", ".join((clinic.name, *clinic.address, clinic.phone, clinic.hours))
    return "\n\n".join([*opening, *(block for block in blocks if block), address])


_Sections = list[tuple[str, Sequence[str]]]


def _act_sections(act: ActNow) -> _Sections:
    return [
        (
            said("What to do now"),
            [*act.steps, said("Say: “{words}”").format(words=act.say) if act.say else ""],
        ),
        (said("Why"), [act.why]),
        (said("The questions"), [question.text for question in act.questions]),
        (said("You answered"), act.answers),
        (said("For the staff who see you"), act.for_staff),
    ]


def _thoughts(story: Story) -> list[str]:
    thoughts = [f"{one.name}: {one.how_sure}. {one.text}".strip() for one in story.think]
    return [*thoughts, story.also, not_exclusive(story)]


def _home_sections(at_home: AtHome) -> _Sections:
    return [
        (said("What you do each day"), [f"{one.name} ({one.days}): {one.dose}" for one in at_home.to_do]),
        (said("Tell us before you start if your answer is yes"), at_home.ask_first),
        (said("At the clinic"), [at_home.offers]),
        (said("How to keep it away"), [at_home.prevention]),
        *((topic.heading, topic.lines) for topic in at_home.in_your_day),
        (said("If it flares up"), [_tip(one) for one in at_home.flare]),
    ]


def _tip(tip: Tip) -> str:
    lights = [f"{light.lead}: {light.words}" for light in tip.lights]
    return " ".join(part for part in (tip.lead, tip.words, *lights) if part)


def _block(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *(f"- {sentence(line)}" for line in lines)]) if lines else ""
