"""The library's forms in our words: labels above the fields, no placeholders inside them."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators

_CODE = "The six digits your app shows, or one of your recovery codes."


def password_rules() -> str:
    """Return what a password must be, as one hint; the settings check the same."""
    shortest = next(
        one.min_length for one in get_default_password_validators() if isinstance(one, MinimumLengthValidator)
    )
    return (
        f"At least {shortest} characters and not only digits; no common password, and nothing like your name "
        "or address. Four or five unrelated words are easy to keep in mind."
    )


class _InOurWords(forms.Form):
    """Takes placeholders out, and sets labels and hints."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "short"}


class SignIn(_InOurWords, LoginForm):  # type: ignore[misc]
    """Email address and password."""

    labels = {"login": "Email address"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a passkey that the browser knows is offered in this field
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class Confirm(_InOurWords, ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    labels = {"password": "Your password"}


class ChangePassword(_InOurWords, ChangePasswordForm):  # type: ignore[misc]
    """The present password, and the new one twice."""

    labels = {
        "oldpassword": "Present password",
        "password1": "New password",
        "password2": "New password again",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = password_rules()


class Code(_InOurWords, AuthenticateForm):  # type: ignore[misc]
    """A code on signing in."""

    hints = {"code": _CODE}


class ConfirmByCode(_InOurWords, ReauthenticateByCodeForm):  # type: ignore[misc]
    """A code once more."""

    hints = {"code": _CODE}


class ActivateApp(_InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    labels = {"code": "Code"}
    hints = {"code": "The six digits the app shows for Psoas."}


class AddPasskey(_InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    """A name for the passkey, and whether it replaces the password."""

    labels = {"name": "Name", "passwordless": "Sign in with it alone, without a password"}
    hints = {
        "name": "So that you know it again, such as “Phone” or “Key at the desk”.",
        "passwordless": "The device then asks for your fingerprint, face or PIN.",
    }


class RenamePasskey(_InOurWords, EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    labels = {"name": "Name"}
