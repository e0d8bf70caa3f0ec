"""An own exercise as a form: every field of its record in plain words, and back again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import shorten
from typing import Any, get_args

from django import forms
from django.utils.text import slugify
from pydantic import ValidationError

from psoas.foundation.errors import KnowledgeError
from psoas.knowledge.care import Direction, Dose, Item, ItemKind, Precaution
from psoas.knowledge.checks import EQUIPMENT
from psoas.knowledge.knowledge import Knowledge
from psoas.knowledge.local_items import MOST_CERTAIN, PREFIX, read_local_items, write_local_items
from psoas.reports.condition_words import in_words
from psoas.web.library.words import BENEFITS, CERTAINTIES, spaced

FEWEST_ROWS, MOST_ROWS = 4, 24  # of what it helps with; two are empty below those filled in
KEEP = "as-it-is"  # the indication of the stored record
Choices = list[tuple[str, str]]
BENEFITS_TO_CHOOSE: Choices = [(str(step), words) for step, words in BENEFITS.items()]
ACTIONS: Choices = [
    ("", "says nothing against it"),
    ("exclude", "leave it out"),
    ("modify", "do it differently"),
]
_DOSE = tuple(name for name in Dose.model_fields if name != "text")


def _words(annotation: Any) -> Choices:
    return [(word, spaced(word)) for word in get_args(annotation)]


@dataclass(frozen=True, slots=True)
class PrecautionRow:
    """One precaution, and what is chosen for it."""

    precaution: Precaution
    action: forms.BoundField
    how: forms.BoundField

    @property
    def is_chosen(self) -> bool:
        """Tell whether something is chosen for it, or wrongly is not."""
        return bool(self.action.value() or self.action.errors or self.how.errors)


class ExerciseForm(forms.Form):
    """The fields are those of an item record; the knowledge gives the choices."""

    name = forms.CharField(max_length=80, label="Name", help_text="What patients read: “Table slide”.")
    kind = forms.ChoiceField(choices=_words(ItemKind), label="Kind")
    family = forms.ChoiceField(
        choices=_words(Item.model_fields["family"].annotation),
        label="Family",
        help_text="A plan takes few from each family. It decides what must speak against the exercise, too.",
    )
    direction = forms.ChoiceField(
        choices=_words(Direction), label="The back moves into", help_text="Neutral: it stays as it is."
    )
    targets = forms.CharField(
        label="Tissues it is for",
        max_length=200,
        help_text="Separated by commas: gluteus medius, piriformis.",
    )
    equipment = forms.MultipleChoiceField(
        choices=[(name, spaced(name)) for name in sorted(EQUIPMENT)],
        label="Equipment",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Beyond what every home has: a chair, a wall, a towel.",
    )
    start = forms.CharField(
        label="Starting position", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    steps = forms.CharField(
        label="Steps",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Two to five, each on a line of its own.",
    )
    feel = forms.CharField(label="What it should feel like", max_length=200)
    stop_if = forms.CharField(
        label="Stop if", max_length=300, help_text="“pain spreads further down your leg”"
    )
    sets = forms.IntegerField(min_value=1, max_value=10, label="Sets")
    repetitions = forms.IntegerField(min_value=1, max_value=40, label="Repetitions")
    hold_s = forms.FloatField(min_value=0.1, max_value=900, required=False, label="Hold, in seconds")
    each_side = forms.BooleanField(required=False, label="On each side")
    times_a_day = forms.IntegerField(min_value=1, max_value=8, label="Times a day")
    days_a_week = forms.IntegerField(min_value=1, max_value=7, label="Days a week")
    minutes = forms.FloatField(min_value=0.1, max_value=45, label="Minutes of one session")
    dose_text = forms.CharField(
        label="The dose in words", max_length=200, help_text="“8 slides, 5 seconds each, twice a day”"
    )
    easier = forms.CharField(label="Easier", max_length=300)
    harder = forms.CharField(label="Harder", max_length=300)
    progression = forms.CharField(
        label="Progression", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    indicated_as = forms.ChoiceField(required=False, label="Offer it only when")
    interventions = forms.MultipleChoiceField(
        label="Rests on the evidence for", widget=forms.CheckboxSelectMultiple
    )
    evidence = forms.ChoiceField(
        choices=[(word, CERTAINTIES[word]) for word in reversed(MOST_CERTAIN)], label="How certain that is"
    )
    rationale = forms.CharField(
        label="Why you offer it",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Shown wherever the exercise is explained to staff.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, knowledge: Knowledge, stored: Item | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._knowledge = knowledge
        self._stored = stored
        indications: Choices = [("", "always"), *_indications(knowledge)]
        if stored is not None and stored.indicated is not None:
            indications.insert(1, (KEEP, f"as now: {_short(str(in_words(stored.indicated, knowledge)))}"))
            self.initial.setdefault("indicated_as", KEEP)
        self._choose("indicated_as", indications)
        self._choose(
            "interventions",
            sorted(((one.id, one.name) for one in knowledge.interventions.values()), key=_name),
        )
        served = sorted(((one.id, one.name) for one in knowledge.contributors.values()), key=_name)
        self._rows = range(1, self._how_many_rows() + 1)
        for place in self._rows:
            must = place == 1
            self.fields[f"serves_{place}"] = forms.ChoiceField(
                choices=[("", "-"), *served], required=must, label=f"Helps with, {place}"
            )
            self.fields[f"benefit_{place}"] = forms.ChoiceField(
                choices=BENEFITS_TO_CHOOSE, required=must, initial="2", label=f"How much, {place}"
            )
            self.fields[f"why_{place}"] = forms.CharField(
                max_length=200, required=must, label=f"Why, in plain words, {place}"
            )
        for code, precaution in knowledge.precautions.items():
            self.fields[f"precaution_{code}"] = forms.ChoiceField(
                choices=ACTIONS, required=False, label=precaution.name
            )
            self.fields[f"how_{code}"] = forms.CharField(
                max_length=300,
                required=False,
                label=f"How, or what instead: {precaution.name}",
                widget=forms.TextInput(attrs={"placeholder": "How, or what instead"}),
            )
        for field in self.fields.values():
            field.error_messages["required"] = f"Fill in “{field.label}”."

    def _how_many_rows(self) -> int:
        given = self.data if self.is_bound else self.initial
        filled = [place for place in range(1, MOST_ROWS + 1) if given.get(f"serves_{place}")]
        return min(max([FEWEST_ROWS, *(place + 2 for place in filled)]), MOST_ROWS)

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def served_rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Yield the fields of what it helps with, row by row."""
        for place in self._rows:
            yield self[f"serves_{place}"], self[f"benefit_{place}"], self[f"why_{place}"]

    def precaution_rows(self) -> list[PrecautionRow]:
        """Return the precautions with their fields."""
        return [
            PrecautionRow(precaution, self[f"precaution_{code}"], self[f"how_{code}"])
            for code, precaution in self._knowledge.precautions.items()
        ]

    def clean_steps(self) -> tuple[str, ...]:
        """Read a step from each line."""
        steps = tuple(line.strip() for line in self.cleaned_data["steps"].splitlines() if line.strip())
        if not 2 <= len(steps) <= 5:  # noqa: PLR2004 -- what the record allows, said in the hint
            raise forms.ValidationError("Write two to five steps, each on a line of its own.")
        return steps

    def clean(self) -> None:
        """Put the record together and hold it against the knowledge."""
        for code in self._knowledge.precautions:
            if (
                self.cleaned_data.get(f"precaution_{code}") == "modify"
                and not self.cleaned_data[f"how_{code}"]
            ):
                self.add_error(f"how_{code}", "Say how it is done differently.")
        if self.errors:
            return
        try:
            self.item = self._item()
            text = write_local_items("-", [self.item])
            read_local_items(self._knowledge, text)
        except ValidationError as error:
            for detail in error.errors():
                self._wrong(".".join(map(str, detail["loc"])), detail["msg"] + ".")
        except KnowledgeError as error:
            for problem in error.problems:
                self._wrong(problem.where.partition("items.0.")[2], problem.what)

    def _wrong(self, path: str, what: str) -> None:
        """Put a problem next to the field it is about."""
        first, _, rest = path.partition(".")
        field = {"dose": rest, "serves": "serves_1", "indicated": "indicated_as", "id": "name"}.get(
            first, first
        )
        if first == "precautions":
            code = re.search(r"under '([a-z0-9-]+)'", what)
            field = f"precaution_{code[1]}" if code else ""
            what = f"{what} Choose “leave it out”." if code else what
        self.add_error(field if field in self.fields else None, what)

    def _item(self) -> Item:
        values = self.cleaned_data
        like = self._knowledge.items.get(values["indicated_as"])
        stored = self._stored
        indicated = like.indicated if like else None
        if values["indicated_as"] == KEEP and stored is not None:
            indicated = stored.indicated
        return Item(
            id=stored.id if stored else PREFIX + slugify(values["name"]),
            name=values["name"],
            kind=values["kind"],
            family=values["family"],
            targets=tuple(part.strip() for part in values["targets"].split(",") if part.strip()),
            serves=tuple(self._serves()),
            direction=values["direction"],
            equipment=tuple(values["equipment"]),
            dose=Dose(**{name: values[name] for name in _DOSE}, text=values["dose_text"]),
            precautions=tuple(self._precautions()),
            indicated=indicated,
            interventions=tuple(values["interventions"]),
            status="judgement",
            cite=stored.cite if stored else (),
            **{name: values[name] for name in _AS_THEY_ARE},
        )

    def _serves(self) -> Iterator[Any]:
        values = self.cleaned_data
        for place in self._rows:
            if values[f"serves_{place}"]:
                yield {
                    "contributor": values[f"serves_{place}"],
                    "benefit": int(values[f"benefit_{place}"] or 1),
                    "why": values[f"why_{place}"],
                }

    def _precautions(self) -> Iterator[Any]:
        for code in self._knowledge.precautions:
            action = self.cleaned_data[f"precaution_{code}"]
            if action:
                how = self.cleaned_data[f"how_{code}"]
                yield {"code": code, "action": action, **({"instead": how} if how else {})}


