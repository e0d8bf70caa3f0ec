"""What a clinician changes on the case page."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from psoas.application.assess import Assessment
from psoas.foundation.errors import CaseError, Problem
from psoas.knowledge.knowledge import Knowledge
from psoas.web.access.refusals import ConflictError
from psoas.web.audit.record import Actor, note_visit
from psoas.web.case_page.rows import Tap, asked
from psoas.web.models import Observation, Visit
from psoas.web.visits.actions import SIGNED, assess_again, observe_all

MOST_IN_AN_IMPRESSION = 3


@transaction.atomic
def examine(*, visit: Visit, taps: Sequence[Tap], by: Actor) -> Assessment:
    """Record what was tapped, and assess once."""
    if taps:
        observe_all(visit=visit, values=[(one.finding, one.side, one.value) for one in taps], by=by)
        _being_seen(visit, by)
    return assess_again(visit=visit)


@transaction.atomic
def mark_rest_normal(
    *, visit: Visit, findings: Sequence[str], knowledge: Knowledge, by: Actor
) -> tuple[Assessment, list[Tap]]:
    """Record as normal what nobody has looked at among some findings, on both sides; say what that was.

    Absent, full strength, a normal reflex; what is measured in degrees or seconds stays not examined.
    """
    recorded = set(Observation.objects.filter(visit=visit).values_list("finding", "side"))
    taps = [
        Tap(name, side, _normal(normal))
        for name in findings
        for words in [asked(knowledge.findings[name])]
        for normal in [words.normal]
        if normal is not None
        for side in words.sides
        if (name, side) not in recorded
    ]
    assessment = examine(visit=visit, taps=taps, by=by)
    note_visit("rest.marked-normal", visit, by, {"findings": [f"{one.finding}:{one.side}" for one in taps]})
    return assessment, taps


@transaction.atomic
def record_impression(*, visit: Visit, contributors: Sequence[str], knowledge: Knowledge, by: Actor) -> None:
    """Keep what the clinician thinks before anything is shown; none of them means it was skipped.

    Raises
    ------
    CaseError
        A contributor is not known, there are too many, or the visit is signed.
    ConflictError
        It has been recorded already: what was thought before cannot be changed after.
    """
    locked = Visit.objects.select_for_update(no_key=True).get(pk=visit.pk)
    if locked.stage == Visit.Stage.SIGNED:
        raise CaseError("this visit", [Problem("the record", SIGNED)])
    if locked.impression is not None:
        raise ConflictError("An impression is already recorded for this visit; the contributors are open.")
    chosen = list(dict.fromkeys(contributors))
    unknown = [one for one in chosen if one not in knowledge.contributors]
    if unknown:
        raise CaseError("the impression", [Problem(unknown[0], "There is no such contributor.")])
    if len(chosen) > MOST_IN_AN_IMPRESSION:
        problem = Problem("Your impression", f"You chose {len(chosen)}.", "Choose up to three.")
        raise CaseError("the impression", [problem])
    locked.impression, locked.impression_at, locked.impression_by = chosen, timezone.now(), by.user
    locked.save(update_fields=["impression", "impression_at", "impression_by", "updated_at"])
    visit.impression = chosen
    note_visit("impression.recorded" if chosen else "impression.skipped", visit, by, {"contributors": chosen})
    _being_seen(visit, by)


def _being_seen(visit: Visit, by: Actor) -> None:
    """Say on the worklist that somebody is with the patient, from the first thing recorded on."""
    if visit.stage in (Visit.Stage.ASKED, Visit.Stage.WAITING):
        visit.stage = Visit.Stage.SEEN
        visit.clinician = visit.clinician or by.user
        visit.save(update_fields=["stage", "clinician", "updated_at"])


def _normal(value: str) -> str | float:
    return value if value == "absent" else float(value)
