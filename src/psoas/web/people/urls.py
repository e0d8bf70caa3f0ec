"""The front desk's pages."""

from django.urls import path

from psoas.web.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("add/", views.add_person, name="add-person"),
    path("<uuid:key>/", views.person, name="person"),
]
