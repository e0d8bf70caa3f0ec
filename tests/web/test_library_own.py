"""The clinic's own knowledge: checked, on top of what is shipped, audited, and never seen by another clinic."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from psoas.knowledge.local_items import with_own
from psoas.web.audit.record import Actor, first_broken
from psoas.web.clinic_knowledge import knowledge_of, shipped_knowledge, worked_with
from psoas.web.library.own_actions import save_own
from psoas.web.library.own_exercise_form import ExerciseForm, filled_from
from psoas.web.models import AuditEvent, CarePlan, Clinic
from psoas.web.visits.case import assessment_of
from tests.cases import own_example
from tests.web.conftest import World

SignedIn = Callable[[str], Client]


ITEMS, PRIORS = own_example("exercises"), own_example("priors")
OWN = "/knowledge/own/"


def saved(browser: Client, which: str, text: str, clinic: Clinic, **more: str) -> Any:
    clinic.refresh_from_db()
    data = {"text": text, "version": str(clinic.version), "save": "1"} | more
    return browser.post(f"{OWN}{which}/", data)


def test_priors_are_previewed_beside_the_shipped_ones_and_nothing_is_saved(
    world: World, signed_in: SignedIn
) -> None:
    data = {"text": PRIORS, "version": "1", "check": "1"}
    response = signed_in("owner").post(f"{OWN}priors/", data)
    page = response.content.decode()
    world.clinic.refresh_from_db()

    assert response.status_code == 200
    assert "women seen here" in page
    assert "25 % (18 to 34)" in page
    assert "15 % (6 to 30)" in page  # the shipped one for everybody else
    assert "Nothing is saved yet" in page
    assert (world.clinic.own_priors, world.clinic.version) == ("", 1)


def test_priors_are_saved_used_and_audited_and_taken_away_again(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    response = saved(owner, "priors", PRIORS, world.clinic)
    world.clinic.refresh_from_db()
    event = AuditEvent.objects.get(action="own-priors.changed")

    assert response.status_code == 302
    assert (world.clinic.own_priors, world.clinic.version) == (PRIORS, 2)
    assert (event.actor_id, event.detail) == (world.owner.pk, {"now": ["sacroiliac"], "before": []})
    assert "Counted" not in str(event.detail)
    world.visit.refresh_from_db()
    assert assessment_of(type(world.visit).objects.get(pk=world.visit.pk)).local_priors == PRIORS

    assert saved(owner, "priors", "", world.clinic).status_code == 302
    world.clinic.refresh_from_db()
    assert knowledge_of(world.clinic).local_fingerprint is None
    assert first_broken(world.clinic) is None


@pytest.mark.parametrize("button", ["check", "save"])
@pytest.mark.parametrize(
    ("which", "text", "problems"),
    [
        ("priors", PRIORS.replace("sacroiliac", "sacro"), ["line 4, priors.sacro: This is no contributor"]),
        (
            "priors",
            PRIORS.replace("low: 0.18", "low: 0.9").replace("who: women seen here", "whom: x"),
            ["line 5, priors.sacroiliac.0.who: Field required", "line 6, priors.sacroiliac.0.whom"],
        ),
        (
            "exercises",
            ITEMS.replace("own-table", "table").replace("evidence: expert", "evidence: high"),
            ["line 4, items.0.id", "line 26, items.0.evidence"],
        ),
        ("exercises", "nonsense: [", ["This is not YAML"]),
    ],
)
def test_what_does_not_fit_lists_every_problem_with_its_line_and_keeps_the_text(
    which: str, text: str, problems: list[str], button: str, world: World, signed_in: SignedIn
) -> None:
    response = signed_in("owner").post(f"{OWN}{which}/", {"text": text, "version": "1", button: "1"})
    page = response.content.decode()
    world.clinic.refresh_from_db()

    assert response.status_code == 422
    assert [problem for problem in problems if problem not in page] == []
    assert "<title>Error: " in page
    assert text.splitlines()[0] in page
    assert (world.clinic.own_priors, world.clinic.own_items, world.clinic.version) == ("", "", 1)


def test_a_change_on_top_of_somebody_elses_is_a_conflict(world: World, signed_in: SignedIn) -> None:
    response = signed_in("owner").post(f"{OWN}priors/", {"text": PRIORS, "version": "7", "save": "1"})
    world.clinic.refresh_from_db()

    assert response.status_code == 409
    assert world.clinic.own_priors == ""


def test_own_exercises_are_seen_by_their_clinic_and_by_no_other(world: World, signed_in: SignedIn) -> None:
    hill = world.bob.clinic
    save_own(clinic=world.clinic, which="items", text=ITEMS, version=1, by=world.by("owner"))
    theirs = ITEMS.replace("own-table-slide", "own-hill-walk").replace("Table slide", "Hill walk")
    save_own(clinic=hill, which="items", text=theirs, version=1, by=Actor.staff(world.stranger))
    ours, others = signed_in("clinician"), signed_in("stranger")

    for browser, mine, foreign, name in (
        (ours, "own-table-slide", "own-hill-walk", "Hill walk"),
        (others, "own-hill-walk", "own-table-slide", "Table slide"),
    ):
        page = browser.get(f"/knowledge/items/{mine}/")
        assert page.status_code == 200
        assert "your clinic’s own judgment" in page.content.decode().replace("&#x27;", "’")
        missing = browser.get(f"/knowledge/items/{foreign}/")
        assert missing.status_code == 404
        for path in ("/knowledge/?q=slide+walk", "/knowledge/?q=" + foreign, "/knowledge/items/?q=" + name):
            assert f"/knowledge/items/{foreign}/" not in browser.get(path).content.decode()
        used_by = browser.get("/knowledge/contributors/lumbar-muscle-strain/").content.decode()
        assert (mine in used_by, foreign in used_by, name in used_by) == (True, False, False)


def test_the_owner_sees_and_downloads_what_is_there(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    assert owner.get(f"{OWN}items.yaml").status_code == 404
    saved(owner, "exercises", ITEMS, world.clinic)
    saved(owner, "priors", PRIORS, world.clinic)
    page = owner.get(OWN).content.decode()

    assert "Table slide" in page
    assert "women seen here" in page
    assert owner.get(f"{OWN}items.yaml").content.decode() == ITEMS
    assert owner.get(f"{OWN}priors.yaml").content.decode() == PRIORS
    assert owner.get(f"{OWN}secrets.yaml").status_code == 404


def test_what_no_longer_fits_is_left_out_and_told_and_breaks_no_page(
    world: World, signed_in: SignedIn
) -> None:
    stale = ITEMS.replace("[stretching]", "[dropped-since]")
    Clinic.objects.filter(pk=world.clinic.pk).update(own_items=stale, own_priors=PRIORS)
    world.clinic.refresh_from_db()
    knowledge = knowledge_of(world.clinic)

    assert set(knowledge.items) == set(shipped_knowledge().items)
    assert knowledge.local_fingerprint == with_own(shipped_knowledge(), priors=PRIORS).local_fingerprint
    assert knowledge.local_items is None
    assert len(worked_with(PRIORS, stale).left_out) == 1
    for role, path, is_told in (
        ("clinician", "/knowledge/", True),
        ("clinician", "/people/", True),
        ("owner", "/people/", True),
        ("owner", OWN, True),
        ("desk", "/people/", False),
        ("stranger", "/people/", False),
    ):
        response = signed_in(role).get(path)
        assert response.status_code == 200, path
        assert ("no longer fit this version" in response.content.decode()) is is_told, (role, path)
    assert "dropped-since" in signed_in("owner").get(OWN).content.decode()
    assert signed_in("owner").get(f"{OWN}exercises/").content.decode().count("dropped-since") == 1
    assert signed_in("owner").get(f"{OWN}exercises/own-table-slide/").status_code == 422


def sent(response: Any) -> dict[str, Any]:
    """Return what a browser would send of a form, as it was shown."""
    form: ExerciseForm = response.context["form"]
    return {field.html_name: field.value() for field in form if field.value() not in (None, "", False, ())}


NEW = {"name": "Wall lean", "rationale": "Taught here since 2019."}


def test_an_exercise_is_added_from_a_shipped_one_without_writing_a_file(
    world: World, signed_in: SignedIn
) -> None:
    owner = signed_in("owner")
    shown = owner.get(f"{OWN}exercises/add/?like=bird-dog")
    response = owner.post(f"{OWN}exercises/add/", sent(shown) | NEW)
    world.clinic.refresh_from_db()
    own, like = knowledge_of(world.clinic).items["own-wall-lean"], shipped_knowledge().items["bird-dog"]

    assert response.status_code == 302
    assert (own.name, own.rationale, own.status) == ("Wall lean", "Taught here since 2019.", "judgement")
    for field in ("steps", "dose", "targets", "serves", "family", "interventions", "stop_if"):
        assert getattr(own, field) == getattr(like, field), field
    assert set(own.precautions) == set(like.precautions)
    assert (own.evidence, own.cite) == ("expert", ())
    assert AuditEvent.objects.get(action="own-items.changed").detail["now"] == ["own-wall-lean"]


@pytest.mark.parametrize("like", sorted(shipped_knowledge().items))
@pytest.mark.usefixtures("world")
def test_every_shipped_exercise_can_be_begun_with(like: str) -> None:
    item = shipped_knowledge().items[like]
    data = filled_from(item) | NEW | {"version": 1, "evidence": "expert"}
    data["indicated_as"] = like if item.indicated else ""
    form = ExerciseForm(data, knowledge=shipped_knowledge())

    assert form.errors == {}
    assert form.item.indicated == item.indicated


def test_a_form_with_mistakes_keeps_everything_and_names_each_field(
    world: World, signed_in: SignedIn
) -> None:
    owner = signed_in("owner")
    data = sent(owner.get(f"{OWN}exercises/add/?like=bird-dog")) | NEW
    data |= {"steps": "Only one", "name": "", "precaution_knee": "modify", "how_knee": ""}
    response = owner.post(f"{OWN}exercises/add/", data)
    errors = response.context["form"].errors

    assert response.status_code == 422
    assert set(errors) == {"steps", "name", "how_knee"}
    assert errors["name"] == ["Fill in “Name”."]
    assert b"Only one" in response.content
    assert b"Taught here since 2019." in response.content
    world.clinic.refresh_from_db()
    assert world.clinic.own_items == ""


def test_an_exercise_less_careful_than_its_family_is_refused_next_to_the_precaution(
    signed_in: SignedIn,
) -> None:
    owner = signed_in("owner")
    data = sent(owner.get(f"{OWN}exercises/add/?like=bird-dog")) | NEW
    del data["precaution_spinal-surgery"]
    response = owner.post(f"{OWN}exercises/add/", data)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"precaution_spinal-surgery"}
    assert "left out under" in response.content.decode()


def test_an_exercise_is_changed_and_removed_each_against_its_version(
    world: World, signed_in: SignedIn
) -> None:
    owner = signed_in("owner")
    saved(owner, "exercises", ITEMS, world.clinic)
    shown = owner.get(f"{OWN}exercises/own-table-slide/")
    data = sent(shown) | {"name": "Table glide"}

    assert owner.post(f"{OWN}exercises/own-table-slide/", data).status_code == 302
    world.clinic.refresh_from_db()
    changed = knowledge_of(world.clinic).items["own-table-slide"]
    original = with_own(shipped_knowledge(), items=ITEMS).items["own-table-slide"]
    assert changed.name == "Table glide"
    assert changed.model_copy(update={"name": original.name, "precautions": ()}) == original.model_copy(
        update={"precautions": ()}
    )
    assert set(changed.precautions) == set(original.precautions)
    assert owner.post(f"{OWN}exercises/own-table-slide/", data).status_code == 409

    remove = f"{OWN}exercises/own-table-slide/remove/"
    assert b"Table glide" in owner.get(remove).content
    assert owner.post(remove, {"version": "1"}).status_code == 409
    assert owner.post(remove, {"version": str(world.clinic.version)}).status_code == 302
    world.clinic.refresh_from_db()
    assert world.clinic.own_items == ""
    assert owner.get(remove).status_code == 404


def test_two_exercises_of_one_name_are_refused(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    data = sent(owner.get(f"{OWN}exercises/add/?like=bird-dog")) | NEW
    owner.post(f"{OWN}exercises/add/", data)
    world.clinic.refresh_from_db()
    again = owner.post(f"{OWN}exercises/add/", data | {"version": str(world.clinic.version)})

    assert again.status_code == 422
    assert "already" in again.context["form"].errors["name"][0]


def test_an_exercise_that_stands_in_a_plan_is_not_taken_away(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    saved(owner, "exercises", ITEMS, world.clinic)
    CarePlan.objects.create(
        visit=world.visit, content={"items": [{"id": "own-table-slide"}]}, knowledge_fingerprint="x"
    )
    world.clinic.refresh_from_db()
    version = str(world.clinic.version)
    response = owner.post(f"{OWN}exercises/own-table-slide/remove/", {"version": version})
    world.clinic.refresh_from_db()

    assert response.status_code == 422
    assert "1 of your patients" in response.content.decode().replace("&#x27;", "’")
    assert world.clinic.own_items == ITEMS
    assert saved(owner, "exercises", "", world.clinic).status_code == 422


def test_another_clinics_plan_keeps_nothing_from_being_removed(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    saved(owner, "exercises", ITEMS, world.clinic)
    CarePlan.objects.create(
        visit=world.bob.visits.get(), content={"items": ["own-table-slide"]}, knowledge_fingerprint="x"
    )

    assert saved(owner, "exercises", "", world.clinic).status_code == 302


def test_the_list_of_own_exercises_takes_no_query_for_each(world: World, signed_in: SignedIn) -> None:
    owner, record = signed_in("owner"), ITEMS[ITEMS.index("  - id:") :]
    three = ITEMS + record.replace("own-table", "own-chair") + record.replace("own-table", "own-floor")
    counts = []
    for text in (ITEMS, three):
        saved(owner, "exercises", text, world.clinic)
        owner.get(OWN)
        with CaptureQueriesContext(connection) as queries:
            page = owner.get(OWN).content.decode()
        counts.append((len(queries), page.count("Change<span")))

    assert [rows for _, rows in counts] == [1, 3]
    assert counts[0][0] == counts[1][0]
