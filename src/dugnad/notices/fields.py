"""The field table of a notice format (content/notices/*.csv), compiled to a trie that the walk follows.

One row per field: the group it belongs to, the path from the group's element, and how its value is taken:
`plain` text; `code`, `id`, `text`, `amount` with the attribute that qualifies it (list, scheme, language, currency);
`mark` (is it there?); `group` (a record of its own, with fields of its own).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache

from dugnad.content import content_path, place
from dugnad.errors import ContentError

NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
}
EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
QUALIFIER = {"plain": None, "mark": None, "group": None, "code": "listName", "id": "schemeName", "text": "languageID",
             "amount": "currencyID"}  # fmt: skip
COLUMNS = ["group", "field", "path", "kind", "bt", "note"]


@dataclass(slots=True)
class Node:
    """One element on the way to a field: what to take there, and where to go on."""

    takes: list[tuple[str, str, str | None]] = field(default_factory=list)
    """(field, kind, qualifying attribute)"""
    group: str | None = None
    """The element is a record of this field's name; its fields hang below."""
    children: dict[str, Node] = field(default_factory=dict)


def clark(step: str) -> str:
    """`cbc:ID` as lxml writes tags."""
    prefix, _, name = step.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{name}"


@cache
def eforms_fields() -> Node:
    """The trie for eForms, rooted at the notice element."""
    return compile_fields("notices/eforms.csv")


def compile_fields(relative: str) -> Node:
    """Read and check one field table; raise its first fault."""
    rows, faults = read_table(relative)
    if faults:
        raise faults[0]
    groups: dict[str, Node] = {row["group"]: Node() for row in rows}
    for row in rows:
        node = groups[row["group"]]
        for step in row["path"].replace("EXT", EXTENSION).split("/"):
            node = node.children.setdefault(clark(step), Node())
        if row["kind"] == "group":
            node.group = row["field"]
            node.children = groups[row["field"]].children
        else:
            node.takes.append((row["field"], row["kind"], QUALIFIER[row["kind"]]))
    return groups["notice"]


def read_table(relative: str) -> tuple[list[dict[str, str]], list[ContentError]]:
    """The table's rows, and every fault in them."""
    path = content_path(relative)
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    groups = {row.get("group", "") for row in rows}
    faults = []
    for line, row in enumerate(rows, start=2):
        problem = fault_in(row, groups)
        if problem:
            faults.append(ContentError(place(path), line, *problem))
    return rows, faults


def fault_in(row: dict[str, str], groups: set[str]) -> tuple[str, str] | None:
    """What is wrong with one row, and the remedy."""
    if list(row) != COLUMNS or None in row.values():
        return "This row does not have the six columns.", f"Write {', '.join(COLUMNS)}."
    if row["kind"] not in QUALIFIER:
        return f'"{row["kind"]}" is no kind of field.', f"Write one of {', '.join(QUALIFIER)}."
    if row["kind"] == "group" and row["field"] not in groups:
        return f'The group "{row["field"]}" has no fields.', "Add its fields or remove the row."
    for step in row["path"].replace("EXT", EXTENSION).split("/"):
        prefix, colon, name = step.partition(":")
        if prefix not in NAMESPACES or not colon or not name:
            return f'"{step}" is no step of a path.', f"Write prefix:Name with one of {', '.join(NAMESPACES)}."
    return None


def check_fields() -> list[ContentError]:
    """All faults of all field tables, for `dugnad content check`."""
    return read_table("notices/eforms.csv")[1]
