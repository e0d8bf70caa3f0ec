"""What an owner does to users and the profile: who may what, who is faster, and what must not be lost."""

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from psoas.web.access.refusals import ConflictError
from psoas.web.models import AuditEvent, Clinic, User
from psoas.web.owner import actions
from tests.web.conftest import PASSWORD, World

SignedIn = Callable[[str], Client]


def last_event(world: World) -> AuditEvent:
    return AuditEvent.objects.filter(clinic=world.clinic).order_by("-number")[0]


def link_in(page: bytes) -> str:
    found = re.search(rb'value="http://testserver(/account/set-password/[^"]+)"', page)
    assert found is not None
    return found[1].decode()


def test_the_list_names_everybody_of_this_clinic_and_nobody_else(world: World, signed_in: SignedIn) -> None:
    page = signed_in("owner").get("/clinic/").content.decode()

    assert [name in page for name in ("Olivia", "Chris", "Tom", "Dana", "Sam")] == [True] * 4 + [False]
    assert world.stranger.email not in page


def test_the_list_asks_as_often_for_one_as_for_many(world: World, signed_in: SignedIn) -> None:
    client = signed_in("owner")
    User.objects.filter(clinic=world.clinic).exclude(pk=world.owner.pk).delete()
    client.get("/clinic/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/clinic/")
    for number in range(3):
        added = User.objects.create_user(
            f"n{number}@riverside.example", None, name=f"N{number}", clinic=world.clinic
        )
        Authenticator.objects.create(user=added, type=Authenticator.Type.TOTP, data={"secret": "x"})
    with CaptureQueriesContext(connection) as many:
        page = client.get("/clinic/").content.decode()

    assert page.count("/clinic/users/") == 1 + 4  # to add one, and one a row
    assert len(many) == len(one)


