"""Reading visits: every read starts from what somebody may see."""

from django.db.models import QuerySet

from psoas.web.models import PatientLink, Person, User, Visit


def visible_visits(user: User) -> QuerySet[Visit]:
    """Return the visits of the user's clinic."""
    return Visit.objects.filter(person__clinic=user.clinic).select_related("person__clinic")


def visible_people(user: User) -> QuerySet[Person]:
    """Return the people of the user's clinic."""
    return Person.objects.filter(clinic=user.clinic).select_related("clinic")


def own_visit(link: PatientLink) -> Visit | None:
    """Return the visit a patient answers for: their latest."""
    visits = Visit.objects.filter(person=link.person).select_related("person__clinic")
    return visits.order_by("-number").first()
