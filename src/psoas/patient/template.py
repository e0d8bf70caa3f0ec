"""An empty case file with every line explained, made from the vocabulary."""

import re
from collections.abc import Iterator

from psoas.anatomy.regions import REGIONS, View
from psoas.knowledge.checks import CHOICES, EQUIPMENT
from psoas.knowledge.findings import Finding
from psoas.knowledge.knowledge import Knowledge
from psoas.patient.observing import UNITS
from psoas.patient.reading import FORMAT, SECTION_PATHS

_HEAD = """\
# A case for Psoas. Delete the '#' in front of a line to fill it in. What stays out is "not known",
# never "normal". Findings are present, absent or not-examined.
format: {format}
id: "{identifier}"          # a short name; no person's name
recorded_on: 2026-01-31     # the day of this visit

person:
#  birth_year: 1980
#  sex: female               # {sex}
#  height_cm: 168
#  mass_kg: 74

complaint:
#  onset: gradual            # {onset}
#  duration_weeks: 8
#  course: steady            # {course}
#  side: right               # {complaint_side}; the patient's own
#  pain: {{now: 4, average: 5, worst: 7}}     # 0 none, 10 the worst imaginable
#  in_the_patients_words: >-
#    What the patient said.
#  regions:                  # where pain was drawn; leave out if no chart was filled in
{regions}
#  strokes:                  # or areas drawn freehand, on a chart of x 0 to 440 and y -16 to 536
#    - {{view: back, points: [[330, 150], [345, 152], [340, 168]]}}
#  behaviour:                # what the pain does
"""


def empty_case(knowledge: Knowledge, *, name: str) -> str:
    """Return the text of a commented case file, in which nothing is filled in yet.

    The id is made from ``name``, such as the name of the file.
    """
    identifier = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-_.")[:80] or "case"
    words = {name: ", ".join(sorted(choices)) for name, choices in CHOICES.items()}
    head = _HEAD.format(format=FORMAT, identifier=identifier, regions="\n".join(_regions()), **words)
    return "\n".join([head.rstrip(), *_body(knowledge, words)]) + "\n"


def _regions() -> Iterator[str]:
    for view in View:
        names = ", ".join(region.name for region in REGIONS if region.view is view)
        yield f"#    {view.value}:"
        yield f"#      right: []       # {names}"
        yield "#      left: []"


def _body(knowledge: Knowledge, words: dict[str, str]) -> Iterator[str]:
    yield from _section(knowledge, "behaviour", indent="    ")
    yield "\nfunction:"
    yield "#  bending: some             # none, some, a-lot, unable"
    yield "#  walking_minutes: 15       # until the pain makes you stop"
    yield "#  sitting_minutes: 20"
    yield "#  standing_minutes: 20"
    yield f"#  sleep: disturbed          # {words['sleep']}"
    yield f"#  work: full                # {words['work_status']}"
    yield "#  fatigue: 5                # 0 none, 10 worn out"
    yield "#  quality_of_life: 5        # 0 worst, 10 best"
    for section in ("history", "medical"):
        yield f"\n{section}:"
        yield from _section(knowledge, section, indent="  ")
    yield "\nsafety:                      # answers to the safety questions"
    for question in sorted(knowledge.safety_questions.values(), key=lambda one: one.order):
        yield f"#  {question.id}: none"
        yield f"#    {question.text}"
        options = ", ".join(option.id for option in question.options)
        many = " (one or more)" if question.select == "many" else ""
        yield f"#    {options}{many}"
    for section in ("examination", "measurements"):
        yield f"\n{section}:"
        yield from _section(knowledge, section, indent="  ")
    yield "\nwork:"
    yield f"#  kind: desk                # {words['work_kind']}"
    yield "#  sitting_hours_a_day: 8"
    yield f"#  chair: poor               # {words['chair']}"
    yield "#  lifting_kg: 5             # the heaviest usual load"
    yield "#  lifts_a_day: 10"
    yield "\nwishes:"
    yield "#  minutes_a_day: 15         # for exercises"
    yield f"#  equipment: []             # {', '.join(sorted(EQUIPMENT))}"
    yield "#  goals: [Walk the dog for half an hour.]"


def _section(knowledge: Knowledge, section: str, *, indent: str) -> Iterator[str]:
    assert section in SECTION_PATHS
    for finding in knowledge.findings.values():
        if finding.section == section and finding.derived is None:
            yield f"#{indent}{finding.id}: {_placeholder(finding)}   # {' '.join(finding.question.split())}"


def _placeholder(finding: Finding) -> str:
    measure = finding.measure
    span = f"{measure.minimum:g} to {measure.maximum:g} {UNITS[measure.unit]}" if measure is not None else ""
    if finding.kind == "number":
        return f"{{right: , left: }}   # {span}" if finding.sided else f"   # {span}"
    state = "{right: not-examined, left: not-examined}" if finding.sided else "not-examined"
    return f"{state}   # or {{state: present, value: {span}}}" if finding.kind == "test" and span else state
