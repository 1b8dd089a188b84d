"""Organisations of a notice: who buys, who won. Names of natural persons and all contact details are left out."""

from __future__ import annotations

from typing import Any

from dugnad.notices.dirty import clean_value
from dugnad.notices.orgnr import normalise
from dugnad.notices.problem import Problems
from dugnad.notices.register import Register, match_buyer
from dugnad.notices.walk import Record, every, first, in_language

Row = dict[str, Any]


def read_parties(notice: Record, languages: tuple[str, ...], problems: Problems) -> list[Row]:
    """Party rows: buyers in their order, then tenderers that won, then the other organisations."""
    companies = {key: one for one in notice.get("organisation", []) for key in keys_of(one)}
    roles: list[tuple[str, Record]] = []
    for buyer in notice.get("buyer", []):
        company = companies.get(first(buyer, "id"))
        if company is None:
            problems.add(
                "missing-buyer", "OPT-300", f'The buyer "{first(buyer, "id")}" is not among the organisations.'
            )
            continue
        if ("buyer", company) not in roles:
            roles.append(("buyer", company))
    roles += [("winner", companies[key]) for key in winners(notice) if key in companies]
    used = [company for _, company in roles]
    roles += [("other", one) for one in notice.get("organisation", []) if all(one is not two for two in used)]
    counts: dict[str, int] = {}
    rows = []
    for role, company in roles:
        position = counts.get(role, 0)
        counts[role] = position + 1
        rows.append(party_row(role, position, company, languages))
    return rows


def keys_of(organisation: Record) -> list[str]:
    """The technical ids by which the notice refers to the organisation and its contact points."""
    return every(organisation, "id") + every(organisation, "touchpoint")


def winners(notice: Record) -> list[str]:
    """Technical ids of the tenderers behind the tenders that became contracts."""
    settled = set(every(notice, "contract_tender"))
    parties = {first(one, "party") for one in notice.get("lot_tender", []) if first(one, "id") in settled}
    found = [key for one in notice.get("tendering_party", []) if first(one, "id") in parties
             for key in every(one, "tenderer")]  # fmt: skip
    return list(dict.fromkeys(found))


def party_row(role: str, position: int, company: Record, languages: tuple[str, ...]) -> Row:
    """One organisation; a natural person's name, number and place are left out."""
    is_person = first(company, "natural_person").lower() == "true"
    raw = first(company, "number")
    country = clean_value("country", first(company, "country").upper())
    return {
        "role": role,
        "position": position,
        "orgnr": normalise(raw) if country in {"NOR", ""} and not is_person else None,
        "orgnr_raw": None if is_person or is_contact(raw) else raw,
        "name": None if is_person else in_language(company, "name", languages)[1],
        "country": country,
        "nuts": clean_value("nuts", first(company, "nuts")),
        "city": None if is_person else first(company, "city"),
        "is_central": "true" in (first(company, "awarding_central"), first(company, "acquiring_central")),
    }


def is_contact(raw: str) -> bool:
    """Senders write e-mail addresses and telephone numbers where a number of the organisation should stand."""
    told = raw.strip().lower()
    return "@" in told or told.startswith(("+", "00", "t:", "tel", "tlf", "phone"))


def match_buyers(parties: list[Row], register: Register, on: Any, problems: Problems) -> list[Row]:
    """Buyer rows: each buyer matched to a public body by number, parent or cautious name, else left unmatched."""
    buyers = [row for row in parties if row["role"] == "buyer"]
    rows = []
    for party in buyers:
        match = match_buyer(
            register,
            orgnr=party["orgnr"],
            orgnr_raw=party["orgnr_raw"] or "",
            name=party["name"] or "",
            country=party["country"],
            nuts=party["nuts"] or None,
            on=on,
        )
        if party["country"] == "NOR":
            report_buyer(party, match.orgnr, problems)
        role = "central-purchaser" if party["is_central"] else ("joint" if len(buyers) > 1 else "own")
        rows.append({"position": party["position"], "orgnr": match.orgnr, "matched_by": match.matched_by,
                     "share_role": role, "name": party["name"]})  # fmt: skip
    return rows


def report_buyer(party: Row, matched: str | None, problems: Problems) -> None:
    """List a Norwegian buyer that the register does not know, and a number that is not valid."""
    if party["orgnr"] is None:
        problems.add("bad-orgnr", "BT-501", f'"{party["orgnr_raw"]}" is no valid organisation number.')
    if matched is None:
        message = f'The buyer "{party["name"]}" ({party["orgnr"] or "no valid number"}) is not in the register.'
        problems.add("unknown-buyer", "BT-500", message, "info")
