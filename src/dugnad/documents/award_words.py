"""Words and phrases that tell what is said of award and head, from `content/documents/{award,head}.yaml`.

A phrase is one or more words: `kvalifikasjon*` begins so, `*kriteri*` holds it, a lone `*` is any one word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.documents.wordlist import LOOKED_UP, TOKEN, beginnings
from dugnad.errors import ContentError

FOLDER = "documents"
FILES = ("award", "head")
_SPLIT = re.compile(r"[\W_]+")
LONGEST = 60
"""Signs that a phrase at the end of a text may have."""
LANGUAGES = frozenset({"nb", "nn", "en"})


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of a group as one pattern, tried only on texts that hold a word of theirs."""

    written: tuple[str, ...]
    starts: frozenset[str]
    """The first letters of phrases that begin as a word does."""
    inside: tuple[str, ...]
    """What others hold."""

    def _may_stand(self, text: str) -> bool:
        low = text.lower()
        if not self.starts.isdisjoint(beginnings(low)):
            return True
        return any(piece in low for piece in self.inside)

    def search(self, text: str) -> re.Match[str] | None:
        return _compiled(self.written).search(text) if self._may_stand(text) else None

    def match(self, text: str) -> re.Match[str] | None:
        return _compiled(self.written).match(text) if self._may_stand(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return _compiled(self.written).fullmatch(text) if self._may_stand(text) else None

    def at_end(self, text: str) -> re.Match[str] | None:
        """The phrase that the text ends with."""
        start = max(0, len(text) - LONGEST)
        if not self._may_stand(text[start:]):
            return None
        return _ending(self.written).search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return _compiled(self.written).finditer(text) if self._may_stand(text) else iter(())

    def findall(self, text: str) -> list[str]:
        return [match.group() for match in self.finditer(text)]

    def sub(self, instead: str, text: str) -> str:
        return _compiled(self.written).sub(instead, text) if self._may_stand(text) else text


@cache
def phrases(file: str, group: str) -> Phrases:
    """All phrases of a group, whatever their language; found in any case."""
    found = _groups(file).get(group)
    if not found:
        raise ContentError(f"content/{FOLDER}/{file}.yaml", None, f'The group "{group}" is missing.', "Add it.")
    starts, inside = set(), []
    for phrase in found:
        first = _SPLIT.split(phrase.lower())[0]
        if TOKEN.match(first):
            starts.add(first[:LOOKED_UP])
        else:
            inside.append(max(_SPLIT.split(phrase.lower()), key=len) or phrase.strip("*"))
    return Phrases(tuple(sorted(map(_pattern, found), key=len, reverse=True)), frozenset(starts), tuple(inside))


@cache
def _compiled(written: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(written), re.IGNORECASE)


@cache
def _ending(written: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(written)})\Z", re.IGNORECASE)


@cache
def words(file: str, group: str) -> dict[str, Any]:
    """A group that gives each word a meaning (numbers, months)."""
    found = read_yaml(content_path(f"{FOLDER}/{file}.yaml")).get(group)
    if not isinstance(found, dict):
        raise ContentError(f"content/{FOLDER}/{file}.yaml", None, f'"{group}" is no table.', "Write word: meaning.")
    return {str(word).casefold(): meaning for word, meaning in found.items()}


@cache
def _groups(file: str) -> dict[str, list[str]]:
    content = read_yaml(content_path(f"{FOLDER}/{file}.yaml"))
    return {
        group: [str(phrase) for listed in by_language.values() for phrase in listed or ()]
        for group, by_language in content.get("groups", {}).items()
    }


def _pattern(phrase: str) -> str:
    return r"\s+".join(_word(word) for word in phrase.split())


def _word(word: str) -> str:
    if word == "*":
        return r"\S+"
    inner = re.escape(word.strip("*")).replace(r"\-", r"[-\s]?")
    before = r"\b\w*" if word.startswith("*") else r"(?<!\w)"
    after = r"\w*" if word.endswith("*") else r"(?!\w)"
    return f"{before}{inner}{after}"


def check_award_words() -> list[ContentError]:
    """What is wrong in the two files of words."""
    return [
        fault
        for path in (content_path(f"{FOLDER}/{file}.yaml") for file in FILES)
        for fault in _faults(place(path), read_yaml(path))
    ]


def _faults(file: str, content: Any) -> Iterator[ContentError]:
    if not isinstance(content, dict) or not isinstance(content.get("groups"), dict):
        yield ContentError(file, None, "The groups are missing.", "Write groups: with names and languages.")
        return
    if "last_checked" not in content:
        yield ContentError(file, None, "The day of the last check is missing.", "Add last_checked: {on, by}.")
    for group, by_language in content["groups"].items():
        if not isinstance(by_language, dict):
            yield ContentError(file, None, f'"{group}" has no languages.', "Write nb:, nn:, en: with a list each.")
            continue
        for language, listed in by_language.items():
            if language not in LANGUAGES or not isinstance(listed, list):
                yield ContentError(file, None, f'"{group}: {language}" is no list of a language.', "Write nb, nn, en.")
