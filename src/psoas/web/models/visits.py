"""The clinical record: one visit holds what is known at one moment, a case put together from its parts.

What was asked and examined is stored row by row, so that two people can record at the same time; a finding
without a row is not examined.
"""

import uuid

from django.db import models

from psoas.web.models.clinics import User
from psoas.web.models.people import Person


class Visit(models.Model):
    """One visit, from the patient's own answers to the signed assessment."""

    class Stage(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", "Questions sent"  # the patient has a link, or is answering
        WAITING = "waiting", "Waiting"  # the answers are in
        SEEN = "seen", "Being seen"
        SIGNED = "signed", "Signed"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visits")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.ASKED)
    clinician = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=5, default="en")
    consented_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # when the patient sent their answers
    # the parts of a case file that are not findings: person, complaint, function, work, wishes
    told = models.JSONField(default=dict)
    impression = models.JSONField(null=True, blank=True)  # contributor ids, before anything was shown
    impression_at = models.DateTimeField(null=True, blank=True)
    impression_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # worked out anew at every change, so that lists need not assess everybody
    disposition = models.CharField(max_length=10, default="incomplete")
    leading = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-day", "-number"]
        constraints = [models.UniqueConstraint(fields=["person", "number"], name="one_visit_a_number")]
        indexes = [models.Index(fields=["stage", "updated_at"])]


class Observation(models.Model):
    """A finding that was observed on a side, or without one; no row: not examined."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="observations")
    finding = models.CharField(max_length=80)
    side = models.CharField(max_length=5, blank=True)
    present = models.BooleanField(null=True)  # nothing only for numbers without a cut-off
    value = models.FloatField(null=True, blank=True)
    told_by_patient = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "finding", "side"], name="one_observation_a_side"),
            models.CheckConstraint(condition=models.Q(side__in=["", "left", "right"]), name="side_is_known"),
            models.CheckConstraint(
                condition=models.Q(present__isnull=False) | models.Q(value__isnull=False),
                name="observed_is_present_absent_or_a_number",
            ),
        ]


class SafetyAnswer(models.Model):
    """What was ticked on a safety question. Never changed: the last one counts, the others stay."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="safety_answers")
    question = models.CharField(max_length=80)
    ticked = models.JSONField()
    answered_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]


class Opinion(models.Model):
    """What the clinician thinks of a contributor, beside what is computed, and why."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="opinions")
    contributor = models.CharField(max_length=80)
    judged = models.CharField(max_length=12)
    reason = models.TextField(max_length=2000)
    recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "contributor"], name="one_opinion_a_contributor")
        ]


class Alert(models.Model):
    """A red flag that fired on a visit, until somebody has dealt with it.

    The same rule on the same findings is raised once; when the findings change it is raised anew.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="alerts")
    rule = models.CharField(max_length=80)
    urgency = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)  # of the rule and the findings that made it fire
    raised_at = models.DateTimeField(auto_now_add=True)
    gone_at = models.DateTimeField(null=True, blank=True)  # the answers no longer make it fire
    patient_says = models.CharField(max_length=10, blank=True)  # has got help, or ticked it by mistake
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    handled_how = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "digest"], name="raised_once_a_state"),
            models.CheckConstraint(
                condition=models.Q(handled_at__isnull=True) | ~models.Q(handled_how=""),
                name="handled_says_how",
            ),
        ]
