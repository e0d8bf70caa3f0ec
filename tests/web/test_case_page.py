"""The case page: taps and what they record, what is shown when, and who may not see it."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from psoas.foundation.errors import KnowledgeError
from psoas.web.audit.record import Actor
from psoas.web.case_page import examination
from psoas.web.case_page.rows import asked
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.models import Alert, AuditEvent, Observation, Opinion, Visit
from psoas.web.people.actions import give_link
from psoas.web.visits.actions import answer_safety, observe, tell
from tests.web.case_taps import HTMX, case_url, emergency, tap, text_of
from tests.web.conftest import World

BARS = re.compile(r"about \d+ \(")  # as every probability is told

SignedIn = Callable[[str], Client]


@pytest.fixture
def clinician(signed_in: SignedIn) -> Client:
    return signed_in("clinician")


@pytest.fixture
def opened(world: World) -> Visit:
    """Alice's visit with the impression skipped, so that the contributors are open."""
    world.visit.impression = []
    world.visit.save()
    return world.visit


# Taps


@pytest.mark.usefixtures("opened")
def test_a_tap_is_recorded_and_answered_with_new_bars(world: World, clinician: Client) -> None:
    response = tap(clinician, world, {"slr:right:state": "present"})

    assert response.status_code == 200
    found = Observation.objects.get()
    assert (found.finding, found.side, found.present, found.recorded_by) == (
        "slr",
        "right",
        True,
        world.clinician,
    )
    assert 'id="recorded-slr"' in text_of(response)
    assert 'id="contributors"' in text_of(response)
    assert "Lumbar nerve-root pain" in text_of(response)


def test_what_is_not_examined_is_no_row_and_never_absent(world: World, clinician: Client) -> None:
    page = text_of(clinician.get(case_url(world)))
    sides = re.findall(r'<input type="radio" name="slr:right:state"[^>]*value="(\w*)"( checked)?>', page)

    assert sides == [("", " checked"), ("absent", ""), ("present", "")]
    tap(clinician, world, {"slr:right:state": "absent"})
    tap(clinician, world, {"slr:right:state": ""})
    assert not Observation.objects.exists()


def test_a_test_carries_its_degrees(world: World, clinician: Client) -> None:
    tap(clinician, world, {"slr:right:state": "present", "slr:right:value": "42,5"})

    found = Observation.objects.get()
    assert (found.present, found.value) == (True, 42.5)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"hip-flexion-range:right:value": "900"}, "900 is out of range."),
        ({"hip-flexion-range:right:value": "much"}, "is no number."),
        ({"slr:right:value": "40"}, "The state is missing"),
        ({"slr:right:state": "perhaps"}, "is no state of a finding."),
        ({"slr::state": "present"}, "The side is missing."),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_row(
    world: World, clinician: Client, fields: dict[str, str], message: str
) -> None:
    response = tap(clinician, world, fields)
    finding = next(iter(fields)).split(":", maxsplit=1)[0]

    assert response.status_code == 422
    assert response["HX-Retarget"] == f"#row-{finding}"
    assert "Not saved. " in text_of(response)
    assert message in text_of(response).replace("&#x27;", "'")
    assert not Observation.objects.exists()


def test_a_contradiction_is_refused_and_what_was_entered_stays_on_the_page(
    world: World, clinician: Client
) -> None:
    tap(clinician, world, {"motor-deficit-painful-side::state": "absent"})
    assert Observation.objects.count() == 1

    response = tap(clinician, world, {"big-toe-extension-weakness:right:value": "3"})

    assert response.status_code == 422
    assert re.search(r'weakness:right:value"[^>]*value="3" checked', text_of(response))
    assert Observation.objects.count() == 1


