"""What an owner changes of the clinic's own knowledge: checked as a whole before anything is written."""

from collections.abc import Collection
from typing import Literal

from django.db import transaction
from django.db.models import F, TextField
from django.db.models.functions import Cast

from psoas.foundation.errors import CaseError, KnowledgeError, Problem
from psoas.knowledge.care import Item
from psoas.knowledge.local_items import read_local_items, with_own, write_local_items
from psoas.web.access.refusals import ConflictError
from psoas.web.audit.record import Actor, record
from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.models import CarePlan, Clinic, Visit
from psoas.web.visits.actions import assess_again

Which = Literal["priors", "items"]


def own_items(clinic: Clinic) -> tuple[Item, ...]:
    """Return the clinic's own exercises.

    Raises
    ------
    KnowledgeError
        They no longer fit what is shipped.
    """
    if not clinic.own_items:
        return ()
    return read_local_items(shipped_knowledge(), clinic.own_items, name="own items").items


@transaction.atomic
def save_own(*, clinic: Clinic, which: Which, text: str, version: int, by: Actor) -> None:
    """Replace the clinic's own priors or exercises; an empty text takes them away.

    Raises
    ------
    ConflictError
        Somebody else changed the clinic since ``version`` was read.
    KnowledgeError
        The text does not fit the knowledge; all problems are listed.
    """
    text = text.replace("\r\n", "\n").strip()
    text = f"{text}\n" if text else ""
    before = set(_ids(clinic, which))
    after: Collection[str] = ()
    if text:
        known = with_own(shipped_knowledge(), **{which: text}, name="own ")
        after = (
            [one.id for one in known.contributors.values() if one.local_priors]
            if which == "priors"
            else [key for key in known.items if key not in shipped_knowledge().items]
        )
    if which == "items":
        _in_no_plan(clinic, before - set(after))
    values = {f"own_{which}": text, "version": F("version") + 1}
    if not Clinic.objects.filter(pk=clinic.pk, version=version).update(**values):
        raise ConflictError("The clinic's own knowledge was changed by somebody else.")
    clinic.refresh_from_db()
    record(
        f"own-{which}.changed",
        by=by,
        clinic=clinic,
        target=f"clinic:{clinic.pk}",
        detail={"now": sorted(after), "before": sorted(before)},
    )
    if which == "priors":
        _assess_open_visits(clinic)


@transaction.atomic
def save_exercise(*, clinic: Clinic, item: Item, replacing: str, version: int, by: Actor) -> None:
    """Add an own exercise, or put it in the place of the one ``replacing`` names."""
    items = list(own_items(clinic))
    names = [one.id for one in items]
    if item.id != replacing and item.id in names:
        raise KnowledgeError("own items", [Problem("name", f"There is an exercise '{item.id}' already.")])
    if replacing in names:
        items[names.index(replacing)] = item
    else:
        items.append(item)
    _save_items(clinic, items, version, by)


@transaction.atomic
def remove_exercise(*, clinic: Clinic, identifier: str, version: int, by: Actor) -> None:
    """Take an own exercise away, unless it stands in a plan."""
    _save_items(clinic, [one for one in own_items(clinic) if one.id != identifier], version, by)


def _save_items(clinic: Clinic, items: list[Item], version: int, by: Actor) -> None:
    text = write_local_items(clinic.name, items) if items else ""
    save_own(clinic=clinic, which="items", text=text, version=version, by=by)


def _ids(clinic: Clinic, which: Which) -> list[str]:
    """Return what stands there now, as far as it still fits."""
    try:
        if which == "items":
            return [item.id for item in own_items(clinic)]
        known = with_own(shipped_knowledge(), priors=clinic.own_priors or None)
    except KnowledgeError:
        return []
    return [one.id for one in known.contributors.values() if one.local_priors]


def _in_no_plan(clinic: Clinic, gone: Collection[str]) -> None:
    """Refuse to take away what patients do at home."""
    plans = CarePlan.objects.filter(visit__person__clinic=clinic).annotate(
        written=Cast("content", TextField())
    )
    problems = [
        Problem(one, f"It stands in {count} of your patients' plans.", "Take it out of them first.")
        for one in sorted(gone)
        if (count := plans.filter(written__contains=f'"{one}"').count())
    ]
    if problems:
        raise KnowledgeError("own items", problems)


def _assess_open_visits(clinic: Clinic) -> None:
    """Bring up to date what lists show of patients who wait or are being seen."""
    open_stages = (Visit.Stage.WAITING, Visit.Stage.SEEN)
    visits = Visit.objects.filter(person__clinic=clinic, stage__in=open_stages)
    for visit in visits.select_related("person__clinic"):
        try:
            assess_again(visit=visit)
        except CaseError:  # it contradicts itself already; its own page says so
            continue
