"""Checks the register's content: numbers, kinds, parents, settled matches and replies; lists the numbers that lack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dugnad.content import content_files, content_path, place, read_yaml
from dugnad.eforms.codelists import header_faults, is_day, line_of, numbered
from dugnad.errors import ContentError
from dugnad.notices.orgnr import is_valid
from dugnad.notices.register import BODIES, MUNICIPALITIES, SUB_UNITS, body_files, obligation_classes

KINDS = (
    "ministry", "state-agency", "state-enterprise", "health", "county", "municipality", "municipal-enterprise",
    "inter-municipal", "governor", "association", "other",
)  # fmt: skip
CLASSES = ("shall", "invited", "supporter", "none")
LANGUAGES = ("nb", "nn", "en")
MUNICIPALITY_COLUMNS = ("number", "name", "called", "official", "also", "county", "orgnr", "since", "source")
BODY_COLUMNS = (
    "orgnr", "name", "name_nn", "name_en", "also", "kind", "obligation_class", "parent_orgnr", "municipality", "county",
    "since", "until", "successor_orgnr", "source",
)  # fmt: skip
POINTING = {
    f"{BODIES}/{SUB_UNITS}": ("orgnr", "name", "body_orgnr", "reason", "source"),
    "notices/settled_buyers.csv": ("name_seen", "number_seen", "orgnr", "decided_on", "decided_by", "reason"),
}
REPLY_KEYS = {"body", "on", "notice", "by", "text", "source"}


def check_register() -> list[ContentError]:
    """All faults of bodies, sub-units, municipalities, demonstration bodies and settled matches."""
    if faults := [fault for path in body_files() for fault in header_faults(path, columns_of(path))]:
        return faults
    rows = [(path, line, row) for path in body_files() for line, row in numbered(path)]
    numbers: dict[str, str] = {}
    faults = _class_faults()
    sources = {path: known_sources(path) for path in body_files()}
    for path, line, row in rows:
        faults += [ContentError(place(path), line, *fault) for fault in _body_faults(row)]
        faults += [
            ContentError(place(path), line, f'"{source}" is no source in about.yaml.', "Add it there, or correct it.")
            for source in row.get("source", "").split()
            if source not in sources[path] and not source.startswith("notice-")
        ]
        number = row.get("orgnr", "")
        if number in numbers and number:
            problem = f"{number} stands at {numbers[number]} already."
            faults.append(ContentError(place(path), line, problem, "A number belongs to one body: remove one row."))
        numbers[number] = f"{place(path)}, line {line}"
    for path, line, row in rows:
        for column in ("parent_orgnr", "successor_orgnr"):
            if row.get(column) and row[column] not in numbers:
                problem = f"{column} {row[column]} is no body in the register."
                faults.append(ContentError(place(path), line, problem, "Correct it, or add the body."))
    return faults + _pointing_faults(numbers)


def columns_of(path: Path) -> tuple[str, ...]:
    """The columns that a file of bodies must have."""
    return MUNICIPALITY_COLUMNS if path == content_path(MUNICIPALITIES) else BODY_COLUMNS


def known_sources(path: Path) -> set[str]:
    """The sources that about.yaml beside the file explains; a notice is named by its month besides."""
    about = read_yaml(content_path(f"{place(path.parent).removeprefix('content/')}/about.yaml"))
    return {*(about.get("sources") or {}), "names-only"} if isinstance(about, dict) else set()


def _class_faults() -> list[ContentError]:
    path = content_path(f"{BODIES}/about.yaml")
    classes = obligation_classes()
    wrong = [kind for kind in KINDS if classes.get(kind) not in CLASSES]
    return [
        ContentError(
            place(path), line_of(path, kind), f'The kind "{kind}" has no obligation class.', f"One of {CLASSES}."
        )
        for kind in wrong
    ]


def _body_faults(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(problem, remedy) of one body."""
    if not (row.get("name") or row.get("called")):
        yield "A body has no name.", "Write its official name."
    if row.get("orgnr") and not is_valid(row["orgnr"]):
        yield (
            f'"{row["orgnr"]}" fails the control digit.',
            "Write nine digits as in Enhetsregisteret, or leave it empty.",
        )
    if "kind" in row and row["kind"] not in KINDS:
        yield f'"{row["kind"]}" is not a kind.', f"Write one of {', '.join(KINDS)}."
    if row.get("obligation_class") and row["obligation_class"] not in CLASSES:
        yield f'"{row["obligation_class"]}" is not an obligation class.', f"Write one of {', '.join(CLASSES)}."
    for column in ("since", "until"):
        if row.get(column) and not is_day(row[column]):
            yield f'"{row[column]}" is not a date.', "Write it as 2024-01-01."
    if not row.get("source"):
        yield "A body has no source.", "Name one of the sources in about.yaml."