def test_saving_a_block_without_script_changes_only_what_was_changed(world: World, clinician: Client) -> None:
    by = world.by("clinician")
    observe(visit=world.visit, finding="slump", side="right", value="present", by=by)
    shown = {"slump:right:state": "", "slump:right:was": "/"}  # the page is from before
    new = {"fadir:left:state": "absent", "fadir:left:was": "/"}

    response = clinician.post(
        reverse("examine", args=[world.visit.key]), {**shown, **new, "block": "block-1"}
    )

    assert response.status_code == 302
    assert response["Location"] == f"{case_url(world)}#block-1"
    recorded = set(Observation.objects.values_list("finding", "side", "present"))
    assert recorded == {("slump", "right", True), ("fadir", "left", False)}


def test_a_refused_block_keeps_everything_that_was_entered(world: World, clinician: Client) -> None:
    fields = {
        "hip-flexion-range:right:value": "900",
        "hip-flexion-range:right:was": "/",
        "fadir:left:state": "absent",
        "fadir:left:was": "/",
    }
    response = clinician.post(reverse("examine", args=[world.visit.key]), fields)
    page = text_of(response)

    assert response.status_code == 422
    assert "<title>Error: " in page
    assert 'value="900"' in page
    assert re.search(r'name="fadir:left:state"[^>]*value="absent" checked', page)
    assert re.search(r'name="fadir:left:was" value="/"', page)
    assert not Observation.objects.exists()


def test_the_rest_of_a_block_becomes_normal_by_one_audited_tap(world: World, clinician: Client) -> None:
    by = world.by("clinician")
    observe(visit=world.visit, finding="fadir", side="right", value="present", by=by)
    names = ["fadir", "hip-flexion-weakness", "patellar-reflex-reduced", "hip-flexion-range", "lateral-shift"]

    response = clinician.post(reverse("rest-normal", args=[world.visit.key]), {"finding": names}, **HTMX)

    assert response.status_code == 200
    recorded = set(Observation.objects.values_list("finding", "side", "present", "value"))
    assert recorded == {
        ("fadir", "right", True, None),  # what was found stays
        ("fadir", "left", False, None),
        ("hip-flexion-weakness", "right", False, 5.0),
        ("hip-flexion-weakness", "left", False, 5.0),
        ("patellar-reflex-reduced", "right", False, 2.0),
        ("patellar-reflex-reduced", "left", False, 2.0),
        ("lateral-shift", "", False, None),
    }  # degrees are measured, never assumed
    event = AuditEvent.objects.get(action="rest.marked-normal")
    assert event.detail["findings"] == [
        "fadir:left",
        "hip-flexion-weakness:right",
        "hip-flexion-weakness:left",
        "patellar-reflex-reduced:right",
        "patellar-reflex-reduced:left",
        "lateral-shift:",
    ]


def test_who_else_recorded_a_finding_is_told_and_a_changed_answer_stays_in_the_log(
    world: World, clinician: Client
) -> None:
    link, _token = give_link(person=world.alice, by=world.by("desk"))
    by_patient = Actor.patient(link)
    observe(visit=world.visit, finding="worse-sitting", side="", value="present", by=by_patient)
    observe(visit=world.visit, finding="slr", side="left", value="absent", by=world.by("owner"))

    assert "Olivia, " in text_of(clinician.get(case_url(world)))
    answers = clinician.get(reverse("case-part", args=[world.visit.key, "answers"]), **HTMX)
    assert "told by the patient, " in text_of(answers)

    tap(clinician, world, {"worse-sitting::state": "absent"})
    events = AuditEvent.objects.filter(action="observation.recorded").order_by("number")
    assert [(one.actor_kind, one.detail) for one in events][::2] == [
        ("patient", {"worse-sitting": "present"}),
        ("staff", {"worse-sitting": "absent"}),
    ]


# Which rows


