"""The support service's desks (*støttetjeneste*): one a county, one for the nation. Empty seats stand."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from dugnad.desk.routing import load_desks
from dugnad.records.models.people import Person, Role, RoleName
from dugnad.records.models.register import Body

NATIONAL = "00"
"""The shared back-up desk: where a question goes when neither its county nor a neighbour has an adviser."""


class Desk(models.Model):
    """One desk. Its advisers are the people with the role for its county; its host stands in DeskHost."""

    county = models.CharField(max_length=2, primary_key=True)
    """The county's number; NATIONAL for the back-up desk."""
    email = models.EmailField(max_length=254, blank=True)
    """The desk's own address, where mail to it arrives; never a person's."""
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(max_length=300, blank=True)
    hours = models.JSONField(default=dict)
    """When it is open: {"1": ["09:00", "15:00"], …}, 1 is Monday; a weekday that is missing is closed."""
    answer_days = models.PositiveSmallIntegerField(default=1)
    """The promised answer time in working days."""
    closed_since = models.DateField(null=True, blank=True)
    closed_until = models.DateField(null=True, blank=True)
    """The last day of a leave or holiday, in which questions are routed elsewhere."""
    agreement = models.CharField(max_length=200, blank=True)
    """What the desk rests on: an agreement's name and case number."""
    agreement_url = models.URLField(max_length=500, blank=True)
    agreement_since = models.DateField(null=True, blank=True)
    agreement_until = models.DateField(null=True, blank=True)
    funding = models.CharField(max_length=200, blank=True)
    funding_until = models.DateField(null=True, blank=True)
    position_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    """How much of a position is paid for."""
    warned = models.JSONField(default=dict)
    """What was warned of, and at how many days before: {"agreement 2027-06-30": 90}. Nobody is warned twice."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["county"]

    def __str__(self) -> str:
        return self.county

    @property
    def is_national(self) -> bool:
        """Is it the back-up desk?"""
        return self.county == NATIONAL


class ContactNote(models.Model):
    """One contact between a desk and a body (*kontaktlogg*): a talk, a visit, a promise. It belongs to the desk."""

    class Kind(models.TextChoices):
        """How they met."""

        PHONE = "phone"
        MEETING = "meeting"
        MAIL = "mail"
        VISIT = "visit"
        OTHER = "other"

    desk = models.ForeignKey(Desk, on_delete=models.PROTECT, related_name="contacts")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="desk_contacts")
    on = models.DateField()
    kind = models.CharField(max_length=7, choices=Kind.choices)
    text = models.TextField(max_length=4000)
    agreed = models.TextField(max_length=2000, blank=True)
    """What the two agreed on."""
    promise = models.CharField(max_length=300, blank=True)
    """What the desk promised to do."""
    promised_by = models.DateField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    follow_up_by = models.DateField(null=True, blank=True)
    """When the desk means to be in touch again."""
    followed_at = models.DateTimeField(null=True, blank=True)
    is_shared = models.BooleanField(default=False)
    """The body's own contact and leader read it too: its text never, but what was agreed and promised."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["body", "-on"], name="contact_by_body"),
            models.Index(fields=["desk", "-on"], name="contact_by_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.body_id} {self.on}"


class TakenOver(models.Model):
    """One thing that came with another installation's handover file (*overtatt*), so that it never comes twice."""

    source = models.CharField(max_length=32)
    """The installation that the file came from."""
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=64)
    """What it was known by there."""
    here = models.CharField(max_length=64)
    """What it is known by here."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "kind", "key"], name="taken_over_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Preference(models.Model):
    """How somebody wants to be told of what happens at a desk (*varsling*): at once, once a day, or not at all."""

    class Told(models.TextChoices):
        """When a mail comes."""

        AT_ONCE = "at-once"
        DIGEST = "digest"
        NONE = "none"

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="preference")
    told = models.CharField(max_length=7, choices=Told.choices, default=Told.AT_ONCE)
    digest_at = models.DateTimeField(null=True, blank=True)
    """When the last digest went."""

    def __str__(self) -> str:
        return f"{self.person_id}: {self.told}"


def open_desks(on: date) -> frozenset[str]:
    """The counties whose desk somebody sits at on the day: it has an adviser, and is not closed for a while."""
    staffed = set(
        Role.objects.filter(role=RoleName.ADVISER, person__is_active=True).values_list("county", flat=True).distinct()
    )
    closed = set(Desk.objects.filter(closed_since__lte=on, closed_until__gte=on).values_list("county", flat=True))
    return frozenset((staffed & set(load_desks().neighbours)) - closed)


def has_anybody(county: str) -> bool:
    """Is there somebody who can answer at the desk, so that a time can be promised?"""
    return working_at(county).exists()


def advisers_of(county: str) -> list[Person]:
    """Who works at a desk; at the national one the coordinators too."""
    return list(working_at(county).distinct().order_by("name", "pk"))


def working_at(county: str) -> models.QuerySet[Person]:
    """Them, in no order, and perhaps more than once."""
    people = Person.objects.filter(is_active=True, roles__role=RoleName.ADVISER, roles__county=county)
    if county == NATIONAL:
        people = people | Person.objects.filter(is_active=True, roles__role=RoleName.COORDINATOR)
    return people


def unstaffed_desks() -> frozenset[str]:
    """Desks where nobody works, whether they are open or not."""
    working = Role.objects.filter(person__is_active=True)
    staffed = set(working.filter(role=RoleName.ADVISER).values_list("county", flat=True))
    if working.filter(role=RoleName.COORDINATOR).exists():
        staffed.add(NATIONAL)
    return frozenset(Desk.objects.values_list("county", flat=True)) - staffed
