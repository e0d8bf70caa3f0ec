"""The URL map, in the order in which a patient meets the folders. No person's name is ever in a URL."""

from django.urls import include, path

from psoas.web.plans.views import plans
from psoas.web.start.views import health, home

urlpatterns = [
    path("", home, name="home"),
    path("health", health, name="health"),
    path("account/", include("psoas.web.account_urls")),
    path("clinic/", include("psoas.web.owner.urls")),
    path("p/", include("psoas.web.people.link_urls")),
    path("my/", include("psoas.web.intake.urls")),
    path("people/", include("psoas.web.people.urls")),
    path("plans/", plans, name="plans"),
    path("visits/<uuid:key>/plan/", include("psoas.web.plans.urls")),
    path("my/plan/", include("psoas.web.plans.my_urls")),
    path("pictures/", include("psoas.web.pictures.urls")),
    path("knowledge/", include("psoas.web.library.urls")),
    path("worklist/", include("psoas.web.worklist.urls")),
    path("visits/", include("psoas.web.measurements.urls")),
    path("visits/", include("psoas.web.case_page.urls")),
    path("visits/", include("psoas.web.signing.urls")),
]

handler500 = "psoas.web.access.refusals.failed"