def test_the_core_set_is_on_the_page_and_anything_else_is_found_by_name(
    world: World, clinician: Client
) -> None:
    page = text_of(clinician.get(case_url(world)))
    rows = re.findall(r'id="row-([a-z0-9-]+)"', page)

    assert {"slr", "ankle-dorsiflexion-weakness", "fadir", "hip-internal-rotation"} <= set(rows)
    assert len(rows) == len(set(rows))
    assert "log-roll-pain" not in rows
    found = clinician.get(reverse("case-search", args=[world.visit.key]), {"q": "log roll"}, **HTMX)
    assert f"{case_url(world)}?add=log-roll-pain#row-log-roll-pain" in text_of(found)
    assert 'id="row-log-roll-pain"' in text_of(clinician.get(case_url(world), {"add": "log-roll-pain"}))
    one = clinician.get(reverse("case-row", args=[world.visit.key, "log-roll-pain"]), **HTMX)
    assert 'id="row-log-roll-pain"' in text_of(one)


def test_answers_of_safety_questions_are_no_rows(world: World, clinician: Client) -> None:
    assert clinician.get(reverse("case-row", args=[world.visit.key, "urine-leak-new"])).status_code == 404
    assert clinician.get(reverse("case-row", args=[world.visit.key, "no-such"])).status_code == 404


def test_by_position_nobody_is_turned_twice(world: World, clinician: Client) -> None:
    page = text_of(clinician.get(case_url(world), {"order": "position"}))
    order = ["Standing", "Sitting", "On the back", "On the side", "On the front"]

    assert re.findall(r"<h3>([^<]+)</h3>", page)[-5:] == order


def test_what_could_hurt_is_not_asked_for(world: World, clinician: Client) -> None:
    assert 'id="row-fadir"' in text_of(clinician.get(case_url(world)))

    observe(visit=world.visit, finding="hip-replacement", side="", value="present", by=world.by("clinician"))
    page = text_of(clinician.get(case_url(world)))
    added = text_of(clinician.get(case_url(world), {"add": "fadir"}))

    assert 'id="row-fadir"' not in page
    assert "It could hurt this patient" in added


def test_a_broken_core_set_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "_names", lambda: ("slr", "slr", "worse-sitting", "no-such"))

    with pytest.raises(KnowledgeError) as refused:
        examination.core_examination(shipped_knowledge())

    assert [problem.where for problem in refused.value.problems] == ["slr", "worse-sitting", "no-such"]


def test_strength_and_reflexes_are_tapped_and_degrees_are_typed_or_slid() -> None:
    findings = shipped_knowledge().findings

    assert asked(findings["hip-flexion-weakness"]).grades == ("0", "1", "2", "3", "4", "5")
    assert asked(findings["achilles-reflex-reduced"]).grades == ("0", "1", "2", "3", "4")
    assert asked(findings["hip-flexion-range"]).kind == "number"
    assert asked(findings["slr"]).kind == "test"


# The impression comes first


def test_nothing_of_what_the_program_thinks_is_there_before_the_impression(
    world: World, clinician: Client
) -> None:
    tell(visit=world.visit, part="complaint", values={"side": "right"}, by=world.by("clinician"))
    page = clinician.get(case_url(world))
    tapped = tap(clinician, world, {"slr:right:state": "present"})

    for shown in (page, tapped):
        assert not BARS.search(text_of(shown))
        assert "in 100" not in text_of(shown)
        assert 'class="interval' not in text_of(shown)
        assert "Suspected nerve path" not in text_of(shown)
    for name in ("nerve-root", "beside"):
        part = clinician.get(reverse("case-part", args=[world.visit.key, name]), **HTMX)
        assert part.status_code == 404


def test_the_impression_opens_the_contributors_and_is_compared(world: World, clinician: Client) -> None:
    response = clinician.post(
        reverse("impression", args=[world.visit.key]), {"contributor": ["nerve-root", "hip-osteoarthritis"]}
    )
    page = text_of(clinician.get(case_url(world)))

    assert response.status_code == 302
    world.visit.refresh_from_db()
    assert world.visit.impression == ["nerve-root", "hip-osteoarthritis"]
    assert world.visit.impression_by == world.clinician
    assert world.visit.stage == Visit.Stage.SEEN
    event = AuditEvent.objects.get(action="impression.recorded")
    assert event.detail == {"contributors": ["nerve-root", "hip-osteoarthritis"]}
    assert BARS.search(page)
    assert "My impression:" in page
    assert "90 % intervals" in page


