"""A bad case file: every problem at once, each with its place and what would be right."""

from collections.abc import Callable

import pytest
from tests.cases import HEAD

from psoas import Case, Knowledge
from psoas.anatomy.regions import Side
from psoas.foundation.errors import CaseError
from psoas.patient.case import Observation
from psoas.patient.reading import read_case_json, read_case_yaml

Read = Callable[[str], Case]

BAD = """\
format: psoas-case-1
id: bad
recorded_on: 2026-11-22
person: {birth_year: 1980, sex: f}
complaint:
  side: right
  pain: {now: 9, worst: 12}
  regions:
    back: {right: [low-back, calf]}
  behaviour:
    pain-below-knee: absent
    worse-bendin: present
examination:
  slr: {right: {state: present, value: 400}}
  slump: present
  hip-internal-rotation: {right: yes}
colour: red
"""


def problems(text: str, knowledge: Knowledge) -> list[str]:
    with pytest.raises(CaseError) as caught:
        read_case_yaml(text, knowledge=knowledge)
    return [str(problem) for problem in caught.value.problems]


def test_all_problems_come_at_once_with_line_and_remedy(knowledge: Knowledge) -> None:
    found = "\n".join(problems(BAD, knowledge))

    assert "line 17, colour: 'colour' is no part of it." in found
    assert "line 4, person.sex: 'f' does not fit here. It can be 'female' or 'male'." in found
    assert "line 7, complaint.pain.worst: '12' does not fit here. It must be 10 or less." in found
    assert "line 12, complaint.behaviour.worse-bendin: There is no finding 'worse-bendin'. " in found
    assert "Did you mean 'worse-bending'" in found
    assert "line 14, examination.slr.right.value: 400 is out of range. " in found
    assert "0 to 120 degrees" in found
    assert "line 15, examination.slump: The side is missing." in found
    assert "line 16, examination.hip-internal-rotation.right: 'yes' is no number." in found
    assert "line 11, complaint.behaviour.pain-below-knee: 'Below the knee' is entered as absent" in found
    assert len(found.splitlines()) == 8


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(
            "complaint: {side: right, regions: {back: {right: [low-back, calf]}}, "
            "behaviour: {pain-below-knee: absent}}",
            "'Below the knee' is entered as absent, but the rest of the case says the opposite "
            "(drawn: right calf, right low-back).",
            id="below-knee pain absent while the calf is drawn",
        ),
        pytest.param(
            "complaint: {pain: {now: 8, worst: 5}}", "Pain now (8) is above the worst pain (5).", id="worst is not worst"
        ),
        pytest.param(
            "complaint: {side: right, regions: {back: {left: [buttock]}}}",
            "The side is right, but everything drawn is on the left.",
            id="drawn on the other side",
        ),
        pytest.param(
            "person: {sex: male}\nmedical: {pregnancy: present}",
            "'pregnancy' is present and the sex is male.",
            id="a pregnant man",
        ),
        pytest.param(
            "measurements: {pelvic-incidence: 60, pelvic-tilt: 10, sacral-slope: 30}",
            "Pelvic incidence (60) must equal pelvic tilt plus sacral slope (10 + 30 = 40 degrees).",
            id="angles that no pelvis has",
        ),
        pytest.param(
            "person: {birth_year: 2030}", "The birth year lies after the day of the record.", id="not born yet"
        ),
        pytest.param("safety: {bladder: [none, leak-pee]}", "'none' stands beside another answer.", id="none and more"),
        pytest.param("safety: {saddle: [none, new-or-worse]}", "Only one answer fits.", id="two answers to one"),
        pytest.param("safety: {bladder: fine}", "'fine' is no answer to it.", id="an answer nobody offered"),
        pytest.param(
            "examination: {lordosis-increased: yes}",
            "'yes' is no state of a finding. Write present, absent or not-examined.",
            id="yes instead of present",
        ),
        pytest.param(
            "history: {slr: {right: present}}", "'slr' stands in the wrong part. Move it to examination.",
            id="a finding in the wrong part",
        ),
        pytest.param(
            "examination: {urine-leak-new: present}",
            "This is asked by a safety question. Answer 'safety: bladder'.",
            id="a safety finding entered by hand",
        ),
        pytest.param("examination: {slr: {right: 55}}", "Say what was found too: {state: present, value: 55}.",
                     id="an angle without a result"),
        pytest.param("examination: {lordosis-increased: {right: present}}", "This finding has no side.",
                     id="a side where there is none"),
        pytest.param("complaint: {regions: {back: {right: [calff]}}}", "'calff' is no region of the back view. Did you mean 'calf'?",
                     id="a region misspelt"),
        pytest.param("wishes: {equipment: [bands]}", "Unknown equipment 'bands'. Did you mean 'band'", id="equipment misspelt"),
        pytest.param("complaint: [pain]", "This part holds names with values.", id="a list for a part"),
        pytest.param("person: {birth_year: 1980, birth_year: 1981}", "'birth_year' stands twice.", id="a key twice"),
    ],
)  # fmt: skip
def test_each_kind_of_mistake_gets_a_clear_answer(body: str, said: str, knowledge: Knowledge) -> None:
    assert said in "\n".join(problems(HEAD + body, knowledge))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "A case file holds named parts. Start with 'format: psoas-case-1'."),
        ("- a\n- b\n", "A case file holds named parts."),
        ("id: [unclosed\n", "This is not YAML"),
        (
            "id: x\nrecorded_on: yesterday\nformat: psoas-case-1\n",
            "'yesterday' is no day. Write it as 2026-11-22.",
        ),
        ("recorded_on: 2026-11-22\nformat: psoas-case-1\n", "The case has no id."),
        ("id: x\nrecorded_on: 2026-11-22\n", "The format is missing or unknown."),
        (
            f"format: psoas-case-1\nid: x\nrecorded_on: 2026-11-22\ncomplaint: {{in_the_patients_words: {'a' * 4001}}}\n",
            f"'{'a' * 80}…' does not fit here. Shorten it to 4000 characters.",
        ),
    ],
)
def test_a_text_that_is_no_case(text: str, said: str, knowledge: Knowledge) -> None:
    assert said in "\n".join(problems(text, knowledge))


