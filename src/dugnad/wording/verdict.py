"""What one text says of environmental and social responsibility, with the words that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Certainty = Literal["certain", "doubtful", "none"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the deciding words stand: code points, `term == text[start:end]` of that field."""

    field: Literal["name", "description"]
    start: int
    end: int
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The reading of one criterion's name and description."""

    environment: Certainty
    environment_scope: Literal["whole", "part"] | None
    topic: str | None
    social: Certainty
    evidence: tuple[Evidence, ...]
    stated_percent: float | None
    """Share of the lot, 0-100, that the text itself gives: to the whole criterion (scope whole, or not environmental),
    or to its environmental part (scope part). None where no share can be attributed."""
    stated_percent_of_criterion: float | None = None
    """Scope part: the environmental element's share of its criterion, where the text gives sub-shares only."""
    stated_total: float | None = None
    """The sum of those sub-shares: 100 where they part the criterion, its weight where they are shares of the lot."""
    stated_range: tuple[float, float] | None = None
    """Low and high end of the share that the text gives to the whole criterion; then stated_percent is None."""
    is_cut: bool = False
    """The text was longer than what is read (20 000 code points of each field)."""
