"""Two places in the documents that cannot both be right, said in words."""

from __future__ import annotations

from functools import cache

from dugnad.content import content_path, place, read_yaml
from dugnad.documents.found import Contradiction, Quote
from dugnad.errors import ContentError

FILE = "documents/contradictions.yaml"
LARGE = 10_000
LANGUAGES = ("nb", "nn", "en")


@cache
def _messages() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = read_yaml(content_path(FILE))["messages"]
    return found


def contradiction(
    code: str, quotes: tuple[Quote, ...], *, lot: str = "", name: str = "", first: object = "", second: object = ""
) -> Contradiction:
    """What is wrong, with the words of both places."""
    nb, nn, en = (
        _messages()[code][language].format(name=name, first=_written(first), second=_written(second))
        for language in LANGUAGES
    )
    return Contradiction(code=code, lot=lot, message_nb=nb, message_nn=nn, message_en=en, quotes=quotes)


def _written(value: object) -> str:
    if not isinstance(value, float):
        return str(value)
    return f"{value:g}" if abs(value) < LARGE else f"{value:.0f}"


def check_contradictions() -> list[ContentError]:
    """What is wrong in the messages."""
    path = content_path(FILE)
    content = read_yaml(path)
    return [
        ContentError(place(path), None, f'"{code}" has no text in {language}.', f"Write {language}: and the text.")
        for code, texts in content.get("messages", {}).items()
        for language in LANGUAGES
        if not (texts or {}).get(language)
    ]
