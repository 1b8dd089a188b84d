"""What a lot's criteria say of environment: weights in per cent of the lot, or ranks, certain and at most."""

from __future__ import annotations

from math import isfinite
from typing import Any

from dugnad.law.facts import Certainty, CriterionFacts, LotFacts
from dugnad.law.finding import Problem
from dugnad.law.parameters import Law

ENVIRONMENT_CODE = "quality-nor-env-criteria"
NATIONAL_PREFIX = "quality-nor-env-"
WHOLE = 100.0
SAME_SHARE = 0.5
"""Shares that differ by no more are the same share, rounded."""
SUM_TOLERANCE = 2.0
"""Weights that sum to within this of 100 are rounded, not wrong."""
DECIMALS = 6
MOST_PERCENT = 10_000
PRICE_CODES = frozenset({"price", "cost"})


class Reading:
    """A lot's criteria read once: sums, ranks, and what is lacking or contradicts itself."""

    certain: float | None = None
    maximum: float | None = None
    total: float | None = None
    rank_certain: int | None = None
    rank_possible: int | None = None
    has_weights = False
    has_ranks = False
    has_some_ranks = False
    has_environment = False
    has_plainly_other = False
    is_share_disputed = False
    is_withheld = False
    is_price_only = False
    is_sum_odd = False
    is_rank_gapped = False
    points_to_documents = False

    def __init__(self) -> None:
        self.criteria: list[CriterionFacts] = []
        self.statements: list[tuple[CriterionFacts, str]] = []
        self.unknown_codes: list[str] = []
        self.rows: list[dict[str, Any]] = []
        self.problems: list[Problem] = []


def effective_percent(parent_percent: float, share_percent: float) -> float:
    """The weight of a sub-criterion in the whole: the parent's weight times its share of the parent."""
    return parent_percent * share_percent / WHOLE


def read_criteria(law: Law, lot: LotFacts) -> Reading:
    """Sort criteria from statements, then sum weights and find ranks."""
    reading = Reading()
    for criterion in lot.criteria:
        _sort(law, reading, criterion)
    if reading.criteria:
        _weigh(reading, is_lone=len(reading.criteria) == 1 and not lot.criteria_in_documents)
        _rank(reading)
    return reading


def _sort(law: Law, reading: Reading, criterion: CriterionFacts) -> None:
    """A statement takes no part in sums; a national code that no file knows is neither."""
    code = law.codes.get(criterion.type_code)
    if code is not None and code.is_statement:
        reading.statements.append((criterion, code.path))
    elif code is None and criterion.type_code.startswith(NATIONAL_PREFIX):
        reading.unknown_codes.append(criterion.type_code)
    elif criterion.is_statement:
        reading.statements.append((criterion, criterion.claims or ""))
    else:
        reading.criteria.append(criterion)


def _weigh(reading: Reading, *, is_lone: bool) -> None:
    """Sum the environmental shares; nothing is summed where any criterion lacks its weight."""
    is_complete, has_ends, is_price = True, True, True
    sure: float | None = 0.0
    most = total = 0.0
    for criterion in reading.criteria:
        reading.points_to_documents |= criterion.points_to_documents
        reading.is_withheld |= criterion.is_withheld
        environment = certainty_of(criterion)
        if environment != "none":
            reading.has_environment = True
        if environment != "none" or criterion.type_code not in PRICE_CODES:
            is_price = False
        low, high = _share(reading, criterion, is_lone=is_lone)
        counted_low, counted_high = _environment_share(reading, criterion, environment, low, high)
        reading.rows.append(_row(criterion, environment, (low, high), (counted_low, counted_high)))
        if high is None:
            is_complete = False
            continue
        has_ends &= low == high
        total += high
        most += counted_high
        sure = None if sure is None or counted_low is None else sure + counted_low
    reading.is_price_only = is_price
    reading.has_weights = is_complete
    if is_complete:
        reading.certain = None if sure is None else round(sure, DECIMALS)
        reading.maximum = round(most, DECIMALS)
        reading.total = round(total, DECIMALS)
        reading.is_sum_odd = has_ends and abs(total - WHOLE) > SUM_TOLERANCE


def certainty_of(criterion: CriterionFacts) -> Certainty:
    """The environmental code makes a criterion environmental, unless its text is plainly about something else."""
    if criterion.type_code == ENVIRONMENT_CODE:
        return "doubtful" if criterion.is_plainly_other else "certain"
    return criterion.environment


