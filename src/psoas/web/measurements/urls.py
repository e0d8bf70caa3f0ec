"""The measurements of a visit."""

from django.urls import path

from psoas.web.measurements import views

urlpatterns = [
    path("<uuid:key>/measurements/", views.measurements, name="measurements"),
    path("<uuid:key>/measurements/<slug:group>/", views.save, name="save-measurements"),
]
