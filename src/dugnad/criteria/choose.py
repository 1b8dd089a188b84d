"""A proposed set for one purchase: few criteria that fit together, the largest effect first, weights that add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

from dugnad.criteria.cpv_groups import cpv_code, fits, groups_of
from dugnad.criteria.criterion import LEVELS, Criterion, Group, Library, Version
from dugnad.criteria.remark_words import price_name
from dugnad.criteria.selection import Pick, Selection
from dugnad.criteria.selection_check import (
    AWARD,
    CLAUSE,
    SELECTION,
    SPECIFICATION,
    USABLE,
    is_conflict,
    is_duplicate,
    is_unverifiable,
    rewards_demanded,
)
from dugnad.criteria.selection_law import minimum_weight
from dugnad.errors import DugnadError

MOST = {SPECIFICATION: 7, SELECTION: 2, AWARD: 3, CLAUSE: 5}
MOST_SOCIAL_CLAUSES = 3
BY_SIZE = {"large": 3.0, "medium": 2.0, "small": 1.0, "unknown": 0.5}
CONFIRMED, AT_LEVEL, OWN_GROUP, ENVIRONMENTAL = 0.6, 0.3, 0.4, 0.3
SAME_THEME = 0.5
"""What each earlier pick of the same first theme takes away, so that the set covers several concerns."""
BY_RISK = {"very-high": 1.5, "high": 1.2, "medium": 0.4, "low": -1.0, "unknown": 0.0}
NO_RISK = -1.5
LAW_DEMANDS = 1.0
STEP = 5
"""Weights are whole fives."""
SOCIAL_AWARD_WEIGHT = 10.0
WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the proposal is made for."""

    library: Library
    group: Group | None
    code: str
    level: str
    value_nok: float | None
    market: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A criterion that may be proposed, and how much it is worth here."""

    criterion: Criterion
    version: Version
    worth: float


def choose(
    library: Library,
    *,
    cpv: str = "",
    level: str = "basis",
    value_nok: float | None = None,
    market: str | None = None,
    on: date,
    group: str | None = None,
    language: str = "nb",
) -> Selection:
    """Criteria that fit the purchase and each other. `market` is wide, narrow or unknown; None: not asked about."""
    purchase = _purchase(library, cpv, level, value_nok, market, on, group)
    candidates = _candidates(purchase)
    demands = _taken(_of_kind(candidates, SPECIFICATION), MOST[SPECIFICATION], ())
    demands += _taken(_of_kind(candidates, SELECTION), MOST[SELECTION], demands)
    awards = _awards(_award_candidates(purchase, candidates), demands)
    clauses = _clauses(_of_kind(candidates, CLAUSE), (*demands, *awards))
    weights = _weights([one.version for one in awards], on)
    rest = WHOLE - sum(weights)
    alone = _topics_alone(candidates)
    picks = [Pick(one.version.key, reason=_reason(purchase, one, alone)) for one in demands]
    picks += [
        Pick(
            one.version.key, weight, reason="weight-for-environment" if one.version.is_environmental else "social-risk"
        )
        for one, weight in zip(awards, weights, strict=True)
    ]
    picks += [Pick(one.version.key, reason=_reason(purchase, one, alone)) for one in clauses]
    return Selection(
        tuple(picks),
        cpv=purchase.code,
        title=purchase.group.name.get(language, purchase.group.name["nb"]) if purchase.group else "",
        value_nok=value_nok,
        level=level,
        other=((price_name(language), rest),) if rest else (),
        group=group or "",
        market=market or "",
    )


def _purchase(
    library: Library, cpv: str, level: str, value_nok: float | None, market: str | None, on: date, group: str | None
) -> Purchase:
    if level not in LEVELS:
        raise DugnadError(f'"{level}" is no level. Choose one of {", ".join(LEVELS)}.')
    if market not in (None, "wide", "narrow", "unknown"):
        raise DugnadError(f'"{market}" is no market. Choose wide, narrow or unknown.')
    if not cpv and not group:
        raise DugnadError("Neither CPV nor group is named. Say what is bought: --cpv 30213100.")
    code = cpv_code(cpv) if cpv else ""
    if group and group not in library.groups:
        raise DugnadError(f'"{group}" is no product group. See `dugnad criteria list`.')
    found = groups_of(library, code) if code and not group else ()
    name = group or (found[0].group if found else "")
    return Purchase(library, library.groups.get(name), code, level, value_nok, market, on)


def _candidates(purchase: Purchase) -> list[Candidate]:
    """All that may be used, the worthiest first."""
    found = []
    for criterion in purchase.library.criteria.values():
        version = criterion.versions.at(purchase.on)
        if version and _is_for(purchase, criterion) and _may_be_used(purchase, version):
            found.append(Candidate(criterion, version, _worth(purchase, criterion, version)))
    found.sort(key=lambda one: (-LEVELS.index(one.version.level), -one.worth, one.criterion.id))
    return found


def _is_for(purchase: Purchase, criterion: Criterion) -> bool:
    if purchase.group and purchase.group.id in criterion.groups:
        return True
    return len(criterion.groups) > 1 and set(criterion.groups) >= set(purchase.library.groups)


def _may_be_used(purchase: Purchase, version: Version) -> bool:
    """Usable, within level, value and market, about the delivery, and possible to verify."""
    is_small = purchase.value_nok is not None and (version.value_from_nok or 0) > purchase.value_nok
    is_narrow = version.market == "narrow" or version.level == "spydspiss"
    is_bound = version.kind in (SPECIFICATION, SELECTION, CLAUSE)
    return (
        version.status in USABLE
        and version.review_by >= purchase.on
        and LEVELS.index(version.level) <= LEVELS.index(purchase.level)
        and not is_small
        and not (is_narrow and is_bound and purchase.market in ("narrow", "unknown"))
        and not (version.concerns == "supplier" and version.kind != SELECTION)
        and not (version.already_law and version.kind != CLAUSE)
        and not is_unverifiable(version)
        and (not purchase.code or fits(version, purchase.code))
    )


def _worth(purchase: Purchase, criterion: Criterion, version: Version) -> float:
    worth = BY_SIZE[version.effect.size]
    worth += 0.0 if version.is_unconfirmed else CONFIRMED
    worth += AT_LEVEL if version.level == purchase.level else 0.0
    worth += OWN_GROUP if len(criterion.groups) == 1 else 0.0
    if version.is_environmental:
        return worth + ENVIRONMENTAL
    risks = [BY_RISK.get(risk.level, 0.0) for risk in purchase.group.risks] if purchase.group else []
    return worth + max(risks, default=NO_RISK) + (LAW_DEMANDS if version.already_law else 0.0)


def _of_kind(candidates: Iterable[Candidate], kind: str) -> list[Candidate]:
    return [one for one in candidates if one.version.kind == kind]


def _taken(candidates: list[Candidate], most: int, beside: Sequence[Candidate]) -> list[Candidate]:
    """The worthiest that fit together: of each topic the highest level, and no theme crowding out the others."""
    highest: dict[str, str] = {}
    for one in candidates:
        highest.setdefault(one.version.topic, one.version.level)
    left = [one for one in candidates if one.version.level == highest[one.version.topic]]
    taken: list[Candidate] = []
    while left and len(taken) < most:
        themes = [one.version.themes[0] for one in taken]
        best = max(
            left, key=lambda one: (one.worth - SAME_THEME * themes.count(one.version.themes[0]), one.criterion.id)
        )
        left.remove(best)
        if all(_stand_together(best.version, one.version) for one in (*taken, *beside)):
            taken.append(best)
    return taken


def _stand_together(one: Version, other: Version) -> bool:
    return not is_conflict(one, other) and not is_duplicate(one, other) and one.criterion != other.criterion


def _award_candidates(purchase: Purchase, candidates: list[Candidate]) -> list[Candidate]:
    """Those within the level; where none is environmental, those of the next level that has one.

    An award criterion shuts nobody out, so it may ask for more than the requirements do.
    """
    own = _of_kind(candidates, AWARD)
    for level in LEVELS[LEVELS.index(purchase.level) + 1 :]:
        if any(one.version.is_environmental for one in own):
            break
        more = _of_kind(_candidates(replace(purchase, level=level)), AWARD)
        own += [one for one in more if one.version.level == level and one.version.is_environmental]
    return own


def _awards(candidates: list[Candidate], demands: Sequence[Candidate]) -> list[Candidate]:
    """Environmental ones first; at most one social; none that rewards what is demanded of all."""
    free = [one for one in candidates if not any(rewards_demanded(one.version, demand.version) for demand in demands)]
    topics = {one.version.topic for one in demands}
    fresh = [one for one in free if one.version.topic not in topics]
    environmental = _taken([one for one in fresh if one.version.is_environmental], MOST[AWARD], demands)
    for one in free:
        known = {taken.version.topic for taken in environmental}
        is_new = one.version.is_environmental and one.version.topic not in known
        if is_new and len(environmental) < MOST[AWARD] - 1 and _fits_all(one, (*environmental, *demands)):
            environmental.append(one)
    social = [one for one in fresh if not one.version.is_environmental and one.worth >= BY_SIZE["medium"]]
    if environmental and social and _fits_all(social[0], (*environmental, *demands)):
        return [*environmental[: MOST[AWARD] - 1], social[0]]
    return environmental


def _fits_all(one: Candidate, others: Iterable[Candidate]) -> bool:
    return all(_stand_together(one.version, other.version) for other in others)


def _clauses(candidates: list[Candidate], beside: Sequence[Candidate]) -> list[Candidate]:
    """Environmental and social clauses; social ones only where the group's risks call for them."""
    social = [one for one in candidates if not one.version.is_environmental and one.worth > 1]
    taken = _taken(social, MOST_SOCIAL_CLAUSES, beside)
    environmental = [one for one in candidates if one.version.is_environmental]
    return taken + _taken(environmental, MOST[CLAUSE] - len(taken), (*beside, *taken))


