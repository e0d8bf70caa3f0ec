"""Measurements: what is typed is kept or refused as a whole, against norms, and held against the visits before."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from psoas.foundation.errors import CaseError
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.measurements.actions import record_measurements
from psoas.web.measurements.forms import read_sent
from psoas.web.measurements.groups import Group, group_problems, groups
from psoas.web.models import AuditEvent, Observation, Visit
from psoas.web.visits.actions import answer_safety, handle_alert, start_visit
from tests.web.conftest import World

SignIn = Callable[[str], Client]
HTMX = {"HX-Request": "true"}


def path_of(visit: Visit, group: str = "") -> str:
    return f"/visits/{visit.key}/measurements/" + (f"{group}/" if group else "")


def taken(visit: Visit) -> dict[tuple[str, str], float | None]:
    return {(one.finding, one.side): one.value for one in Observation.objects.filter(visit=visit)}


def send(
    client: Client, visit: Visit, group: str, fields: Mapping[str, str], *, htmx: bool = False
) -> HttpResponse:
    response: HttpResponse = client.post(path_of(visit, group), dict(fields), headers=HTMX if htmx else None)  # type: ignore[assignment]
    return response


@pytest.fixture
def second(world: World) -> Visit:
    """Alice's second visit, three weeks after a first one at which she was measured."""
    values = [
        ("finger-floor-distance", "", 38.0),
        ("slr", "right", {"state": "present", "value": 35.0}),
        ("trunk-flexor-endurance", "", 40.0),
    ]
    record_measurements(visit=world.visit, values=values, by=world.by("clinician"))
    Visit.objects.filter(pk=world.visit.pk).update(day=date(2026, 11, 3))
    made = start_visit(person=world.alice, by=world.by("clinician"))
    Visit.objects.filter(pk=made.pk).update(day=date(2026, 11, 24))
    return Visit.objects.select_related("person__clinic").get(pk=made.pk)


def test_a_group_is_saved_as_a_whole_and_empty_is_not_examined(world: World, signed_in: SignIn) -> None:
    fields = {
        "finger-floor-distance": "27,5",
        "finger-floor-distance:was": "/",
        "slr:right": "40",
        "slr:right:state": "present",
        "slr:right:was": "/",
        "hip-internal-rotation:left": "",
        "hip-internal-rotation:left:was": "/",
    }
    response = send(signed_in("clinician"), world.visit, "motion", fields)

    assert (response.status_code, response["Location"]) == (302, f"{path_of(world.visit)}#motion")
    assert taken(world.visit) == {("finger-floor-distance", ""): 27.5, ("slr", "right"): 40.0}
    event = AuditEvent.objects.get(action="observation.recorded")
    assert event.detail == {
        "finger-floor-distance": 27.5,
        "slr:right": {"state": "present", "value": 40.0},
    }
    world.visit.refresh_from_db()
    assert (world.visit.stage, world.visit.clinician) == (Visit.Stage.SEEN, world.clinician)


def test_emptying_a_field_takes_the_value_back(world: World, signed_in: SignIn) -> None:
    client = signed_in("clinician")
    send(client, world.visit, "motion", {"finger-floor-distance": "27"})
    send(client, world.visit, "motion", {"finger-floor-distance": "", "finger-floor-distance:was": "27/"})

    assert taken(world.visit) == {}


def test_what_was_not_touched_is_not_written_over(world: World, signed_in: SignIn) -> None:
    """The form was opened before somebody else recorded; its empty field says nothing."""
    values = [("modified-schober", "", 4.0)]
    record_measurements(visit=world.visit, values=values, by=world.by("clinician"))
    fields = {
        "finger-floor-distance": "27",
        "finger-floor-distance:was": "/",
        "modified-schober": "",
        "modified-schober:was": "/",
    }
    send(signed_in("clinician"), world.visit, "motion", fields)

    assert taken(world.visit) == {("finger-floor-distance", ""): 27.0, ("modified-schober", ""): 4.0}