def test_skipping_is_recorded(world: World, clinician: Client) -> None:
    clinician.post(reverse("impression", args=[world.visit.key]), {"skip": "yes"})

    world.visit.refresh_from_db()
    assert world.visit.impression == []
    assert AuditEvent.objects.filter(action="impression.skipped").count() == 1
    assert "My impression was skipped." in text_of(clinician.get(case_url(world)))


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        ([], "Choose at least one, or skip this step."),
        (["nerve-root", "facet", "sacroiliac", "discogenic"], "You chose 4. Choose up to three."),
        (["no-such"], "There is no such contributor."),
    ],
)
def test_an_impression_that_does_not_fit_is_refused(
    world: World, clinician: Client, chosen: list[str], message: str
) -> None:
    response = clinician.post(reverse("impression", args=[world.visit.key]), {"contributor": chosen})

    assert response.status_code == 422
    assert message in text_of(response)
    world.visit.refresh_from_db()
    assert world.visit.impression is None


def test_an_impression_cannot_be_changed_afterwards(world: World, clinician: Client) -> None:
    clinician.post(reverse("impression", args=[world.visit.key]), {"contributor": ["nerve-root"]})
    again = clinician.post(reverse("impression", args=[world.visit.key]), {"contributor": ["facet"]})

    assert again.status_code == 409
    world.visit.refresh_from_db()
    assert world.visit.impression == ["nerve-root"]


# Contributors and their ledgers


def test_a_ledger_shows_prior_findings_sources_and_what_is_open(
    world: World, opened: Visit, clinician: Client
) -> None:
    tap(clinician, world, {"slump:right:state": "present"})
    part = text_of(clinician.get(reverse("case-part", args=[opened.key, "nerve-root"]), **HTMX))

    for told in (
        "Starts at",
        "Slump, present",
        "Now:",
        "Not examined yet:",
        "Leans on:",
        "Could still turn it:",
    ):
        assert told in part
    assert 'class="source"' in part
    page = text_of(clinician.get(case_url(world), {"open": "nerve-root"}))
    assert "Slump, present" in page


def test_an_open_ledger_stays_open_over_a_tap_and_only_what_changed_is_sent(
    world: World, opened: Visit, clinician: Client
) -> None:
    page = text_of(clinician.get(case_url(world)))
    have = ",".join(re.findall(r'data-digest="(\w+)"', page))
    tapped = text_of(
        clinician.post(
            reverse("examine", args=[opened.key]),
            {"slump:right:state": "present", "have": have, "open": "nerve-root"},
            **HTMX,
        )
    )

    assert "Slump, present" in tapped  # in the ledger
    assert 'id="contributors"' in tapped
    assert 'id="safety"' not in tapped  # it is as it was


def test_an_opinion_needs_a_reason_and_stands_beside_the_number(opened: Visit, clinician: Client) -> None:
    url = reverse("opinion", args=[opened.key, "facet"])
    refused = clinician.post(url, {"judged": "likely", "reason": " "}, **HTMX)
    kept = clinician.post(url, {"judged": "likely", "reason": "Relieved by a block last year."}, **HTMX)

    assert refused.status_code == 422
    assert "Say why in a sentence." in text_of(refused)
    assert kept.status_code == 200
    assert Opinion.objects.get().reason == "Relieved by a block last year."
    assert "Clinician: likely. Relieved by a block last year." in text_of(kept)
    clinician.post(url, {"judged": "", "reason": ""}, **HTMX)
    assert not Opinion.objects.exists()


# Who, and signed visits


