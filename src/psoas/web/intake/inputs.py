"""The inputs of a question, and what earlier answers look like in them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from psoas.web.intake.pages import Field, Page

NONE, NOT_SURE = "none", "not-sure"
MOST_IN_A_LINE = 200


def inputs(field: Field) -> dict[str, forms.Field]:
    """Return the inputs of a question by name."""
    asks: dict[str, Any] = {"required": bool(field.needed) and not field.exact, "label": _(field.label)}
    errors = {
        "required": _(field.needed) if field.needed else "",
        "invalid_choice": _("Select an answer from the list"),
    }
    match field.kind:
        case "choice" | "yes-or-no" | "scale":
            one = forms.ChoiceField(
                choices=_choices(field), widget=forms.RadioSelect, error_messages=errors, **asks
            )
            return {field.id: one, **_exact(field)}
        case "many" | "findings":
            boxes = forms.CheckboxSelectMultiple
            return {
                field.id: forms.MultipleChoiceField(
                    choices=_choices(field), widget=boxes, error_messages=errors, **asks
                )
            }
        case "lines":
            return {
                f"{field.id}-{number}": forms.CharField(
                    required=False, max_length=MOST_IN_A_LINE, label=f"{_(field.label)} ({number})"
                )
                for number in range(1, (field.most or 1) + 1)
            }  # fmt: skip
    return {
        field.id: forms.CharField(max_length=field.most, widget=forms.Textarea(attrs={"rows": 5}), **asks)
    }


def initial_of(page: Page, told: Mapping[str, Any], observed: Mapping[str, bool | None]) -> dict[str, Any]:
    """Return what is shown of earlier answers: of findings, only what was answered as a whole or ticked."""
    found: dict[str, Any] = {}
    for field in page.fields:
        if field.path is not None:
            found |= _shown_value(field, _at(told, field.path))
            continue
        states = {name: observed[name] for name in field.asks_for if name in observed}
        if not states:
            continue
        if field.kind == "yes-or-no":
            found[field.id] = "yes" if bool(next(iter(states.values()))) is not field.turned_around else "no"
            continue
        ticked = [name for name, present in states.items() if present]
        is_unsure = field.not_sure and len(states) < len(field.asks_for)
        found[field.id] = [*ticked, NOT_SURE] if is_unsure else ticked or [NONE]
    return found


def as_said_back(page: Page, initial: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield each question with its answers in words."""
    for field in page.fields:
        yield _(field.label), [one for one in _words(field, initial) if one]


def _words(field: Field, initial: Mapping[str, Any]) -> Iterator[str]:
    chosen = initial.get(field.id)
    match field.kind:
        case "scale":
            yield "" if chosen is None else _("%(number)s out of 10") % {"number": chosen}
        case "text":
            yield chosen or ""
        case "lines":
            yield from (initial.get(name, "") for name in inputs(field))
        case _:
            picked = chosen if isinstance(chosen, list) else [chosen]
            yield from (str(text) for key, text in _choices(field) if key in picked)
            if f"{field.id}-exact" in initial:
                yield _("%(number)s weeks") % {"number": initial[f"{field.id}-exact"]}


def _exact(field: Field) -> dict[str, forms.Field]:
    if field.exact is None:
        return {}
    limits: dict[str, Any] = {"min_value": field.exact.minimum, "max_value": field.exact.maximum}
    return {f"{field.id}-exact": forms.FloatField(required=False, label=_(field.exact.label), **limits)}


def _choices(field: Field) -> list[tuple[str, str]]:
    match field.kind:
        case "scale":
            return [(str(number), str(number)) for number in range(11)]
        case "yes-or-no":
            return [("yes", _("Yes")), ("no", _("No"))]
        case "findings":
            found = [(one.finding, _(one.text)) for one in field.findings]
        case _:
            found = [(option.key, _(option.text)) for option in field.options]
    if field.none:
        found.append((NONE, _(field.none)))
    if field.not_sure:
        found.append((NOT_SURE, _("I'm not sure")))
    return found


def _shown_value(field: Field, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if field.kind == "lines":
        return {f"{field.id}-{number}": line for number, line in enumerate(value, start=1)}
    if field.kind == "many":
        return {field.id: list(value) or [NONE]}
    if field.kind == "choice":
        option = next((one.key for one in field.options if one.value == value), None)
        if option is None and field.exact:
            return {f"{field.id}-exact": int(value) if value == int(value) else value}
        return {field.id: option}
    return {field.id: str(value) if field.kind == "scale" else value}


def _at(told: Mapping[str, Any], path: str) -> Any:
    found: Any = told
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