def test_all_problems_at_once_everything_typed_kept_and_nothing_saved(
    world: World, signed_in: SignIn
) -> None:
    fields = {
        "finger-floor-distance": "150",
        "modified-schober": "four",
        "slr:left": "40",
        "hip-internal-rotation:right": "22",
    }
    response = send(signed_in("clinician"), world.visit, "motion", fields)
    page = response.content.decode()

    assert response.status_code == 422
    assert "<title>Error: Measurements of Alice Arden" in page
    assert "150 is out of range. Enter a number from 0 to 80 cm." in page
    assert "“four” is no number. Enter a number from 0 to 12 cm." in page
    assert "Say too whether the pain came on" in page
    for identifier, typed in (
        ("m-finger-floor-distance", "150"),
        ("m-modified-schober", "four"),
        ("m-slr-left", "40"),
        ("m-hip-internal-rotation-right", "22"),
    ):
        assert f'id="{identifier}" value="{typed}"' in page
    assert '<a href="#m-modified-schober">' in page
    assert taken(world.visit) == {}


@pytest.mark.parametrize("typed", ["nan", "inf", "-inf", "1e400", "12 cm", "--3"])
def test_what_is_no_number_is_refused(world: World, signed_in: SignIn, typed: str) -> None:
    response = send(signed_in("clinician"), world.visit, "motion", {"finger-floor-distance": typed})

    assert response.status_code == 422
    assert taken(world.visit) == {}


def test_a_minus_of_either_kind_is_read() -> None:
    knowledge = shipped_knowledge()
    for typed in ("-4", "−4"):
        sent = read_sent({"thomas-test:right": typed}, ("thomas-test",), knowledge, {})
        assert sent.values == [("thomas-test", "right", -4.0)]


def test_angles_that_do_not_fit_are_refused_with_the_numbers(world: World, signed_in: SignIn) -> None:
    fields = {"pelvic-incidence": "70", "pelvic-tilt": "15", "sacral-slope": "35"}
    response = send(signed_in("clinician"), world.visit, "alignment", fields)
    page = response.content.decode()

    assert response.status_code == 422
    assert "Pelvic incidence (70) must equal pelvic tilt plus sacral slope (15 + 35 = 50 degrees)." in page
    assert '<a href="#m-pelvic-incidence">' in page
    assert 'id="m-pelvic-tilt" value="15"' in page
    assert taken(world.visit) == {}


def test_angles_are_read_together(world: World, signed_in: SignIn) -> None:
    fields = {
        "pelvic-incidence": "50",
        "pelvic-tilt": "15",
        "sacral-slope": "35",
        "lumbar-lordosis-angle": "25",
        "slip-percent": "30",
    }
    send(signed_in("clinician"), world.visit, "alignment", fields)
    page = signed_in("clinician").get(path_of(world.visit)).content.decode()

    assert "Pelvic tilt and sacral slope come to 50°; pelvic incidence is 50°. They fit." in page
    assert "marked mismatch" in page
    assert "Meyerding grade II" in page
    assert "Alignment is context, not cause." in page


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"pelvic-tilt": "15", "sacral-slope": "35"}, "come to a pelvic incidence of 50°."),
        ({"pelvic-incidence": "50", "pelvic-tilt": "15"}, "leave a sacral slope of 35°."),
        ({"pelvic-incidence": "50", "sacral-slope": "35"}, "leave a pelvic tilt of 15°."),
    ],
)
def test_two_of_the_three_angles_give_the_third(
    world: World, signed_in: SignIn, fields: dict[str, str], told: str
) -> None:
    client = signed_in("clinician")
    send(client, world.visit, "alignment", fields)

    assert told in client.get(path_of(world.visit)).content.decode()


def test_with_htmx_one_row_is_saved_and_told(world: World, signed_in: SignIn) -> None:
    """A wrong field elsewhere in the form does not keep this one from being saved."""
    fields = {"row": "finger-floor-distance", "finger-floor-distance": "27", "modified-schober": "four"}
    response = send(signed_in("clinician"), world.visit, "motion", fields, htmx=True)
    answer = response.content.decode()

    assert response.status_code == 200
    assert taken(world.visit) == {("finger-floor-distance", ""): 27.0}
    assert 'id="told-m-finger-floor-distance" hx-swap-oob="true"' in answer
    assert 'name="finger-floor-distance:was" value="27/"' in answer
    assert "Recorded by Chris" in answer
    assert "modified-schober" not in answer
    assert '<input type="text"' not in answer  # the field stays, so that typing goes on


