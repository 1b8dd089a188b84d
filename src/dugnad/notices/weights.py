"""Weights of award criteria: the unit is the code, never the size of the number."""

from __future__ import annotations

import math
from typing import Any

from dugnad.notices.problem import Problems
from dugnad.notices.walk import Record, first

Row = dict[str, Any]

KINDS = {
    "per-exa": "percent",
    "poi-exa": "points",
    "dec-exa": "decimal",
    "ord-imp": "rank",
    "per-mid": "range",
    "poi-mid": "range",
    "dec-mid": "range",
}
NOT_WEIGHTS = {"fix-tot", "fix-unit", "min-score", "max-pass"}
WITHHELD = "unpublished"
FULL = 100.0
MOST_PLACES = 1000


def number(text: str) -> float | None:
    """A decimal number with point or comma; None where it is none, or not finite."""
    try:
        value = float(text.replace(",", ".").replace("\xa0", "").replace(" ", ""))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def read_weight(criterion: Record, lot_id: str, problems: Problems) -> Row:
    """The weight columns of one criterion, before points become percent."""
    row: Row = {"weight_raw": None, "weight_kind": "none", "weight_percent": None, "weight_low": None,
                "weight_high": None, "rank": None, "is_withheld": False, "_points": None}  # fmt: skip
    parameters = [(code_of(one), one) for one in criterion.get("parameter", ())]
    weights = [(code, one) for code, one in parameters if code not in NOT_WEIGHTS and not is_other_number(one)]
    weights.sort(key=lambda pair: pair[0] not in KINDS and pair[0] != WITHHELD)
    for code, parameter in weights[:1]:
        add_parameter(row, code, parameter, lot_id, problems)
    if len(weights) > 1:
        problems.add("several-weights", "BT-541", f"{lot_id}: a criterion has {len(weights)} weights; one counts.")
    if row["weight_raw"] is None and "privacy" in criterion:
        row["is_withheld"] = True
    if not weights and first(criterion, "bare_weight"):
        row["weight_raw"] = first(criterion, "bare_weight")
        problems.add("weight-without-unit", "BT-5421", f'{lot_id}: the weight "{row["weight_raw"]}" has no unit code.')
    return row


def code_of(parameter: Record) -> str:
    """The unit code, whatever list it says it is from (real notices name wrong lists)."""
    return first(parameter, "code").lower()


def is_other_number(parameter: Record) -> bool:
    """A withheld fixed value or threshold: its list says that it is no weight."""
    taken = parameter.get("code")
    return taken is not None and taken[0][0] in {"number-fixed", "number-threshold"}


def add_parameter(row: Row, code: str, parameter: Record, lot_id: str, problems: Problems) -> None:
    """Fill the weight columns from one AwardCriterionParameter."""
    raw = first(parameter, "number")
    value = number(raw)
    row["weight_raw"] = raw or None
    row["weight_kind"] = KINDS.get(code, "none")
    if code == WITHHELD or value == -1 or (value is None and "privacy" in parameter):
        row["is_withheld"] = True
        return
    if code not in KINDS:
        what = f'"{code}" is no known unit of weight' if code else f'the weight "{raw}" has no unit code'
        problems.add("unknown-weight-unit" if code else "weight-without-unit", "BT-5421", f"{lot_id}: {what}.")
        return
    if value is None or value < 0:
        if raw:
            problems.add("bad-number", "BT-541", f'{lot_id}: the weight "{raw}" is no usable number.')
        return
    place_number(row, code, value, lot_id, problems)


def place_number(row: Row, code: str, value: float, lot_id: str, problems: Problems) -> None:
    """Put the number where its unit says it belongs."""
    kind = row["weight_kind"]
    if kind == "rank":
        if value != int(value) or not 1 <= value <= MOST_PLACES:
            problems.add("bad-number", "BT-541", f'{lot_id}: "{row["weight_raw"]}" is no place in an order.')
            return
        row["rank"] = int(value)
    elif kind == "range":
        scale = FULL if code == "dec-mid" else 1.0
        row["_points" if code == "poi-mid" else "weight_high"] = value * scale
    elif kind == "points":
        row["_points"] = value
    else:
        row["weight_percent"] = value * FULL if kind == "decimal" else value


def points_to_percent(rows: list[Row]) -> None:
    """Points become percent of the lot's sum, only when every criterion of the lot has points."""
    counted = [row for row in rows if not row["is_statement"]]
    points = [row["_points"] for row in counted]
    total = sum(value for value in points if value is not None)
    usable = bool(counted) and None not in points and total > 0
    for row in rows:
        value = row.pop("_points")
        if usable and value is not None and not row["is_statement"]:
            column = "weight_high" if row["weight_kind"] == "range" else "weight_percent"
            row[column] = FULL * value / total


def check_weights(rows: list[Row], lot_id: str, problems: Problems) -> None:
    """Report weights that contradict each other; they stay as they stand."""
    counted = [row for row in rows if not row["is_statement"]]
    kinds = {row["weight_kind"] for row in counted} - {"none"}
    if len(kinds) > 1:
        problems.add("mixed-weights", "BT-5421", f"{lot_id}: weights of several kinds stand together: {sorted(kinds)}.")
    percents = [row["weight_percent"] for row in counted]
    if kinds <= {"percent", "decimal"} and percents and None not in percents:
        total = sum(percents)
        if abs(total - FULL) > 0.5:  # noqa: PLR2004 - rounding such as 33.3 + 33.3 + 33.3 is no contradiction
            problems.add("weights-sum", "BT-541", f"{lot_id}: the weights sum to {total:g} %, not 100 %.")
    if kinds == {"points"} and any(row["weight_percent"] is None for row in counted):
        problems.add("points-incomplete", "BT-541", f"{lot_id}: not every criterion has points; no share can be given.")
