"""What a clinician changes on the page of measurements."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from psoas.application.assess import Assessment
from psoas.web.audit.record import Actor
from psoas.web.models import Visit
from psoas.web.visits.actions import assess_again, observe_all


@transaction.atomic
def record_measurements(*, visit: Visit, values: Sequence[tuple[str, str, Any]], by: Actor) -> Assessment:
    """Record several measurements and assess once; all of them or none.

    Raises
    ------
    CaseError
        A value does not fit its finding, the record would contradict itself, or the visit is signed.
    """
    observe_all(visit=visit, values=values, by=by)
    return assess_again(visit=visit)
