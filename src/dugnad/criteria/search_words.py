"""The word lists that searching rests on, read from content/criteria/search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dugnad.content import content_files, content_path, place, read_yaml
from dugnad.criteria.criterion import SHARED, THEMES
from dugnad.criteria.stems import Nynorsk, fold
from dugnad.errors import ContentError

FOLDER = "criteria/search"
GROUP_KEYS = ("nb", "nn", "en", "weak")
GENERAL_KEYS = ("silent", "thin", "context")
KEYS = {
    "groups": ("groups",),
    "forms": ("words", "inside"),
    "synonyms": ("sets",),
    "concerns": ("themes", "marks"),
    "general": GENERAL_KEYS,
}
"""The files and what stands at the top of each."""


@dataclass(frozen=True, slots=True)
class SearchWords:
    """Everything that is known of words, as written in the files."""

    groups: Mapping[str, tuple[str, ...]]
    weak: Mapping[str, tuple[str, ...]]
    nynorsk: Nynorsk
    synonyms: tuple[tuple[str, ...], ...]
    themes: Mapping[str, tuple[str, ...]]
    marks: tuple[str, ...]
    silent: frozenset[str]
    thin: frozenset[str]
    context: frozenset[str]


def load_search_words() -> SearchWords:
    """The lists; the first fault is raised."""
    faults = check_search_words()
    if faults:
        raise faults[0]
    return _read()


@cache
def search_words() -> SearchWords:
    """The lists, read once."""
    return load_search_words()


def _read() -> SearchWords:
    groups, forms, general, concerns = (_file(name) for name in ("groups", "forms", "general", "concerns"))
    by_group = groups["groups"]
    return SearchWords(
        {
            name: tuple(word for key in ("nb", "nn", "en") for word in own.get(key, []))
            for name, own in by_group.items()
        },
        {name: tuple(own.get("weak", [])) for name, own in by_group.items()},
        Nynorsk(forms["words"], forms["inside"]),
        tuple(tuple(words) for words in _file("synonyms")["sets"]),
        {theme: tuple(words) for theme, words in concerns["themes"].items()},
        tuple(concerns["marks"]),
        *(frozenset(map(fold, general[key])) for key in GENERAL_KEYS),
    )


def _file(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(content_path(f"{FOLDER}/{name}.yaml"))
    return found


def check_search_words() -> list[ContentError]:
    """Every fault in the word lists."""
    try:
        return list(_faults())
    except ContentError as fault:
        return [fault]


def _faults() -> Iterator[ContentError]:
    for name, keys in KEYS.items():
        content = read_yaml(content_path(f"{FOLDER}/{name}.yaml"))
        if not isinstance(content, dict) or set(content) != set(keys):
            yield _fault(name, f"The file does not hold {', '.join(keys)} and nothing else.", "Write these at the top.")
            return
    yield from _pair_faults()
    yield from _list_faults("general", {key: _file("general")[key] for key in GENERAL_KEYS})
    themes = _file("concerns")["themes"]
    yield from _list_faults("concerns", {"marks": _file("concerns")["marks"], **(themes or {})})
    for theme in set(themes or {}) ^ set(THEMES):
        yield _fault(
            "concerns", f"The theme {theme} is unknown or missing.", f"Write one list each for {', '.join(THEMES)}."
        )
    yield from _list_faults(
        "synonyms", {str(row): words for row, words in enumerate(_file("synonyms")["sets"] or [], 1)}
    )
    yield from _group_faults()


def _pair_faults() -> Iterator[ContentError]:
    for key in KEYS["forms"]:
        pairs = _file("forms")[key]
        if not isinstance(pairs, dict):
            yield _fault("forms", f"{key} holds no pairs.", "Write one pair a line: reinhald: renhold.")
            return
        for nynorsk, bokmal in pairs.items():
            if not isinstance(nynorsk, str) or not isinstance(bokmal, str):
                yield _fault(
                    "forms", f"The pair {nynorsk}: {bokmal} is no two words.", 'Put "no", "on" and figures in quotes.'
                )


def _group_faults() -> Iterator[ContentError]:
    groups = _file("groups")["groups"]
    for name, own in (groups or {}).items():
        if not isinstance(own, dict) or not set(own) <= set(GROUP_KEYS):
            yield _fault("groups", f"{name} does not hold nb, nn, en and weak.", "Write a list of words for each.")
            return
        yield from _list_faults("groups", own, name)
    known = {path.parent.name for path in content_files("criteria", "group.yaml")} - {SHARED}
    for name in sorted(known - set(groups or {})):
        yield _fault(
            "groups", f"The group {name} has no search words.", "Write nb, nn and en words as buyers type them."
        )


def _list_faults(file: str, lists: Mapping[str, Any], of: str = "") -> Iterator[ContentError]:
    for key, words in lists.items():
        where = f"{of} {key}".strip()
        if not isinstance(words, list) or not words:
            yield _fault(file, f"{where} is no list of words.", "Write [one, two, three].")
        elif odd := [word for word in words if not isinstance(word, str) or not word.strip()]:
            yield _fault(file, f"{where} holds {odd[0]!r}, which is no word.", 'Put figures, "on" and "no" in quotes.')


def _fault(name: str, problem: str, remedy: str) -> ContentError:
    return ContentError(place(content_path(f"{FOLDER}/{name}.yaml")), None, problem, remedy)