def test_with_htmx_a_wrong_value_is_told_beside_its_field(world: World, signed_in: SignIn) -> None:
    fields = {"row": "finger-floor-distance", "finger-floor-distance": "270"}
    response = send(signed_in("clinician"), world.visit, "motion", fields, htmx=True)

    assert response.status_code == 422
    assert "270 is out of range. Enter a number from 0 to 80 cm." in response.content.decode()


def test_with_htmx_angles_hang_together(world: World, signed_in: SignIn) -> None:
    fields = {"row": "sacral-slope", "pelvic-incidence": "70", "pelvic-tilt": "15", "sacral-slope": "35"}
    response = send(signed_in("clinician"), world.visit, "alignment", fields, htmx=True)

    assert response.status_code == 422
    assert "must equal pelvic tilt plus sacral slope" in response.content.decode()


def test_an_emergency_is_said_at_once_and_until_it_is_dealt_with(world: World, signed_in: SignIn) -> None:
    """Numbness between the legs, and now much urine left in the bladder."""
    client, by = signed_in("clinician"), world.by("clinician")
    assert "Not dealt with" not in client.get(path_of(world.visit)).content.decode()
    answer_safety(visit=world.visit, question="saddle", ticked=["new-or-worse"], by=by)
    fields = {"row": "post-void-residual", "post-void-residual": "450"}
    answer = send(client, world.visit, "reports", fields, htmx=True).content.decode()

    assert "Cauda equina" in answer
    assert "Not dealt with" in answer
    for alert in world.visit.alerts.all():
        handle_alert(alert=alert, how="Sent to the emergency department.", by=by)
    assert "Not dealt with" not in client.get(path_of(world.visit)).content.decode()


def test_the_norm_fits_age_and_sex(world: World, signed_in: SignIn) -> None:
    """Alice is a woman of about 46; hers is the row of women from 25 to 79 years, read at 19.2 degrees."""
    client = signed_in("clinician")
    send(client, world.visit, "flexibility", {"hamstring-length:right": "30", "hamstring-length:left": "10"})
    page = client.get(path_of(world.visit)).content.decode()

    assert "Usual for women of 25 to 79 years: mean 9.8 degrees, standard deviation 5.7." in page
    assert "<strong>Much worse than usual</strong>" in page
    assert "<strong>Usual</strong>" in page
    assert "The right measures 20° more, more than the error of two measurements." in page


def test_an_unknown_sex_is_said(world: World, signed_in: SignIn) -> None:
    world.alice.sex = ""
    world.alice.save()
    page = signed_in("clinician").get(path_of(world.visit)).content.decode()

    assert "sex not known: norms for any sex are used where there are such" in page
    assert "Usual for women" not in page
    assert "No norm for this age and sex." in page


def test_change_is_held_against_the_error(world: World, second: Visit, signed_in: SignIn) -> None:
    """Finger to floor: standard error 1.62 cm, so 3.77 cm or more is change."""
    values = [
        ("finger-floor-distance", "", 22.0),
        ("slr", "right", {"state": "present", "value": 37.0}),
        ("trunk-flexor-endurance", "", 90.0),
    ]
    record_measurements(visit=second, values=values, by=world.by("clinician"))
    page = signed_in("clinician").get(path_of(second)).content.decode()

    assert "Visit 1, Nov. 3, 2026" in page
    assert "Difference −16 cm: better." in page
    assert "3.8 cm</td>" in page
    assert "Difference +2°: no clear change." in page
    assert "Difference +50 s: cannot tell, the error is not known." in page
    assert "Cannot tell (error not known)" in page


def test_of_three_visits_the_last_is_held_against_the_one_before_and_the_first(
    world: World, second: Visit, signed_in: SignIn
) -> None:
    """38 cm, 24 cm, 23 cm: no clear change since the second visit, better since the first."""
    by = world.by("clinician")
    record_measurements(visit=second, values=[("finger-floor-distance", "", 24.0)], by=by)
    made = start_visit(person=world.alice, by=by)
    third = Visit.objects.select_related("person__clinic").get(pk=made.pk)
    record_measurements(visit=third, values=[("finger-floor-distance", "", 23.0)], by=by)
    page = signed_in("clinician").get(path_of(third)).content.decode()
    told = page[page.index('id="changes"') :]

    assert '−1 cm</span> <span class="small muted">since visit 2, Nov 24' in told
    assert '−15 cm</span> <span class="small muted">since visit 1, Nov 3' in told
    assert told.index("No clear change") < told.index("Better")


