"""What patients are asked, what is said back to them, and what is said when something must be checked."""

from collections.abc import Iterator

from psoas.anatomy.regions import REGIONS
from psoas.knowledge.findings import Finding, SafetyQuestion
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.patient_texts.patient_text import PatientText
from psoas.knowledge.red_flags import RedFlag

ASKED = ("behaviour", "history", "medical", "safety")
"""Sections whose questions are put to the patient; the wording of the others is for the examiner."""


def question_texts(knowledge: Knowledge) -> Iterator[PatientText]:
    """Yield every text in which a patient is asked or told something of their signs.

    A text can be yielded more than once, where several records use the same words.
    """
    for question in sorted(knowledge.safety_questions.values(), key=lambda one: one.order):
        yield from _safety_question(question)
    for rule in knowledge.red_flags.values():
        yield from _red_flag(rule)
    for finding in knowledge.findings.values():
        yield from _finding(finding)
    for look_alike in knowledge.look_alikes.values():
        yield PatientText("look_alikes", look_alike.id, "plain_name", look_alike.plain_name)
        yield PatientText("look_alikes", look_alike.id, "plain", look_alike.plain)
    for region in REGIONS:
        yield PatientText("regions", region.name, "plain", region.plain)


def _safety_question(question: SafetyQuestion) -> Iterator[PatientText]:
    fields = {
        "text": question.text,
        "hint": question.hint,
        "why": question.why,
        "counts_as_yes": question.counts_as_yes,
        **{f"options.{option.id}": option.text for option in question.options},
    }
    for field, text in fields.items():
        if text is not None:
            yield PatientText("safety_questions", question.id, field, text)


def _red_flag(rule: RedFlag) -> Iterator[PatientText]:
    yield PatientText("red_flags", rule.id, "plain", rule.plain)
    if rule.urgency == "emergency":  # the patient is told to say it at the emergency department
        yield PatientText("red_flags", rule.id, "condition", rule.condition)


def _finding(finding: Finding) -> Iterator[PatientText]:
    if finding.section in ASKED:
        yield PatientText("findings", finding.id, "question", finding.question)
    yield PatientText("findings", finding.id, "plain", finding.plain)