def test_somebody_is_added_and_sets_a_password_by_the_link_once(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    fields = {"name": "Nina New", "email": "Nina@Riverside.example", "roles": ["clinician", "front_desk"]}
    page = owner.post("/clinic/users/add/", fields, follow=True)
    nina = User.objects.get(email="nina@riverside.example")

    assert (nina.name, nina.roles, nina.clinic) == (
        "Nina New",
        frozenset({"clinician", "front_desk"}),
        world.clinic,
    )
    assert not nina.has_usable_password()
    event = last_event(world)
    assert (event.action, event.target) == ("user.added", f"user:{nina.pk}")
    assert event.detail == {"roles": ["clinician", "front_desk"]}

    link = link_in(page.content)
    assert "no longer shown" in owner.get(f"/clinic/users/{nina.pk}/link/").content.decode()

    visitor = Client()
    chosen = {"new_password1": "the quick brown ox", "new_password2": "the quick brown ox"}
    assert "nina@riverside.example" in visitor.get(link).content.decode()
    assert visitor.post(link, chosen)["Location"] == "/account/login/"
    assert last_event(world).action == "account.password-set"
    assert visitor.get(link).status_code == 410
    assert visitor.post(link, chosen).status_code == 410
    signed = visitor.post(
        "/account/login/", {"login": "nina@riverside.example", "password": "the quick brown ox"}
    )
    assert (signed.status_code, signed["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Enter the name."),
        ({"email": "no address"}, "Enter an email address, such as name@example.org."),
        ({"email": "CHRIS@riverside.example"}, "This address has an account already. Use another one."),
        ({"email": "sam@hill.example"}, "This address has an account already. Use another one."),
        ({"roles": []}, "Select at least one role."),
        ({"roles": ["king"]}, "king is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_added(
    signed_in: SignedIn, changed: dict[str, object], told: str
) -> None:
    count = User.objects.count()
    fields = {"name": "Nina", "email": "nina@riverside.example", "roles": ["clinician"], **changed}
    response = signed_in("owner").post("/clinic/users/add/", fields)

    assert response.status_code == 422
    page = response.content.decode()
    assert page.count(told) == 2  # in the summary, and at the field
    assert "<title>Error: " in page
    assert User.objects.count() == count


def test_roles_change_and_the_log_says_from_what(world: World, signed_in: SignedIn) -> None:
    path = f"/clinic/users/{world.desk.pk}/"
    response = signed_in("owner").post(path, {"name": "Dana D.", "roles": ["therapist"], "version": 1})

    assert response["Location"] == path
    world.desk.refresh_from_db()
    assert (world.desk.name, world.desk.roles, world.desk.version) == ("Dana D.", frozenset({"therapist"}), 2)
    assert last_event(world).detail == {"before": ["front_desk"], "roles": ["therapist"]}


def test_who_is_later_is_told_and_overwrites_nothing(world: World, signed_in: SignedIn) -> None:
    owner, path = signed_in("owner"), f"/clinic/users/{world.desk.pk}/"
    owner.post(path, {"name": "First", "roles": ["therapist"], "version": 1})
    later = owner.post(path, {"name": "Second", "roles": ["clinician"], "version": 1})

    assert later.status_code == 409
    world.desk.refresh_from_db()
    assert (world.desk.name, world.desk.roles) == ("First", frozenset({"therapist"}))
    for part in ("link", "second-step", "active"):
        assert owner.post(f"{path}{part}/", {"version": 1, "active": "no"}).status_code == 409
    world.desk.refresh_from_db()
    assert (world.desk.is_active, world.desk.check_password(PASSWORD)) == (True, True)


def test_the_last_owner_keeps_the_role(world: World, signed_in: SignedIn) -> None:
    path = f"/clinic/users/{world.owner.pk}/"
    response = signed_in("owner").post(path, {"name": "Olivia", "roles": ["clinician"], "version": 1})

    assert response.status_code == 422
    assert "is the only owner. Make somebody else an owner first." in response.content.decode()
    world.owner.refresh_from_db()
    assert world.owner.roles == {"owner"}

    actions.change_user(user=world.desk, name="Dana", roles={"owner"}, version=1, by=world.by("owner"))
    again = signed_in("owner").post(path, {"name": "Olivia", "roles": ["clinician"], "version": 1})
    assert again.status_code == 302


def test_an_owner_who_was_deactivated_does_not_count(world: World) -> None:
    by = world.by("owner")
    second = actions.change_user(user=world.desk, name="Dana", roles={"owner"}, version=1, by=by)
    actions.set_active(user=second, is_active=False, version=2, by=by)

    with pytest.raises(actions.UserError, match="only owner"):
        actions.set_active(user=world.owner, is_active=False, version=1, by=by)


def test_deactivating_ends_sessions_for_good(world: World, signed_in: SignedIn) -> None:
    desk, owner, path = signed_in("desk"), signed_in("owner"), f"/clinic/users/{world.desk.pk}/active/"
    assert desk.get("/people/").status_code == 200

    owner.post(path, {"active": "no", "version": 1})
    assert desk.get("/people/")["Location"].startswith("/account/login/")
    assert last_event(world).action == "user.deactivated"
    assert owner.get("/people/").status_code == 200

    owner.post(path, {"active": "yes", "version": 2})
    assert desk.get("/people/")["Location"].startswith("/account/login/")
    assert last_event(world).action == "user.reactivated"
    world.desk.refresh_from_db()
    assert (world.desk.is_active, world.desk.check_password(PASSWORD)) == (True, True)


def test_a_new_link_ends_password_sessions_and_older_links(world: World, signed_in: SignedIn) -> None:
    desk, owner, path = signed_in("desk"), signed_in("owner"), f"/clinic/users/{world.desk.pk}/link/"
    first = link_in(owner.post(path, {"version": 1}, follow=True).content)
    second = link_in(owner.post(path, {"version": 2}, follow=True).content)

    assert desk.get("/people/").status_code == 302
    assert first != second
    assert (Client().get(first).status_code, Client().get(second).status_code) == (410, 200)
    refused = Client().post("/account/login/", {"login": world.desk.email, "password": PASSWORD})
    assert "is not right" in refused.content.decode()
    assert last_event(world).action == "user.link-given"


def test_a_link_ends_after_three_days(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    link = actions.new_password_link(user=world.desk, version=1, by=world.by("owner"))
    started = PasswordResetTokenGenerator()._now()
    ages = {}
    for hours in (71, 73):
        moment: datetime = started + timedelta(hours=hours)
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda _self, now=moment: now)
        ages[hours] = Client().get(link).status_code

    assert ages == {71: 200, 73: 410}


@pytest.mark.parametrize("identifier", ["MQ", "!!", "OTk5OTk5", "AAAA", "x" * 80])
@pytest.mark.usefixtures("world")
def test_a_link_that_nobody_made_is_over(identifier: str) -> None:
    assert Client().get(f"/account/set-password/{identifier}/abc-def/").status_code == 410


def test_a_deactivated_person_gets_no_link_and_their_link_is_over(world: World) -> None:
    by = world.by("owner")
    link = actions.new_password_link(user=world.desk, version=1, by=by)
    actions.set_active(user=world.desk, is_active=False, version=2, by=by)

    assert Client().get(link).status_code == 410
    with pytest.raises(actions.UserError, match="deactivated"):
        actions.new_password_link(user=world.desk, version=3, by=by)


@pytest.mark.parametrize("chosen", ["short", "1234567890123", "password123", "dana@riverside.example"])
def test_a_weak_password_is_refused(world: World, chosen: str) -> None:
    link = actions.new_password_link(user=world.desk, version=1, by=world.by("owner"))
    response = Client().post(link, {"new_password1": chosen, "new_password2": chosen})

    assert response.status_code == 422
    world.desk.refresh_from_db()
    assert not world.desk.has_usable_password()


def test_resetting_the_second_step_removes_it_and_ends_sessions(world: World, signed_in: SignedIn) -> None:
    for user, kind in ((world.desk, "totp"), (world.desk, "recovery_codes"), (world.clinician, "totp")):
        Authenticator.objects.create(user=user, type=kind, data={"secret": "x"})
    desk = signed_in("desk")
    signed_in("owner").post(f"/clinic/users/{world.desk.pk}/second-step/", {"version": 1})

    assert list(Authenticator.objects.values_list("user", "type")) == [(world.clinician.pk, "totp")]
    assert desk.get("/people/").status_code == 302
    assert (last_event(world).action, last_event(world).detail) == (
        "user.second-factor-reset",
        {"removed": 2},
    )


def test_nobody_does_these_to_themselves(world: World, signed_in: SignedIn) -> None:
    owner, path = signed_in("owner"), f"/clinic/users/{world.owner.pk}/"
    tried = [
        owner.post(f"{path}{part}/", {"version": 1, "active": "no"}).status_code
        for part in ("link", "second-step", "active")
    ]

    assert tried == [400, 400, 400]
    assert "Make a password link" not in owner.get(path).content.decode()


def test_another_clinics_users_are_not_there(world: World, signed_in: SignedIn) -> None:
    owner, path = signed_in("owner"), f"/clinic/users/{world.stranger.pk}/"
    tried = [owner.get(path).status_code] + [
        owner.post(f"{path}{part}", {"version": 1, "active": "no"}).status_code
        for part in ("", "link/", "second-step/", "active/")
    ]

    assert tried == [404] * 5
    world.stranger.refresh_from_db()
    assert (world.stranger.is_active, world.stranger.check_password(PASSWORD)) == (True, True)


def profile(clinic: Clinic, **changed: object) -> dict[str, object]:
    fields = {
        "name": "Riverside", "address": "12 Mill Lane\nSpringfield", "phone": "555 0142", "hours": "8 to 6",
        "map_url": "https://maps.example/riverside", "emergency_number": "911",
        "emergency_place": "County Hospital", "clinician": "Chris", "offers": ["yoga", "heat"],
        "link_days": "14", "letter_opening": "Dear colleague,", "letter_closing": "With thanks,",
        "requires_two_factor": "on", "version": clinic.version,
    }  # fmt: skip
    return {**fields, **changed}


def test_the_profile_is_saved_whole(world: World, signed_in: SignedIn) -> None:
    response = signed_in("owner").post("/clinic/profile/", profile(world.clinic))
    world.clinic.refresh_from_db()

    assert response["Location"] == "/clinic/profile/"
    clinic = world.clinic
    assert (clinic.address, clinic.map_url, clinic.emergency_place, clinic.link_days) == (
        "12 Mill Lane\nSpringfield", "https://maps.example/riverside", "County Hospital", 14,
    )  # fmt: skip
    assert (clinic.offers, clinic.letter_opening, clinic.requires_two_factor, clinic.version) == (
        ["yoga", "heat"], "Dear colleague,", True, 2,
    )  # fmt: skip
    event = last_event(world)
    assert event.action == "clinic.changed"
    assert set(event.detail["fields"]) >= {"address", "offers", "requires_two_factor"}
    assert "name" not in event.detail["fields"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Enter the name of the clinic."),
        ({"address": "a\nb\nc\nd\ne"}, "Enter four lines at most."),
        ({"emergency_number": "9-1-1"}, "Enter the number with digits only, such as 911."),
        ({"map_url": "http://maps.example"}, "Enter the whole address of the map, beginning with https://."),
        ({"map_url": "javascript:alert(1)"}, "Enter the whole address of the map, beginning with https://."),
        ({"link_days": "0"}, "Enter a number from 1 to 60."),
        ({"link_days": "61"}, "Enter a number from 1 to 60."),
        ({"link_days": "many"}, "Enter a number of days."),
        ({"offers": ["surgery"]}, "surgery is not one of the available choices"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(
    world: World, signed_in: SignedIn, changed: dict[str, object], told: str
) -> None:
    response = signed_in("owner").post("/clinic/profile/", profile(world.clinic, phone="555 9999", **changed))

    assert response.status_code == 422
    page = response.content.decode()
    assert page.count(told) == 2
    assert 'value="555 9999"' in page  # what was right is kept
    assert Clinic.objects.get(pk=world.clinic.pk).version == 1


def test_a_profile_somebody_else_changed_is_a_conflict(world: World, signed_in: SignedIn) -> None:
    owner = signed_in("owner")
    owner.post("/clinic/profile/", profile(world.clinic, phone="1", requires_two_factor=""))
    later = owner.post("/clinic/profile/", profile(world.clinic, phone="2"))

    assert later.status_code == 409
    assert Clinic.objects.get(pk=world.clinic.pk).phone == "1"
    with pytest.raises(ConflictError):
        actions.change_clinic(clinic=world.clinic, fields={"phone": "3"}, version=9, by=world.by("owner"))


def test_a_letter_is_shown_before_it_is_saved(world: World, signed_in: SignedIn) -> None:
    fields = profile(world.clinic, letter_opening="Dear <b>colleague</b>,", preview="yes")
    page = signed_in("owner").post("/clinic/profile/", fields)

    assert page.status_code == 200
    assert "<p>Dear &lt;b&gt;colleague&lt;/b&gt;,</p>" in page.content.decode()
    assert Clinic.objects.get(pk=world.clinic.pk).letter_opening == ""


def test_the_last_backup_is_told_with_its_size(
    signed_in: SignedIn, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    owner = signed_in("owner")
    assert "There is no backup" in owner.get("/clinic/backup/").content.decode()

    folder = tmp_path / "backups"
    folder.mkdir()
    for name, moment, size in (("new.age", 1_790_000_000, 3 * 2**20), ("old.age", 1_780_000_000, 5)):
        (folder / name).write_bytes(b"x" * size)
        os.utime(folder / name, (moment, moment))
    page = owner.get("/clinic/backup/").content.decode().replace("\xa0", " ")

    assert "21 Sep 2026" in page
    assert "3.0 MB" in page


def test_two_clinics_in_one_installation_each_have_their_own_first_owner(db: None) -> None:
    del db
    first, link = actions.new_clinic(name="One", owner_email="a@one.example", owner_name="Ann")
    second, _ = actions.new_clinic(name="Two", owner_email="b@two.example", owner_name="Ben")

    assert [(one.email, one.roles) for one in first.staff.all()] == [("a@one.example", frozenset({"owner"}))]
    assert [one.email for one in second.staff.all()] == ["b@two.example"]
    assert Client().get(link).status_code == 200
    assert list(first.audit_events.order_by("number").values_list("action", flat=True)) == [
        "clinic.created",
        "user.added",
    ]


@pytest.mark.parametrize(
    ("name", "email", "told"),
    [
        (" ", "a@one.example", "empty"),
        ("One", "nobody", "no email address"),
        ("One", "a@a.example", "already"),
    ],
)
def test_a_clinic_that_cannot_be_made_leaves_nothing(db: None, name: str, email: str, told: str) -> None:
    del db
    actions.new_clinic(name="There", owner_email="a@a.example", owner_name="Ann")
    with pytest.raises(actions.UserError, match=told):
        actions.new_clinic(name=name, owner_email=email, owner_name="Ann")

    assert Clinic.objects.count() == 1
