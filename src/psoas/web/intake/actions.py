"""Everything a patient changes: consent, answers, the drawing, what they say to an alarm, and sending it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from psoas.patient.strokes import MOST_STROKES
from psoas.web.audit.record import Actor, note_visit
from psoas.web.clinic_knowledge import knowledge_of
from psoas.web.intake.drawing import SADDLE, DrawingError, Regions, colored, drawn, without_saddle
from psoas.web.intake.forms import Values
from psoas.web.intake.inputs import NONE
from psoas.web.intake.progress import ANSWERED, PART, Progress
from psoas.web.models import Alert, Visit
from psoas.web.visits.actions import add_answer, assess_again, observe_all, put, screen_again
from psoas.web.visits.locking import lock

Complaint = Mapping[str, Any]

HELP, MISTAKE, CALLS = "help", "mistake", "calls"  # what a patient says to an alarm
LANGUAGES = ("en", "es")


@transaction.atomic
def consent(*, visit: Visit, by: Actor) -> None:
    """Note that the patient agrees to answer."""
    if visit.consented_at is None:
        visit.consented_at = timezone.now()
        visit.save(update_fields=["consented_at", "updated_at"])
        note_visit("consent.given", visit, by)


@transaction.atomic
def speak(*, visit: Visit, language: str, by: Actor) -> None:
    """Note in which language the patient answers."""
    if language in LANGUAGES and visit.language != language:
        visit.language = language
        visit.save(update_fields=["language", "updated_at"])
        note_visit("language.chosen", visit, by, {"language": language})


@transaction.atomic
def answer(*, visit: Visit, question: str, ticked: Sequence[str], by: Actor) -> bool:
    """Answer a safety question; tell whether a mark between the legs was taken off the drawing for it.

    "It feels as usual there" and a mark on the same place cannot both stand; who says so when asked anew
    did not mean the mark.
    """
    lock(visit)
    is_taken_off = False
    complaint = visit.told.get("complaint", {})
    if question == SADDLE and list(ticked) == [NONE] and _is_saddle_drawn(visit, complaint):
        regions, strokes = without_saddle(complaint)
        put(visit=visit, part="complaint", values={"regions": regions, "strokes": strokes}, by=by)
        is_taken_off = True
    add_answer(visit=visit, question=question, ticked=ticked, by=by)
    screen_again(visit=visit)
    return is_taken_off


@transaction.atomic
def save_page(
    *, visit: Visit, page: str, told: Mapping[str, Mapping[str, Any]], observed: Values, by: Actor
) -> None:
    """Save the answers of a page, all or none."""
    lock(visit)
    for part, values in told.items():
        put(visit=visit, part=part, values=values, by=by)
    if observed:
        observe_all(visit=visit, values=observed, by=by)
    _answered(visit, page, by)
    screen_again(visit=visit)


@transaction.atomic
def add_line(*, visit: Visit, line: Any, by: Actor) -> None:
    """Add what a finger has drawn.

    Raises
    ------
    DrawingError
        It cannot be kept.
    """
    stroke = colored(line)

    def add(strokes: list[Any]) -> list[Any]:
        if len(strokes) >= MOST_STROKES:
            raise DrawingError("too-many")
        return [*strokes, stroke]

    _redraw(visit, add, by)


@transaction.atomic
def undo_line(*, visit: Visit, by: Actor) -> None:
    """Take the last line back."""
    _redraw(visit, lambda strokes: strokes[:-1], by)


@transaction.atomic
def clear_lines(*, visit: Visit, by: Actor) -> None:
    """Take every line back."""
    _redraw(visit, lambda _: [], by)


@transaction.atomic
def save_regions(*, visit: Visit, page: str, regions: Regions | None, by: Actor) -> None:
    """Save the regions that were chosen from the list; without any, nothing is known of the place."""
    lock(visit)
    strokes = visit.told.get("complaint", {}).get("strokes")
    _draw(visit, {"regions": regions, "strokes": strokes}, by)
    _answered(visit, page, by)
    screen_again(visit=visit)


@transaction.atomic
def reply(*, visit: Visit, says: str, by: Actor) -> None:
    """Keep what a patient says to the alarms that stand."""
    standing = Alert.objects.filter(visit=visit, gone_at=None, urgency__in=("emergency", "urgent"))
    rules = sorted({one.rule for one in standing})
    standing.update(patient_says=says)
    note_visit("alert.answered", visit, by, {"says": says, "rules": rules})


@transaction.atomic
def send(*, visit: Visit, by: Actor) -> bool:
    """Send the answers to the clinic; tell whether it was done: something may have to be asked first."""
    lock(visit)
    if not Progress.of(visit).is_complete:
        return False
    visit.stage, visit.sent_at = Visit.Stage.WAITING, timezone.now()
    visit.save(update_fields=["stage", "sent_at", "updated_at"])
    assess_again(visit=visit)
    note_visit("answers.sent", visit, by)
    return True


def _redraw(visit: Visit, change: Callable[[list[Any]], list[Any]], by: Actor) -> None:
    lock(visit)
    complaint = visit.told.get("complaint", {})
    _draw(
        visit,
        {"regions": complaint.get("regions"), "strokes": change(complaint.get("strokes") or [])},
        by,
    )
    screen_again(visit=visit)


def _draw(visit: Visit, drawing: Complaint, by: Actor) -> None:
    """Keep a drawing. A mark between the legs reopens the question that says it feels as usual there."""
    if _is_saddle_drawn(visit, drawing):
        standing = Progress.of(visit).safety.get(SADDLE)
        if standing is not None and standing.ticked == [NONE]:
            add_answer(visit=visit, question=SADDLE, ticked=[], by=by)
    put(visit=visit, part="complaint", values=drawing, by=by)


def _is_saddle_drawn(visit: Visit, complaint: Complaint) -> bool:
    places = drawn(complaint, knowledge_of(visit.person.clinic))
    return any(one.region == SADDLE for one in places)


def _answered(visit: Visit, page: str, by: Actor) -> None:
    answered = visit.told.get(PART, {}).get(ANSWERED, [])
    kept = answered if page in answered else [*answered, page]
    put(visit=visit, part=PART, values={ANSWERED: kept}, by=by)
