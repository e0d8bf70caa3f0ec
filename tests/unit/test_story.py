"""The words of the story: grammar of joined pieces, plainness, and what must and must not be said."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.cases import SAFE

from psoas import Assessment, Case, Knowledge, Plan, assess, plan_care
from psoas.anatomy.regions import Side, View
from psoas.care.clinic import Clinic
from psoas.patient.case import DrawnRegion
from psoas.reports.at_home import short_dose
from psoas.reports.explained import one_line
from psoas.reports.story import Story, not_exclusive, story_text, tell_story
from psoas.reports.told import both, where
from psoas.reports.wording import in_hundred, listed, sentences, shortened, small

RIGHT, LEFT = Side.RIGHT, Side.LEFT

Read = Callable[[str], Case]


def drawn(*marks: tuple[View, Side, str]) -> tuple[DrawnRegion, ...]:
    return tuple(DrawnRegion(*mark) for mark in marks)


def on_both(region: str) -> tuple[tuple[View, Side, str], ...]:
    return ((View.BACK, RIGHT, region), (View.BACK, LEFT, region))


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param((), "", id="nothing drawn"),
        pytest.param(
            (*on_both("low-back"), (View.BACK, RIGHT, "posterior-thigh"), (View.BACK, RIGHT, "buttock")),
            "in your lower back and, on the right, in your buttock and the back of your thigh",
            id="from the back down, the side said once",
        ),
        pytest.param(
            ((View.BACK, LEFT, "low-back"),), "in the left side of your lower back", id="one side of the back"
        ),
        pytest.param(((View.FRONT, LEFT, "groin"),), "on the left, in your groin", id="a leg only"),
        pytest.param(
            ((View.BACK, RIGHT, "buttock"), (View.FRONT, LEFT, "groin")),
            "on the right, in your buttock and, on the left, in your groin",
            id="different places on the two sides",
        ),
        pytest.param(
            (*on_both("buttock"), *on_both("posterior-thigh"), *on_both("calf")),
            "in both buttocks, the back of both thighs, and both calves",
            id="both sides",
        ),
        pytest.param(on_both("saddle"), "between your legs", id="between the legs"),
        pytest.param(
            (*on_both("low-back"), *on_both("saddle")),
            "in your lower back and between your legs",
            id="between the legs comes last",
        ),
        pytest.param(
            ((View.FRONT, RIGHT, "lateral-hip"), (View.BACK, RIGHT, "lateral-hip")),
            "on the right, in the side of your hip",
            id="front and back of one place",
        ),
        pytest.param(
            tuple(
                (view, RIGHT, region)
                for view, region in (
                    (View.BACK, "buttock"),
                    (View.BACK, "posterior-thigh"),
                    (View.BACK, "posterior-knee"),
                    (View.BACK, "calf"),
                    (View.BACK, "posterior-heel"),
                    (View.SOLE, "sole-heel"),
                )
            ),
            "on the right, in your buttock, the back of your thigh, the back of your knee, and down to your heel",
            id="a long way down is cut short",
        ),
    ],
)
def test_places_are_named_as_people_say_them(
    marks: tuple[tuple[View, Side, str], ...], expected: str
) -> None:
    assert where(drawn(*marks)) == expected


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("top of the foot", "the top of both feet"),
        ("back of the ankle and heel", "the back of both ankles and heels"),
        ("outer toes", "the outer toes of both feet"),
        ("the joint at the back of the pelvis", "both joints at the back of your pelvis"),
    ],
)
def test_both_sides_of_a_place(plain: str, expected: str) -> None:
    assert both(plain) == expected


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        (
            "2 holds of 30 seconds with each leg, once a day, 5 days a week.",
            "2 holds of 30 seconds with each leg",
        ),
        ("10 holds of 10 seconds, twice a day.", "10 holds of 10 seconds, twice a day"),
        ("10 times, 3 times a day. When walking hurts is a good moment.", "10 times, 3 times a day"),
        (
            "Every time you get up, about twice a day. Go back the same way.",
            "Every time you get up, about twice a day",
        ),
    ],
)
def test_a_dose_for_the_tick_list_leaves_the_days_out(dose: str, expected: str) -> None:
    assert short_dose(dose) == expected


@pytest.mark.parametrize(
    ("probability", "expected"),
    [(0.412, 40), (0.43, 45), (0.049, 5), (0.031, 3), (0.001, 1), (0.952, 95), (0.968, 97), (0.9996, 99)],
)
def test_numbers_of_people_are_rounded_and_never_certain(probability: float, expected: int) -> None:
    assert in_hundred(probability) == expected


def test_lists_are_joined_as_in_a_sentence() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "", "a", "a and b", "a, b, and c",
    ]  # fmt: skip


def test_sentences_are_kept_whole_when_a_text_is_shortened() -> None:
    text = "One two three. Four five. Six seven eight nine."

    assert shortened(text, words=5) == "One two three. Four five."
    assert shortened(text, words=1) == "One two three."


def test_quoted_words_end_their_sentence() -> None:
    assert sentences("It is rare. Say: 'I was sent here.' Do not drive.") == [
        "It is rare.", "Say: 'I was sent here.'", "Do not drive.",
    ]  # fmt: skip


def test_names_and_abbreviations_keep_their_capitals() -> None:
    assert [small("Tight hamstrings"), small("SIJ pain")] == ["tight hamstrings", "SIJ pain"]


@pytest.fixture(scope="module")
def stories(
    assessed: dict[str, Assessment], planned: dict[str, Plan | None], knowledge: Knowledge, clinic: Clinic
) -> dict[str, Story]:
    return {
        name: tell_story(one, planned[name], knowledge=knowledge, clinic=clinic)
        for name, one in assessed.items()
    }


def for_the_patient(story: Story) -> str:
    """Return the story without what is written for the staff of an emergency department."""
    if story.act is not None:
        story = replace(story, act=replace(story.act, for_staff=()))
    return story_text(story)


JARGON = (
    "radicul", "prognos", "acute", "chronic", "urinat", "stool", "FADIR", "FABER", "Bragard", "Lasègue",
    "flexion", "extension", "centraliz", "dermatom", "likelihood", "posterior", "lateral", "lumbar", "analges",
    "contraindicat", "etiology", "patholog", "degenerat", "herniat", "damage to", "wear and tear",
)  # fmt: skip


def test_no_story_speaks_to_a_patient_in_jargon(stories: dict[str, Story]) -> None:
    found = {
        name: [word for word in JARGON if re.search(rf"\b{word}", for_the_patient(story), re.IGNORECASE)]
        for name, story in stories.items()
    }

    assert {name: words for name, words in found.items() if words} == {}


def test_no_story_promises(stories: dict[str, Story]) -> None:
    promises = re.compile(r"\bwill (?:heal|go away|be cured|disappear)|\bguarantee|\bcure", re.IGNORECASE)

    assert [name for name, story in stories.items() if promises.search(for_the_patient(story))] == []


def test_joined_pieces_leave_no_seams(stories: dict[str, Story]) -> None:
    seams = re.compile(
        r"\b(\w+) \1\b|\.\.|\. [a-z]| ,| \.|,,|\(\)|  |\bNone\b|the the|your the", re.IGNORECASE
    )
    lower_after_stop = re.compile(r"[a-z]\. [a-z]")
    texts = {name: for_the_patient(story) for name, story in stories.items()}

    assert {name: m.group() for name, t in texts.items() if (m := lower_after_stop.search(t))} == {}
    assert {
        name: m.group()
        for name, text in texts.items()
        if (m := seams.search(text)) and not re.match(r"\. [A-Z]", m.group())
    } == {}


def syllables(word: str) -> int:
    count = len(re.findall(r"[aeiouy]+", word.lower()))
    return max(1, count - (word.endswith("e") and not word.endswith(("le", "ee")) and count > 1))


def test_every_story_can_be_read_by_a_child_of_twelve(stories: dict[str, Story]) -> None:
    """The Flesch-Kincaid grade of a twelve-year-old is about 7."""
    grades = {}
    for name, story in stories.items():
        text = for_the_patient(story)
        words = re.findall(r"[A-Za-z']+", text)
        count = len([one for one in re.split(r"[.!?:]\s|\n", text) if one.strip()])
        grades[name] = 0.39 * len(words) / count + 11.8 * sum(map(syllables, words)) / len(words) - 15.59

    assert {name: round(grade, 1) for name, grade in grades.items() if grade > 7} == {}


def test_chances_are_told_as_a_number_of_people_with_a_range(stories: dict[str, Story]) -> None:
    told = [one.how_sure for story in stories.values() for one in story.think if "in 100" in one.how_sure]

    assert told
    for how_sure in told:
        match = re.fullmatch(r"[a-z ]+, about (\d+) \((\d+) to (\d+)\) in 100 people like you", how_sure)
        assert match
        middle, low, high = map(int, match.groups())
        assert 0 < low <= middle <= high < 100


def test_chances_of_several_are_said_not_to_exclude_each_other(stories: dict[str, Story]) -> None:
    said = {name for name, story in stories.items() if not_exclusive(story)}

    assert "todays-patient" in said
    assert "l5-root-compression" not in said  # it names one contributor


def test_only_the_first_two_contributors_are_told_at_length(stories: dict[str, Story]) -> None:
    story = stories["todays-patient"]

    assert len(story.think) == 2
    assert story.also.startswith("Also: ")


def test_a_drawn_nerve_stands_out_and_has_a_side(stories: dict[str, Story]) -> None:
    paths = {name: [(path.level, path.side.value) for path in story.nerve] for name, story in stories.items()}

    assert paths["s1-root-compression"] == [("S1", "left")]
    assert paths["l5-root-compression"] == [("L5", "right")]
    assert paths["suspected-cauda-equina"] == []


def test_without_anything_that_leads_the_story_stays_kind(knowledge: Knowledge) -> None:
    assert one_line([], knowledge).endswith("it does not keep you from getting better.")


def test_an_urgent_page_says_by_when_and_what_not_to_wait_for(
    stories: dict[str, Story], clinic: Clinic
) -> None:
    story = stories["suspected-fracture"]
    assert story.act is not None

    assert story.act.level == "urgent"
    assert clinic.phone in story.act.steps[0]
    assert any("cannot pee" in line for line in story.call_now)


def test_an_emergency_page_says_each_thing_once(stories: dict[str, Story]) -> None:
    for name in ("suspected-cauda-equina", "suspected-spinal-infection"):
        act = stories[name].act
        assert act is not None
        everything = " ".join([*act.steps, act.why, act.say])

        assert everything.count("drive") == 1
        assert "Please get medical help" not in act.why
        assert len(sentences(act.why)) <= 4


def test_the_emergency_page_repeats_the_patients_own_answers(stories: dict[str, Story]) -> None:
    act = stories["suspected-cauda-equina"].act
    assert act is not None

    assert "You cannot feel the pee coming out." in act.answers
    assert "Both of your legs have become weak." in act.answers


def test_an_incomplete_story_asks_and_plans_nothing(
    stories: dict[str, Story], assessed: dict[str, Assessment]
) -> None:
    story = stories["almost-nothing-answered"]
    assert story.act is not None

    assert len(story.act.questions) == len(assessed["almost-nothing-answered"].screening.unanswered)
    assert story.at_home is None
    assert story.think == ()


def test_danger_signs_are_the_answers_of_the_safety_questions(
    stories: dict[str, Story], knowledge: Knowledge
) -> None:
    answers = {one.text for question in knowledge.safety_questions.values() for one in question.options}
    signs = stories["todays-patient"].call_now

    assert len(signs) == 8
    assert len(set(signs) - answers) == 1  # the question about feeling has only yes and no as answers


def test_what_a_colleague_should_look_at_is_told_to_the_patient_too(
    stories: dict[str, Story], assessed: dict[str, Assessment]
) -> None:
    actions = assessed["l5-root-compression"].screening.actions

    assert actions
    assert all(one.plain in stories["l5-root-compression"].check for one in actions)
    assert stories["todays-patient"].check == ()


def told_of(read: Read, knowledge: Knowledge, clinic: Clinic, body: str) -> Story:
    assessment = assess(read(body + SAFE), knowledge)
    return tell_story(assessment, plan_care(assessment, knowledge), knowledge=knowledge, clinic=clinic)


MERALGIA = """
complaint: {side: right, duration_weeks: 13, regions: {front: {right: [lateral-thigh]}},
  behaviour: {outer-thigh-burning: present}}
