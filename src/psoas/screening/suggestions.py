"""Safety questions worth asking, because of the patient's own words or of the drawing.

Words are never turned into findings: they change no fact and no disposition. A question that was answered
"none" against the patient's words is worth asking again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.phrases import Phrase, compiled
from psoas.patient.facts import CaseFacts
from psoas.screening.denial import is_denied
from psoas.screening.others import is_of_others
from psoas.screening.plain_words import Words

_NONE = ("none",)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to ask, and why."""

    question: str  # id of a safety question
    words: tuple[str, ...]  # as the patient wrote them
    spans: tuple[tuple[int, int], ...]  # where each stands in the text
    findings: tuple[str, ...]  # what else speaks for it, such as pain drawn between the legs
    ask_again: bool  # it was answered "none"
    phrases: tuple[str, ...]  # records it rests on


def suggest(facts: CaseFacts, knowledge: Knowledge) -> tuple[Suggestion, ...]:
    """Return the questions worth asking, in the order in which they are asked.

    Knowledge: ``phrases/*``, ``safety_questions/*``
    """
    ticked = {answer.question: answer.ticked for answer in facts.case.safety}
    words = Words.of(facts.case.complaint.in_the_patients_words or "", knowledge.phrase_words)
    suggestions: list[Suggestion] = []
    for question in sorted(knowledge.safety_questions.values(), key=lambda one: one.order):
        answer = ticked.get(question.id)
        if answer not in (None, _NONE):
            continue
        spans: dict[tuple[int, int], None] = {}
        findings: dict[str, None] = {}
        records: dict[str, None] = {}
        for record in knowledge.phrases.values():
            if record.question != question.id:
                continue
            told = list(_told(record, words))
            shown = [finding for finding in record.findings if facts.holds(finding, "either") is True]
            if told or shown:
                records[record.id] = None
            spans |= dict.fromkeys(told)
            findings |= dict.fromkeys(shown)
        if records:
            kept = _joined(list(spans))
            suggestions.append(
                Suggestion(
                    question=question.id,
                    words=tuple(words.quote(*span) for span in kept),
                    spans=tuple(words.span(*span) for span in kept),
                    findings=tuple(findings),
                    ask_again=answer == _NONE,
                    phrases=tuple(records),
                )
            )
    return tuple(suggestions)


def questions_in(text: str, knowledge: Knowledge) -> frozenset[str]:
    """Return the questions that words alone suggest, whatever has been answered."""
    words = Words.of(text, knowledge.phrase_words)
    return frozenset(record.question for record in knowledge.phrases.values() if any(_told(record, words)))


def _told(record: Phrase, words: Words) -> Iterator[tuple[int, int]]:
    """Yield where the patient tells what a record looks for, neither denied nor of somebody else."""
    harmless = [span for phrase in record.but_not for span in words.matches(compiled(phrase))]
    for phrase in record.phrases:
        for first, behind in words.matches(compiled(phrase)):
            if any(first < end and start < behind for start, end in harmless):
                continue
            if not is_denied(words, first, behind) and not is_of_others(words, first, behind):
                yield first, behind


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what overlaps, in the order of the text."""
    joined: list[tuple[int, int]] = []
    for first, behind in sorted(spans):
        if joined and first < joined[-1][1]:
            joined[-1] = joined[-1][0], max(behind, joined[-1][1])
        else:
            joined.append((first, behind))
    return joined
