"""Whether the shipped letters and their words can be used."""

from __future__ import annotations

import re
from typing import Any

from dugnad.content import content_path, read_yaml
from dugnad.errors import ContentError
from dugnad.plan.letter import FIELDS, LANGUAGES, letter_problems
from dugnad.plan.letter_words import FOLDER, Words

GROUPS: dict[str, tuple[str, ...]] = {
    "fields": FIELDS,
    "duty": ("shall", "invited", "supporter", "joined", "none"),
    "status": ("unknown", "little", "share"),
    "adhesion": ("joined", "withdrawn", "invited", "confirmed", "not-confirmed", "none"),
    "plan": ("in-force", "none"),
    "act": ("confirm", "join", "adopt-plan", "answer-status", "nothing"),
    "reply_by": ("day", "none"),
}  # fmt: skip
PLACES: dict[str, set[str]] = {
    "little": {"coverage"}, "share": {"numerator", "denominator", "share", "coverage"}, "day": {"day"},
    "joined": {"day"}, "withdrawn": {"day"}, "confirmed": {"day"},
}  # fmt: skip
PLACE = re.compile(r"\{([^{}]*)\}")


def check_letters() -> list[ContentError]:
    """Every fault in the letters and their words."""
    found: list[ContentError] = []
    letters = [(name, letter_faults) for name in ("dugnad", "reminder", "thanks")]
    for name, check in (*letters, ("words", word_faults)):
        file = f"content/{FOLDER}/{name}.yaml"
        try:
            words = read_yaml(content_path(f"{FOLDER}/{name}.yaml"))
        except ContentError as error:
            found.append(error)
            continue
        if not isinstance(words, dict):
            found.append(ContentError(file, None, "This file holds no named texts.", "Restore it."))
            continue
        found += [ContentError(file, None, problem, remedy) for problem, remedy in check(words)]
    return found


def letter_faults(words: Words) -> list[tuple[str, str]]:
    """What keeps a shipped letter from being used."""
    parts = [words.get(part) for part in ("subject", "text")]
    subject, text = (
        {key: str(value) for key, value in part.items()} if isinstance(part, dict) else {} for part in parts
    )
    return [
        (
            f"{one.part}, {one.language}: {one.code} {one.what}".strip() + ".",
            "Mend the text; the fields stand in words.yaml.",
        )
        for one in letter_problems(subject, text)
    ]


def word_faults(words: Words) -> list[tuple[str, str]]:
    """Sentences that are missing in a language, or whose places are not those that are filled."""
    found: list[tuple[str, str]] = []
    for group, names in GROUPS.items():
        for name in names:
            texts = (words.get(group) or {}).get(name)
            found += text_faults(f"{group}.{name}", texts, PLACES.get(name, set()))
    return found + text_faults("opt_out", words.get("opt_out"), set())


def text_faults(name: str, texts: Any, places: set[str]) -> list[tuple[str, str]]:
    """One sentence in its three languages."""
    found = []
    for language in LANGUAGES:
        text = texts.get(language) if isinstance(texts, dict) else None
        if not isinstance(text, str) or not text.strip():
            found.append((f'"{name}" lacks its text in {language}.', "Write it."))
        elif set(PLACE.findall(text)) - places or "{" in PLACE.sub("", text) or "}" in PLACE.sub("", text):
            allowed = ", ".join(sorted(places)) or "none"
            found.append((f'"{name}", {language}, has a place that nothing fills.', f"Places here: {allowed}."))
    return found
