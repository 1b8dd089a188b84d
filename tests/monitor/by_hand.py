"""The indicators counted once more, lot by lot in plain Python, from what the tables mean rather than from the SQL."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow.parquet as pq

Row = dict[str, Any]
Figures = dict[tuple[str, str, str, str], tuple[float, float, float, float | None]]

PATHS = {
    "MET_WEIGHT": "weight",
    "MET_RANK": "rank",
    "MET_SPEC": "spec",
    "MET_COMBINATION": "combination",
    "EXEMPT_CLAIMED": "exempt",
    "SHOULD_NOT_MET": "should-not-met",
    "REASONS_MISSING": "reasons-missing",
    "POSSIBLE_BREACH": "possible-breach",
    "MANUAL_REVIEW": "manual-review",
    "INVALID_CODE_FOR_DATE": "invalid-code",
    "DUTY_APPLIES": "duty-applies",
    "UNKNOWN": "unknown",
}
CLASSES = {"none": 0, "under-10": 0, "from-10": 10, "from-20": 20, "from-30": 30, "from-40": 40}
NOT_JUDGED = {"outcome": "UNKNOWN", "ground": None, "rule_version": None, "facts": "{}",
              "weight_environment_certain": None, "weight_environment_max": None}  # fmt: skip
ONE_COUNTY = {
    **dict.fromkeys(("NO011", "NO081"), "03"),
    **dict.fromkeys(("NO043", "NO0A1"), "11"),
    **dict.fromkeys(("NO053", "NO0A3"), "15"),
    **dict.fromkeys(("NO071",), "18"),
    **dict.fromkeys(("NO031", "NO083"), "31"),
    **dict.fromkeys(("NO012", "NO084"), "32"),
    **dict.fromkeys(("NO032", "NO085"), "33"),
    **dict.fromkeys(("NO02", "NO020", "NO021", "NO022"), "34"),
    **dict.fromkeys(("NO033", "NO093"), "39"),
    **dict.fromkeys(("NO034", "NO094"), "40"),
    **dict.fromkeys(("NO041", "NO042", "NO092"), "42"),
    **dict.fromkeys(("NO051", "NO052", "NO0A2"), "46"),
    **dict.fromkeys(("NO06", "NO060", "NO061", "NO062"), "50"),
    **dict.fromkeys(("NO072",), "55"),
    **dict.fromkeys(("NO073",), "56"),
}


def table(store: Path, name: str) -> list[Row]:
    """One table of the store."""
    return [
        row for file in sorted((store / "tables" / name).glob("*.parquet")) for row in pq.read_table(file).to_pylist()
    ]


def count(store: Path) -> Figures:
    """(indicator, scope, code, period) to (numerator, denominator, coverage, value)."""
    found: Figures = {}
    for (scope, code, period), lots in lots_by_cell(store).items():
        for name, figures in indicators(lots).items():
            found[name, scope, code, period] = figures
    return found


def lots_by_cell(store: Path) -> dict[tuple[str, str, str], list[Row]]:
    """The lots of every place and period."""
    bodies = {row["orgnr"]: row for row in table(store, "body")}
    buyers = grouped(table(store, "buyer"), "notice_id")
    criteria = grouped(table(store, "criterion"), "notice_id", "lot_id")
    brought = {row["notice_id"] for row in table(store, "document")}
    read = {(row["notice_id"], row["lot_id"]): row for row in table(store, "document_lot")}
    findings = {(row["notice_id"], row["lot_id"]): row for row in table(store, "finding")}
    notices = {
        row["notice_id"]: row
        for row in table(store, "notice")
        if is_norwegian(row) and row["form_type"] == "competition" and row["is_latest"]
    }
    cells: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for lot in table(store, "lot"):
        notice = notices.get(lot["notice_id"])
        if notice is None or lot["kind"] != "lot":
            continue
        key = (lot["notice_id"], lot["lot_id"])
        lot |= {"finding": findings.get(key, NOT_JUDGED), "criteria": criteria.get(key, []), "notice": notice}
        lot |= {"read": read.get(key), "is_brought": key[0] in brought}
        bought_by = [bodies[row["orgnr"]] for row in buyers.get((lot["notice_id"],), []) if row["orgnr"]]
        for scope, code in places(lot, bought_by):
            for period in periods(notice["judged_on"] or notice["announced"]):
                cells[scope, code, period].append(lot)
    return cells


def is_norwegian(notice: Row) -> bool:
    return notice["country"] in ("NOR", "SJM") if notice["country"] else notice["profile"] not in (None, "none")


def grouped(rows: list[Row], *keys: str) -> dict[tuple[Any, ...], list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[key] for key in keys)].append(row)
    return found


def places(lot: Row, bought_by: list[Row]) -> set[tuple[str, str]]:
    notice = lot["notice"]
    mark = "DEMO-" if notice["is_demo"] else ""
    counties = {body["county"] for body in bought_by if body["county"]} or {
        ONE_COUNTY.get(notice["buyer_nuts"], "unknown")
    }
    kinds = {body["kind"] for body in bought_by if body["kind"]} or {"unknown"}
    found = {("nation", "DEMO" if notice["is_demo"] else "NO")}
    found |= {("county", mark + county) for county in counties} | {("kind", mark + kind) for kind in kinds}
    found |= {("body", ("" if body["is_demo"] else mark) + body["orgnr"]) for body in bought_by}
    return found | {("cpv", mark + ((lot["cpv"] or notice["cpv"] or "")[:2] or "unknown"))}


def periods(day: date | None) -> list[str]:
    return ["all"] if day is None else ["all", f"{day.year}", f"{day.year}-Q{(day.month + 2) // 3}"]


def outcome(lot: Row) -> str:
    return str(lot["finding"]["outcome"])


def is_within(lot: Row) -> bool:
    finding = lot["finding"]
    if finding["outcome"] == "NOT_APPLICABLE":
        return finding["rule_version"] is not None and json.loads(finding["facts"])["is_bound"] is not False
    return finding["outcome"] != "OUTSIDE_ACT"


def has_thirty(lot: Row) -> bool | None:
    """At least 30 percent? None where that cannot be told."""
    low, high = lot["finding"]["weight_environment_certain"], lot["finding"]["weight_environment_max"]
    if low is not None and low >= 30:
        return True
    return False if high is not None and high < 30 else None


def stated_criteria(lot: Row) -> list[Row]:
    """Those that stand in the notice."""
    return [row for row in lot["criteria"] if not row["is_statement"] and row["source"] == "notice"]


def real_criteria(lot: Row) -> list[Row]:
    """Those that tenders are compared by: the documents' where they were needed and read."""
    return [row for row in lot["criteria"] if row["source"] == "document"] or stated_criteria(lot)


