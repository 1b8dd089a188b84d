"""eForms (UBL): from the record of one notice to its rows. SDK 1.3-1.16, EU and Norwegian profiles."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

from lxml import etree

from dugnad.notices.criteria import read_criteria
from dugnad.notices.dirty import clean_value
from dugnad.notices.fields import eforms_fields
from dugnad.notices.lots import add_vehicles, amount, lot_kind, read_lot
from dugnad.notices.parties import match_buyers, read_parties
from dugnad.notices.problem import Problems
from dugnad.notices.register import Register
from dugnad.notices.walk import Record, every, first, in_language, walk

Row = dict[str, Any]

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
ROOT_NAMES = (
    "ContractNotice",
    "ContractAwardNotice",
    "PriorInformationNotice",
    "BusinessRegistrationInformationNotice",
)
BUSINESS = "http://data.europa.eu/p27/eforms-business-registration-information-notice/1"
ROOTS = {f"{{{UBL}{name}-2}}{name}" for name in ROOT_NAMES} | {f"{{{BUSINESS}}}{ROOT_NAMES[-1]}"}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
SDK = re.compile(r"eforms-sdk-(\d+\.\d+)")
PROFILES = {":eforms:national-e": "national-e", ":eforms:national": "national", ":eforms:eu": "eu"}
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
DOFFIN_ID = re.compile(r"(?<!\d)(20\d\d-\d{6})(?!\d)")
NORWEGIAN = ("NOR", "NOB", "NNO")


def read_ubl(root: etree._Element, *, file: str, sha256: str, register: Register, problems: Problems) -> dict[str, Any]:
    """Rows by table: notice (one), party, buyer, lot, criterion."""
    record: Record = {}
    walk(root, eforms_fields(), record)
    languages = language_order(record)
    announced = day_of(first(record, "issue_date"), problems)
    parties = read_parties(record, languages, problems)
    buyers = match_buyers(parties, register, announced, problems)
    lots, criteria = read_lots(record, languages, problems)
    notice = notice_row(record, sha256, languages, problems)
    notice |= {"sha256": sha256, "file": file, "announced": announced}
    notice |= buyer_columns(record, parties, register, buyers)
    notice |= source_columns(notice, file)
    notice |= value_columns(record, lots, problems)
    return {"notice": notice, "party": parties, "buyer": buyers, "lot": lots, "criterion": criteria}


def language_order(record: Record) -> tuple[str, ...]:
    """Languages to prefer, the notice's own first; the Norwegian tags stand for one another."""
    wanted = [text.upper() for text in [first(record, "language"), *every(record, "languages")] if text]
    order: list[str] = []
    for language in wanted:
        order += [language, *(NORWEGIAN if language in NORWEGIAN else ())]
    return tuple(dict.fromkeys(order))


def day_of(text: str, problems: Problems) -> date | None:
    """The day as written; its offset is left out."""
    found = DAY.match(text)
    if found:
        year, month, day = map(int, found.groups())
        with suppress(ValueError):
            return date(year, month, day)
    problems.add("missing-date", "BT-05(a)", f'The day of issue "{text}" is no date.')
    return None


def read_lots(record: Record, languages: tuple[str, ...], problems: Problems) -> tuple[list[Row], list[Row]]:
    """Lot rows and their criterion rows; criteria placed on the notice itself serve lots that have none."""
    lots: list[Row] = []
    criteria: list[Row] = []
    seen: dict[str, int] = {}
    for lot in record.get("lot", []):
        lot_id, kind = lot_kind(lot, problems)
        seen[lot_id] = seen.get(lot_id, 0) + 1
        if seen[lot_id] > 1:
            problems.add("bad-lot-id", "BT-137", f'The lot id "{lot_id}" stands there {seen[lot_id]} times.')
            lot_id = f"{lot_id}~{seen[lot_id]}"
        if kind == "lot" and not lot.get("award") and record.get("award"):
            lot["award"] = record["award"]
        rows, flags = read_criteria(lot, lot_id, languages, problems)
        lots.append(read_lot(lot, lot_id, kind, languages, problems) | flags)
        criteria += rows
    add_vehicles(lots, record)
    return lots, criteria


