"""What a remark about a file is called on screen, by its code: content/check/remarks.yaml."""

from __future__ import annotations

import re
from functools import cache

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")
PAGES = re.compile(r": page (\d+(?:, \d+)*)")
"""As the readers' own messages name the pages."""


def told(code: str, language: str, *, file: str, message: str) -> str:
    """The remark in the language; its own (English) message where the code has no text."""
    text = remarks().get(code, {}).get(language)
    if not text:
        return message
    pages = PAGES.search(message)
    return text.replace("{pages}", f" ({pages.group(1)})" if pages else "").replace("{file}", file).removeprefix(": ")


@cache
def remarks() -> dict[str, dict[str, str]]:
    """Texts by code, then by language."""
    texts: dict[str, dict[str, str]] = read_yaml(content_path("check/remarks.yaml"))["remarks"]
    return texts


def check_remarks() -> list[ContentError]:
    """Every remark has a text in every language."""
    file = content_path("check/remarks.yaml")
    return [
        ContentError(place(file), None, f"{code} has no text in {language}.", "Write one.")
        for code, texts in remarks().items()
        for language in LANGUAGES
        if not texts.get(language)
    ]