def _weights(awards: list[Version], on: date) -> list[float]:
    """Fives that give environment the least weight that the law of the day names, more for the larger effects."""
    environmental = [version for version in awards if version.is_environmental]
    if not environmental:
        return [SOCIAL_AWARD_WEIGHT] * len(awards)
    steps = max(ceil((minimum_weight(on) or 0.0) / STEP), 2 * len(environmental))
    sizes = [BY_SIZE[version.effect.size] for version in environmental]
    least = min(2, steps // len(sizes))
    shares = [least + int((steps - least * len(sizes)) * size / sum(sizes)) for size in sizes]
    for place in range(steps - sum(shares)):
        shares[place % len(shares)] += 1
    given = iter(shares)
    return [float(STEP * next(given)) if version.is_environmental else SOCIAL_AWARD_WEIGHT for version in awards]


def _topics_alone(candidates: Iterable[Candidate]) -> set[str]:
    topics = [one.version.topic for one in candidates]
    return {topic for topic in topics if topics.count(topic) == 1}


def _reason(purchase: Purchase, one: Candidate, alone: set[str]) -> str:
    """The strongest reason why the criterion is proposed."""
    version = one.version
    if version.kind == CLAUSE and version.already_law:
        return "law-demands"
    if not version.is_environmental:
        return "for-all" if set(one.criterion.groups) >= set(purchase.library.groups) else "social-risk"
    if version.effect.size == "large":
        return "large-effect"
    if version.level == purchase.level:
        return "at-level"
    if version.topic in alone:
        return "only-one"
    return "confirmed" if not version.is_unconfirmed else "below-level"
