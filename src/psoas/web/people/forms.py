"""The form of a person."""

from django import forms
from django.utils import timezone

from psoas.web.models import Person


class PersonForm(forms.ModelForm[Person]):
    """Name and birth year are enough."""

    class Meta:
        model = Person
        fields = ("name", "birth_year", "sex", "phone", "email", "language")

    def clean_birth_year(self) -> int:
        """Refuse a year nobody alive was born in."""
        year: int = self.cleaned_data["birth_year"]
        this_year = timezone.localdate().year
        if not this_year - 120 <= year <= this_year:
            raise forms.ValidationError(f"Enter a year from {this_year - 120} to {this_year}, such as 1980.")
        return year
