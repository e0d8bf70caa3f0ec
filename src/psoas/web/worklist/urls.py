"""The worklist."""

from django.urls import path

from psoas.web.worklist import views

urlpatterns = [path("", views.worklist, name="worklist")]
