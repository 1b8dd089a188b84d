"""The reader: a pure function from a file's bytes to rows and problem rows. It never raises on what it is given."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from hashlib import sha256 as digest
from typing import Any

from dugnad.errors import NoticeError
from dugnad.notices.parse import parse_xml
from dugnad.notices.problem import Problems
from dugnad.notices.register import Register, load_register
from dugnad.notices.ubl import ROOTS, read_ubl

Row = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """One file's rows. `notice` is None where the file could not become a notice; then `problems` says why."""

    sha256: str
    file: str
    notice: Row | None = None
    party: list[Row] = field(default_factory=list)
    buyer: list[Row] = field(default_factory=list)
    lot: list[Row] = field(default_factory=list)
    criterion: list[Row] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)


def read_notice(raw: bytes, *, file: str, register: Register | None = None, sha256: str | None = None) -> Reading:
    """Read one notice. Same bytes, same content files: same rows."""
    sha256 = sha256 or digest(raw).hexdigest()
    problems = Problems(file, sha256)
    reading = Reading(sha256, file)
    try:
        rows = rows_of(raw, file, sha256, register or load_register(), problems)
    except NoticeError as error:
        problems.add(error.code, error.field, error.problem, "error")
    except Exception:  # noqa: BLE001 - one file must never stop an import; the traceback is kept
        problems.add("reader-failed", "file", traceback.format_exc(limit=-4), "error")
    else:
        reading = Reading(sha256, file, **rows)
    reading.problems = problems.close(reading.notice["notice_id"] if reading.notice else None)
    return reading


def rows_of(raw: bytes, file: str, sha256: str, register: Register, problems: Problems) -> dict[str, Any]:
    """Tell the format by its root, and read it."""
    if raw[:64].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}:
        problem = "JSON notices (OCDS) are not read yet; the file is kept in raw."
        raise NoticeError(file, "file", problem, code="unsupported-format")
    root = parse_xml(raw, file=file)
    if root.tag in ROOTS:
        return read_ubl(root, file=file, sha256=sha256, register=register, problems=problems)
    if str(root.tag).rpartition("}")[2] == "TED_EXPORT":
        problem = "TED XML is not read yet; the file is kept in raw."
        raise NoticeError(file, "file", problem, code="unsupported-format")
    problem = f'The root element "{str(root.tag)[:200]}" is none of the known notices.'
    raise NoticeError(file, "file", problem, code="not-a-notice")
