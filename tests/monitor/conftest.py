"""What the monitor's tests share: a small store in memory, everything unsaid left empty."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from dugnad.notices.tables import TABLES

NOTICE = {
    "form_type": "competition",
    "country": "NOR",
    "is_latest": True,
    "is_demo": False,
    "is_change": False,
    "announced": date(2025, 2, 3),
    "judged_on": date(2025, 2, 3),
    "profile": "eu",
    "cpv": "45000000",
}
LOT = {"kind": "lot", "criteria_in_documents": False, "strategic": []}
FINDING = {"rule": "environment.weight", "position": 0, "rule_version": "foa-7-9@2024"}
CRITERION = {"is_statement": False, "is_withheld": False, "environment": "none", "type_code": "quality"}


class Store:
    """Rows by table; `connection()` opens them as an import leaves them."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}

    def add_body(self, orgnr: str, **columns: Any) -> None:
        self.rows["body"].append({"orgnr": orgnr, "is_demo": False, **columns})

    def add_notice(self, notice_id: str, *, buyers: tuple[str | None, ...] = (), **columns: Any) -> None:
        self.rows["notice"].append({**NOTICE, "notice_id": notice_id, **columns})
        for position, orgnr in enumerate(buyers):
            role = "own" if len(buyers) == 1 else "joint"
            self.rows["buyer"].append(
                {"notice_id": notice_id, "position": position, "orgnr": orgnr, "share_role": role}
            )

    def add_lot(self, notice_id: str, lot_id: str = "LOT-0001", *, finding: Any = None, **columns: Any) -> None:
        self.rows["lot"].append({**LOT, "notice_id": notice_id, "lot_id": lot_id, **columns})
        if finding is not None:
            self.rows["finding"].append({**FINDING, "notice_id": notice_id, "lot_id": lot_id, **finding})

    def add_criterion(self, notice_id: str, lot_id: str = "LOT-0001", **columns: Any) -> None:
        position = len(self.rows["criterion"])
        row = {**CRITERION, "notice_id": notice_id, "lot_id": lot_id, "position": position, **columns}
        self.rows["criterion"].append(row)

    def connection(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(":memory:")
        for name, schema in TABLES.items():
            connection.register(name, pa.Table.from_pylist(self.rows[name], schema=schema))
        return connection


@pytest.fixture
def store() -> Store:
    """An empty store, to be filled by the test."""
    return Store()
