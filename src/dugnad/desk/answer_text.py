"""An answer's text as blocks: paragraphs and simple lists, with references between the words; no other markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from dugnad.content import content_path, place, read_yaml
from dugnad.desk.reference import Reference, Resolved, parse
from dugnad.errors import ContentError

WORDS = "desk/reference-words.yaml"
LANGUAGES = ("nb", "nn", "en")
NAMES = ("unchecked", "replaced", "gone", "withdrawn-answer")
ITEM = re.compile(r"[ \t]*(?:(?P<dot>[-*•–])|(?P<number>\d{1,2})[.)])[ \t]+(?P<text>\S.*)")
Line = tuple[Reference | str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a list; each line is words and references in turn."""

    kind: Literal["paragraph", "list", "numbered"]
    lines: tuple[Line, ...]


def blocks(text: str) -> Iterator[Block]:
    """The text taken apart. A blank line ends a block; a line that begins with a dash, dot or number is a list's."""
    kind: Literal["paragraph", "list", "numbered"] = "paragraph"
    lines: list[Line] = []
    for line in [*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), ""]:
        item = ITEM.fullmatch(line)
        now: Literal["paragraph", "list", "numbered"] = (
            "paragraph" if item is None else "list" if item["dot"] else "numbered"
        )
        if lines and (not line.strip() or now != kind):
            yield Block(kind, tuple(lines))
            lines = []
        if line.strip():
            kind = now
            lines.append(tuple(parse(item["text"] if item else line.strip())))


def plain(text: str, base: str, language: str, look_up: Callable[[Reference], Resolved]) -> str:
    """The text for a mail: each reference as its title, and below the text a numbered list of where they lie."""
    places: dict[str, int] = {}
    told = "".join(
        piece if isinstance(piece, str) else named(look_up(piece), language, places) for piece in parse(text)
    )
    if not places:
        return told
    listed = "\n".join(f"[{number}] {base.rstrip('/')}{prefix(language)}{path}" for path, number in places.items())
    return f"{told.rstrip()}\n\n{listed}"


def named(resolved: Resolved, language: str, places: dict[str, int]) -> str:
    """A reference in running text, with the number of its place."""
    at = f" [{places.setdefault(resolved.path, len(places) + 1)}]" if resolved.path else ""
    note = note_of(resolved, language)
    return f"{title_of(resolved, language)}{f' ({note})' if note else ''}{at}"


def title_of(resolved: Resolved, language: str) -> str:
    """The title in the language, else in bokmål."""
    return resolved.title.get(language) or resolved.title.get("nb") or resolved.reference.key


def note_of(resolved: Resolved, language: str) -> str:
    """What the reader must know of the reference; "" where it stands and was checked."""
    if not resolved.is_known:
        return words()["gone"][language]
    notes = [("replaced", resolved.is_replaced and not resolved.is_withdrawn), ("unchecked", not resolved.is_checked)]
    return ", ".join(words()[name][language] for name, holds in notes if holds)


def withdrawn_title(number: int) -> dict[str, str]:
    """What an answer that was withdrawn is called, in each language: what it said is not told."""
    return {tongue: told.format(number=number) for tongue, told in words()["withdrawn-answer"].items()}


def prefix(language: str) -> str:
    """What an address begins with in the language; bokmål has none."""
    return "" if language == LANGUAGES[0] else f"/{language}"


@cache
def words() -> dict[str, dict[str, str]]:
    """The fixed words beside references."""
    if faults := check_reference_words():
        raise faults[0]
    found: dict[str, dict[str, str]] = read_yaml(content_path(WORDS))
    return found


def check_reference_words() -> list[ContentError]:
    """Every fault in content/desk/reference-words.yaml: each word stands in each language."""
    path = content_path(WORDS)
    found: Any = read_yaml(path)
    found = found if isinstance(found, dict) else {}
    return [
        ContentError(place(path), None, f"`{name}` lacks its words in {language}.", "Write them.")
        for name in NAMES
        for language in LANGUAGES
        if not (isinstance(found.get(name), dict) and str(found[name].get(language) or "").strip())
    ]