def _share(reading: Reading, criterion: CriterionFacts, *, is_lone: bool) -> tuple[float | None, float | None]:
    """The criterion's weight in the lot: both ends; (None, high) for a middle without ends; (None, None) if missing."""
    if criterion.is_withheld:
        return None, None
    high = _percent(criterion.weight_high)
    low = _percent(criterion.weight_low)
    if high is not None:
        if low is not None and low > high:
            low, high = high, low
    else:
        high = _percent(criterion.weight_percent)
        low = None if criterion.weight_kind == "range" else high
    if high is None and is_lone:
        low = high = WHOLE
    stated = _percent(criterion.stated_percent)
    if stated is None:
        return low, high
    if high is None:
        return (None, None) if criterion.environment_scope == "part" else (stated, stated)
    if _is_disputed(criterion, stated, high if low is None else low, high):
        _dispute(reading, criterion, stated, high)
    return low, high


def _is_disputed(criterion: CriterionFacts, stated: float, low: float, high: float) -> bool:
    """A part may be as large as its whole; a whole must be what the words say, give or take rounding."""
    if criterion.environment_scope == "part":
        return stated > high + SAME_SHARE
    return not low - SAME_SHARE <= stated <= high + SAME_SHARE


def _dispute(reading: Reading, criterion: CriterionFacts, stated: float, coded: float) -> None:
    reading.is_share_disputed = True
    message = f'The text states {stated:g} %, the weight is coded as {coded:g} %: "{criterion.text[:80]}".'
    reading.problems.append(Problem(code="weight-contradicts-text", field="BT-541", message=message))


def _environment_share(
    reading: Reading, criterion: CriterionFacts, environment: Certainty, low: float | None, high: float | None
) -> tuple[float | None, float]:
    """What counts as environment: for certain (None where only a middle is known) and at most."""
    if criterion.type_code == ENVIRONMENT_CODE and criterion.is_plainly_other:
        reading.has_plainly_other = True
        message = f'The environmental code stands on a text about something else: "{criterion.text[:80]}".'
        reading.problems.append(Problem(code="environment-code-contradicts-text", field="BT-539", message=message))
    if environment == "none" or high is None:
        return 0.0, 0.0
    is_part = criterion.environment_scope == "part"
    stated = _percent(criterion.stated_percent) if is_part else None
    if environment == "doubtful":
        return 0.0, high if stated is None else min(stated, high)
    if is_part:
        return (0.0, high) if stated is None else (min(stated, high), min(stated, high))
    return low, high


def _rank(reading: Reading) -> None:
    """The best rank of a criterion that is environment for certain, and of one that may be."""
    ranks = [criterion.rank if is_rank(criterion.rank) else None for criterion in reading.criteria]
    known = [rank for rank in ranks if rank is not None]
    if not known:
        return
    reading.has_some_ranks = True
    reading.has_ranks = len(known) == len(ranks)
    for criterion, rank in zip(reading.criteria, ranks, strict=True):
        environment = certainty_of(criterion)
        if rank is None or environment == "none":
            continue
        reading.rank_possible = rank if reading.rank_possible is None else min(rank, reading.rank_possible)
        if environment == "certain" and criterion.environment_scope != "part":
            reading.rank_certain = rank if reading.rank_certain is None else min(rank, reading.rank_certain)
    # Ranks 1 and 5 of two criteria: the fifth is still among the three highest.
    best = reading.rank_possible
    reading.is_rank_gapped = best is not None and sum(1 for rank in known if rank < best) + 1 < best


def is_rank(rank: object) -> bool:
    return isinstance(rank, int) and not isinstance(rank, bool) and rank >= 1


def _percent(number: float | None) -> float | None:
    """A share that can be one; -1 and the like are boxes left empty."""
    return number if number is not None and isfinite(number) and 0 <= number <= MOST_PERCENT else None


def _row(
    criterion: CriterionFacts,
    environment: Certainty,
    weight: tuple[float | None, float | None],
    counts: tuple[float | None, float],
) -> dict[str, Any]:
    """The criterion as a finding shows it."""
    return {
        "type": criterion.type_code,
        "environment": environment,
        "scope": criterion.environment_scope,
        "weight_low": weight[0],
        "weight_high": weight[1],
        "rank": criterion.rank,
        "stated_percent": _percent(criterion.stated_percent),
        "counts_certain": counts[0],
        "counts_at_most": counts[1],
    }
