"""Declared against document: does the lot's notice say the same of climate and environment as its documents?"""

from __future__ import annotations

from typing import Any

from dugnad.documents.found import FoundLot, Procurement

Row = dict[str, Any]
NEARLY = 0.5
"""Percentage points by which two weights may differ and be the same."""
STATEMENTS = {
    "quality-nor-env-spec": "spec",
    "quality-nor-env-none": "exempt-insignificant",
    "quality-nor-env-exempt-insignificant": "exempt-insignificant",
    "quality-nor-env-exempt-critical-interest": "exempt-critical-interest",
    "quality-nor-env-exempt-national-minimum": "exempt-national-minimum",
}
CRITERION_CODE = "quality-nor-env-criteria"
DEPARTURES = frozenset({"spec", "combination", *STATEMENTS.values()})


def declared(lot: Row, criteria: list[Row], alone: Row, read: FoundLot, procurement: Procurement) -> Row:
    """The columns declared_certain, declared_path, agrees, difference. `alone`: the finding of the notice alone."""
    path = declared_path(lot, criteria)
    weight = alone["weight_environment_certain"] if lot["criteria_stated"] else None
    row: Row = {"declared_certain": weight, "declared_path": path, "agrees": None, "difference": None}
    if path is None or not says_something(read, procurement):
        return row
    difference = difference_of(path, weight, ranks(criteria), read, procurement)
    return row | {"agrees": difference is None, "difference": difference}


def declared_path(lot: Row, criteria: list[Row]) -> str | None:
    """What the notice declares of the environment: a statement's path, criterion, aim or none; null: silent."""
    claimed = [STATEMENTS[row["type_code"]] for row in criteria if row["type_code"] in STATEMENTS]
    if claimed:
        return claimed[0]
    own = [row for row in criteria if not row["is_statement"]]
    if any(row["type_code"] == CRITERION_CODE or row["environment"] == "certain" for row in own):
        return "criterion"
    strategic = lot["strategic"] or []
    if "env-imp" in strategic or lot["environmental_impact"]:
        return "aim"
    return "none" if lot["criteria_stated"] or strategic else None


def says_something(read: FoundLot, procurement: Procurement) -> bool:
    """Was there anything of criteria, requirements or a departure to compare with?"""
    return bool(read.criteria or read.departure.path != "none" or binding(read, procurement))


def binding(read: FoundLot, procurement: Procurement) -> bool:
    """Does a requirement with environmental content bind in this lot?"""
    return any(
        one.is_binding and one.environment == "certain" and one.lot in {None, read.id}
        for one in procurement.requirements
    )


def ranks(criteria: list[Row]) -> list[int]:
    """Ranks of the notice's certain environmental criteria."""
    return [row["rank"] for row in criteria if row["environment"] == "certain" and row["rank"] is not None]


def difference_of(
    path: str, weight: float | None, ranked: list[int], read: FoundLot, procurement: Procurement
) -> str | None:
    """What differs, in one word: path, requirements, criterion, undeclared, weight, rank; null where nothing does."""
    has_requirement, taken = binding(read, procurement), read.departure.path
    if path in DEPARTURES:
        return path_difference(path, taken, has_requirement=has_requirement)
    has_criterion = any(one.environment == "certain" for one in read.criteria)
    is_met = has_criterion or (path == "aim" and (has_requirement or taken in DEPARTURES))
    if path == "none":
        return "undeclared" if has_criterion or has_requirement else None
    if read.criteria and not is_met:
        return "criterion"
    stated, best = read.environment_certain, read.best_environment_rank
    if weight is not None and stated is not None and abs(weight - stated) > NEARLY:
        return "weight"
    return "rank" if ranked and best is not None and min(ranked) != best else None


def path_difference(path: str, taken: str, *, has_requirement: bool) -> str | None:
    """A statement in the notice against the path that the documents take."""
    if taken != path and not (path == "spec" and taken == "combination"):
        return "path" if taken in DEPARTURES or path != "spec" else None if has_requirement else "requirements"
    return "requirements" if path == "spec" and not has_requirement else None