def is_hidden(lot: Row) -> bool:
    return lot["criteria_in_documents"] and not (lot["read"] and lot["read"]["criteria"])


def is_agreed(lot: Row) -> bool | None:
    return lot["read"]["agrees"] if lot["read"] else None


def is_price_only(lot: Row) -> bool | None:
    criteria = real_criteria(lot)
    if not criteria or is_hidden(lot):
        return None
    if any(row["type_code"] in ("", None, "unpublished") or row["environment"] == "doubtful" for row in criteria):
        return None
    return all(row["type_code"] in ("price", "cost") and row["environment"] == "none" for row in criteria)


def code_and_text(lot: Row) -> str | None:
    """agree, code-only, text-only, neither; None where they cannot be compared."""
    criteria = stated_criteria(lot)
    if not criteria or lot["criteria_in_documents"]:
        return None
    code = "env-imp" in (lot["strategic"] or []) or any(
        row["type_code"] == "quality-nor-env-criteria" for row in lot["criteria"]
    )
    text = any(row["environment"] == "certain" and row["topic"] for row in criteria)
    if code and text:
        return "agree"
    if code:
        unsure = any(row["environment"] == "doubtful" for row in criteria) or any(
            row["is_statement"] for row in lot["criteria"]
        )
        return None if unsure else "code-only"
    if text:
        return None if lot["notice"]["profile"] == "none" else "text-only"
    return "neither"


def level(lot: Row) -> int:
    found = [0]
    for row in real_criteria(lot):
        if row["environment"] == "certain":
            is_general = row["topic"] in (None, "", "generic", "management-system")
            found.append(1 if is_general else 2 if row["environment_scope"] == "part" else 3)
    return max(found)


def indicators(lots: list[Row]) -> dict[str, tuple[float, float, float, float | None]]:
    within = [lot for lot in lots if is_within(lot)]
    bound = [lot for lot in lots if outcome(lot) not in ("NOT_APPLICABLE", "OUTSIDE_ACT")]
    found = {}
    if within:
        found |= {"environment-weight-share": share([has_thirty(lot) for lot in within])}
        found |= {"price-only": share([is_price_only(lot) for lot in within])}
        found |= {"criteria-in-documents": share([in_documents(lot) for lot in within])}
        found |= weights(within) | comparison(within) | declared([lot for lot in within if is_concerned(lot)])
    return found | paths(bound) | silence(bound) | ambition(within)