examination: {tinel-front-hip-bone: {right: present}, sensory-loss-lateral-thigh: {right: present}}
"""


def test_a_harmless_look_alike_stands_in_front_where_nothing_leads(
    read: Read, knowledge: Knowledge, clinic: Clinic
) -> None:
    story = told_of(read, knowledge, clinic, MERALGIA)
    found = knowledge.look_alikes["meralgia-paresthetica"]

    assert story.think == ()
    assert story.in_one_line == f"What may explain your pain is {found.plain_name}."
    assert story.check == (found.plain,)
    assert story.expect == ""


def test_what_must_be_checked_is_said_once_and_comes_before_any_cause(
    read: Read, knowledge: Knowledge, clinic: Clinic
) -> None:
    body = """
complaint: {side: right, duration_weeks: 40, regions: {back: {right: [calf]}},
  behaviour: {worse-walking: present, eased-standing-still: present, fixed-distance-cramp: present}}
examination: {foot-pulses-absent: {right: present}}
measurements: {ankle-brachial-index: {right: 0.6}}
"""
    assessment = assess(read(body + SAFE), knowledge)
    story = told_of(read, knowledge, clinic, body)
    first = [sentences(text)[0] for text in story.check]

    assert len(assessment.screening.actions) == 2
    assert [one.look_alike.id for one in assessment.diagnosis.look_alikes] == ["arterial-claudication"]
    assert first == ["Your leg pain on walking may come from the blood vessels and not only from the back."]
    if not story.think:
        assert story.in_one_line.startswith("Something should be checked before")


def test_the_course_of_a_narrow_canal_is_told_only_where_it_leads(
    stories: dict[str, Story], knowledge: Knowledge
) -> None:
    course = knowledge.courses["stenosis"].plain

    assert stories["lumbar-stenosis"].expect == course
    assert [name for name, story in stories.items() if story.expect == course] == ["lumbar-stenosis"]
    assert stories["hip-osteoarthritis"].expect == ""  # what is known of back pain says nothing of a hip


def test_an_opinion_of_the_clinician_is_told_in_place_of_the_number(
    read: Read, knowledge: Knowledge, clinic: Clinic
) -> None:
    body = (
        "complaint: {side: right, duration_weeks: 8, regions: {back: {right: [buttock]}}}\n"
        "opinions: {sacroiliac: {judged: likely, reason: An injection helped.}}\n"
    )
    story = told_of(read, knowledge, clinic, body)

    assert story.think[0].how_sure == "likely, as your clinician sees it"
    assert story.in_one_line.startswith("The most likely reason for your pain is")
