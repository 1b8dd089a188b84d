"""What the desks know: solved questions as public answers, and what people searched for (*kunnskap*)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from dugnad.records.models.cases import Case
from dugnad.records.models.people import Person


class Knowledge(models.Model):
    """One public question with its answer. Published words are versioned; the case is never shown."""

    class State(models.TextChoices):
        """DRAFT is the desk's own; WITHDRAWN keeps its address and says why."""

        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    number = models.PositiveIntegerField(unique=True)
    """Its address for ever: /desk/answers/NUMBER/."""
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=2, default="nb")
    question = models.CharField(max_length=300)
    details = models.TextField(blank=True)
    """What one needs to know of the situation."""
    answer = models.TextField()
    """With live references."""
    groups = models.JSONField(default=list)
    cpv = models.JSONField(default=list)
    references = models.JSONField(default=list)
    """What it rests on, as in the text: ["criterion:ID@DAY", "law:RULE", "case:ID", "answer:NUMBER"]."""
    rests_on = models.JSONField(default=dict)
    """Each reference's state when it was last reviewed, to see whether it has changed since."""
    county = models.CharField(max_length=2, blank=True)
    """The desk that answers for it; NATIONAL for the back-up desk."""
    case = models.OneToOneField(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="knowledge")
    review_by = models.DateField(null=True, blank=True)
    stale_since = models.DateField(null=True, blank=True)
    stale_because = models.JSONField(default=list)
    """The references that have changed, or ["review-by"]."""
    version = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    uses = models.PositiveIntegerField(default=0)
    """How often it was opened by people."""
    helped = models.PositiveIntegerField(default=0)
    not_helped = models.PositiveIntegerField(default=0)
    spared = models.PositiveIntegerField(default=0)
    """How often somebody who was about to ask said that this was enough."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-published_at", "-number"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "-published_at"], name="known_by_state")]

    def __str__(self) -> str:
        return f"{self.number}"


class KnowledgeVersion(models.Model):
    """The words of a public answer as they were published, one row a version; never changed."""

    knowledge = models.ForeignKey(Knowledge, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    question = models.CharField(max_length=300)
    details = models.TextField(blank=True)
    answer = models.TextField()
    references = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["knowledge", "version"], name="known_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.knowledge_id} {self.version}"


class SearchText(models.Model):
    """What full-text search reads of one published thing: the stems of its words. The index lies on it."""

    kind = models.CharField(max_length=10)
    """answer, criterion, group, law, case, event."""
    key = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="nb")
    title = models.CharField(max_length=300)
    path = models.CharField(max_length=300)
    excerpt = models.CharField(max_length=300, blank=True)
    head = models.TextField()
    """Stems of the title: they count more."""
    stems = models.TextField()
    is_stale = models.BooleanField(default=False)
    mark = models.CharField(max_length=64, blank=True)
    """Checksum of what it was made from: an unchanged one is left alone."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="search_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A stem that stands in the search texts, and in how many: what misspelt words are compared with."""

    stem = models.CharField(max_length=60, primary_key=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.stem


class Sought(models.Model):
    """What people searched for, by stems and day: never who, and nothing that looks like a name or number."""

    on = models.DateField()
    stems = models.CharField(max_length=200)
    shown = models.CharField(max_length=200)
    """The words as most people wrote them."""
    county = models.CharField(max_length=2, blank=True)
    count = models.PositiveIntegerField(default=0)
    without_answer = models.PositiveIntegerField(default=0)
    """How often nothing was found, or a case was asked all the same."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-count"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["on", "stems", "county"], name="sought_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.shown}"
