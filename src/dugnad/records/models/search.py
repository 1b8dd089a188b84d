"""What full-text search reads and remembers (*søk*): the words of published things, and what people looked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SearchText(models.Model):
    """One published thing as search reads it. The full-text index lies on `head` and `stems` (see migration 0006).

    Made from what everybody may read, and only from that: a draft, a withdrawn or an internal thing has no row.
    """

    kind = models.CharField(max_length=10)
    """answer, criterion, group, law, case, event, agreement, page."""
    key = models.CharField(max_length=120)
    language = models.CharField(max_length=2, blank=True)
    """The language of its words; empty where it is written in all of the site's."""
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    """Its words by language, which the excerpt is taken from."""
    path = models.CharField(max_length=300)
    """In bokmål, which has no prefix."""
    head = models.TextField()
    """Stems of the title: they count more."""
    stems = models.TextField()
    lead = models.TextField(blank=True)
    """Stems of what it says first, an answer in short: they count less than the title and more than the rest."""
    is_stale = models.BooleanField(default=False)
    is_checked = models.BooleanField(default=True)
    """False: what it says was not read in its source ("ikke kontrollert")."""
    until = models.DateField(null=True, blank=True)
    """The last day it is found, for what passes."""
    mark = models.CharField(max_length=64, blank=True)
    """Checksum of what it was made from: an unchanged one is left alone."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchWord(models.Model):
    """A stem that stands in the search texts, and in how many: what misspelt words are compared with."""

    stem = models.CharField(max_length=60, primary_key=True)
    shown = models.CharField(max_length=60)
    """A word of this stem as it is written."""
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.stem


class SearchState(models.Model):
    """How the index stands: one row. Whoever changes the index holds it meanwhile."""

    texts = models.PositiveIntegerField(default=0)
    vocabulary = models.CharField(max_length=32, blank=True)
    """Another sign each time the stock of words changes, so that a process knows when to read it anew."""

    def __str__(self) -> str:
        return f"{self.texts}"


class Sought(models.Model):
    """What people searched for, by stems and day: never who, and nothing that looks like a name or number."""

    on = models.DateField()
    stems = models.CharField(max_length=200)
    """In order; a word that nobody has published stands as a digest under the installation's key."""
    shown = models.CharField(max_length=200)
    """The words that may be read: those that are published, and others once several have used them."""
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
