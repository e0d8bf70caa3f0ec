"""Safety rules: every one fires on its pattern, none on an ordinary ache, and silence is never "no"."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.cases import SAFE
from tests.making_true import facts_in_which

from psoas import Case, Knowledge, load_knowledge
from psoas.knowledge.conditions import Condition, parts
from psoas.patient.facts import CaseFacts
from psoas.screening.screening import screen

FLAGS = sorted(load_knowledge().red_flags)
URGENCIES = ["proceed", "refer", "urgent", "emergency"]
Read = Callable[[str], Case]


def disposition(knowledge: Knowledge, case: Case) -> str:
    return screen(CaseFacts.of(case, knowledge), knowledge).disposition


@pytest.mark.parametrize("flag", FLAGS)
def test_each_rule_fires_on_its_own_pattern(flag: str, knowledge: Knowledge) -> None:
    rule = knowledge.red_flags[flag]
    facts = facts_in_which(rule.when, knowledge)

    screening = screen(facts, knowledge)

    strongest = screening.actions[0]
    assert URGENCIES.index(strongest.urgency) >= URGENCIES.index(rule.urgency)
    assert strongest.because
    assert screening.disposition in (strongest.urgency, "incomplete")
    assert screening.disposition != "incomplete" or strongest.urgency == "refer"


@pytest.mark.parametrize("flag", FLAGS)
def test_no_rule_fires_when_nothing_is_known(flag: str, knowledge: Knowledge, read: Read) -> None:
    assert knowledge.red_flags[flag].holds(CaseFacts.of(read("complaint: {}"), knowledge)) is not True


# What a layperson ticks, and where it must lead; by the routing agreed for the safety questions.
ROUTES = [
    ("bladder", "hard-to-start-or-cannot-pee", "emergency"),
    ("bladder", "cannot-tell-when-full", "emergency"),
    ("bladder", "cannot-feel-pee-coming-out", "emergency"),
    ("bladder", "leak-pee", "emergency"),
    ("bladder", "not-sure", "urgent"),
    ("bowel", "leak-poo", "emergency"),
    ("bowel", "cannot-tell-when-need-to-poo", "emergency"),
    ("bowel", "cannot-feel-poo-coming-out", "emergency"),
    ("bowel", "not-sure", "urgent"),
    ("saddle", "new-or-worse", "emergency"),
    ("saddle", "same-for-longer", "urgent"),
    ("saddle", "not-sure", "urgent"),
    ("sexual-function", "new-change", "urgent"),
    ("leg-strength", "both-legs-weak", "emergency"),
    ("leg-strength", "getting-worse-fast", "emergency"),
    ("leg-strength", "foot-drags", "urgent"),
    ("leg-strength", "one-leg-weaker", "refer"),
    ("both-legs", "new-or-worse", "urgent"),
    ("both-legs", "same-for-longer", "proceed"),
    ("fever", "high-temperature-or-ill", "urgent"),
    ("cancer", "breast-prostate-lung-kidney-thyroid-or-myeloma", "urgent"),
    ("trauma", "minor", "proceed"),
    ("steroids", "three-months-or-longer", "proceed"),
    ("bones", "told-weak-or-broke-in-small-fall", "proceed"),
    ("aorta", "strong-pain-with-faint-sweat-or-lump", "emergency"),
    ("calf", "one-calf-swollen-hot-or-red", "urgent"),
    ("fever", "not-sure", "incomplete"),
    ("weight", "not-sure", "incomplete"),
    ("both-legs", "not-sure", "incomplete"),
    ("trauma", "not-sure", "incomplete"),
    ("cancer", "small-skin-cancer", "proceed"),
    ("sexual-function", "rather-not-say", "proceed"),
]


@pytest.mark.parametrize(("question", "option", "expected"), ROUTES)
def test_each_answer_leads_where_it_must(
    question: str, option: str, expected: str, knowledge: Knowledge, read: Read
) -> None:
    body = "person: {birth_year: 1976, sex: male}\ncomplaint: {duration_weeks: 4, side: right}\n" + SAFE
    case = read(body.replace(f"{question}: none", f"{question}: {option}", 1))

    assert disposition(knowledge, case) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "person: {birth_year: 1991, sex: male}\ncomplaint: {duration_weeks: 3}", id="simple ache at 35"
        ),
        pytest.param(
            "person: {birth_year: 1958, sex: female}\ncomplaint: {duration_weeks: 3}", id="simple ache at 68"
        ),
        pytest.param(
            "person: {birth_year: 1991, sex: male}\ncomplaint: {duration_weeks: 3}\n"
            "history: {smoker: present}\nmedical: {diabetes: present}",
            id="two weak risks",
        ),
        pytest.param(
            "person: {birth_year: 1950, sex: female}\n"
            "complaint: {duration_weeks: 200, course: steady, onset: gradual}\nmedical: {pregnancy: absent}",
            id="longstanding pain at 76 without a fall",
        ),
    ],
)
def test_an_ordinary_ache_proceeds(body: str, knowledge: Knowledge, read: Read) -> None:
    assert disposition(knowledge, read(body + SAFE)) == "proceed"


def test_nothing_answered_is_incomplete_and_names_the_questions(knowledge: Knowledge, read: Read) -> None:
    screening = screen(CaseFacts.of(read("complaint: {}"), knowledge), knowledge)

    assert screening.disposition == "incomplete"
    assert screening.actions == ()
    assert {"bladder", "bowel", "saddle", "leg-strength", "fever", "cancer"} <= set(screening.unanswered)


@pytest.mark.parametrize(
    "question", [q.id for q in load_knowledge().safety_questions.values() if q.id in {"bladder", "bowel", "saddle", "leg-strength", "fever", "cancer", "trauma"}]
)  # fmt: skip
def test_one_question_left_out_keeps_the_patient_from_proceeding(
    question: str, knowledge: Knowledge, read: Read
) -> None:
    body = "person: {birth_year: 1960, sex: female}\ncomplaint: {duration_weeks: 3}\n"
    case = read(body + SAFE)
    case = replace(case, safety=tuple(one for one in case.safety if one.question != question))

    screening = screen(CaseFacts.of(case, knowledge), knowledge)

    assert (screening.disposition, screening.unanswered) == ("incomplete", (question,))


def test_answering_the_named_questions_is_enough(knowledge: Knowledge, read: Read) -> None:
    """The list is complete: the named questions, answered with "none", settle everything."""
    body = "person: {birth_year: 1976, sex: male}\ncomplaint: {duration_weeks: 3}\n"
    named = screen(CaseFacts.of(read(body), knowledge), knowledge).unanswered
    answered = read(body + "safety: {" + ", ".join(f"{name}: none" for name in named) + "}")

    assert disposition(knowledge, answered) == "proceed"


def test_an_unknown_age_is_asked_for_when_a_rule_turns_on_it(knowledge: Knowledge, read: Read) -> None:
    body = "person: {sex: female}\ncomplaint: {duration_weeks: 1, onset: after-injury}\n"
    case = read(body + SAFE.replace("trauma: none", "trauma: minor"))

    assert screen(CaseFacts.of(case, knowledge), knowledge).unanswered == ("birth-year",)


@pytest.mark.parametrize(
    ("left_out", "asked"),
    [("duration_weeks: 60, ", "duration"), (", course: steady", "course")],
)
def test_what_a_rule_turns_on_is_asked_for(
    left_out: str, asked: str, knowledge: Knowledge, read: Read
) -> None:
    body = "person: {birth_year: 1976, sex: male}\ncomplaint: {duration_weeks: 60, onset: gradual, course: steady}\n"
    case = read(body.replace(left_out, "") + SAFE.replace("cancer: none", "cancer: another-cancer"))

    assert screen(CaseFacts.of(case, knowledge), knowledge).unanswered == (asked,)


STOPS = [
    pytest.param(branch, id=f"{code}-{place}")
    for code, precaution in load_knowledge().precautions.items()
    if precaution.stops_everything
    for place, branch in enumerate(parts(precaution.when))
]


@pytest.mark.parametrize("branch", STOPS)
def test_whatever_stops_the_plan_is_urgent_too(branch: Condition, knowledge: Knowledge) -> None:
    """No patient is told to go on, and left without a plan and without a reason."""
    screening = screen(facts_in_which(branch, knowledge), knowledge)

    assert screening.disposition in ("emergency", "urgent")


EXCEPTIONS = [
    pytest.param(
        "medical: {fracture-ruled-out: present}\n", "trauma: none", "trauma: major", "urgent", id="accident, imaged"
    ),
    pytest.param(
        "medical: {cancer-cause-ruled-out: present}\n",
        "cancer: none",
        "cancer: another-cancer",
        "urgent",
        id="cancer, looked into",
    ),
    pytest.param(
        "medical: {cauda-equina-examined: present}\n", "saddle: none", "saddle: same-for-longer", "urgent",
        id="old saddle change, examined",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("cleared", "usual", "answer", "before"), EXCEPTIONS)
def test_what_was_looked_into_and_cleared_lets_care_go_on(
    cleared: str, usual: str, answer: str, before: str, knowledge: Knowledge, read: Read
) -> None:
    body = "person: {birth_year: 1976, sex: male}\ncomplaint: {duration_weeks: 8, onset: gradual, course: steady}\n"
    body += SAFE.replace(usual, answer)

    assert disposition(knowledge, read(body)) == before
    assert disposition(knowledge, read(cleared + body)) == "proceed"


def test_clearing_the_unclear_answers_never_silences_a_clear_one(knowledge: Knowledge, read: Read) -> None:
    case = read(
        "medical: {cauda-equina-examined: present, fracture-ruled-out: present}\n"
        "safety: {saddle: new-or-worse}"
    )

    assert disposition(knowledge, case) == "emergency"


def test_fragile_bone_needs_no_fall_to_crack(knowledge: Knowledge, read: Read) -> None:
    body = "person: {birth_year: 1950, sex: female}\ncomplaint: {duration_weeks: 1, onset: sudden, course: steady, pain: {now: 8}}\n"
    case = read(body + SAFE.replace("bones: none", "bones: told-weak-or-broke-in-small-fall"))

    assert disposition(knowledge, case) == "urgent"


def test_unticked_options_are_absent_unless_the_patient_is_not_sure(knowledge: Knowledge, read: Read) -> None:
    ticked = CaseFacts.of(read("safety: {bladder: [leak-pee]}"), knowledge)
    unsure = CaseFacts.of(read("safety: {bladder: [leak-pee, not-sure]}"), knowledge)

    assert ticked.holds("bladder-hard-to-start") is False
    assert unsure.holds("bladder-hard-to-start") is None
    assert unsure.holds("urine-leak-new") is True


def test_of_one_family_only_the_most_urgent_rules_speak(knowledge: Knowledge, read: Read) -> None:
    case = read("safety: {bladder: cannot-feel-pee-coming-out, bowel: not-sure}")

    urgencies = [one.urgency for one in screen(CaseFacts.of(case, knowledge), knowledge).actions]

    assert urgencies == ["emergency"]


@pytest.mark.parametrize("flag", FLAGS)
def test_every_rule_says_what_to_do_and_by_when(flag: str, knowledge: Knowledge) -> None:
    rule = knowledge.red_flags[flag]

    assert rule.cite or rule.status == "judgement"
    assert 0 < rule.within_hours <= {"emergency": 24, "urgent": 168, "refer": 1500}[rule.urgency]
