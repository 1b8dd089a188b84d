"""The register of public bodies (*virksomhetsregisteret*): who they are, what is asked of them, who took over whom."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Kind(models.TextChoices):
    """The kinds of bodies, as in the notices' body table."""

    MINISTRY = "ministry"
    STATE_AGENCY = "state-agency"
    STATE_ENTERPRISE = "state-enterprise"
    HEALTH = "health"
    COUNTY = "county"
    MUNICIPALITY = "municipality"
    MUNICIPAL_ENTERPRISE = "municipal-enterprise"
    INTER_MUNICIPAL = "inter-municipal"
    GOVERNOR = "governor"
    ASSOCIATION = "association"
    OTHER = "other"


class ObligationClass(models.TextChoices):
    """What the letter asks of a body (*pliktklasse*)."""

    SHALL = "shall"
    INVITED = "invited"
    SUPPORTER = "supporter"
    NONE = "none"


class Body(models.Model):
    """A public body (*virksomhet*). Never deleted: a body that ends keeps its row, its history and its successors."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    orgnr = models.CharField(max_length=9, unique=True, null=True, blank=True)
    """The organisation number; none where no source gives it (yet)."""
    slug = models.SlugField(max_length=80, unique=True)
    """The address of a body that has no number; kept when the number comes."""
    name = models.CharField(max_length=200)
    name_nn = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    also = models.JSONField(default=list)
    """Other names that the body is known by in notices."""
    kind = models.CharField(max_length=20, choices=Kind.choices)
    obligation_class = models.CharField(max_length=9, choices=ObligationClass.choices)
    class_reason = models.CharField(max_length=400, blank=True)
    """Why it has this kind and class, in a sentence (nb)."""
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    """The body it belongs to: an agency's ministry, an enterprise's municipality."""
    municipality = models.CharField(max_length=4, blank=True)
    county = models.CharField(max_length=2, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    """The last day; empty while the body exists."""
    successors = models.ManyToManyField("self", symmetrical=False, related_name="predecessors", blank=True)
    email = models.EmailField(max_length=254, blank=True)
    """The body's official post address: never a person's own."""
    website = models.URLField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="nb")
    """The form of Norwegian (or English) that letters to it are written in."""
    employees = models.PositiveIntegerField(null=True, blank=True)
    form = models.CharField(max_length=10, blank=True)
    """Organisation form (organisasjonsform) in Enhetsregisteret."""
    sector = models.CharField(max_length=10, blank=True)
    """Institutional sector code in Enhetsregisteret."""
    source = models.CharField(max_length=120, blank=True)
    origins = models.JSONField(default=dict, blank=True)
    """Who last changed a field after it was loaded from content: `import` or `person`. The content leaves those be."""
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["county", "kind"], name="body_by_county"),
            models.Index(fields=["obligation_class", "kind"], name="body_by_class"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What names the body in addresses: its number, else its slug."""
        return self.orgnr or self.slug

    @property
    def is_state(self) -> bool:
        """Does the letter oblige it (shall)?"""
        return self.obligation_class == ObligationClass.SHALL

    def called(self, language: str) -> str:
        """Its name in the language."""
        return (self.name_nn if language == "nn" else self.name_en if language == "en" else "") or self.name


class SubUnit(models.Model):
    """An office's own number (*underenhet*), or a body's earlier number: notices under it count for the body."""

    orgnr = models.CharField(max_length=9, primary_key=True)
    name = models.CharField(max_length=200)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="sub_units")
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["orgnr"]

    def __str__(self) -> str:
        return f"{self.orgnr} {self.name}"


class SettledBuyer(models.Model):
    """A buyer's name and number as seen in notices, and the body a person said it is (none: not a public body)."""

    name_seen = models.CharField(max_length=300)
    number_seen = models.CharField(max_length=60, blank=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="settled")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name_seen", "number_seen"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["name_seen", "number_seen"], name="settled_once")
        ]

    def __str__(self) -> str:
        return self.name_seen


class RegisterImport(models.Model):
    """One reading of Enhetsregisteret or a table: what it would change, and whether it was done."""

    class State(models.TextChoices):
        """Where it is. Nothing in the register changes before APPLIED."""

        WAITING = "waiting"
        PREVIEWED = "previewed"
        APPLYING = "applying"
        APPLIED = "applied"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    by = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    path = models.CharField(max_length=1000, blank=True)
    """Where the uploaded file lies until it is applied or given up."""
    sha256 = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    """How many were read, new, changed, ended, unchanged, left out; by reason."""
    preview = models.JSONField(default=list)
    """The first changes, as shown."""
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    """How far the file is read, in bytes."""
    problem = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class DeskHost(models.Model):
    """The body that a Statsforvalter has pointed out as host of its county's support desk (*vert*)."""

    county = models.CharField(max_length=2)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="hosted")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    appointed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["county", "-since"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["county"], condition=models.Q(until__isnull=True), name="one_host_a_county")
        ]

    def __str__(self) -> str:
        return f"{self.county}: {self.body_id}"
