"""Values that real notices carry in place of the right ones, and what they mean (content/notices/dirty_values.csv)."""

from __future__ import annotations

from functools import cache

from dugnad.content import content_path, place
from dugnad.eforms.codelists import header_faults, numbered
from dugnad.errors import ContentError

COLUMNS = ("field", "seen", "clean", "reason")


@cache
def dirty_values() -> dict[tuple[str, str], str]:
    """(field, value as seen in small letters) → the clean value; an empty one means that there is no value."""
    rows = (row for _, row in numbered(content_path("notices/dirty_values.csv")))
    return {(row["field"], row["seen"].casefold()): row["clean"] for row in rows}


def clean_value(field: str, seen: str) -> str:
    """The clean value of a field; a value that is not known as dirty stays as it is."""
    return dirty_values().get((field, seen.casefold()), seen)


def check_dirty_values() -> list[ContentError]:
    """All faults of the table: columns, reasons, values that stand there twice."""
    path = content_path("notices/dirty_values.csv")
    if faults := header_faults(path, COLUMNS):
        return faults
    seen: dict[tuple[str, str], int] = {}
    for line, row in numbered(path):
        key = (row["field"], row["seen"].casefold())
        if not row["field"] or not row["seen"] or not row["reason"]:
            problem = "A row lacks its field, its value or its reason."
            faults.append(ContentError(place(path), line, problem, "Say where it was seen and what it means."))
        if key in seen:
            problem = f'"{row["seen"]}" stands on line {seen[key]} already.'
            faults.append(ContentError(place(path), line, problem, "Remove one of the rows."))
        seen[key] = line
    return faults
