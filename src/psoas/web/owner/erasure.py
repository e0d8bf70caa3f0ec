"""Erasing a person: all that hangs on them, in one transaction; the log keeps a key without a name."""

from django.db import connection, transaction

from psoas.web.audit.record import Actor, record
from psoas.web.models import Appointment, PatientLink, Person, SessionNote, SignedAssessment, Visit


def word_for(person: Person) -> str:
    """Return the word to type before a person is erased: of this person and no other."""
    return f"erase-{person.key.hex[:4]}"


def held_of(person: Person) -> dict[str, int]:
    """Return how much is held of a person, as the page before an erasure counts it."""
    return {
        "visits": Visit.objects.filter(person=person).count(),
        "signed": SignedAssessment.objects.filter(visit__person=person).count(),
        "notes": SessionNote.objects.filter(visit__person=person).count(),
        "appointments": Appointment.objects.filter(person=person).count(),
        "links": PatientLink.objects.filter(person=person).count(),
    }


@transaction.atomic
def erase_person(*, person: Person, by: Actor) -> None:
    """Erase a person with all their visits, plans, notes and links. The audit log stays as it is."""
    locked = Person.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=person.pk)
    # visits before the log, as all who write do: otherwise the two would wait for each other
    list(Visit.objects.select_for_update(no_key=True).filter(person=locked).order_by("pk"))
    record("person.erased", by=by, clinic=locked.clinic, person=locked, detail=held_of(locked))
    locked.delete()
    transaction.on_commit(_empty_journal)


def _empty_journal() -> None:
    """Take what was deleted out of SQLite's journal; the pages themselves are overwritten on deletion."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
