"""The form of the massage session."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from psoas.care.agreed import MOST_MUSCLES
from psoas.care.massage import served_by
from psoas.knowledge.anatomy import Muscle
from psoas.knowledge.care import Technique
from psoas.web.plans.edits import Edit, massage, no_massage
from psoas.web.plans.forms import whole
from psoas.web.plans.page import served
from psoas.web.plans.planning import Planning

_PARTS = ("technique", "minutes", "side")
_SIDES = (("right", "right"), ("left", "left"), ("both", "both sides"))


@dataclass(frozen=True, slots=True)
class MuscleRow:
    """One muscle of the massage form, and its fields."""

    muscle: Muscle
    is_in_plan: bool
    ruled_out: tuple[str, ...]  # techniques, and why
    serves: str  # contributors of this patient
    fields: tuple[forms.BoundField, ...]


class MassageForm(forms.Form):
    """The massage session, a row a muscle; without a technique a muscle is not in it."""

    pressure_cap = whole("Pressure at most, of 10", 1, 10, "As the patient rates it; never above this.")

    def __init__(self, data: Mapping[str, Any] | None, *, planning: Planning, usual_cap: int) -> None:
        session = planning.agreed.massage
        rows = {one.muscle: one for one in session.work} if session else {}
        initial: dict[str, Any] = {"pressure_cap": session.pressure_cap if session else usual_cap}
        for name, one in rows.items():
            initial |= {
                f"technique-{name}": one.technique,
                f"minutes-{name}": f"{one.minutes:g}",
                f"side-{name}": one.side,
            }
        super().__init__(data, initial=initial)
        self._basis, self._rows = planning.basis, rows
        self.muscles = sorted(
            planning.knowledge.muscles.values(), key=lambda one: (one.id not in rows, one.name)
        )
        side = planning.assessment.case.complaint.side
        for muscle in self.muscles:
            allowed = [(one.id, one.name) for one in self._techniques(muscle, ruled_out=False)]
            self.fields[f"technique-{muscle.id}"] = forms.ChoiceField(
                label="Technique",
                required=False,
                choices=[("", "not in this session"), *allowed],
            )
            self.fields[f"minutes-{muscle.id}"] = forms.FloatField(
                label="Minutes",
                required=False,
                min_value=1,
                max_value=20,
                widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
            )
            self.fields[f"side-{muscle.id}"] = forms.ChoiceField(
                label="Side",
                required=False,
                choices=_SIDES,
                initial=side if side in ("right", "left") else "both",
            )

    def _techniques(self, muscle: Muscle, *, ruled_out: bool) -> list[Technique]:
        known = [self._basis.knowledge.techniques[name] for name in muscle.techniques]
        found = self._basis.found
        return [one for one in known if bool(found.excluding(one.precautions)) is ruled_out]

    def rows(self) -> Iterator[MuscleRow]:
        """Return the rows for the page, those of the plan first."""
        for muscle in self.muscles:
            against = tuple(
                f"{one.name}: {'; '.join(x.in_words for x in self._basis.found.excluding(one.precautions))}"
                for one in self._techniques(muscle, ruled_out=True)
            )
            yield MuscleRow(
                muscle,
                muscle.id in self._rows,
                against,
                served(
                    served_by(muscle, self._basis.knowledge, self._basis.strengths), self._basis.knowledge
                ),
                tuple(self[f"{part}-{muscle.id}"] for part in _PARTS),
            )

    def clean(self) -> dict[str, Any]:
        """Take the rows with a technique; each needs its minutes."""
        told = super().clean() or {}
        chosen = [one for one in self.muscles if told.get(f"technique-{one.id}")]
        for muscle in chosen:
            name = f"minutes-{muscle.id}"
            if not told.get(name) and name not in self.errors:
                self.add_error(name, f"Enter the minutes for {muscle.name}.")
        if not chosen and not self.errors:
            self.add_error(
                None, "Choose a technique for at least one muscle, or leave the massage out below."
            )
        if len(chosen) > MOST_MUSCLES:
            self.add_error(None, f"Choose {MOST_MUSCLES} muscles at most.")
        return told

    def edit(self) -> Edit:
        """Return the change; the order of the session stays, new muscles come last."""
        told = self.cleaned_data
        ordered = sorted(
            self.muscles, key=lambda one: list(self._rows).index(one.id) if one.id in self._rows else 99
        )
        rows = [
            {
                "muscle": one.id,
                "technique": told[f"technique-{one.id}"],
                "side": told[f"side-{one.id}"] or "both",
                "minutes": float(told[f"minutes-{one.id}"]),
            }
            for one in ordered
            if told[f"technique-{one.id}"]
        ]
        return massage(rows, told["pressure_cap"])


class NoMassageForm(forms.Form):
    """Why there is no massage."""

    declined = forms.CharField(
        label="Why is there no massage in this plan?",
        max_length=300,
        error_messages={"required": "Say why there is no massage."},
    )

    def edit(self) -> Edit:
        """Return the change."""
        return no_massage(self.cleaned_data["declined"])
