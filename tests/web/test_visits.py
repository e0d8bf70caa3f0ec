"""The record of a visit: what is written is read back as a case, and nothing half-written stays."""

import pytest

from psoas.foundation.errors import CaseError
from psoas.web.audit.record import Actor, first_broken
from psoas.web.models import Alert, AuditEvent, Observation
from psoas.web.visits.actions import answer_safety, observe, tell
from psoas.web.visits.case import case_of
from tests.web.conftest import World


def test_a_tap_is_in_the_case_and_in_the_audit_log(world: World) -> None:
    by = world.by("clinician")

    observe(visit=world.visit, finding="slr", side="right", value="present", by=by)
    case = case_of(world.visit)

    assert [(one.finding, one.side, one.present) for one in case.observations] == [("slr", "right", True)]
    event = AuditEvent.objects.filter(action="observation.recorded").get()
    assert (event.actor_id, event.detail) == (world.clinician.pk, {"slr:right": "present"})


def test_not_examined_takes_a_finding_back(world: World) -> None:
    by = world.by("clinician")
    observe(visit=world.visit, finding="slr", side="right", value="present", by=by)
    observe(visit=world.visit, finding="slr", side="right", value="not-examined", by=by)

    assert case_of(world.visit).observations == ()
    assert not Observation.objects.exists()


def test_a_value_out_of_range_is_refused_and_nothing_is_written(world: World) -> None:
    with pytest.raises(CaseError, match="out of range"):
        observe(
            visit=world.visit, finding="hip-flexion-range", side="right", value=900, by=world.by("clinician")
        )

    assert not Observation.objects.exists()
    assert not AuditEvent.objects.filter(action="observation.recorded").exists()


def test_a_contradiction_is_refused_as_a_whole(world: World) -> None:
    tell(visit=world.visit, part="complaint", values={"pain": {"worst": 4}}, by=world.by("clinician"))
    with pytest.raises(CaseError, match="above the worst"):
        tell(
            visit=world.visit,
            part="complaint",
            values={"pain": {"now": 9, "worst": 4}},
            by=world.by("clinician"),
        )

    world.visit.refresh_from_db()
    assert world.visit.told["complaint"] == {"pain": {"worst": 4}}


def test_a_dangerous_answer_raises_an_alert_and_taking_it_back_keeps_both(world: World) -> None:
    by = Actor("patient")
    answer_safety(visit=world.visit, question="bladder", ticked=["leak-pee"], by=by)
    world.visit.refresh_from_db()

    assert world.visit.disposition == "emergency"
    assert Alert.objects.get().urgency == "emergency"

    answer_safety(visit=world.visit, question="bladder", ticked=["none"], by=by)
    world.visit.refresh_from_db()

    assert world.visit.disposition == "incomplete"
    assert Alert.objects.get().gone_at is not None
    assert [one.ticked for one in world.visit.safety_answers.all()] == [["leak-pee"], ["none"]]


def test_the_audit_chain_holds(world: World) -> None:
    assert first_broken(world.clinic) is None
    assert AuditEvent.objects.filter(clinic=world.clinic).count() >= 2
