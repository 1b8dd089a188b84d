"""A product group as its group.yaml says it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dugnad.criteria.criterion import BASES, KINDS, LEVELS, Group, Risk, Text
from dugnad.criteria.reading import LibraryFile
from dugnad.law.lawfile import LANGUAGES

KEYS = {
    "name",
    "order",
    "cpv",
    "cpv_also",
    "lead",
    "impacts",
    "needs",
    "risks",
    "missing_kinds",
    "missing_levels",
    "words",
}
RISK_LEVELS = ("very-high", "high", "medium", "low", "unknown")
CPV = re.compile(r"\d{8}")


def read_group(file: LibraryFile) -> Group:
    """What the group covers, what to ask before buying, and why it lacks a kind or a level."""
    file.only((), KEYS)
    return Group(
        id=file.path.parent.name,
        order=_order(file),
        name=file.words("name"),
        cpv=cpv_codes(file, "cpv"),
        cpv_also=cpv_codes(file, "cpv_also", may_be_empty=True),
        lead=file.words("lead"),
        impacts=_texts(file, "impacts"),
        needs=_texts(file, "needs"),
        risks=_risks(file),
        missing_kinds=_reasons(file, "missing_kinds", KINDS),
        missing_levels=_reasons(file, "missing_levels", LEVELS),
        words=_search_words(file),
        file=file.place,
    )


def cpv_codes(file: LibraryFile, *keys: str, may_be_empty: bool = False) -> tuple[str, ...]:
    """CPV codes of eight digits, in quotes, each once."""
    value = file.get(keys)
    if value in (None, []) and may_be_empty:
        return ()
    codes = file.texts(*keys)
    for index, code in enumerate(codes):
        if not CPV.fullmatch(code) or code.startswith("00"):
            file.fault((*keys, index), f'"{code}" is no CPV code.', "Write eight digits in quotes, no control digit.")
        elif code in codes[:index]:
            file.fault((*keys, index), f'"{code}" stands twice.', "Keep one of them.")
    return codes


def _order(file: LibraryFile) -> int:
    value = file.get(("order",))
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    file.fault(("order",), f"`order` is {value!r}.", "Write its place among the groups, a whole number from 1.")
    return 0


def _texts(file: LibraryFile, key: str) -> tuple[Text, ...]:
    if not file.rows(key) and not isinstance(file.get((key,)), str | int | dict):
        file.fault((key,), f"`{key}` is missing or empty.", "Write at least one, as - {nb: …, nn: …, en: …}.")
    return tuple(file.words(key, index) for index in range(file.rows(key)))


def _risks(file: LibraryFile) -> tuple[Risk, ...]:
    found = []
    for index in range(file.rows("risks")):
        file.only(("risks", index), {"about", "level", "basis"})
        about = file.words("risks", index, "about")
        level = file.one_of(RISK_LEVELS, "risks", index, "level")
        found.append(Risk(about, level, file.one_of(BASES, "risks", index, "basis")))
    return tuple(found)


def _reasons(file: LibraryFile, key: str, allowed: tuple[str, ...]) -> Mapping[str, Text]:
    file.only((key,), set(allowed))
    return {name: file.words(key, name) for name in file.names_of(key) if name in allowed}


def _search_words(file: LibraryFile) -> Mapping[str, tuple[str, ...]]:
    file.only(("words",), set(LANGUAGES))
    found = {}
    for language in LANGUAGES:
        if language != "nn" or file.has("words", "nn"):
            found[language] = () if file.get(("words", language)) == [] else file.texts("words", language)
    return found
