"""How django-allauth treats accounts here: an owner makes them, guessing locks, what changes is audited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from psoas.web.audit.record import Actor, record
from psoas.web.models import User

DEACTIVATED = "This account was deactivated. The owner of your clinic can open it again."
LOCKED = (
    "Too many wrong tries. Wait ten minutes and try again, "
    "or ask the owner of your clinic for a new password link."
)
_MESSAGES = {
    "account_inactive": DEACTIVATED,
    "email_password_mismatch": "The email address or the password is not right.",
    "incorrect_code": "That code is not right. Enter the one that your app shows now.",
    "incorrect_password": "That password is not right.",
    "enter_current_password": "That is not your present password.",
    "too_many_login_attempts": LOCKED,
    "rate_limited": "Too many wrong tries. Wait ten minutes and try again.",
}


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """An owner makes the accounts; wrong tries are counted by address and by network address."""

    error_messages = {**DefaultAccountAdapter.error_messages, **_MESSAGES}

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- the library's signature
        """Refuse."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password; who knows it and was deactivated is told so, a guesser is not."""
        user: User | None = super().authenticate(request, **credentials)
        if user is not None and not user.is_active:
            raise self.validation_error("account_inactive")
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Check the password of who is signed in; wrong tries count as those on signing in."""
        self.pre_authenticate(context.request, email=user.email)
        is_right = user.check_password(password)
        if is_right:
            self._rollback_login_failed_rl_usage()
        return is_right

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002
        """Count by the address alone: a server answers to several names, and each would give new tries."""
        return str(credentials.get("email", "")).strip().lower()

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and note it."""
        super().login(request, user)
        note(user, "account.signed-in")

    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_kwargs: Any) -> None:
        """Note a change of password or second factor; it happens at the moment a mail would be sent."""
        note(user, "account." + template_prefix.rpartition("/")[2].replace("_", "-"))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Go back to the account after changing the password."""
        return reverse("mfa_index")

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:  # noqa: ARG002
        """Say so on the page to sign in, after a passkey; after a password the form says it."""
        messages.error(request, DEACTIVATED)
        return redirect("account_login")

    def forget_wrong_tries(self, user: User) -> None:
        """Open an account that guessing has locked: it has got a new password."""
        ratelimit.clear(
            context.request,
            app="allauth.account",
            action="login_failed",
            key=self._get_login_attempts_cache_key(context.request, email=user.email),
        )


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps, passkeys and recovery codes."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _MESSAGES["incorrect_code"]}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 -- the library's name
        """Name a passkey until its owner does."""
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- needs loaded apps

        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Passkey" if count == 0 else f"Passkey {count + 1}"


def note(user: User, action: str) -> None:
    """Add something somebody did to their own account to the log of their clinic."""
    if user.clinic is not None:
        record(action, by=Actor.staff(user), clinic=user.clinic, target=f"user:{user.pk}")