@pytest.mark.parametrize("role", ["therapist", "desk", "owner"])
def test_only_clinicians_see_a_case(world: World, signed_in: SignedIn, role: str) -> None:
    client = signed_in(role)

    assert client.get(case_url(world)).status_code == 403
    assert tap(client, world, {"slr:right:state": "present"}).status_code == 403
    assert not Observation.objects.exists()


def test_another_clinic_does_not_find_it(world: World, signed_in: SignedIn) -> None:
    client = signed_in("stranger")

    assert client.get(case_url(world)).status_code == 404
    assert tap(client, world, {"slr:right:state": "present"}).status_code == 404
    assert client.get(reverse("case-part", args=[world.visit.key, "answers"])).status_code == 404
    raised = emergency(world)
    url = reverse("deal-with-alert", args=[world.visit.key, raised.pk])
    assert client.post(url, {"how": "done"}).status_code == 404


def test_an_alert_of_another_visit_is_not_found(world: World, clinician: Client) -> None:
    other = Visit.objects.get(person=world.bob)
    answer_safety(visit=other, question="bladder", ticked=["leak-pee"], by=world.by("stranger"))
    url = reverse("deal-with-alert", args=[world.visit.key, Alert.objects.get(visit=other).pk])

    assert clinician.post(url, {"how": "done"}).status_code == 404


def test_looking_is_recorded(world: World, clinician: Client) -> None:
    clinician.get(case_url(world))

    event = AuditEvent.objects.get(action="visit.seen")
    assert (event.actor_id, event.person_key, event.target) == (
        world.clinician.pk,
        world.alice.key,
        f"visit:{world.visit.key}",
    )


def test_a_signed_visit_is_only_read(world: World, clinician: Client) -> None:
    raised = emergency(world)
    Visit.objects.filter(pk=world.visit.pk).update(stage=Visit.Stage.SIGNED)
    page = text_of(clinician.get(case_url(world)))

    assert "can only be read" in page
    assert "<fieldset disabled>" in page
    assert "Mark the rest" not in page
    assert "Worth examining next" not in page
    assert "How was it dealt with?" not in page
    posts = [
        tap(clinician, world, {"slr:right:state": "present"}),
        clinician.post(reverse("impression", args=[world.visit.key]), {"contributor": ["facet"]}),
        clinician.post(
            reverse("opinion", args=[world.visit.key, "facet"]), {"judged": "likely", "reason": "x"}
        ),
        clinician.post(reverse("safety-answer", args=[world.visit.key, "fever"]), {"ticked": "none"}),
        clinician.post(reverse("deal-with-alert", args=[world.visit.key, raised.pk]), {"how": "done"}),
        clinician.post(reverse("rest-normal", args=[world.visit.key]), {"finding": ["fadir"]}),
    ]
    assert [one.status_code for one in posts] == [422] * len(posts)
    assert not Observation.objects.exists()


# Speed


def queries(client: Client, world: World, method: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        if method == "get":
            client.get(case_url(world))
        else:
            tap(client, world, {"slump:right:state": "present"})
    return len(captured)


@pytest.mark.parametrize("method", ["get", "tap"])
def test_the_number_of_queries_does_not_grow_with_what_is_recorded(
    world: World, opened: Visit, clinician: Client, method: str
) -> None:
    by = world.by("owner")
    names = [name for name in examination.core_examination(shipped_knowledge()) if name != "slump"]
    taps = [(name, side) for name in names for side in asked(shipped_knowledge().findings[name]).sides]
    queries(clinician, world, method)  # once, so that caches are warm

    def record(count: int) -> None:
        for name, side in taps[:count]:
            normal = asked(shipped_knowledge().findings[name]).normal or "20"
            value = normal if normal == "absent" else float(normal)
            observe(visit=opened, finding=name, side=side, value=value, by=by)

    record(3)
    few = queries(clinician, world, method)
    record(30)
    assert queries(clinician, world, method) == few
