"""Flags told in words: the sentences of content/criteria/due.yaml."""

from __future__ import annotations

from functools import cache
from string import Formatter

from dugnad.content import content_path
from dugnad.criteria.criterion import Text
from dugnad.criteria.due import REASONS, Flag
from dugnad.criteria.reading import LibraryFile
from dugnad.criteria.tender_words import day_text
from dugnad.errors import ContentError

BY = "replaced-by"
FILLED = {"day", "about", "by"}


@cache
def sentences() -> dict[str, Text]:
    """The sentence of each reason."""
    file, found = _read()
    if file.faults:
        raise file.faults[0]
    return found


def flag_text(flag: Flag, language: str) -> str:
    """Why the criterion is due, in one or two sentences."""
    told = sentences()
    by = told[BY][language].format(about=flag.replaced_by) if flag.replaced_by else ""
    day = day_text(flag.day, language) if flag.day else ""
    return told[flag.reason][language].format(day=day, about=flag.about, by=by).strip()


def check_due_words() -> list[ContentError]:
    """Every fault in content/criteria/due.yaml."""
    try:
        return _read()[0].faults
    except ContentError as fault:
        return [fault]


def _read() -> tuple[LibraryFile, dict[str, Text]]:
    file = LibraryFile(content_path("criteria/due.yaml"))
    file.only((), {*REASONS, BY})
    found: dict[str, Text] = {}
    for name in (*REASONS, BY):
        found[name] = file.names(name)
        for language, words in found[name].items():
            if not _is_fillable(words):
                remedy = "Use {day}, {about} and {by} only."
                file.fault((name, language), "A field here is not known.", remedy)
    return file, found


def _is_fillable(words: str) -> bool:
    try:
        return {name for _, name, _, _ in Formatter().parse(words) if name is not None} <= FILLED
    except ValueError:
        return False
