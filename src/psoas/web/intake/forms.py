"""The form of a page, made from its data; what is sent is turned into the parts of a case file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from unicodedata import category

from django import forms
from django.utils.translation import gettext as _

from psoas.knowledge.findings import SafetyQuestion
from psoas.web.intake.inputs import NONE, NOT_SURE, inputs
from psoas.web.intake.pages import Field, Page

SAFETY_FIELD = "answer"

Values = list[tuple[str, str, Any]]  # finding, side, value


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with its inputs, for the template."""

    spec: Field
    inputs: list[forms.BoundField]


class _Radios(forms.CheckboxSelectMultiple):
    """Boxes of which a browser ticks one; whatever is sent is read, so that two answers are seen as two."""

    input_type = "radio"


class SafetyForm(forms.Form):
    """One safety question. Nothing ticked is no answer."""

    def __init__(
        self, question: SafetyQuestion, *, data: Any = None, ticked: list[str] | None = None
    ) -> None:
        super().__init__(data, initial={SAFETY_FIELD: ticked or []})
        self.question = question
        many = question.select == "many"
        self.fields[SAFETY_FIELD] = forms.MultipleChoiceField(
            choices=[(option.id, _(option.text)) for option in question.options],
            widget=forms.CheckboxSelectMultiple if many else _Radios,
            error_messages={
                "required": _("Select what has changed, or select “No, none of these”") if many
                else _("Select an answer"),
                "invalid_choice": _("Select an answer from the list"),
            },
        )  # fmt: skip

    def clean_answer(self) -> list[str]:
        """Refuse an answer beside its opposite."""
        ticked: list[str] = self.cleaned_data[SAFETY_FIELD]
        if len(ticked) > 1 and self.question.select == "one":
            raise forms.ValidationError(_("Select one answer"))
        if len(ticked) > 1 and NONE in ticked:
            raise forms.ValidationError(_("Select what has changed, or select “No, none of these”"))
        return ticked


class PageForm(forms.Form):
    """The questions of one page."""

    def __init__(self, page: Page, *, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.page = page
        for field in page.fields:
            self.fields.update(inputs(field))

    def shown(self) -> list[Shown]:
        """Return the questions with their inputs."""
        return [Shown(field, [self[name] for name in inputs(field)]) for field in self.page.fields]

    def clean(self) -> dict[str, Any]:
        """Hold the answers against one another."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field in self.page.fields:
            self._of_one(field, cleaned)
        pain = [cleaned.get(name) for name in ("now", "average", "worst")]
        if self.page.id == "strength" and pain[2]:
            for name, value in zip(("now", "average"), pain, strict=False):
                if value and int(value) > int(pain[2]):
                    self.add_error(
                        name, _("The worst is the highest of the three. Change this or the worst.")
                    )
        return cleaned

    def _of_one(self, field: Field, cleaned: dict[str, Any]) -> None:
        chosen = cleaned.get(field.id)
        if field.kind in ("findings", "many") and chosen:
            alone = {NONE, NOT_SURE} & set(chosen) if field.kind == "findings" else {NONE} & set(chosen)
            if NONE in alone and len(chosen) > 1:
                self.add_error(field.id, _(field.needed or ""))
        if field.exact is not None and f"{field.id}-exact" not in self.errors:
            if chosen and f"{field.id}-exact" not in self.changed_data:
                cleaned[f"{field.id}-exact"] = None  # shown from before; the new choice counts
            is_given = cleaned.get(f"{field.id}-exact") is not None
            if chosen and is_given:
                self.add_error(f"{field.id}-exact", _("Give one of the two: an answer above, or the number"))
            elif field.needed and not chosen and not is_given:
                self.add_error(field.id, _(field.needed))

    def told(self) -> dict[str, dict[str, Any]]:
        """Return the answers by the part of the case in which they stand; None takes an answer out."""
        parts: dict[str, dict[str, Any]] = {}
        for field in self.page.fields:
            if field.path is None:
                continue
            _merge(parts, field.path.split("."), self._value(field))
        return {part: _without_nothing(values) for part, values in parts.items()}

    def observed(self) -> Values:
        """Return what was ticked of findings; with "not sure", what is not ticked stays unknown."""
        values: Values = []
        for field in self.page.fields:
            chosen = self.cleaned_data.get(field.id) or ()
            if field.kind == "findings":
                unticked = "not-examined" if NOT_SURE in chosen else "absent"
                values += [(name, "", "present" if name in chosen else unticked) for name in field.asks_for]
            elif field.kind == "yes-or-no":
                is_present = (chosen == "yes") is not field.turned_around
                word = "present" if is_present else "absent"
                values += [(name, "", word if chosen else "not-examined") for name in field.asks_for]
        return values

    def _value(self, field: Field) -> Any:
        cleaned = self.cleaned_data
        match field.kind:
            case "choice":
                if cleaned.get(f"{field.id}-exact") is not None:
                    return cleaned[f"{field.id}-exact"]
                return next((one.value for one in field.options if one.key == cleaned.get(field.id)), None)
            case "scale":
                return int(cleaned[field.id]) if cleaned.get(field.id) else None
            case "lines":
                lines = [_printable(cleaned.get(name) or "").strip() for name in inputs(field)]
                return [line for line in lines if line]
            case "many":
                return [one for one in cleaned[field.id] if one != NONE]
        return _printable(cleaned.get(field.id) or "").strip() or None


def refused(form: forms.Form) -> None:
    """Say on the form that an answer does not fit with another one."""
    form.add_error(
        None, _("This does not fit with something you told us before. Check it, or ask your clinic.")
    )


def _merge(parts: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        parts = parts.setdefault(name, {})
    parts[path[-1]] = value


def _without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    """Leave what is not told out of inner mappings; at the top, None takes an earlier answer out."""
    return {
        name: {inner: one for inner, one in value.items() if one is not None}
        if isinstance(value, dict)
        else value
        for name, value in values.items()
    }


def _printable(text: str) -> str:
    text = text.replace("\r\n", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or category(sign) != "Cc")