def share(answers: list[bool | None]) -> tuple[float, float, float, float | None]:
    yes, known = answers.count(True), len(answers) - answers.count(None)
    return yes, known, known / len(answers), yes / known if known else None


def in_documents(lot: Row) -> bool | None:
    return True if lot["criteria_in_documents"] else False if stated_criteria(lot) else None


def is_concerned(lot: Row) -> bool:
    return lot["criteria_in_documents"] or lot["is_brought"]


def declared(concerned: list[Row]) -> dict[str, Any]:
    if not concerned:
        return {}
    answers = [is_agreed(lot) for lot in concerned]
    coverage = sum(lot["read"] is not None for lot in concerned) / len(concerned)
    yes, known = answers.count(True), len(answers) - answers.count(None)
    return {"declared-against-document": (yes, known, coverage, yes / known if known else None)}


def paths(bound: list[Row]) -> dict[str, Any]:
    taken = [PATHS[outcome(lot)] for lot in bound]
    seen = len(taken) - taken.count("unknown")
    return {
        f"path-taken.{path}": (taken.count(path), len(taken), seen / len(taken), taken.count(path) / len(taken))
        for path in PATHS.values()
        if taken
    }


def weights(within: list[Row]) -> dict[str, Any]:
    sure = [lot["finding"]["weight_environment_certain"] for lot in within if has_thirty(lot) is not None]
    known = [weight for weight in sure if weight is not None]
    names = [max((name for name in CLASSES if weight >= CLASSES[name] and (name != "under-10" or weight > 0)),
                 key=list(CLASSES).index) for weight in known]  # fmt: skip
    coverage = len(known) / len(within)
    found: dict[str, Any] = {
        f"environment-weight-distribution.{name}": (
            names.count(name), len(known), coverage, names.count(name) / len(known) if known else None
        )
        for name in CLASSES
    }  # fmt: skip
    middle = median(known) if known else None
    at_most = sum(middle is not None and weight <= middle for weight in known)
    return found | {"environment-weight-distribution.median": (at_most, len(known), coverage, middle)}


def comparison(within: list[Row]) -> dict[str, Any]:
    answers = [code_and_text(lot) for lot in within]
    compared = len(answers) - answers.count(None) - answers.count("neither")
    coverage = 1 - answers.count(None) / len(answers)
    return {
        f"code-against-text.{part}": (
            answers.count(part),
            compared,
            coverage,
            answers.count(part) / compared if compared else None,
        )
        for part in ("agree", "code-only", "text-only")
    }


def silence(bound: list[Row]) -> dict[str, Any]:
    days = [(lot, lot["notice"]["judged_on"] or lot["notice"]["announced"]) for lot in bound]
    asked = [lot for lot, day in days if day and day >= date(2024, 1, 1) and outcome(lot) != "DUTY_APPLIES"]
    if not asked:
        return {}
    unjudged = ("UNKNOWN", "MANUAL_REVIEW", "INVALID_CODE_FOR_DATE")
    judged = [lot for lot in asked if outcome(lot) not in unjudged]
    departing = [lot for lot in judged if outcome(lot) not in ("MET_WEIGHT", "MET_RANK")]
    silent = [lot for lot in departing if not any(row["is_statement"] for row in lot["criteria"])]
    silent = [lot for lot in silent if not (lot["read"] and lot["read"]["reasons"] == "given")]
    value = len(silent) / len(departing) if departing else None
    return {"no-statement": (len(silent), len(departing), len(judged) / len(asked), value)}


def ambition(within: list[Row]) -> dict[str, Any]:
    asked = [lot for lot in within if outcome(lot) != "EXEMPT_CLAIMED" or lot["finding"]["ground"] == "spec"]
    if not asked:
        return {}
    seen = [
        lot
        for lot in asked
        if lot["finding"]["weight_environment_certain"] is not None
        and (lot["finding"]["ground"] not in ("spec", "combination") or outcome(lot) == "MET_WEIGHT")
    ]
    parts = [(level(lot) / 3, min(lot["finding"]["weight_environment_certain"], 50) / 50) for lot in seen]
    green = [(plain, heavy) for plain, heavy in parts if plain and heavy]
    score, coverage = sum(plain * heavy for plain, heavy in parts), len(seen) / len(asked)
    found: dict[str, Any] = {"ambition": (score, len(asked), coverage, score / len(asked))}
    found["ambition.among-seen"] = (score, len(seen), coverage, score / len(seen) if seen else None)
    for n, name in enumerate(("level", "weight")):
        total = sum(pair[n] for pair in green)
        found[f"ambition.{name}"] = (total, len(green), coverage, total / len(green) if green else None)
    return found
