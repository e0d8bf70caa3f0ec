"""Signed assessments, frozen with the knowledge they rest on; and visits reopened for a correction."""

from django.db import models

from psoas.web.models.clinics import User
from psoas.web.models.visits import Visit


class SignedAssessment(models.Model):
    """An assessment as it was signed. Never changed; a correction is a further one."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="signed")
    number = models.PositiveSmallIntegerField()
    document = models.JSONField()  # the whole assessment as plain data, its case and plan within
    knowledge_version = models.CharField(max_length=20)
    knowledge_fingerprint = models.CharField(max_length=16)
    psoas_version = models.CharField(max_length=20)
    note = models.TextField()  # SOAP, as edited by the clinician
    note_written = models.TextField(blank=True)  # the same before editing, as written from what was tapped
    overrides = models.JSONField(default=list)  # where the clinician decided otherwise, each with its reason
    signed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["visit", "number"], name="signed_once_a_number")]


class Reopening(models.Model):
    """Why a signed visit was opened again. What was signed before stays as it is."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="reopenings")
    after = models.PositiveSmallIntegerField()  # the number that had been signed
    reason = models.TextField(max_length=2000)
    reopened_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    reopened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["after"]
        constraints = [models.UniqueConstraint(fields=["visit", "after"], name="reopened_once_a_number")]