def test_a_visit_does_not_know_the_ones_after_it(world: World, second: Visit, signed_in: SignIn) -> None:
    record_measurements(visit=second, values=[("finger-floor-distance", "", 21.5)], by=world.by("clinician"))
    page = signed_in("clinician").get(path_of(world.visit)).content.decode()

    assert "21.5" not in page
    assert "Nothing has been measured at two visits yet." in page


def test_nothing_of_other_people_is_shown(world: World, signed_in: SignIn) -> None:
    theirs = Visit.objects.select_related("person__clinic").get(person=world.bob)
    record_measurements(visit=theirs, values=[("finger-floor-distance", "", 71.5)], by=world.by("stranger"))

    assert "71.5" not in signed_in("clinician").get(path_of(world.visit)).content.decode()
    assert signed_in("clinician").get(path_of(theirs)).status_code == 404
    assert send(signed_in("clinician"), theirs, "motion", {"finger-floor-distance": "9"}).status_code == 404
    assert taken(theirs) == {("finger-floor-distance", ""): 71.5}


def test_a_signed_visit_can_only_be_read(world: World, signed_in: SignIn) -> None:
    Visit.objects.filter(pk=world.visit.pk).update(stage=Visit.Stage.SIGNED)
    client = signed_in("clinician")
    page = client.get(path_of(world.visit)).content.decode()
    response = send(client, world.visit, "motion", {"finger-floor-distance": "9"})

    assert "This visit is signed" in page
    assert '<button class="save">' not in page
    assert 'hx-post="/visits' not in page
    assert response.status_code == 422
    assert "It is signed." in response.content.decode()
    assert taken(world.visit) == {}
    with pytest.raises(CaseError, match="signed"):
        record_measurements(
            visit=Visit.objects.get(pk=world.visit.pk),
            values=[("finger-floor-distance", "", 9.0)],
            by=world.by("clinician"),
        )


def test_looking_is_in_the_audit_log(world: World, signed_in: SignIn) -> None:
    signed_in("clinician").get(path_of(world.visit))
    event = AuditEvent.objects.get(action="visit.seen")

    assert (event.actor_id, event.person_key, event.target) == (
        world.clinician.pk,
        world.alice.key,
        f"visit:{world.visit.key}",
    )


def test_more_visits_need_no_more_queries(world: World, second: Visit, signed_in: SignIn) -> None:
    client = signed_in("clinician")
    client.get(path_of(second))

    def queries(visit: Visit) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            client.get(path_of(visit))
        return len(caught)

    values = [("finger-floor-distance", "", 30.0)]
    record_measurements(visit=second, values=values, by=world.by("clinician"))
    few = queries(second)
    visit = second
    for _ in range(2):
        made = start_visit(person=world.alice, by=world.by("clinician"))
        visit = Visit.objects.select_related("person__clinic").get(pk=made.pk)
        several = [*values, ("modified-schober", "", 4.0), ("hip-flexion-range", "left", 100.0)]
        record_measurements(visit=visit, values=several, by=world.by("clinician"))

    assert queries(visit) == few


def test_every_number_stands_in_one_group() -> None:
    knowledge = shipped_knowledge()
    numbers = sorted(name for name, one in knowledge.findings.items() if one.measure is not None)

    assert sorted(name for group in groups(knowledge) for name in group.findings) == numbers


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"slr": "low", "buttock-pain": "high"}, "It is no finding with a number."),
        ({"slr": "low", "thomas-test": "high"}, "It stands in 2 groups."),
        ({}, "It is measured, but stands in no group."),
        ({"slr": "low", "csi-score": "low"}, "'low' is said to be worse, but its cut-off says 'high'."),
    ],
)
def test_a_group_that_contradicts_the_knowledge_stops_the_start(
    changed: dict[str, str], problem: str
) -> None:
    knowledge = shipped_knowledge()
    first, *others = groups(knowledge)
    rest = MappingProxyType({**{k: v for k, v in first.findings.items() if k != "slr"}, **changed})
    found = (Group(first.id, first.name, first.short, rest), *others)  # type: ignore[arg-type]

    assert problem in [one.what for one in group_problems(found, knowledge)]
