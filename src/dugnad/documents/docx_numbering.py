"""Automatic numbering in Word, counted through the document and printed as Word prints it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from dugnad.documents.docx_styles import Style, Styles, W, as_number, is_on, merged, numbered_as, value

LEVELS = 9
LONGEST = 60
"""Characters of a label; nobody prints a longer one."""
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a8": "☐", "\uf06f": "☐", "\uf02d": "–"}
PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str = ""
    restarts_after: int | None = None
    """The level (from 1) whose number restarts this one; 0 never; None: any level above."""
    is_legal: bool = False
    """All numbers of the label in digits."""


@dataclass(frozen=True, slots=True)
class List:
    """A list that paragraphs name: its levels, whose counters it shares, and where it starts anew."""

    counted_with: str
    levels: tuple[Level, ...]
    starts: dict[int, int]


class Numbering:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        children = [] if root is None else list(root)
        self._abstract = {
            child.get(f"{W}abstractNumId", ""): child for child in children if child.tag == f"{W}abstractNum"
        }
        self._nums = {child.get(f"{W}numId", ""): child for child in children if child.tag == f"{W}num"}
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()

    def place(self, properties: etree._Element | None, style: Style) -> tuple[str, int] | None:
        """The list and level (from 0) that a paragraph is numbered in; None where in none."""
        own = numbered_as(properties)
        number, level = (wanted := merged(own, style.numbered)).number, wanted.level
        found = self._list(number) if number is not None and number != "0" else None
        if number is None or found is None:
            return None
        if own.level is None:
            tied = [
                index for index, each in enumerate(found.levels) if each.style and each.style == style.numbering_style
            ]
            level = tied[0] if tied else level
        return number, min(max(level or 0, 0), LEVELS - 1)

    def label(self, number: str, level: int) -> str:
        """Counts one paragraph, and gives the number or bullet that is printed in front of it."""
        found = self._list(number)
        if found is None:
            return ""
        counts = self._counts.setdefault(found.counted_with, [None] * LEVELS)
        if level in found.starts and (number, level) not in self._started:
            counts[level] = None
        self._started.add((number, level))
        for above in range(level):
            counts[above] = _start(found, above) if counts[above] is None else counts[above]
        before = counts[level]
        counts[level] = _start(found, level) if before is None else before + 1
        for below in range(level + 1, LEVELS):
            after = found.levels[below].restarts_after
            if after is None or level < after:
                counts[below] = None
        return _printed(found.levels, level, counts)

    def _list(self, number: str) -> List | None:
        if number not in self._lists:
            self._lists[number] = self._resolved(number)
        return self._lists[number]

    def _resolved(self, number: str) -> List | None:
        num = self._nums.get(number)
        if num is None:
            return None
        abstract_id = self._abstract_of(value(num, "abstractNumId") or "")
        abstract = self._abstract.get(abstract_id)
        levels = [Level()] * LEVELS if abstract is None else _levels(abstract, [Level()] * LEVELS)
        starts: dict[int, int] = {}
        for override in num.findall(f"{W}lvlOverride"):
            level = as_number(override.get(f"{W}ilvl"))
            start = as_number(value(override, "startOverride"))
            if level is None or not 0 <= level < LEVELS:
                continue
            levels = _levels(override, levels)
            if start is not None:
                starts[level] = start
                levels[level] = replace(levels[level], start=start)
        return List(abstract_id, tuple(levels), starts)

    def _abstract_of(self, id_: str) -> str:
        """The list definition itself, where this one only points to a list style."""
        for _ in range(LEVELS):
            abstract = self._abstract.get(id_)
            link = value(abstract, "numStyleLink")
            number = self._styles.style(link).numbered.number if link else None
            num = self._nums.get(number) if number is not None else None
            if num is None:
                return id_
            id_ = value(num, "abstractNumId") or id_
        return id_


def _levels(parent: etree._Element, before: list[Level]) -> list[Level]:
    levels = list(before)
    for element in parent.findall(f"{W}lvl"):
        index = as_number(element.get(f"{W}ilvl"))
        if index is not None and 0 <= index < LEVELS:
            levels[index] = _level(element)
    return levels


def _level(element: etree._Element) -> Level:
    start = as_number(value(element, "start"))
    form = element.find(f"{W}numFmt")
    if form is None:
        form = next(element.iter(f"{W}numFmt"), None)
    shown = "decimal" if form is None else form.get(f"{W}val", "decimal")
    sample = "" if form is None else form.get(f"{W}format", "")
    return Level(
        start=1 if start is None else max(start, 0),
        format=f"pad{len(sample.split(',')[0])}" if shown == "custom" else shown,
        text=(value(element, "lvlText") or "")[:LONGEST],
        style=value(element, "pStyle") or "",
        restarts_after=as_number(value(element, "lvlRestart")),
        is_legal=is_on(element.find(f"{W}isLgl")),
    )


def _start(found: List, level: int) -> int:
    return found.levels[level].start


def _printed(levels: tuple[Level, ...], level: int, counts: list[int | None]) -> str:
    own = levels[level]
    if own.format == "bullet":
        return "".join(BULLETS.get(sign, "•" if PRIVATE.match(sign) else sign) for sign in own.text).strip()[:LONGEST]

    def number(found: re.Match[str]) -> str:
        index = int(found[1]) - 1
        count = counts[index]
        if index > level or count is None:
            return ""
        form = levels[index].format
        return in_format(count, "decimal" if own.is_legal and form not in {"none", "bullet"} else form)

    return " ".join(re.sub("%([1-9])", number, own.text).split())[:LONGEST]


def in_format(count: int, form: str) -> str:
    """A count as Word prints it in one of its number formats; formats of other scripts in digits."""
    match form:
        case "none" | "bullet":
            return ""
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, LONGEST) if count > 0 else ""
            return letter.upper() if form == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            return _roman(count).upper() if form == "upperRoman" else _roman(count)
        case "decimalZero":
            return f"{count:02d}"
        case "ordinal":
            return f"{count}."
        case _:
            return f"{count:0{form[3:]}d}" if re.fullmatch(r"pad[1-9]", form) else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:  # noqa: PLR2004 - Roman numbers end there
        return str(count)
    letters = ""
    for size, sign in ROMAN:
        letters += sign * (count // size)
        count %= size
    return letters
