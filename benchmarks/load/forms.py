"""Reading the forms of a page as a browser without script would, and filling them in."""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Field:
    """One name of a form, with the values it can take."""

    kind: str
    options: list[str] = field(default_factory=list)
    value: str | None = None  # as it stands


@dataclass
class Form:
    """One form of a page."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def filled(self, choose: random.Random) -> dict[str, list[str]]:
        """Fill the form in: radios and lists by chance, boxes with their last, "none" answer, texts short."""
        data: dict[str, list[str]] = {}
        for name, one in self.fields.items():
            if one.kind == "hidden":
                data[name] = [one.value or ""]
            elif one.kind == "radio":
                # the reassuring answer of a safety question has the value "none"
                # the same score everywhere: pain now is never above the worst
                steady = next((score for score in ("none", "5") if score in one.options), None)
                data[name] = [steady or choose.choice(one.options)]
            elif one.kind == "checkbox":
                data[name] = ["none" if "none" in one.options else one.options[-1]]
            elif one.kind == "select":
                data[name] = [choose.choice(one.options)]
            elif one.value:
                data[name] = [one.value]
        return data


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            one = self._form.fields.setdefault(name, Field(given.get("type", "text")))
            if one.kind in ("radio", "checkbox"):
                one.options.append(given.get("value", "on"))
            else:
                one.value = given.get("value")
        elif tag == "textarea" and name:
            self._form.fields.setdefault(name, Field("text"))
        elif tag == "select" and name:
            self._select = self._form.fields.setdefault(name, Field("select"))
        elif tag == "option" and self._select is not None and given.get("value"):
            self._select.options.append(given["value"])
        elif tag == "button" and name:
            self._form.buttons.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None


def forms_of(page: str) -> list[Form]:
    """Return the forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
