"""Clinics and the people who work in them."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class Clinic(models.Model):
    """One practice. Nothing of one clinic is ever seen by another."""

    name = models.CharField(max_length=120)
    address = models.TextField(blank=True, max_length=300)
    phone = models.CharField(blank=True, max_length=40)
    hours = models.CharField(blank=True, max_length=200)
    map_url = models.URLField(blank=True, max_length=400)
    emergency_number = models.CharField(default="911", max_length=10)
    emergency_place = models.CharField(default="the nearest emergency department", max_length=120)
    clinician = models.CharField(default="your clinician", max_length=120)  # who signs what patients read
    offers = models.JSONField(default=list, blank=True)  # complementary interventions
    own_priors = models.TextField(blank=True)  # a priors file; in front of the shipped ones
    own_items = models.TextField(blank=True)  # the clinic's own exercises; beside the shipped ones
    letter_opening = models.TextField(blank=True, max_length=2000)
    letter_closing = models.TextField(blank=True, max_length=2000)
    link_days = models.PositiveSmallIntegerField(default=7)
    requires_two_factor = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Users(BaseUserManager["User"]):
    """Makes users; who may is decided by the actions."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who can sign in once a password is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who works in a clinic, in one or several roles."""

    ROLES: ClassVar[tuple[str, ...]] = ("owner", "clinician", "therapist", "front_desk")

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="staff", null=True, blank=True)
    is_owner = models.BooleanField(default=False)
    is_clinician = models.BooleanField(default=False)
    is_therapist = models.BooleanField(default=False)
    is_front_desk = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def roles(self) -> frozenset[str]:
        """The roles held."""
        return frozenset(role for role in self.ROLES if getattr(self, f"is_{role}"))

    def has_role(self, roles: Iterable[str]) -> bool:
        """Tell whether any of the roles is held."""
        return self.is_active and not self.roles.isdisjoint(roles)
