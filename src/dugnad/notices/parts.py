"""A part: the rows of one raw shard in every table. Parts are written once, and again only where links change."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dugnad.notices.judging import judge_notice
from dugnad.notices.link import Link
from dugnad.notices.problem import LAW_CODES, LINK_CODES, Problems
from dugnad.notices.read import Reading
from dugnad.notices.register import Register
from dugnad.notices.store import write_table
from dugnad.notices.tables import TABLES

Row = dict[str, Any]

PART_TABLES = ("notice", "buyer", "party", "lot", "criterion", "finding", "problem")
WITHIN_NOTICE = ("buyer", "party", "lot", "criterion")
LATER_CODES = frozenset(LINK_CODES | LAW_CODES)
"""Problems found after reading; they are found anew whenever links change."""


@dataclass(slots=True)
class Part:
    """Rows by table; every row that belongs to a notice carries its notice_id."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in PART_TABLES})


def part_of(readings: list[Reading]) -> Part:
    """The rows of freshly read files, under their own identifiers made unique by digest."""
    part = Part()
    for reading in readings:
        part.rows["problem"] += reading.problems
        if reading.notice is None:
            continue
        key = provisional(reading.sha256)
        reading.notice["notice_id"] = key
        part.rows["notice"].append(reading.notice)
        for name in WITHIN_NOTICE:
            rows = getattr(reading, name)
            for row in rows:
                row["notice_id"] = key
            part.rows[name] += rows
    return part


def provisional(sha256: str) -> str:
    """A key that no other file can have."""
    return f"new:{sha256}"


def apply_links(part: Part, links: dict[str, Link], register: Register) -> None:
    """Give every row its final key, leave out copies, and judge each notice on its day."""
    rows = part.rows
    keys = {row["notice_id"]: links[row["sha256"]].key for row in rows["notice"]}
    named = {row["sha256"]: row for row in rows["notice"]}
    read = read_findings(part, links)
    rows["criterion"] = [row for row in rows["criterion"] if is_stated(row) or row["notice_id"] in read]
    for name in WITHIN_NOTICE:
        rows[name] = [dict(row, notice_id=keys[row["notice_id"]]) for row in rows[name] if keys[row["notice_id"]]]
    rows["notice"] = [linked(row, links[row["sha256"]]) for row in rows["notice"] if keys[row["notice_id"]]]
    later = {sha256: copy_problem(row, links[sha256]) for sha256, row in named.items()}
    rows["finding"] = []
    grouped = {"lot": group(rows["lot"]), "criterion": group([row for row in rows["criterion"] if is_stated(row)])}
    for notice in rows["notice"]:
        found, problems = judged(notice, grouped, register)
        borne = read.get(notice["notice_id"], {})
        rows["finding"] += [borne.get(row["lot_id"], row) for row in found] if borne else found
        later[notice["sha256"]] += problems
    rows["problem"] = renumbered(rows["problem"], later, named, links)


def is_stated(row: Row) -> bool:
    """Does the criterion stand in the notice itself? Others were read in its documents."""
    return row.get("source") != "document"


def read_findings(part: Part, links: dict[str, Link]) -> dict[str, dict[str, Row]]:
    """Findings by notice and lot that rest on documents too, of notices whose key and day are as they were."""
    rested = [row for row in part.rows["finding"] if row["basis"] != "notice"]
    if not rested:
        return {}
    steady = {row["notice_id"] for row in part.rows["notice"] if is_steady(row, links[row["sha256"]])}
    found: dict[str, dict[str, Row]] = {}
    for row in rested:
        if row["notice_id"] in steady:
            found.setdefault(row["notice_id"], {})[row["lot_id"]] = row
    return found


def is_steady(row: Row, link: Link) -> bool:
    """Do the other notices leave key and day of this one as they were?"""
    before = row["notice_id"], row["judged_on"], row["has_first"]
    return before == (link.key, link.judged_on, link.has_first)


def linked(row: Row, link: Link) -> Row:
    """The notice row with what the other notices make of it."""
    return dict(row, notice_id=link.key, is_latest=link.is_latest, judged_on=link.judged_on, has_first=link.has_first)


def group(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by notice."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["notice_id"], []).append(row)
    return groups


def judged(notice: Row, grouped: dict[str, dict[str, list[Row]]], register: Register) -> tuple[list[Row], list[Row]]:
    """(findings, problems) of one notice; a judge that fails on one notice must not stop an import."""
    key = notice["notice_id"]
    try:
        return judge_notice(notice, grouped["lot"].get(key, []), grouped["criterion"].get(key, []), register)
    except Exception:  # noqa: BLE001 - see above; the traceback is kept
        message = traceback.format_exc(limit=-4)
        return [], [{"field": "finding", "code": "judge-failed", "message": message, "severity": "error"}]


def copy_problem(row: Row, link: Link) -> list[Row]:
    """What to report of a notice whose identifier stands in other files too."""
    if link.key is None:
        message = f"Another copy of {row['base_id']} is used; this one is kept in raw."
        return [{"field": "BT-701", "code": "duplicate-copy", "message": message, "severity": "info"}]
    if link.key != row["base_id"]:
        message = f"Another publication carries the identifier {row['base_id']}; this one has the key {link.key}."
        return [{"field": "BT-701", "code": "same-id-other-notice", "message": message, "severity": "info"}]
    return []


def renumbered(
    problems: list[Row], later: dict[str, list[Row]], named: dict[str, Row], links: dict[str, Link]
) -> list[Row]:
    """Problem rows of reading, then those found later, numbered anew per file."""
    by_file: dict[str, list[Row]] = {sha256: [] for sha256 in named}
    done: list[Row] = []
    for row in problems:
        if row["sha256"] not in named:
            done.append(row)
        elif row["code"] not in LATER_CODES:
            by_file[row["sha256"]].append(row)
    for sha256, notice in named.items():
        collected = Problems(notice["file"], sha256, rows=by_file[sha256])
        for row in later[sha256]:
            collected.add(row["code"], row["field"], row["message"], row["severity"])
        for position, row in enumerate(collected.close(links[sha256].key or notice["base_id"])):
            row["position"] = position
        done += collected.rows
    return done


def to_table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    """Rows as an Arrow table; a column that a row lacks is null, a key that is no column is left out."""
    arrays = [pa.array([row.get(one.name) for row in rows], type=one.type) for one in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def write_part(generation: Path, name: str, part: Part) -> None:
    """Write the part's rows into every table."""
    for table, rows in part.rows.items():
        write_table(generation / "tables" / table / f"{name}.parquet", to_table(rows, TABLES[table]))


def load_part(generation: Path, name: str) -> Part:
    """Read a part back."""
    part = Part()
    for table in PART_TABLES:
        part.rows[table] = pq.read_table(generation / "tables" / table / f"{name}.parquet").to_pylist()
    return part
