"""A small store made for the site's tests: fictional bodies, their notices, and results computed from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dugnad.monitor.compute import compute_results
from dugnad.monitor.engine import connect
from dugnad.notices.tables import TABLES

COMPUTED = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
HARBOUR, RIDGE, AGENCY = "999100001", "999100002", "999100003"
BODIES = (
    (HARBOUR, "Eksempelvik kommune", "municipality", "invited", "46"),
    (RIDGE, "Eksempelås kommune", "municipality", "invited", "34"),
    (AGENCY, "Direktoratet for eksempler", "state-agency", "shall", "03"),
)
SENTENCES = {
    "MET_WEIGHT": "Miljø teller {weight} prosent.",
    "POSSIBLE_BREACH": "Mulig brudd: miljø teller {weight} prosent; begrunnelse kan stå i konkurransegrunnlaget, "
    "som ikke er lest.",
    "UNKNOWN": "Ukjent: vektene står ikke i kunngjøringen.",
}


@dataclass(frozen=True, kw_only=True)
class Purchase:
    """One notice with lots of one outcome."""

    number: int
    buyers: Sequence[str] = (HARBOUR,)
    announced: date = date(2025, 3, 4)
    outcome: str = "MET_WEIGHT"
    weight: float | None = 30.0
    lots: int = 1
    title: str = "Kjøp av eksempler"
    value: float | None = 4_000_000.0
    is_demo: bool = False
    rows: dict[str, Any] = field(default_factory=dict)

    @property
    def notice_id(self) -> str:
        return f"00000000-0000-4000-8000-{self.number:012d}-01"


def make_store(folder: Path, purchases: Iterable[Purchase], bodies: Iterable[tuple[str, ...]] = BODIES) -> Path:
    """Write the tables and the results computed from them."""
    bought = list(purchases)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    rows["body"] = [body_row(*body) for body in bodies]
    names = {row["orgnr"]: row["name"] for row in rows["body"]}
    for purchase in bought:
        add(rows, purchase, names)
    for name, schema in TABLES.items():
        write(folder / "tables" / name / "part-0.parquet", pa.Table.from_pylist(rows[name], schema=schema))
    results = compute_results(connect(folder), computed_at=COMPUTED)
    write(folder / "results" / "part-0.parquet", results)
    return folder


def write(path: Path, table: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)


def body_row(orgnr: str, name: str, kind: str, obligation: str, county: str) -> dict[str, Any]:
    return {
        "orgnr": orgnr, "name": name, "kind": kind, "obligation_class": obligation, "county": county, "is_demo": False,
    }  # fmt: skip


def add(rows: dict[str, list[dict[str, Any]]], bought: Purchase, names: dict[str, str]) -> None:
    """One purchase's rows in every table."""
    key = {"notice_id": bought.notice_id}
    lead = bought.buyers[0]
    notice = {
        **key, "sha256": f"{bought.number:064d}", "file": "made.xml", "source": "file", "format": "eforms",
        "format_version": "eforms-sdk-1.13", "profile": "national", "subtype": "E3", "form_type": "competition",
        "notice_type": "cn-standard", "publication_number": f"2025-{bought.number:06d}", "version": "01",
        "procedure_id": f"procedure-{bought.number}", "is_change": False, "announced": bought.announced,
        "judged_on": bought.announced, "language": "NOR", "languages": ["NOR"], "country": "NOR", "title": bought.title,
        "buyer_orgnr": lead, "buyer_name": names.get(lead, "Ukjent kjøper"), "regulation": "foa", "part": "3",
        "cpv": "15000000", "value": bought.value, "currency": "NOK", "is_latest": True, "is_demo": bought.is_demo,
        **bought.rows,
    }  # fmt: skip
    rows["notice"].append(notice)
    for position, orgnr in enumerate(bought.buyers):
        role = "own" if len(bought.buyers) == 1 else "joint"
        rows["buyer"].append(
            {
                **key,
                "position": position,
                "orgnr": orgnr,
                "matched_by": "number",
                "share_role": role,
                "name": names.get(orgnr),
            }
        )
    for number in range(1, bought.lots + 1):
        add_lot(rows, {**key, "lot_id": f"LOT-{number:04d}"}, bought)


def add_lot(rows: dict[str, list[dict[str, Any]]], key: dict[str, Any], bought: Purchase) -> None:
    """One lot with a price, an environmental criterion and its finding."""
    is_known = bought.weight is not None
    weight = bought.weight or 0.0
    rows["lot"].append(
        {**key, "kind": "lot", "title": f"Del {key['lot_id'][-1]}", "cpv": "15000000", "currency": "NOK",
         "criteria_in_documents": not is_known, "criteria_stated": is_known, "has_formula": False}
    )  # fmt: skip
    if is_known:
        shared = {**key, "language": "NOR", "weight_kind": "percent", "is_statement": False, "is_withheld": False,
                  "social": "none"}  # fmt: skip
        name = "Klima og miljø"
        rows["criterion"] += [
            {**shared, "position": 0, "type_code": "price", "name": "Pris", "description": "",
             "weight_raw": f"{100 - weight:g}", "weight_percent": 100 - weight, "environment": "none", "evidence": []},
            {**shared, "position": 1, "type_code": "quality-nor-env-criteria", "name": name,
             "description": "Utslipp fra transporten vektlegges.", "weight_raw": f"{weight:g}",
             "weight_percent": weight, "environment": "certain", "environment_scope": "whole", "topic": "climate",
             "evidence": [{"field": "name", "start": 0, "end": 5, "term": "Klima"},
                          {"field": "description", "start": 0, "end": 7, "term": "Utslipp"}]},
        ]  # fmt: skip
    sentence = SENTENCES.get(bought.outcome, bought.outcome).format(weight=f"{weight:g}")
    rows["finding"].append(
        {**key, "rule": "environment.weight", "position": 0, "basis": "notice", "rule_version": "foa-7-9@2024",
         "outcome": bought.outcome, "ground": "weight", "reasons": "", "citation": "FOA § 7-9 andre ledd", "mark": "A",
         "weight_environment_certain": bought.weight, "weight_environment_max": bought.weight,
         "sentence_nb": sentence, "sentence_nn": sentence, "sentence_en": sentence,
         "facts": json.dumps({"weight_percent": weight})}
    )  # fmt: skip


def country(count: int = 3) -> list[Purchase]:
    """A little of everything: met, possible breach, unknown, several buyers, several years."""
    every = [
        Purchase(number=1, lots=2, title="Kjøp av måltider", weight=40.0, value=12_500_000.0),
        Purchase(number=2, announced=date(2024, 5, 6), outcome="POSSIBLE_BREACH", weight=10.0, title="Kjøp av møbler"),
        Purchase(number=3, outcome="UNKNOWN", weight=None, title="Kjøp av rådgivning", value=None),
        Purchase(number=4, buyers=(RIDGE, HARBOUR), title="Felles kjøp av biler", announced=date(2026, 2, 3)),
        Purchase(number=5, buyers=(AGENCY,), lots=3, title="Kjøp av IT-utstyr", announced=date(2026, 1, 8)),
        Purchase(number=6, buyers=(AGENCY,), outcome="POSSIBLE_BREACH", weight=20.0, title="Kjøp av trykksaker"),
    ]  # fmt: skip
    return every[:count]
