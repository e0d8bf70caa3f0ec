"""Questions worth asking because of the patient's words or drawing, each in a line."""

from psoas.application.assess import Assessment
from psoas.knowledge.knowledge import Knowledge
from psoas.reports.wording import listed, small
from psoas.screening.suggestions import Suggestion


def suggested(assessment: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Say which questions are worth asking, and because of what."""
    return tuple(
        _line(one, knowledge, is_listed=one.question in assessment.screening.unanswered)
        for one in assessment.suggestions
    )


def _line(one: Suggestion, knowledge: Knowledge, *, is_listed: bool) -> str:
    question = knowledge.safety_questions[one.question]
    quotes = listed([f"“{words}”" for words in one.words])
    drawn = listed([small(knowledge.findings[finding].name) for finding in one.findings])
    if one.ask_again:
        told = " and ".join(part for part in (f"the patient wrote {quotes}" if quotes else "", drawn) if part)
        return f"{question.short}: answered none, but {told}: ask again."
    because = " and ".join(part for part in (f"the words {quotes}" if quotes else "", drawn) if part)
    text = "" if is_listed else f": {question.text}"
    return f"{question.short}: worth asking, because of {because}{text}"
