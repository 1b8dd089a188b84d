"""One file of the library read strictly: every fault is gathered with its line, and reading goes on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from dugnad.content import content_path, place, read_yaml
from dugnad.criteria.criterion import Figure, Text
from dugnad.errors import ContentError
from dugnad.law.lawfile import LANGUAGES, Key, LawFile, line_of

NEEDED = ("nb", "en")
"""Every text of the library stands in these languages; nynorsk stands in all texts of a file or in none."""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DAYLIKE = re.compile(r"(?<![\d-])\d{4}-\d\d?-\d\d?(?![\d-])")
Known = TypeVar("Known")
_READ: dict[Path, tuple[str, Any]] = {}
"""What each file said when it was last read: only files that have changed are read anew."""


def value_of(path: Path) -> Any:
    """The file's value; kept as long as its text is the same. Nobody may change what comes back."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(place(path), None, "This file is not UTF-8.", "Save it as UTF-8.") from error
    kept = _READ.get(path)
    if kept and kept[0] == text:
        return kept[1]
    try:
        value = read_yaml(path)
    except ValueError as error:  # a day that the calendar lacks, such as 2026-02-30
        raise ContentError(place(path), _line_of_bad_day(text), f"A date here is no day: {error}.", REMEDY) from error
    except RecursionError as error:
        raise ContentError(place(path), None, "This file is nested too deeply.", "Write it flatter.") from error
    _READ[path] = (text, value)
    return value


REMEDY = "Write a day of the calendar, as 2026-11-22."


def _line_of_bad_day(text: str) -> int | None:
    for number, line in enumerate(text.splitlines(), 1):
        for found in DAYLIKE.findall(line):
            try:
                date(*(int(part) for part in found.split("-")))
            except ValueError:
                return number
    return None


class LibraryFile(LawFile):
    """A YAML mapping of the library. `languages` fills up with those that its texts use."""

    def __init__(self, path: Path) -> None:
        self.path, self.place = path, place(path)
        self.faults: list[ContentError] = []
        self.top: dict[Any, Any] = {}
        self.texts_read: list[tuple[tuple[Key, ...], Text]] = []
        value = value_of(path)
        if isinstance(value, dict):
            self.top = value
        else:
            self.fault((), "This file is not a mapping.", "Write `name: value` lines, as in the files beside it.")

    def fault(self, keys: tuple[Key, ...], problem: str, remedy: str) -> None:
        """Note a fault at the place that these keys lead to."""
        self.faults.append(ContentError(self.place, line_of(self.path, keys), problem, remedy))

    def has(self, *keys: Key) -> bool:
        """Does something stand here?"""
        return self.get(keys) is not None

    def rows(self, *keys: Key) -> int:
        """How many items the list has; 0 where there is none."""
        value = self.get(keys)
        if value is None:
            return 0
        if isinstance(value, list):
            return len(value)
        self.fault(keys, f"`{dotted(keys)}` is not a list.", "Write each item on a line that starts with `- `.")
        return 0

    def names_of(self, *keys: Key) -> tuple[str, ...]:
        """The names in a mapping; none where it is missing."""
        value = self.get(keys)
        if value is None:
            return ()
        if not isinstance(value, dict):
            self.fault(keys, f"`{dotted(keys)}` is not a mapping.", "Write it as `name: value` lines.")
            return ()
        for name in value:
            if not isinstance(name, str):
                self.fault((*keys, name), f"The name {name!r} is not a text.", "Write a name of letters.")
        return tuple(name for name in value if isinstance(name, str))

    def texts(self, *keys: Key) -> tuple[str, ...]:
        """A list of texts, none of them empty."""
        found = super().texts(*keys)
        for index, text in enumerate(found):
            if not text.strip():
                self.fault((*keys, index), "This text is empty.", "Write it, or remove the line.")
        return tuple(text for text in found if text.strip())

    def text_or_none(self, *keys: Key) -> str:
        """A text that may be empty or missing."""
        value = self.get(keys)
        if value is None or isinstance(value, str):
            return (value or "").strip()
        self.fault(keys, f"`{dotted(keys)}` is not a text.", "Write a text, digits in quotes.")
        return ""

    def words(self, *keys: Key) -> Text:
        """A text in the languages of the library: bokmål and English always, nynorsk where it is written."""
        value = self.get(keys)
        if not isinstance(value, dict):
            problem = f"`{dotted(keys)}` is missing or has no languages."
            self.fault(keys, problem, "Write it as {nb: …, nn: …, en: …}.")
            return {}
        self.only(keys, set(LANGUAGES))
        found: dict[str, str] = {}
        for language in LANGUAGES:
            if language in NEEDED or value.get(language) is not None:
                found[language] = " ".join(self.text(*keys, language).split())
        self.texts_read.append((keys, found))
        return found

    def words_or_none(self, *keys: Key) -> Text:
        """As `words`, and nothing where nothing stands."""
        return self.words(*keys) if self.has(*keys) else {}

    def known(self, name: object, among: Mapping[str, Known], what: str, *keys: Key) -> Known | None:
        """What this name means, or a fault."""
        if isinstance(name, str) and name in among:
            return among[name]
        near = nearest(str(name), among)
        remedy = f"Write {near}?" if near else "See which names there are in the files beside it."
        self.fault(keys, f'"{name}" is no {what}.', remedy)
        return None

    def list_of(self, allowed: tuple[str, ...], *keys: Key, may_be_empty: bool = False) -> tuple[str, ...]:
        """Words of a closed list, each once."""
        value = self.get(keys)
        if value is None and may_be_empty:
            return ()
        if not isinstance(value, list) or (not value and not may_be_empty):
            problem = f"`{dotted(keys)}` is missing or not a list."
            self.fault(keys, problem, f"Write a list of {', '.join(allowed)}.")
            return ()
        for index, item in enumerate(value):
            if not isinstance(item, str) or item not in allowed:
                self.fault((*keys, index), f'"{item}" is not a known word here.', f"Use {', '.join(allowed)}.")
            elif item in value[:index]:
                self.fault((*keys, index), f'"{item}" stands twice.', "Keep one of them.")
        return tuple(item for item in value if isinstance(item, str) and item in allowed)

    def figure_or_none(self, *keys: Key) -> Figure | None:
        """A limit: a number or a class; None where the buyer decides."""
        value = self.get(keys)
        if value is None:
            return None
        if isinstance(value, int | float | str) and not isinstance(value, bool) and str(value).strip():
            return value
        self.fault(keys, f"`{dotted(keys)}` is {value!r}.", "Write a number or a text, or leave the key out.")
        return None

    def amount_or_none(self, *keys: Key) -> int | None:
        """Whole kroner above 0."""
        value = self.get(keys)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.fault(keys, f"`{dotted(keys)}` is {value!r}.", "Write whole kroner above 0, or leave the key out.")
        return None


def fault_at(file: str, keys: tuple[Key, ...], problem: str, remedy: str) -> ContentError:
    """A fault in a file that was read before: `file` is its place, from content/ down."""
    line = line_of(content_path(file.removeprefix("content/")), keys)
    return ContentError(file, line, problem, remedy)


def dotted(keys: tuple[Key, ...]) -> str:
    """The place within the file as people write it."""
    return ".".join(str(key) for key in keys)


def nearest(name: str, among: Mapping[str, Known]) -> str:
    """The known name that this one is probably meant to be; "" where none is near."""
    from rapidfuzz import process  # noqa: PLC0415 - only where there is a fault to tell

    found = process.extractOne(name, list(among), score_cutoff=70)
    return str(found[0]) if found else ""
