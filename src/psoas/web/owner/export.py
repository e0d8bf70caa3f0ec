"""Everything of one person as a zip: what they told, what was found, planned and signed, and who saw it."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from psoas.foundation.errors import PsoasError
from psoas.foundation.version import __version__
from psoas.reports.story import tell_story
from psoas.web.audit.record import Actor, record
from psoas.web.clinic_knowledge import clinic_in_words, knowledge_of
from psoas.web.models import AuditEvent, Person, User, Visit
from psoas.web.plans.planning import planning_of
from psoas.web.visits.case import case_document

if TYPE_CHECKING:
    from psoas.reports.language import Language

README = """Everything that {clinic} holds of {name}, written by Psoas {version} on {day}.

person.json                who the person is, and their appointments
links.json                 links they were given: when, by whom, until when; never the link itself
audit.json                 who saw or changed what of them, and when; each event is sealed by the next
visit-N/                   one folder a visit, counted from the first
  visit.json               day, stage, clinician, consent, first impression
  case.json                the answers and findings as a case file that Psoas reads:
                           psoas assess visit-N/case.json
  observations.json        each finding with who recorded it and when
  safety-answers.json      every answer to a safety question, earlier ones too
  alerts.json              red flags that fired, and how each was dealt with
  opinions.json            what the clinician thought beside what was computed
  plan.json                the plan as agreed: what was changed, who approved it and when
  session-notes.json       what therapists wrote
  reopenings.json          why a signed visit was opened again
  signed-K.json            an assessment as it was signed, with note and overrides; never changed afterwards
  story.pdf                what the person is told, on paper, from the record as it stands
  missing.txt              only if something could not be made, and why

