"""The forms of users, the profile, the log and an erasure."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from psoas.web.clinic_knowledge import shipped_knowledge
from psoas.web.models import Clinic, User

ROLES = (
    ("clinician", "Clinician: examines, judges, plans, signs"),
    ("therapist", "Therapist: sees plans, writes session notes"),
    ("front_desk", "Front desk: people, appointments, links"),
    ("owner", "Owner: users, profile, audit log, export and erasure"),
)
_ADDRESS_LINES = 4
_MOST_LINK_DAYS = 60


class UserForm(forms.Form):
    """Name and roles."""

    name = forms.CharField(
        label="Name",
        max_length=120,
        help_text="As colleagues see it, and the audit log.",
        error_messages={"required": "Enter the name."},
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select all that apply.",
        error_messages={"required": "Select at least one role."},
    )

    def clean_name(self) -> str:
        """Take spaces from around the name."""
        name: str = self.cleaned_data["name"].strip()
        return name


class NewUserForm(UserForm):
    """Name, address and roles."""

    field_order = ("name", "email", "roles")
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="They sign in with it. No mail is sent to it.",
        error_messages={
            "required": "Enter the email address.",
            "invalid": "Enter an email address, such as name@example.org.",
        },
    )

    def clean_email(self) -> str:
        """Refuse an address that has an account."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError("This address has an account already. Use another one.")
        return email


class ClinicForm(forms.ModelForm[Clinic]):
    """The profile; each hint says where patients see it."""

    map_url = forms.URLField(
        label="Link to a map",
        required=False,
        max_length=400,
        assume_scheme="https",
        help_text="Patients see it beside the address when they are asked to come. Begins with https://.",
        error_messages={"invalid": "Enter the whole address of the map, beginning with https://."},
    )
    offers = forms.MultipleChoiceField(
        label="What the clinic offers beside exercises and massage",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A plan may contain only what is ticked here. Patients read it in their plan.",
    )

    class Meta:
        model = Clinic
        fields = (
            "name", "address", "phone", "hours", "map_url", "emergency_number", "emergency_place",
            "clinician", "offers", "link_days", "letter_opening", "letter_closing", "requires_two_factor",
        )  # fmt: skip
        labels = {
            "name": "Name of the clinic",
            "phone": "Phone",
            "hours": "Opening hours",
            "emergency_number": "Emergency number",
            "emergency_place": "Where to go in an emergency",
            "clinician": "Who signs what patients read",
            "link_days": "Days a patient’s link is good",
            "letter_opening": "Opening of a letter",
            "letter_closing": "Closing of a letter",
            "requires_two_factor": "Everybody who works here must use a second step on signing in",
        }
        help_texts = {
            "name": "Patients see it at the top of every page, and on paper.",
            "address": "Up to four lines. Patients see it when care is advised, and on paper.",
            "phone": "Patients tap it when they are asked to call you today.",
            "hours": "Patients see them beside the phone number.",
            "emergency_number": "The button patients tap when they need help now, such as 911.",
            "emergency_place": "Completes “Go to …” on the emergency page.",
            "clinician": "Patients read this name under their plan, such as “your physical therapist”.",
            "link_days": "From 1 to 60. Patients read the last day in the message with their link.",
            "letter_opening": "Stands above the findings in letters to other doctors; patients get a copy.",
            "letter_closing": "Stands below them, above the signature.",
            "requires_two_factor": "Patients never see this. Who has none is led to set one up.",
        }
        widgets = {
            "address": forms.Textarea(attrs={"rows": 4, "autocomplete": "street-address"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "link_days": forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
            "emergency_number": forms.TextInput(attrs={"class": "short"}),
            "letter_opening": forms.Textarea(attrs={"rows": 4}),
            "letter_closing": forms.Textarea(attrs={"rows": 4}),
        }
        error_messages = {
            "name": {"required": "Enter the name of the clinic."},
            "emergency_place": {"required": "Enter where to go in an emergency."},
            "clinician": {"required": "Enter who signs, such as “your physical therapist”."},
            "emergency_number": {"required": "Enter the emergency number, such as 911."},
            "link_days": {"required": "Enter a number of days.", "invalid": "Enter a number of days."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = self.fields["offers"]
        if isinstance(offers, forms.MultipleChoiceField):
            offers.choices = complementary()

    def clean_address(self) -> str:
        """Keep to what fits on a page."""
        lines = [line.strip() for line in str(self.cleaned_data["address"]).splitlines() if line.strip()]
        if len(lines) > _ADDRESS_LINES:
            raise ValidationError("Enter four lines at most.")
        return "\n".join(lines)

    def clean_emergency_number(self) -> str:
        """Refuse what no phone can dial."""
        number = str(self.cleaned_data["emergency_number"]).strip()
        if not re.fullmatch(r"[0-9 ]{3,10}", number):
            raise ValidationError("Enter the number with digits only, such as 911.")
        return number

    def clean_map_url(self) -> str:
        """Take only an address that is safe to open."""
        address = str(self.cleaned_data["map_url"])
        if address and not address.startswith("https://"):
            raise ValidationError("Enter the whole address of the map, beginning with https://.")
        return address

    def clean_link_days(self) -> int:
        """Keep a link's life between a day and two months."""
        days = int(self.cleaned_data["link_days"])
        if not 1 <= days <= _MOST_LINK_DAYS:
            raise ValidationError(f"Enter a number from 1 to {_MOST_LINK_DAYS}.")
        return days


class VersionForm(forms.Form):
    """Which version of something a page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class LogForm(forms.Form):
    """What to look for in the log."""

    person = forms.CharField(label="Person", required=False, help_text="A part of the name, or the key.")
    staff = forms.TypedChoiceField(label="Member of staff", required=False, coerce=int, empty_value=None)
    action = forms.ChoiceField(label="What happened", required=False)
    day = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a day such as 2026-11-27."},
    )


def complementary() -> list[tuple[str, str]]:
    """Return what a clinic may offer beside the programme, by name."""
    found = shipped_knowledge().interventions.values()
    return sorted(
        ((one.id, one.name) for one in found if one.offered_as == "complementary"), key=lambda pair: pair[1]
    )
