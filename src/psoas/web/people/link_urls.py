"""Where a patient's link leads."""

from django.urls import path

from psoas.web.people import opening

urlpatterns = [
    path("", opening.link_closed, name="link-closed"),
    path("leave/", opening.leave, name="leave"),
    path("<str:token>/", opening.open_link, name="open-link"),
]
