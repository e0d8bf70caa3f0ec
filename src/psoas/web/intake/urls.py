"""The patient's own pages. Nothing in an address says who it is."""

from django.urls import path

from psoas.web.intake import drawing_views, views

urlpatterns = [
    path("", views.intake, name="intake"),
    path("agree/", views.agree, name="intake-agree"),
    path("language/", views.language, name="intake-language"),
    path("safety/<slug:question>/", views.safety, name="intake-safety"),
    path("drawing/", drawing_views.drawing, name="intake-drawing"),
    path("drawing/lines/", drawing_views.lines, name="intake-lines"),
    path("questions/<slug:page>/", views.page, name="intake-page"),
    path("now/", views.now, name="intake-now"),
    path("check/", views.check, name="intake-check"),
]
