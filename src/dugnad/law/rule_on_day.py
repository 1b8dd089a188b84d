"""One rule, number or code as it stood on a day: what the law page and `dugnad law show` tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dugnad.law.finding import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOnDay:
    """One rule, number or code as it stood on the day. A duty is a rule other than the climate rule."""

    id: str
    kind: Literal["rule", "duty", "number", "code"]
    names: dict[str, str]
    text: dict[str, str]
    value: float | None
    unit: str
    norm: str
    citation: str
    href: str
    mark: Mark
    mark_words: dict[str, str]
    """What the screen says of the mark; empty texts where the fact was read in an official text."""
    since: date
    until: date | None
    missing: str
    """Why the value is not known, or what else was not found; empty where nothing is missing."""
    rule: str = ""
    """The rule that judges by it, such as wages.clause; empty for numbers and codes."""
    subject: str = ""
    """The subject that a duty is told under (content/law/hard/subjects.yaml)."""
    missing_words: dict[str, str] = field(default_factory=dict)
    """`missing` in every language, where it is written in all of them."""
    is_judged: bool = True
    """False where no rule of law was found: it is listed, and nothing is judged by it."""
