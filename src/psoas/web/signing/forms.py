"""The forms of signing, reopening and the letter."""

from collections.abc import Mapping
from typing import Any

from django import forms

from psoas.web.signing.actions import REASON_NEEDED
from psoas.web.signing.draft import Draft, Matter

_WORDS = {
    "emergency": "What has been done about the emergency, and why do you sign now?",
    "alert": "Why do you sign before this alert is dealt with?",
    "unanswered": "Why do you sign with open safety questions?",
}


class SignForm(forms.Form):
    """The note, and a reason for each matter that stands against signing."""

    note = forms.CharField(
        label="The note",
        max_length=20_000,
        help_text="Written from what was tapped. Change what is not right; both versions are kept.",
        error_messages={"required": "Write a note, or go back to the one that was written."},
        widget=forms.Textarea(attrs={"rows": 24}),
    )
    state = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, draft: Draft, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"note": draft.note, "state": draft.state})
        self.matters = draft.matters
        for one in draft.matters:
            self.fields[_name(one)] = forms.CharField(
                label=_WORDS[one.kind],
                max_length=2000,
                error_messages={"required": f"{REASON_NEEDED} It concerns: {one.words}."},
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean_note(self) -> str:
        """Keep line ends as the note was written with, so that only real changes count as edited."""
        note: str = self.cleaned_data["note"]
        return note.replace("\r\n", "\n")

    @property
    def matters_with_fields(self) -> list[tuple[Matter, forms.BoundField]]:
        """Each matter with its field."""
        return [(one, self[_name(one)]) for one in self.matters]

    @property
    def told_above(self) -> list[str]:
        """The rules whose findings stand beside their field."""
        return [one.id for one in self.matters]

    @property
    def reasons(self) -> dict[str, str]:
        """The reasons by the id of their matter."""
        return {one.id: self.cleaned_data[_name(one)] for one in self.matters}


def _name(matter: Matter) -> str:
    return f"reason-{matter.id}"


class ReopenForm(forms.Form):
    """Why a signed visit is opened again."""

    reason = forms.CharField(
        label="Why must it be corrected?",
        max_length=2000,
        help_text="The reason is kept with the correction.",
        error_messages={"required": "Say what is to be corrected."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class LetterForm(forms.Form):
    """To whom the letter goes, and what is asked of them."""

    recipient = forms.CharField(
        label="To",
        required=False,
        max_length=300,
        help_text="Name and address, as they stand above the letter. They are not stored.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    request = forms.CharField(
        label="What you ask of them",
        required=False,
        max_length=1000,
        help_text="Stands first under “What we ask of you”.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
