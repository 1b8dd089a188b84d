"""The path that a lot takes: weight and rank by its criteria, the rest by what is claimed; and that of all lots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dugnad.documents.found import Departure, FoundLot, Path, Requirement

LEAST_WEIGHT = 30
LOWEST_RANK = 3
HARD_SINCE = date(2024, 1, 1)
MOVED_ON = date(2026, 7, 1)
GRAVITY = ("none", "weight", "rank", "spec", "combination", "exempt-insignificant", "exempt-critical-interest")


def path_taken(lot: FoundLot, wanted: Path | None, requirements: Sequence[Requirement], announced: date | None) -> Path:
    by_criteria = _by_criteria(lot)
    if by_criteria and is_met(lot):
        return by_criteria
    if wanted in {"spec", "combination"}:
        is_beside = by_criteria == "weight" and (lot.environment_max is None or lot.environment_max > 0)
        may_combine = announced is None or announced >= MOVED_ON
        return "combination" if is_beside and may_combine else "spec"
    if wanted:
        return wanted
    if by_criteria:
        return by_criteria
    is_hard = announced is None or announced >= HARD_SINCE
    binds = any(one.is_binding and one.environment == "certain" for one in requirements)
    return "spec" if is_hard and binds else "none"


def _by_criteria(lot: FoundLot) -> Path | None:
    """Weight or rank where a criterion of the lot speaks of climate or environment."""
    green = [one for one in lot.criteria if one.environment != "none"]
    if not green:
        return None
    is_weighted = any(_has_weight(one) for one in lot.criteria)
    is_ranked = lot.best_environment_rank is not None or any(one.rank is not None for one in green)
    return "rank" if is_ranked and not is_weighted else "weight"


def _has_weight(criterion: object) -> bool:
    names = ("weight_percent", "weight_low", "points", "effective_percent")
    return any(getattr(criterion, name) is not None for name in names)


def is_met(lot: FoundLot) -> bool:
    if lot.environment_certain is not None and lot.environment_certain >= LEAST_WEIGHT:
        return True
    return lot.best_environment_rank is not None and lot.best_environment_rank <= LOWEST_RANK


def of_all(found: Sequence[tuple[FoundLot, Departure]]) -> Departure:
    """The procurement as a whole: the path of the worst lot, and the last reasons that are printed."""
    worst = min(found, key=lambda pair: _gravity(*pair))[1]
    given = [one for _, one in found if one.reasons == "given"] or [one for _, one in found if one.reasons != "none"]
    reasoned = given[-1] if given else worst
    return replace(
        worst,
        reasons=reasoned.reasons,
        reasons_quote=reasoned.reasons_quote,
        claim_quote=worst.claim_quote or reasoned.claim_quote,
        is_non_committal=any(one.is_non_committal for _, one in found),
        facts_against="; ".join(dict.fromkeys(one.facts_against for _, one in found if one.facts_against)),
    )


def _gravity(lot: FoundLot, departure: Departure) -> tuple[int, int]:
    """Worst first: nothing met and nothing claimed, then claims without reasons, then the rest."""
    path = departure.path
    if path in {"weight", "rank"}:
        return (3, 0) if is_met(lot) else (0, 1)
    if path == "none":
        return (0, 0)
    is_open = departure.reasons != "given" and path != "exempt-national-minimum"
    return (1 if is_open else 2, GRAVITY.index(path) if path in GRAVITY else len(GRAVITY))
