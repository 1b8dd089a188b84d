"""A body's right of reply: its own dated words, kept as content and shown beside the findings.

One file a reply under `content/corrections/`:

    body: "999100001"
    on: 2026-05-04
    notice: id of the notice it concerns, or nothing for the whole body
    text: {nb: ..., nn: ..., en: ...}
    source: how the reply reached us
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dugnad.content import content_files, place, read_yaml
from dugnad.errors import ContentError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One reply."""

    body: str
    on: date
    notice: str
    text: dict[str, str]
    source: str


def replies(body: str, notice: str = "") -> tuple[Reply, ...]:
    """The body's replies, the newest first; with a notice, only those that concern it."""
    found = [reply for reply in every_reply() if reply.body == body and (not notice or reply.notice == notice)]
    return tuple(sorted(found, key=lambda reply: reply.on, reverse=True))


def every_reply() -> list[Reply]:
    """All replies; a file that lacks something is a fault with file and remedy."""
    found = []
    for path in content_files("corrections", "*.yaml"):
        row = read_yaml(path)
        try:
            text = {language: str(row["text"][language]) for language in ("nb", "nn", "en")}
            found.append(
                Reply(
                    body=str(row["body"]),
                    on=row["on"],
                    notice=str(row.get("notice") or ""),
                    text=text,
                    source=str(row["source"]),
                )
            )
        except (KeyError, TypeError) as error:
            problem = f"A reply lacks {error}."
            raise ContentError(place(path), None, problem, "Give body, on, text (nb, nn, en) and source.") from error
    return found
