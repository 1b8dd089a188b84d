"""What to write or change for a duty that has no clause yet: content/check/what_to_write.yaml."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")


def change_for(rule: str, language: str) -> str:
    """The step in plain words; empty where the rule has none."""
    return str(_rules().get(rule, {}).get("change", {}).get(language, ""))


def clause_for(rule: str, language: str, on: date | None = None) -> str:
    """A clause to paste and adapt; empty where the rule has none, or none that fits the law of the day."""
    told = _rules().get(rule, {})
    since = told.get("since")
    if on is not None and since is not None and on < since:
        return ""
    return str(told.get("text", {}).get(language, "")).strip()


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = read_yaml(content_path("check/what_to_write.yaml"))["rules"]
    return rules


def check_writing() -> list[ContentError]:
    """Every change, and every clause there is, stands in every language; gaps to fill stand in closed brackets."""
    file = content_path("check/what_to_write.yaml")
    faults = []
    for rule, texts in _rules().items():
        for part in ("change", "text"):
            told = texts.get(part, {} if part == "change" else None)
            missing = [language for language in LANGUAGES if not told.get(language)] if told is not None else []
            if missing:
                faults.append(
                    ContentError(place(file), None, f"{rule} lacks {part} in {', '.join(missing)}.", "Write it.")
                )
            for language, text in (told or {}).items():
                if str(text).count("[") != str(text).count("]"):
                    faults.append(
                        ContentError(place(file), None, f"{rule} ({language}): a bracket is not closed.", "Close it.")
                    )
    return faults
