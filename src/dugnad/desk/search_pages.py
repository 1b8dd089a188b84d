"""The site's own pages as search tells of them, read from content/desk/search-pages.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError

FILE = "desk/search-pages.yaml"
LANGUAGES = ("nb", "nn", "en")
KEYS = {"path", "title", "text", "words"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: what it is called, what one does there, and other words that people use for it."""

    path: str
    titles: dict[str, str]
    texts: dict[str, str]
    words: tuple[str, ...]


@cache
def load_pages() -> tuple[Page, ...]:
    """The pages; the first fault is raised."""
    faults = check_search_pages()
    if faults:
        raise faults[0]
    return tuple(
        Page(path=one["path"], titles=one["title"], texts=one["text"], words=tuple(one["words"])) for one in _rows()
    )


def _rows() -> list[Any]:
    content = read_yaml(content_path(FILE))
    return list(content["pages"]) if isinstance(content, dict) and isinstance(content.get("pages"), list) else []


def check_search_pages() -> list[ContentError]:
    """Every fault in the list."""
    try:
        return list(_faults())
    except ContentError as fault:
        return [fault]


def _faults() -> Iterator[ContentError]:
    rows = _rows()
    if not rows:
        yield _fault("The file holds no pages.", "Write a list under pages.")
    for number, one in enumerate(rows, 1):
        if not isinstance(one, dict) or set(one) != KEYS:
            yield _fault(f"Page {number} does not hold {', '.join(sorted(KEYS))}.", "Write these and nothing else.")
            continue
        if not str(one["path"]).startswith("/"):
            yield _fault(f"The path {one['path']!r} does not begin with /.", "Write it as in the address bar.")
        for key in ("title", "text"):
            if not isinstance(one[key], dict) or not all(str(one[key].get(code) or "").strip() for code in LANGUAGES):
                yield _fault(f"{one['path']}: {key} is not written in nb, nn and en.", "Write all three.")
        if not isinstance(one["words"], list) or not all(isinstance(word, str) for word in one["words"]):
            yield _fault(f"{one['path']}: words is no list of words.", "Write [one, two].")


def _fault(problem: str, remedy: str) -> ContentError:
    return ContentError(place(content_path(FILE)), None, problem, remedy)
