"""Where drawings are found."""

from django.urls import path

from psoas.web.pictures import views

urlpatterns = [
    path("<slug:figure>.svg", views.still, name="picture"),
    path("<slug:figure>/moving.svg", views.moving, name="moving-picture"),
]