def _pointing_faults(numbers: dict[str, str]) -> list[ContentError]:
    """Sub-units and settled matches point to bodies of the register."""
    faults: list[ContentError] = []
    for relative, column in ((f"{BODIES}/{SUB_UNITS}", "body_orgnr"), ("notices/settled_buyers.csv", "orgnr")):
        path = content_path(relative)
        if wrong := header_faults(path, POINTING[relative]):
            faults += wrong
            continue
        for line, row in numbered(path):
            if row.get(column) and row[column] not in numbers:
                problem = f"{row[column]} is no body in the register."
                faults.append(ContentError(place(path), line, problem, "Correct it, or add the body."))
            if not row.get("reason"):
                faults.append(ContentError(place(path), line, "No reason is given.", "Say how this is known."))
            if "decided_on" in row and not is_day(row["decided_on"]):
                problem = f'"{row["decided_on"]}" is not a date.'
                faults.append(ContentError(place(path), line, problem, "Write it as 2024-01-01."))
            if relative.endswith(SUB_UNITS) and (not is_valid(row.get("orgnr", "")) or row["orgnr"] in numbers):
                problem = f'"{row.get("orgnr", "")}" is not a valid number of a sub-unit alone.'
                faults.append(ContentError(place(path), line, problem, "Correct it, or remove the row."))
    return faults


def check_replies() -> list[ContentError]:
    """All faults of content/corrections: a body's dated right of reply."""
    known = {row.get("orgnr", "") for path in body_files() for _, row in numbered(path)}
    faults: list[ContentError] = []
    for path in content_files("corrections", "*.yaml"):
        reply = read_yaml(path)
        if not isinstance(reply, dict):
            faults.append(ContentError(place(path), 1, "This file does not hold keys and values.", "Begin with body:."))
            continue
        faults += [_reply_fault(path, *fault) for fault in _reply_problems(reply, known)]
    return faults


def _reply_fault(path: Path, key: str, problem: str, remedy: str) -> ContentError:
    return ContentError(place(path), line_of(path, key), problem, remedy)


def _reply_problems(reply: dict[Any, Any], known: set[str]) -> Iterator[tuple[str, str, str]]:
    """(key, problem, remedy)"""
    if True in reply:
        yield "on", "YAML reads a bare on as true.", 'Write "on" in quotes.'
        reply = {"on": reply[True], **{key: value for key, value in reply.items() if key is not True}}
    for key in sorted(str(key) for key in reply.keys() - REPLY_KEYS):
        yield key, f'"{key}" is not a known key.', f"Known: {', '.join(sorted(REPLY_KEYS))}."
    if str(reply.get("body")) not in known:
        yield "body", f'"{reply.get("body")}" is no body in the register.', "Write its organisation number in quotes."
    if not isinstance(reply.get("on"), date):
        yield "on", f'"{reply.get("on")}" is not a date.', "Write it as 2024-01-01."
    for key in ("by", "source"):
        if not reply.get(key):
            yield key, f'"{key}" is missing.', "Write the role, never a person's name." if key == "by" else "Write it."
    text = reply.get("text")
    if missing := [one for one in LANGUAGES if not (isinstance(text, dict) and text.get(one))]:
        yield "text", f"The reply lacks {', '.join(missing)}.", "Write nb, nn and en."


def missing_numbers() -> list[str]:
    """Bodies that exist today and whose number no source of ours gives."""
    rows = [row for path in body_files() for _, row in numbered(path)]
    lacking = [row for row in rows if not row.get("orgnr") and not row.get("until")]
    return sorted(row.get("called") or row.get("name", "") for row in lacking)
