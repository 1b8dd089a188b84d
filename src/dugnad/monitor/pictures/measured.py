"""How often the reading of words errs: the measured agreement with texts that people have labelled.

The numbers stand in content/words/measured.yaml, written by `dugnad wording --evaluate`:

    on: 2026-11-22
    sets:
      - name: {nb: ..., nn: ..., en: ...}
        held_out: true
        scores:
          - {language: nor, subject: environment, rows: 410, right: 120, answered: 122, certain: 125,
             doubtful_of_none: 3, none: 280}
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dugnad.content import content_files, place, read_yaml
from dugnad.errors import ContentError
from dugnad.wording.evaluate import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredScore:
    """The agreement in one language."""

    language: str
    subject: str
    rows: int
    precision: Share
    recall: Share
    doubtful_of_none: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredSet:
    """One set of labelled texts."""

    name: dict[str, str]
    held_out: bool
    scores: tuple[MeasuredScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All measurements of one day."""

    on: date
    sets: tuple[MeasuredSet, ...]


def measured() -> Measured | None:
    """The newest measurement, or None where nobody has measured yet."""
    for path in content_files("words", "measured.yaml"):
        try:
            return measured_of(read_yaml(path))
        except (KeyError, TypeError) as error:
            problem = f"The measurement lacks {error}."
            raise ContentError(place(path), None, problem, "Write it anew: dugnad wording --evaluate.") from error
    return None


def measured_of(row: dict[str, Any]) -> Measured:
    """The file's content as figures."""
    return Measured(on=row["on"], sets=tuple(set_of(one) for one in row["sets"]))


def set_of(row: dict[str, Any]) -> MeasuredSet:
    """One set."""
    return MeasuredSet(name=row["name"], held_out=row["held_out"], scores=tuple(score_of(one) for one in row["scores"]))


def score_of(row: dict[str, Any]) -> MeasuredScore:
    """One language."""
    return MeasuredScore(
        language=row["language"],
        subject=row["subject"],
        rows=row["rows"],
        precision=Share(row["right"], row["answered"]),
        recall=Share(row["right"], row["certain"]),
        doubtful_of_none=Share(row["doubtful_of_none"], row["none"]),
    )
