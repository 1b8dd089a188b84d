"""What the desks know: solved questions as public answers (*kunnskap*)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.db import models

from dugnad.records.models.cases import Case
from dugnad.records.models.people import Person

OLDER = "language:"
"""Before a language in `Knowledge.rests_on`: its text is older than another's."""


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """What an answer says in one language."""

    language: str
    question: str
    details: str
    short: str
    answer: str


class Knowledge(models.Model):
    """One public question with its answer. Published words are versioned; the case is never shown."""

    class State(models.TextChoices):
        """DRAFT is the desk's own; WITHDRAWN keeps its address and says why."""

        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    """What it is known by wherever it is handed over to: its number may be another there."""
    number = models.PositiveIntegerField(unique=True)
    """Its address for ever: /desk/answers/NUMBER/."""
    shipped = models.CharField(max_length=80, blank=True, db_index=True)
    """The file it came with, for answers that content ships; "" for a desk's own."""
    shipped_mark = models.CharField(max_length=64, blank=True)
    """Checksum of the shipped words when they were last loaded: what a desk has changed since stays."""
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    language = models.CharField(max_length=2, default="nb")
    question = models.CharField(max_length=300)
    details = models.TextField(blank=True)
    """What one needs to know of the situation."""
    short = models.TextField(blank=True)
    """The answer in one or two sentences; it stands first."""
    answer = models.TextField()
    """With live references."""
    translations = models.JSONField(default=dict)
    """The same in other languages: {"nn": {"question": …, "details": …, "short": …, "answer": …}}."""
    subject = models.CharField(max_length=40, blank=True, db_index=True)
    """What it is about, one of content/desk/subjects.yaml."""
    groups = models.JSONField(default=list)
    cpv = models.JSONField(default=list)
    references = models.JSONField(default=list)
    """What it rests on, as in the text: ["criterion:ID@DAY", "law:RULE", "case:ID", "answer:NUMBER"]."""
    rests_on = models.JSONField(default=dict)
    """Each reference's state when it was last reviewed, to see whether it has changed since; and for each language that
    has not followed what was written in another since, which ("language:nn": "nb")."""
    county = models.CharField(max_length=2, blank=True)
    """The desk that answers for it; NATIONAL for the back-up desk."""
    case = models.OneToOneField(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="knowledge")
    reviewed_on = models.DateField(null=True, blank=True)
    """When somebody last read it against what it rests on: it holds for that day."""
    review_by = models.DateField(null=True, blank=True)
    stale_since = models.DateField(null=True, blank=True)
    stale_because = models.JSONField(default=list)
    """The references that have changed, or ["review-by"]."""
    kept = models.JSONField(default=list)
    """What looked like a name and stays, with the adviser's reason: [{"sort": …, "text": …, "reason": …}]. For the
    desk alone."""
    version = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    uses = models.PositiveIntegerField(default=0)
    """How often it was opened by people, sent as part of an answer, or enough to end a case."""
    helped = models.PositiveIntegerField(default=0)
    not_helped = models.PositiveIntegerField(default=0)
    spared = models.PositiveIntegerField(default=0)
    """How often somebody who was about to ask said that this was enough."""
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-published_at", "-number"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-published_at"], name="known_by_state"),
            models.Index(fields=["state", "-uses"], name="known_by_use"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def origin(self) -> str:
        """Was it asked at a desk, or written beforehand and shipped?"""
        return "written" if self.shipped else "asked"

    @property
    def older(self) -> dict[str, str]:
        """The languages whose text is older than that of another, each with the one that is newer."""
        return {key.removeprefix(OLDER): one for key, one in self.rests_on.items() if key.startswith(OLDER)}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it stands in, its own first."""
        return (self.language, *sorted(set(self.translations) - {self.language}))

    def words_in(self, language: str) -> AnswerWords:
        """What it says in the language; in its own where it does not stand in that."""
        told = self.translations.get(language) if language != self.language else None
        if told:
            return AnswerWords(
                language, told["question"], told.get("details", ""), told.get("short", ""), told["answer"]
            )
        return AnswerWords(self.language, self.question, self.details, self.short, self.answer)


class KnowledgeVersion(models.Model):
    """The words of a public answer as they were published, one row a version; never changed, only emptied."""

    knowledge = models.ForeignKey(Knowledge, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    question = models.CharField(max_length=300)
    details = models.TextField(blank=True)
    short = models.TextField(blank=True)
    answer = models.TextField()
    translations = models.JSONField(default=dict)
    references = models.JSONField(default=list)
    at = models.DateTimeField()
    blanked_on = models.DateField(null=True, blank=True)
    """When its words were taken away, as they should never have been published. Number and day stay."""
    blanked_because = models.CharField(max_length=200, blank=True)
    """The reason, for everybody."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["knowledge", "version"], name="known_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.knowledge_id} {self.version}"
