"""Who saw or changed what. The database itself refuses to change or delete an event."""

from django.db import models

from psoas.web.models.clinics import Clinic


class AuditEvent(models.Model):
    """One thing that happened. It names a patient by key only, so it outlives their erasure.

    Each event carries the digest of the one before it: what is missing or changed shows.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="audit_events")
    number = models.PositiveBigIntegerField()  # counts from 1 in each clinic
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)  # staff, patient, system
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, blank=True)  # of staff only
    action = models.CharField(max_length=60)
    person_key = models.UUIDField(null=True, db_index=True)
    target = models.CharField(max_length=120, blank=True)
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["clinic", "number"], name="audit_counts_up")]


class AuditHead(models.Model):
    """The end of a clinic's chain; locked while an event is added."""

    clinic = models.OneToOneField(Clinic, on_delete=models.PROTECT, related_name="audit_head")
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
