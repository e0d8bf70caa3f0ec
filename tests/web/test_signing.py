"""Signing: what is frozen stays as it was, nothing dangerous passes without a reason, and a correction is a further one."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import jsonschema
import pypdfium2
import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from psoas import load_case
from psoas.application.recompute import recompute
from psoas.foundation.errors import CaseError
from psoas.web.audit.record import first_broken
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.models import AuditEvent, Observation, Person, Reopening, SignedAssessment, Visit
from psoas.web.signing.actions import reopen, sign
from psoas.web.signing.draft import draft_of
from psoas.web.signing.follow_up import start_follow_up
from psoas.web.visits.actions import answer_safety, handle_alert, judge, observe, observe_all, tell
from tests.cases import EXAMPLES, ROOT
from tests.web.conftest import World

PARTS = ("complaint", "function", "work", "wishes")
SignedIn = Callable[[str], Client]

PRIORS = """\
format: psoas-priors-1
clinic: Riverside
priors:
  nerve-root:
    - who: everybody here
      probability: 0.9
      low: 0.85
      high: 0.95
      status: judgement
      rationale: Counted over a year in our own records.
"""


def record_example(visit: Visit, name: str, world: World) -> None:
    """Put an example into a visit, as if it had been told and tapped; its answers are read from the file."""
    by, knowledge = world.by("clinician"), shipped_knowledge()
    path = next(one for one in EXAMPLES if one.stem == name)
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    for part in PARTS:
        fields = {key: value for key, value in document.get(part, {}).items() if key != "behaviour"}
        tell(visit=visit, part=part, values=fields, by=by)
    for question, ticked in document.get("safety", {}).items():
        answer_safety(
            visit=visit, question=question, ticked=ticked if isinstance(ticked, list) else [ticked], by=by
        )
    case = load_case(path, knowledge=knowledge)
    values = []
    for one in case.observations:
        word: Any = "present" if one.present else "absent"
        if one.value is not None:
            is_test = knowledge.findings[one.finding].kind == "test"
            word = {"state": word, "value": one.value} if is_test else one.value
        values.append((one.finding, one.side.value if one.side else "", word))
    observe_all(visit=visit, values=values, by=by)


def sign_now(visit: Visit, world: World, note: str | None = None, reason: str = "") -> SignedAssessment:
    draft = draft_of(Visit.objects.select_related("person__clinic").get(pk=visit.pk))
    return sign(
        visit=visit,
        state=draft.state,
        note=draft.note if note is None else note,
        reasons={one.id: reason for one in draft.matters},
        by=world.by("clinician"),
    )


def url(name: str, visit: Visit, *more: Any) -> str:
    return reverse(name, args=[visit.key, *more])


def form_on(page: str) -> dict[str, str]:
    """What a browser would send from the form of the sign page, unchanged."""
    state = re.search(r'name="state" value="([0-9a-f]{64})"', page)
    assert state is not None
    return {"state": state[1]}


@pytest.fixture
def examined(world: World) -> Visit:
    """Alice, asked and examined like one of the examples."""
    record_example(world.visit, "todays-patient", world)
    return world.visit


def test_what_is_signed_fits_the_schema_and_is_reproduced(examined: Visit, world: World) -> None:
    signed = sign_now(examined, world)

    schema = json.loads((ROOT / "src/psoas/reports/assessment.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(signed.document, schema)
    again = recompute(json.dumps(signed.document), shipped_knowledge(), name="signed")
    assert again.is_reproduced
    assert signed.document["plan"] is not None
    assert signed.knowledge_fingerprint == shipped_knowledge().fingerprint
    assert world.alice.name not in json.dumps(signed.document)


def test_signing_freezes_the_visit_and_is_in_the_audit_log(
    examined: Visit, world: World, signed_in: SignedIn
) -> None:
    client = signed_in("clinician")
    page = client.get(url("sign", examined)).content.decode()
    data = {**form_on(page), "note": "SUBJECTIVE\nMy own words of secret-note"}

    response = client.post(url("sign", examined), data)

    assert response.status_code == 302
    assert response["Location"] == url("signed", examined, 1)
    examined.refresh_from_db()
    assert examined.stage == Visit.Stage.SIGNED
    signed = SignedAssessment.objects.get()
    assert signed.note == "SUBJECTIVE\nMy own words of secret-note"
    assert signed.note_written.startswith("SUBJECTIVE\n“My lower back aches")
    event = AuditEvent.objects.get(action="assessment.signed")
    assert (event.detail["number"], event.detail["note_edited"]) == (1, True)
    assert "secret-note" not in json.dumps(list(AuditEvent.objects.values_list("detail", flat=True)))
    with pytest.raises(CaseError, match="It is signed"):
        observe(visit=examined, finding="slr", side="right", value="absent", by=world.by("clinician"))


def test_a_note_left_alone_counts_as_not_edited(examined: Visit, world: World, signed_in: SignedIn) -> None:
    client = signed_in("clinician")
    page = client.get(url("sign", examined)).content.decode()
    written = draft_of(examined).note
    client.post(url("sign", examined), {**form_on(page), "note": written.replace("\n", "\r\n")})

    assert AuditEvent.objects.get(action="assessment.signed").detail["note_edited"] is False
    assert "not edited" in client.get(url("signed", examined, 1)).content.decode()
    del world


def test_the_second_of_two_clicks_meets_a_conflict(examined: Visit, signed_in: SignedIn) -> None:
    client = signed_in("clinician")
    page = client.get(url("sign", examined)).content.decode()
    data = {**form_on(page), "note": "n"}

    assert client.post(url("sign", examined), data).status_code == 302
    second = client.post(url("sign", examined), data)

    assert second.status_code == 409
    assert "already signed, by Chris" in second.content.decode()
    assert SignedAssessment.objects.count() == 1


def test_what_was_read_is_what_is_signed(examined: Visit, world: World, signed_in: SignedIn) -> None:
    client = signed_in("clinician")
    page = client.get(url("sign", examined)).content.decode()
    observe(visit=examined, finding="slump", side="right", value="absent", by=world.by("clinician"))

    response = client.post(url("sign", examined), {**form_on(page), "note": "words I typed"})

    text = response.content.decode()
    assert response.status_code == 409
    assert not SignedAssessment.objects.exists()
    assert "words I typed" in text
    assert "The record has changed" in text
    again = client.post(url("sign", examined), {**form_on(text), "note": "words I typed"})
    assert again.status_code == 302
    assert SignedAssessment.objects.get().note == "words I typed"


def test_open_safety_questions_need_a_reason(world: World, signed_in: SignedIn) -> None:
    client = signed_in("clinician")
    page = client.get(url("sign", world.visit)).content.decode()
    data = {**form_on(page), "note": "n", "reason-questions": "  "}

    refused = client.post(url("sign", world.visit), data)

    assert refused.status_code == 422
    assert "Error: Sign" in refused.content.decode()
    assert "Say why you sign nevertheless." in refused.content.decode()
    assert not SignedAssessment.objects.exists()
    data["reason-questions"] = "She could not stay."
    assert client.post(url("sign", world.visit), data).status_code == 302
    (override,) = SignedAssessment.objects.get().overrides
    assert (override["kind"], override["reason"]) == ("unanswered", "She could not stay.")
    assert "In the last 2 weeks" in " ".join(override["detail"])


def test_an_emergency_never_passes_silently_even_when_it_was_handled(world: World) -> None:
    by = world.by("clinician")
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=by)
    handle_alert(alert=world.visit.alerts.get(), how="Sent by ambulance.", by=by)
    draft = draft_of(world.visit)
    kinds = [one.kind for one in draft.matters]

    assert kinds[0] == "emergency"
    assert draft.matters[0].said == "Sent by ambulance."
    with pytest.raises(CaseError, match="Say why"):
        sign(visit=world.visit, state=draft.state, note="n", reasons={"questions": "gone"}, by=by)
    assert not SignedAssessment.objects.exists()
    signed = sign_now(world.visit, world, reason="At the hospital; signed for the record.")
    assert signed.overrides[0]["reason"] == "At the hospital; signed for the record."
    assert signed.document["plan"] is None


def test_what_is_said_of_an_emergency_deals_with_its_alert(world: World) -> None:
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=world.by("clinician"))
    sign_now(world.visit, world, reason="Sent by ambulance.")

    alert = world.visit.alerts.get()
    assert (alert.handled_how, alert.handled_by) == ("Sent by ambulance.", world.clinician)
    assert AuditEvent.objects.filter(action="alert.handled").count() == 1


def test_a_follow_up_waits_for_an_open_alert(examined: Visit, world: World, signed_in: SignedIn) -> None:
    by = world.by("clinician")
    answer_safety(visit=examined, question="leg-strength", ticked=["one-leg-weaker"], by=by)
    observe(visit=examined, finding="ankle-dorsiflexion-weakness", side="right", value=4, by=by)
    sign_now(examined, world, reason="The spinal opinion is being asked for.")
    client = signed_in("clinician")
    (alert,) = examined.alerts.filter(gone_at=None)
    assert alert.handled_at is None

    assert client.post(url("follow-up", examined)).status_code == 409
    handle_alert(alert=alert, how="Appointment on Monday.", by=by)
    assert client.post(url("follow-up", examined)).status_code == 302


def test_an_open_alert_needs_a_reason_and_a_handled_one_does_not(examined: Visit, world: World) -> None:
    by = world.by("clinician")
    answer_safety(visit=examined, question="leg-strength", ticked=["one-leg-weaker"], by=by)
    observe(visit=examined, finding="ankle-dorsiflexion-weakness", side="right", value=4, by=by)
    alert = examined.alerts.get(gone_at=None)
    assert [one.id for one in draft_of(examined).matters] == [alert.rule]

    handle_alert(alert=alert, how="Spinal opinion asked for.", by=by)

    assert draft_of(examined).matters == ()


def test_opinions_are_kept_with_their_reason(examined: Visit, world: World, signed_in: SignedIn) -> None:
    judge(
        visit=examined,
        contributor="nerve-root",
        judged="likely",
        reason="Like the episode of 2019.",
        by=world.by("clinician"),
    )
    signed = sign_now(examined, world)

    (override,) = signed.overrides
    assert (override["kind"], override["reason"]) == ("opinion", "Like the episode of 2019.")
    text = signed_in("clinician").get(url("signed", examined, 1)).content.decode()
    assert "Like the episode of 2019." in text


def test_it_stays_as_it_was_when_the_record_and_the_clinics_knowledge_change(
    examined: Visit, world: World, signed_in: SignedIn
) -> None:
    signed = sign_now(examined, world)
    before = json.dumps(signed.document)
    client = signed_in("clinician")
    first = client.get(url("signed", examined, 1)).content.decode()

    world.clinic.own_priors = PRIORS
    world.clinic.save()
    reopen(visit=examined, reason="Wrong side.", by=world.by("clinician"))
    observe(visit=examined, finding="slump", side="right", value="absent", by=world.by("clinician"))

    assert SignedAssessment.objects.get().document == json.loads(before)
    second = client.get(url("signed", examined, 1)).content.decode()
    for text in (first, second):
        assert "Reproduced:" in text
        assert "45 (15 to 80) in 100" in text


def test_a_changed_document_is_not_called_reproduced(
    examined: Visit, world: World, signed_in: SignedIn
) -> None:
    signed = sign_now(examined, world)
    part = next(one for one in signed.document["contributors"] if one["id"] == "nerve-root")
    part["probability"] = 0.99
    SignedAssessment.objects.filter(pk=signed.pk).update(document=signed.document)
    client = signed_in("clinician")

    assert "Not reproduced" in client.get(url("signed", examined, 1)).content.decode()
    assert client.get(url("signed-report", examined, 1)).status_code == 409
    assert client.get(url("letter", examined)).status_code == 200


def test_a_correction_is_a_further_one_and_the_first_stays(
    examined: Visit, world: World, signed_in: SignedIn
) -> None:
    first = sign_now(examined, world, note="first note")
    client = signed_in("clinician")

    assert client.post(url("reopen", examined), {"reason": ""}).status_code == 422
    assert client.post(url("reopen", examined), {"reason": "Left and right mixed up."}).status_code == 302
    assert client.post(url("reopen", examined), {"reason": "Again."}).status_code == 409
    examined.refresh_from_db()
    assert examined.stage == Visit.Stage.SEEN
    assert AuditEvent.objects.get(action="assessment.reopened").detail == {"after": 1}
    assert Reopening.objects.get().reason == "Left and right mixed up."

    second = sign_now(examined, world, note="second note")
    assert second.number == 2
    assert second.overrides[-1]["reason"] == "Left and right mixed up."
    first.refresh_from_db()
    assert (first.note, first.overrides) == ("first note", [])
    text = client.get(url("signed", examined, 1)).content.decode()
    assert "A later correction exists" in text
    assert "first note" in text


def test_an_open_visit_cannot_be_reopened_or_followed(world: World, signed_in: SignedIn) -> None:
    client = signed_in("clinician")
    assert client.post(url("reopen", world.visit), {"reason": "x"}).status_code == 409
    assert client.post(url("follow-up", world.visit)).status_code == 409
    assert Visit.objects.filter(person=world.alice).count() == 1


def test_a_follow_up_carries_over_what_stays_true_and_nothing_else(
    examined: Visit, world: World, signed_in: SignedIn
) -> None:
    by = world.by("clinician")
    observe(visit=examined, finding="diabetes", side="", value="present", by=by)
    judge(visit=examined, contributor="nerve-root", judged="likely", reason="r", by=by)
    Visit.objects.filter(pk=examined.pk).update(day=examined.day - timedelta(days=21))
    examined.refresh_from_db()
    sign_now(examined, world, reason="x")
    client = signed_in("clinician")
    shown = client.get(url("follow-up", examined)).content.decode()
    assert "11 weeks" in shown
    assert "Diabetes" in shown

    for _ in range(2):  # a double click
        assert client.post(url("follow-up", examined)).status_code == 302

    (later,) = Visit.objects.filter(person=world.alice, number__gt=1)
    findings = shipped_knowledge().findings
    copied = {(one.finding, one.present) for one in Observation.objects.filter(visit=later)}
    assert {findings[name].section for name, _ in copied} == {"history", "medical"}
    assert ("diabetes", True) in copied
    assert ("previous-back-injury", True) in copied
    assert ("smoker", False) in copied
    assert not [name for name, present in copied if findings[name].section == "medical" and not present]
    assert not later.safety_answers.exists()
    assert not later.opinions.exists()
    assert later.disposition == "incomplete"
    assert later.told["complaint"] == {"onset": "gradual", "side": "right", "duration_weeks": 11.0}
    assert "function" not in later.told
    assert later.told["carried_over"]["visit"] == 1
    assert set(later.told["carried_over"]["findings"]) == {name for name, _ in copied}
    assert AuditEvent.objects.filter(action="visit.carried-over").count() == 1


def test_then_and_now_side_by_side(examined: Visit, world: World, signed_in: SignedIn) -> None:
    sign_now(examined, world)
    client = signed_in("clinician")
    assert "Nothing was signed before this" in client.get(url("compare", examined, 1)).content.decode()
    later = start_follow_up(after=examined, by=world.by("clinician"))
    record_example(later, "todays-patient", world)
    by = world.by("clinician")
    tell(visit=later, part="complaint", values={"pain": {"now": 1, "average": 2, "worst": 3}}, by=by)
    observe(visit=later, finding="slr", side="right", value={"state": "absent", "value": 58}, by=by)
    sign_now(later, world)

    text = re.sub(r"\s+", " ", client.get(url("compare", later, 1)).content.decode())

    assert "Straight leg raise, right" in text
    assert "Within what measuring twice gives by itself" in text  # 3 degrees of 4.8
    assert "No clear change" in text or "The same" in text
    assert "\N{MINUS SIGN}4" in text  # the worst pain, 7 then and 3 now
    assert "More than measuring twice gives by itself" in text
    assert "different knowledge" not in text
    event = AuditEvent.objects.filter(action="signed.compared").first()
    assert event is not None
    assert event.detail == {"number": 1, "with": "1-1"}


def test_another_knowledge_is_said_beside_the_comparison(
    examined: Visit, world: World, signed_in: SignedIn
) -> None:
    sign_now(examined, world)
    later = start_follow_up(after=examined, by=world.by("clinician"))
    record_example(later, "todays-patient", world)
    world.clinic.own_priors = PRIORS
    world.clinic.save()
    sign_now(Visit.objects.get(pk=later.pk), world)

    assert "different knowledge" in signed_in("clinician").get(url("compare", later, 1)).content.decode()


def test_the_comparison_takes_as_many_queries_with_one_before_as_with_three(
    examined: Visit, world: World, signed_in: SignedIn
) -> None:
    sign_now(examined, world)
    client, counts = signed_in("clinician"), []
    visit = examined
    for _ in range(3):
        visit = start_follow_up(after=visit, by=world.by("clinician"))
        record_example(visit, "todays-patient", world)
        sign_now(visit, world)
        client.get(url("compare", visit, 1))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url("compare", visit, 1))
        counts.append(len(queries))

    assert counts[0] == counts[2]


def test_the_letter_is_a_draft_until_it_is_signed(examined: Visit, world: World, signed_in: SignedIn) -> None:
    client = signed_in("clinician")
    draft = client.get(url("letter", examined)).content.decode()
    assert "Draft – not signed" in draft
    assert "Alice Arden, born 1980" in draft
    sign_now(examined, world)

    signed = client.get(url("letter", examined)).content.decode()
    pdf = client.post(url("letter", examined), {"recipient": "Dr. Ruiz", "request": "Check", "as": "pdf"})

    assert "Draft" not in signed
    assert "Chris" in signed
    assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF")
    assert "Alice" not in pdf["Content-Disposition"]
    event = AuditEvent.objects.get(action="letter.made")
    assert event.detail == {"number": 1}
    told = json.dumps(list(AuditEvent.objects.values_list("detail", "target")), default=str)
    assert "Ruiz" not in told
    assert "Arden" not in told


def test_what_was_typed_for_the_letter_is_shown_and_not_as_markup(
    examined: Visit, signed_in: SignedIn
) -> None:
    data = {
        "recipient": "<b>Dr. Ruiz</b>\nElm Street",
        "request": "Please check the <i>thyroid</i>",
        "as": "page",
    }
    text = signed_in("clinician").post(url("letter", examined), data).content.decode()

    assert "&lt;b&gt;Dr. Ruiz&lt;/b&gt;<br>Elm Street" in text
    assert "Please check the &lt;i&gt;thyroid&lt;/i&gt;." in text


@pytest.mark.parametrize(
    ("name", "action"), [("signed-report", "report.made"), ("signed-story", "story.made")]
)
def test_papers_are_made_of_what_was_signed(
    examined: Visit, world: World, signed_in: SignedIn, name: str, action: str
) -> None:
    sign_now(examined, world)
    response = signed_in("clinician").get(url(name, examined, 1))

    assert response.content.startswith(b"%PDF")
    assert AuditEvent.objects.get(action=action).person_key == world.alice.key


@pytest.mark.parametrize(("language", "words"), [("en", "What you told us"), ("es", "Lo que nos contó")])
def test_the_story_is_told_in_the_patients_language(
    examined: Visit, world: World, signed_in: SignedIn, language: str, words: str
) -> None:
    sign_now(examined, world)
    Person.objects.filter(pk=world.alice.pk).update(language=language)
    response = signed_in("clinician").get(url("signed-story", examined, 1))

    with pypdfium2.PdfDocument(response.content) as document:
        assert words in document[0].get_textpage().get_text_bounded()


def test_who_read_it_is_written_down_and_the_chain_holds(
    examined: Visit, world: World, signed_in: SignedIn
) -> None:
    client = signed_in("clinician")
    client.get(url("sign", examined))
    sign_now(examined, world)
    client.get(url("signed", examined, 1))
    client.get(url("letter", examined))

    seen = set(AuditEvent.objects.filter(actor_id=world.clinician.pk).values_list("action", flat=True))
    assert {"visit.seen", "assessment.signed", "signed.seen", "letter.seen"} <= seen
    assert first_broken(world.clinic) is None


@pytest.mark.parametrize("role", ["therapist", "desk", "owner"])
@pytest.mark.parametrize("name", ["sign", "reopen", "follow-up", "letter"])
def test_only_clinicians_sign(world: World, signed_in: SignedIn, role: str, name: str) -> None:
    client = signed_in(role)
    assert client.get(url(name, world.visit)).status_code == 403
    assert client.post(url(name, world.visit)).status_code == 403


def test_another_clinic_finds_nothing(examined: Visit, world: World, signed_in: SignedIn) -> None:
    sign_now(examined, world)
    client = signed_in("stranger")
    for name, more in (
        ("sign", ()),
        ("reopen", ()),
        ("follow-up", ()),
        ("letter", ()),
        ("signed", (1,)),
        ("compare", (1,)),
        ("signed-report", (1,)),
        ("signed-story", (1,)),
    ):
        assert client.get(url(name, examined, *more)).status_code == 404
    for name in ("sign", "reopen", "follow-up", "letter"):
        assert client.post(url(name, examined), {"reason": "x"}).status_code == 404
    assert Visit.objects.get(pk=examined.pk).stage == Visit.Stage.SIGNED


def test_a_signed_visit_leads_to_what_was_signed(examined: Visit, world: World, signed_in: SignedIn) -> None:
    sign_now(examined, world)
    response = signed_in("clinician").get(url("sign", examined))
    assert response["Location"] == url("signed", examined, 1)


def test_the_day_of_the_visit_is_the_day_of_the_case(examined: Visit, world: World) -> None:
    signed = sign_now(examined, world)
    assert date.fromisoformat(signed.document["case"]["recorded_on"]) == examined.day
