"""The styles of a Word document: which are headings, which carry numbering, which are bold or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADING = re.compile(r"(?:heading|overskrift|underoverskrift)[ _-]?([1-9])$")
CONTENTS = re.compile(r"(?:toc|innh|innhold|innhald|contents)[ _-]?[1-9]$|toc ?heading$|overskrift(?: for )?innhold")
LIST_OF_NUMBERS = re.compile(r"(?:list|liste)[ _-]?(?:bullet|number|punkt|nummer)[a-z]*[ _-]?([2-9])?$")
BODY_TEXT = 9
"""The outline level that says: no heading."""
LONGEST_CHAIN = 40
"""Styles based on one another; Word itself stops near there."""
OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class NumberedAs:
    """What a style or a paragraph says of its numbering; None where it says nothing."""

    number: str | None = None
    level: int | None = None


@dataclass(slots=True)
class Style:
    """One style, with what it inherits already in it."""

    id: str = ""
    names: tuple[str, ...] = ()
    """Id and name, lower case, of the style and of those it is based on."""
    outline: int | None = None
    numbered: NumberedAs = field(default_factory=NumberedAs)
    numbering_style: str = ""
    """The style in the chain that carries the numbering: a level of the list may be tied to it."""
    toggles: dict[str, bool] = field(default_factory=dict)

    @property
    def heading_level(self) -> int:
        """From 1; 0 where it is no heading."""
        if self.outline is not None:
            return self.outline + 1 if self.outline < BODY_TEXT else 0
        return next((int(found[1]) for name in self.names if (found := HEADING.match(name))), 0)

    @property
    def is_contents(self) -> bool:
        return any(CONTENTS.match(name) for name in self.names[:2])

    @property
    def list_level(self) -> int:
        """From 1, for a list style that carries no numbering of its own; 0 for the rest."""
        found = next((found for name in self.names if (found := LIST_OF_NUMBERS.match(name))), None)
        return int(found[1] or 1) if found else 0


class Styles:
    """All styles of a document by id; an unknown id is a style that says nothing."""

    def __init__(self, root: etree._Element | None) -> None:
        found = [] if root is None else root.findall(f"{W}style")
        self._elements = {style.get(f"{W}styleId", ""): style for style in found}
        self._known: dict[str, Style] = {}
        self._default = next((key for key, style in self._elements.items() if _is_default(style)), "")

    def paragraph(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph; the default style where it names none."""
        return self.style(value(properties, "pStyle") or self._default)

    def style(self, id_: str) -> Style:
        if id_ not in self._known:
            self._known[id_] = self._resolved(id_)
        return self._known[id_]

    def _chain(self, id_: str) -> Iterator[tuple[str, etree._Element]]:
        seen: set[str] = set()
        while id_ in self._elements and id_ not in seen and len(seen) < LONGEST_CHAIN:
            seen.add(id_)
            yield id_, self._elements[id_]
            id_ = value(self._elements[id_], "basedOn") or ""

    def _resolved(self, id_: str) -> Style:
        chain = list(self._chain(id_))
        names = [name.lower() for key, element in chain for name in (key, value(element, "name") or "")]
        style = Style(id=id_, names=tuple(names) or (id_.lower(),))
        for key, element in reversed(chain):
            properties = element.find(f"{W}pPr")
            outline = as_number(value(properties, "outlineLvl"))
            by_name = next((found for name in _names(key, element) if (found := HEADING.match(name))), None)
            if outline is not None or by_name is not None:
                style.outline = outline if outline is not None else int(by_name[1]) - 1 if by_name else None
            numbered = numbered_as(properties)
            if numbered.number is not None or numbered.level is not None:
                style.numbered = merged(numbered, style.numbered)
                style.numbering_style = key
            style.toggles.update(toggles(element.find(f"{W}rPr")))
        return style


def _names(key: str, element: etree._Element) -> tuple[str, str]:
    return key.lower(), (value(element, "name") or "").lower()


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in OFF


def value(parent: etree._Element | None, name: str) -> str | None:
    """The val of the child of that name."""
    child = None if parent is None else parent.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def is_on(child: etree._Element | None) -> bool:
    """Is the switch there, and not turned off?"""
    return child is not None and child.get(f"{W}val", "1") not in OFF


def as_number(text: str | None) -> int | None:
    """A small whole number; None where it is none."""
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,6}", text) else None


def numbered_as(properties: etree._Element | None) -> NumberedAs:
    """What paragraph properties say of the numbering."""
    found = None if properties is None else properties.find(f"{W}numPr")
    if found is None:
        return NumberedAs()
    return NumberedAs(value(found, "numId"), as_number(value(found, "ilvl")))


def merged(own: NumberedAs, inherited: NumberedAs) -> NumberedAs:
    """What is said here goes before what is inherited."""
    number = own.number if own.number is not None else inherited.number
    return NumberedAs(number, own.level if own.level is not None else inherited.level)


def toggles(properties: etree._Element | None) -> dict[str, bool]:
    """Bold, hidden and capitals, where run properties speak of them."""
    if properties is None:
        return {}
    found = {name: properties.find(f"{W}{name}") for name in ("b", "vanish", "caps")}
    return {name: is_on(child) for name, child in found.items() if child is not None}
