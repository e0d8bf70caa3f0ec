"""The plan clinician and patient agreed on, and the notes of the sessions given under it."""

from django.db import models

from psoas.web.models.clinics import User
from psoas.web.models.visits import Visit


class CarePlan(models.Model):
    """The plan of a visit: proposed by the engine, edited and approved by a clinician."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="plan")
    # what the clinician changed against the proposal: chosen items in order, doses, minutes, notes
    content = models.JSONField(default=dict)
    knowledge_fingerprint = models.CharField(max_length=16)
    edited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    edited_at = models.DateTimeField(auto_now=True)
    approved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    massage_accepted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    massage_accepted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)  # open under the patient's link
    review_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)


class SessionNote(models.Model):
    """What a therapist did in one session, in their own words. Never changed; a later note corrects."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="session_notes")
    text = models.TextField(max_length=4000)
    written_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-written_at"]
