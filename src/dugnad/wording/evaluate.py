"""How well the reading agrees with texts that people have labelled: precision, recall, and the errors themselves.

A row labelled doubtful is left out; an answer of doubtful to a certain label is a miss; how often a none-label was
answered with doubtful stands beside.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from dugnad.wording.language import language_of
from dugnad.wording.read import read_text
from dugnad.wording.verdict import Verdict

Subject = Literal["environment", "social"]
Split = Literal["all", "train", "held"]
SURE_95 = 1.959964
HELD_PERCENT = 30
NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled text."""

    line: int
    language: str
    name: str
    description: str
    environment: str
    environment_scope: str
    topic: str
    social: str


@dataclass(frozen=True, slots=True)
class Share:
    """A share of `of`, with its Wilson interval at 95 %."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the true one lies, in 95 of 100 samples."""
        if not self.of:
            return None
        share, square = self.count / self.of, SURE_95**2
        middle = share + square / (2 * self.of)
        reach = SURE_95 * sqrt(share * (1 - share) / self.of + square / (4 * self.of**2))
        below = 1 + square / self.of
        return max(0.0, (middle - reach) / below), min(1.0, (middle + reach) / below)


@dataclass(frozen=True, slots=True)
class Score:
    """The agreement on one subject in one language (or in all)."""

    language: str
    subject: Subject
    rows: int
    precision: Share
    recall: Share
    doubtful_of_none: Share

    @property
    def false_positives(self) -> int:
        return self.precision.of - self.precision.count

    @property
    def misses(self) -> int:
        return self.recall.of - self.recall.count


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A labelled text that was read otherwise."""

    kind: Literal["false positive", "miss", "doubtful on none"]
    subject: Subject
    labelled: Labelled
    verdict: Verdict


def is_held_out(name: str, description: str) -> bool:
    """Does the text belong to the part that no word list was written from? Equal letters, same part."""
    letters = NOT_LETTERS.sub(" ", f"{name} {description}".lower()).strip()
    return int(hashlib.sha256(letters.encode()).hexdigest()[:8], 16) % 100 < HELD_PERCENT


def labelled_rows(rows: Iterable[Mapping[str, str]], part: Split = "all") -> list[Labelled]:
    """The rows of a label file (`env_scope` is read as `environment_scope`), or one part of them."""
    found = []
    for line, row in enumerate(rows, start=2):
        name, description = row.get("name") or "", row.get("description") or ""
        if part != "all" and is_held_out(name, description) != (part == "held"):
            continue
        found.append(
            Labelled(
                line=line,
                language=(row.get("language") or "").lower(),
                name=name,
                description=description,
                environment=row.get("environment") or "none",
                environment_scope=row.get("environment_scope") or row.get("env_scope") or "",
                topic=row.get("topic") or "",
                social=row.get("social") or "none",
            )
        )
    return found


def read_all(rows: Iterable[Labelled]) -> list[tuple[Labelled, Verdict]]:
    """Every row with its verdict."""
    return [(row, read_text(row.language, row.name, row.description)) for row in rows]


def scores(read: list[tuple[Labelled, Verdict]], subject: Subject) -> list[Score]:
    """The agreement on one subject: all rows, the languages with full word lists together, then each language."""
    full = [pair for pair in read if (known := language_of(pair[0].language)) is not None and known.is_full]
    by_language: dict[str, list[tuple[Labelled, Verdict]]] = {}
    for pair in read:
        by_language.setdefault(pair[0].language, []).append(pair)
    groups = [("all", read), ("full lists", full), *sorted(by_language.items())]
    return [score(pairs, subject, name) for name, pairs in groups]


def score(read: list[tuple[Labelled, Verdict]], subject: Subject, name: str) -> Score:
    """The agreement on one subject in these rows."""
    pairs = [(getattr(row, subject), getattr(verdict, subject)) for row, verdict in read]
    right = pairs.count(("certain", "certain"))
    answered = right + pairs.count(("none", "certain"))
    labelled = sum(label == "certain" for label, _ in pairs)
    none = sum(label == "none" for label, _ in pairs)
    return Score(
        language=name,
        subject=subject,
        rows=len(pairs),
        precision=Share(right, answered),
        recall=Share(right, labelled),
        doubtful_of_none=Share(pairs.count(("none", "doubtful")), none),
    )


def disagreements(read: list[tuple[Labelled, Verdict]], subject: Subject) -> list[Disagreement]:
    """The errors, false positives first."""
    kinds: dict[tuple[str, str], Literal["false positive", "miss", "doubtful on none"]] = {
        ("none", "certain"): "false positive",
        ("certain", "none"): "miss",
        ("certain", "doubtful"): "miss",
        ("none", "doubtful"): "doubtful on none",
    }
    found = [
        Disagreement(kind, subject, row, verdict)
        for row, verdict in read
        if (kind := kinds.get((getattr(row, subject), getattr(verdict, subject)))) is not None
    ]
    order = ("false positive", "miss", "doubtful on none")
    return sorted(found, key=lambda item: (order.index(item.kind), item.labelled.line))
