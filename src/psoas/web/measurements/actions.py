"""What a clinician changes on the page of measurements."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from psoas.application.assess import Assessment
from psoas.web.audit.record import Actor
from psoas.web.case_page.actions import examine
from psoas.web.case_page.rows import Tap
from psoas.web.models import Visit


@transaction.atomic
def record_measurements(*, visit: Visit, values: Sequence[tuple[str, str, Any]], by: Actor) -> Assessment:
    """Record several measurements and assess once; all of them or none.

    A measurement is a part of the examination, wherever it is entered: the patient counts as being seen.

    Raises
    ------
    CaseError
        A value does not fit its finding, the record would contradict itself, or the visit is signed.
    """
    return examine(visit=visit, taps=[Tap(*one) for one in values], by=by)
