"""Criteria, weights and ranks against an independent quick reading of the same notices; each difference explained."""

from __future__ import annotations

import csv
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from dugnad.notices.read import Reading, read_notice
from dugnad.notices.weights import number

UNITS = {"percent": "per-exa", "points": "poi-exa", "decimal": "dec-exa", "rank": "ord-imp", "none": ""}
LEAST_AGREEMENT = 0.995
Lot = tuple[str, str]


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, Reading]:
    """Every real eForms notice by file name."""
    with zipfile.ZipFile(shared / "notices" / "dev_notices_eforms.zip") as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        return {name.rpartition("/")[2]: read_notice(archive.read(name), file=name) for name in names}


@pytest.fixture(scope="module")
def reference(shared: Path) -> dict[Lot, list[dict[str, str]]]:
    """The quick reading's rows by file and lot."""
    rows: dict[Lot, list[dict[str, str]]] = defaultdict(list)
    with (shared / "notices" / "award_criteria_dev.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["format"].startswith("eForms"):
                rows[row["file"].rpartition("/")[2], row["lot"]].append(row)
    return rows


def quick(row: dict[str, str]) -> tuple[Any, ...]:
    unit = "" if row["weight_kind"] == "unpublished" else row["weight_kind"]
    value = number(row["weight_value"]) if unit else None
    return unit, None if value == -1 else value


def ours(row: dict[str, Any]) -> tuple[Any, ...]:
    unit = UNITS.get(row["weight_kind"], "poi-mid")
    value = number(row["weight_raw"] or "") if unit else None
    return unit, None if value == -1 else value


def explanation(found: list[dict[str, Any]], quickly: list[dict[str, str]], lot: dict[str, Any]) -> str | None:
    """Why the two readings differ, in words; None where nothing explains it."""
    if lot["criteria_in_documents"] and [row for row in quickly if row["type"]] == [] and not found:
        return "the text only points to the documents: a flag of the lot, no criterion"
    if len(found) == len(quickly) and all(
        quick(row)[0] in {"", ours(one)[0]} for row, one in zip(quickly, found, strict=True)
    ):
        return "the unit's code names no list, or another; the quick reading passed it over"
    return None


def test_lots_agree_with_the_quick_reading_and_every_difference_is_explained(
    readings: dict[str, Reading], reference: dict[Lot, list[dict[str, str]]]
) -> None:
    differing, unexplained, lots = [], [], 0
    for file, reading in readings.items():
        for lot in reading.lot:
            lots += 1
            found = [row for row in reading.criterion if row["lot_id"] == lot["lot_id"]]
            quickly = reference.get((file, lot["lot_id"]), [])
            if [quick(row) for row in quickly] != [ours(row) for row in found]:
                differing.append((file, lot["lot_id"]))
                if explanation(found, quickly, lot) is None:
                    unexplained.append((file, lot["lot_id"]))

    assert unexplained == []
    assert 1 - len(differing) / lots >= LEAST_AGREEMENT, differing
