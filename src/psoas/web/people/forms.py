"""The forms of the front desk, and the one that opens a link."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from psoas.web.models import Person, User

OLDEST = 120


class PersonForm(forms.ModelForm[Person]):
    """Name and birth year are enough."""

    class Meta:
        model = Person
        fields = ("name", "birth_year", "sex", "phone", "email", "language")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
            "birth_year": forms.TextInput(
                attrs={"inputmode": "numeric", "class": "short", "autocomplete": "off"}
            ),
            "sex": forms.RadioSelect,
            "language": forms.RadioSelect,
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            "email": forms.EmailInput(attrs={"autocomplete": "off"}),
        }
        labels = {"birth_year": "Birth year", "sex": "Sex", "email": "E-mail", "language": "Language"}
        help_texts = {
            "birth_year": "Opens the link: the patient enters it.",
            "sex": "Some safety rules and norms need it. The patient is asked if it is left open.",
        }
        error_messages = {
            "name": {"required": "Enter a name."},
            "birth_year": {
                "required": "Enter a birth year.",
                "invalid": "Enter a year in four digits, such as 1980.",
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = [("", "Not asked yet"), ("female", "Female"), ("male", "Male")]  # type: ignore[attr-defined]

    def clean_birth_year(self) -> int:
        """Refuse a year nobody alive was born in."""
        year: int = self.cleaned_data["birth_year"]
        this_year = timezone.localdate().year
        if not this_year - OLDEST <= year <= this_year:
            raise forms.ValidationError(
                f"Enter a year from {this_year - OLDEST} to {this_year}, such as 1980."
            )
        return year


class BookingForm(forms.Form):
    """When, and to whom."""

    day = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}),
        error_messages={"required": "Choose a day.", "invalid": "Choose a day."},
    )
    time = forms.TimeField(
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}),
        error_messages={"required": "Choose a time.", "invalid": "Enter a time such as 09:30."},
    )
    clinician: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        User.objects.none(), required=False, empty_label="Anybody"
    )


class BirthYearForm(forms.Form):
    """The second thing besides the link itself."""

    birth_year = forms.IntegerField(
        label=gettext_lazy("In what year were you born?"),
        help_text=gettext_lazy("Four digits, such as 1980. This keeps your answers private."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "autocomplete": "bday-year"}),
        error_messages={
            "required": gettext_lazy("Enter the year you were born."),
            "invalid": gettext_lazy("Enter the year in four digits, such as 1980."),
        },
    )

    def refuse(self) -> None:
        """Say that the year does not fit the link."""
        self.add_error("birth_year", gettext("This is not the year we have. Check it and try again."))
