"""The pages of django-allauth that we serve, and our own to set a password by a link."""

from allauth.account import views as account
from django.urls import include, path

from psoas.web.access.password_views import set_password

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("set-password/<str:identifier>/<str:token>/", set_password, name="set-password"),
    path("2fa/", include("allauth.mfa.urls")),
]
