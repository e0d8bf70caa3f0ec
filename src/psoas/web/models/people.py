"""People who come for help: who they are, when they come, and the link they were given."""

import uuid

from django.db import models

from psoas.web.models.clinics import Clinic, User


class Person(models.Model):
    """A patient's identity. The clinical record hangs on it and knows it only by its key."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="people")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    birth_year = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=6, blank=True, choices=[("female", "Female"), ("male", "Male")])
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="en", choices=[("en", "English"), ("es", "Español")])
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["clinic", "name"])]

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """When somebody comes, and to whom."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appointments")
    starts_at = models.DateTimeField(db_index=True)
    minutes = models.PositiveSmallIntegerField(default=30)
    clinician = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    arrived_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]


class PatientLink(models.Model):
    """A link by which a patient opens their own questions and plan. Only its digest is stored."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
