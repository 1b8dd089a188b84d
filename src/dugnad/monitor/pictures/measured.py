"""How often the reading of words errs: the agreement with texts that people labelled, content/words/measured.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dugnad.content import content_files, place, read_yaml
from dugnad.errors import ContentError
from dugnad.wording.evaluate import Share

SUBJECTS = ("environment", "social")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredScore:
    """The agreement in one language, or in several together (`all`, `full lists`)."""

    language: str
    rows: int
    precision: Share
    recall: Share
    doubtful_of_none: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """One set of labelled texts, or the part of it that no word list was written from."""

    labels: str
    is_held_out: bool
    rows: int
    note: str
    environment: tuple[MeasuredScore, ...]
    social: tuple[MeasuredScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All measurements of one day, those on unseen texts first."""

    on: date
    sets: tuple[MeasuredSet, ...]


def measured() -> Measured | None:
    """The measurement, or None where nobody has measured yet."""
    for path in content_files("words", "measured.yaml"):
        try:
            return measured_of(read_yaml(path))
        except (KeyError, TypeError) as error:
            problem = f"The measurement lacks {error}."
            remedy = "Write measured_on, and sets with labels, part, rows, environment and social."
            raise ContentError(place(path), None, problem, remedy) from error
    return None


def measured_of(row: dict[str, Any]) -> Measured:
    """The file's content as figures."""
    sets = [set_of(one) for one in row["sets"]]
    return Measured(on=row["measured_on"], sets=tuple(sorted(sets, key=lambda one: not one.is_held_out)))


def set_of(row: dict[str, Any]) -> MeasuredSet:
    """One set."""
    environment, social = (tuple(score_of(one) for one in row[subject]) for subject in SUBJECTS)
    return MeasuredSet(
        labels=row["labels"],
        is_held_out=row["part"] == "held",
        rows=row["rows"],
        note=row.get("note") or "",
        environment=environment,
        social=social,
    )


def score_of(row: dict[str, Any]) -> MeasuredScore:
    """One language; the intervals are worked out from the counts."""
    precision, recall, doubtful = (
        Share(row[name]["count"], row[name]["of"]) for name in ("precision", "recall", "doubtful_of_none")
    )
    return MeasuredScore(
        language=row["language"], rows=row["n"], precision=precision, recall=recall, doubtful_of_none=doubtful
    )
