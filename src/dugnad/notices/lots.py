"""Lots of a notice: their goods, values, strategic codes and vehicles."""

from __future__ import annotations

from typing import Any

from dugnad.notices.dirty import clean_value
from dugnad.notices.problem import Problems
from dugnad.notices.walk import Record, every, first, in_language
from dugnad.notices.weights import number

Row = dict[str, Any]

KINDS = {"Lot": "lot", "LotsGroup": "group", "Part": "part"}
BY_PREFIX = {"LOT": "lot", "GLO": "group", "PAR": "part"}
STRATEGIC_LISTS = {
    "strategic-procurement": "strategic",
    "environmental-impact": "environmental_impact",
    "gpp-criteria": "gpp_criteria",
    "social-objective": "social_objective",
    "innovative-acquisition": "innovation",
    "accessibility": "accessibility",
}
OTHER_LISTS = {"contract-nature", "transport-service", "permission"}
RESERVED_LISTS = {"reserved-procurement", "reserved-execution"}
VEHICLE_COUNTS = {"vehicles": "vehicles", "vehicles-clean": "vehicles_clean", "vehicles-zero-emission": "vehicles_zero"}
CONTRACT_TYPES = {"veh-acq", "pass-tran-serv", "oth-serv-contr"}
MOST_VEHICLES = 1_000_000


def lot_kind(lot: Record, problems: Problems) -> tuple[str, str]:
    """(id, kind): the scheme name tells lots from groups and parts; the id's prefix where it is missing."""
    scheme, lot_id = lot["id"][0] if lot.get("id") else ("", "")
    kind = KINDS.get(scheme) or BY_PREFIX.get(lot_id[:3].upper())
    if not lot_id or kind is None:
        problems.add("bad-lot-id", "BT-137", f'The lot "{lot_id}" has no usable id or scheme "{scheme}".')
    return lot_id, kind or "lot"


def read_lot(lot: Record, lot_id: str, kind: str, languages: tuple[str, ...], problems: Problems) -> Row:
    """One lot's row, without its criteria."""
    value, currency = amount(lot, ("value", "framework_value"), lot_id, problems)
    row: Row = {
        "lot_id": lot_id,
        "kind": kind,
        "title": in_language(lot, "title", languages)[1],
        "cpv": first(lot, "cpv"),
        "cpv_additional": every(lot, "cpv_additional"),
        "value": value,
        "currency": currency,
        "reserved": reserved(lot),
    }
    return row | strategic(lot, lot_id, languages, problems) | vehicle_rule(lot)


def amount(record: Record, names: tuple[str, ...], where: str, problems: Problems) -> tuple[float | None, str | None]:
    """The first amount that is there, with its currency; an unreadable one becomes a problem row."""
    for name in names:
        for currency, text in record.get(name, ())[:1]:
            value = number(text)
            if value is not None and value >= 0:
                return value, currency or None
            if value == -1:
                problems.add("withheld-amount", "BT-27", f"{where}: the amount is withheld.", "info")
            else:
                problems.add("bad-number", "BT-27", f'{where}: "{text}" is no amount.')
    return None, None


def reserved(lot: Record) -> str | None:
    """Who the participation or execution is reserved for; null where nothing says so."""
    codes = [code for listed, code in lot.get("reserved", ()) if listed in RESERVED_LISTS]
    codes = [code for code in codes if code not in {"none", "no", "false"}]
    return ",".join(dict.fromkeys(codes)) or None


def strategic(lot: Record, lot_id: str, languages: tuple[str, ...], problems: Problems) -> Row:
    """The strategic codes by their list, and the texts beside them."""
    row: Row = {column: [] for column in STRATEGIC_LISTS.values()}
    texts: list[str] = []
    for one in lot.get("additional_type", ()):
        for written, code in one.get("code", ()):
            listed = clean_value("list_name", written)
            column = STRATEGIC_LISTS.get(listed)
            if listed != written or (column is None and listed not in OTHER_LISTS):
                message = f'{lot_id}: the code "{code}" names the list "{written}".'
                problems.add("unknown-list", "BT-06", message, "info")
            if column == "strategic":
                texts.append(in_language(one, "text", languages)[1])
            if column is not None and code and code not in row[column]:
                row[column].append(code)
    return row | {"strategic_text": "\n".join(dict.fromkeys(text for text in texts if text)) or None}


def vehicle_rule(lot: Record) -> Row:
    """Whether the clean vehicles rule applies to the lot, and which kind of contract."""
    applies, contract = None, None
    for one in lot.get("strategic_procurement", ()):
        for listed, code in one.get("applies", ()):
            if listed == "cvd-scope" or code in {"true", "false"}:
                applies = code
        for listed, code in one.get("category", ()):
            if listed == "cvd-contract-type" or (not listed and code in CONTRACT_TYPES):
                contract = code
    return {"cvd_applies": applies, "cvd_contract_type": contract,
            "vehicles": None, "vehicles_clean": None, "vehicles_zero": None}  # fmt: skip


def add_vehicles(rows: list[Row], notice: Record) -> None:
    """Vehicles bought, by lot, from the result part of the notice."""
    by_lot = {row["lot_id"]: row for row in rows}
    for result in notice.get("lot_result", ()):
        row = by_lot.get(first(result, "lot"))
        if row is None:
            continue
        for one in result.get("strategic_procurement", ()):
            row["cvd_contract_type"] = (
                row["cvd_contract_type"] or vehicle_rule({"strategic_procurement": [one]})["cvd_contract_type"]
            )
            for count in one.get("statistics", ()):
                column = VEHICLE_COUNTS.get(first(count, "code"))
                value = number(first(count, "number"))
                if column and value is not None and 0 <= value <= MOST_VEHICLES:
                    row[column] = (row[column] or 0) + int(value)
