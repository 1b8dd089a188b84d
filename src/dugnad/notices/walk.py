"""From an XML tree to records, following the field table: one pass, no path is searched twice."""

from __future__ import annotations

from typing import Any

from lxml import etree

from dugnad.notices.fields import Node

Taken = tuple[str, str]
"""(qualifier, text): the code's list, the id's scheme, the text's language, the amount's currency; "" where none."""
Record = dict[str, list[Any]]
"""A group's fields: lists of Taken, or of Record for a group within; a field that is absent has no key."""


def walk(element: etree._Element, node: Node, record: Record) -> None:
    """Add what stands below `element` to `record`. Depth is bounded by the parser (256 levels)."""
    children = node.children
    for child in element:
        found = children.get(child.tag)
        if found is None:
            continue
        if found.group is not None:
            within: Record = {}
            record.setdefault(found.group, []).append(within)
            walk(child, found, within)
            continue
        for name, kind, qualifier in found.takes:
            take(child, record.setdefault(name, []), kind, qualifier)
        if found.children:
            walk(child, found, record)


def take(element: etree._Element, into: list[Taken], kind: str, qualifier: str | None) -> None:
    """Take one value, stripped: codes hold line breaks and blanks in real notices."""
    if kind == "mark":
        into.append(("", "1"))
        return
    text = (element.text or "").strip()
    if len(element):
        text = "".join(element.itertext()).strip()
    into.append(((element.get(qualifier) or "") if qualifier else "", text))


def first(record: Record, name: str) -> str:
    """The field's first text, "" where absent."""
    taken = record.get(name)
    return str(taken[0][1]) if taken else ""


def every(record: Record, name: str) -> list[str]:
    """All texts of the field, in order, empty ones left out."""
    return [text for _, text in record.get(name, ()) if text]


def in_language(record: Record, name: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """(language, text) of a field that may stand in several languages: the first preferred one that is there.

    Several texts in one language (real notices repeat elements) are joined, each distinct text once.
    """
    taken = [pair for pair in record.get(name, ()) if pair[1]]
    if not taken:
        return "", ""
    tags = {tag.upper() for tag, _ in taken}
    language = next((wanted for wanted in languages if wanted in tags), taken[0][0].upper())
    texts = dict.fromkeys(text for tag, text in taken if tag.upper() == language)
    return language, "\n".join(texts)
