"""The front desk's pages."""

from django.urls import path

from psoas.web.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("add/", views.add_person, name="add-person"),
    path("appointments/", views.appointments, name="appointments"),
    path("appointments/<int:identifier>/arrived/", views.mark, {"what": "arrived"}, name="arrived"),
    path("appointments/<int:identifier>/cancelled/", views.mark, {"what": "cancelled"}, name="cancelled"),
    path("<uuid:key>/", views.person, name="person"),
    path("<uuid:key>/change/", views.change_person, name="change-person"),
    path("<uuid:key>/link/", views.link, name="link"),
    path("<uuid:key>/link/end/", views.revoke, name="revoke-links"),
    path("<uuid:key>/visits/new/", views.new_visit, name="new-visit"),
    path("<uuid:key>/appointments/", views.book, name="book"),
]