Times are in UTC. A file that is not there holds nothing.
"""


@transaction.atomic
def export_person(*, person: Person, by: Actor) -> bytes:
    """Return a zip with everything of a person, and note that it was taken."""
    visits = list(Visit.objects.filter(person=person).select_related("person__clinic").order_by("number"))
    record("person.exported", by=by, clinic=person.clinic, person=person, detail={"visits": len(visits)})
    readme = README.format(
        clinic=person.clinic.name, name=person.name, version=__version__, day=timezone.localdate()
    )
    files: dict[str, bytes] = {"README.txt": readme.encode()}
    files |= {
        "person.json": _json(_person(person)),
        "links.json": _json(_links(person)),
        "audit.json": _json(_events(person)),
    }
    for visit in visits:
        folder = f"visit-{visit.number}"
        files |= {f"{folder}/{name}": content for name, content in _visit(visit)}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def _person(person: Person) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "birth_year": person.birth_year,
        "sex": person.sex,
        "phone": person.phone,
        "email": person.email,
        "language": person.language,
        "added_at": person.created_at,
        "added_by": _who(person.created_by),
        "appointments": [
            {
                "starts_at": one.starts_at,
                "minutes": one.minutes,
                "clinician": _who(one.clinician),
                "arrived_at": one.arrived_at,
                "cancelled_at": one.cancelled_at,
            }
            for one in person.appointments.select_related("clinician")
        ],
    }


def _links(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "created_at": one.created_at,
            "created_by": _who(one.created_by),
            "expires_at": one.expires_at,
            "opened_at": one.opened_at,
            "revoked_at": one.revoked_at,
            "wrong_tries": one.wrong_tries,
        }
        for one in person.links.select_related("created_by")
    ]


def _events(person: Person) -> list[dict[str, Any]]:
    found = AuditEvent.objects.filter(clinic=person.clinic, person_key=person.key).order_by("number")
    return [
        {
            "number": one.number,
            "at": one.at,
            "who": one.actor_name or one.actor_kind,
            "action": one.action,
            "target": one.target,
            "detail": one.detail,
            "digest": one.digest,
        }
        for one in found
    ]


def _visit(visit: Visit) -> Iterator[tuple[str, bytes]]:
    yield (
        "visit.json",
        _json(
            {
                "number": visit.number,
                "day": visit.day,
                "stage": visit.get_stage_display(),
                "clinician": _who(visit.clinician),
                "language": visit.language,
                "consented_at": visit.consented_at,
                "sent_at": visit.sent_at,
                "impression": visit.impression,
                "impression_at": visit.impression_at,
                "impression_by": _who(visit.impression_by),
            }
        ),
    )
    yield "case.json", _json(case_document(visit, knowledge_of(visit.person.clinic)))
    for name, rows in _parts(visit).items():
        if rows:
            yield f"{name}.json", _json(rows)
    if hasattr(visit, "plan"):
        yield "plan.json", _json(_plan(visit))
    for one in visit.signed.select_related("signed_by"):
        yield (
            f"signed-{one.number}.json",
            _json(
                {
                    "signed_at": one.signed_at,
                    "signed_by": _who(one.signed_by),
                    "psoas_version": one.psoas_version,
                    "knowledge_version": one.knowledge_version,
                    "knowledge_fingerprint": one.knowledge_fingerprint,
                    "note": one.note,
                    "note_as_written": one.note_written,
                    "overrides": one.overrides,
                    "document": one.document,
                }
            ),
        )
    try:
        yield "story.pdf", _story(visit)
    except PsoasError as error:  # a record that contradicts itself is exported all the same
        yield "missing.txt", f"story.pdf could not be made: {error}\n".encode()


def _parts(visit: Visit) -> dict[str, list[dict[str, Any]]]:
    return {
        "observations": [
            {
                "finding": one.finding,
                "side": one.side,
                "present": one.present,
                "value": one.value,
                "told_by_patient": one.told_by_patient,
                "recorded_by": _who(one.recorded_by),
                "recorded_at": one.recorded_at,
            }
            for one in visit.observations.select_related("recorded_by").order_by("finding", "side")
        ],
        "safety-answers": [
            {
                "question": one.question,
                "ticked": one.ticked,
                "answered_at": one.answered_at,
                "answered_by": _who(one.answered_by) or "patient",
            }
            for one in visit.safety_answers.select_related("answered_by")
        ],
        "alerts": [
            {
                "rule": one.rule,
                "urgency": one.urgency,
                "raised_at": one.raised_at,
                "gone_at": one.gone_at,
                "patient_says": one.patient_says,
                "handled_at": one.handled_at,
                "handled_by": _who(one.handled_by),
                "handled_how": one.handled_how,
            }
            for one in visit.alerts.select_related("handled_by")
        ],
        "opinions": [
            {
                "contributor": one.contributor,
                "judged": one.judged,
                "reason": one.reason,
                "recorded_by": _who(one.recorded_by),
                "recorded_at": one.recorded_at,
            }
            for one in visit.opinions.select_related("recorded_by")
        ],
        "reopenings": [
            {
                "after": one.after,
                "reason": one.reason,
                "reopened_by": _who(one.reopened_by),
                "reopened_at": one.reopened_at,
            }
            for one in visit.reopenings.select_related("reopened_by")
        ],
        "session-notes": [
            {"text": one.text, "written_by": _who(one.written_by), "written_at": one.written_at}
            for one in visit.session_notes.select_related("written_by")
        ],
    }


def _plan(visit: Visit) -> dict[str, Any]:
    plan = visit.plan
    return {
        "changes": plan.content,
        "knowledge_fingerprint": plan.knowledge_fingerprint,
        "edited_by": _who(plan.edited_by),
        "edited_at": plan.edited_at,
        "approved_by": _who(plan.approved_by),
        "approved_at": plan.approved_at,
        "massage_accepted_by": _who(plan.massage_accepted_by),
        "massage_accepted_at": plan.massage_accepted_at,
        "sent_at": plan.sent_at,
        "review_on": plan.review_on,
    }


def _story(visit: Visit) -> bytes:
    from psoas.reports.rendering import render_story  # noqa: PLC0415 -- slow import

    knowledge, clinic = knowledge_of(visit.person.clinic), clinic_in_words(visit.person.clinic)
    planning = planning_of(visit)
    language: Language = "es" if visit.language == "es" else "en"
    story = tell_story(
        planning.assessment, planning.plan, knowledge=knowledge, clinic=clinic, language=language
    )
    return render_story(story, kind="pdf")


def _who(user: User | None) -> str:
    return user.name if user else ""


def _json(content: Any) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False, default=_plain).encode()


def _plain(value: Any) -> str:
    """Write days, times and keys."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
