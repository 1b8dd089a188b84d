"""What kind of public body a name speaks of, where no register knows the buyer. The words are content."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dugnad.content import content_path
from dugnad.errors import ContentError
from dugnad.law.buyer import BOUND_KINDS
from dugnad.law.lawfile import LawFile

FILE = "law/scope/buyer-words.yaml"
UNKNOWN = "unknown"
KINDS = (*sorted(BOUND_KINDS | {"state-enterprise"}), UNKNOWN)
PLACES = ("form", "word", "ending", "phrase", "start", "national")
ENGLISH_STATE = re.compile(r"(?:the )?(?:norwegian|national|royal norwegian) ")
WORD = re.compile(r"[\w/]+(?:-\w+)*")


class Group(NamedTuple):
    """Words that tell one kind, and where in a name they are looked for."""

    kind: str
    place: str
    words: tuple[str, ...]


def kind_of_name(name: str) -> str | None:
    """body.kind as the name says it; None where it says nothing (a company's name may hide any owner)."""
    written = WORD.findall(name)
    words = [word.casefold() for word in written]
    text = " ".join(words)
    for group in load_buyer_words():
        if _fits(group, written, words, text):
            return None if group.kind == UNKNOWN else group.kind
    return None


@cache
def load_buyer_words() -> tuple[Group, ...]:
    """The groups in the order they are tried; the first fault is raised."""
    groups, faults = _read()
    if faults:
        raise faults[0]
    return groups


def check_buyer_words() -> list[ContentError]:
    """Every fault in the list of words."""
    try:
        return _read()[1]
    except ContentError as error:
        return [error]


def _fits(group: Group, written: list[str], words: list[str], text: str) -> bool:
    if group.place == "form":
        return any(word in written for word in group.words)
    if group.place == "word":
        return any(word in words for word in group.words)
    if group.place == "ending":
        return any(word.endswith(group.words) for word in words)
    if group.place == "start":
        return f"{text} ".startswith(group.words)
    if group.place == "national" and not ENGLISH_STATE.match(text):
        return False
    return any(f" {phrase} " in f" {text} " for phrase in group.words)


def _read() -> tuple[tuple[Group, ...], list[ContentError]]:
    file = LawFile(content_path(FILE))
    file.only((), {"groups", "last_checked"})
    file.checked()
    groups: list[Group] = []
    entries = file.get(("groups",))
    if not isinstance(entries, list) or not entries:
        file.fault(("groups",), "`groups` is missing or not a list.", "Write one `- {kind, as, words}` per group.")
        entries = []
    for index in range(len(entries)):
        keys = ("groups", index)
        file.only(keys, {"kind", "as", "words"})
        kind, place = file.one_of(KINDS, *keys, "kind"), file.one_of(PLACES, *keys, "as")
        groups.append(Group(kind, place, file.texts(*keys, "words")))
    return tuple(groups), file.faults
