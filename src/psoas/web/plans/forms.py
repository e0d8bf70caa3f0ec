"""The forms of the plan's pages."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms

from psoas.care.agreed import AgreedItem
from psoas.care.doses import Amounts, most
from psoas.care.verdicts import Verdict
from psoas.knowledge.care import Item
from psoas.knowledge.conditions import fits
from psoas.web.plans.edits import Edit, advise, change_item, frame, no_walking, walk
from psoas.web.plans.planning import Planning

MOST_GOALS = 6
A_YEAR = timedelta(days=366)
ADVICE_TOPICS = {
    "education": "Good to know",
    "walking": "Walking",
    "prevention": "Keeping it away",
    "sitting": "Sitting",
    "standing-desk": "Standing desk",
    "work": "Work",
    "lifting": "Lifting",
    "posture": "Posture",
    "sleep": "Sleep",
    "driving": "Driving",
}
"""In the order of the page; what to do in a flare-up always goes with a plan."""


def whole(label: str, least: int, most_: int, help_text: str) -> forms.IntegerField:
    """Return a field for a whole number within bounds."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most_,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class ItemForm(forms.Form):
    """Dose, days and note of one exercise; the dose of the evidence stands beside each number."""

    def __init__(self, data: Mapping[str, Any] | None, *, one: AgreedItem, item: Item) -> None:
        now, evidence, top = Amounts.of(one.dose), item.dose, most(item.dose)
        initial = {
            "sets": now.sets,
            "repetitions": now.repetitions,
            "hold_s": now.hold_s and f"{now.hold_s:g}",
            "times_a_day": now.times_a_day,
            "days_a_week": now.days_a_week,
            "days": list(one.days),
            "note": one.note,
        }
        super().__init__(data, initial=initial)
        self.identifier = one.id
        library = "In the library: {}"
        self.fields["sets"] = whole("Sets", 1, top.sets, library.format(evidence.sets))
        repetitions = "Repetitions" if evidence.hold_s is None else "Repetitions (holds)"
        self.fields["repetitions"] = whole(
            repetitions, 1, top.repetitions, library.format(evidence.repetitions)
        )
        hold = "no hold" if evidence.hold_s is None else f"{evidence.hold_s:g} seconds"
        self.fields["hold_s"] = forms.FloatField(
            label="Hold, in seconds",
            required=False,
            min_value=1,
            max_value=top.hold_s,
            help_text=library.format(hold),
            widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        )
        self.fields["times_a_day"] = whole(
            "Times a day", 1, top.times_a_day, library.format(evidence.times_a_day)
        )
        self.fields["days_a_week"] = whole(
            "Days a week", 1, top.days_a_week, library.format(evidence.days_a_week)
        )
        self.fields["days"] = forms.MultipleChoiceField(
            label="On which of the two days that take turns",
            choices=(("A", "Day A"), ("B", "Day B")),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Tick day A, day B or both."},
        )
        self.fields["note"] = forms.CharField(
            label="A note for the patient",
            required=False,
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text="In the patient's language. It stands with the exercise on the page and on paper.",
        )

    def edit(self) -> Edit:
        """Return the change."""
        told = self.cleaned_data
        amounts = Amounts(
            told["sets"], told["repetitions"], told["hold_s"], told["times_a_day"], told["days_a_week"]
        )
        return change_item(self.identifier, amounts, told["days"], told["note"])


class ReasonForm(forms.Form):
    """Why something is left out."""

    reason = forms.CharField(
        label="Why is it left out?",
        max_length=300,
        widget=forms.TextInput,
        error_messages={"required": "Say why it is left out."},
    )


class SwapForm(forms.Form):
    """What comes in the place of an exercise; what is ruled out is no choice, whatever is posted."""

    def __init__(self, data: Mapping[str, Any] | None, *, choices: tuple[Verdict, ...]) -> None:
        super().__init__(data)
        allowed = [(one.item.id, one.item.name) for one in choices if one.may_be_chosen]
        self.fields["new"] = forms.ChoiceField(
            label="Instead",
            choices=allowed,
            error_messages={
                "required": "Choose what comes instead.",
                "invalid_choice": "That cannot be chosen for this patient. Choose another.",
            },
        )
        self.fields["reason"] = forms.CharField(label="Why", required=False, max_length=300)


