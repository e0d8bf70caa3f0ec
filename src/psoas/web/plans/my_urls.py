"""The patient's own plan."""

from django.urls import path

from psoas.web.plans import my_views

urlpatterns = [
    path("", my_views.my_plan, name="my-plan"),
    path("paper.pdf", my_views.my_paper, name="my-plan-paper"),
    path("language/", my_views.my_plan_language, name="my-plan-language"),
]