def test_json_problems_name_the_path(knowledge: Knowledge) -> None:
    text = '{"format": "psoas-case-1", "id": "x", "recorded_on": "2026-11-22", "person": {"height_cm": 900}}'
    with pytest.raises(CaseError) as caught:
        read_case_json(text, knowledge=knowledge)

    assert [str(p) for p in caught.value.problems] == [
        "person.height_cm: '900' does not fit here. It must be 250 or less."
    ]


def test_findings_are_read_with_side_state_and_value(read: Read) -> None:
    case = read(
        "examination:\n"
        "  slr: {right: {state: present, value: 55}, left: absent}\n"
        "  achilles-reflex-reduced: {left: 1}\n"
        "  hip-internal-rotation: {right: 32}\n"
        "  slump: {right: not-examined}\n"
    )

    assert case.observations == (
        Observation("achilles-reflex-reduced", Side.LEFT, present=True, value=1.0),
        Observation("hip-internal-rotation", Side.RIGHT, present=None, value=32.0),
        Observation("slr", Side.LEFT, present=False),
        Observation("slr", Side.RIGHT, present=True, value=55.0),
    )


def test_not_examined_and_left_out_are_the_same(read: Read) -> None:
    assert read("examination: {lordosis-increased: not-examined}") == read("examination: {}")


def test_control_characters_in_a_text_are_refused(knowledge: Knowledge) -> None:
    with pytest.raises(CaseError, match=r"wishes\.goals\.0: This text holds control characters"):
        read_case_yaml(HEAD + 'wishes: {goals: ["\\e[31mred"]}', knowledge=knowledge)
