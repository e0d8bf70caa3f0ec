"""The owner's pages."""

from django.urls import path

from psoas.web.owner import log_views, person_views, views

urlpatterns = [
    path("", views.users, name="clinic"),
    path("users/add/", views.add_user, name="add-user"),
    path("users/<int:number>/", views.user, name="user"),
    path("users/<int:number>/link/", views.give_link, name="user-link"),
    path("users/<int:number>/second-step/", views.reset_second_step, name="user-second-step"),
    path("users/<int:number>/active/", views.set_active, name="user-active"),
    path("profile/", views.profile, name="clinic-profile"),
    path("audit/", log_views.audit, name="audit"),
    path("audit.csv", log_views.audit_csv, name="audit-csv"),
    path("records/", person_views.records, name="records"),
    path("records/<uuid:key>/", person_views.person_record, name="person-record"),
    path("records/<uuid:key>/export/", person_views.export, name="export-person"),
    path("records/<uuid:key>/erase/", person_views.erase, name="erase-person"),
    path("backup/", views.backup, name="backup"),
]
