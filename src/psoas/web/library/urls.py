"""The knowledge as pages."""

from django.urls import path

from psoas.web.library import own_exercise_views, own_views, views

urlpatterns = [
    path("", views.overview, name="knowledge"),
    path("own/", own_views.own, name="knowledge-own"),
    path("own/priors/", own_views.priors, name="knowledge-own-priors"),
    path("own/exercises/", own_views.exercises, name="knowledge-own-exercises"),
    path("own/<slug:which>.yaml", own_views.export, name="knowledge-own-export"),
    path("own/exercises/add/", own_exercise_views.add, name="knowledge-own-exercise-add"),
    path("own/exercises/<slug:identifier>/", own_exercise_views.edit, name="knowledge-own-exercise"),
    path(
        "own/exercises/<slug:identifier>/remove/",
        own_exercise_views.remove,
        name="knowledge-own-exercise-remove",
    ),
    path("<slug:kind>/", views.kind, name="knowledge-kind"),
    path("<slug:kind>/<slug:identifier>/", views.record, name="knowledge-record"),
]
