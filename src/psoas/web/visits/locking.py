"""One visit, one writer at a time: the lock every action on a visit takes before it writes.

Taken first, and the end of the audit log afterwards, so that no two actions wait for each other.
"""

from psoas.web.models import Visit


def lock(visit: Visit) -> None:
    """Take the lock of a visit, and read it again as it is now: somebody else may just have changed it."""
    current = Visit.objects.select_for_update(of=("self",), no_key=True).select_related("person__clinic")
    visit.refresh_from_db(from_queryset=current)
