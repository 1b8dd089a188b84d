"""Checks content/codelists: every list says where it is from, and holds what it says it holds."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dugnad.content import content_files, content_path, place, read_yaml
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")
CODE_COLUMNS = ("code", "nb", "nn", "en", "since", "until", "extension")
CPV_DIGITS = 8
TABLES = {
    "codelists/cpv/cpv.csv": ("code", "en", "nb"),
    "codelists/nuts/nuts.csv": ("code", "name", "since", "until", "counties"),
    "codelists/counties/counties.csv": ("number", "name", "official", "name_en"),
}
"""Tables besides the eForms code lists, and the columns that are read from them."""


def check_codelists() -> list[ContentError]:
    """All faults of the code lists, with file, line and remedy."""
    faults: list[ContentError] = []
    for folder in sorted({place(path.parent).removeprefix("content/") for path in content_files("codelists", "*.csv")}):
        faults += _about_faults(folder)
    for path in content_files("codelists/eforms", "*.csv"):
        faults += _code_faults(path)
    for relative, columns in TABLES.items():
        faults += header_faults(content_path(relative), columns)
    return faults + _cpv_faults(content_path("codelists/cpv/cpv.csv"))


def _about_faults(folder: str) -> list[ContentError]:
    """A list that a body lays over the shipped one may keep the shipped description."""
    try:
        path = content_path(f"{folder}/about.yaml")
    except ContentError:
        problem = "This list does not say where it is from."
        return [ContentError(f"content/{folder}/about.yaml", None, problem, "Write name, sources, columns.")]
    about = read_yaml(path)
    if not isinstance(about, dict):
        return [ContentError(place(path), 1, "This file does not hold keys and values.", "Begin with name: {nb: …}.")]
    return [*_named(path, about), *_sourced(path, about), *_counted(path, folder, about)]


def _named(path: Path, about: dict[str, Any]) -> Iterator[ContentError]:
    name = about.get("name")
    missing = [one for one in LANGUAGES if not (isinstance(name, dict) and name.get(one))]
    if missing:
        yield ContentError(
            place(path), line_of(path, "name"), f"The name lacks {', '.join(missing)}.", "Write nb, nn, en."
        )
    if checked_on(about) is None or not about["last_checked"].get("by"):
        remedy = "Write last_checked: {on: 2026-01-31, by: a role}."
        yield ContentError(place(path), line_of(path, "last_checked"), "Nobody has checked this list.", remedy)


def checked_on(about: dict[str, Any]) -> date | None:
    """The day that `last_checked` names; YAML reads a bare `on` as true."""
    checked = about.get("last_checked")
    day = checked.get("on", checked.get(True)) if isinstance(checked, dict) else None
    return day if isinstance(day, date) else None


def _sourced(path: Path, about: dict[str, Any]) -> Iterator[ContentError]:
    sources = about.get("sources")
    if not isinstance(sources, dict) or not sources:
        yield ContentError(place(path), line_of(path, "sources"), "No source is named.", "Write title, date, licence.")
        return
    for key, source in sources.items():
        if not (isinstance(source, dict) and source.get("title")):
            yield ContentError(place(path), line_of(path, key), f'The source "{key}" has no title.', "Write title: ….")


def _counted(path: Path, folder: str, about: dict[str, Any]) -> Iterator[ContentError]:
    """The lists are as long as about.yaml says: a cut file is noticed."""
    lists = about.get("lists")
    entries = lists.items() if isinstance(lists, dict) else ()
    expected = {one: entry.get("rows") for one, entry in entries if isinstance(entry, dict)}
    if isinstance(about.get("rows"), int):
        expected[path.parent.name] = about["rows"]
    for name, rows in expected.items():
        found = sum(1 for _ in numbered(content_path(f"{folder}/{name}.csv")))
        if found != rows:
            problem = f"{name}.csv holds {found} rows, not {rows}."
            yield ContentError(place(path), line_of(path, name), problem, "Restore the list, or correct the number.")


def _code_faults(path: Path) -> list[ContentError]:
    if faults := header_faults(path, CODE_COLUMNS):
        return faults
    seen: dict[tuple[str, str], int] = {}
    for line, row in numbered(path):
        key = (row["code"], row["since"])
        if not row["code"]:
            faults.append(ContentError(place(path), line, "A row has no code.", "Write the code, or remove the row."))
        if key in seen:
            problem = f'"{key[0]}" stands on line {seen[key]} already.'
            faults.append(ContentError(place(path), line, problem, "Remove one of the rows."))
        if not any(row[one] for one in LANGUAGES) and not row["code"].startswith("X"):
            faults.append(ContentError(place(path), line, f'"{row["code"]}" has no label.', "Write nb, nn or en."))
        faults += [
            ContentError(place(path), line, f'"{row[column]}" is not a date.', "Write it as 2024-01-01.")
            for column in ("since", "until")
            if row[column] and not is_day(row[column])
        ]
        seen[key] = line
    return faults


def _cpv_faults(path: Path) -> list[ContentError]:
    return [
        ContentError(
            place(path), line, f'"{row.get("code", "")}" is not a CPV code with a name.', "Write eight digits and en."
        )
        for line, row in numbered(path)
        if len(row.get("code", "")) != CPV_DIGITS or not row["code"].isdigit() or not row.get("en")
    ]


def header_faults(path: Path, columns: Iterable[str]) -> list[ContentError]:
    """The table must name these columns in its first row."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            header = next(csv.reader(lines), [])
    except (UnicodeDecodeError, csv.Error):
        return [ContentError(place(path), None, "This file is not CSV in UTF-8.", "Save it as UTF-8.")]
    missing = [column for column in columns if column not in header]
    if not missing:
        return []
    problem = f"The columns {', '.join(missing)} are missing."
    return [ContentError(place(path), 1, problem, f"Begin with {','.join(columns)}.")]


def numbered(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows with the line they end on; cells that are lacking are empty."""
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines)
            for row in reader:
                cells = {str(key): value or "" for key, value in row.items() if isinstance(value, str | None)}
                yield reader.line_num, cells
    except (UnicodeDecodeError, csv.Error) as error:
        raise ContentError(place(path), None, "This file is not CSV in UTF-8.", "Save it as UTF-8.") from error


def is_day(text: str) -> bool:
    """Is the text a day as 2024-01-01?"""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def line_of(path: Path, key: str) -> int | None:
    """The first line that begins with the key."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip(" -").startswith((f"{key}:", key if ":" in key else f"{key}:")):
            return number
    return None