def notice_row(record: Record, sha256: str, languages: tuple[str, ...], problems: Problems) -> Row:
    """The notice's own columns."""
    customization = first(record, "customization")
    sdk = SDK.search(customization)
    form_type, notice_type = record["notice_type"][0] if record.get("notice_type") else ("", "")
    notice_id, version = identify(record, sha256, problems)
    changes = first(record, "changes")
    return {
        "notice_id": notice_id,
        "base_id": notice_id,
        "format": "eforms",
        "format_version": sdk.group(1) if sdk else "",
        "profile": next((name for mark, name in PROFILES.items() if mark in customization), "none"),
        "subtype": first(record, "subtype"),
        "form_type": form_type,
        "notice_type": notice_type,
        "publication_number": publication_number(record),
        "procedure_id": first(record, "procedure_id").lower() or None,
        "version": version,
        "is_change": "is_change" in record,
        "changes_notice_id": changes.lower() or None,
        "language": first(record, "language").upper(),
        "languages": [text.upper() for text in every(record, "languages")],
        "title": in_language(record, "title", languages)[1],
        "legal_basis": clean_value("domain", first(record, "domain")),
        "legal_texts": list(dict.fromkeys(every(record, "legal_text"))),
        "procedure_type": first(record, "procedure_type"),
        "contract_nature": first(record, "nature"),
        "cpv": first(record, "cpv"),
    }


def identify(record: Record, sha256: str, problems: Problems) -> tuple[str, str]:
    """(notice_id, version): UUID and version, else the digest of the bytes."""
    raw, version = first(record, "notice_id"), first(record, "version")
    if not UUID.fullmatch(raw):
        problems.add("bad-notice-id", "BT-701", f'The identifier "{raw}" is no UUID.')
        return f"sha256:{sha256[:16]}", version
    if not version:
        problems.add("missing-version", "BT-757", "The notice has no version; 01 is used.")
        version = "01"
    return f"{raw.lower()}-{version}", version


def publication_number(record: Record) -> str | None:
    """The number in the Official Journal, as written; "n.a." is none."""
    return clean_value("publication_number", first(record, "publication_number")) or None


def buyer_columns(record: Record, parties: list[Row], register: Register, buyers: list[Row]) -> Row:
    """The first buyer's columns; a demonstration notice is known by its buyer."""
    buyer = next((row for row in parties if row["role"] == "buyer"), None)
    types = [code for one in record.get("buyer", ()) for listed, code in one.get("party_type", ())
             if listed in {"buyer-legal-type", ""} and code]  # fmt: skip
    return {
        "buyer_orgnr": (buyers[0]["orgnr"] if buyers else None) or (buyer["orgnr"] if buyer else None),
        "buyer_name": buyer["name"] if buyer else None,
        "buyer_legal_type": types[0] if types else "",
        "buyer_nuts": buyer["nuts"] if buyer else "",
        "country": buyer["country"] if buyer else "",
        "is_demo": any(register.by_number[row["orgnr"]].is_demo for row in buyers if row["orgnr"]),
    }


def source_columns(notice: Row, file: str) -> Row:
    """Where the copy comes from, told by its marks; a Doffin number stands only in the file's name."""
    name = file.rsplit("/", 1)[-1]
    doffin = DOFFIN_ID.search(name)
    if notice["profile"] != "none" or "doffin" in file.lower():
        number = notice["publication_number"] or (doffin.group(1) if doffin else None)
        return {"source": "doffin", "publication_number": number}
    return {"source": "ted" if notice["publication_number"] else "file"}


def value_columns(record: Record, lots: list[Row], problems: Problems) -> Row:
    """The procedure's value; if missing, the sum of its lots' in one currency; for results the value of the result."""
    value, currency = amount(record, ("value",), "procedure", problems)
    if value is None:
        in_lots = [row for row in lots if row["kind"] == "lot" and row["value"] is not None]
        currencies = {row["currency"] for row in in_lots}
        if in_lots and len(currencies) == 1:
            value, currency = sum(row["value"] for row in in_lots), currencies.pop()
    if value is None:
        value, currency = amount(record, ("framework_value", "result_value"), "procedure", problems)
    return {"value": value, "currency": currency}
