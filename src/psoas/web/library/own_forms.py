"""The form of a file of one's own."""

from django import forms


class TextForm(forms.Form):
    """The text of a file, and the version of the clinic it was read from."""

    text = forms.CharField(
        required=False,
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "autocapitalize": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
