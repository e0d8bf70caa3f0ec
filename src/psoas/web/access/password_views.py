"""Setting a password through the link an owner or the shell has made: once, within its days."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from psoas.web.access.account_forms import password_rules
from psoas.web.access.actions import set_password as set_password_of
from psoas.web.access.permissions import Permission, allow
from psoas.web.audit.record import Actor
from psoas.web.models import User


def password_link(user: User) -> str:
    """Return the path by which somebody sets their password; it ends once a password is set."""
    identifier = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("set-password", args=[identifier, default_token_generator.make_token(user)])


@allow(Permission.OPEN)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest, identifier: str, token: str) -> HttpResponse:
    """Set the password of whom the link was made for."""
    user = _user_of(identifier)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "account/link_over.html", status=410)
    form = _PasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_password_of(user=user, password=form.cleaned_data["new_password1"], by=Actor.staff(user))
        get_adapter(request).forget_wrong_tries(user)
        messages.success(request, "Your password is set. Sign in with it.")
        return redirect("account_login")
    status = 422 if form.errors else 200
    return render(request, "account/set_password.html", {"form": form, "whose": user}, status=status)


class _PasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # not generic when it runs
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "New password"
        self.fields["new_password1"].help_text = password_rules()
        self.fields["new_password2"].label = "New password again"
        self.fields["new_password2"].help_text = ""


def _user_of(identifier: str) -> User | None:
    try:
        number = int(urlsafe_base64_decode(identifier))
    except ValueError:
        return None
    return User.objects.filter(pk=number, is_active=True).first()
