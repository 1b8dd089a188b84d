"""A question to a desk as it was asked, before anybody has looked at it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

ROLES = ("buyer", "leader", "politician", "supplier", "other")
"""Who asks, for the figures of whom a desk reaches; "" where it was not said."""
CHANNELS = ("web", "mail", "letter", "desk")
CONTEXTS = (
    "criterion", "group", "finding", "notice", "body", "letter", "check", "reasons", "wizard", "law", "answer", "case",
    "earlier",
)  # fmt: skip
"""What a question may be asked from; its id, title and path are kept with it."""
MOST_TEXT = 10_000
MOST_TITLE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What somebody wants to know. Only the text is needed."""

    text: str
    title: str = ""
    body_told: str = ""
    county: str = ""
    """As told, where no body of the register says it."""
    name: str = ""
    email: str = ""
    role: str = ""
    language: str = "nb"
    cpv: str = ""
    group: str = ""
    deadline: date | None = None
    context: Mapping[str, str] = field(default_factory=dict)
    channel: str = "web"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a question: its name as given, and its bytes."""

    name: str
    raw: bytes


GREETING = re.compile(
    r"(?:(?i:hei|heisann|hallo|god (?:dag|morgen|morgon|kveld)|kjære|hello|hi|dear)"
    r"(?: (?i:alle(?: sammen| saman)?|dere|de|der|igjen|på dere|all|støttet\w+)| [A-ZÆØÅ][\w-]+){0,3})\s*[!.,:)-]*"
)
"""A line that only greets."""


def title_of(text: str, most: int = MOST_TITLE) -> str:
    """A title where none was given: the first sentence or line, cut at a word."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    line = next((line for line in lines if not GREETING.fullmatch(line)), lines[0] if lines else "")
    for end in ("? ", ". ", "! "):
        head, found, _ = line.partition(end)
        if found and len(head) >= most // 8:
            line = head + found.strip()
            break
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
