"""Documents that belong to notices feed the tables: what was in the documents becomes known, and is judged.

Runs over a generation that is being built, after its notices were read and linked. A notice is read anew only when its
documents changed, or when its finding was made anew without them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from dugnad.monitor.documented import LOTS_DIFFER, OWN_CODES, Fed, read_for
from dugnad.notices.attached import Kept, bound_documents, has_documents, shard_bytes
from dugnad.notices.judging import judge_notice
from dugnad.notices.parts import group, is_stated, to_table
from dugnad.notices.register import Register, load_register
from dugnad.notices.store import write_table
from dugnad.notices.tables import FED_TABLES, PROBLEM, TABLES

Row = dict[str, Any]
PROBLEM_FILE = "documents.parquet"
Work = dict[str, list[Kept]]
"""Notices of one part that are to be read with their documents; none where they are gone."""
Progress = Callable[[int, int], None]
"""Called with the number of documents read, and of all that are to be read."""


def feed_documents(generation: Path, on_progress: Progress | None = None) -> None:
    """Bring the tables in line with the documents in raw; without documents nothing is looked at."""
    if not has_documents(generation):
        return
    bound, unclaimed = bound_documents(generation)
    register = load_register(generation.parents[1])
    parts = outdated(generation, bound)
    total = sum(len(documents) for work in parts.values() for documents in work.values())
    done = 0

    def note(documents: int) -> None:
        nonlocal done
        done += documents
        if on_progress:
            on_progress(done, total)

    for part, work in sorted(parts.items()):
        feed_part(generation, part, work, register, note)
    shard_bytes.cache_clear()
    write_problems(generation, unclaimed)


def outdated(generation: Path, bound: dict[str, list[Kept]]) -> dict[str, Work]:
    """The parts with notices whose rows do not follow from their documents."""
    work: dict[str, Work] = defaultdict(dict)
    home = homes(generation)
    stored = stored_documents(generation)
    alone = findings_alone(generation)
    for notice, documents in bound.items():
        part = home[notice]
        wanted = [(one.file, one.sha256) for one in documents]
        if stored.pop((part, notice), None) != wanted or notice in alone:
            work[part][notice] = documents
    for part, notice in stored:
        work[part][notice] = []
    return work


def homes(generation: Path) -> dict[str, str]:
    """Notice → its part."""
    return {
        str(notice): path.stem
        for path in sorted((generation / "tables" / "notice").glob("*.parquet"))
        for notice in pq.read_table(path, columns=["notice_id"]).column("notice_id").to_pylist()
    }


def stored_documents(generation: Path) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(part, notice) → (file, digest) of the documents that its rows rest on, in their order."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path in sorted((generation / "tables" / "document").glob("*.parquet")):
        for row in pq.read_table(path, columns=["notice_id", "file", "sha256"]).to_pylist():
            found.setdefault((path.stem, row["notice_id"]), []).append((row["file"], row["sha256"]))
    return found


def findings_alone(generation: Path) -> set[str]:
    """Notices with a lot that was read in documents, but whose finding was made again without them."""
    read = {
        (row["notice_id"], row["lot_id"])
        for path in (generation / "tables" / "document_lot").glob("*.parquet")
        for row in pq.read_table(path, columns=["notice_id", "lot_id"]).to_pylist()
    }
    notices = {notice for notice, _ in read}
    is_alone = pc.field("notice_id").isin(sorted(notices)) & (pc.field("basis") == "notice")
    return {
        row["notice_id"]
        for path in (generation / "tables" / "finding").glob("*.parquet")
        if notices
        for row in pq.read_table(path, columns=["notice_id", "lot_id"], filters=is_alone).to_pylist()
        if (row["notice_id"], row["lot_id"]) in read
    }


def feed_part(generation: Path, part: str, work: Work, register: Register, note: Callable[[int], None]) -> None:
    """Put what the documents say in place of what stood there for these notices."""
    rows = {name: load(generation, name, part) for name in ("notice", "lot", "criterion", "finding", *FED_TABLES)}
    by_notice = {name: group(rows[name]) for name in ("lot", "criterion")}
    for name in FED_TABLES:
        rows[name] = [row for row in rows[name] if row["notice_id"] not in work]
    criteria = [row for row in rows["criterion"] if is_stated(row) or row["notice_id"] not in work]
    findings: dict[str, list[Row]] = {}
    for notice in rows["notice"]:
        key = notice["notice_id"]
        if key not in work:
            continue
        lots = by_notice["lot"].get(key, [])
        stated = [row for row in by_notice["criterion"].get(key, []) if is_stated(row)]
        alone, _ = judge_notice(dict(notice), lots, stated, register)
        documents = work[key]
        fed = read_for(notice, lots, stated, alone, documents, register) if documents else Fed(finding=alone)
        note(len(documents))
        findings[key] = fed.finding
        criteria += fed.criterion
        for name in FED_TABLES:
            rows[name] += getattr(fed, name)
    rows["criterion"] = criteria
    rows["finding"] = [row for row in rows["finding"] if row["notice_id"] not in findings]
    rows["finding"] += [row for found in findings.values() for row in found]
    for name in ("criterion", "finding", *FED_TABLES):
        save(generation, name, part, rows[name])


def load(generation: Path, table: str, part: str) -> list[Row]:
    """One part of a table; a part that was not written yet has no rows."""
    path = generation / "tables" / table / f"{part}.parquet"
    rows: list[Row] = pq.read_table(path).to_pylist() if path.exists() else []
    return rows


def save(generation: Path, table: str, part: str, rows: list[Row]) -> None:
    """Write one part of a table; a store from before the table came gets its folder."""
    folder = generation / "tables" / table
    folder.mkdir(exist_ok=True)
    write_table(folder / f"{part}.parquet", to_table(rows, TABLES[table]))


def write_problems(generation: Path, unclaimed: list[Kept]) -> None:
    """One file with the problem rows of all documents, numbered by document."""
    positions: Counter[str] = Counter()
    rows = []
    for row in sorted((*problems_read(generation), *map(unclaimed_problem, unclaimed)), key=in_order):
        rows.append(dict(row, position=positions[row["sha256"]]))
        positions[row["sha256"]] += 1
    write_table(generation / "tables" / "problem" / PROBLEM_FILE, to_table(rows, PROBLEM))


def in_order(row: Row) -> tuple[str, ...]:
    return row["sha256"], row["notice_id"] or "", row["file"], row["code"], row["message"]


def problems_read(generation: Path) -> Iterator[Row]:
    """What the reading of documents left to be told, as the document table keeps it."""
    for path in (generation / "tables" / "document").glob("*.parquet"):
        for row in pq.read_table(path).to_pylist():
            told = {"sha256": row["sha256"], "file": row["file"], "notice_id": row["notice_id"], "field": "document"}
            if row["problem"]:
                code = OWN_CODES.get(row["problem"], "unreadable-document")
                yield told | {"code": code, "message": row["message"], "severity": "warning"}
            for message in row["contradictions"]:
                code = "document-lots-differ" if message.startswith(LOTS_DIFFER) else "documents-contradict"
                yield told | {"code": code, "message": message, "severity": "info"}


def unclaimed_problem(kept: Kept) -> Row:
    """A document that belongs to no notice in the store."""
    message = (
        f'No notice here is named "{kept.key}". Name the folder by notice id, publication number or procedure, '
        "or import the notice; the document is kept and joins it then."
    )
    return {"sha256": kept.sha256, "file": kept.file, "notice_id": None, "field": "document",
            "code": "document-without-notice", "message": message, "severity": "warning"}  # fmt: skip
