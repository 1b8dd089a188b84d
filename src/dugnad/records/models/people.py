"""People who sign in, what each may do for whom, and the invitations that brought them here."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dugnad.records.models.register import Body

NO_ADDRESS = "uten-adresse.invalid"
"""Stands for the address of an account that has none: closed, or made by an identity provider that gave none."""


class People(BaseUserManager["Person"]):
    """What Django's own login needs to make and find an account."""

    def create_user(self, email: str, password: str | None = None, **given: Any) -> Person:
        """A new account; without a password it can only be entered by identity provider or invitation."""
        person = self.model(email=email.strip().lower(), **given)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """Addresses are one and the same in any case."""
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """One account (*bruker*). Its name and address are shown only to those it works with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="nb", choices=[("nb", "nb"), ("nn", "nn"), ("en", "en")])
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sessions = models.PositiveIntegerField(default=0)
    """Counted up when all sessions of the account are ended at once."""

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering: ClassVar[list[str]] = ["email"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="person_email_in_any_case")
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def by(self) -> str:
        """How the log names this account: never by name or address."""
        return f"person:{self.pk}"

    @property
    def has_address(self) -> bool:
        """Is there an address to write to?"""
        return not self.email.endswith(f"@{NO_ADDRESS}")

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        """What a session must agree with: it ends when the password changes or all sessions are ended."""
        known = f"{self.password}|{self.sessions}"
        return salted_hmac("dugnad.session", known, secret=secret, algorithm="sha256").hexdigest()


class RoleName(models.TextChoices):
    """What a person is here (*rolle*). Bound to a body: the first four; to a county: the next two; else the nation."""

    READER = "reader"
    BUYER = "buyer"
    CONTACT = "contact"
    LEADER = "leader"
    ADVISER = "adviser"
    GOVERNOR = "governor"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


OF_BODY = frozenset({RoleName.READER, RoleName.BUYER, RoleName.CONTACT, RoleName.LEADER})
OF_COUNTY = frozenset({RoleName.ADVISER, RoleName.GOVERNOR})
OF_NATION = frozenset({RoleName.COORDINATOR, RoleName.ADMINISTRATOR})


def place_fits_role() -> models.Q:
    """A role has the place that it is bound to, and no other."""
    no_county = models.Q(county="")
    return (
        models.Q(role__in=sorted(OF_BODY), body__isnull=False) & no_county
        | models.Q(role__in=sorted(OF_COUNTY), body__isnull=True) & ~no_county
        | models.Q(role__in=sorted(OF_NATION), body__isnull=True) & no_county
    )


class Role(models.Model):
    """A role that a person has for one body, one county or the nation, until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=15, choices=RoleName.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="roles")
    county = models.CharField(max_length=2, blank=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["role", "since"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "role", "body"], condition=models.Q(body__isnull=False), name="role_once_a_body"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "county"], condition=models.Q(body__isnull=True), name="role_once_a_county"
            ),
            models.CheckConstraint(condition=place_fits_role(), name="role_place_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.body_id or self.county or 'NO'}"


class Invitation(models.Model):
    """A personal invitation to an account and one role. The link's secret is not stored, only its hash."""

    KEPT: ClassVar[timedelta] = timedelta(days=14)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=15, choices=RoleName.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    county = models.CharField(max_length=2, blank=True)
    language = models.CharField(max_length=2, default="nb")
    secret_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="invitations_sent")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=place_fits_role(), name="invitation_place_fits")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.body_id or self.county or 'NO'}"

    @property
    def is_open(self) -> bool:
        """Can it still be accepted?"""
        return self.accepted_at is None and self.withdrawn_at is None and timezone.now() < self.expires_at