_AS_THEY_ARE = (
    "start", "steps", "feel", "stop_if", "easier", "harder", "progression", "evidence", "rationale",
)  # fmt: skip


def filled_from(item: Item) -> dict[str, Any]:
    """Return what the form shows of a record."""
    values: dict[str, Any] = {
        name: getattr(item, name)
        for name in ("name", "kind", "family", "direction", "equipment", "interventions", *_AS_THEY_ARE)
    }
    values |= {name: _whole(getattr(item.dose, name)) for name in _DOSE} | {"dose_text": item.dose.text}
    values |= {"targets": ", ".join(item.targets), "steps": "\n".join(item.steps)}
    for place, served in enumerate(item.serves, 1):
        values |= {
            f"serves_{place}": served.contributor,
            f"benefit_{place}": str(served.benefit),
            f"why_{place}": served.why,
        }
    for one in item.precautions:
        values |= {f"precaution_{one.code}": one.action, f"how_{one.code}": one.instead or ""}
    return values


def _whole(value: Any) -> Any:
    """Write 10.0 as people do."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _indications(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for item in knowledge.items.values():
        if item.indicated is not None and not item.id.startswith(PREFIX):
            yield item.id, f"as for {item.name}: {_short(str(in_words(item.indicated, knowledge)))}"


def _short(words: str) -> str:
    return shorten(words, 90, placeholder=" ...")


def _name(choice: tuple[str, str]) -> str:
    return choice[1].lower()