class FrameForm(forms.Form):
    """The time the patient has, their goals, and when to look again."""

    minutes = forms.FloatField(
        label="Minutes a day",
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    goals = forms.CharField(
        label="Goals, one a line",
        max_length=1800,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="In the patient's own words.",
        error_messages={"required": "Write at least one goal."},
    )
    review_on = forms.DateField(
        label="Review on",
        widget=forms.DateInput(attrs={"type": "date", "class": "short-date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a date, such as 2027-01-31."},
    )

    def __init__(self, data: Mapping[str, Any] | None, *, planning: Planning) -> None:
        agreed = planning.agreed
        super().__init__(
            data,
            initial={
                "minutes": f"{agreed.minutes:g}",
                "goals": "\n".join(agreed.goals),
                "review_on": agreed.review_on,
            },
        )
        self.day = planning.visit.day
        if told := planning.assessment.case.wishes.minutes_a_day:
            self.fields["minutes"].help_text = f"The patient said {told:g}."

    def clean_goals(self) -> list[str]:
        """Take one goal a line."""
        goals = [line.strip() for line in self.cleaned_data["goals"].splitlines() if line.strip()]
        if not goals:
            raise forms.ValidationError("Write at least one goal.")
        if len(goals) > MOST_GOALS:
            raise forms.ValidationError(f"Write {MOST_GOALS} goals at most.")
        return goals

    def clean_review_on(self) -> date:
        """Refuse a day before the visit, or too far away to be meant."""
        chosen: date = self.cleaned_data["review_on"]
        if not self.day < chosen <= self.day + A_YEAR:
            raise forms.ValidationError("Enter a day after the visit, within a year.")
        return chosen

    def edit(self) -> Edit:
        """Return the change."""
        told = self.cleaned_data
        return frame(told["minutes"], told["goals"], told["review_on"])


class WalkingForm(forms.Form):
    """How long the patient walks."""

    give = forms.BooleanField(label="Walking is part of the plan", required=False)
    start = forms.FloatField(
        label="Begin with, in minutes",
        required=False,
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    goal = forms.FloatField(
        label="Build up to, in minutes",
        required=False,
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, planning: Planning) -> None:
        walking = planning.agreed.walking or (planning.proposed and planning.proposed.walking)
        initial: dict[str, Any] = {"give": planning.agreed.walking is not None}
        if walking:
            initial |= {"start": f"{walking.start_minutes:g}", "goal": f"{walking.goal_minutes:g}"}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """Ask for both numbers where walking is given."""
        told = super().clean() or {}
        if told.get("give") and not self.errors:
            for name in ("start", "goal"):
                if not told.get(name):
                    self.add_error(name, "Enter the minutes.")
            if told.get("start") and told.get("goal") and told["goal"] < told["start"]:
                self.add_error("goal", "Enter a goal at least as long as the beginning.")
        return told

    def edit(self) -> Edit:
        """Return the change."""
        told = self.cleaned_data
        return walk(told["start"], told["goal"]) if told["give"] else no_walking


class NoteForm(forms.Form):
    """What was done in a session."""

    text = forms.CharField(
        label="What you did, and how it went",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write what was done."},
    )


class AdviceForm(forms.Form):
    """Which advice to give, which treatments of the clinic to offer; a group of boxes for each topic."""

    def __init__(self, data: Mapping[str, Any] | None, *, planning: Planning) -> None:
        super().__init__(data)
        agreed, knowledge = planning.agreed, planning.knowledge
        self.topics = []
        for topic, label in ADVICE_TOPICS.items():
            shown = [
                one
                for one in sorted(knowledge.advice.values(), key=lambda one: (one.order, one.id))
                if one.topic == topic and (fits(one.when, planning.basis.facts) or one.id in agreed.advice)
            ]
            if shown:
                self.topics.append(topic)
                self.fields[topic] = forms.MultipleChoiceField(
                    label=label,
                    required=False,
                    choices=[(one.id, one.text) for one in shown],
                    initial=[one.id for one in shown if one.id in agreed.advice],
                    widget=forms.CheckboxSelectMultiple,
                )
        found, clinic = planning.basis.found, planning.visit.person.clinic
        at_clinic = [
            one
            for one in knowledge.interventions.values()
            if one.offered_as == "complementary" and (one.id in clinic.offers or one.id in agreed.offers)
        ]
        ruled_out = {one.id: one.name for one in at_clinic if found.excluding(one.precautions)}
        self.fields["offers"] = forms.MultipleChoiceField(
            label="Treatments the clinic offers beside the plan",
            required=False,
            help_text=f"Ruled out for this patient: {', '.join(ruled_out.values())}." if ruled_out else "",
            choices=[
                (one.id, one.name) for one in at_clinic if one.id not in ruled_out or one.id in agreed.offers
            ],
            initial=list(agreed.offers),
            widget=forms.CheckboxSelectMultiple,
        )

    def edit(self) -> Edit:
        """Return the change."""
        told = self.cleaned_data
        return advise([one for topic in self.topics for one in told[topic]], told["offers"])
